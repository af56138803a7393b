// Accord's open tasks in HubSpot, held against the ledger: where HubSpot keeps no unique key, a creation whose outcome
// was unknown may have made two, and the one that the ledger does not go by is closed (I5). Tasks that lack, or were
// closed without a trace, are the sweep's (find-task-orphans.ts).
import { randomUUID } from 'node:crypto';
import type { Agreement } from '#domain/agreement.ts';
import { chunks } from '#pipeline/chunks.ts';
import { TASK_KEY_PROPERTY } from '#pipeline/outputs.ts';
import { callFor, type Turn } from '#pipeline/turn.ts';
import { type Difference, NOTHING, type Step } from './reconciliation.ts';

/** HubSpot's largest page of a search. */
const PAGE_SIZE = 200;

export async function compareTasks(turn: Turn, _agreement: Agreement, after: string): Promise<Step> {
  const { store, portal } = turn;
  if (!portal.provisioned || !portal.effects.tasks.enabled || !portal.live) return { ...NOTHING, next: null };
  const behind = after === '' ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: after }];
  const { records, isLast } = await turn.hubspot.searchTasks(callFor(turn, 'backfill'), {
    groups: [
      [
        { propertyName: TASK_KEY_PROPERTY, operator: 'HAS_PROPERTY' },
        { propertyName: 'hs_task_status', operator: 'NEQ', value: 'COMPLETED' },
        ...behind,
      ],
    ],
    properties: [TASK_KEY_PROPERTY],
    limit: PAGE_SIZE,
  });
  const shown = records.map(({ id, properties }) => ({
    taskId: id,
    taskKey: properties[TASK_KEY_PROPERTY] ?? '',
  }));
  const doubled = await store.listDoubledTasks(portal.portalId, shown);
  const closed = await close(
    turn,
    doubled.map(({ taskId }) => taskId),
  );
  const differences = doubled.map(({ taskId, contactId }): Difference => {
    return { kind: 'taskDoubled', subject: taskId, contactId, detail: '', isMended: closed.has(taskId) };
  });
  return {
    ...NOTHING,
    differences,
    next: isLast ? null : (records.at(-1)?.id ?? null),
  };
}

/** Closing what is closed changes nothing, so that a repeated page does no harm. */
async function close(turn: Turn, taskIds: readonly string[]): Promise<ReadonlySet<string>> {
  const closed = new Set<string>();
  if (!turn.portal.writes.tasks) return closed;
  for (const ids of chunks(taskIds)) {
    const rows = ids.map((id) => ({
      traceId: randomUUID(),
      id,
      properties: { hs_task_status: 'COMPLETED' },
    }));
    const outcomes = await turn.hubspot.batchUpdate(callFor(turn, 'backfill'), 'tasks', rows);
    for (const { traceId, kind } of outcomes) {
      const row = rows.find((one) => one.traceId === traceId);
      if (row !== undefined && kind === 'written') closed.add(row.id);
    }
  }
  return closed;
}
