// Calls, meetings, e-mails and communications: an object on the timeline, linked to its contact after it was created, and
// the contact's dates and counters that HubSpot moves along with it.
import { defaultAssociationType } from '#sandbox/crm/associations.ts';
import { linkRecords } from '#sandbox/crm/link-records.ts';
import { formatInstant } from '#sandbox/crm/read-values.ts';
import { createRecord, updateRecord, type WriteContext } from '#sandbox/crm/records.ts';
import { checkRow } from '#sandbox/crm/validate-row.ts';
import { parseInstant } from '#sandbox/crm/values.ts';
import type { CrmRecord, ENGAGEMENT_TYPES, Portal, Source } from '#sandbox/model.ts';
import type { ActivityAction } from './action.ts';
import { countUp } from './count-up.ts';
import { requireTarget, sourceContext } from './find-record.ts';

type EngagementType = (typeof ENGAGEMENT_TYPES)[number];
type LogAction = Extract<ActivityAction, { type: 'bookMeeting' | 'logTouch' | 'logActivity' }>;

interface Activity {
  readonly objectType: EngagementType;
  readonly properties: Readonly<Record<string, string>>;
  readonly changeSource: string;
  readonly linked: boolean;
}

const DAY_MS = 86_400_000;
/** HubSpot's call outcome "Connected". */
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';

/** Answers the id of the activity. */
export function logActivity(portal: Portal, action: LogAction): string {
  const contact = requireTarget(portal, 'contacts', action);
  const atMs = sourceContext(portal, action, CALCULATED).atMs;
  const activity = describe(action, atMs);
  const source = { changeSource: activity.changeSource, sourceId: null };
  const context = sourceContext(portal, action, source);
  const properties = { hs_timestamp: formatInstant(atMs), ...activity.properties };
  const row = {
    objectType: activity.objectType,
    properties,
    record: null,
    byApi: false,
    version: '2026-03',
  } as const;
  const { values } = checkRow(portal, row, new Set());
  const record = createRecord(portal, { objectType: activity.objectType, values }, context);
  if (activity.linked) link(portal, { record, contact }, context.source);
  moveDates(portal, contact, { record, context });
  return record.id;
}

const CALCULATED = { changeSource: 'CALCULATED', sourceId: null } as const;

function describe(action: LogAction, atMs: number): Activity {
  if (action.type === 'bookMeeting') {
    // A visitor takes a slot of the next day in the meetings tool.
    const start = formatInstant(atMs + DAY_MS);
    const properties = {
      hs_timestamp: start,
      hs_meeting_start_time: start,
      hs_meeting_end_time: formatInstant(atMs + DAY_MS + DAY_MS / 48),
      hs_meeting_outcome: 'SCHEDULED',
    };
    return { objectType: 'meetings', properties, changeSource: 'MEETINGS', linked: true };
  }
  if (action.type === 'logTouch') {
    const properties = {
      hs_call_direction: 'OUTBOUND',
      hs_call_status: 'COMPLETED',
      hs_call_disposition: CONNECTED,
    };
    return { objectType: 'calls', properties, changeSource: 'CRM_UI', linked: true };
  }
  const { objectType, properties, linked } = action;
  return { objectType, properties, changeSource: 'CRM_UI', linked };
}

function link(portal: Portal, ends: { record: CrmRecord; contact: CrmRecord }, source: Source): void {
  const { record, contact } = ends;
  const typeId = defaultAssociationType(record.objectType, 'contacts')?.typeId ?? 0;
  const from = { type: record.objectType, id: record.id };
  linkRecords(portal, { from, to: { type: 'contacts', id: contact.id }, typeId }, source);
}

/** "Last contacted" follows the newest activity, whenever it was entered. */
function moveDates(
  portal: Portal,
  contact: CrmRecord,
  { record, context }: { readonly record: CrmRecord; readonly context: WriteContext },
): void {
  const entered = formatInstant(context.atMs);
  const happened = formatInstant(parseInstant(record.values['hs_timestamp'] ?? '') ?? context.atMs);
  const values: Record<string, string> = {
    notes_last_updated: entered,
    num_notes: countUp(contact, 'num_notes'),
  };
  if (record.objectType === 'meetings') values['engagements_last_meeting_booked'] = entered;
  else if (record.values['hs_email_direction'] === 'INCOMING_EMAIL')
    values['hs_sales_email_last_replied'] = happened;
  else {
    const last = contact.values['notes_last_contacted'] ?? '';
    values['notes_last_contacted'] = last > happened ? last : happened;
    values['hs_last_sales_activity_timestamp'] = last > happened ? last : happened;
    values['num_contacted_notes'] = countUp(contact, 'num_contacted_notes');
  }
  updateRecord(portal, contact, { values, ...context, source: CALCULATED });
}
