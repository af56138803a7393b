// Clocks as rows, where it is the firing that is tested and not how they were worked out.
import { sql } from 'kysely';
import type { Database } from '#store/database.ts';
import { insertPortal } from './portal.ts';

/** Installed, observing nothing: its tasks are on since the year 2000. */
export async function insertLivePortal(database: Database, portalId: string): Promise<void> {
  await insertPortal(database, portalId);
  await sql`update portal set switched_at = '2000-01-01' where portal_id = ${portalId}`.execute(database.db);
  await sql`insert into portal_effect (portal_id, effect, enabled, since) values (${portalId}, 'tasks', true, '2000-01-01')`.execute(
    database.db,
  );
}

export interface ClockRow {
  readonly portalId: string;
  readonly leadId: string;
  /** Default: none. Offsets from the database's now, in milliseconds. */
  readonly warnInMs?: number | null;
  readonly dueInMs?: number | null;
  readonly status?: string;
}

/** With `next_at` as the store works it out. */
export async function insertClock(database: Database, row: ClockRow): Promise<void> {
  const { portalId, leadId, warnInMs = null, dueInMs = null, status = 'running' } = row;
  await sql`
    insert into clock (portal_id, lead_id, agreement_id, cycle, clause, run, version, owner_id, started_at, since, warn_at,
      due_at, status, next_at)
    select p.portal_id, ${leadId}, 'main', 1, 'accept', 1, 1, '71', accord_now(), accord_now(), t.warn_at, t.due_at, ${status},
      clock_next_at(${status}, t.warn_at, t.due_at, null, null, coalesce(p.switched_at, p.baseline_at))
    from portal p cross join (select accord_now() + ${warnInMs}::int * interval '1 millisecond' as warn_at,
      accord_now() + ${dueInMs}::int * interval '1 millisecond' as due_at) t
    where p.portal_id = ${portalId}`.execute(database.db);
}

export interface StoredClock {
  readonly lead_id: string;
  readonly status: string;
  readonly warn_at: string | null;
  readonly due_at: string | null;
  readonly warned_at: string | null;
  readonly breached_at: string | null;
  readonly warn_fired_at: string | null;
  readonly breach_fired_at: string | null;
  readonly warn_late_ms: number | null;
  readonly breach_late_ms: number | null;
  readonly next_at: string | null;
}

/** Of one portal, those due soonest first. */
export async function readClocks(database: Database, portalId: string): Promise<readonly StoredClock[]> {
  const { rows } = await sql<StoredClock>`
    select lead_id, status, warn_at, due_at, warned_at, breached_at, warn_fired_at, breach_fired_at, warn_late_ms,
      breach_late_ms, next_at
    from clock where portal_id = ${portalId} order by due_at, lead_id`.execute(database.db);
  return rows;
}
