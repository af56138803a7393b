// The port of erasures over Postgres, and what is told of them.
import { sql } from 'kysely';
import type { ErasedContact, ErasureStore } from '#pipeline/erasure/erase-due.ts';
import type { Database } from '#store/database.ts';
import { acquireLease, releaseLease, seizeLease } from '#store/leases.ts';
import { oneOf, rowsOf } from '#store/sql.ts';
import { erasePass, findDueContacts, findDueErasures, postponePass, requestErasures } from './requests.ts';
import type { Tombstones } from './tombstones.ts';

export function createErasureStore(database: Database, tombstones: Tombstones): ErasureStore {
  return {
    request: async (portalId, asked) => {
      await tombstones.prepare();
      return database.transaction((tx) => requestErasures(tx, tombstones, { portalId, ...asked }));
    },
    findByEmail: (portalId, email) => findByEmail(database, portalId, email),
    read: (portalId, hash) => readErased(database, portalId, hash),
    list: (portalId, page) => listErased(database, portalId, page),
    findDue: (limit) => findDueErasures(database, limit),
    findContacts: (portalId, limit) => findDueContacts(database, portalId, limit),
    acquireLease: (portalId, holder) => acquireLease(database, portalId, holder),
    seizeLease: (portalId, holder) => seizeLease(database, portalId, holder),
    releaseLease: (lease) => releaseLease(database, lease),
    pass: (lease, contactId) => erasePass(database, tombstones, { lease, contactId }),
    postpone: (portalId, contactId) => postponePass(database, portalId, contactId),
  };
}

const SHOWN = sql`id_hash as hash, requested_at as "requestedAt", erased_at as "erasedAt", dropped::int as dropped`;

function readErased(database: Database, portalId: string, hash: string): Promise<ErasedContact | null> {
  return oneOf(
    database.db,
    sql<ErasedContact>`
      select ${SHOWN} from erased_contact where portal_id = ${portalId}::text and id_hash = ${hash}::text`,
  );
}

/** As HubSpot showed the address last. */
async function findByEmail(database: Database, portalId: string, email: string): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ id: string }>`
      select object_id as id from mirror
      where portal_id = ${portalId}::text and object_type = 'contact'
        and lower(cells -> 'email' ->> 'v') = lower(${email}::text)
      order by 1`,
  );
  return rows.map(({ id }) => id);
}

/** By hash: that is no order of anything. */
async function listErased(
  database: Database,
  portalId: string,
  { after, limit }: Parameters<ErasureStore['list']>[1],
): ReturnType<ErasureStore['list']> {
  const rows = await rowsOf(
    database.db,
    sql<ErasedContact>`
      select ${SHOWN} from erased_contact
      where portal_id = ${portalId}::text and (${after}::text is null or id_hash > ${after}::text)
      order by id_hash limit ${limit + 1}::int`,
  );
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? (items.at(-1)?.hash ?? null) : null };
}
