// Whose turn it is in a pool, by trying: a rep may take the turn when the rest of the round can still be dealt so that
// nobody is ever a whole turn from his share.
import type { DeskPool, PoolTurns, RepTurns } from './routing-shapes.ts';
import { DAY, ms } from './shapes.ts';

export interface Chair {
  id: string;
  weight: number;
  state: 'here' | 'away' | 'out';
}

export interface Dealt {
  id: string;
  code: 'ownerByTurn' | 'ownerOutOfTurn' | 'ownerCatchesUp';
  pool: PoolTurns;
  turn: number;
  of: number;
  taken: number;
  weight: number;
}

type Reps = Record<string, RepTurns>;
type Draft = { given: number; madeUp: boolean; reps: Reps };

export function deal(
  before: PoolTurns | undefined,
  { chairs, rule, now }: { chairs: Chair[]; rule: DeskPool['afterAbsence']; now: string },
  barred: readonly string[],
): Dealt | null {
  const pool = bringUpToDate(before, { chairs, rule, now });
  const here = chairs.filter(({ state }) => state === 'here').map(({ id }) => id);
  const allowed = here.filter((id) => !barred.includes(id));
  if (allowed.length === 0) return null;
  const owed = pool.madeUp ? [] : allowed.filter((id) => mayMakeUp(pool.reps[id]!, rule.policy));
  const [first] = owed.sort((a, b) => {
    const [left, right] = [pool.reps[a]!, pool.reps[b]!];
    return (right.missed ?? 0) - (left.missed ?? 0) || left.last - right.last;
  });
  if (first !== undefined) return makeUp(pool, first);
  for (;;) {
    const next = whoseTurn(pool.reps, here);
    const rep = pool.reps[next]!;
    if (rep.ahead === 0) {
      const id = allowed.includes(next) ? next : mostOwed(pool.reps, allowed);
      return regular(pool, { chairs, rule }, { id, isTurn: id === next });
    }
    rep.ahead -= 1;
    count(pool.reps, next);
  }
}

export function dealAhead(
  before: PoolTurns | undefined,
  how: { chairs: Chair[]; rule: DeskPool['afterAbsence']; now: string },
  id: string,
): PoolTurns {
  const pool = bringUpToDate(before, how);
  const rep = (pool.reps[id] ??= newcomer(0));
  rep.ahead += 1;
  pool.given += 1;
  rep.last = pool.given;
  return pool;
}

function regular(
  pool: Draft,
  { chairs, rule }: { chairs: Chair[]; rule: DeskPool['afterAbsence'] },
  { id, isTurn }: { id: string; isTurn: boolean },
): Dealt {
  const rep = pool.reps[id]!;
  const told = { turn: turnsOf(pool.reps), of: roundOf(pool.reps), taken: rep.taken, weight: rep.weight };
  miss(pool.reps, chairs, rule);
  pool.madeUp = false;
  pool.given += 1;
  rep.last = pool.given;
  if (!isTurn) {
    rep.ahead += 1;
    return { id, code: 'ownerOutOfTurn', pool, ...told };
  }
  if (rep.backAt !== undefined) rep.earned = true;
  count(pool.reps, id);
  return { id, code: 'ownerByTurn', pool, ...told, turn: told.turn + 1, taken: told.taken + 1 };
}

function mayMakeUp({ backAt, earned, missed = 0 }: RepTurns, policy: string): boolean {
  return backAt !== undefined && missed >= 1000 && (policy === 'catch-up' || earned === true);
}

function makeUp(pool: Draft, id: string): Dealt {
  const rep = pool.reps[id]!;
  rep.missed = (rep.missed ?? 0) - 1000;
  delete rep.earned;
  if (rep.missed < 1000) forget(rep);
  pool.given += 1;
  rep.last = pool.given;
  pool.madeUp = true;
  const { taken, weight } = rep;
  return {
    id,
    code: 'ownerCatchesUp',
    pool,
    turn: turnsOf(pool.reps),
    of: roundOf(pool.reps),
    taken,
    weight,
  };
}

function forget(rep: RepTurns): void {
  delete rep.missed;
  delete rep.backAt;
  delete rep.earned;
}

function bringUpToDate(
  before: PoolTurns | undefined,
  { chairs, rule, now }: { chairs: Chair[]; rule: DeskPool['afterAbsence']; now: string },
): Draft {
  const pool: Draft = structuredClone(before ?? { given: 0, madeUp: false, reps: {} });
  const here = chairs.filter(({ state }) => state === 'here');
  let divisor = Math.min(...here.map(({ weight }) => weight));
  while (here.some(({ weight }) => weight % divisor !== 0)) divisor -= 1;
  const weights = new Map(here.map(({ id, weight }) => [id, weight / divisor]));
  const playing = Object.keys(pool.reps).filter((id) => pool.reps[id]!.weight > 0);
  const isSame =
    playing.every((id) => pool.reps[id]!.weight === weights.get(id)) && playing.length === weights.size;
  if (!isSame) {
    const [turns, round] = [turnsOf(pool.reps), roundOf(pool.reps)];
    for (const id of playing) {
      const rep = pool.reps[id]!;
      rep.balance += Math.round((1000 * turns * rep.weight) / round) - 1000 * rep.taken;
    }
    for (const rep of Object.values(pool.reps)) Object.assign(rep, { weight: 0, taken: 0 });
    for (const [id, weight] of weights) pool.reps[id] = { ...(pool.reps[id] ?? newcomer(0)), weight };
  }
  for (const { id, state } of chairs) settleAbsence(pool.reps[id], state, { rule, now });
  return pool;
}

function settleAbsence(
  rep: RepTurns | undefined,
  state: Chair['state'],
  { rule, now }: { rule: DeskPool['afterAbsence']; now: string },
): void {
  if (rep?.missed === undefined) return;
  const missed = Math.min(rep.missed, mostMissed(rule));
  if (state === 'away') {
    forget(rep);
    if (missed > 0) rep.missed = missed;
    return;
  }
  const backAt = rep.backAt ?? now;
  const isOver = rule.expiresDays !== null && ms(now) - ms(backAt) >= Math.round(rule.expiresDays * DAY);
  if (missed < 1000 || isOver) forget(rep);
  else Object.assign(rep, { missed, backAt });
}

function mostMissed({ policy, cap }: DeskPool['afterAbsence']): number {
  return policy === 'forgive' ? 0 : (cap ?? Number.MAX_SAFE_INTEGER) * 1000;
}

function miss(reps: Reps, chairs: Chair[], rule: DeskPool['afterAbsence']): void {
  if (rule.policy === 'forgive') return;
  const counted = chairs.filter(({ state }) => state !== 'out');
  const all = counted.reduce((sum, { weight }) => sum + weight, 0);
  for (const { id, weight, state } of counted) {
    if (state !== 'away') continue;
    const rep = (reps[id] ??= newcomer(0));
    const missed = (rep.missed ?? 0) + Math.floor((1000 * weight) / all);
    rep.missed = rule.cap === null ? missed : Math.min(missed, rule.cap * 1000);
  }
}

function newcomer(weight: number): RepTurns {
  return { weight, taken: 0, balance: 0, last: 0, ahead: 0 };
}

function turnsOf(reps: Reps): number {
  return Object.values(reps).reduce((sum, { taken }) => sum + taken, 0);
}

function roundOf(reps: Reps): number {
  return Object.values(reps).reduce((sum, { weight }) => sum + weight, 0);
}

function count(reps: Reps, id: string): void {
  reps[id]!.taken += 1;
  if (turnsOf(reps) === roundOf(reps)) for (const rep of Object.values(reps)) rep.taken = 0;
}

function whoseTurn(reps: Reps, here: readonly string[]): string {
  const taken = here.map((id) => reps[id]!.taken);
  const weights = here.map((id) => reps[id]!.weight);
  const possible = here.filter((_, index) => canGoOn(weights, taken, index));
  return mostOwed(reps, possible);
}

/** The turn to that one, and each after it to a free one whose deadline comes first: every deadline is kept. */
function canGoOn(weights: number[], before: number[], choice: number): boolean {
  const taken = [...before];
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const start = taken.reduce((sum, each) => sum + each, 0);
  for (let turn = start + 1; turn <= all; turn += 1) {
    const free = weights.map((_, i) => i).filter((i) => taken[i]! - (turn * weights[i]!) / all < -1e-9);
    const deadline = (i: number): number => Math.ceil(((taken[i]! + 1) * all) / weights[i]! - 1e-9);
    const next = turn === start + 1 ? choice : free.toSorted((a, b) => deadline(a) - deadline(b))[0];
    if (next === undefined || !free.includes(next)) return false;
    taken[next]! += 1;
    const isShort = weights.some((weight, i) => (turn * weight) / all - taken[i]! >= 1 - 1e-9);
    if (isShort) return false;
  }
  return true;
}

function mostOwed(reps: Reps, ids: readonly string[]): string {
  const [turns, all] = [turnsOf(reps), roundOf(reps)];
  const owed = (id: string): number => {
    const { balance, weight, taken } = reps[id]!;
    return balance + Math.floor((1000 * (turns + 1) * weight) / all) - 1000 * taken;
  };
  return ids.toSorted((a, b) => owed(b) - owed(a) || reps[a]!.last - reps[b]!.last)[0]!;
}
