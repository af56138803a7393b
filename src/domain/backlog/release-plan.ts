// How long a release of the backlog takes at least: limits of a day are counted, while absences and open leads come as they come.
import type { RoutingModel } from '#domain/agreement-routing.ts';
import { membersOf } from '#domain/routing/members.ts';

export interface ReleasePlan {
  readonly leads: number;
  /** Who may get leads at all. */
  readonly reps: number;
  /** Leads that they can be given in a working day. */
  readonly perDay: number;
  /** Working days; null: nobody can be given any. */
  readonly days: number | null;
}

/** Of everybody who may hold leads. */
export interface PlannedOwner {
  readonly id: string;
  /** Lower case; '' without. */
  readonly email: string;
}

export function planRelease(
  { pools }: Pick<RoutingModel, 'pools'>,
  given: {
    readonly leads: number;
    readonly perRepAndDay: number;
    readonly owners: readonly PlannedOwner[];
  },
): ReleasePlan {
  const { leads, perRepAndDay, owners } = given;
  const people = {
    reps: Object.fromEntries(owners.map(({ id, email }) => [email, id])),
    activeOwners: owners.map(({ id }) => id),
  };
  const counted = new Set<string>();
  let perDay = 0;
  for (const pool of pools) {
    const fresh = membersOf(pool, people).filter(({ ownerId }) => !counted.has(ownerId));
    let room = 0;
    for (const { ownerId, member } of fresh) {
      counted.add(ownerId);
      room += Math.min(perRepAndDay, member.maxPerDay ?? perRepAndDay);
    }
    perDay += Math.min(room, pool.maxPerDay ?? room);
  }
  return { leads, reps: counted.size, perDay, days: perDay === 0 ? null : Math.ceil(leads / perDay) };
}
