// What is stored sealed, by the key that sealed it, and its sealing anew with the first key. Row by row under the row's
// lock, so that a renewal of a token meanwhile is neither lost nor waited for longer than one call to HubSpot; a row that
// has the first key is left alone, so that an interrupted rotation goes on when it is started again.
import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '#pipeline/admin-ports.ts';
import { keyIdOf, type SecretBox } from '#platform/secrets.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { ERASURE_KEY_ID, resealErasureKey } from './erasure/tombstones.ts';
import { oneOf, rowsOf } from './sql.ts';

export interface Keys {
  /** The id of the key that seals. */
  readonly first: string;
  readUse(): Promise<readonly KeyUse[]>;
  rotate(by: Actor): Promise<Rotation>;
}

export function createKeys(database: Database, box: SecretBox): Keys {
  return {
    first: box.sealsWith,
    readUse: () => readKeyUse(database),
    rotate: (by) => rotateKeys(database, box, by),
  };
}

interface SealedTable {
  readonly table: string;
  /** Besides the portal's id. */
  readonly key: readonly string[];
  readonly columns: readonly string[];
}

/** Every column that a secret box has written; the portal's id goes in as the owner. */
const SEALED: readonly SealedTable[] = [
  { table: 'portal_token', key: [], columns: ['access_token', 'refresh_token'] },
  { table: 'webhook', key: ['side', 'team', 'channel'], columns: ['sealed_url'] },
];

export interface KeyUse {
  readonly keyId: string;
  /** Sealed values. */
  readonly values: number;
}

interface Rotation {
  readonly resealed: number;
  /** Values sealed with a key that ENCRYPTION_KEYS does not hold any more, or altered: they stay as they are. */
  readonly unreadable: number;
}

async function readKeyUse(database: Database): Promise<readonly KeyUse[]> {
  const columns = SEALED.flatMap(({ table, columns: names }) =>
    names.map((name) => sql`select ${keyOf(name)} as key_id from ${sql.table(table)}`),
  );
  return rowsOf(
    database.db,
    sql<KeyUse>`
      select key_id as "keyId", count(*)::int as values
      from (${sql.join([...columns, ERASURE_KEY_ID], sql` union all `)}) v
      group by key_id order by key_id`,
  );
}

async function rotateKeys(database: Database, box: SecretBox, by: Actor): Promise<Rotation> {
  let rotation: Rotation = { resealed: (await resealErasureKey(database.db, box)) ? 1 : 0, unreadable: 0 };
  for (const sealed of SEALED) {
    for (const row of await findOutdated(database, sealed, box.sealsWith)) {
      const { resealed, unreadable } = await resealRow(database, box, { sealed, row, by });
      rotation = { resealed: rotation.resealed + resealed, unreadable: rotation.unreadable + unreadable };
    }
  }
  return rotation;
}

type Row = Readonly<Record<string, string>>;

/** Their keys only: a portal has a handful. */
function findOutdated(
  database: Database,
  { table, key, columns }: SealedTable,
  keyId: string,
): Promise<readonly Row[]> {
  const isOutdated = columns.map((name) => sql`${keyOf(name)} <> ${keyId}::text`);
  return rowsOf(
    database.db,
    sql<Row>`
      select ${names(['portal_id', ...key])} from ${sql.table(table)}
      where ${sql.join(isOutdated, sql` or `)} order by portal_id`,
  );
}

function resealRow(
  database: Database,
  box: SecretBox,
  job: { readonly sealed: SealedTable; readonly row: Row; readonly by: Actor },
): Promise<Rotation> {
  const { sealed, row, by } = job;
  const portalId = row['portal_id'] ?? '';
  return database.transaction(async (tx) => {
    const held = await oneOf(
      tx,
      sql<Row>`select ${names(sealed.columns)} from ${sql.table(sealed.table)} where ${isRow(row)} for update`,
    );
    // Taken away, or set anew, in the meantime.
    const outdated = Object.entries(held ?? {}).filter(([, value]) => keyIdOf(value) !== box.sealsWith);
    const opened = outdated.flatMap(([name, value]) => {
      const plain = box.tryOpen(value, portalId);
      return plain === null ? [] : [{ name, plain, keyId: keyIdOf(value) }];
    });
    for (const { name, plain } of opened) {
      const value = box.seal(plain, portalId);
      await rowsOf(
        tx,
        sql`update ${sql.table(sealed.table)} set ${sql.ref(name)} = ${value}::text where ${isRow(row)}`,
      );
    }
    await noteRotation(tx, portalId, { by, table: sealed.table, from: opened, to: box.sealsWith });
    return { resealed: opened.length, unreadable: outdated.length - opened.length };
  });
}

async function noteRotation(
  tx: Tx,
  portalId: string,
  what: {
    readonly by: Actor;
    readonly table: string;
    readonly from: readonly { readonly keyId: string }[];
    readonly to: string;
  },
): Promise<void> {
  const before = [...new Set(what.from.map(({ keyId }) => keyId))];
  if (before.length === 0) return;
  const { by, table, to } = what;
  await writeAudit(tx, portalId, {
    by,
    action: 'rotateKeys',
    before: { table, keys: before },
    after: { table, keys: [to] },
  });
}

function isRow(row: Row): RawBuilder<unknown> {
  return sql.join(
    Object.entries(row).map(([name, value]) => sql`${sql.ref(name)} = ${value}::text`),
    sql` and `,
  );
}

function names(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((name) => sql.ref(name)));
}

/** The second part of a sealed text names its key (platform/secrets.ts). */
function keyOf(column: string): RawBuilder<unknown> {
  return sql`split_part(${sql.ref(column)}, '.', 2)`;
}
