// What a property of HubSpot holds: as the portal says, else as in every portal (hubspot's standard properties), else
// unknown. Read from a portal by the pipeline; the table here serves where none is at hand.
import type { ValueType } from '#domain/agreement.ts';

export interface KnownProperty {
  readonly type: ValueType;
  /** Values of its options; left out where they are not known. */
  readonly options?: readonly string[];
  /** HubSpot works it out, or lets no app write it. */
  readonly readOnly?: true;
}

/** By internal name. `isComplete`: a name that is not listed does not exist. */
export interface PropertyTypes {
  readonly contact: Readonly<Record<string, KnownProperty>>;
  readonly company: Readonly<Record<string, KnownProperty>>;
  readonly isComplete: boolean;
  /** The portal could not be asked: what only its types could tell is no problem yet. */
  readonly isPending?: boolean;
}

const CONTACT: Readonly<Record<ValueType, string>> = {
  string: `address annualrevenue city company company_size country email first_conversion_event_name firstname
    hs_additional_emails hs_analytics_first_url hs_analytics_last_url hs_analytics_source_data_1
    hs_analytics_source_data_2 hs_calculated_merged_vids hs_country_region_code hs_email_domain hs_latest_source_data_1
    hs_latest_source_data_2 hs_merged_object_ids hs_object_source_detail_1 hs_object_source_id hs_object_source_label
    hs_state_code hs_timezone industry job_function jobtitle lastname message mobilephone phone
    recent_conversion_event_name seniority state website zip`,
  number: `associatedcompanyid days_to_close hs_analytics_num_event_completions hs_analytics_num_page_views
    hs_analytics_num_visits hs_count_is_unworked hs_count_is_worked hs_email_bounce hs_email_click hs_email_delivered
    hs_email_open hs_email_replied hs_email_sends_since_last_engagement hs_object_id hs_predictivecontactscore_v2
    hs_sequences_enrolled_count hs_time_between_contact_creation_and_deal_close
    hs_time_between_contact_creation_and_deal_creation hs_time_to_first_engagement hubspotscore num_associated_deals
    num_contacted_notes num_conversion_events num_notes num_unique_conversion_events recent_deal_amount total_revenue`,
  bool: `hs_email_bad_address hs_email_optout hs_email_quarantined hs_is_enriched hs_is_unworked
    hs_sequences_is_enrolled`,
  enumeration: `hs_analytics_source hs_email_hard_bounce_reason_enum hs_language hs_latest_source hs_lead_status hs_marketable_status hs_object_source
    hs_persona hs_predictivescoringtier hs_role hs_seniority hs_sub_role hubspot_owner_id hubspot_team_id
    lifecyclestage numemployees`,
  multi: 'hs_buying_role',
  date: '',
  datetime: `createdate engagements_last_meeting_booked first_conversion_date first_deal_created_date
    hs_analytics_first_timestamp hs_analytics_last_timestamp hs_analytics_last_visit_timestamp
    hs_document_last_revisited hs_email_first_open_date hs_email_last_click_date hs_email_last_open_date
    hs_email_last_reply_date hs_email_last_send_date hs_first_outreach_date hs_job_change_detected_date
    hs_last_sales_activity_timestamp hs_lastmodifieddate hs_latest_disqualified_lead_date
    hs_latest_meeting_activity hs_latest_open_lead_date hs_latest_qualified_lead_date hs_latest_source_timestamp
    hs_notes_last_activity hs_notes_next_activity hs_sa_first_engagement_date hs_sales_email_last_clicked
    hs_sales_email_last_opened hs_sales_email_last_replied hubspot_owner_assigneddate lastmodifieddate
    notes_last_contacted notes_last_updated notes_next_activity_date recent_conversion_date recent_deal_close_date`,
};

const COMPANY: Readonly<Record<ValueType, string>> = {
  string: 'city country description domain hs_country_code name phone state website zip',
  number:
    'annualrevenue hs_object_id num_associated_contacts num_associated_deals numberofemployees total_revenue',
  bool: 'hs_is_target_account',
  enumeration: `hs_analytics_source hs_employee_range hs_ideal_customer_profile hs_lead_status hs_revenue_range
    hubspot_owner_id industry lifecyclestage`,
  multi: '',
  date: '',
  datetime:
    'closedate createdate first_deal_created_date hs_lastmodifieddate hubspot_owner_assigneddate notes_last_contacted notes_last_updated recent_deal_close_date',
};

/** HubSpot makes these for every lifecycle stage of a portal, custom ones included. */
const STAGE_DATE = /^hs_(?:lifecyclestage_\w+_date|v2_date_(?:entered|exited)_\w+)$/;
const STAGE_TIME = /^hs_(?:v2_(?:cumulative|latest)_time_in_\w+|time_to_move_from_\w+)$/;

/** What is the same in every portal; options differ, so none are given. */
export const STANDARD_TYPES: PropertyTypes = {
  contact: listTypes(CONTACT),
  company: listTypes(COMPANY),
  isComplete: false,
};

/** Undefined when nothing is known about it. */
export function findProperty(
  types: PropertyTypes,
  object: 'contact' | 'company',
  name: string,
): KnownProperty | undefined {
  if (Object.hasOwn(types[object], name)) return types[object][name];
  if (types.isComplete) return undefined;
  if (STAGE_DATE.test(name)) return { type: 'datetime' };
  return STAGE_TIME.test(name) ? { type: 'number' } : undefined;
}

function listTypes(table: Readonly<Record<ValueType, string>>): Readonly<Record<string, KnownProperty>> {
  // Keys of the table's own type.
  const entries = Object.entries(table) as [ValueType, string][];
  return Object.fromEntries(
    entries.flatMap(([type, names]) =>
      names
        .split(/\s+/)
        .filter((name) => name !== '')
        .map((name) => [name, { type }] as const),
    ),
  );
}
