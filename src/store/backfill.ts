// How far the first reading of a portal's contacts is (`portal.backfill_after` is where it goes on), and its pauses.
import { sql } from 'kysely';
import type { Actor } from '#pipeline/admin-ports.ts';
import type { Backfill } from '#pipeline/reports.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { wakeLater } from './portals.ts';
import { oneOf, rowsOf } from './sql.ts';

/** With the page: begun by the first one, ended by the last. */
export async function countPage(
  tx: Tx,
  portalId: string,
  page: { readonly read: number; readonly total: number | null; readonly ended: boolean },
): Promise<void> {
  if (page.total !== null)
    await rowsOf(
      tx,
      sql`
        insert into backfill (portal_id, started_at, total, since_at)
        values (${portalId}::text, clock_timestamp(), ${page.total}::int, clock_timestamp())
        on conflict (portal_id) do update set started_at = excluded.started_at, ended_at = null, total = excluded.total,
          read = 0, since_at = excluded.since_at, since_read = 0`,
    );
  await rowsOf(
    tx,
    sql`
      update backfill set read = read + ${page.read}::int,
        ended_at = case when ${page.ended}::boolean then clock_timestamp() end
      where portal_id = ${portalId}::text`,
  );
}

interface Row {
  readonly isReading: boolean;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  readonly paused: boolean | null;
  readonly total: number | null;
  readonly read: number | null;
  readonly toJudge: number;
  readonly secondsLeft: number | null;
}

/** Null: no such portal. */
export async function readBackfill(database: Database, portalId: string): Promise<Backfill | null> {
  const row = await oneOf(
    database.db,
    sql<Row>`
      select p.backfill_after is not null as "isReading", b.started_at as "startedAt", b.ended_at as "endedAt", b.paused,
        nullif(b.total, 0) as total, b.read,
        (select count(*)::int from dirty d where d.portal_id = p.portal_id and d.lane = 3 and d.object_type = 'contact') as "toJudge",
        case when p.backfill_after is not null and not b.paused and b.read > b.since_read and b.total > 0 then
          greatest(0, b.total - b.read) * extract(epoch from clock_timestamp() - b.since_at)::float8 / (b.read - b.since_read)
        end as "secondsLeft"
      from portal p left join backfill b on b.portal_id = p.portal_id
      where p.portal_id = ${portalId}::text`,
  );
  if (row === null) return null;
  const { isReading, startedAt, endedAt, toJudge, secondsLeft } = row;
  return {
    state: stateOf(row),
    total: row.total,
    read: row.read ?? 0,
    toJudge,
    startedAt,
    endedAt: isReading ? null : endedAt,
    secondsLeft: secondsLeft === null ? null : Math.ceil(secondsLeft),
  };
}

function stateOf({ isReading, paused, toJudge }: Row): Backfill['state'] {
  if (isReading) return paused === true ? 'paused' : 'reading';
  return toJudge > 0 ? 'judging' : 'done';
}

/** False: nothing is being read, so there is nothing to pause or to go on with. */
export function switchBackfill(
  database: Database,
  portalId: string,
  wish: { readonly paused: boolean; readonly by: Actor },
): Promise<boolean> {
  const { paused, by } = wish;
  return database.transaction(async (tx) => {
    const before = await oneOf(
      tx,
      sql<{ paused: boolean | null }>`
        select b.paused from portal p left join backfill b on b.portal_id = p.portal_id
        where p.portal_id = ${portalId}::text and p.backfill_after is not null for update of p`,
    );
    if (before === null) return false;
    await rowsOf(
      tx,
      sql`
        insert into backfill as b (portal_id, started_at, total, since_at, paused)
        values (${portalId}::text, clock_timestamp(), 0, clock_timestamp(), ${paused}::boolean)
        on conflict (portal_id) do update set paused = excluded.paused,
          since_at = case when b.paused then clock_timestamp() else b.since_at end,
          since_read = case when b.paused then b.read else b.since_read end`,
    );
    const action = paused ? 'pause backfill' : 'resume backfill';
    await writeAudit(tx, portalId, { by, action, before, after: { paused } });
    if (!paused) await wakeLater(tx, portalId);
    return true;
  });
}
