// The second wall: whichever way an erased contact's id came into the tables, it is found when a turn claims it, and goes.
import { sql } from 'kysely';
import type { DirtyObject } from '#pipeline/turn-store.ts';
import type { Database, Tx } from '#store/database.ts';
import { rowsOf } from '#store/sql.ts';
import type { Tombstones } from './tombstones.ts';

/** Answers those that may be judged. */
export async function leaveOutErased(
  database: Database,
  tombstones: Tombstones,
  { portalId, claimed }: { readonly portalId: string; readonly claimed: readonly DirtyObject[] },
): Promise<readonly DirtyObject[]> {
  const contactIds = claimed.map(({ objectId }) => objectId);
  const erased = await tombstones.findErased(database.db, portalId, contactIds);
  if (erased.size === 0) return claimed;
  await database.transaction(async (tx) => {
    await removeStrays(tx, portalId, [...erased]);
    await tombstones.countDropped(tx, portalId, [...erased]);
  });
  return claimed.filter(({ objectId }) => !erased.has(objectId));
}

async function removeStrays(tx: Tx, portalId: string, contactIds: readonly string[]): Promise<void> {
  const ids = sql`any(${[...contactIds].toSorted()}::text[])`;
  for (const table of ['dirty', 'inbox_event', 'mirror'])
    await rowsOf(
      tx,
      sql`
        delete from ${sql.table(table)}
        where portal_id = ${portalId}::text and object_type = 'contact' and object_id = ${ids}`,
    );
  // Under the contact's own id: a lead of that name may by now be another contact's.
  await rowsOf(
    tx,
    sql`
      delete from signal s
      where s.portal_id = ${portalId}::text and s.lead_id = ${ids}
        and not exists (select 1 from lead l where l.portal_id = s.portal_id and l.lead_id = s.lead_id)`,
  );
}
