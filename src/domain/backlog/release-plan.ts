// How long a release of the backlog takes at least: limits of a day are counted, while absences and open leads come as they come.
import { EVERYONE, type PoolMember, type RoutingModel, type RoutingPool } from '#domain/agreement-routing.ts';

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
  const counted = new Set<string>();
  let perDay = 0;
  for (const pool of pools) {
    const fresh = membersOf(pool, owners).filter(({ ownerId }) => !counted.has(ownerId));
    let room = 0;
    for (const { ownerId, member } of fresh) {
      counted.add(ownerId);
      room += Math.min(perRepAndDay, member.maxPerDay ?? perRepAndDay);
    }
    perDay += Math.min(room, pool.maxPerDay ?? room);
  }
  return { leads, reps: counted.size, perDay, days: perDay === 0 ? null : Math.ceil(leads / perDay) };
}

function membersOf(
  { members }: RoutingPool,
  owners: readonly PlannedOwner[],
): readonly { readonly ownerId: string; readonly member: PoolMember }[] {
  const seen = new Set<string>();
  return members.flatMap((member) =>
    owners
      .filter(({ id, email }) => (member.email === EVERYONE || member.email === email) && !seen.has(id))
      .map(({ id }) => {
        seen.add(id);
        return { ownerId: id, member };
      }),
  );
}
