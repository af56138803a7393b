// Whom the members of a pool stand for.
import { EVERYONE, type PoolMember, type RoutingPool } from '#domain/agreement-routing.ts';
import type { Desk, Owners } from '#domain/decision.ts';
import { compareIds } from '#domain/order.ts';

export type People = Pick<Desk, 'reps'> & Pick<Owners, 'activeOwners'>;

export interface PoolRep {
  readonly ownerId: string;
  readonly member: PoolMember;
}

/** Each owner once, as the first member that stands for him. Whom the agreement names may not be active. */
export function membersOf(
  { members }: Pick<RoutingPool, 'members'>,
  { reps, activeOwners }: People,
): readonly PoolRep[] {
  const seen = new Set<string>();
  return members.flatMap((member) => {
    const ids = member.email === EVERYONE ? activeOwners.toSorted(compareIds) : [reps[member.email] ?? ''];
    const fresh = ids.filter((id) => id !== '' && !seen.has(id));
    for (const id of fresh) seen.add(id);
    return fresh.map((ownerId) => ({ ownerId, member }));
  });
}
