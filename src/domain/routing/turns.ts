// A pool gives a lead: whose turn it is, who makes up for an absence, who has had a turn in advance; and what is written
// down of it. A pool that gives nothing stays as it is.
import type { Instant } from '#domain/agreement.ts';
import type { ReturnRule } from '#domain/agreement-routing.ts';
import type { PoolState, RepTurns } from '#domain/decision.ts';
import { DAY_MS, toEpochMs } from '#domain/instant.ts';
import { mostOwed, nextInTurn, roundOf, type Share } from './quota.ts';

/** One of a pool, now. `here`: can take a lead; `away`: absent; `out`: something else is in the way. */
export interface Seat {
  readonly ownerId: string;
  /** Hundredths. */
  readonly weight: number;
  readonly presence: 'here' | 'away' | 'out';
}

/** `turn`: it was his turn; `ahead`: those before him were passed over; `madeUp`: for turns missed while away. */
type TurnKind = 'turn' | 'ahead' | 'madeUp';

export interface Given {
  readonly ownerId: string;
  readonly kind: TurnKind;
  readonly state: PoolState;
  /** Which turn of the round, of how many; and how many of his. */
  readonly turn: number;
  readonly of: number;
  readonly taken: number;
  readonly weight: number;
}

export interface Table {
  readonly seats: readonly Seat[];
  readonly afterAbsence: ReturnRule;
  readonly now: Instant;
}

const EMPTY: PoolState = { given: 0, madeUp: false, reps: {} };
const NEWCOMER: RepTurns = { weight: 0, taken: 0, balance: 0, last: 0, ahead: 0 };

/** Null when nobody is here but those whom this lead passes over. */
export function takeTurn(
  before: PoolState | undefined,
  table: Table,
  passedOver: readonly string[],
): Given | null {
  const state = settle(before ?? EMPTY, table);
  const may = here(table).filter((ownerId) => !passedOver.includes(ownerId));
  if (may.length === 0) return null;
  const returned = state.madeUp ? undefined : whoMakesUp(state, table, may);
  if (returned !== undefined) {
    const made = makeUp(state, returned);
    return tell(made, { ownerId: returned, kind: 'madeUp', round: made });
  }
  return takeRegular(state, table, may);
}

/** A lead that went to a rep of the pool whoever's turn it was, and counts as a turn of his to come. */
export function takeAhead(before: PoolState | undefined, table: Table, ownerId: string): PoolState {
  const state = settle(before ?? EMPTY, table);
  return note(withRep(state, ownerId, { ahead: repOf(state, ownerId).ahead + 1 }), ownerId);
}

function takeRegular(settled: PoolState, table: Table, may: readonly string[]): Given | null {
  let state = settled;
  for (;;) {
    const shares = sharesOf(state, table);
    const next = nextInTurn(shares);
    if (next === undefined) return null;
    const rep = repOf(state, next.ownerId);
    if (rep.ahead > 0) {
      state = countTurn(withRep(state, next.ownerId, { ahead: rep.ahead - 1 }), next.ownerId);
      continue;
    }
    const missing = { ...missTurns(state, table), madeUp: false };
    if (may.includes(next.ownerId)) {
      const earned = rep.backAt === undefined ? missing : withRep(missing, next.ownerId, { earned: true });
      const taken = note(countTurn(earned, next.ownerId), next.ownerId);
      return tell(taken, { ownerId: next.ownerId, kind: 'turn', round: state });
    }
    const other = mostOwed(
      shares.filter((share) => may.includes(share.ownerId)),
      shares,
    );
    if (other === undefined) return null;
    const given = withRep(missing, other.ownerId, { ahead: repOf(state, other.ownerId).ahead + 1 });
    return tell(note(given, other.ownerId), { ownerId: other.ownerId, kind: 'ahead', round: state });
  }
}

/** `round`: the pool as it was when the turn was chosen, of which the explanation tells. */
function tell(
  state: PoolState,
  { ownerId, kind, round }: { ownerId: string; kind: TurnKind; round: PoolState },
): Given {
  const { turn, length } = roundOf(Object.values(round.reps));
  const { taken, weight } = repOf(round, ownerId);
  const own = kind === 'turn' ? 1 : 0;
  return { ownerId, kind, state, turn: turn + own, of: length, taken: taken + own, weight };
}

function here({ seats }: Table): readonly string[] {
  return seats.filter(({ presence }) => presence === 'here').map(({ ownerId }) => ownerId);
}

function repOf(state: PoolState, ownerId: string): RepTurns {
  return state.reps[ownerId] ?? NEWCOMER;
}

function withRep(state: PoolState, ownerId: string, change: Partial<RepTurns>): PoolState {
  return { ...state, reps: { ...state.reps, [ownerId]: { ...repOf(state, ownerId), ...change } } };
}

function sharesOf(state: PoolState, table: Table): readonly Share[] {
  return here(table).map((ownerId) => ({ ownerId, ...repOf(state, ownerId) }));
}

function note(state: PoolState, ownerId: string): PoolState {
  const given = state.given + 1;
  return { ...withRep(state, ownerId, { last: given }), given };
}

/** A round that is over leaves nobody ahead or behind: counting starts anew. */
function countTurn(state: PoolState, ownerId: string): PoolState {
  const counted = withRep(state, ownerId, { taken: repOf(state, ownerId).taken + 1 });
  const { turn, length } = roundOf(Object.values(counted.reps));
  return turn < length ? counted : mapReps(counted, (rep) => ({ ...rep, taken: 0 }));
}

/** Brings a pool to now: a new interval where others take part than before, and who is back from an absence. */
function settle(before: PoolState, table: Table): PoolState {
  const weights = reducedWeights(table.seats);
  const state = isSameInterval(before, weights) ? before : startInterval(before, weights);
  return table.seats.reduce((seen, seat) => settleAbsence(seen, seat, table), state);
}

function reducedWeights(seats: readonly Seat[]): ReadonlyMap<string, number> {
  const taking = seats.filter(({ presence }) => presence === 'here');
  const divisor = taking.reduce((common, { weight }) => commonDivisor(common, weight), 0);
  return new Map(taking.map(({ ownerId, weight }) => [ownerId, weight / divisor]));
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}

function isSameInterval(state: PoolState, weights: ReadonlyMap<string, number>): boolean {
  const isSame = ([ownerId, rep]: readonly [string, RepTurns]): boolean =>
    rep.weight === (weights.get(ownerId) ?? 0);
  return (
    Object.entries(state.reps).every(isSame) &&
    [...weights.keys()].every((ownerId) => Object.hasOwn(state.reps, ownerId))
  );
}

function startInterval(state: PoolState, weights: ReadonlyMap<string, number>): PoolState {
  const { turn, length } = roundOf(Object.values(state.reps));
  const closed = mapReps(state, (rep, ownerId) => ({
    ...rep,
    balance: rep.weight === 0 ? rep.balance : rep.balance + dueFor(rep, turn, length) - 1000 * rep.taken,
    taken: 0,
    weight: weights.get(ownerId) ?? 0,
  }));
  const joined = [...weights]
    .filter(([ownerId]) => !Object.hasOwn(state.reps, ownerId))
    .map(([ownerId, weight]) => [ownerId, { ...NEWCOMER, weight }] as const);
  return { ...closed, reps: { ...closed.reps, ...Object.fromEntries(joined) } };
}

/** Rounded half up: always down would add up, and favour who takes part in few intervals. */
function dueFor({ weight }: RepTurns, turn: number, length: number): number {
  return Math.floor((2000 * turn * weight + length) / (2 * length));
}

function settleAbsence(state: PoolState, seat: Seat, { afterAbsence, now }: Table): PoolState {
  const rep = repOf(state, seat.ownerId);
  if (rep.missed === undefined) return state;
  const { missed, backAt = now, earned, ...plain } = rep;
  const [cap, isOver] = [limitOf(afterAbsence), isExpired(backAt, afterAbsence, now)];
  const left = Math.min(missed, cap);
  if (seat.presence === 'away' && left > 0)
    return replaceRep(state, seat.ownerId, { ...plain, missed: left });
  if (left < 1000 || isOver) return replaceRep(state, seat.ownerId, plain);
  const kept = earned === undefined ? {} : { earned };
  return replaceRep(state, seat.ownerId, { ...plain, missed: left, backAt, ...kept });
}

function limitOf({ policy, cap }: ReturnRule): number {
  if (policy === 'forgive') return 0;
  return cap === null ? Number.POSITIVE_INFINITY : cap * 1000;
}

function isExpired(backAt: Instant, { expiresDays }: ReturnRule, now: Instant): boolean {
  return expiresDays !== null && toEpochMs(now) >= toEpochMs(backAt) + Math.round(expiresDays * DAY_MS);
}

/** The share that each absent rep would have had of this turn, were all of the absent here. */
function missTurns(state: PoolState, { seats, afterAbsence }: Table): PoolState {
  if (afterAbsence.policy === 'forgive') return state;
  const counted = seats.filter(({ presence }) => presence !== 'out');
  const length = counted.reduce((sum, { weight }) => sum + weight, 0);
  const cap = limitOf(afterAbsence);
  return counted
    .filter(({ presence }) => presence === 'away')
    .reduce((missing, { ownerId, weight }) => {
      const missed = (repOf(missing, ownerId).missed ?? 0) + Math.floor((1000 * weight) / length);
      return withRep(missing, ownerId, { missed: Math.min(missed, cap) });
    }, state);
}

/** Who missed most; of equal ones who waits longest, then the first. */
function whoMakesUp(state: PoolState, { afterAbsence }: Table, may: readonly string[]): string | undefined {
  let best: string | undefined;
  for (const ownerId of may.filter((each) => mayMakeUp(repOf(state, each), afterAbsence))) {
    if (best === undefined || isOwedMore(repOf(state, ownerId), repOf(state, best))) best = ownerId;
  }
  return best;
}

function mayMakeUp({ backAt, earned, missed = 0 }: RepTurns, { policy }: ReturnRule): boolean {
  return backAt !== undefined && missed >= 1000 && (policy !== 'credit' || earned === true);
}

function isOwedMore(a: RepTurns, b: RepTurns): boolean {
  const [missedA, missedB] = [a.missed ?? 0, b.missed ?? 0];
  return missedA === missedB ? a.last < b.last : missedA > missedB;
}

function makeUp(state: PoolState, ownerId: string): PoolState {
  const { missed = 0, earned: _spent, ...rep } = repOf(state, ownerId);
  const { backAt: _over, ...plain } = rep;
  const left = missed - 1000;
  const made = replaceRep(state, ownerId, left < 1000 ? plain : { ...rep, missed: left });
  return { ...note(made, ownerId), madeUp: true };
}

function replaceRep(state: PoolState, ownerId: string, rep: RepTurns): PoolState {
  return { ...state, reps: { ...state.reps, [ownerId]: rep } };
}

function mapReps(state: PoolState, change: (rep: RepTurns, ownerId: string) => RepTurns): PoolState {
  const entries = Object.entries(state.reps).map(
    ([ownerId, rep]) => [ownerId, change(rep, ownerId)] as const,
  );
  return { ...state, reps: Object.fromEntries(entries) };
}
