// Names of the HubSpot contact properties that decisions read or wish for.

/** HubSpot's own. */
export const STAGE_PROPERTY = 'lifecyclestage';
export const OWNER_PROPERTY = 'hubspot_owner_id';

/** HubSpot's original source of a contact, and its two drill-downs. */
export const SOURCE_PROPERTY = 'hs_analytics_source';
export const SOURCE_DETAIL_PROPERTIES = ['hs_analytics_source_data_1', 'hs_analytics_source_data_2'] as const;

/** Ours that reps write. */
export const ANSWER_PROPERTY = 'accord_answer';
export const REJECT_REASON_PROPERTY = 'accord_reject_reason';
export const REJECT_NOTE_PROPERTY = 'accord_reject_note';

/** What the record card answered; kept in our mirror alone, no property of HubSpot's. */
export const CARD_ANSWER = '$card_answer';
/** What the record card or a workflow asked for, likewise (requests.ts). */
export const SALES_REQUEST = '$sales_request';
/** Which lists of HubSpot's the contact is a member of (contact-lists.ts), likewise in our mirror alone. */
export const LIST_MEMBERSHIPS = '$lists';
/** Which lists of the account those were when it was read: no decision sees it, since a name may come to mean another one. */
export const LISTS_READ = '$lists_read';
/** HubSpot's own, read where the agreement maps its values to answers (5a.7). */
export const LEAD_STATUS_PROPERTY = 'hs_lead_status';

/** Ours that decisions write. */
export const OUTPUT_PROPERTIES = {
  score: 'accord_score',
  fit: 'accord_fit',
  engagement: 'accord_engagement',
  grade: 'accord_grade',
  engagementLevel: 'accord_engagement_level',
  persona: 'accord_persona',
  completeness: 'accord_completeness',
  missingFields: 'accord_missing_fields',
  missingDue: 'accord_missing_due',
  nurtureTrack: 'accord_nurture_track',
  maturity: 'accord_maturity',
  theme: 'accord_theme',
  reentryDate: 'accord_reentry_date',
  relaunch: 'accord_relaunch',
  priority: 'accord_priority',
  agreementVersion: 'accord_agreement_version',
  handOverStatus: 'accord_handover_status',
  handOverDate: 'accord_handover_date',
  cycle: 'accord_cycle',
  nextStep: 'accord_next_step',
  slaStatus: 'accord_sla_status',
  slaDue: 'accord_sla_due',
  stageReason: 'accord_stage_reason',
} as const;
