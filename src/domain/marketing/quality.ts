// The quality that marketing promised (R30): how many of the leads that came in a month come to something. By the month in which
// they came, not the one in which they got there, and judged when all of them have had their time.
import type { Instant } from '#domain/agreement.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from '#domain/instant.ts';
import {
  type ClauseAlarm,
  type ClauseLead,
  type ClauseStatus,
  count,
  entriesOf,
  LEFT_OUT,
  type LedgerEntry,
  type LedgerKind,
  type MonthInForce,
  standAs,
  whyNotNew,
} from './ledger.ts';
import type { Month } from './month.ts';
import type { QualityPromise } from './promises.ts';
import { kindOf } from './volume.ts';
import { type Interval, wilson } from './wilson.ts';

export interface ChannelQuality {
  readonly channel: string;
  readonly matured: number;
  readonly reached: number;
}

export interface QualityState {
  readonly kind: 'quality';
  readonly promise: QualityPromise;
  readonly status: ClauseStatus;
  readonly alarm: ClauseAlarm;
  /** When the month is judged; before it is too young. */
  readonly judgedAt: Instant;
  /** New leads of the month so far; those that have had their time; those of them that got there. */
  readonly cohort: number;
  readonly matured: number;
  readonly reached: number;
  /** Of the matured: how sure the share is. */
  readonly interval: Interval;
  /** Whether the matured reach the promised share as counted, however few they are; null without any. */
  readonly meets: boolean | null;
  /** Channels surely below the floor, once the month is judged. */
  readonly belowFloor: readonly ChannelQuality[];
  readonly leads: readonly ClauseLead[];
}

export function judgeQuality(promise: QualityPromise, at: MonthInForce): QualityState {
  const judgedAt = cohortJudgedAt(at.month, promise.matureAfterDays);
  const leads = leadsBehind(promise, at, judgedAt);
  const matured = count(leads, 'counts');
  const reached = count(leads, 'fulfils');
  const interval = wilson(reached, matured);
  const status = statusOf(promise, at, { judgedAt, matured, interval });
  const isJudged = status === 'kept' || status === 'missed' || status === 'undecided';
  return {
    kind: 'quality',
    promise,
    status,
    alarm: status === 'missed' ? 'broken' : 'none',
    judgedAt,
    cohort: leads.filter(({ standing }) => COHORT.includes(standing)).length,
    matured,
    reached,
    interval,
    meets: matured === 0 ? null : reached * MILLION >= promise.rate * matured,
    belowFloor: isJudged ? channelsBelow(promise.floor, leads) : [],
    leads,
  };
}

const MILLION = 1_000_000;
const COHORT: readonly string[] = ['reached', 'notReached', 'reachedLate', 'tooYoung'];

/** When all that came in the month have had their time. */
export function cohortJudgedAt({ end }: Pick<Month, 'end'>, matureAfterDays: number): Instant {
  return addDays(end, matureAfterDays);
}

function addDays(at: Instant, days: number): Instant {
  return fromEpochMs(toEpochMs(at) + days * DAY_MS);
}

/** Kept or missed only where the whole interval says so: on few leads a share is chance. */
function statusOf(
  { to, rate }: QualityPromise,
  { month, now, since }: MonthInForce,
  { judgedAt, matured, interval }: Pick<QualityState, 'judgedAt' | 'matured' | 'interval'>,
): ClauseStatus {
  // `from` comes before it: where one is money, so is the other.
  if (kindOf(to) === null) return 'notMeasured';
  if (now < month.start) return 'notStarted';
  if (since === null || since >= month.end) return 'notMeasured';
  if (now < judgedAt) return 'tooYoung';
  if (matured === 0) return 'noLeads';
  if (interval.low * MILLION >= rate) return 'kept';
  return interval.high * MILLION < rate ? 'missed' : 'undecided';
}

function leadsBehind(
  { from, to, matureAfterDays }: QualityPromise,
  at: MonthInForce,
  judgedAt: Instant,
): readonly ClauseLead[] {
  const [start, goal] = [kindOf(from), kindOf(to)];
  if (start === null || goal === null) return [];
  const arrivals = firstArrivals(at.entries, goal);
  return entriesOf(at, start).map((entry) => {
    const why = whyNotNew(entry, at.since);
    if (why !== null) return standAs(entry, why, LEFT_OUT);
    // Also one that got there: of the young, those that did would be counted before those that did not.
    if (addDays(entry.at, matureAfterDays) > at.now) return standAs(entry, 'tooYoung', LEFT_OUT);
    const arrived = arrivals.get(entry.leadId)?.find((one) => one >= entry.at);
    if (arrived === undefined) return standAs(entry, 'notReached', { counts: true, fulfils: false });
    // Frozen once the month is judged: what comes later changes no verdict.
    return arrived <= judgedAt
      ? standAs(entry, 'reached', { counts: true, fulfils: true })
      : standAs(entry, 'reachedLate', { counts: true, fulfils: false });
  });
}

/** Of each lead, oldest first. */
function firstArrivals(
  entries: readonly LedgerEntry[],
  kind: LedgerKind,
): ReadonlyMap<string, readonly Instant[]> {
  const arrivals = Map.groupBy(
    entries.filter((entry) => entry.kind === kind),
    ({ leadId }) => leadId,
  );
  return new Map([...arrivals].map(([leadId, list]) => [leadId, list.map(({ at }) => at).toSorted()]));
}

function channelsBelow(floor: number | null, leads: readonly ClauseLead[]): readonly ChannelQuality[] {
  if (floor === null) return [];
  return qualityByChannel(leads).filter(
    ({ reached, matured }) => wilson(reached, matured).high * MILLION < floor,
  );
}

/** Of those that have had their time, by channel. */
export function qualityByChannel(leads: readonly ClauseLead[]): readonly ChannelQuality[] {
  const channels = Map.groupBy(
    leads.filter(({ counts }) => counts),
    ({ channel }) => channel,
  );
  return [...channels]
    .map(([channel, list]) => ({ channel, matured: list.length, reached: count(list, 'fulfils') }))
    .toSorted((a, b) => (a.channel < b.channel ? -1 : 1));
}
