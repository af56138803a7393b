// The clocks of the leads that a batch judged, in its transaction. Observing stores none: they are promises to nobody.
import { sql } from 'kysely';
import type { Clock } from '#domain/decision.ts';
import type { JudgedBatch, JudgedLead } from '#pipeline/turn-store.ts';
import type { Tx } from './database.ts';
import { lateMs } from './fire-clocks.ts';
import { asJson, rowsOf } from './sql.ts';

interface ClocksOfBatch extends Pick<JudgedBatch, 'now' | 'live'> {
  readonly leads: readonly Pick<JudgedLead, 'leadId' | 'agreementId' | 'version' | 'clocks'>[];
}

/** Instants that were reached stay; what fired has fired. */
export async function storeClocks(tx: Tx, portalId: string, batch: ClocksOfBatch): Promise<void> {
  if (!batch.live || batch.leads.length === 0) return;
  const rows = batch.leads.flatMap(({ leadId, agreementId, version, clocks }) =>
    clocks.map((clock) => ({ ...clock, leadId, agreementId, version })),
  );
  if (rows.length > 0) await upsertClocks(tx, portalId, rows);
  await fireEnded(tx, portalId, { now: batch.now, rows: rows.filter(endsReached) });
  await endOthers(tx, portalId, { leadIds: batch.leads.map(({ leadId }) => leadId), rows });
  if (rows.length > 0) await judgeWhatFired(tx, portalId, { now: batch.now, rows });
}

const RECORD = sql`r("leadId" text, "agreementId" text, version int, cycle int, clause text, run int, "ownerId" text,
  "startedAt" timestamptz, since timestamptz, "warnAt" timestamptz, "dueAt" timestamptz, "totalDueAt" timestamptz,
  "warnedAt" timestamptz, "breachedAt" timestamptz, "metAt" timestamptz, status text)`;

const KEY_OF_ROW = sql`c.lead_id = r."leadId" and c.agreement_id = r."agreementId" and c.cycle = r.cycle
  and c.clause = r.clause and c.run = r.run`;

async function upsertClocks(tx: Tx, portalId: string, rows: readonly object[]): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into clock as c (portal_id, lead_id, agreement_id, version, cycle, clause, run, owner_id, started_at, since,
        warn_at, due_at, total_due_at, warned_at, breached_at, met_at, status, next_at)
      select p.portal_id, r."leadId", r."agreementId", r.version, r.cycle, r.clause, r.run, r."ownerId", r."startedAt", r.since,
        r."warnAt", r."dueAt", r."totalDueAt", r."warnedAt", r."breachedAt", r."metAt", r.status,
        clock_next_at(r.status, coalesce(r."warnedAt", r."warnAt"), coalesce(r."breachedAt", r."dueAt"), null, null,
          coalesce(p.switched_at, p.baseline_at))
      from jsonb_to_recordset(${asJson(rows)}) as ${RECORD}
      join portal p on p.portal_id = ${portalId}::text
      order by r."leadId", r.clause, r.run
      on conflict (portal_id, lead_id, agreement_id, cycle, clause, run) do update set
        version = excluded.version, owner_id = excluded.owner_id, started_at = excluded.started_at, since = excluded.since,
        warn_at = excluded.warn_at, due_at = excluded.due_at, total_due_at = excluded.total_due_at,
        warned_at = coalesce(c.warned_at, excluded.warned_at), breached_at = coalesce(c.breached_at, excluded.breached_at),
        met_at = excluded.met_at, status = excluded.status,
        next_at = (select clock_next_at(excluded.status, coalesce(c.warned_at, excluded.warned_at, excluded.warn_at),
            coalesce(c.breached_at, excluded.breached_at, excluded.due_at), c.warn_fired_at, c.breach_fired_at,
            coalesce(p.switched_at, p.baseline_at))
          from portal p where p.portal_id = c.portal_id)`,
  );
}

/** Over, with a warning or a breach that was so: what was known late, or excused, accuses nobody. */
function endsReached({ status, warnedAt, breachedAt }: Clock): boolean {
  return ['met', 'metLate', 'ended'].includes(status) && (warnedAt ?? breachedAt) !== null;
}

/**
 * A decision that comes late, after an hour without workers, may find a promise broken and its run over at once. Nothing
 * fires a run that is over, so what it found is fired with it, with the bound of `clock_next_at`: what fell due before the
 * portal's last switch fires never.
 */
async function fireEnded(
  tx: Tx,
  portalId: string,
  { now, rows }: { readonly now: string; readonly rows: readonly object[] },
): Promise<void> {
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update clock c set
        warn_fired_at = case when f.warns then f.fires_at else c.warn_fired_at end,
        warn_late_ms = case when f.warns then ${lateMs('c.warned_at')} else c.warn_late_ms end,
        breach_fired_at = case when f.breaches then f.fires_at else c.breach_fired_at end,
        breach_late_ms = case when f.breaches then ${lateMs('c.breached_at')} else c.breach_late_ms end
      from (
        select c.ctid as place, ${now}::timestamptz as fires_at,
          c.warn_fired_at is null and coalesce(c.warned_at > s.since, false) as warns,
          c.breach_fired_at is null and coalesce(c.breached_at > s.since, false) as breaches
        from jsonb_to_recordset(${asJson(rows)}) as ${RECORD}
        join clock c on c.portal_id = ${portalId}::text and ${KEY_OF_ROW}
        cross join (select coalesce(switched_at, baseline_at) as since from portal where portal_id = ${portalId}::text) s) f
      where c.ctid = f.place and (f.warns or f.breaches)`,
  );
}

/** Of the same leads, what no decision speaks of any more: a version without the promise, another agreement. */
async function endOthers(
  tx: Tx,
  portalId: string,
  { leadIds, rows }: { readonly leadIds: readonly string[]; readonly rows: readonly object[] },
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update clock c set status = 'ended', next_at = null
      where c.portal_id = ${portalId}::text and c.lead_id = any(${[...leadIds]}::text[])
        and c.status in ('running', 'warned', 'breached', 'paused')
        and not exists (select 1 from jsonb_to_recordset(${asJson(rows)}) as ${RECORD} where ${KEY_OF_ROW})`,
  );
}

/** What fired after these leads were read is news to their decisions: they are judged again. */
async function judgeWhatFired(
  tx: Tx,
  portalId: string,
  { now, rows }: { readonly now: string; readonly rows: readonly object[] },
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update lead l set review_at = least(l.review_at, ${now}::timestamptz), review_exact = true
      from (
        select distinct c.lead_id
        from jsonb_to_recordset(${asJson(rows)}) as ${RECORD}
        join clock c on c.portal_id = ${portalId}::text and ${KEY_OF_ROW}
        where (r."warnedAt" is null and c.warned_at is not null) or (r."breachedAt" is null and c.breached_at is not null)) told
      where l.portal_id = ${portalId}::text and l.lead_id = told.lead_id`,
  );
}
