// The way to an owner: who has the account, the agreement's rules in order, the pool with its overflow. Tells every step.
import type { RoutingPool, RoutingRule } from '#domain/agreement-routing.ts';
import { passedOwners } from '#domain/consequences/pending.ts';
import { type Course, isLetGo, reasonOf } from '#domain/course.ts';
import type { Desk, Reason, Route } from '#domain/decision.ts';
import { DAY_MS, toEpochMs } from '#domain/instant.ts';
import {
  absenceIn,
  OBSTACLES,
  obstacleAnywhere,
  type Presence,
  presencesIn,
  type RepStanding,
  type Room,
} from './presence.ts';
import { failingCriterion, poolFor, skipped } from './rules.ts';
import { tellSkipped } from './skipped-reps.ts';
import { type Given, type Seat, type Table, takeAhead, takeTurn } from './turns.ts';

export interface Found {
  readonly route: Route;
  readonly reasons: readonly Reason[];
}

interface Search {
  readonly course: Course;
  readonly room: Room;
  readonly reasons: Reason[];
  readonly pools: string[];
  /** Whoever lost the lead by a consequence. */
  readonly passed: readonly string[];
}

/** `useAccount`: before any rule. The owner is '' while nobody can take the lead. */
export function findOwner(course: Course, desk: Desk, useAccount: boolean): Found {
  const search = openSearch(course, desk);
  const found = (useAccount ? byAccount(search, true) : null) ?? byRules(search);
  return conclude(search, found);
}

/** Whether the owner who keeps the lead may have one of the backlog now. */
export function findRoomOf(course: Course, desk: Desk, ownerId: string): Found {
  const search = openSearch(course, desk);
  const pool = poolFor(search.room.routing, course.sight);
  const standing = standingOf(search, look(search, pool), ownerId);
  if (canBeMatched(search, standing)) {
    search.reasons.push(reasonOf('ownerKept', { ownerId }));
    return conclude(search, { ownerId });
  }
  search.reasons.push(reasonOf('ownerHold', { pool, reason: standing?.obstacle ?? '' }));
  return conclude(search, { ownerId: '' });
}

function openSearch(course: Course, desk: Desk): Search {
  const { agreement, context, sight } = course;
  const room = { routing: agreement.routing, desk, owners: context.pool, nowMs: sight.nowMs };
  const { release } = context;
  return {
    course,
    room: isLetGo(course) && release !== undefined ? { ...room, release } : room,
    reasons: [],
    pools: [],
    passed: passedOwners(course.state),
  };
}

function conclude({ pools, reasons }: Search, taken: Taken): Found {
  return { route: { pools: [...new Set(pools)], ...taken }, reasons };
}

type Taken = Pick<Route, 'ownerId' | 'turns'>;

/** By association, by the domain of the address, and, where asked for, whoever has another lead of the company. */
function byAccount(search: Search, withColleague: boolean): Taken | null {
  const { course, room } = search;
  const { companyOwner } = course.context.pool;
  const candidates: readonly (readonly [string, string])[] = [
    ['ownerFromCompany', companyOwner],
    ['ownerFromDomain', room.desk.domainOwner],
    ['ownerFromColleague', withColleague ? room.desk.colleague : ''],
  ];
  for (const [code, ownerId] of candidates) {
    if (!room.owners.activeOwners.includes(ownerId) || search.passed.includes(ownerId)) continue;
    const pool = look(search, poolFor(room.routing, course.sight));
    const standing = standingOf(search, pool, ownerId);
    if (canBeMatched(search, standing)) {
      search.reasons.push(reasonOf(code, { ownerId }));
      return match(search, pool, ownerId);
    }
    tellBusy(search, standing);
  }
  return null;
}

/** Of one who takes no turns in the lead's pool it is known whether he is absent, and no more. */
function outsider({ room }: Search, ownerId: string): RepStanding | undefined {
  const absence = absenceIn(room, ownerId);
  return absence === null ? undefined : { ownerId, ...absence };
}

/** Of the backlog he gets no more than any pool of his lets him. */
function standingOf(search: Search, looked: Looked | null, ownerId: string): RepStanding | undefined {
  const { room } = search;
  const presence = looked?.presences.find((each) => each.ownerId === ownerId) ?? outsider(search, ownerId);
  if (room.release === undefined || (presence !== undefined && presence.obstacle !== null)) return presence;
  return obstacleAnywhere(room, ownerId) ?? presence;
}

/** A lead that is his waits for his hours rather than go to another; one of the backlog waits where it is. */
function canBeMatched({ room }: Search, standing: RepStanding | undefined): boolean {
  if (standing === undefined || standing.obstacle === null) return true;
  return standing.obstacle === 'hours' && room.release === undefined;
}

function tellBusy({ reasons }: Search, standing: RepStanding | undefined): void {
  if (standing === undefined) return;
  const { ownerId, obstacle, by } = standing;
  const isTold = reasons.some(({ code, params }) => code === 'ownerBusy' && params['ownerId'] === ownerId);
  if (!isTold) reasons.push(reasonOf('ownerBusy', { ownerId, obstacle: obstacle ?? '', by }));
}

function match(search: Search, looked: Looked | null, ownerId: string): Taken {
  if (looked === null || !looked.pool.matchTakesTurn) return { ownerId };
  if (!looked.presences.some((presence) => presence.ownerId === ownerId)) return { ownerId };
  const state = takeAhead(stateOf(search, looked.pool), tableOf(search, looked), ownerId);
  return { ownerId, turns: { pool: looked.pool.id, state } };
}

function byRules(search: Search): Taken {
  const { course, room, reasons } = search;
  for (const rule of room.routing.rules) {
    const failing = failingCriterion(rule, course.sight);
    if (failing !== null) reasons.push(skipped(rule, failing));
    else {
      const taken = byRule(search, rule);
      if (taken !== null) return taken;
    }
  }
  return byPool(search, room.routing.otherwise);
}

/** Null where the account has no owner who can take the lead. */
function byRule(search: Search, rule: RoutingRule): Taken | null {
  const { reasons } = search;
  if (rule.pool !== null) {
    reasons.push(reasonOf('ruleMatched', { routingRule: rule.id }));
    return byPool(search, rule.pool);
  }
  const place = reasons.length;
  const taken = byAccount(search, false);
  if (taken === null) reasons.push(skipped(rule, 'account'));
  else reasons.splice(place, 0, reasonOf('ruleMatched', { routingRule: rule.id }));
  return taken;
}

interface Looked {
  readonly pool: RoutingPool;
  readonly presences: readonly Presence[];
}

/** Null for a pool that is not there, which the check refuses. */
function look({ room, pools }: Search, id: string): Looked | null {
  const pool = room.routing.pools.find((each) => each.id === id);
  if (pool === undefined) return null;
  pools.push(id);
  return { pool, presences: presencesIn(pool, room) };
}

/** Down the overflow until somebody can take the lead, or a pool comes up again. */
function byPool(search: Search, firstId: string): Taken {
  const { reasons } = search;
  const tried: string[] = [];
  let id = firstId;
  for (;;) {
    tried.push(id);
    const looked = look(search, id);
    const taken = looked === null ? null : (bySticky(search, looked) ?? byTurn(search, looked));
    if (taken !== null) return taken;
    const reason = looked === null ? 'nobody' : whyNobody(looked);
    const next = looked?.pool.overflow ?? null;
    if (next === null || tried.includes(next)) {
      reasons.push(reasonOf('ownerHold', { pool: id, reason }));
      return { ownerId: '' };
    }
    reasons.push(reasonOf('overflow', { pool: id, next, reason }));
    id = next;
  }
}

/** The rep who had the lead in the cycle before, where it came back soon enough. */
function bySticky(search: Search, looked: Looked): Taken | null {
  const { stickyDays } = looked.pool;
  const { formerReps = [], handedOverAt } = search.course.state;
  const [former] = formerReps;
  if (stickyDays === null || former === undefined || handedOverAt === null) return null;
  const handedOverMs = toEpochMs(handedOverAt);
  const untilMs = toEpochMs(former.until);
  if (untilMs >= handedOverMs || handedOverMs >= untilMs + Math.round(stickyDays * DAY_MS)) return null;
  const presence = looked.presences.find(({ ownerId }) => ownerId === former.ownerId);
  if (presence === undefined || search.passed.includes(former.ownerId)) return null;
  if (!canBeMatched(search, presence)) {
    tellBusy(search, presence);
    return null;
  }
  search.reasons.push(reasonOf('ownerSticky', { ownerId: former.ownerId, pool: looked.pool.id }));
  return match(search, looked, former.ownerId);
}

const CODES = { turn: 'ownerByTurn', ahead: 'ownerOutOfTurn', madeUp: 'ownerCatchesUp' } as const;

function byTurn(search: Search, looked: Looked): Taken | null {
  search.reasons.push(...tellSkipped(looked));
  const { formerReps = [] } = search.course.state;
  const skipped = formerReps.slice(0, looked.pool.skipPrevious).map(({ ownerId }) => ownerId);
  const passedOver = [...skipped, ...search.passed];
  const given = takeTurn(stateOf(search, looked.pool), tableOf(search, looked), passedOver);
  if (given === null) return null;
  search.reasons.push(tellTurn(given, looked.pool));
  return { ownerId: given.ownerId, turns: { pool: looked.pool.id, state: given.state } };
}

function tellTurn({ kind, ownerId, turn, of, taken, weight }: Given, { id }: RoutingPool): Reason {
  return reasonOf(CODES[kind], { ownerId, pool: id, turn, of, taken, weight });
}

function stateOf({ room }: Search, { id }: RoutingPool): ReturnType<typeof takeAhead> | undefined {
  return Object.hasOwn(room.desk.pools, id) ? room.desk.pools[id] : undefined;
}

function tableOf({ course }: Search, { pool, presences }: Looked): Table {
  return { seats: presences.map(seatOf), afterAbsence: pool.afterAbsence, now: course.context.now };
}

function seatOf({ ownerId, member, obstacle }: Presence): Seat {
  const away = obstacle === 'absent' ? 'away' : 'out';
  return { ownerId, weight: member.weight, presence: obstacle === null ? 'here' : away };
}

/** The reps who come nearest to taking a lead say it. */
function whyNobody({ presences }: Looked): string {
  if (presences.some(({ obstacle }) => obstacle === null)) return 'passedOver';
  return OBSTACLES.findLast((each) => presences.some(({ obstacle }) => obstacle === each)) ?? 'nobody';
}
