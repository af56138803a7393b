// Visitors and recipients: forms, pages, e-mails, meetings. HubSpot keeps the counters and dates; only ordinary
// stored properties (a form's answers, the latest source) fire webhooks by themselves.
import { createHash } from 'node:crypto';
import { isBackward } from '#sandbox/crm/lifecycle.ts';
import { formatInstant } from '#sandbox/crm/read-values.ts';
import { createRecord, updateRecord, type WriteContext } from '#sandbox/crm/records.ts';
import { checkRow } from '#sandbox/crm/validate-row.ts';
import type { CrmRecord, Portal } from '#sandbox/model.ts';
import type { ActivityAction } from './action.ts';
import { countUp } from './count-up.ts';
import { logActivity } from './engagements.ts';
import { findTarget, requireTarget, sourceContext } from './find-record.ts';

type Of<T extends ActivityAction['type']> = Extract<ActivityAction, { type: T }>;

/** Counter, date of the last, date of the first. */
const EMAIL_PROPERTIES = {
  emailOpen: ['hs_email_open', 'hs_email_last_open_date', 'hs_email_first_open_date'],
  emailClick: ['hs_email_click', 'hs_email_last_click_date', null],
  emailReply: ['hs_email_replied', 'hs_email_last_reply_date', null],
} as const;

export function applyActivity(portal: Portal, action: ActivityAction): string {
  switch (action.type) {
    case 'submitForm':
      return submitForm(portal, action);
    case 'pageView':
      return viewPage(portal, action);
    case 'emailOpen':
    case 'emailClick':
    case 'emailReply':
      return countEmail(portal, action);
    case 'unsubscribe':
      return unsubscribe(portal, action);
    default:
      return logActivity(portal, action);
  }
}

/** Creates the contact when its e-mail is new. Forms move the stage forward only. */
function submitForm(portal: Portal, action: Of<'submitForm'>): string {
  const formId = createHash('sha1').update(action.form, 'utf8').digest('hex').slice(0, 8);
  const context = sourceContext(portal, action, { changeSource: 'FORM', sourceId: `form:${formId}` });
  const at = formatInstant(context.atMs);
  const found = findTarget(portal, 'contacts', action);
  const given: Record<string, string> = { ...action.properties };
  if (action.email !== undefined) given['email'] = action.email;
  const record = found ?? createByForm(portal, given, context);
  const source =
    given['hs_latest_source'] ??
    record.values['hs_latest_source'] ??
    record.values['hs_analytics_source'] ??
    'DIRECT_TRAFFIC';
  const values = {
    ...checkForm(portal, record, given),
    hs_latest_source: source,
    hs_latest_source_timestamp: at,
  };
  updateRecord(portal, record, { values, ...context });
  const first = record.values['first_conversion_date'] === undefined;
  const conversions = {
    recent_conversion_date: at,
    recent_conversion_event_name: action.form,
    num_conversion_events: countUp(record, 'num_conversion_events'),
    ...(first ? { first_conversion_date: at, first_conversion_event_name: action.form } : {}),
  };
  updateRecord(portal, record, { values: conversions, ...context, source: CALCULATED });
  return record.id;
}

const CALCULATED = { changeSource: 'CALCULATED', sourceId: null } as const;

function createByForm(
  portal: Portal,
  given: Readonly<Record<string, string>>,
  context: WriteContext,
): CrmRecord {
  const row = {
    objectType: 'contacts',
    properties: given,
    record: null,
    byApi: false,
    version: '2026-03',
  } as const;
  const { values } = checkRow(portal, row, new Set());
  return createRecord(portal, { objectType: 'contacts', values }, context);
}

function checkForm(
  portal: Portal,
  record: CrmRecord,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const row = {
    objectType: 'contacts',
    properties: given,
    record,
    byApi: false,
    version: '2026-03',
  } as const;
  const values: Record<string, string> = { ...checkRow(portal, row, new Set()).values };
  const stages = portal.properties.contacts.get('lifecyclestage');
  const stage = values['lifecyclestage'];
  if (
    stages !== undefined &&
    stage !== undefined &&
    isBackward(stages, record.values['lifecyclestage'], stage)
  ) {
    delete values['lifecyclestage'];
  }
  return values;
}

function viewPage(portal: Portal, action: Of<'pageView'>): string {
  const record = requireTarget(portal, 'contacts', action);
  const context = sourceContext(portal, action, { changeSource: 'ANALYTICS', sourceId: null });
  const at = formatInstant(context.atMs);
  const isFirst = record.values['hs_analytics_first_timestamp'] === undefined;
  const values: Record<string, string> = {
    hs_analytics_num_page_views: countUp(record, 'hs_analytics_num_page_views', action.count),
    hs_analytics_last_timestamp: at,
    hs_analytics_last_url: action.url,
    ...(isFirst ? { hs_analytics_first_timestamp: at, hs_analytics_first_url: action.url } : {}),
    ...(action.newSession
      ? {
          hs_analytics_num_visits: countUp(record, 'hs_analytics_num_visits'),
          hs_analytics_last_visit_timestamp: at,
        }
      : {}),
  };
  updateRecord(portal, record, { values, ...context });
  return record.id;
}

function countEmail(portal: Portal, action: Of<'emailOpen' | 'emailClick' | 'emailReply'>): string {
  const record = requireTarget(portal, 'contacts', action);
  const context = sourceContext(portal, action, { changeSource: 'EMAIL', sourceId: null });
  const at = formatInstant(context.atMs);
  const [counter, last, first] = EMAIL_PROPERTIES[action.type];
  const values: Record<string, string> = { [counter]: countUp(record, counter), [last]: at };
  if (first !== null && record.values[first] === undefined) values[first] = at;
  updateRecord(portal, record, { values, ...context });
  return record.id;
}

function unsubscribe(portal: Portal, action: Of<'unsubscribe'>): string {
  const record = requireTarget(portal, 'contacts', action);
  const context = sourceContext(portal, action, { changeSource: 'EMAIL', sourceId: null });
  updateRecord(portal, record, { values: { hs_email_optout: 'true' }, ...context });
  return record.id;
}
