// Which reps of a pool its turns pass by just now, why, and who says so: one reason for all who have the same.
import type { RoutingPool } from '#domain/agreement-routing.ts';
import { reasonOf } from '#domain/course.ts';
import type { Reason, Sayer } from '#domain/decision.ts';
import { OBSTACLES, type Presence } from './presence.ts';

const SAYERS: readonly Sayer[] = ['agreement', 'hubspot', 'release'];
/** A pool may be every owner of a large account. */
const MAX_NAMED = 10;

export function tellSkipped(looked: {
  readonly pool: Pick<RoutingPool, 'id'>;
  readonly presences: readonly Presence[];
}): readonly Reason[] {
  return OBSTACLES.flatMap((obstacle) =>
    SAYERS.flatMap((by) => {
      const reps = looked.presences.filter((each) => each.obstacle === obstacle && each.by === by);
      if (reps.length === 0) return [];
      const ownerIds = reps
        .slice(0, MAX_NAMED)
        .map(({ ownerId }) => ownerId)
        .join(' ');
      return [reasonOf('repsSkipped', { pool: looked.pool.id, obstacle, by, reps: reps.length, ownerIds })];
    }),
  );
}
