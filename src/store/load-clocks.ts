// What decisions take from the tables of clocks: pauses and excuses that people gave, and what has fired.
import { sql } from 'kysely';
import type { FiredClock } from '#domain/latch-clocks.ts';
import type { Excuse, LeadPause } from '#domain/lead.ts';
import type { SaidOfClocks } from '#pipeline/clocks/clock-store.ts';
import type { Db, Tx } from './database.ts';
import { groupByLead, rowsOf } from './sql.ts';

interface Leads {
  readonly portalId: string;
  readonly leadIds: readonly string[];
}

export const NOTHING_SAID: SaidOfClocks = { pauses: [], excuses: [] };

export async function loadSaid(
  db: Db | Tx,
  { portalId, leadIds }: Leads,
): Promise<ReadonlyMap<string, SaidOfClocks>> {
  const pauses = groupByLead(
    await rowsOf(
      db,
      sql<LeadPause & { leadId: string }>`
        select lead_id as "leadId", reason, from_at as "from", to_at as "to" from lead_pause
        where portal_id = ${portalId}::text and lead_id = any(${[...leadIds]}::text[])
        order by from_at, reason`,
    ),
  );
  const excuses = groupByLead(
    await rowsOf(
      db,
      sql<Excuse & { leadId: string; agreementId: string }>`
        select lead_id as "leadId", agreement_id as "agreementId", clause, cycle, at from clock_excuse
        where portal_id = ${portalId}::text and lead_id = any(${[...leadIds]}::text[])
        order by at, clause`,
    ),
  );
  const ids = [...new Set([...pauses.keys(), ...excuses.keys()])];
  return new Map(ids.map((id) => [id, { pauses: pauses.get(id) ?? [], excuses: excuses.get(id) ?? [] }]));
}

export async function loadFired(
  db: Db | Tx,
  { portalId, leadIds }: Leads,
): Promise<ReadonlyMap<string, readonly (FiredClock & { readonly agreementId: string })[]>> {
  return groupByLead(
    await rowsOf(
      db,
      sql<FiredClock & { leadId: string; agreementId: string }>`
        select lead_id as "leadId", agreement_id as "agreementId", clause, cycle, run, warned_at as "warnedAt",
          breached_at as "breachedAt"
        from clock
        where portal_id = ${portalId}::text and lead_id = any(${[...leadIds]}::text[])
          and (warn_fired_at is not null or breach_fired_at is not null)`,
    ),
  );
}
