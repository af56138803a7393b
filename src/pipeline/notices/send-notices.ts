// Notices on their way out: routed, gathered, sent, settled (5a.11). Each step commits before the next, and a message is
// marked as sent before anything is called, so that a killed worker never makes two messages out of one.
import { groupNotices, type Message, shownLeads, writeMessage } from '#domain/notices/message.ts';
import { AppError } from '#platform/errors.ts';
import type {
  ClaimedMessage,
  Delivery,
  MessageKey,
  NoticeSenders,
  NoticeStore,
  NotSentReason,
} from './ports.ts';
import { type RouteDeps, routeNotices } from './route-notices.ts';
import { createNoticeTask, type TaskDeps } from './send-task.ts';

export interface SendDeps extends RouteDeps, TaskDeps {
  readonly store: NoticeStore;
  readonly senders: NoticeSenders;
  /** Where people reach Accord, without a slash at the end. */
  readonly publicUrl: string;
  readonly countNotice: (channel: string, result: Delivery['kind']) => void;
}

/** Messages on the wire at once; each has seconds at most. */
const MAX_MESSAGES = 20;
const MAX_COMPOSED = 100;
/** Wait before what may have arrived and can be told apart is sent again. */
const UNKNOWN_WAIT_MS = 30_000;
const FAILED_WAIT_MS = 5_000;
const MARK_LETTERS = 8;

/** True when there was something to do, and so perhaps more. */
export async function sendNotices(deps: SendDeps): Promise<boolean> {
  await deps.store.dropSwitchedOff();
  await deps.store.recoverUnknown();
  const routed = await routeNotices(deps);
  const composed = await deps.store.composeDue(MAX_COMPOSED);
  const claimed = await deps.store.claimDue(MAX_MESSAGES);
  await Promise.all(claimed.map((message) => sendOne(deps, message)));
  return routed + composed + claimed.length > 0;
}

async function sendOne(deps: SendDeps, claimed: ClaimedMessage): Promise<void> {
  const { portalId, messageId, channel, attempt } = claimed;
  const outcome = await deliver(deps, claimed).catch((err: unknown): Delivery => {
    // Ways out answer and never throw: it was not sent yet.
    deps.logger.warn({ err, portalId, messageId, channel }, 'a notice could not be written');
    return { kind: 'again', afterMs: FAILED_WAIT_MS, reason: err instanceof AppError ? err.code : 'FAILED' };
  });
  const delivery = settleable(claimed, outcome);
  const key: MessageKey = { portalId, messageId, attempt };
  await deps.store.settle(key, delivery);
  deps.countNotice(channel, delivery.kind);
  if (delivery.kind === 'confirmed') return;
  // What HubSpot says after its code may name a value.
  const [reason] = delivery.reason.split(':', 1);
  deps.logger.warn(
    { portalId, messageId, channel, attempt, reason, kind: delivery.kind },
    'a notice was not sent',
  );
}

async function deliver(deps: SendDeps, claimed: ClaimedMessage): Promise<Delivery> {
  const { channel, destination, messageId, portalId } = claimed;
  const parked = (reason: NotSentReason): Delivery => ({ kind: 'parked', reason });
  switch (channel) {
    case 'email': {
      const { mail } = deps.senders;
      if (mail === null) return parked('NO_SMTP');
      return mail({ to: destination, id: messageId, message: await messageOf(deps, claimed) });
    }
    case 'slack':
    case 'teams': {
      const url = await deps.store.readWebhook(portalId, { channel, destination });
      if (url === null) return parked('NO_WEBHOOK');
      return deps.senders.webhook(channel, { url, message: await messageOf(deps, claimed) });
    }
    case 'task':
      return createNoticeTask(deps, claimed, await messageOf(deps, claimed));
  }
}

/** A mail with a stable id may go again; of anything else there could be two. */
function settleable({ channel }: ClaimedMessage, outcome: Delivery): Delivery {
  if (outcome.kind !== 'unknown') return outcome;
  if (channel === 'email') return { kind: 'again', afterMs: UNKNOWN_WAIT_MS, reason: outcome.reason };
  return outcome;
}

async function messageOf({ store, publicUrl }: SendDeps, claimed: ClaimedMessage): Promise<Message> {
  const { portalId, messageId, personalData, notices } = claimed;
  const points = groupNotices(notices);
  const known = await store.readLeads(portalId, shownLeads(points));
  const leads = new Map(
    [...known].map(([id, lead]) => [id, personalData ? lead : { ...lead, name: '' }] as const),
  );
  return writeMessage({
    points,
    language: notices.at(-1)?.language ?? 'en',
    portalId,
    leads,
    allUrl: `${publicUrl}/api/v1/portals/${portalId}/notices?message=${messageId}`,
    mark: messageId.slice(0, MARK_LETTERS),
  });
}
