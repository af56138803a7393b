// Clocks by the million, made due as a phase of the benchmark wants them, and how late they fired.
import { sql } from 'kysely';
import { sleep } from '#platform/clock.ts';
import type { Database } from '#store/database.ts';
import { insertLivePortal } from '#test/support/clock-rows.ts';

const BIG_PORTAL = 7;
const CLOCKS_OF_THE_BIG_ONE = 60_000;
const AT_ONCE = 50_000;
const LOOK_EVERY_MS = 250;

/** Warned of and due within the next months, evenly over the portals, but for a big one. */
export async function fillClocks(
  database: Database,
  { portals, clocks }: { readonly portals: number; readonly clocks: number },
): Promise<void> {
  for (let portal = 1; portal <= portals; portal++) await insertLivePortal(database, String(portal));
  for (let first = 0; first < clocks; first += AT_ONCE) {
    await sql`
      insert into clock (portal_id, lead_id, agreement_id, cycle, clause, run, version, owner_id, started_at, since, warn_at,
        due_at, total_due_at, status, next_at)
      select (case when n < ${CLOCKS_OF_THE_BIG_ONE}::int then ${BIG_PORTAL}::int else n % ${portals}::int + 1 end)::text, (n / 2)::text, 'main', 1, case when n % 2 = 0 then 'accept' else 'first-touch' end,
        1, 1, (n % 10)::text, now(), now(), due - interval '2 hours', due, due, 'running', due - interval '2 hours'
      from generate_series(${first}::int, ${first + AT_ONCE - 1}::int) n
      cross join lateral (select now() + interval '1 day' + (n::bigint * 7919 % 7776000) * interval '1 second' as due) d`.execute(
      database.db,
    );
  }
  await sql`vacuum analyze clock`.execute(database.db);
}

/** So many of those pending, at even distances from the first; answers the mark that they bear (as their version). */
export async function makeDue(
  database: Database,
  due: {
    readonly count: number;
    /** Else of the others. */
    readonly ofTheBigOne: boolean;
    readonly firstInMs: number;
    readonly spreadMs: number;
  },
): Promise<string> {
  const { count, ofTheBigOne, firstInMs, spreadMs } = due;
  const { rows } = await sql<{ mark: string }>`
    with mark as (select coalesce(max(version), 0) + 1 as mark, date_trunc('milliseconds', clock_timestamp()) as now from clock),
    chosen as (
      select c.*, row_number() over () - 1 as place from (
        select ctid from clock where status = 'running' and version = 1 and (portal_id = ${BIG_PORTAL}::text) = ${ofTheBigOne}::boolean
        limit ${count}::int) c),
    moved as (
      update clock c set version = mark.mark, warn_at = null, due_at = t.due_at, next_at = t.due_at
      from mark, chosen
        cross join lateral (select mark2.now + (${firstInMs}::bigint + ${spreadMs}::bigint * place / ${count}::bigint) * interval '1 millisecond' as due_at
          from mark mark2) t
      where c.ctid = chosen.ctid
      returning 1)
    select mark.mark::text as mark from mark where (select count(*) from moved) = ${count}::int`.execute(
    database.db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error(`fewer than ${count} clocks are pending`);
  return row.mark;
}

export async function waitUntilFired(database: Database, mark: string): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ left: number }>`
      select count(*)::int as left from clock where next_at is not null and version = ${mark}::int and next_at < now() + interval '1 hour'`.execute(
      database.db,
    );
    if (rows[0]?.left === 0) return;
    await sleep(LOOK_EVERY_MS);
  }
}

interface Lateness {
  readonly fired: number;
  /** Milliseconds from the due time to the commit. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly early: number;
  /** Written again after they had fired. */
  readonly doubled: number;
  readonly inOrder: boolean;
}

export async function readLateness(database: Database, mark: string): Promise<Lateness> {
  const { rows } = await sql<Lateness>`
    with late as (
      select due_at, breach_fired_at, extract(epoch from pg_xact_commit_timestamp(xmin) - due_at) * 1000 as ms,
        lag(breach_fired_at) over (order by due_at, breach_fired_at) > breach_fired_at as overtaken,
        breach_late_ms <> round(extract(epoch from breach_fired_at - due_at) * 1000) as doubled
      from clock where version = ${mark}::int and breach_fired_at is not null)
    select count(*)::int as fired, percentile_disc(0.5) within group (order by ms)::float8 as p50,
      percentile_disc(0.99) within group (order by ms)::float8 as p99, max(ms)::float8 as max,
      count(*) filter (where breach_fired_at < due_at)::int as early, count(*) filter (where doubled)::int as doubled,
      not coalesce(bool_or(overtaken), false) as "inOrder"
    from late`.execute(database.db);
  const [row] = rows;
  if (row === undefined) throw new Error('nothing fired');
  return row;
}
