// Which lists of the account the agreements in force name, and how far their members are known.
import { sql } from 'kysely';
import type { ListStore, NamedList } from '#pipeline/lists/list-store.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import type { Database, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { markFound } from './polls.ts';
import { asJson, rowsOf } from './sql.ts';

export function createListStore(database: Database): ListStore {
  return {
    storeLists: (lease, lists) => storeLists(database, lease, lists),
    commitMembers: (lease, page) => commitMembers(database, lease, page),
  };
}

/** Where a name means another list than before, or none any more, every lead is judged again on what it is in now. */
function storeLists(database: Database, lease: Lease, lists: readonly NamedList[]): Promise<void> {
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await dropLists(tx, portalId, lists);
    const changed = await putLists(tx, portalId, lists);
    await rowsOf(
      tx,
      sql`
        update portal set refused_reads = refused_reads - 'lists', epoch = epoch + ${changed.length > 0 ? 1 : 0}::int
        where portal_id = ${portalId}::text`,
    );
  });
}

/** Nobody asks for them any more: what is known of them does no harm, and nobody is judged for it. */
async function dropLists(tx: Tx, portalId: string, lists: readonly NamedList[]): Promise<void> {
  await rowsOf(
    tx,
    sql`
      delete from contact_list
      where portal_id = ${portalId}::text and list_key <> all(${lists.map(({ key }) => key)}::text[])`,
  );
}

function putLists(tx: Tx, portalId: string, lists: readonly NamedList[]): Promise<readonly unknown[]> {
  return rowsOf(
    tx,
    sql`
      insert into contact_list as c (portal_id, list_key, list_id)
      select ${portalId}::text, l.key, l."listId" from jsonb_to_recordset(${asJson(lists)}) as l(key text, "listId" text)
      on conflict (portal_id, list_key) do update set list_id = excluded.list_id, after_member = ''
        where c.list_id <> excluded.list_id
      returning list_key`,
  );
}

/** Marks and the place to go on from, at once. A list that is another by now is looked through from its start. */
function commitMembers(
  database: Database,
  lease: Lease,
  { list, after, joined }: Parameters<ListStore['commitMembers']>[1],
): Promise<void> {
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await markFound(tx, portalId, joined);
    await rowsOf(
      tx,
      sql`
        update contact_list set after_member = ${after}::text
        where portal_id = ${portalId}::text and list_key = ${list.key}::text and list_id = ${list.listId}::text`,
    );
  });
}
