// An erasure from the word to the last trace. The word is one row and a hash, committed with whatever brought it; from then on
// nothing of the contact is judged, written or let in. Two passes follow under the portal's lease: one at once, one when all
// that was on its way during the first has arrived.
import { sql } from 'kysely';
import type { Actor } from '#pipeline/admin-ports.ts';
import type { DueErasures, ErasureAsked } from '#pipeline/erasure/erase-due.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import { writeAudit } from '#store/audit.ts';
import type { Database, Tx } from '#store/database.ts';
import { holdLease } from '#store/leases.ts';
import { oneOf, rowsOf } from '#store/sql.ts';
import { findPerson, findScope } from './scope.ts';
import type { Tombstones } from './tombstones.ts';
import { TRACES } from './traces.ts';

/** Longer than a webhook's transaction or a click may take; a minute is what both passes have. */
const SECOND_PASS_AFTER = sql`interval '20 seconds'`;
const AGAIN_AFTER = sql`interval '10 seconds'`;

/**
 * Of the contacts and those that HubSpot made one with them: `isNew` when one of them was not erased before; the hashes are
 * those of all. `tombstones.prepare()` comes before the transaction.
 */
export async function requestErasures(
  tx: Tx,
  tombstones: Tombstones,
  asked: { readonly portalId: string; readonly contactIds: readonly string[]; readonly by: Actor },
): Promise<ErasureAsked> {
  const { portalId, contactIds, by } = asked;
  if (contactIds.length === 0) return { isNew: false, hashes: [] };
  const person = await findPerson(tx, portalId, contactIds);
  const buried = await tombstones.bury(tx, portalId, person);
  const fresh = [...buried.keys()].toSorted();
  await rowsOf(
    tx,
    sql`
      insert into erasure (portal_id, contact_id, requested_at, next_at)
      select ${portalId}::text, id, clock_timestamp(), clock_timestamp() from unnest(${fresh}::text[]) id
      on conflict do nothing`,
  );
  for (const id of fresh)
    await writeAudit(tx, portalId, { by, action: 'erase contact', after: { hash: buried.get(id) } });
  return { isNew: fresh.length > 0, hashes: await tombstones.hash(tx, portalId, person) };
}

/** Portals with a pass that is due, and for how long. */
export function findDueErasures(database: Database, limit: number): Promise<readonly DueErasures[]> {
  return rowsOf(
    database.db,
    sql<DueErasures>`
      select portal_id as "portalId", (extract(epoch from clock_timestamp() - min(next_at)) * 1000)::int as "waitedMs"
      from erasure where next_at <= clock_timestamp()
      group by portal_id order by min(next_at)
      limit ${limit}::int`,
  );
}

export async function findDueContacts(
  database: Database,
  portalId: string,
  limit: number,
): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ id: string }>`
      select contact_id as id from erasure
      where portal_id = ${portalId}::text and next_at <= clock_timestamp()
      order by next_at limit ${limit}::int`,
  );
  return rows.map(({ id }) => id);
}

/** One pass, in one transaction. Any number of them leave the same. */
export async function erasePass(
  database: Database,
  tombstones: Tombstones,
  pass: { readonly lease: Lease; readonly contactId: string },
): Promise<void> {
  const { lease, contactId } = pass;
  const { portalId } = lease;
  await tombstones.prepare();
  await database.transaction(async (tx) => {
    await holdLease(tx, lease);
    const row = await oneOf(
      tx,
      sql<{ passes: number; contactIds: readonly string[]; leadIds: readonly string[] }>`
        select passes, contact_ids as "contactIds", lead_ids as "leadIds" from erasure
        where portal_id = ${portalId}::text and contact_id = ${contactId}::text for update`,
    );
    if (row === null) return;
    const known = { contactIds: [contactId, ...row.contactIds], leadIds: row.leadIds };
    const scope = await findScope(tx, portalId, known);
    await tombstones.bury(tx, portalId, scope.contactIds);
    for (const { erase } of TRACES) await erase?.(tx, scope);
    if (row.passes === 0) await planSecond(tx, scope, contactId);
    else await finish(tx, tombstones, { ...scope, contactId });
  });
}

async function planSecond(
  tx: Tx,
  { portalId, contactIds, leadIds }: Awaited<ReturnType<typeof findScope>>,
  contactId: string,
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update erasure set passes = passes + 1, next_at = clock_timestamp() + ${SECOND_PASS_AFTER},
        contact_ids = ${[...contactIds]}::text[], lead_ids = ${[...leadIds]}::text[]
      where portal_id = ${portalId}::text and contact_id = ${contactId}::text`,
  );
}

async function finish(
  tx: Tx,
  tombstones: Tombstones,
  done: { readonly portalId: string; readonly contactId: string; readonly contactIds: readonly string[] },
): Promise<void> {
  await tombstones.close(tx, done.portalId, done.contactIds);
  await rowsOf(
    tx,
    sql`delete from erasure where portal_id = ${done.portalId}::text and contact_id = ${done.contactId}::text`,
  );
}

/** A pass that failed is tried again, after the others. */
export async function postponePass(database: Database, portalId: string, contactId: string): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      update erasure set next_at = clock_timestamp() + ${AGAIN_AFTER}
      where portal_id = ${portalId}::text and contact_id = ${contactId}::text`,
  );
}
