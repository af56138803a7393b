// The clocks of leads that a merge made one: what people said goes along with the lead that goes on; what ran for the
// others has ended, and stays in the ledger under the lead it ran for.
import { sql } from 'kysely';
import type { LeadState } from '#domain/lead.ts';
import type { Tx } from './database.ts';
import { asJson, rowsOf } from './sql.ts';

interface Union {
  /** The lead that goes on. */
  readonly leadId: string;
  readonly from: readonly string[];
  /** What the lead that goes on is left with. */
  readonly state: LeadState;
}

export async function uniteClocks(tx: Tx, portalId: string, union: Union): Promise<void> {
  const { leadId, from } = union;
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
        returning portal_id, agreement_id, cycle, clause, at)
      insert into clock_excuse (portal_id, lead_id, agreement_id, cycle, clause, at)
      select portal_id, ${leadId}::text, agreement_id, cycle, clause, at from taken
      on conflict do nothing`,
  );
  await keepFired(tx, portalId, union);
  await rowsOf(
    tx,
    sql`
      update clock set status = 'ended', next_at = null
      where portal_id = ${portalId}::text and lead_id = any(${[...from]}::text[])
        and status in ('running', 'warned', 'breached', 'paused')`,
  );
}

/** A clock that the lead takes over has fired already where it came from: it does not fire again. */
async function keepFired(tx: Tx, portalId: string, { leadId, from, state }: Union): Promise<void> {
  const reached = (state.clocks ?? []).filter(
    ({ warnedAt, breachedAt }) => warnedAt !== null || breachedAt !== null,
  );
  if (reached.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into clock as c (portal_id, lead_id, agreement_id, version, cycle, clause, run, owner_id, started_at, since, due_at,
        warned_at, breached_at, met_at, status, warn_fired_at, warn_late_ms, breach_fired_at, breach_late_ms)
      select l.portal_id, l.lead_id, l.agreement_id, l.judged_version, ${state.cycle}::int, r.clause, r.run, r."ownerId",
        r."startedAt", r.since, r."dueAt", r."warnedAt", r."breachedAt", r."metAt",
        case when r."breachedAt" is null then 'warned' else 'breached' end,
        f.warn_fired_at, f.warn_late_ms, f.breach_fired_at, f.breach_late_ms
      from jsonb_to_recordset(${asJson(reached)}) as r(clause text, run int, "ownerId" text, "startedAt" timestamptz,
        since timestamptz, "dueAt" timestamptz, "warnedAt" timestamptz, "breachedAt" timestamptz, "metAt" timestamptz)
      join lead l on l.portal_id = ${portalId}::text and l.lead_id = ${leadId}::text
      join lateral (
        select o.warn_fired_at, o.warn_late_ms, o.breach_fired_at, o.breach_late_ms from clock o
        where o.portal_id = l.portal_id and o.lead_id = any(${[...from]}::text[]) and o.clause = r.clause
          and (o.warned_at = r."warnedAt" or o.breached_at = r."breachedAt")
        order by o.breach_fired_at desc nulls last
        limit 1) f on true
      on conflict (portal_id, lead_id, agreement_id, cycle, clause, run) do update set
        warned_at = coalesce(c.warned_at, excluded.warned_at), breached_at = coalesce(c.breached_at, excluded.breached_at),
        warn_fired_at = coalesce(c.warn_fired_at, excluded.warn_fired_at), warn_late_ms = coalesce(c.warn_late_ms, excluded.warn_late_ms),
        breach_fired_at = coalesce(c.breach_fired_at, excluded.breach_fired_at),
        breach_late_ms = coalesce(c.breach_late_ms, excluded.breach_late_ms)`,
  );
}
