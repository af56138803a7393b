// HubSpot held against Accord's own tables, record by record: a report that does not add up must not look like one.

import {
  ANSWER_PROPERTY,
  OWNER_PROPERTY,
  REJECT_NOTE_PROPERTY,
  REJECT_REASON_PROPERTY,
  STAGE_PROPERTY,
} from '#domain/names.ts';
import { isSameValue } from '#domain/values.ts';
import { isNoticeTaskKey } from '#pipeline/notices/send-task.ts';
import { OUTPUT_PROPERTY_NAMES, TASK_KEY_PROPERTY } from '#pipeline/outputs.ts';
import type { LedgerLead, LedgerTask } from '#store/ledger.ts';
import type { DumpRecord, PortalDump } from './portal-dump.ts';

/** Values that others change too, reps their answers among them; Accord must know the newest. */
const SHARED: readonly string[] = [
  STAGE_PROPERTY,
  OWNER_PROPERTY,
  ANSWER_PROPERTY,
  REJECT_REASON_PROPERTY,
  REJECT_NOTE_PROPERTY,
];

export interface Ledger {
  readonly leads: readonly LedgerLead[];
  readonly tasks: readonly LedgerTask[];
}

/** One sentence per difference; none when HubSpot and Accord agree. */
export function reconcile(dump: PortalDump, ledger: Ledger): string[] {
  const contacts = new Map(dump.contacts.map((record) => [record.id, record]));
  return [
    ...missingLeads(dump, ledger),
    ...ledger.leads.flatMap((lead) => compareLead(lead, contacts.get(lead.contactId))),
    ...compareTasks(dump.tasks, ledger.tasks),
  ];
}

function missingLeads(dump: PortalDump, ledger: Ledger): string[] {
  const known = new Set(ledger.leads.map((lead) => lead.contactId));
  return dump.contacts
    .filter(({ id }) => !known.has(id))
    .map(({ id }) => `contact ${id} is not known to Accord`);
}

function compareLead(lead: LedgerLead, record: DumpRecord | undefined): string[] {
  const name = `contact ${lead.contactId}`;
  if (record === undefined) return lead.cells['$gone'] === undefined ? [`${name} is gone in HubSpot`] : [];
  const held = (property: string): string => record.values[property] ?? '';
  const known = [...SHARED, ...OUTPUT_PROPERTY_NAMES].flatMap((property) => {
    const value = lead.cells[property]?.v ?? '';
    return isSameValue(held(property), value)
      ? []
      : [`${name}: ${property} is "${held(property)}", Accord knows "${value}"`];
  });
  const confirmed = Object.entries(lead.confirmed)
    .filter(([property, value]) => !SHARED.includes(property) && !isSameValue(held(property), value))
    .map(
      ([property, value]) => `${name}: ${property} was confirmed as "${value}" and is "${held(property)}"`,
    );
  return [...known, ...confirmed];
}

function compareTasks(records: readonly DumpRecord[], tasks: readonly LedgerTask[]): string[] {
  const byKey = Map.groupBy(
    records.filter((record) => (record.values[TASK_KEY_PROPERTY] ?? '') !== ''),
    (record) => record.values[TASK_KEY_PROPERTY] ?? '',
  );
  const known = new Set(tasks.map((task) => task.taskKey));
  const strangers = [...byKey.keys()].filter((key) => !known.has(key) && !isNoticeTaskKey(key));
  return [
    ...strangers.map((key) => `task ${key} is in HubSpot and unknown to Accord`),
    ...tasks.flatMap((task) => compareTask(task, byKey.get(task.taskKey) ?? [])),
  ];
}

function compareTask(task: LedgerTask, records: readonly DumpRecord[]): string[] {
  if (task.state === 'parked') return [];
  const [record] = records;
  if (records.length !== 1 || record === undefined)
    return [`task ${task.taskKey} is in HubSpot ${records.length} times`];
  if (!task.open) return [];
  const isSame =
    record.values['hubspot_owner_id'] === task.ownerId &&
    isSameValue(record.values['hs_timestamp'] ?? '', task.dueAt);
  return isSame ? [] : [`task ${task.taskKey} has another owner or due time in HubSpot`];
}
