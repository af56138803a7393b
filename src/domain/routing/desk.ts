// What of a desk a decision has looked at: what is stored with it, so that it can be made again, and no more.
import type { RoutingModel } from '#domain/agreement-routing.ts';
import type { Desk, Route } from '#domain/decision.ts';
import { deriveFact } from '#domain/derived-facts.ts';
import type { LeadFacts } from '#domain/lead.ts';

/** The whole desk while the lead waits: when to look again depends on every pool. */
export function deskUsed({ pools }: RoutingModel, desk: Desk, route: Route): Desk {
  if (route.ownerId === '') return desk;
  const members = pools.filter(({ id }) => route.pools.includes(id)).flatMap((pool) => pool.members);
  const emails = new Set(members.map(({ email }) => email));
  const reps = pick(desk.reps, (email) => emails.has(email));
  const isEverybody = emails.has('*');
  const ids = new Set(Object.values(reps));
  const isSeen = (ownerId: string): boolean => isEverybody || ids.has(ownerId);
  return {
    ...desk,
    reps,
    loads: pick(desk.loads, isSeen),
    users: pick(desk.users, isSeen),
    pools: pick(desk.pools, (id) => route.pools.includes(id)),
  };
}

/** What a company is found by: the domain of the lead's address, unless everybody can have one there; '' for none. */
export function accountDomain(facts: LeadFacts): string {
  return deriveFact(facts, 'personalEmail') === 'true' ? '' : deriveFact(facts, 'emailDomain');
}

function pick<Value>(
  record: Readonly<Record<string, Value>>,
  isKept: (key: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => isKept(key)));
}
