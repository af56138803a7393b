// Completes the tasks that Accord has open in HubSpot, before an install ends. Closed ones are noted at once, so that
// asking again goes on where it ended.
import { randomUUID } from 'node:crypto';
import type { AdminStore, OpenTask } from './admin-ports.ts';
import type { CallContext, HubspotPort, RowOutcome } from './ports.ts';

/** HubSpot's batch size. */
const BATCH_SIZE = 100;

export interface TasksClosed {
  readonly closed: number;
  /** The code of what HubSpot answered when it did not take a row; null when all are closed. */
  readonly waitsFor: string | null;
}

export async function closeTasks(
  { store, hubspot }: { readonly store: AdminStore; readonly hubspot: Pick<HubspotPort, 'batchUpdate'> },
  call: CallContext,
): Promise<TasksClosed> {
  let closed = 0;
  for (;;) {
    const tasks = await store.listOpenTasks(call.portalId, BATCH_SIZE);
    if (tasks.length === 0) return { closed, waitsFor: null };
    const rows = tasks.map(({ taskId }) => ({
      traceId: randomUUID(),
      id: taskId,
      properties: { hs_task_status: 'COMPLETED' },
    }));
    const outcomes = await hubspot.batchUpdate(call, 'tasks', rows);
    const done = tasks.filter((_task, index) => isSettled(outcomes[index]));
    await store.noteTasksClosed(call.portalId, done.map(keyOf));
    closed += done.length;
    const open = outcomes.find((outcome) => !isSettled(outcome));
    if (open !== undefined) return { closed, waitsFor: 'code' in open ? open.code : 'NOT_ANSWERED' };
  }
}

function keyOf({ taskKey }: OpenTask): string {
  return taskKey;
}

/** A record that HubSpot does not have, or does not let us change, will not be changed by asking again. */
export function isSettled(outcome: RowOutcome | undefined): boolean {
  return outcome?.kind === 'written' || outcome?.kind === 'refused';
}
