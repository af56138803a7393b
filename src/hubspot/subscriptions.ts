// The webhooks of the app. A projects app has one fixed list for all portals (no subscription API), declared in
// app-manifest/; what a portal wants to watch beyond it is polled.

const CONTACT_WEBHOOK_PROPERTIES = [
  'lifecyclestage',
  'hs_lead_status',
  'hubspot_owner_id',
  'email',
  'firstname',
  'lastname',
  'phone',
  'jobtitle',
  'job_function',
  'company',
  'industry',
  'country',
  'hs_country_region_code',
  'city',
  'state',
  'numemployees',
  'annualrevenue',
  'website',
  'hs_persona',
  'hs_seniority',
  'hs_buying_role',
  'hs_analytics_source',
  'hs_latest_source',
  'hs_latest_source_timestamp',
  'message',
  'hs_email_optout',
  'recent_conversion_date',
  'hs_email_last_click_date',
  'hs_email_last_open_date',
  'hs_email_last_reply_date',
  'hs_analytics_last_timestamp',
  'hs_analytics_num_page_views',
  'hs_sales_email_last_replied',
  'engagements_last_meeting_booked',
  'notes_last_contacted',
  // Of our own properties only those that reps write (10.7).
  'accord_answer',
  'accord_reject_reason',
] as const;

const COMPANY_WEBHOOK_PROPERTIES = [
  'name',
  'domain',
  'numberofemployees',
  'annualrevenue',
  'industry',
  'country',
  'hubspot_owner_id',
  'lifecyclestage',
] as const;

/** Whether a deal is closed is calculated and sends no event of its own: its stage does. */
const DEAL_WEBHOOK_PROPERTIES = ['dealstage', 'pipeline', 'hubspot_owner_id', 'closedate'] as const;

/**
 * HubSpot's names of objects in a manifest that exist in the generic notation only: activities, with the properties that
 * make one a signal or a touch, and leads. The spelling is not documented (hubspot.md 1.5); events name the type by its id.
 */
const OBJECT_WEBHOOKS = {
  call: ['hs_timestamp', 'hubspot_owner_id', 'hs_call_direction', 'hs_call_disposition', 'hs_call_status'],
  meeting_event: ['hs_timestamp', 'hubspot_owner_id', 'hs_meeting_outcome', 'hs_meeting_start_time'],
  email: ['hs_timestamp', 'hubspot_owner_id', 'hs_email_direction', 'hs_email_status'],
  communication: ['hs_timestamp', 'hubspot_owner_id'],
  // What HubSpot says of a stage is calculated and sends no event of its own.
  lead: ['hs_pipeline_stage', 'hs_lead_disqualification_reason'],
} as const;

interface WebhookSubscription {
  readonly subscriptionType: string;
  /** For `object.*` only. */
  readonly objectType?: string;
  readonly propertyName?: string;
}

/** Block `legacyCrmObjects` of the manifest: events in the classic notation, whose spelling is documented. */
export const CRM_SUBSCRIPTIONS: readonly WebhookSubscription[] = [
  ...['creation', 'deletion', 'merge', 'restore', 'associationChange'].flatMap((action) => [
    { subscriptionType: `contact.${action}` },
    { subscriptionType: `company.${action}` },
    { subscriptionType: `deal.${action}` },
  ]),
  ...CONTACT_WEBHOOK_PROPERTIES.map((propertyName) => ({
    subscriptionType: 'contact.propertyChange',
    propertyName,
  })),
  ...COMPANY_WEBHOOK_PROPERTIES.map((propertyName) => ({
    subscriptionType: 'company.propertyChange',
    propertyName,
  })),
  ...DEAL_WEBHOOK_PROPERTIES.map((propertyName) => ({
    subscriptionType: 'deal.propertyChange',
    propertyName,
  })),
];

/** Block `hubEvents`: the listing rules demand that an erased person is erased here too. */
export const HUB_SUBSCRIPTIONS: readonly WebhookSubscription[] = [
  { subscriptionType: 'contact.privacyDeletion' },
];

/**
 * Kept in the inbox and looked at by nobody yet: a note is no touch, and what became of a task the nightly sweep looks up. Not
 * their links, which would have their contacts judged for nothing.
 */
const KEPT_SUBSCRIPTIONS: readonly WebhookSubscription[] = [
  { subscriptionType: 'object.propertyChange', objectType: 'task', propertyName: 'hs_task_status' },
  { subscriptionType: 'object.deletion', objectType: 'task' },
  { subscriptionType: 'object.restore', objectType: 'task' },
  { subscriptionType: 'object.creation', objectType: 'note' },
  { subscriptionType: 'object.deletion', objectType: 'note' },
];

/** Block `crmObjects`. Links come a moment after their objects. */
export const OBJECT_SUBSCRIPTIONS: readonly WebhookSubscription[] = [
  ...Object.entries(OBJECT_WEBHOOKS).flatMap(([objectType, properties]) => [
    ...['creation', 'deletion', 'restore', 'associationChange'].map((action) => ({
      subscriptionType: `object.${action}`,
      objectType,
    })),
    ...properties.map((propertyName) => ({
      subscriptionType: 'object.propertyChange',
      objectType,
      propertyName,
    })),
  ]),
  ...KEPT_SUBSCRIPTIONS,
];

/** All of them, as one list. */
export const WEBHOOK_SUBSCRIPTIONS: readonly WebhookSubscription[] = [
  ...OBJECT_SUBSCRIPTIONS,
  ...CRM_SUBSCRIPTIONS,
  ...HUB_SUBSCRIPTIONS,
];
