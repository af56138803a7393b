// How long things are kept, and the statements that drop what is older.
import { sql } from 'kysely';
import {
  DEFAULT_RETENTION,
  type Dropped,
  type Retention,
  type RetentionStore,
} from '#pipeline/retention/retention.ts';
import { writeAudit } from './audit.ts';
import type { Database, Db, Tx } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

const BATCH = 2_000;

export function createRetentionStore(database: Database): RetentionStore {
  return {
    read: (portalId) => readRetention(database.db, portalId),
    set: (portalId, change) => setRetention(database, portalId, change),
    claimDue: (limit) => claimDue(database, limit),
    dropSome: (portalId) => dropSome(database, portalId),
  };
}

async function readRetention(db: Db | Tx, portalId: string): Promise<Retention> {
  const row = await oneOf(
    db,
    sql<{ decisionsKeepDays: number | null; eventsKeepDays: number | null }>`
      select decisions_keep_days as "decisionsKeepDays", events_keep_days as "eventsKeepDays"
      from retention where portal_id = ${portalId}::text`,
  );
  return {
    decisionsKeepDays: row?.decisionsKeepDays ?? DEFAULT_RETENTION.decisionsKeepDays,
    eventsKeepDays: row?.eventsKeepDays ?? DEFAULT_RETENTION.eventsKeepDays,
  };
}

function setRetention(
  database: Database,
  portalId: string,
  { wish, by }: Parameters<RetentionStore['set']>[1],
): Promise<Retention> {
  return database.transaction(async (tx) => {
    await rowsOf(
      tx,
      sql`insert into retention (portal_id) values (${portalId}::text) on conflict do nothing`,
    );
    await rowsOf(tx, sql`select 1 from retention where portal_id = ${portalId}::text for update`);
    const before = await readRetention(tx, portalId);
    const after = { ...before, ...wish };
    await rowsOf(
      tx,
      sql`
        update retention set decisions_keep_days = ${after.decisionsKeepDays}::int,
          events_keep_days = ${after.eventsKeepDays}::int
        where portal_id = ${portalId}::text`,
    );
    await writeAudit(tx, portalId, { by, action: 'set retention', before, after });
    return after;
  });
}

/** After the sweep, in the portal's own zone; of any portal, also one that stands still. */
const NIGHT = sql`interval '4 hours'`;

async function claimDue(database: Database, limit: number): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ portal_id: string }>`
      insert into retention as r (portal_id, ran_at)
      select p.portal_id, accord_now() from portal p left join retention k on k.portal_id = p.portal_id
      where coalesce(k.ran_at, p.installed_at)
        < (date_trunc('day', (accord_now() at time zone p.time_zone) - ${NIGHT}) + ${NIGHT}) at time zone p.time_zone
      order by coalesce(k.ran_at, p.installed_at)
      limit ${limit}::int
      on conflict (portal_id) do update set ran_at = excluded.ran_at
        where r.ran_at is null or r.ran_at < excluded.ran_at - interval '1 hour'
      returning portal_id`,
  );
  return rows.map((row) => row.portal_id);
}

async function dropSome(database: Database, portalId: string): Promise<Dropped> {
  const { decisionsKeepDays, eventsKeepDays } = await readRetention(database.db, portalId);
  return {
    events:
      (await dropEvents(database, portalId, eventsKeepDays)) +
      (await dropSetAside(database, portalId, eventsKeepDays)),
    decisions: await compactDecisions(database, portalId, decisionsKeepDays),
    contacts: await database.transaction((tx) => forgetGone(tx, portalId)),
  };
}

function daysAgo(days: number) {
  return sql`(select accord_now() - ${days}::int * interval '1 day')`;
}

/** Not what a lead still waits to be judged by. */
async function dropEvents(database: Database, portalId: string, keepDays: number): Promise<number> {
  const rows = await rowsOf(
    database.db,
    sql`
      with old as (
        select e.ctid as place from inbox_event e
        where e.portal_id = ${portalId}::text and e.received_at < ${daysAgo(keepDays)}
          and (e.folded or not exists (
            select 1 from dirty d where d.portal_id = e.portal_id and d.object_type = e.object_type and d.object_id = e.object_id))
        limit ${BATCH}::int
        for update skip locked)
      delete from inbox_event e using old where e.ctid = old.place
      returning 1`,
  );
  return rows.length;
}

/** One that names no portal goes with whoever comes first. */
async function dropSetAside(database: Database, portalId: string, keepDays: number): Promise<number> {
  const rows = await rowsOf(
    database.db,
    sql`
      delete from set_aside_event where id in (
        select id from set_aside_event
        where (portal_id = ${portalId}::text or portal_id is null) and received_at < ${daysAgo(keepDays)}
        order by id limit ${BATCH}::int)
      returning 1`,
  );
  return rows.length;
}

/** The answer and its hash stay: what was decided can still be told, and that nobody has changed it. */
async function compactDecisions(database: Database, portalId: string, keepDays: number): Promise<number> {
  const rows = await rowsOf(
    database.db,
    sql`
      update decision d set inputs = ''
      from (
        select seq, at from decision
        where portal_id = ${portalId}::text and at < ${daysAgo(keepDays)} and inputs <> ''
        limit ${BATCH}::int) old
      where d.seq = old.seq and d.at = old.at
      returning 1`,
  );
  return rows.length;
}

/** Meetings stay, also those called off: a month's cohort is judged by them. */
async function forgetGone(tx: Tx, portalId: string): Promise<number> {
  const gone = await rowsOf(
    tx,
    sql<{ id: string }>`
      update mirror m set cells = jsonb_build_object('$gone', m.cells -> '$gone'), read_set = ''
      from (
        select portal_id, object_id from mirror
        where portal_id = ${portalId}::text and gone and object_type = 'contact' and (cells - '$gone') <> '{}'::jsonb
          and (cells -> '$gone' ->> 'at')::timestamptz < ${daysAgo(1)}
        limit ${BATCH}::int) old
      where m.portal_id = old.portal_id and m.object_type = 'contact' and m.object_id = old.object_id
      returning m.object_id as id`,
  );
  if (gone.length === 0) return 0;
  const ids = sql`any(${gone.map(({ id }) => id)}::text[])`;
  const ofGone = sql`(select lead_id from lead where portal_id = ${portalId}::text and contact_id = ${ids})`;
  await rowsOf(
    tx,
    sql`
      delete from signal
      where portal_id = ${portalId}::text and lead_id in ${ofGone} and kind not in ('meeting', 'none')`,
  );
  for (const table of ['outbox_property', 'withheld_change', 'lead_key'])
    await rowsOf(
      tx,
      sql`delete from ${sql.table(table)} where portal_id = ${portalId}::text and lead_id in ${ofGone}`,
    );
  await rowsOf(
    tx,
    sql`
      update task set subject = '', body = ''
      where portal_id = ${portalId}::text and lead_id in ${ofGone} and not open and state = 'confirmed'`,
  );
  await rowsOf(
    tx,
    sql`
      update lead set deals = '[]', deals_stale = true, hubspot_leads = '[]', hubspot_leads_stale = true, company_id = null
      where portal_id = ${portalId}::text and contact_id = ${ids}`,
  );
  return gone.length;
}
