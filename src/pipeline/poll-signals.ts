// The poller: forms, page views, e-mail counters, a portal's own properties and what others do to Accord's change without a
// webhook, and webhooks get lost, so contacts whose dates moved are searched for, and marked like after an event. A page's
// marks and the place to go on from are one commit: a crash repeats at most a page. One search a page, in HubSpot's
// separate search budget (D9).
import type { Agreement, Instant, SignalKind } from '#domain/agreement.ts';
import { needsOfAll } from '#domain/choose-agreement.ts';
import { MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import type { Mirror } from '#domain/mirror.ts';
import { shownUntil } from '#domain/mirror-sightings.ts';
import { SIGNAL_PROPERTIES, SIGNAL_SOURCES } from '#domain/signal-sources.ts';
import { usedSignals } from '#domain/used-signals.ts';
import { AppError } from '#platform/errors.ts';
import { pollLists } from './lists/poll-lists.ts';
import type { PollRound } from './poll-store.ts';
import type { CrmRecord, SearchFilter } from './ports.ts';
import { contactProperties } from './read-missing.ts';
import { differingProperties } from './reconcile/compare-mirror.ts';
import { callFor, type Turn } from './turn.ts';
import { LeaseLost } from './turn-store.ts';

/** HubSpot's largest page of a search. */
const PAGE_SIZE = 200;
/** On top of the overlap of rounds: clocks of two machines, and HubSpot's index. */
const LOOKBACK_MS = MINUTE_MS / 2;
/** How long what is already known to wait goes first. */
const YIELD_MS = 3_000;
const PAUSE_AFTER_FAILURE_MS = 5_000;
const PAUSE_AFTER_REFUSAL_MS = 300_000;
/** Of the 3,000 characters that HubSpot takes for a search, those that filters and sort leave. */
const MAX_PROPERTY_CHARS = 1_900;

/**
 * Kinds that only a poll tells for certain, most telling first. `lastmodifieddate` finds the rest: it moves with stored
 * values, not always with calculated ones.
 */
const POLLED: readonly SignalKind[] = ['form', 'pageView', 'emailReply', 'emailClick', 'emailOpen'];
const MODIFIED = 'lastmodifieddate';
/** HubSpot takes five groups, and one is for MODIFIED. */
const MAX_DATES = 4;

/** False: nothing to wait for, so the portal is not woken for it. */
export function needsPolling(agreements: readonly Agreement[]): boolean {
  return agreements.length > 0;
}

/** Of all agreements in force: a lead may be judged by any of them. */
function polledKinds(agreements: readonly Agreement[]): readonly SignalKind[] {
  const used = agreements.map(usedSignals);
  return POLLED.filter((kind) => used.some((kinds) => kinds.has(kind)));
}

/** True when there is now more to do: contacts were marked, or the round goes on. `busy`: others wait for the turn. */
export async function pollSignals(turn: Turn, busy: boolean): Promise<boolean> {
  const { store, portal, lease } = turn;
  if (portal.paused || !needsPolling(portal.agreements)) return false;
  const round = await store.claimPoll(portal.portalId, busy ? YIELD_MS : 0);
  if (round === null) return false;
  try {
    return await pollRound(turn, round);
  } catch (error) {
    if (!(error instanceof AppError) || error instanceof LeaseLost || turn.signal.aborted) throw error;
    // Searching is refused by itself: the portal's other work goes on.
    turn.logger.warn({ code: error.code }, 'contacts could not be searched');
    await store.commitPoll(lease, { changed: [], round, next: null, pauseMs: pauseAfter(error) });
    return false;
  }
}

/** Lists once a round, and first: the search may be refused by itself. */
async function pollRound(turn: Turn, round: PollRound): Promise<boolean> {
  const hasJoined = round.afterId === '' && (await pollLists(turn));
  return (await pollPage(turn, round)) || hasJoined;
}

function pauseAfter(error: AppError): number {
  return error.retryAfterMs ?? (error.retryable ? PAUSE_AFTER_FAILURE_MS : PAUSE_AFTER_REFUSAL_MS);
}

async function pollPage(turn: Turn, round: PollRound): Promise<boolean> {
  const { store, portal, lease } = turn;
  const properties = watchedProperties(portal.agreements);
  const { records, isLast } = await turn.hubspot.searchContacts(callFor(turn, 'live'), {
    groups: groupsOf(portal.agreements, round),
    properties,
    limit: PAGE_SIZE,
  });
  const ids = records.map(({ id }) => id);
  const known = await store.loadContacts(portal.portalId, ids);
  const changed = records
    .filter((record) => differs(properties, record, { known: known[record.id], now: turn.startedAt }))
    .map(({ id }) => id);
  const last = isLast ? undefined : ids.at(-1);
  await store.commitPoll(lease, {
    changed,
    round,
    next: last === undefined ? 'round' : { afterId: last },
    pauseMs: last === undefined ? turn.pollEveryMs : 0,
  });
  if (changed.length > 0) turn.logger.info({ found: changed.length }, 'changes were found by a search');
  return changed.length > 0 || last !== undefined;
}

/** Signals first: what a long agreement has no room for here is compared every night. */
function watchedProperties(agreements: readonly Agreement[]): readonly string[] {
  const others = contactProperties(needsOfAll(agreements)).filter(
    (name) => !SIGNAL_PROPERTIES.includes(name),
  );
  let chars = 0;
  return [...SIGNAL_PROPERTIES, ...others].filter((name) => {
    chars += JSON.stringify(name).length + 1;
    return chars <= MAX_PROPERTY_CHARS;
  });
}

/** Record ids are the place in a round: a bulk import gives any number of records one and the same date. */
function groupsOf(
  agreements: readonly Agreement[],
  { since, afterId }: PollRound,
): readonly (readonly SearchFilter[])[] {
  const dates = polledKinds(agreements).flatMap(
    (kind) => SIGNAL_SOURCES.find((source) => source.kind === kind)?.dateProperty ?? [],
  );
  const from = String(toEpochMs(since) - LOOKBACK_MS);
  const behind: readonly SearchFilter[] =
    afterId === '' ? [] : [{ propertyName: 'hs_object_id', operator: 'GT', value: afterId }];
  return [MODIFIED, ...dates.slice(0, MAX_DATES)].map((propertyName) => [
    { propertyName, operator: 'GTE', value: from },
    ...behind,
  ]);
}

/** A contact that shows nothing new stays unmarked, however often rounds overlap and whoever else writes to it. */
function differs(
  properties: readonly string[],
  record: CrmRecord,
  { known, now }: { readonly known: Mirror | undefined; readonly now: Instant },
): boolean {
  if (known === undefined) return true;
  const shown = shownUntil(record, now);
  return differingProperties(properties, record, { known, shownUntil: shown }).length > 0;
}
