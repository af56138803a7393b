// Tasks to HubSpot: created in batches with their unique key and the association inline, updated when the clause moves
// on, completed when none is due (5a.6). A create of unknown outcome is looked up by its key before it is repeated.
import { randomUUID } from 'node:crypto';
import type { Instant } from '#domain/agreement.ts';
import { MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { noteWriteRefusal } from './note-write-refusal.ts';
import { TASK_KEY_PROPERTY } from './outputs.ts';
import { type CallContext, laneOf, type RowOutcome } from './ports.ts';
import { writeReason } from './refusal-reason.ts';
import type { TaskSettlement } from './settlements.ts';
import { callFor, type Turn } from './turn.ts';
import type { TaskWrite } from './turn-store.ts';
import { isWriteRefusal } from './unwritten.ts';

/** How long a new task waits for the old one to be closed. */
const CLOSE_FIRST_MS = 2_000;

/** True when HubSpot does not let us write tasks, or does so again. */
export async function writeTasks(turn: Turn, writes: readonly TaskWrite[]): Promise<boolean> {
  if (writes.length === 0) return false;
  const call = callFor(turn, laneOf(Math.min(...writes.map((write) => write.lane))));
  const updates = writes.filter((write) => write.taskId !== null);
  // Closings go first: a lead whose old task is still open gets no second one (I5).
  const updated = await updateTasks(turn, call, updates);
  const done = new Set(updated.filter(({ kind }) => kind === 'confirmed').map(({ taskKey }) => taskKey));
  const stuck = new Set(
    updates.filter((write) => !write.open && !done.has(write.taskKey)).map(({ leadId }) => leadId),
  );
  const creates = writes.filter((write) => write.taskId === null);
  const refused = updated.find(
    (settlement) => settlement.kind === 'again' && isWriteRefusal(settlement.reason),
  );
  const ready = refused === undefined ? creates.filter(({ leadId }) => !stuck.has(leadId)) : [];
  const created = await createTasks(turn, call, ready);
  const wait = refused ?? { kind: 'again', afterMs: CLOSE_FIRST_MS, reason: 'CLOSE_FIRST' };
  const waiting = creates
    .filter((write) => !ready.includes(write))
    .map(({ taskKey }): TaskSettlement => ({ ...wait, taskKey }));
  const settled = [...updated, ...created, ...waiting];
  await turn.store.settleTasks(turn.lease, settled);
  return noteWriteRefusal(turn, 'tasks', settled);
}

async function createTasks(
  turn: Turn,
  call: CallContext,
  writes: readonly TaskWrite[],
): Promise<TaskSettlement[]> {
  if (writes.length === 0) return [];
  const traced = trace(writes);
  const outcomes = await turn.hubspot.batchCreateTasks(
    call,
    traced.map(({ traceId, write }) => ({
      traceId,
      contactId: write.contactId,
      properties: taskProperties(write),
    })),
  );
  return settleAll(traced, outcomes);
}

async function updateTasks(
  turn: Turn,
  call: CallContext,
  writes: readonly TaskWrite[],
): Promise<TaskSettlement[]> {
  if (writes.length === 0) return [];
  const traced = trace(writes);
  const outcomes = await turn.hubspot.batchUpdate(
    call,
    'tasks',
    traced.map(({ traceId, write }) => ({
      traceId,
      id: write.taskId ?? '',
      properties: changedProperties(write),
    })),
  );
  return settleAll(traced, outcomes);
}

function taskProperties(write: TaskWrite): Record<string, string> {
  return {
    ...changedProperties(write),
    hs_task_type: 'TODO',
    hs_task_priority: 'HIGH',
    [TASK_KEY_PROPERTY]: write.taskKey,
  };
}

function changedProperties(write: TaskWrite): Record<string, string> {
  if (!write.open) return { hs_task_status: 'COMPLETED' };
  return {
    hs_timestamp: write.dueAt,
    hs_task_subject: write.subject,
    hs_task_body: write.body,
    hs_task_status: 'NOT_STARTED',
    hubspot_owner_id: write.ownerId,
    ...(write.noticedAt === null ? {} : { hs_task_reminders: reminderAt(write.noticedAt) }),
  };
}

/** HubSpot reminds by the minute, and not of what is past: the next whole minute is as good as at once. */
function reminderAt(noticedAt: Instant): string {
  return String((Math.floor(toEpochMs(noticedAt) / MINUTE_MS) + 2) * MINUTE_MS);
}

interface Traced {
  readonly traceId: string;
  readonly write: TaskWrite;
}

function trace(writes: readonly TaskWrite[]): Traced[] {
  return writes.map((write) => ({ traceId: randomUUID(), write }));
}

function settleAll(traced: readonly Traced[], outcomes: readonly RowOutcome[]): TaskSettlement[] {
  const byTrace = new Map(outcomes.map((outcome) => [outcome.traceId, outcome]));
  return traced.flatMap(({ traceId, write }) => settleTask(write, byTrace.get(traceId)));
}

function settleTask(write: TaskWrite, outcome: RowOutcome | undefined): TaskSettlement[] {
  const { taskKey } = write;
  // Left as `sent` and looked up by its key once the time-out is over; so is a create whose key exists already.
  if (outcome === undefined || outcome.kind === 'unknown') return [];
  switch (outcome.kind) {
    case 'written':
      return [{ taskKey, kind: 'confirmed', taskId: outcome.id }];
    case 'retry':
      return [{ taskKey, kind: 'again', afterMs: outcome.afterMs, reason: outcome.code }];
    case 'refused':
      if (outcome.code === 'OBJECT_NOT_FOUND' && write.taskId !== null) return [{ taskKey, kind: 'deleted' }];
      return [{ taskKey, kind: 'parked', reason: writeReason(outcome) }];
  }
}
