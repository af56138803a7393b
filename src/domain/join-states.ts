// Two leads that HubSpot merges are one person: which of their states goes on, and what it takes from the other (10.7).

import type { Agreement, Instant } from './agreement.ts';
import { canonicalJson } from './canonical.ts';
import { isOpen } from './course.ts';
import { coolDownEnd, hasEnded } from './hand-over.ts';
import { earlierOf, laterOf } from './instant.ts';
import type { ClockState, LeadState, LeadStatus } from './lead.ts';
import { compare } from './order.ts';

type Binding = Pick<Agreement, 'nurture' | 'sales'>;

/** What binds most comes first; of the ended ones, that which keeps the lead away for longer. */
const PLACES: Readonly<Record<LeadStatus, number>> = {
  won: 0,
  working: 1,
  accepted: 2,
  rejected: 3,
  handedOver: 4,
  disqualified: 5,
  recycled: 5,
  baseline: 6,
  none: 7,
};
const UNJUDGED = 8;

/** Commutative, associative and idempotent; a lead that nobody has judged adds nothing. */
export function joinStates(agreement: Binding, a: LeadState, b: LeadState): LeadState {
  const [first, other] = compareBinding(agreement, a, b) <= 0 ? [a, b] : [b, a];
  const { clocks: _own, requestedAt: _heard, ...kept } = first;
  const clocks = isOpen(first) ? joinClocks(agreement, [a, b].filter(isOpen)) : (first.clocks ?? []);
  const heard = join(a.requestedAt ?? null, b.requestedAt ?? null, laterOf);
  return {
    ...kept,
    ...(clocks.length === 0 ? {} : { clocks }),
    ...(heard === null ? {} : { requestedAt: heard }),
    cycle: Math.max(a.cycle, b.cycle),
    handOvers: [...new Set([...a.handOvers, ...b.handOvers])].toSorted(),
    answersAfter: join(first.answersAfter, other.answersAfter, laterOf),
    newMqlAt: join(first.newMqlAt, other.newMqlAt, earlierOf),
  };
}

/** Of each clause the clock that began first, with what it has warned and breached: nobody gains time by a merge (10.7). */
function joinClocks({ sales }: Binding, states: readonly LeadState[]): readonly ClockState[] {
  const all = states.flatMap(({ clocks = [] }) => clocks);
  const places = new Map(sales.clauses.map(({ id }, place) => [id, place]));
  const placeIn = ({ clause }: ClockState): number => places.get(clause) ?? places.size;
  const clauses = Map.groupBy(all, ({ clause }) => clause).values();
  return [...clauses]
    .flatMap((runs) => runs.toSorted(compareClocks).slice(0, 1))
    .toSorted((a, b) => placeIn(a) - placeIn(b) || compare(a.clause, b.clause));
}

function compareClocks(a: ClockState, b: ClockState): number {
  return (
    compare(a.startedAt, b.startedAt) ||
    compare(a.since, b.since) ||
    compare(canonicalJson(a), canonicalJson(b))
  );
}

/** Below 0 when `a` goes on, above when `b` does; 0 when it makes no difference. */
export function compareBinding(agreement: Binding, a: LeadState, b: LeadState): number {
  return (
    placeOf(a) - placeOf(b) ||
    compare(coolingUntil(agreement, b), coolingUntil(agreement, a)) ||
    // The promise that runs for longer keeps its due time.
    compare(clockOf(a), clockOf(b)) ||
    compare(a.handedOverAt ?? '', b.handedOverAt ?? '') ||
    compare(b.recycledAt ?? '', a.recycledAt ?? '') ||
    compare(textOf(a), textOf(b))
  );
}

function placeOf({ regime, status }: LeadState): number {
  return regime === -1 ? UNJUDGED : PLACES[status];
}

function coolingUntil(agreement: Binding, state: LeadState): number {
  return hasEnded(state) ? coolDownEnd(agreement, state) : 0;
}

/** When the promise that is open began; one that has not begun comes last. */
function clockOf({ status, assignedAt, acceptedAt, rejectedAt, handedOverAt }: LeadState): Instant {
  const starts: Partial<Record<LeadStatus, Instant | null>> = {
    handedOver: assignedAt,
    accepted: acceptedAt,
    rejected: rejectedAt,
    working: handedOverAt,
  };
  return starts[status] ?? 'none';
}

/** Any fixed order does for the rest; what is united makes no difference in it. */
function textOf(state: LeadState): string {
  const { clocks, requestedAt: _heard, ...rest } = state;
  const own = isOpen(state) ? {} : { clocks };
  return canonicalJson({ ...rest, ...own, cycle: 0, handOvers: [], answersAfter: null, newMqlAt: null });
}

function join(
  a: Instant | null,
  b: Instant | null,
  choose: (a: Instant, b: Instant) => Instant,
): Instant | null {
  if (a === null || b === null) return a ?? b;
  return choose(a, b);
}
