// What erasures rest on: that no table is forgotten, and hashes that tell nobody who it was.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSecretBox } from '#platform/secrets.ts';
import { createTombstones } from '#store/erasure/tombstones.ts';
import { TRACES } from '#store/erasure/traces.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal } from '#test/support/portal.ts';

const PORTAL = '7020701';
const OTHER = '7020702';
const OLD = { id: 'old', key: randomBytes(32) };
const NEW = { id: 'new', key: randomBytes(32) };

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  for (const portal of [PORTAL, OTHER]) await insertPortal(test.database, portal);
});
afterAll(() => test.close());
beforeEach(async () => {
  for (const table of ['erased_contact', 'erasure_key'])
    await sql`delete from ${sql.table(table)}`.execute(test.database.db);
});

async function bury(keys: Parameters<typeof createSecretBox>[0], ...ids: string[]) {
  const tombstones = createTombstones(test.database, createSecretBox(keys));
  await tombstones.prepare();
  return test.database.transaction((tx) => tombstones.bury(tx, PORTAL, ids));
}

function erasedOf(keys: Parameters<typeof createSecretBox>[0], portal: string, ...ids: string[]) {
  return createTombstones(test.database, createSecretBox(keys)).findErased(test.database.db, portal, ids);
}

describe('the list of traces', () => {
  it('names every table once: what a new one keeps of a person is said before it is used', async () => {
    const { rows } = await sql<{ name: string }>`
      select c.relname as name from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      order by 1`.execute(test.database.db);

    expect(TRACES.map(({ table }) => table).toSorted()).toEqual(rows.map(({ name }) => name));
  });

  it('has a way to erase whatever holds something, the hash apart', () => {
    const kept = TRACES.filter(({ holds, erase }) => holds !== '' && erase === null);

    expect(kept.map(({ table }) => table)).toEqual(['erased_contact']);
  });

  it('knows every column that names a lead or a contact', async () => {
    const { rows } = await sql<{ name: string }>`
      select distinct c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and a.attname in ('lead_id', 'lead_ids', 'contact_id', 'contact_ids', 'merged_into')`.execute(
      test.database.db,
    );
    const erased = new Set(TRACES.filter(({ erase }) => erase !== null).map(({ table }) => table));

    expect(rows.map(({ name }) => name).filter((name) => !erased.has(name))).toEqual([]);
  });

  it('has the members of the portal’s lists looked through from the first: the place may name who is erased', async () => {
    await sql`insert into contact_list (portal_id, list_key, list_id, after_member) values
      (${PORTAL}, 'competitors', '7', 'NTUwMDE'), (${OTHER}, 'competitors', '7', 'NTUwMDE')`.execute(
      test.database.db,
    );
    const scope = {
      portalId: PORTAL,
      contactIds: ['55001'],
      leadIds: [],
      taskKeys: [],
      tokens: [],
      pattern: '',
    };
    const erase = TRACES.find(({ table }) => table === 'contact_list')?.erase;
    await test.database.transaction(async (tx) => erase?.(tx, scope));

    const { rows } =
      await sql`select portal_id, list_id, after_member from contact_list order by portal_id`.execute(
        test.database.db,
      );
    expect(rows).toEqual([
      { portal_id: PORTAL, list_id: '7', after_member: '' },
      { portal_id: OTHER, list_id: '7', after_member: 'NTUwMDE' },
    ]);
  });
});

describe('tombstones', () => {
  it('let nobody in again in that portal, and only there', async () => {
    await bury([NEW], '55001', '55002');

    expect(await erasedOf([NEW], PORTAL, '55001', '55003')).toEqual(new Set(['55001']));
    expect(await erasedOf([NEW], OTHER, '55001', '55002')).toEqual(new Set());
  });

  it('answer whom they had not had before', async () => {
    await bury([NEW], '55001');

    expect([...(await bury([NEW], '55001', '55002')).keys()]).toEqual(['55002']);
  });

  it('cannot be made again without the key: ids are few, and would be guessed', async () => {
    await bury([NEW], '55001');
    const { rows: before } = await sql<{ id_hash: string }>`select id_hash from erased_contact`.execute(
      test.database.db,
    );
    await sql`delete from erased_contact`.execute(test.database.db);
    await sql`delete from erasure_key`.execute(test.database.db);
    await bury([NEW], '55001');
    const { rows: after } = await sql<{ id_hash: string }>`select id_hash from erased_contact`.execute(
      test.database.db,
    );

    expect(before[0]?.id_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(after[0]?.id_hash).not.toBe(before[0]?.id_hash);
  });

  it('outlive the key that sealed theirs: it is sealed anew as soon as another one comes first', async () => {
    await bury([OLD], '55001');

    expect(await erasedOf([NEW, OLD], PORTAL, '55001')).toEqual(new Set(['55001']));
    expect(await erasedOf([NEW], PORTAL, '55001')).toEqual(new Set(['55001']));
  });

  it('refuse to answer without a key that opens theirs, rather than let everybody in', async () => {
    await bury([OLD], '55001');

    await expect(erasedOf([NEW], PORTAL, '55001')).rejects.toMatchObject({ code: 'secret_unknown_key' });
  });
});
