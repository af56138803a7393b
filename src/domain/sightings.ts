// One behaviour may be seen three ways: as an activity, as the "last date" on the contact, as an increase of a counter.
// Each way of seeing it is kept as a sighting; what counts is worked out from all of them at once, so that neither their
// order nor the number of deliveries matters (I2), and one that comes late counts as if it had been known all along.

import type { Instant, SignalKind } from './agreement.ts';
import { MINUTE_MS, toEpochMs } from './instant.ts';
import type { ContactOutcome, Signal } from './lead.ts';
import { compare } from './order.ts';

/** A date on the contact this close to an activity is that activity. */
export const SAME_ACTIVITY_MS = 2 * MINUTE_MS;

/**
 * property: a "last date" of the contact · engagement: an activity as an object · counter: a total as it was read ·
 * merge: the contact took another one in, so its totals jumped.
 */
export type SightingSource = 'property' | 'engagement' | 'counter' | 'merge';

export interface Sighting {
  /** `form:<instant>`, `call:<id>`, `form#<contact>:<total>`, `merge#<contact>:<instant>`. */
  readonly id: string;
  readonly source: SightingSource;
  /** none: no signal of its own, but it explains what others show (a deleted call, a meeting not held yet, a merge). */
  readonly kind: SignalKind | 'none';
  readonly at: Instant;
  readonly detail: string;
  /** Clock of the read or event that showed it. */
  readonly seenAt: Instant;
  /** Total of a counter. */
  readonly count?: number;
  readonly ownerId?: string;
  readonly loggedAt?: Instant;
  readonly outcome?: ContactOutcome;
  /** Business time at which it was stored first; absent: not stored yet. */
  readonly knownAt?: Instant;
  /** Dates that an activity had before they were corrected, sorted; absent: none. */
  readonly earlier?: readonly Instant[];
}

/** The same id seen twice; commutative, associative and idempotent. */
export function joinSightings(a: Sighting, b: Sighting): Sighting {
  const [older, newer] = comesFirst(a, b) ? [a, b] : [b, a];
  // An activity is what HubSpot last showed of it; a total was reached when it was first seen.
  if (a.source === 'engagement') return withEarlier(newer, [...datesOf(older), ...datesOf(newer)]);
  return { ...older, detail: joinDetails(a.detail, b.detail) };
}

/** The contact may still show a date that the activity no longer has. */
function withEarlier({ earlier: _known, ...sighting }: Sighting, dates: readonly Instant[]): Sighting {
  const earlier = [...new Set(dates)].filter((at) => at !== sighting.at).toSorted();
  return earlier.length === 0 ? sighting : { ...sighting, earlier };
}

function datesOf({ at, earlier = [] }: Sighting): readonly Instant[] {
  return [at, ...earlier];
}

/** Sighted already, and sighted now: the union by id, and what of it is new or different. */
export function addSightings(
  known: readonly Sighting[],
  seen: readonly Sighting[],
): { readonly all: readonly Sighting[]; readonly fresh: readonly Sighting[] } {
  const byId = new Map(known.map((sighting) => [sighting.id, sighting]));
  const fresh = new Map<string, Sighting>();
  for (const sighting of seen) {
    const before = byId.get(sighting.id);
    const joined = before === undefined ? sighting : joinSightings(before, sighting);
    if (before !== undefined && isSame(before, joined)) continue;
    byId.set(joined.id, joined);
    fresh.set(joined.id, joined);
  }
  return { all: [...byId.values()], fresh: [...fresh.values()] };
}

/** What counts, each behaviour once. Sorted by (at, id). */
export function signalsOf(sightings: readonly Sighting[]): readonly Signal[] {
  const engagements = sightings.filter(({ source }) => source === 'engagement');
  const dated = sightings.filter(
    (sighting) => sighting.source === 'property' && !isExplained(sighting, engagements),
  );
  const told = [...engagements, ...dated];
  return [...told.filter(isSignal).map(toSignal), ...countedSignals(sightings, told)].sort(compareSignals);
}

/** Oldest first, of equal instants by id. */
export function compareSignals(a: Signal, b: Signal): number {
  return compare(a.at, b.at) || compare(a.id, b.id);
}

/** Which activities a date of this kind may stand for. Any of them moves "last contacted", whoever started it. */
const EXPLAINED_BY: Readonly<Partial<Record<Sighting['kind'], (engagementId: string) => boolean>>> = {
  meeting: (id) => id.startsWith('meeting:') && !id.endsWith(':held'),
  emailReply: (id) => id.startsWith('email:'),
  touch: () => true,
};

function isExplained({ kind, at }: Sighting, engagements: readonly Sighting[]): boolean {
  const explains = EXPLAINED_BY[kind];
  if (explains === undefined) return false;
  const atMs = toEpochMs(at);
  return engagements.some(
    (engagement) =>
      explains(engagement.id) &&
      datesOf(engagement).some((date) => Math.abs(toEpochMs(date) - atMs) <= SAME_ACTIVITY_MS),
  );
}

/** Each series of totals by itself: one per counter and HubSpot record. */
function countedSignals(sightings: readonly Sighting[], told: readonly Sighting[]): Signal[] {
  const totals = sightings.filter(({ source }) => source === 'counter');
  if (totals.length === 0) return [];
  const merges = sightings.filter(({ source }) => source === 'merge');
  const series = Map.groupBy(totals, ({ id }) => id.slice(0, id.lastIndexOf(':')));
  return [...series].flatMap(([name, points]) => {
    const contactId = name.slice(name.indexOf('#') + 1);
    const cuts = merges.filter(({ id }) => id.startsWith(`merge#${contactId}:`)).map(({ at }) => at);
    return increasesOf(points, { name, cuts, told });
  });
}

interface Series {
  readonly name: string;
  /** Instants of merges: what lies between the reads around one is no behaviour. */
  readonly cuts: readonly Instant[];
  readonly told: readonly Sighting[];
}

/** The first total is where counting starts; only what comes on top of the highest one is new (5a.8). */
function increasesOf(points: readonly Sighting[], series: Series): Signal[] {
  const [first, ...rest] = points.toSorted(byTotal);
  if (first === undefined) return [];
  const signals: Signal[] = [];
  let last = first;
  let peak = totalOf(first);
  for (const point of rest) {
    const since = last;
    last = point;
    const jumped = series.cuts.some((at) => since.seenAt < at && at <= point.seenAt);
    if (!jumped) signals.push(...untold({ series, since, point, peak }));
    peak = jumped ? totalOf(point) : Math.max(peak, totalOf(point));
  }
  return signals;
}

interface Increase {
  readonly series: Series;
  readonly since: Sighting;
  readonly point: Sighting;
  readonly peak: number;
}

/** What the total counts beyond those behaviours whose dates are known. The newest one has the detail, if any has. */
function untold({ series, since, point, peak }: Increase): Signal[] {
  const moved = point.at > since.at;
  const known = moved ? series.told.filter((sighting) => isWithin(sighting, since, point)).length : 0;
  const at = moved ? point.at : point.seenAt;
  const signals: Signal[] = [];
  for (let number = peak + 1; number <= totalOf(point) - known; number++) {
    const detail = number === totalOf(point) ? point.detail : '';
    // The kind of a total is never none.
    signals.push({ id: `${series.name}:${number}`, kind: point.kind as SignalKind, at, detail });
  }
  return signals;
}

function isWithin(sighting: Sighting, since: Sighting, point: Sighting): boolean {
  const isKind = sighting.kind === point.kind;
  // A reply that was deleted or turned out to be none may still be in the total.
  const wasKind = sighting.kind === 'none' && (EXPLAINED_BY[point.kind]?.(sighting.id) ?? false);
  return (isKind || wasKind) && sighting.at > since.at && sighting.at <= point.at;
}

function isSignal(sighting: Sighting): sighting is Sighting & { readonly kind: SignalKind } {
  return sighting.kind !== 'none';
}

function toSignal(sighting: Sighting & { readonly kind: SignalKind }): Signal {
  const { id, kind, at, detail, ownerId, loggedAt, outcome } = sighting;
  return {
    id,
    kind,
    at,
    detail,
    ...(ownerId === undefined ? {} : { ownerId }),
    ...(loggedAt === undefined ? {} : { loggedAt }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

function totalOf(point: Sighting): number {
  return point.count ?? 0;
}

function byTotal(a: Sighting, b: Sighting): number {
  if (a.seenAt !== b.seenAt) return a.seenAt < b.seenAt ? -1 : 1;
  return totalOf(a) - totalOf(b);
}

/** Any fixed order does for what was seen at one instant. */
function comesFirst(a: Sighting, b: Sighting): boolean {
  if (a.seenAt !== b.seenAt) return a.seenAt < b.seenAt;
  return textOf(a) <= textOf(b);
}

function isSame(a: Sighting, b: Sighting): boolean {
  const isOfDates = datesOf(a).join(' ') === datesOf(b).join(' ');
  return textOf(a) === textOf(b) && a.seenAt === b.seenAt && isOfDates;
}

function textOf({ kind, at, detail, count, ownerId, loggedAt, outcome }: Sighting): string {
  return JSON.stringify([kind, at, count, ownerId, loggedAt, outcome, detail]);
}

/** Known once, known for good; of two that differ, the same one whichever came first. */
function joinDetails(a: string, b: string): string {
  if (a === '' || b === '') return a === '' ? b : a;
  return a < b ? a : b;
}
