// Calls workflows back that wait for what was decided (10.12). Each step commits before the next: a worker that is killed in
// between leaves a row that another one takes up, and HubSpot ignores a second call for one execution.
import { portalId } from '#domain/ids.ts';
import type { CallContext, HubspotPort } from '#pipeline/ports.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import type { CallbackOutcome, CallbackStore, DueCallback } from './action-store.ts';
import { CLOSED } from './uncalled.ts';

export interface CallbackDeps {
  readonly store: CallbackStore;
  readonly hubspot: Pick<HubspotPort, 'completeAction' | 'completeActions'>;
  readonly logger: Logger;
}

/** As HubSpot's other batches; a workflow may enrol thousands at once. */
const MAX_AT_ONCE = 100;
/** Waiting for the budget included; the store takes a call for lost after longer (store/action-callbacks.ts). */
const CALL_MS = 20_000;
/** HubSpot may not have stored our BLOCK yet when we call (hubspot.md 8), so that it is asked again for about a minute. */
const MAX_UNKNOWN_TRIES = 6;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 300_000;

/** What HubSpot says of an execution that it does not wait for (any more). */
const NOT_WAITED_FOR: readonly string[] = ['NOT_FOUND', 'BAD_REQUEST', 'CONFLICT', 'UNEXPECTED_STATUS'];

/** True when there was something to do, and so perhaps more. */
export async function completeCallbacks(deps: CallbackDeps): Promise<boolean> {
  const expired = await deps.store.recover();
  if (expired > 0) deps.logger.warn({ expired }, 'workflows went on without an answer');
  const due = await deps.store.claimDue(MAX_AT_ONCE);
  const byPortal = Map.groupBy(due, (callback) => callback.portalId);
  await Promise.all([...byPortal.values()].map((callbacks) => completeOfPortal(deps, callbacks)));
  return due.length > 0;
}

/** What has failed once goes alone: a callback that HubSpot does not know would spoil every batch. */
async function completeOfPortal(deps: CallbackDeps, due: readonly DueCallback[]): Promise<void> {
  const fresh = due.filter(({ attempt }) => attempt === 1);
  const isBatch = fresh.length > 1;
  const alone = isBatch ? due.filter(({ attempt }) => attempt > 1) : due;
  await Promise.all([
    ...alone.map((callback) => completeOne(deps, callback)),
    ...(isBatch ? [completeTogether(deps, fresh)] : []),
  ]);
}

async function completeTogether(deps: CallbackDeps, due: readonly DueCallback[]): Promise<void> {
  const [first] = due;
  if (first === undefined) return;
  const completions = due.map(({ callbackId, outputs }) => ({ callbackId, outputFields: outputs }));
  const outcome = await outcomeOf(deps.hubspot.completeActions(callOf(first), completions), first.attempt);
  if (outcome.kind === 'again' && NOT_WAITED_FOR.includes(outcome.reason)) {
    await Promise.all(due.map((callback) => completeOne(deps, callback)));
    return;
  }
  await Promise.all(due.map((callback) => deps.store.settle(callback, outcome)));
  tell(deps, first, outcome);
}

async function completeOne(deps: CallbackDeps, due: DueCallback): Promise<void> {
  const { callbackId, outputs, attempt } = due;
  const completion = { callbackId, outputFields: outputs };
  const outcome = await outcomeOf(deps.hubspot.completeAction(callOf(due), completion), attempt);
  await deps.store.settle(due, outcome);
  tell(deps, due, outcome);
}

function callOf(due: DueCallback): CallContext {
  return {
    portalId: portalId(due.portalId),
    lane: 'interactive',
    signal: AbortSignal.timeout(CALL_MS),
  };
}

function tell({ logger }: CallbackDeps, due: DueCallback, outcome: CallbackOutcome): void {
  if (outcome.kind === 'confirmed') return;
  const { kind, reason } = outcome;
  logger.warn(
    { portalId: due.portalId, attempt: due.attempt, kind, reason },
    'a workflow was not called back',
  );
}

async function outcomeOf(call: Promise<void>, attempt: number): Promise<CallbackOutcome> {
  try {
    await call;
    return { kind: 'confirmed' };
  } catch (error) {
    return outcomeOfFailure(error, attempt);
  }
}

function outcomeOfFailure(error: unknown, attempt: number): CallbackOutcome {
  if (!(error instanceof AppError)) throw error;
  const { code } = error;
  const gaveUp = NOT_WAITED_FOR.includes(code) && attempt >= MAX_UNKNOWN_TRIES;
  if (gaveUp || CLOSED.includes(code)) return { kind: 'parked', reason: code };
  const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS);
  return { kind: 'again', afterMs: Math.max(pauseMs, error.retryAfterMs ?? 0), reason: code };
}
