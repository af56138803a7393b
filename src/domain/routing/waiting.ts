// A lead on hold, seen from a later instant: whether somebody could take it then, and when it may be worth looking.
import type { Course } from '#domain/course.ts';
import { MINUTE_MS } from '#domain/instant.ts';
import { assignOwner, isOnHold } from './assign.ts';
import { presencesIn, type Room } from './presence.ts';

/** A rep may become free without any event about the lead. */
export const HOLD_MS = 15 * MINUTE_MS;

/** On hold though an owner was looked for. */
export function isWaiting({ state, context }: Pick<Course, 'state' | 'context'>): boolean {
  return isOnHold(state) && context.desk !== undefined;
}

/** `later`: the lead as it is seen then, upon the state that this decision leaves. */
export function isRouteDue(later: Course): boolean {
  return isWaiting(later) && assignOwner(later).state.assignedAt !== null;
}

/** When what keeps a rep from taking leads ends by the clock, one end after the other, as far as a hold lasts. */
export function routeCuts(course: Course): readonly number[] {
  const { agreement, context, sight } = course;
  if (!isWaiting(course) || context.desk === undefined) return [];
  const { activeOwners } = context.pool;
  const cuts: number[] = [];
  const limit = sight.nowMs + HOLD_MS;
  let room: Room = { routing: agreement.routing, desk: context.desk, activeOwners, nowMs: sight.nowMs };
  for (;;) {
    const next = nextEnd(room);
    if (next > limit) return cuts;
    cuts.push(next);
    room = { ...room, nowMs: next };
  }
}

function nextEnd(room: Room): number {
  const presences = room.routing.pools.flatMap((pool) => presencesIn(pool, room));
  return Math.min(
    Number.POSITIVE_INFINITY,
    ...presences.flatMap(({ untilMs }) => (untilMs === null ? [] : [untilMs])),
  );
}
