// Our open tasks, and those closed lately, held against what HubSpot says of them.
import { chunks } from '#pipeline/chunks.ts';
import type { CallContext, CrmRecord, HubspotPort } from '#pipeline/ports.ts';
import type { Finding, KnownTask } from './orphan.ts';

const TASK_PROPERTIES = ['hs_timestamp', 'hs_task_status'];
const DONE = 'COMPLETED';

export async function findTaskOrphans(
  hubspot: Pick<HubspotPort, 'batchRead'>,
  call: CallContext,
  tasks: readonly KnownTask[],
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
        : orphanKind(task, byId.get(task.taskId));
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
function orphanKind(task: KnownTask, record: CrmRecord | undefined): Finding['kind'] | null {
  if (record === undefined) return null;
  const isDone = record.properties['hs_task_status'] === DONE;
  if (!task.open || !task.isLeadOpen) return isDone ? null : 'taskOpenLeadClosed';
  if (isDone) return 'taskDoneNoTrace';
  return (record.properties['hs_timestamp'] ?? '') === '' ? 'taskNoDue' : null;
}
