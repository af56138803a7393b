// Whether a rep of a pool can take a lead at an instant, what is in the way, and when that ends. In this order: he has left,
// is absent, has no working hours now, has had the leads of a day, has as many open ones as he may.

import type { Calendar } from '#domain/agreement.ts';
import type { Hours, PoolMember, RoutingModel, RoutingPool } from '#domain/agreement-routing.ts';
import { addDuration } from '#domain/business-time.ts';
import type { BacklogRelease, Desk, Load, Owners, Sayer, UserTime } from '#domain/decision.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { dayAt, startOfDay } from '#domain/local-day.ts';
import { spansOf, spellAt } from './absences.ts';
import { membersOf, type PoolRep } from './members.ts';

export const OBSTACLES = ['nobody', 'absent', 'hours', 'full'] as const;
/** What is in the way; of several reps' the last one in this order is told. */
export type Obstacle = (typeof OBSTACLES)[number];

interface Standing {
  /** Null: can take a lead. */
  readonly obstacle: Exclude<Obstacle, 'nobody'> | null;
  readonly by: Sayer;
  /** When the obstacle ends by the clock alone; null: unknown, or there is none. */
  readonly untilMs: number | null;
}

export interface Presence extends Standing, PoolRep {}

/** What presences are judged by. */
export interface Room {
  readonly routing: RoutingModel;
  readonly desk: Desk;
  readonly owners: Pick<Owners, 'activeOwners' | 'absences'>;
  readonly nowMs: number;
  /** The lead is let go from the backlog: nobody gets more of it in a day than his share. */
  readonly release?: BacklogRelease;
}

/** Of the backlog a rep gets no more today; false of any other lead. */
export function hasHadShare({ release }: Pick<Room, 'release'>, ownerId: string): boolean {
  return release !== undefined && (release.given[ownerId] ?? 0) >= release.perRepAndDay;
}

export type RepStanding = Pick<Presence, 'ownerId' | 'obstacle' | 'by'>;

/** What keeps an owner from a lead of the backlog, in whichever pool: also who is in none gets no more than his share. */
export function obstacleAnywhere(room: Room, ownerId: string): RepStanding | undefined {
  const presences = room.routing.pools.flatMap((pool) => presencesIn(pool, room));
  const found = presences.find((each) => each.ownerId === ownerId && each.obstacle !== null);
  if (found !== undefined) return found;
  const absence = absenceIn(room, ownerId);
  if (absence !== null) return { ownerId, ...absence };
  return hasHadShare(room, ownerId) ? { ownerId, obstacle: 'full', by: 'release' } : undefined;
}

/** Of every active owner in a pool, in its order. A pool that is full as a whole is so for each of them. */
export function presencesIn(pool: RoutingPool, room: Room): readonly Presence[] {
  const members = activeMembers(pool, room);
  const isPoolFull = isOver(pool, sumLoads(members.map(({ ownerId }) => loadOf(room.desk, ownerId))));
  return members.map(({ ownerId, member }) => {
    const found = obstacleOf(ownerId, member, room);
    if (found.obstacle !== null || isPoolFull === null) return { ownerId, member, ...found };
    return { ownerId, member, obstacle: 'full', by: 'agreement', untilMs: endOfLimit(isPoolFull, room) };
  });
}

function activeMembers(
  pool: RoutingPool,
  { desk: { reps }, owners: { activeOwners } }: Room,
): readonly PoolRep[] {
  return membersOf(pool, { reps, activeOwners }).filter(({ ownerId }) => activeOwners.includes(ownerId));
}

const NO_LOAD: Load = { today: 0, open: 0 };

function loadOf({ loads }: Desk, ownerId: string): Load {
  return loads[ownerId] ?? NO_LOAD;
}

function sumLoads(loads: readonly Load[]): Load {
  return loads.reduce(
    (sum, { today, open }) => ({ today: sum.today + today, open: sum.open + open }),
    NO_LOAD,
  );
}

/** Which limit is reached; of both, the one that no clock ends. */
function isOver(
  limits: Pick<PoolMember, 'maxPerDay' | 'maxOpen'>,
  { today, open }: Load,
): 'day' | 'open' | null {
  if (limits.maxOpen !== null && open >= limits.maxOpen) return 'open';
  return limits.maxPerDay !== null && today >= limits.maxPerDay ? 'day' : null;
}

function obstacleOf(ownerId: string, member: PoolMember, room: Room): Standing {
  const { desk, routing, nowMs } = room;
  const user = desk.users[ownerId];
  const absence = absenceOf(member, user, nowMs) ?? absenceIn(room, ownerId);
  if (absence !== null) return absence;
  const opensMs = openingOf(member.hours ?? user?.hours ?? null, routing, nowMs);
  const hoursBy = member.hours === null ? 'hubspot' : 'agreement';
  if (opensMs > nowMs) return { obstacle: 'hours', by: hoursBy, untilMs: opensMs };
  const over = isOver(member, loadOf(desk, ownerId));
  if (over !== null) return { obstacle: 'full', by: 'agreement', untilMs: endOfLimit(over, room) };
  return hasHadShare(room, ownerId)
    ? { obstacle: 'full', by: 'release', untilMs: endOfLimit('day', room) }
    : { obstacle: null, by: 'agreement', untilMs: null };
}

/** Null: not absent. The end of one absence may lie in the next one: then it is looked again. */
function absenceOf(member: PoolMember, user: UserTime | undefined, nowMs: number): Standing | null {
  for (const { fromMs, untilMs } of spansOf(member))
    if (fromMs <= nowMs && nowMs < untilMs) return { obstacle: 'absent', by: 'agreement', untilMs };
  for (const { from, until } of user?.away ?? []) {
    const end = toEpochMs(until);
    if (toEpochMs(from) <= nowMs && nowMs < end) return { obstacle: 'absent', by: 'hubspot', untilMs: end };
  }
  return null;
}

/** Also of an owner in no pool, or who is absent by what another pool says; null: he is not. */
export function absenceIn(
  { owners, nowMs }: Pick<Room, 'owners' | 'nowMs'>,
  ownerId: string,
): Standing | null {
  const spell = spellAt(owners, ownerId, nowMs);
  return spell === null ? null : { obstacle: 'absent', by: spell.by, untilMs: spell.untilMs };
}

/** The instant itself while at work; without hours always. */
function openingOf(hours: Hours | null, routing: RoutingModel, nowMs: number): number {
  if (hours === null) return nowMs;
  const instant = fromEpochMs(nowMs);
  return toEpochMs(addDuration(calendarOf(hours, routing), instant, { unit: 'workingHours', amount: 0 }));
}

/** Kept by the hours, which never change: calendars remember what their days hold. */
const calendars = new WeakMap<Hours, Calendar>();

function calendarOf(hours: Hours, { daysOff }: RoutingModel): Calendar {
  const known = calendars.get(hours);
  if (known?.daysOff === daysOff) return known;
  const calendar = { ...hours, daysOff };
  calendars.set(hours, calendar);
  return calendar;
}

/** A day ends where the next local one starts; an open lead closes when somebody closes it. */
function endOfLimit(limit: 'day' | 'open', { routing, nowMs }: Room): number | null {
  if (limit === 'open') return null;
  const { timeZone } = routing;
  return startOfDay(timeZone, dayAt(timeZone, nowMs) + 1);
}
