// What of a desk a decision has looked at: what is stored with it, so that it can be made again, and no more.
import type { Instant } from '#domain/agreement.ts';
import type { RoutingModel } from '#domain/agreement-routing.ts';
import type { Desk, Owners, Route } from '#domain/decision.ts';
import { deriveFact } from '#domain/derived-facts.ts';
import { DAY_MS, toEpochMs } from '#domain/instant.ts';
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

/** All that is known of the lead's own owners; of others what a decision of now may meet. */
export function absencesUsed(
  absences: NonNullable<Owners['absences']>,
  { now, ownerIds }: { readonly now: Instant; readonly ownerIds: readonly string[] },
): Pick<Owners, 'absences'> {
  const soonMs = toEpochMs(now) + DAY_MS;
  const entries = Object.entries(absences).map(([id, own]) => {
    const kept = ownerIds.includes(id) ? own : own.filter(({ from }) => toEpochMs(from) < soonMs);
    return [id, kept] as const;
  });
  const used = entries.filter(([, kept]) => kept.length > 0);
  return used.length === 0 ? {} : { absences: Object.fromEntries(used) };
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
