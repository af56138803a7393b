// Who gets a lead that waits for an owner: the account, the rules, the pools with their overflow.

import { whoIsAbsent } from './absences.ts';
import { addDuration, dayAt } from './business-time.ts';
import { matches } from './conditions.ts';
import { type Chair, deal, dealAhead } from './pool-turns.ts';
import type { Desk, DeskPool, PoolTurns, RoutingRule } from './routing-shapes.ts';
import { DAY, iso, ms, type Reason } from './shapes.ts';
import { type Work, whoLostIt } from './work.ts';

export interface Way {
  ownerId: string;
  pools: string[];
  turns?: { pool: string; state: PoolTurns };
  reasons: Reason[];
}

interface Rep {
  id: string;
  weight: number;
  obstacle: 'absent' | 'hours' | 'full' | null;
  by: 'agreement' | 'hubspot';
}

export function findWay(work: Work, desk: Desk, useAccount: boolean): Way {
  const way: Way = { ownerId: '', pools: [], reasons: [] };
  if (useAccount && giveToAccount(work, desk, { way, withColleague: true })) return way;
  for (const rule of work.agreement.routing.rules) {
    const failing = failingCriterion(work, rule);
    if (failing !== null) {
      tell(way, 'ruleSkipped', { routingRule: rule.id, by: failing });
    } else if (rule.pool !== null) {
      tell(way, 'ruleMatched', { routingRule: rule.id });
      return askPools(work, desk, { way, first: rule.pool });
    } else {
      const told = way.reasons.length;
      if (giveToAccount(work, desk, { way, withColleague: false })) {
        way.reasons.splice(told, 0, { code: 'ruleMatched', params: { routingRule: rule.id } });
        return way;
      }
      tell(way, 'ruleSkipped', { routingRule: rule.id, by: 'account' });
    }
  }
  return askPools(work, desk, { way, first: work.agreement.routing.otherwise });
}

function tell(way: Way, code: string, params: Reason['params']): void {
  way.reasons.push({ code, params });
}

function failingCriterion(work: Work, rule: RoutingRule): string | null {
  const { agreement, facts, now, judgedStage, verdict } = work;
  const view = { facts, timeZone: agreement.calendar.timeZone, stage: judgedStage, now, scores: verdict };
  for (const { by, when } of rule.criteria) if (!matches(when, view)) return by;
  return null;
}

function giveToAccount(
  work: Work,
  desk: Desk,
  { way, withColleague }: { way: Way; withColleague: boolean },
): boolean {
  const { activeOwners, companyOwner } = work.context.pool;
  const lost = whoLostIt(work.state);
  const people = [
    { code: 'ownerFromCompany', id: companyOwner },
    { code: 'ownerFromDomain', id: desk.domainOwner },
    { code: 'ownerFromColleague', id: withColleague ? desk.colleague : '' },
  ].filter(({ id }) => activeOwners.includes(id) && !lost.includes(id));
  const rules = work.agreement.routing.rules.filter((rule) => rule.pool !== null);
  const matched = rules.find((rule) => failingCriterion(work, rule) === null);
  const poolId = matched?.pool ?? work.agreement.routing.otherwise;
  for (const { code, id } of people) {
    const pool = enter(work, way, poolId);
    const rep = pool === undefined ? undefined : repsOf(work, desk, pool).find((one) => one.id === id);
    if (!isBusy(way, rep ?? strangerAway(work, id))) {
      tell(way, code, { ownerId: id });
      way.ownerId = id;
      if (pool !== undefined && rep !== undefined) useTurn(work, desk, { way, pool, id });
      return true;
    }
  }
  return false;
}

/** Of one who takes no turns in the pool it is only known whether he is absent. */
function strangerAway(work: Work, id: string): Omit<Rep, 'weight'> | undefined {
  const spell = whoIsAbsent(work, id);
  return spell === null ? undefined : { id, obstacle: 'absent', by: spell.by };
}

function enter(work: Work, way: Way, id: string): DeskPool | undefined {
  const pool = work.agreement.routing.pools.find((one) => one.id === id);
  if (pool !== undefined && !way.pools.includes(id)) way.pools.push(id);
  return pool;
}

/** Told once. */
function isBusy(way: Way, rep: Omit<Rep, 'weight'> | undefined): boolean {
  if (rep?.obstacle !== 'absent' && rep?.obstacle !== 'full') return false;
  const isTold = way.reasons.some(({ code, params }) => code === 'ownerBusy' && params['ownerId'] === rep.id);
  if (!isTold) tell(way, 'ownerBusy', { ownerId: rep.id, obstacle: rep.obstacle, by: rep.by });
  return true;
}

function useTurn(work: Work, desk: Desk, { way, pool, id }: { way: Way; pool: DeskPool; id: string }): void {
  if (!pool.matchTakesTurn) return;
  const how = { chairs: chairsOf(repsOf(work, desk, pool)), rule: pool.afterAbsence, now: work.context.now };
  way.turns = { pool: pool.id, state: dealAhead(desk.pools[pool.id], how, id) };
}

function askPools(work: Work, desk: Desk, { way, first }: { way: Way; first: string }): Way {
  const asked = new Set<string>();
  for (let id = first; ; ) {
    asked.add(id);
    const pool = enter(work, way, id);
    if (pool !== undefined && giveInPool(work, desk, { way, pool })) return way;
    const reason = pool === undefined ? 'nobody' : obstacleOf(repsOf(work, desk, pool));
    const next = pool?.overflow ?? null;
    if (next === null || asked.has(next)) {
      tell(way, 'ownerHold', { pool: id, reason });
      return way;
    }
    tell(way, 'overflow', { pool: id, next, reason });
    id = next;
  }
}

function giveInPool(work: Work, desk: Desk, { way, pool }: { way: Way; pool: DeskPool }): boolean {
  const former = work.state.formerReps ?? [];
  const reps = repsOf(work, desk, pool);
  const known = reps.find(({ id }) => id === former[0]?.ownerId);
  const lost = whoLostIt(work.state);
  const isFree = known !== undefined && !lost.includes(known.id);
  if (isFree && isSticky(work, pool) && !isBusy(way, known)) {
    tell(way, 'ownerSticky', { ownerId: known.id, pool: pool.id });
    way.ownerId = known.id;
    useTurn(work, desk, { way, pool, id: known.id });
    return true;
  }
  way.reasons.push(...skippedIn(pool.id, reps));
  const barred = [...former.slice(0, pool.skipPrevious).map(({ ownerId }) => ownerId), ...lost];
  const how = { chairs: chairsOf(reps), rule: pool.afterAbsence, now: work.context.now };
  const dealt = deal(desk.pools[pool.id], how, barred);
  if (dealt === null) return false;
  const { id, code, turn, of, taken, weight } = dealt;
  tell(way, code, { ownerId: id, pool: pool.id, turn, of, taken, weight });
  way.ownerId = id;
  way.turns = { pool: pool.id, state: dealt.pool };
  return true;
}

function skippedIn(pool: string, reps: Rep[]): Reason[] {
  const groups = new Map<string, Rep[]>();
  for (const kind of [
    'absent agreement',
    'absent hubspot',
    'hours agreement',
    'hours hubspot',
    'full agreement',
  ])
    groups.set(kind, []);
  for (const rep of reps) groups.get(`${rep.obstacle} ${rep.by}`)?.push(rep);
  return [...groups]
    .filter(([, group]) => group.length > 0)
    .map(([kind, group]) => {
      const [obstacle = '', by = ''] = kind.split(' ');
      const ids = group.map(({ id }) => id).filter((_, index) => index < 10);
      return {
        code: 'repsSkipped',
        params: { pool, obstacle, by, reps: group.length, ownerIds: ids.join(' ') },
      };
    });
}

function isSticky({ state }: Work, { stickyDays }: DeskPool): boolean {
  const until = ms(state.formerReps?.[0]?.until ?? '');
  const back = ms(state.handedOverAt ?? '');
  return stickyDays !== null && until < back && back < until + Math.round(stickyDays * DAY);
}

function obstacleOf(reps: Rep[]): string {
  const found = reps.map(({ obstacle }) => obstacle);
  if (found.includes(null)) return 'passedOver';
  if (found.includes('full')) return 'full';
  if (found.includes('hours')) return 'hours';
  return found.includes('absent') ? 'absent' : 'nobody';
}

function chairsOf(reps: Rep[]): Chair[] {
  return reps.map(({ id, weight, obstacle }) => {
    if (obstacle === null) return { id, weight, state: 'here' };
    return { id, weight, state: obstacle === 'absent' ? 'away' : 'out' };
  });
}

function repsOf(work: Work, desk: Desk, pool: DeskPool): Rep[] {
  const { activeOwners } = work.context.pool;
  const everybody = [...activeOwners].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const found = new Map<string, DeskPool['members'][number]>();
  for (const member of pool.members) {
    const ids = member.email === '*' ? everybody : [desk.reps[member.email] ?? ''];
    for (const id of ids) if (activeOwners.includes(id) && !found.has(id)) found.set(id, member);
  }
  const loads = [...found.keys()].map((id) => desk.loads[id] ?? { today: 0, open: 0 });
  const today = loads.reduce((sum, load) => sum + load.today, 0);
  const open = loads.reduce((sum, load) => sum + load.open, 0);
  const isPoolFull = reaches(today, pool.maxPerDay) || reaches(open, pool.maxOpen);
  return [...found].map(([id, member]) => {
    const load = desk.loads[id] ?? { today: 0, open: 0 };
    const isFull = isPoolFull || reaches(load.today, member.maxPerDay) || reaches(load.open, member.maxOpen);
    const other = isFull ? ('full' as const) : null;
    const obstacle = isOutside(work, desk, { id, member }) ? ('hours' as const) : other;
    const absentBy = whoSaysAbsent(work, desk, { id, member });
    if (absentBy !== null) return { id, weight: member.weight, obstacle: 'absent', by: absentBy };
    const by = obstacle === 'hours' && member.hours === null ? 'hubspot' : 'agreement';
    return { id, weight: member.weight, obstacle, by };
  });
}

function reaches(load: number, limit: number | null): boolean {
  return limit !== null && load >= limit;
}

interface Person {
  id: string;
  member: DeskPool['members'][number];
}

function whoSaysAbsent(work: Work, desk: Desk, { id, member }: Person): Rep['by'] | null {
  const { now } = work;
  const day = dayAt(member.timeZone, now);
  if (member.absences.some(({ from, until }) => from <= day && day <= until)) return 'agreement';
  const isAway = (desk.users[id]?.away ?? []).some(({ from, until }) => ms(from) <= now && now < ms(until));
  return isAway ? 'hubspot' : (whoIsAbsent(work, id)?.by ?? null);
}

type OwnCalendar = Parameters<typeof addDuration>[0];
const calendars = new Map<string, OwnCalendar>();

function isOutside({ agreement, now }: Work, desk: Desk, { id, member }: Person): boolean {
  const hours = member.hours ?? desk.users[id]?.hours ?? null;
  if (hours === null) return false;
  const own = { ...hours, daysOff: agreement.routing.daysOff };
  const key = JSON.stringify(own);
  const calendar = calendars.get(key) ?? own;
  calendars.set(key, calendar);
  return addDuration(calendar, iso(now), { unit: 'workingHours', amount: 0 }) !== iso(now);
}

/** May name too many: every minute while a lead waits, the ends of what HubSpot says of reps. */
export function routeInstants({ desk, pool }: Work['context'], fromMs: number): number[] {
  if (desk === undefined) return [];
  const minute = Math.floor(fromMs / 60_000) * 60_000;
  const ends = Object.values(desk.users).flatMap(({ away = [] }) => away.map(({ until }) => ms(until)));
  const others = Object.values(pool.absences ?? {}).flatMap((own) => own.map(({ until }) => ms(until)));
  return [...Array.from({ length: 17 }, (_, index) => minute + index * 60_000), ...ends, ...others];
}
