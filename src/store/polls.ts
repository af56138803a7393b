// Where a portal's search for signals stands. Like reviews, it is found through portal_work: settleWork makes the portal
// wake when its next round is due.
import { sql } from 'kysely';
import type { PolledPage, PollRound } from '#pipeline/poll-store.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import type { Database, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { oneOf, rowsOf } from './sql.ts';

/** Null: not due, or not for as long as `overdueMs`. The first round begins where polling begins. */
export async function claimPoll(
  database: Database,
  portalId: string,
  overdueMs: number,
): Promise<PollRound | null> {
  return oneOf(
    database.db,
    sql<PollRound>`
      with made as (
        insert into signal_poll (portal_id, next_at, since, last_at)
        select portal_id, clock_timestamp(), greatest(last_now, accord_now()), greatest(last_now, accord_now())
        from portal where portal_id = ${portalId}::text
        on conflict do nothing
        returning *)
      select since, last_at as "lastAt", coalesce(round_at, accord_now()) as "roundAt", after_id as "afterId"
      from (select * from made union all select * from signal_poll where portal_id = ${portalId}::text) poll
      where next_at <= clock_timestamp() - ${overdueMs}::int * interval '1 millisecond'
      limit 1`,
  );
}

/** Marks and the place to go on from, at once. Marked contacts are read again, whatever their mirror says. */
export function commitPoll(database: Database, lease: Lease, page: PolledPage): Promise<void> {
  const { portalId } = lease;
  const { round, next } = page;
  const ended = next === 'round';
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await markFound(tx, portalId, page.changed);
    await rowsOf(
      tx,
      sql`
        update signal_poll set
          next_at = clock_timestamp() + ${page.pauseMs}::int * interval '1 millisecond',
          since = ${ended ? round.lastAt : round.since}::timestamptz,
          last_at = ${ended ? round.roundAt : round.lastAt}::timestamptz,
          round_at = ${ended ? null : round.roundAt}::timestamptz,
          after_id = ${next === null ? round.afterId : ended ? '' : next.afterId}::text
        where portal_id = ${portalId}::text`,
    );
  });
}

/** Read again whatever their mirror says, and judged in the live lane. */
export async function markFound(tx: Tx, portalId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await rereadContacts(tx, portalId, ids);
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      select ${portalId}::text, 'contact', id, nextval('dirty_generation'), 2, clock_timestamp()
      from (select id from unnest(${[...ids]}::text[]) id order by id) contacts
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, lane = least(dirty.lane, excluded.lane)`,
  );
}

/** The next turn that judges them reads them first. */
export async function rereadContacts(tx: Tx, portalId: string, ids: readonly string[]): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update mirror set read_set = ''
      where portal_id = ${portalId}::text and object_type = 'contact' and object_id = any(${[...ids]}::text[])`,
  );
}
