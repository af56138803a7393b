// Who was erased, as hashes under a key that the database holds only sealed (10.8). Every way by which a contact's id comes in
// asks here: late events, searches, imports and people's clicks must not bring anybody back.
import { createHmac, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { SecretBox } from '#platform/secrets.ts';
import type { Database, Db, Tx } from '#store/database.ts';
import { asJson, oneOf, rowsOf } from '#store/sql.ts';

const KEY_BYTES = 32;
/** Whom the sealed key belongs to: no portal. */
const KEY_OWNER = 'erasure';

export interface Tombstones {
  /** Of these contacts, those that were erased or are about to be. */
  findErased(db: Db | Tx, portalId: string, contactIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Before a transaction that buries: a key that is made in it would be lost with it. */
  prepare(): Promise<void>;
  /** Answers the hashes of those who were not erased before, by contact id. */
  bury(tx: Tx, portalId: string, contactIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Whether or not they were erased. After `prepare()`. */
  hash(db: Db | Tx, portalId: string, contactIds: readonly string[]): Promise<readonly string[]>;
  /** Something came under these ids and was left out. */
  countDropped(tx: Db | Tx, portalId: string, contactIds: readonly string[]): Promise<void>;
  /** Nothing of them is left. */
  close(tx: Tx, portalId: string, contactIds: readonly string[]): Promise<void>;
}

/** For stores of which nobody is ever erased. */
export const NOBODY_ERASED: Tombstones = {
  findErased: async () => new Set(),
  prepare: async () => undefined,
  bury: async (_tx, _portalId, contactIds) => new Map(contactIds.map((id) => [id, ''])),
  hash: async (_db, _portalId, contactIds) => contactIds.map(() => ''),
  countDropped: async () => undefined,
  close: async () => undefined,
};

export function createTombstones(database: Database, box: SecretBox): Tombstones {
  let known: Buffer | null = null;
  const findKey = async (db: Db | Tx): Promise<Buffer | null> => {
    known ??= await readKey(db, box);
    return known;
  };
  const requireHashes = async (
    db: Db | Tx,
    portalId: string,
    ids: readonly string[],
  ): Promise<Map<string, string>> => {
    const key = await findKey(db);
    if (key === null) throw new Error('the key of erased contacts was not prepared');
    return hashesOf(key, portalId, ids);
  };
  return {
    findErased: async (db, portalId, ids) => {
      const key = ids.length === 0 ? null : await findKey(db);
      return key === null ? new Set() : findBuried(db, portalId, hashesOf(key, portalId, ids));
    },
    prepare: async () => {
      if (known !== null) return;
      await makeKey(database.db, box);
      known = await readKey(database.db, box);
    },
    bury: async (tx, portalId, ids) => bury(tx, portalId, await requireHashes(tx, portalId, ids)),
    hash: async (db, portalId, ids) => [...(await requireHashes(db, portalId, ids)).values()],
    countDropped: async (db, portalId, ids) => {
      if (ids.length === 0) return;
      await rowsOf(
        db,
        sql`
          update erased_contact e set dropped = e.dropped + d.times
          from (select hash, count(*) as times
            from jsonb_array_elements_text(${asJson(await listHashes(requireHashes, db, { portalId, ids }))}) hash
            group by hash) d
          where e.portal_id = ${portalId}::text and e.id_hash = d.hash`,
      );
    },
    close: async (tx, portalId, ids) => {
      const hashes = await requireHashes(tx, portalId, ids);
      await rowsOf(
        tx,
        sql`
          update erased_contact set erased_at = clock_timestamp()
          where portal_id = ${portalId}::text and id_hash = any(${[...hashes.values()]}::text[]) and erased_at is null`,
      );
    },
  };
}

/** One for each mention: an id that came twice is counted twice. */
async function listHashes(
  requireHashes: (db: Db | Tx, portalId: string, ids: readonly string[]) => Promise<Map<string, string>>,
  db: Db | Tx,
  { portalId, ids }: { readonly portalId: string; readonly ids: readonly string[] },
): Promise<readonly string[]> {
  const hashes = await requireHashes(db, portalId, ids);
  return ids.flatMap((id) => hashes.get(id) ?? []);
}

function hashesOf(key: Buffer, portalId: string, ids: readonly string[]): Map<string, string> {
  return new Map(
    ids.map((id) => [id, createHmac('sha256', key).update(`${portalId}:contact:${id}`).digest('hex')]),
  );
}

async function findBuried(
  db: Db | Tx,
  portalId: string,
  hashes: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const rows = await rowsOf(
    db,
    sql<{ hash: string }>`
      select id_hash as hash from erased_contact
      where portal_id = ${portalId}::text and id_hash = any(${[...hashes.values()]}::text[])`,
  );
  const found = new Set(rows.map(({ hash }) => hash));
  return new Set([...hashes].flatMap(([id, hash]) => (found.has(hash) ? [id] : [])));
}

async function bury(
  tx: Tx,
  portalId: string,
  hashes: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf(
    tx,
    sql<{ hash: string }>`
      insert into erased_contact (portal_id, id_hash, requested_at)
      select ${portalId}::text, hash, clock_timestamp() from unnest(${[...hashes.values()].sort()}::text[]) hash
      on conflict do nothing
      returning id_hash as hash`,
  );
  const fresh = new Set(rows.map(({ hash }) => hash));
  return new Map([...hashes].filter(([, hash]) => fresh.has(hash)));
}

async function makeKey(db: Db, box: SecretBox): Promise<void> {
  const sealed = box.seal(randomBytes(KEY_BYTES).toString('base64'), KEY_OWNER);
  await rowsOf(db, sql`insert into erasure_key (sealed) values (${sealed}::text) on conflict do nothing`);
}

/** The id of the key that the hashes' own key is sealed with. */
export const ERASURE_KEY_ID = sql<{
  key_id: string;
}>`select split_part(sealed, '.', 2) as key_id from erasure_key`;

/** True when it was sealed with an older key, and no longer is. */
export async function resealErasureKey(db: Db | Tx, box: SecretBox): Promise<boolean> {
  const before = await oneOf(db, ERASURE_KEY_ID);
  if (before === null || before.key_id === box.sealsWith) return false;
  await readKey(db, box);
  return true;
}

/** Null: nobody was ever erased. Sealed anew where an older key of ENCRYPTION_KEYS had sealed it, so that one may be dropped. */
async function readKey(db: Db | Tx, box: SecretBox): Promise<Buffer | null> {
  const row = await oneOf(db, sql<{ sealed: string }>`select sealed from erasure_key`);
  if (row === null) return null;
  const plain = box.open(row.sealed, KEY_OWNER);
  if (!box.isCurrent(row.sealed)) {
    const sealed = box.seal(plain, KEY_OWNER);
    await rowsOf(db, sql`update erasure_key set sealed = ${sealed}::text where sealed = ${row.sealed}::text`);
  }
  return Buffer.from(plain, 'base64');
}
