// A lead that needs another rep, seen from a later instant: whether somebody could take it then, and when it may be worth looking.
import type { Course } from '#domain/course.ts';
import type { Desk } from '#domain/decision.ts';
import { MINUTE_MS } from '#domain/instant.ts';
import { assignOwner } from './assign.ts';
import { repOf } from './former-reps.ts';
import { presencesIn, type Room } from './presence.ts';
import { needsRep, relieveAbsent } from './unattended.ts';

/** A rep may become free without any event about the lead. */
export const HOLD_MS = 15 * MINUTE_MS;

type Seen = Pick<Course, 'state' | 'context'>;

/** Though somebody was looked for. */
export function isWaiting(seen: Seen): boolean {
  return deskOf(seen) !== undefined;
}

/** Where a rep was looked for; undefined for a lead that needs none. */
function deskOf({ state, context }: Seen): Desk | undefined {
  return needsRep(state) ? context.desk : undefined;
}

/** `later`: the lead as it is seen then, upon the state that this decision leaves. */
export function isRouteDue(later: Course): boolean {
  return isWaiting(later) && repOf(relieveAbsent(assignOwner(later)).state) !== repOf(later.state);
}

/** When what keeps a rep from taking leads ends by the clock, one end after the other, as far as a hold lasts. */
export function routeCuts(course: Course): readonly number[] {
  const { agreement, context, sight } = course;
  const desk = deskOf(course);
  if (desk === undefined) return [];
  const cuts: number[] = [];
  const limit = sight.nowMs + HOLD_MS;
  let room: Room = { routing: agreement.routing, desk, owners: context.pool, nowMs: sight.nowMs };
  for (;;) {
    const next = nextEnd(room);
    if (next > limit) return cuts;
    cuts.push(next);
    room = { ...room, nowMs: next };
  }
}

/** Infinite where none ends by the clock. */
function nextEnd(room: Room): number {
  const presences = room.routing.pools.flatMap((pool) => presencesIn(pool, room));
  return Math.min(...presences.flatMap(({ untilMs }) => (untilMs === null ? [] : [untilMs])));
}
