// What the pools of an agreement have given, how many leads each owner has open, and who has the account of a lead.
import { type RawBuilder, sql } from 'kysely';
import { ACTING, type Account, type AccountQuestion, type RoutingLedger } from '#pipeline/desks.ts';
import type { JudgedBatch } from '#pipeline/turn-store.ts';
import type { Database, Tx } from './database.ts';
import { isOpen } from './open-leads.ts';
import { asJson, rowsOf } from './sql.ts';

export async function readLedgers(
  database: Database,
  portalId: string,
  { agreementIds, side }: { readonly agreementIds: readonly string[]; readonly side: string },
): Promise<Readonly<Record<string, RoutingLedger>>> {
  const rows = await rowsOf(
    database.db,
    sql<{ agreement_id: string; ledger: RoutingLedger }>`
      select agreement_id, ledger from routing_cursor
      where portal_id = ${portalId}::text and pool = ${side}::text and ledger is not null
        and agreement_id = any(${[...agreementIds]}::text[])`,
  );
  return Object.fromEntries(rows.map(({ agreement_id: id, ledger }) => [id, ledger]));
}

/** In the transaction of the decisions that they follow from; the lease sees to it that nobody else deals meanwhile. */
export async function storeLedgers(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  if (batch.ledgers.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into routing_cursor (portal_id, agreement_id, pool, ledger)
      select ${portalId}::text, l."agreementId", ${batch.side}::text, l.ledger
      from jsonb_to_recordset(${asJson(batch.ledgers)}) as l("agreementId" text, ledger jsonb)
      on conflict (portal_id, agreement_id, pool) do update set ledger = excluded.ledger`,
  );
}

const LIVED = sql`l.state`;
const SHOWN = sql`coalesce(l.shadow, l.state)`;

/** What a lead is on a side (desks.ts): lived, or rehearsed in the very period of observing; before it is, as it is lived. */
function stateOn(side: string): RawBuilder<unknown> {
  return side === ACTING
    ? LIVED
    : sql`case when ${side}::text = 'observe:' || (l.shadow ->> 'regime') then l.shadow else l.state end`;
}

/** The first condition, true of all that the second one is, is what the indexes serve. */
function isAssigned(state: RawBuilder<unknown>): RawBuilder<unknown> {
  const either = sql`(${isOpen(LIVED)} or ${isOpen(SHOWN)})`;
  const open = state === LIVED ? isOpen(LIVED) : sql`${either} and ${isOpen(state)}`;
  return sql`${open} and ${state} ->> 'assignedAt' is not null`;
}

export async function readOpenLoads(
  database: Database,
  portalId: string,
  side: string,
): Promise<Readonly<Record<string, number>>> {
  const state = stateOn(side);
  const rows = await rowsOf(
    database.db,
    sql<{ owner_id: string; leads: number }>`
      select ${state} -> 'owner' ->> 'value' as owner_id, count(*)::int as leads from lead l
      where l.portal_id = ${portalId}::text and ${isAssigned(state)}
      group by 1`,
  );
  return Object.fromEntries(rows.map(({ owner_id: id, leads }) => [id, leads]));
}

interface AccountRow extends Account {
  readonly leadId: string;
}

/** Of several companies with one domain, the one that HubSpot made first; none that is gone. */
export async function readAccounts(
  database: Database,
  portalId: string,
  { asked, side }: { readonly asked: readonly AccountQuestion[]; readonly side: string },
): Promise<Readonly<Record<string, Account>>> {
  if (asked.length === 0) return {};
  const state = stateOn(side);
  const rows = await rowsOf(
    database.db,
    sql<AccountRow>`
      select a."leadId", coalesce(c."domainOwner", '') as "domainOwner",
        coalesce(nullif(a."companyId", ''), c."companyId", '') as "companyId", coalesce(r.colleague, '') as colleague
      from jsonb_to_recordset(${asJson(asked)}) as a("leadId" text, "companyId" text, domain text)
      left join lateral (
        select m.object_id as "companyId", coalesce(m.cells -> 'hubspot_owner_id' ->> 'v', '') as "domainOwner"
        from mirror m
        where m.portal_id = ${portalId}::text and m.object_type = 'company' and not m.gone and a.domain <> ''
          and lower(m.cells -> 'domain' ->> 'v') = a.domain
        order by length(m.object_id), m.object_id
        limit 1) c on true
      left join lateral (
        select ${state} -> 'owner' ->> 'value' as colleague from lead l
        where l.portal_id = ${portalId}::text and l.company_id = coalesce(nullif(a."companyId", ''), c."companyId")
          and l.lead_id <> a."leadId" and ${isAssigned(state)}
        order by ${state} ->> 'assignedAt' desc, l.lead_id
        limit 1) r on true`,
  );
  return Object.fromEntries(rows.map(({ leadId, ...account }) => [leadId, account]));
}

/** Of owners who were active and are no longer: their leads go to somebody else. */
export async function markLeadsOfLeft(tx: Tx, portalId: string, were: readonly string[]): Promise<void> {
  if (were.length > 0)
    await markLeadsOf(tx, portalId, sql`o.archived and o.owner_id = any(${[...were]}::text[])`);
}

/** Of owners with other absences than before. */
export async function markLeadsOfAbsent(tx: Tx, portalId: string, userIds: readonly string[]): Promise<void> {
  if (userIds.length > 0)
    await markLeadsOf(tx, portalId, sql`not o.archived and o.user_id = any(${[...userIds]}::text[])`);
}

/** The open leads, lived or rehearsed, of these owners are judged again. */
async function markLeadsOf(tx: Tx, portalId: string, ofOwners: RawBuilder<unknown>): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      select l.portal_id, 'contact', l.contact_id, nextval('dirty_generation'), 2, clock_timestamp()
      from lead l join owner o on o.portal_id = l.portal_id
      where l.portal_id = ${portalId}::text and ${ofOwners}
        and ((${isAssigned(LIVED)} and o.owner_id = ${LIVED} -> 'owner' ->> 'value')
          or (${isAssigned(SHOWN)} and o.owner_id = ${SHOWN} -> 'owner' ->> 'value'))
      order by l.contact_id
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, lane = least(dirty.lane, excluded.lane), not_before = excluded.not_before`,
  );
}
