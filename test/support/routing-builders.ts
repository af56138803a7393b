// Pools, reps and desks for tests of who gets a lead. A rep's address follows from the owner's id.
import { OWN_POOL, type PoolMember, type RoutingModel, type RoutingPool } from '#domain/agreement-routing.ts';
import type { Desk } from '#domain/decision.ts';

export function deskOf(members: readonly string[], changes: Partial<Desk> = {}): Desk {
  const reps = Object.fromEntries(members.map((id) => [emailOf(id), id]));
  return { reps, loads: {}, users: {}, pools: {}, domainOwner: '', colleague: '', ...changes };
}

function emailOf(ownerId: string): string {
  return `rep${ownerId}@example.com`;
}

/** By turns among these owners, in one pool. */
export function routingTo(ownerIds: readonly string[]): RoutingModel {
  return {
    keepContactOwner: true,
    useCompanyOwner: true,
    onReturn: null,
    timeZone: 'Europe/Paris',
    daysOff: [],
    rules: [],
    otherwise: OWN_POOL,
    pools: [poolWith({ members: ownerIds.map((id) => memberWith(id)) })],
  };
}

export function poolWith(changes: Partial<RoutingPool>): RoutingPool {
  return {
    id: OWN_POOL,
    label: '',
    members: [],
    maxPerDay: null,
    maxOpen: null,
    afterAbsence: { policy: 'forgive', cap: null, expiresDays: null },
    overflow: null,
    stickyDays: null,
    skipPrevious: 0,
    matchTakesTurn: false,
    ...changes,
  };
}

export function memberWith(ownerId: string, changes: Partial<PoolMember> = {}): PoolMember {
  return {
    email: emailOf(ownerId),
    weight: 100,
    maxPerDay: null,
    maxOpen: null,
    hours: null,
    timeZone: 'Europe/Paris',
    absences: [],
    ...changes,
  };
}
