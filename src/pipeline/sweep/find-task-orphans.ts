// Our open tasks, and those closed lately, held against what HubSpot says of them.
import type { Instant } from '#domain/agreement.ts';
import { MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { chunks } from '#pipeline/chunks.ts';
import type { CallContext, CrmRecord, HubspotPort } from '#pipeline/ports.ts';
import type { Finding, KnownTask, SweepStart } from './orphan.ts';

const TASK_PROPERTIES = ['hs_timestamp', 'hs_task_status', 'hs_task_completion_date'];
const DONE = 'COMPLETED';
/** Whoever has just completed a task may be logging what he did. */
const GRACE_MS = 60 * MINUTE_MS;

export async function findTaskOrphans(
  hubspot: Pick<HubspotPort, 'batchRead'>,
  call: CallContext,
  { tasks, now }: Pick<SweepStart, 'tasks' | 'now'>,
): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const part of chunks(tasks)) {
    const { records, missing } = await hubspot.batchRead(call, {
      objectType: 'tasks',
      ids: part.map(({ taskId }) => taskId),
      properties: TASK_PROPERTIES,
    });
    const byId = new Map(records.map((record) => [record.id, record]));
    for (const task of part) {
      const kind = missing.includes(task.taskId)
        ? deletedKind(task)
        : orphanKind(task, byId.get(task.taskId), now);
      if (kind !== null)
        findings.push({ kind, subject: task.taskKey, contactId: task.contactId, detail: '' });
    }
  }
  return findings;
}

/** Whoever deletes what is done does no harm. */
function deletedKind({ open }: KnownTask): Finding['kind'] | null {
  return open ? 'taskDeleted' : null;
}

/** Null also where HubSpot said nothing of the task. */
function orphanKind(task: KnownTask, record: CrmRecord | undefined, now: Instant): Finding['kind'] | null {
  if (record === undefined) return null;
  const isDone = record.properties['hs_task_status'] === DONE;
  if (!task.open || !task.isLeadOpen) return isDone ? null : 'taskOpenLeadClosed';
  if (isDone) return isJustDone(record, now) ? null : 'taskDoneNoTrace';
  return (record.properties['hs_timestamp'] ?? '') === '' ? 'taskNoDue' : null;
}

/** HubSpot spells dates as ISO or as milliseconds; one that it does not tell is of long ago. */
function isJustDone({ properties }: CrmRecord, now: Instant): boolean {
  const doneAt = properties['hs_task_completion_date'] ?? '';
  const doneMs = /^\d+$/.test(doneAt) ? Number(doneAt) : Date.parse(doneAt);
  return doneMs > toEpochMs(now) - GRACE_MS;
}
