// The turn (D4): one slice of work for one portal, under a lease, in batches. What is left goes to the end of the line.
import { randomUUID } from 'node:crypto';
import { needsOfAll } from '#domain/choose-agreement.ts';
import type { Clock } from '#platform/clock.ts';
import type { ClockWatch } from '#platform/clock-watch.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import { releaseBacklog } from './backlog/release-backlog.ts';
import { fitProperties } from './fit-properties.ts';
import { importPage } from './import-page.ts';
import { judgeBatch } from './judge-batch.ts';
import { noteLinked } from './linked.ts';
import { needsPolling, pollSignals } from './poll-signals.ts';
import { type HubspotPort, LANES } from './ports.ts';
import { readEngagements } from './read-engagements.ts';
import { rereadCompanies } from './read-missing.ts';
import { reconcileStep } from './reconcile/reconcile-step.ts';
import { refreshPortal } from './refresh-portal.ts';
import { resolveUnknown } from './resolve-unknown.ts';
import { restoreProperties } from './restore-properties.ts';
import type { Turn } from './turn.ts';
import {
  type DirtyObject,
  type Lease,
  LeaseLost,
  type PortalRecord,
  type SliceEnd,
  type TurnStore,
} from './turn-store.ts';
import { OutdatedAgreement } from './versions/compiled-form.ts';
import { TamperedAgreement } from './versions/integrity.ts';
import { scopeOf, writeBack } from './write-back.ts';

/** HubSpot's batch size; also how long an interactive lead may have to wait. */
const BATCH_SIZE = 100;
/** A slice ends after either, so that a big portal cannot hold a worker (I9). */
const SLICE_MS = 2_000;
const SLICE_BATCHES = 20;
/** While leads come without end, every so many batches take some of the backfill along, or it would never end. */
const BACKFILL_JOINS_EVERY = 4;
/** The lease is 10 s: renewed well before, and calls abort 2 s before it could expire (10.2). */
const RENEW_EVERY_MS = 3_000;
const LEASE_SAFE_MS = 8_000;
/** So that a form is known within a minute, with what index, search and judging take (domain/known-within.ts). */
const POLL_EVERY_MS = 45_000;
/** A rep who falls ill gets leads for so long at most. */
const OWNERS_EVERY_MS = 900_000;
/** Where a failure of HubSpot names no time to wait. */
const PAUSE_AFTER_FAILURE_MS = 1_000;
/** HubSpot refuses this portal (a scope is missing): nothing changes by the second. */
const PAUSE_AFTER_REFUSAL_MS = 300_000;
/** The portal is parked with it, and may be installed again before this turn has ended. */
const UNINSTALLED: readonly string[] = ['GRANT_DEAD', 'NOT_INSTALLED'];
/** Something of ours is wrong: seen in the log, not four times a second. */
const PAUSE_AFTER_BUG_MS = 10_000;

export interface TurnDeps {
  readonly store: TurnStore;
  readonly hubspot: HubspotPort;
  readonly clock: Clock;
  /** Absent: nobody watches whether clocks agree. */
  readonly clocks?: Pick<ClockWatch, 'isDoubtful'>;
  readonly logger: Logger;
  /** Default: POLL_EVERY_MS. */
  readonly pollEveryMs?: number;
  /** Default: OWNERS_EVERY_MS. */
  readonly ownersEveryMs?: number;
}

export type TurnResult = 'busy' | 'idle' | 'more' | 'absent';

/**
 * Runs one slice for a portal. `busy`: another worker has it. `more`: put it at the end of the line. `idle`: nothing may
 * or need be done now. `absent`: not installed, or parked.
 */
export async function runTurn(deps: TurnDeps, portalId: string, stop: AbortSignal): Promise<TurnResult> {
  const lease = await deps.store.acquireLease(portalId, randomUUID());
  if (lease === null) return 'busy';
  const guard = guardLease(deps, lease, stop);
  try {
    const portal = await loadPortal(deps, lease);
    if (portal === null || portal.status !== 'active') return 'absent';
    if (portal.waits) return 'idle';
    return await runSlice(deps, { lease, portal, signal: guard.signal });
  } finally {
    guard.end();
    // Every call of this turn has been awaited: nothing is in flight any more.
    await deps.store.releaseLease(lease);
  }
}

/** As it is after what was scheduled for now has come into force. A version that nobody signed judges nobody. */
async function loadPortal({ store, logger }: TurnDeps, lease: Lease): Promise<PortalRecord | null> {
  const { portalId } = lease;
  try {
    const portal = await store.loadPortal(portalId);
    if (portal === null || portal.status !== 'active' || !portal.activationDue) return portal;
    await store.activateDue(lease);
    return await store.loadPortal(portalId);
  } catch (error) {
    if (!(error instanceof TamperedAgreement || error instanceof OutdatedAgreement)) throw error;
    logger.error({ portalId, code: error.code }, 'an agreement cannot be run; the portal is parked');
    await store.parkPortal(portalId, `${error.code}: ${error.message}`);
    return null;
  }
}

interface Slice {
  readonly lease: Lease;
  readonly portal: PortalRecord;
  readonly signal: AbortSignal;
}

async function runSlice(deps: TurnDeps, slice: Slice): Promise<TurnResult> {
  const { store, hubspot } = deps;
  const { now } = await store.readClock(slice.portal.portalId);
  const logger = deps.logger.child({ portalId: slice.portal.portalId });
  const { pollEveryMs = POLL_EVERY_MS, ownersEveryMs = OWNERS_EVERY_MS } = deps;
  const own = {
    lane: 'live' as const,
    logger,
    startedAt: now,
    pollEveryMs,
    ownersEveryMs,
    readable: new Map(),
    hasTime: () => true,
    areClocksHeld: clocksOf(deps),
  };
  const turn: Turn = { ...slice, store, hubspot, ...own };
  const end = await workUntilEnd(deps, turn);
  const { agreement, agreements, paused } = slice.portal;
  const judges = agreement !== null;
  const polls = !paused && needsPolling(agreements);
  const more = await store.settleWork(slice.lease, { ...end, judges, polls, scope: scopeOf(slice.portal) });
  return more ? 'more' : 'idle';
}

function clocksOf({ clocks }: TurnDeps): Turn['areClocksHeld'] {
  return () => clocks?.isDoubtful() === true;
}

type End = Pick<SliceEnd, 'pauseMs' | 'pauseReason' | 'more'>;

/** Whatever goes wrong ends the slice with a pause: what was not done stays dirty, due or unsent. */
async function workUntilEnd(deps: TurnDeps, turn: Turn): Promise<End> {
  try {
    const refreshed: Turn = { ...turn, portal: await refreshPortal(turn) };
    await restoreProperties(refreshed);
    await fitProperties(refreshed);
    await resolveUnknown(refreshed);
    return { pauseMs: 0, pauseReason: '', more: await runBatches(deps, refreshed) };
  } catch (error) {
    if (error instanceof LeaseLost || turn.store.isUnavailable(error)) throw error;
    return pauseAfter(turn, error);
  }
}

function pauseAfter(turn: Turn, err: unknown): End {
  if (!(err instanceof AppError)) {
    turn.logger.error({ err }, 'a turn failed');
    return { pauseMs: PAUSE_AFTER_BUG_MS, pauseReason: 'FAILED', more: true };
  }
  turn.logger.warn({ err, code: err.code }, 'a turn ended early');
  const isBrief = err.retryable || UNINSTALLED.includes(err.code);
  const pauseMs = err.retryAfterMs ?? (isBrief ? PAUSE_AFTER_FAILURE_MS : PAUSE_AFTER_REFUSAL_MS);
  return { pauseMs, pauseReason: err.code, more: true };
}

/** True when the slice ended before the work did. */
async function runBatches({ clock }: TurnDeps, turn: Turn): Promise<boolean> {
  const endsAt = clock.nowMs() + SLICE_MS;
  const timed: Turn = { ...turn, hasTime: () => clock.nowMs() < endsAt };
  for (let batch = 0; batch < SLICE_BATCHES && timed.hasTime() && !turn.signal.aborted; batch++) {
    const apart = batch % BACKFILL_JOINS_EVERY !== BACKFILL_JOINS_EVERY - 1;
    const after = await runBatch(timed, { isFirst: batch === 0, apart });
    if (after !== 'more') return after === 'reload';
  }
  return true;
}

/**
 * `done`: nothing was left to do; `reload`: the portal is another than the turn began with, which the next one loads. Activities are read before the leads they are about, so that these are judged once;
 * under load once a slice, so that their batches fill.
 */
async function runBatch(
  turn: Turn,
  { isFirst, apart }: { readonly isFirst: boolean; readonly apart: boolean },
): Promise<'more' | 'done' | 'reload'> {
  if (isFirst) await readActivities(turn);
  const claimed = await claim(turn, apart);
  if (claimed.length > 0) await workInLane(turn, claimed);
  const { sent, changesPortal } = await writeBack(turn, BATCH_SIZE);
  if (changesPortal) return 'reload';
  const busy = claimed.length > 0 || sent;
  const goesOn = (await lookFurther(turn, { isFirst, busy })) || busy;
  return goesOn ? 'more' : 'done';
}

/** Once a slice the backlog, however much comes; the rest where nothing else is left to do. */
async function lookFurther(
  turn: Turn,
  { isFirst, busy }: { readonly isFirst: boolean; readonly busy: boolean },
): Promise<boolean> {
  if (await pollSignals(turn, busy)) return true;
  if ((isFirst || !busy) && (await releaseBacklog(turn))) return true;
  return !busy && ((!isFirst && (await readActivities(turn))) || (await workAhead(turn)));
}

/** What nobody waits for: the first reading, and the nightly comparison. */
function workAhead(turn: Turn): Promise<boolean> {
  return unlessSpent(turn, async () => (await importPage(turn)) || (await reconcileStep(turn)));
}

/** A batch that is all backfill calls as such, and waits for its share of the budget without holding up a fresh lead. */
async function workInLane(turn: Turn, claimed: readonly DirtyObject[]): Promise<void> {
  if (claimed.some(({ lane }) => lane < LANES.backfill)) return work(turn, claimed);
  await unlessSpent(turn, async () => {
    await work({ ...turn, lane: 'backfill' }, claimed);
    return true;
  });
}

/** False where HubSpot has no call left for the backfill: it is put off, and what is live goes on. */
async function unlessSpent(turn: Turn, backfill: () => Promise<boolean>): Promise<boolean> {
  try {
    return await backfill();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'RATE_LIMITED' || turn.signal.aborted) throw error;
    await turn.store.deferBackfill(turn.lease, error.retryAfterMs ?? PAUSE_AFTER_FAILURE_MS);
    return false;
  }
}

async function readActivities(turn: Turn): Promise<boolean> {
  const { store, portal } = turn;
  if (portal.agreement === null) return false;
  const claimed = await store.claimEngagements(portal.portalId, BATCH_SIZE);
  await readEngagements(turn, claimed);
  return claimed.length > 0;
}

/**
 * Lowest lane first: what somebody waits for, then due times, then what changed, then what is merely outdated. `apart`:
 * what is live does not wait for the reads of a backfill that would fill its batch.
 */
async function claim(turn: Turn, apart: boolean): Promise<readonly DirtyObject[]> {
  const { store, portal } = turn;
  if (portal.agreement === null) return [];
  const reviews = await store.claimReviews(portal.portalId, BATCH_SIZE);
  const dirty = await store.claimDirty(portal.portalId, BATCH_SIZE);
  const urgent = dirty.filter((object) => object.lane === 0);
  // Half of the places stay for what changed: scores that only aged come in waves and must not hold up a fresh lead.
  const first = [...urgent, ...reviews.slice(0, BATCH_SIZE / 2), ...dirty, ...reviews];
  const all = distinct(first);
  const live = apart ? all.filter(({ lane }) => lane < LANES.backfill) : [];
  const claimed = (live.length > 0 ? live : all).slice(0, BATCH_SIZE);
  return claimed.length > 0 ? claimed : store.claimOutdated(portal.portalId, BATCH_SIZE);
}

/** A contact that is both dirty and due is judged once, and its dirty row cleared. */
function distinct(objects: readonly DirtyObject[]): DirtyObject[] {
  const byKey = new Map<string, DirtyObject>();
  for (const object of objects) {
    const key = `${object.objectType}:${object.objectId}`;
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, object);
    else if (known.generation === null)
      byKey.set(key, { ...object, lane: Math.min(object.lane, known.lane) });
  }
  return [...byKey.values()];
}

async function work(turn: Turn, claimed: readonly DirtyObject[]): Promise<void> {
  if (turn.portal.agreement === null) return;
  const agreement = needsOfAll(turn.portal.agreements);
  const companies = claimed.filter((object) => object.objectType === 'company');
  if (companies.length > 0) {
    const read = await rereadCompanies(
      turn,
      agreement,
      companies.map((object) => object.objectId),
    );
    await turn.store.commitCompanies(turn.lease, read, companies);
  }
  await noteLinked(turn, agreement, claimed);
  const contacts = claimed.filter((object) => object.objectType === 'contact');
  if (contacts.length > 0) await judgeApart(turn, contacts);
}

/** A lead that cannot be judged is found by halving and put aside; the others of its batch are judged. */
async function judgeApart(turn: Turn, contacts: readonly DirtyObject[]): Promise<void> {
  try {
    await judgeBatch(turn, contacts);
  } catch (error) {
    // A failure of HubSpot or of the database is no verdict on a lead.
    if (turn.signal.aborted || error instanceof AppError || turn.store.isUnavailable(error)) throw error;
    if (contacts.length === 1) {
      // Which one, the sweep tells; a log keeps no contact's id.
      turn.logger.error({ err: error }, 'a lead could not be judged and was put aside');
      return turn.store.postpone(
        turn.lease,
        contacts,
        error instanceof Error ? error.message : String(error),
      );
    }
    const middle = Math.ceil(contacts.length / 2);
    await judgeApart(turn, contacts.slice(0, middle));
    await judgeApart(turn, contacts.slice(middle));
  }
}

/** Renews the lease while the turn runs; the signal aborts when it cannot be renewed, or when the process stops. */
function guardLease(
  deps: TurnDeps,
  lease: Lease,
  stop: AbortSignal,
): { readonly signal: AbortSignal; end(): void } {
  const lost = new AbortController();
  let deadline = setTimeout(() => lost.abort(), LEASE_SAFE_MS);
  const renew = async (): Promise<void> => {
    const held = await deps.store.renewLease(lease);
    clearTimeout(deadline);
    if (held) deadline = setTimeout(() => lost.abort(), LEASE_SAFE_MS);
    else lost.abort();
  };
  const timer = setInterval(() => {
    // A failed renewal leaves the old deadline standing, which aborts in time.
    renew().catch((err: unknown) =>
      deps.logger.warn({ err, portalId: lease.portalId }, 'the lease could not be renewed'),
    );
  }, RENEW_EVERY_MS);
  return {
    signal: AbortSignal.any([lost.signal, stop]),
    end: () => {
      clearInterval(timer);
      clearTimeout(deadline);
    },
  };
}
