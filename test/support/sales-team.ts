// A sales team as a portal sees it: leads arrive, are decided one by one, wait, are closed; reps have weights and limits, are
// away and come back, join and leave the pool. Keeps its own books, so that what decisions promise can be counted afterwards.
import type { Agreement, Instant } from '#domain/agreement.ts';
import type { PoolMember, ReturnRule } from '#domain/agreement-routing.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, Load, PoolState } from '#domain/decision.ts';
import { DAY_MS, fromEpochMs, HOUR_MS, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { agreementWith, contextAt, factsWith, signal, T0 } from './builders.ts';
import { deskOf, memberWith, poolWith, routingTo } from './routing-builders.ts';

export interface Team {
  /** One rep per weight, in hundredths. */
  readonly weights: readonly number[];
  readonly leads: number;
  readonly afterAbsence: ReturnRule;
  /** Whether reps have limits, are away, and join and leave; else everybody is always there. */
  readonly isBusy: boolean;
  readonly seed: number;
}

export interface Books {
  /** By owner id, in order of giving. */
  readonly given: readonly { readonly ownerId: string; readonly code: string; readonly at: Instant }[];
  /** Leads given above a limit, or to somebody absent or not in the pool. */
  readonly breaches: readonly string[];
  /** The furthest that a rep was from his share at any turn of an interval, in thousandths of a lead. */
  readonly worstShareError: number;
  /** The furthest from his share over all turns, whatever the intervals, likewise. */
  readonly longRunError: number;
  /** Two leads in a row that made up for an absence, or with credit two without a turn between. */
  readonly floods: number;
  readonly madeUp: number;
  readonly intervals: number;
  readonly waited: number;
}

interface World {
  readonly team: Team;
  readonly random: (below: number) => number;
  members: PoolMember[];
  agreement: Agreement;
  nowMs: number;
  pool: PoolState | undefined;
  readonly open: Map<string, number[]>;
  readonly today: Map<string, number>;
  day: number;
  readonly waiting: { readonly at: Instant; readonly state: LeadState }[];
  readonly watch: Watch;
}

/** The books of shares: turns by rep in the interval, and what was due to each over all. */
interface Watch {
  key: string;
  turns: number;
  readonly taken: Map<string, number>;
  readonly all: Map<string, number>;
  readonly due: Map<string, number>;
  readonly given: { ownerId: string; code: string; at: Instant }[];
  readonly breaches: string[];
  readonly sinceMadeUp: Map<string, number>;
  lastMadeUp: boolean;
  worst: number;
  floods: number;
  intervals: number;
  waited: number;
}

export function workOff(team: Team): Books {
  const world = found(team);
  for (let arrived = 0; arrived < team.leads; arrived++) {
    world.nowMs += team.isBusy ? world.random(6 * MINUTE_MS) : MINUTE_MS;
    if (team.isBusy) liveOn(world, arrived);
    const waiting = world.waiting.splice(0);
    for (const lead of waiting) offer(world, lead.at, lead.state);
    offer(world, fromEpochMs(world.nowMs), initialState());
  }
  const { given, breaches, worst, all, due, floods, intervals, waited } = world.watch;
  const errors = [...due].map(([id, share]) => Math.abs((all.get(id) ?? 0) - share));
  return {
    given,
    breaches,
    worstShareError: Math.round(worst * 1000),
    longRunError: Math.round(Math.max(...errors) * 1000),
    floods,
    madeUp: given.filter(({ code }) => code === 'ownerCatchesUp').length,
    intervals,
    waited,
  };
}

function found(team: Team): World {
  const random = randomFrom(team.seed);
  const world: World = {
    team,
    random,
    members: team.weights.map((weight, index) => hire(String(index + 1), weight, { team, random })),
    agreement: agreementWith(),
    nowMs: toEpochMs(T0),
    pool: undefined,
    open: new Map(),
    today: new Map(),
    day: 0,
    waiting: [],
    watch: {
      key: '',
      turns: 0,
      taken: new Map(),
      all: new Map(),
      due: new Map(),
      given: [],
      breaches: [],
      sinceMadeUp: new Map(),
      lastMadeUp: false,
      worst: 0,
      floods: 0,
      intervals: 0,
      waited: 0,
    },
  };
  sign(world);
  return world;
}

/** Linear congruences, modulo 2^31: the same on every engine. */
function randomFrom(seed: number): (below: number) => number {
  let state = BigInt(seed);
  return (below) => {
    state = (state * 1_103_515_245n + 12_345n) % 2_147_483_648n;
    return Number((state >> 4n) % BigInt(below));
  };
}

function hire(id: string, weight: number, { team, random }: Pick<World, 'team' | 'random'>): PoolMember {
  if (!team.isBusy) return memberWith(id, { weight, timeZone: 'UTC' });
  const absences = [0, 1, 2, 3, 4, 5].map((month) => {
    const from = toEpochMs(T0) + (month * 30 + random(20)) * DAY_MS;
    return { from: dayOf(from), until: dayOf(from + random(6) * DAY_MS) };
  });
  return memberWith(id, {
    weight,
    timeZone: 'UTC',
    maxPerDay: random(2) === 0 ? null : 20 + random(40),
    maxOpen: random(3) === 0 ? 40 + random(60) : null,
    absences,
  });
}

function dayOf(epochMs: number): string {
  return fromEpochMs(epochMs).slice(0, 10);
}

/** Another version of the agreement, with the reps as they are now. */
function sign(world: World): void {
  const { members, team } = world;
  const pool = poolWith({ members, afterAbsence: team.afterAbsence });
  world.agreement = agreementWith({ routing: { ...routingTo([]), timeZone: 'UTC', pools: [pool] } });
}

/** A new day begins, leads are closed, now and then somebody joins, leaves or gets another weight. */
function liveOn(world: World, arrived: number): void {
  const day = Math.floor(world.nowMs / DAY_MS);
  if (day !== world.day) world.today.clear();
  world.day = day;
  for (const [id, ends] of world.open) {
    world.open.set(
      id,
      ends.filter((end) => end > world.nowMs),
    );
  }
  if (arrived % 997 !== 996) return;
  const index = world.random(world.members.length);
  const kind = world.random(3);
  const member = world.members[index]!;
  if (kind === 0 && world.members.length > 3) world.members.splice(index, 1);
  else if (kind === 1) world.members[index] = { ...member, weight: 100 * (1 + world.random(5)) };
  else world.members.push(hire(String(100 + arrived), 100, world));
  sign(world);
}

function offer(world: World, at: Instant, state: LeadState): void {
  const now = fromEpochMs(world.nowMs);
  const loads = Object.fromEntries(
    world.members.map((member) => [idOf(member), loadOf(world, idOf(member))]),
  );
  const ids = world.members.map(idOf);
  const desk = deskOf(ids, { loads, pools: world.pool === undefined ? {} : { '*': world.pool } });
  const context = { ...contextAt(now, { pool: { activeOwners: ids } }), desk };
  const facts = factsWith({
    contact: { size: 'big', lifecyclestage: 'lead' },
    signals: [signal('form', fromEpochMs(toEpochMs(at) - HOUR_MS))],
  });
  const decision = decide(world.agreement, { facts, state }, context);
  if (decision.state.assignedAt === null) {
    world.watch.waited += 1;
    world.waiting.push({ at, state: decision.state });
  } else keepBooks(world, decision);
}

function idOf({ email }: PoolMember): string {
  return email.slice('rep'.length, email.indexOf('@'));
}

function loadOf({ today, open }: World, id: string): Load {
  return { today: today.get(id) ?? 0, open: open.get(id)?.length ?? 0 };
}

function canTake(world: World, member: PoolMember): boolean {
  const day = dayOf(world.nowMs);
  const { today, open } = loadOf(world, idOf(member));
  const isAway = member.absences.some(({ from, until }) => from <= day && day <= until);
  return !isAway && today < (member.maxPerDay ?? Infinity) && open < (member.maxOpen ?? Infinity);
}

function keepBooks(world: World, { state, reasons, route }: Decision): void {
  const { watch, nowMs } = world;
  const ownerId = state.owner.value;
  const code = codeOf(reasons);
  const here = world.members.filter((member) => canTake(world, member));
  if (!here.some((member) => idOf(member) === ownerId))
    watch.breaches.push(`${fromEpochMs(nowMs)} ${ownerId}`);
  noteInterval(watch, here);
  if (code === 'ownerCatchesUp') noteMadeUp(world, ownerId);
  else noteTurn(watch, here, ownerId);
  watch.lastMadeUp = code === 'ownerCatchesUp';
  watch.given.push({ ownerId, code, at: state.assignedAt ?? '' });
  world.today.set(ownerId, (world.today.get(ownerId) ?? 0) + 1);
  const ends = nowMs + (1 + world.random(20)) * DAY_MS;
  world.open.set(ownerId, [...(world.open.get(ownerId) ?? []), ends]);
  world.pool = route?.turns?.state ?? world.pool;
}

function codeOf(reasons: Decision['reasons']): string {
  return reasons.find((reason) => reason.code.startsWith('owner'))?.code ?? '';
}

function noteMadeUp({ watch, team }: World, ownerId: string): void {
  const isTurnless = team.afterAbsence.policy === 'credit' && watch.sinceMadeUp.get(ownerId) === 0;
  if (watch.lastMadeUp || isTurnless) watch.floods += 1;
  watch.sinceMadeUp.set(ownerId, 0);
}

/** Others take part than at the lead before: counting starts anew. */
function noteInterval(watch: Watch, here: readonly PoolMember[]): void {
  const key = here.map((member) => `${idOf(member)}:${member.weight}`).join(' ');
  if (key === watch.key) return;
  watch.key = key;
  watch.turns = 0;
  watch.taken.clear();
  watch.intervals += 1;
}

function noteTurn(watch: Watch, here: readonly PoolMember[], ownerId: string): void {
  watch.turns += 1;
  watch.taken.set(ownerId, (watch.taken.get(ownerId) ?? 0) + 1);
  watch.all.set(ownerId, (watch.all.get(ownerId) ?? 0) + 1);
  watch.sinceMadeUp.set(ownerId, (watch.sinceMadeUp.get(ownerId) ?? 0) + 1);
  const whole = here.reduce((sum, { weight }) => sum + weight, 0);
  for (const member of here) {
    const id = idOf(member);
    const share = (watch.turns * member.weight) / whole;
    watch.worst = Math.max(watch.worst, Math.abs((watch.taken.get(id) ?? 0) - share));
    watch.due.set(id, (watch.due.get(id) ?? 0) + member.weight / whole);
  }
}
