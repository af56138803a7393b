// A notice as a HubSpot task of its own, for a manager or a side. With the unique key of tasks a repeat finds the first one;
// without it an unknown outcome is left to people (10.3).
import { portalId as toPortalId } from '#domain/ids.ts';
import { groupNotices, type Message, shownLeads } from '#domain/notices/message.ts';
import { TASK_KEY_PROPERTY } from '#pipeline/outputs.ts';
import type { CallContext, HubspotPort, RowOutcome } from '#pipeline/ports.ts';
import type { PortalRecord, TurnStore } from '#pipeline/turn-store.ts';
import { isWriteRefusal } from '#pipeline/unwritten.ts';
import type { Clock } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import type { ClaimedMessage, Delivery, NoticeStore } from './ports.ts';

export interface TaskDeps {
  readonly hubspot: Pick<HubspotPort, 'batchCreateTasks' | 'batchRead'>;
  readonly loadPortal: TurnStore['loadPortal'];
  readonly store: NoticeStore;
  readonly renderTaskBody: (message: Message) => string;
  readonly clock: Clock;
}

/** A call of a single row; the client itself waits no longer than this for the answer. */
const CALL_MS = 10_000;
const USUAL_WAIT_MS = 5_000;
const MINUTE_MS = 60_000;
const REFUSED_WAIT_MS = 60 * MINUTE_MS;

export async function createNoticeTask(
  deps: TaskDeps,
  claimed: ClaimedMessage,
  message: Message,
): Promise<Delivery> {
  const portal = await deps.loadPortal(claimed.portalId);
  if (portal === null) return { kind: 'parked', reason: 'SWITCHED_OFF' };
  const ownerId = portal.owners.find(
    (owner) => !owner.archived && owner.email?.toLowerCase() === claimed.destination,
  )?.id;
  if (ownerId === undefined) return { kind: 'parked', reason: 'NO_OWNER' };
  if (!portal.writes.tasks) return { kind: 'again', afterMs: REFUSED_WAIT_MS, reason: 'TASKS_REFUSED' };
  try {
    return await create(deps, { claimed, message, portal, ownerId });
  } catch (error) {
    // A read or a budget that failed before anything was written.
    if (error instanceof AppError) return { kind: 'again', afterMs: USUAL_WAIT_MS, reason: error.code };
    throw error;
  }
}

/** Of a task about no single lead: no ledger of leads' tasks knows it. */
function noticeTaskKey(portalId: string, messageId: string): string {
  return `${portalId}:notice:${messageId}`;
}

export function isNoticeTaskKey(key: string): boolean {
  return /^\d+:notice:/.test(key);
}

interface Wanted {
  readonly claimed: ClaimedMessage;
  readonly message: Message;
  readonly portal: PortalRecord;
  readonly ownerId: string;
}

async function create(deps: TaskDeps, { claimed, message, portal, ownerId }: Wanted): Promise<Delivery> {
  const { messageId, notices } = claimed;
  const call: CallContext = {
    portalId: toPortalId(portal.portalId),
    lane: 'clock',
    signal: AbortSignal.timeout(CALL_MS),
  };
  const key = noticeTaskKey(portal.portalId, messageId);
  if (claimed.attempt > 1 && portal.uniqueTaskKey && (await isThere(deps, call, key)))
    return { kind: 'confirmed' };
  const [leadId] = shownLeads(groupNotices(notices));
  const lead =
    leadId === undefined ? undefined : (await deps.store.readLeads(portal.portalId, [leadId])).get(leadId);
  const [outcome] = await deps.hubspot.batchCreateTasks(call, [
    {
      traceId: messageId,
      contactId: lead?.contactId ?? null,
      properties: {
        hs_task_type: 'TODO',
        hs_task_priority: 'HIGH',
        hs_task_status: 'NOT_STARTED',
        hs_task_subject: message.subject,
        hs_task_body: deps.renderTaskBody(message),
        // Due since it was told.
        hs_timestamp: notices.at(-1)?.at ?? '',
        hs_task_reminders: reminderAt(deps.clock.nowMs()),
        hubspot_owner_id: ownerId,
        ...(portal.uniqueTaskKey ? { [TASK_KEY_PROPERTY]: key } : {}),
      },
    },
  ]);
  return deliveryOf(outcome, portal.uniqueTaskKey);
}

/** HubSpot reminds by the minute, and not of what is past: the minute after next is as good as at once. */
function reminderAt(nowMs: number): string {
  return String((Math.floor(nowMs / MINUTE_MS) + 2) * MINUTE_MS);
}

async function isThere({ hubspot }: TaskDeps, call: CallContext, key: string): Promise<boolean> {
  const { records } = await hubspot.batchRead(call, {
    objectType: 'tasks',
    ids: [key],
    idProperty: TASK_KEY_PROPERTY,
    properties: [TASK_KEY_PROPERTY],
  });
  return records.length > 0;
}

/** For lack of a permission: nothing changes by the minute. */
function waitOf({ code, afterMs }: Extract<RowOutcome, { kind: 'retry' }>): number {
  return isWriteRefusal(code) ? REFUSED_WAIT_MS : afterMs;
}

function deliveryOf(outcome: RowOutcome | undefined, hasKey: boolean): Delivery {
  switch (outcome?.kind) {
    case 'written':
      return { kind: 'confirmed' };
    case 'retry':
      return { kind: 'again', afterMs: waitOf(outcome), reason: outcome.code };
    case 'refused':
      // HubSpot's own words may quote an address.
      return { kind: 'parked', reason: outcome.code };
    case 'unknown':
    case undefined: {
      const reason = outcome?.code ?? 'NO_ANSWER';
      return hasKey ? { kind: 'again', afterMs: USUAL_WAIT_MS * 2, reason } : { kind: 'unknown', reason };
    }
  }
}
