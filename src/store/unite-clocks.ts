// The clocks of leads that a merge made one: what people said goes along with the lead that goes on; what ran for the
// others has ended, and stays in the ledger under the lead it ran for.
import { sql } from 'kysely';
import type { Tx } from './database.ts';
import { rowsOf } from './sql.ts';

interface Union {
  /** The lead that goes on. */
  readonly leadId: string;
  readonly from: readonly string[];
}

export async function uniteClocks(tx: Tx, portalId: string, { leadId, from }: Union): Promise<void> {
  if (from.length === 0) return;
  const all = [leadId, ...from];
  // A lead has one open pause: of several, the one that began first.
  await rowsOf(
    tx,
    sql`
      update lead_pause p set to_at = greatest(p.from_at, accord_now())
      where p.portal_id = ${portalId}::text and p.lead_id = any(${all}::text[]) and p.to_at is null
        and exists (select 1 from lead_pause first
          where first.portal_id = p.portal_id and first.lead_id = any(${all}::text[]) and first.to_at is null
            and (first.from_at, first.lead_id) < (p.from_at, p.lead_id))`,
  );
  await rowsOf(
    tx,
    sql`
      update lead_pause set lead_id = ${leadId}::text
      where portal_id = ${portalId}::text and lead_id = any(${[...from]}::text[])`,
  );
  await rowsOf(
    tx,
    sql`
      with taken as (
        delete from clock_excuse where portal_id = ${portalId}::text and lead_id = any(${[...from]}::text[])
        returning portal_id, cycle, clause, at)
      insert into clock_excuse (portal_id, lead_id, cycle, clause, at)
      select portal_id, ${leadId}::text, cycle, clause, at from taken
      on conflict do nothing`,
  );
  await rowsOf(
    tx,
    sql`
      update clock set status = 'ended', next_at = null
      where portal_id = ${portalId}::text and lead_id = any(${[...from]}::text[])
        and status in ('running', 'warned', 'breached', 'paused')`,
  );
}
