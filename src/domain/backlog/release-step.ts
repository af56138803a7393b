// What a release of the backlog does at an instant: the leads to try next, best first; or until when it waits; or that it is
// over. Who gets a lead that is tried is routing's matter, under its limits and the day's share of each rep (README.md).
import type { Agreement, Instant } from '#domain/agreement.ts';
import type { RoutingModel } from '#domain/agreement-routing.ts';
import { addDuration } from '#domain/business-time.ts';
import type { BacklogRelease, Desk } from '#domain/decision.ts';
import { DAY_MS, earlierOf, earliest, fromEpochMs, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { dayAt, startOfDay } from '#domain/local-day.ts';
import {
  hasHadShare,
  obstacleAnywhere,
  type Presence,
  presencesIn,
  type Room,
} from '#domain/routing/presence.ts';
import type { BacklogLead } from './backlog.ts';

type Calendar = Agreement['calendar'];

/** Whoever is at work late, or closes a lead, may have one then. */
const LOOK_EVERY_MS = 15 * MINUTE_MS;

/** Nobody can be given a lead without any of them. */
export const NEEDED_EFFECTS = ['stage', 'owner', 'tasks'] as const;

export interface ReleaseProgress {
  readonly release: BacklogRelease;
  /** Leads of it, all days together; null: the whole backlog. */
  readonly limit: number | null;
  readonly released: number;
}

export interface ReleaseScene {
  readonly now: Instant;
  readonly calendar: Calendar;
  readonly progress: ReleaseProgress;
  /** Best first, also those that are put off. */
  readonly leads: readonly BacklogLead[];
  /** Every lead has been judged since the last switch: there are no others. */
  readonly isWhole: boolean;
  /** Of each agreement. */
  readonly desks: ReadonlyMap<string, ReleaseDesk>;
}

export interface ReleaseDesk {
  readonly routing: RoutingModel;
  readonly desk: Desk;
  readonly owners: Room['owners'];
}

export type ReleaseStep =
  | { readonly kind: 'try'; readonly leads: readonly BacklogLead[] }
  | { readonly kind: 'wait'; readonly until: Instant }
  | { readonly kind: 'done' };

export function nextReleaseStep(scene: ReleaseScene): ReleaseStep {
  const { now, calendar, progress, leads, isWhole } = scene;
  if (progress.limit !== null && progress.released >= progress.limit) return { kind: 'done' };
  if (leads.length === 0 && isWhole) return { kind: 'done' };
  const opensAt = workingInstant(calendar, now);
  if (opensAt > now) return { kind: 'wait', until: opensAt };
  const ready = leads.filter(({ putOffUntil }) => putOffUntil === null || putOffUntil <= now);
  const rooms = new Map(
    [...scene.desks].map(([id, desk]) => [id, openRoom(desk, { release: progress.release, now })]),
  );
  const tried = ready.filter((lead) => mayGo(rooms.get(lead.agreementId), lead));
  if (tried.length > 0) return { kind: 'try', leads: tried };
  return { kind: 'wait', until: nextLook(scene, { ready, rooms }) };
}

/** Whether it is worth to try a lead now: the decision tells for sure. */
export function mayBeTaken(desk: ReleaseDesk, lead: Taken, moment: ReleaseMoment): boolean {
  return mayGo(openRoom(desk, moment), lead);
}

/** Until when a lead is not tried that nobody took though it looked as if: so that no release tries the same one for ever. */
export function putOffUntil(calendar: Calendar, now: Instant): Instant {
  return nextWorkingDay(calendar, now);
}

/** The local day by which shares are counted: `2026-11-27`. */
export function releaseDay({ timeZone }: Calendar, now: Instant): string {
  return fromEpochMs(dayAt(timeZone, toEpochMs(now)) * DAY_MS).slice(0, 10);
}

interface OpenRoom {
  readonly room: Room;
  /** By pool. */
  readonly presences: ReadonlyMap<string, readonly Presence[]>;
}

type Taken = Pick<BacklogLead, 'ownerId' | 'pools'>;

interface ReleaseMoment {
  readonly release: BacklogRelease;
  readonly now: Instant;
}

function openRoom({ routing, desk, owners }: ReleaseDesk, { release, now }: ReleaseMoment): OpenRoom {
  const room = { routing, desk, owners, nowMs: toEpochMs(now), release };
  return { room, presences: new Map(routing.pools.map((pool) => [pool.id, presencesIn(pool, room)])) };
}

/** False where it is certain that nobody can take it now. */
function mayGo(open: OpenRoom | undefined, lead: Taken): boolean {
  if (open === undefined) return false;
  const keeper = keeperOf(open.room, lead);
  if (keeper !== null) return obstacleAnywhere(open.room, keeper) === undefined;
  return takersOf(open, lead).some(({ obstacle }) => obstacle === null);
}

/** Whose the lead is and stays; null: whoever routing finds. */
function keeperOf({ routing, owners }: Room, { ownerId }: Taken): string | null {
  return routing.keepContactOwner && owners.activeOwners.includes(ownerId) ? ownerId : null;
}

/** In the pools that are known to be the lead's, else in any. */
function takersOf({ presences }: OpenRoom, { pools }: Taken): readonly Presence[] {
  return [...presences].flatMap(([id, reps]) => (pools === null || pools.includes(id) ? reps : []));
}

function nextLook(
  { now, calendar, leads, isWhole }: ReleaseScene,
  { ready, rooms }: { readonly ready: readonly BacklogLead[]; readonly rooms: ReadonlyMap<string, OpenRoom> },
): Instant {
  const isDayOver = isWhole && ready.every((lead) => hasDayPassed(rooms.get(lead.agreementId), lead));
  const next = isDayOver ? nextWorkingDay(calendar, now) : soon(calendar, now);
  const later = leads.flatMap(({ putOffUntil: until }) => (until !== null && until > now ? [until] : []));
  return earlierOf(next, workingInstant(calendar, earliest(later) ?? next));
}

/** Everybody who might take it has had his share of the day. */
function hasDayPassed(open: OpenRoom | undefined, lead: Taken): boolean {
  if (open === undefined) return true;
  const keeper = keeperOf(open.room, lead);
  const takers = keeper === null ? takersOf(open, lead).map(({ ownerId }) => ownerId) : [keeper];
  return takers.every((ownerId) => hasHadShare(open.room, ownerId));
}

function soon(calendar: Calendar, now: Instant): Instant {
  return workingInstant(calendar, fromEpochMs(toEpochMs(now) + LOOK_EVERY_MS));
}

function nextWorkingDay(calendar: Calendar, now: Instant): Instant {
  const { timeZone } = calendar;
  return workingInstant(calendar, fromEpochMs(startOfDay(timeZone, dayAt(timeZone, toEpochMs(now)) + 1)));
}

/** The instant itself inside working time. */
function workingInstant(calendar: Calendar, at: Instant): Instant {
  return addDuration(calendar, at, { unit: 'workingHours', amount: 0 });
}
