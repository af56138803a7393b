// Changes whose outcome nobody knows (time-out, killed worker): read back what HubSpot holds, then confirm or send
// again. Never a blind repetition (10.2, 10.3).
import { isSameValue } from '#domain/values.ts';
import { chunks } from './chunks.ts';
import { TASK_KEY_PROPERTY } from './outputs.ts';
import { type CrmRecord, laneOf } from './ports.ts';
import type { Settlement, TaskSettlement } from './settlements.ts';
import { callFor, type Turn } from './turn.ts';
import type { PropertyWrite, TaskWrite } from './turn-store.ts';

/** Longer than a call may take: after it, a request that was on the wire has arrived or never will. */
export const UNKNOWN_AFTER_MS = 10_000;

export async function resolveUnknown(turn: Turn): Promise<void> {
  const { properties, tasks } = await turn.store.loadUnresolved(turn.lease, UNKNOWN_AFTER_MS);
  for (const part of chunks(properties)) await resolveProperties(turn, part);
  for (const part of chunks(tasks)) await resolveTasks(turn, part);
}

async function resolveProperties(turn: Turn, writes: readonly PropertyWrite[]): Promise<void> {
  const names = [...new Set(writes.flatMap((write) => Object.keys(write.properties)))];
  const call = callFor(turn, laneOf(Math.min(...writes.map((write) => write.lane))));
  const read = await turn.hubspot.batchRead(call, {
    objectType: 'contacts',
    ids: writes.map((write) => write.contactId),
    properties: names,
  });
  const records = new Map(read.records.map((record) => [record.id, record]));
  await turn.store.settleProperties(
    turn.lease,
    writes.flatMap((write) =>
      settleRead(write, { record: records.get(write.contactId), missing: read.missing }),
    ),
  );
}

interface ReadBack {
  readonly record: CrmRecord | undefined;
  readonly missing: readonly string[];
}

function settleRead(write: PropertyWrite, { record, missing }: ReadBack): Settlement[] {
  const lead = { leadId: write.leadId, contactId: write.contactId };
  if (record === undefined) {
    // HubSpot named it neither found nor missing: still unknown, asked again next time.
    return missing.includes(write.contactId) ? [{ ...lead, kind: 'gone', reason: 'OBJECT_NOT_FOUND' }] : [];
  }
  const held = pick(record.properties, Object.keys(write.properties));
  const { updatedAt } = record;
  const hasArrived = Object.entries(write.properties).every(([name, value]) =>
    isSameValue(held[name] ?? '', value),
  );
  if (hasArrived) return [{ ...lead, kind: 'confirmed', sent: write.properties, held, updatedAt }];
  return [{ ...lead, kind: 'differs', held, updatedAt }];
}

async function resolveTasks(turn: Turn, writes: readonly TaskWrite[]): Promise<void> {
  const created = await findTasks(
    turn,
    writes.filter((write) => write.taskId === null),
  );
  await turn.store.settleTasks(
    turn.lease,
    writes.map((write): TaskSettlement => {
      const { taskKey } = write;
      const taskId = created.get(taskKey);
      // Found: the create arrived. An update is harmless to repeat, and so is a create that is not there.
      if (taskId !== undefined) return { taskKey, kind: 'confirmed', taskId };
      return { taskKey, kind: 'again', afterMs: 0, reason: 'READ_BACK_MISSING' };
    }),
  );
}

/** Task ids by key: by the unique property where the portal has it, else through the contacts' associations. */
async function findTasks(turn: Turn, writes: readonly TaskWrite[]): Promise<ReadonlyMap<string, string>> {
  if (writes.length === 0) return new Map();
  const call = callFor(turn, 'live');
  const keys = new Set(writes.map((write) => write.taskKey));
  const request = turn.portal.uniqueTaskKey
    ? { ids: [...keys], idProperty: TASK_KEY_PROPERTY }
    : { ids: await associatedTasks(turn, writes) };
  const found = new Map<string, string>();
  for (const ids of chunks(request.ids)) {
    const read = await turn.hubspot.batchRead(call, {
      ...request,
      ids,
      objectType: 'tasks',
      properties: [TASK_KEY_PROPERTY],
    });
    for (const record of read.records) {
      const key = record.properties[TASK_KEY_PROPERTY] ?? '';
      if (keys.has(key)) found.set(key, record.id);
    }
  }
  return found;
}

async function associatedTasks(turn: Turn, writes: readonly TaskWrite[]): Promise<string[]> {
  const associations = await turn.hubspot.readAssociations(
    callFor(turn, 'live'),
    { from: 'contacts', to: 'tasks' },
    writes.map((write) => write.contactId),
  );
  return [...new Set(associations.map((association) => association.toId))];
}

function pick(
  properties: Readonly<Record<string, string | null>>,
  names: readonly string[],
): Record<string, string | null> {
  return Object.fromEntries(names.map((name) => [name, properties[name] ?? null]));
}
