// The right to work on a portal: ten seconds at a time, with a fence number that every write compares (10.2).
import { type RawBuilder, sql } from 'kysely';
import { type Lease, LeaseLost } from '#pipeline/turn-store.ts';
import type { Database, Tx } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

const LEASE = sql`interval '10 seconds'`;

export async function acquireLease(
  database: Database,
  portalId: string,
  holder: string,
): Promise<Lease | null> {
  const row = await oneOf(
    database.db,
    sql<{ fence: string }>`
      insert into portal_lease as lease (portal_id, fence, holder, until)
      values (${portalId}::text, 1, ${holder}::text, clock_timestamp() + ${LEASE})
      on conflict (portal_id) do update
        set fence = lease.fence + 1, holder = excluded.holder, until = excluded.until
        where lease.until < clock_timestamp()
      returning fence`,
  );
  return row === null ? null : { portalId, fence: row.fence };
}

export async function renewLease(database: Database, lease: Lease): Promise<boolean> {
  return extend(database.db, lease);
}

/** The fence goes up, so that a renewal still on its way cannot take the portal back for nobody. */
export async function releaseLease(database: Database, lease: Lease): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      update portal_lease set until = '-infinity', holder = '', fence = fence + 1
      where portal_id = ${lease.portalId}::text and fence = ${lease.fence}::bigint`,
  );
}

/** First statement of every transaction of a turn: locks the lease row, compares the fence, extends the lease. */
export async function holdLease(tx: Tx, lease: Lease): Promise<void> {
  if (!(await extend(tx, lease))) throw new LeaseLost(lease.portalId);
}

/** One statement of a turn, under its lease. */
export function runHeld(database: Database, lease: Lease, statement: RawBuilder<unknown>): Promise<void> {
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await rowsOf(tx, statement);
  });
}

async function extend(db: Database['db'] | Tx, lease: Lease): Promise<boolean> {
  const row = await oneOf(
    db,
    sql`
      update portal_lease set until = clock_timestamp() + ${LEASE}
      where portal_id = ${lease.portalId}::text and fence = ${lease.fence}::bigint
      returning fence`,
  );
  return row !== null;
}

/** Takes the lease whoever holds it: the old holder's next write fails on the fence. */
export async function seizeLease(database: Database, portalId: string, holder: string): Promise<Lease> {
  const row = await oneOf(
    database.db,
    sql<{ fence: string }>`
      insert into portal_lease as lease (portal_id, fence, holder, until)
      values (${portalId}::text, 1, ${holder}::text, clock_timestamp() + ${LEASE})
      on conflict (portal_id) do update
        set fence = lease.fence + 1, holder = excluded.holder, until = excluded.until
      returning fence`,
  );
  if (row === null) throw new Error(`the lease of portal ${portalId} could not be taken`);
  return { portalId, fence: row.fence };
}
