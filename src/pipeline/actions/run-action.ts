// HubSpot's workflow actions: judge a lead now, hand it over, recycle it, check its promises (10.12). What is asked for is stored
// as a fact, and the next turn decides. HubSpot is asked to wait for that (BLOCK) and is called back (complete-callbacks.ts);
// where it cannot be called back, it waits a few seconds on the line. It repeats an execution under one id, and hears the same
// again.
import { createHash } from 'node:crypto';
import { canonicalJson } from '#domain/canonical.ts';
import { isOpen } from '#domain/course.ts';
import { SALES_REQUEST } from '#domain/names.ts';
import { type SalesRequest, writeRequest } from '#domain/requests.ts';
import type { IncomingEvent } from '#pipeline/receive-events.ts';
import { type Clock, sleep } from '#platform/clock.ts';
import type { ActionAnswer, ActionStore, AskedPortal } from './action-store.ts';
import {
  type ActionName,
  type ActionResult,
  decidedOutputs,
  type OutputFields,
  outputsOf,
} from './outputs.ts';

/**
 * An outage of an hour is waited out; then the enrolled record goes on without an answer, as it would after HubSpot's own
 * week, and the branch for "unknown" is taken.
 */
const BLOCK_MINUTES = 60;
const BLOCKED: ActionAnswer = {
  hs_execution_state: 'BLOCK',
  hs_expiration_duration: `PT${BLOCK_MINUTES}M`,
};
/** HubSpot names no limit for actions; cards and webhooks are cut off at five seconds. */
const MAX_WAIT_MS = 3_000;
const LOOK_EVERY_MS = 100;

export interface ActionDeps {
  readonly store: ActionStore;
  readonly wake: (portalId: string) => Promise<void>;
  readonly clock: Clock;
  /** False: the operator wants no call back; actions wait on the line. */
  readonly callsBack: boolean;
}

export interface ActionRequest {
  readonly action: ActionName;
  readonly portalId: string;
  readonly callbackId: string;
  readonly contactId: string;
  /** Of `recycle`: a track's id; '' for the one that the agreement's rules say. */
  readonly track: string;
}

/** Null: not installed. */
export async function runAction(deps: ActionDeps, request: ActionRequest): Promise<ActionAnswer | null> {
  const { store } = deps;
  const { portalId, contactId, callbackId } = request;
  const portal = await store.readPortal(portalId);
  if (portal === null || portal.status === 'uninstalled') return null;
  const now = await store.readNow();
  const known = await answerFromTables(deps, request, now);
  if (known === null) return askAndWait(deps, request, { portal, now });
  return store.takeExecution(portalId, { callbackId, contactId, answer: known });
}

/** Null where it has to be decided first. */
async function answerFromTables(
  { store }: ActionDeps,
  { action, portalId, contactId, track }: ActionRequest,
  now: string,
): Promise<ActionAnswer | null> {
  if (action === 'judge-now') return null;
  const latest = await store.readLatest(portalId, contactId);
  const answer = (result: ActionResult['result'], state: ActionAnswer['hs_execution_state'] = 'SUCCESS') =>
    withState(outputsOf(action, latest, { now, result: { result, reason: '' } }), state);
  if (action === 'check-sla') return answer('asked');
  if (action === 'recycle' && track !== '') {
    const tracks = await store.listTracks(portalId, contactId);
    if (!tracks.some(({ id }) => id === track)) return answer('unknown_track', 'FAIL_CONTINUE');
  }
  if (await store.isDirty(portalId, contactId)) return null;
  if (latest === null) return action === 'recycle' ? answer('not_known') : null;
  // Open is where a hand-over leads, and where recycling leads from.
  return isOpen(latest.state) === (action === 'hand-over') ? answer('already') : null;
}

async function askAndWait(
  deps: ActionDeps,
  request: ActionRequest,
  { portal, now }: { readonly portal: AskedPortal; readonly now: string },
): Promise<ActionAnswer> {
  const { portalId, callbackId, contactId, action } = request;
  const isBlocked = portal.judges && portal.callsBack && deps.callsBack;
  const event = wishOf(request, now);
  const taken = await deps.store.takeWish(portalId, {
    callbackId,
    contactId,
    action,
    event,
    blockedMinutes: isBlocked ? BLOCK_MINUTES : null,
    answer: isBlocked ? BLOCKED : null,
  });
  if (taken.isNew) await deps.wake(portalId);
  if (taken.answer !== null) return taken.answer;
  if (taken.isErased) return answerWithin(deps, request, { now, isAwaited: false });
  const answer = await answerWithin(deps, request, { now, isAwaited: portal.judges });
  return deps.store.storeAnswer(portalId, callbackId, answer);
}

/** What is decided in time, else what was decided last. */
async function answerWithin(
  deps: ActionDeps,
  request: ActionRequest,
  { now, isAwaited }: { readonly now: string; readonly isAwaited: boolean },
): Promise<ActionAnswer> {
  const { action, portalId, contactId } = request;
  const decided = isAwaited ? await waitOnTheLine(deps, request) : null;
  const latest = await deps.store.readLatest(portalId, contactId);
  const fields =
    decided === null
      ? outputsOf(action, latest, { now, result: { result: 'asked', reason: '' } })
      : decidedOutputs(action, latest, decided);
  return withState(fields, 'SUCCESS');
}

/** Null: not decided in time. */
async function waitOnTheLine(
  { store, clock }: ActionDeps,
  { portalId, callbackId }: ActionRequest,
): ReturnType<ActionStore['readDecided']> {
  const endsAt = clock.nowMs() + MAX_WAIT_MS;
  for (;;) {
    const decided = await store.readDecided(portalId, callbackId);
    if (decided !== null || clock.nowMs() + LOOK_EVERY_MS > endsAt) return decided;
    await sleep(LOOK_EVERY_MS);
  }
}

function withState(fields: OutputFields, state: ActionAnswer['hs_execution_state']): ActionAnswer {
  return { ...fields, hs_execution_state: state };
}

/** A fact of its own, so that every replay hears it too. Null: to be judged is no wish. */
function wishOf({ action, portalId, contactId, callbackId, track }: ActionRequest, now: string) {
  if (action !== 'hand-over' && action !== 'recycle') return null;
  const wish: SalesRequest = action === 'recycle' ? { kind: 'recycle', track } : { kind: 'handOver' };
  const fact = { source: 'action', portalId, contactId, callbackId, action };
  return requestEvent({ portalId, contactId, at: now, wish, fact });
}

/** `fact`: by which the inbox knows it again. */
export function requestEvent(given: {
  readonly portalId: string;
  readonly contactId: string;
  readonly at: string;
  readonly wish: SalesRequest;
  readonly fact: Readonly<Record<string, unknown>>;
}): IncomingEvent {
  const { portalId, contactId, at, wish, fact } = given;
  return {
    key: createHash('sha256').update(canonicalJson(fact)).digest('hex'),
    portalId,
    objectType: 'contact',
    objectId: contactId,
    action: 'propertyChange',
    propertyName: SALES_REQUEST,
    propertyValue: writeRequest(wish),
    occurredAt: at,
    event: { ...fact, occurredAt: at, changeSource: 'ACCORD', sourceId: 'accord' },
  };
}
