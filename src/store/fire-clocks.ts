// Clocks fire in sets, whatever portal they belong to: judging the 20,000 leads of a Monday at nine takes minutes, this a
// second. The decisions follow through `reviewAt` and find what has fired (latch-clocks.ts).
import { sql } from 'kysely';
import type { Fired, Firing } from '#pipeline/clocks/clock-store.ts';
import type { Database } from './database.ts';
import { rowsOf } from './sql.ts';

/** As plan-writes.ts has it (`isLive`): observing and paused portals fire nothing. */
const IS_LIVE = sql`p.status = 'active' and not p.paused and exists (
  select 1 from portal_effect e where e.portal_id = p.portal_id and e.enabled and e.effect <> 'scores')`;

/**
 * Somebody has just said something of the lead (a pause, an excuse, an answer), and it is about to be judged for it: a turn
 * that had read it before may have written its old times since.
 */
const IS_ASKED_FOR = sql`exists (
  select 1 from lead l join dirty d
    on d.portal_id = l.portal_id and d.object_type = 'contact' and d.object_id = l.contact_id and d.lane = 0
  where l.portal_id = c.portal_id and l.lead_id = c.lead_id)`;

/**
 * Fires up to `limit` clocks that are due, those due first first, each once: rows that another process is at are left to it,
 * and a decision that ended a clock meanwhile wins. Answers what fired; `more`: there were as many as `limit`.
 *
 * Where the portal observes, is paused, parked or gone, what falls due fires neither now nor later: switching on makes what
 * was before it baseline (5a.2). It only stops being looked at here, so that it stands in nobody's way.
 */
export async function fireClocks(database: Database, limit: number): Promise<Fired> {
  const rows = await rowsOf(
    database.db,
    sql<{ warn_late_ms: number | null; breach_late_ms: number | null }>`
      with moment as materialized (select accord_now() as now),
      -- Locked as they are now: what a decision has changed since the statement began is seen.
      due as materialized (
        select c.ctid as place, c.portal_id, c.warn_fired_at, c.breach_fired_at,
          coalesce(c.warned_at, c.warn_at) as warns_at, coalesce(c.breached_at, c.due_at) as breaches_at
        from clock c
        where c.next_at <= (select now from moment) and not ${IS_ASKED_FOR}
        order by c.next_at
        limit ${limit}::int
        for update skip locked),
      -- The portal's own now never goes back (10.10).
      standing as materialized (
        select p.portal_id as portal, ${IS_LIVE} as live, coalesce(p.switched_at, p.baseline_at) as switched_at,
          greatest(p.last_now, moment.now) as fires_at
        from portal p cross join moment
        where p.portal_id in (select portal_id from due)),
      firing as (
        select due.*, s.fires_at,
          s.live and warn_fired_at is null and warns_at > switched_at and warns_at <= fires_at as warns,
          s.live and breach_fired_at is null and breaches_at > switched_at and breaches_at <= fires_at as breaches
        from due join standing s on s.portal = due.portal_id)
      update clock c set
        warned_at = case when f.warns then f.warns_at else c.warned_at end,
        warn_fired_at = case when f.warns then f.fires_at else c.warn_fired_at end,
        warn_late_ms = case when f.warns then ${lateMs('f.warns_at')} else c.warn_late_ms end,
        breached_at = case when f.breaches then f.breaches_at else c.breached_at end,
        breach_fired_at = case when f.breaches then f.fires_at else c.breach_fired_at end,
        breach_late_ms = case when f.breaches then ${lateMs('f.breaches_at')} else c.breach_late_ms end,
        status = case when f.breaches then 'breached' when f.warns and c.status = 'running' then 'warned' else c.status end,
        -- What is left of it: the breach, after a warning that came in time.
        next_at = case when f.breaches_at > f.fires_at then f.breaches_at end
      from firing f
      where c.ctid = f.place
      returning case when f.warns then c.warn_late_ms end as warn_late_ms,
        case when f.breaches then c.breach_late_ms end as breach_late_ms`,
  );
  const fired = rows.flatMap(({ warn_late_ms: warn, breach_late_ms: breach }): Firing[] => [
    ...(warn === null ? [] : [{ kind: 'warn' as const, lateMs: warn }]),
    ...(breach === null ? [] : [{ kind: 'breach' as const, lateMs: breach }]),
  ]);
  return { fired, more: rows.length === limit };
}

/** Of what fires at `f.fires_at`; at most the largest integer, some 24 days. */
export function lateMs(column: string) {
  return sql`least(extract(epoch from f.fires_at - ${sql.ref(column)}) * 1000, 2147483647)::int`;
}
