// A table that is added later must be erased, too: the list is compared with the database.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { erasePortal, TABLES_OF_PORTALS } from '#store/erase-portal.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal } from '#test/support/portal.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());

/** Tables without rows of portals, each with its reason. */
const OF_NOBODY = {
  clock_setting: 'a shift of the clock for demonstrations, one row',
  erasure_key: 'the sealed key of the hashes of whom was erased, one row',
  oauth_state: 'hashes of installs under way, gone after ten minutes',
  webhooks_journal: 'where the app goes on reading HubSpot’s journal, one row',
  schema_migrations: 'which migrations ran',
} as const;

async function tables(): Promise<readonly { name: string; ofPortals: boolean }[]> {
  const { rows } = await sql<{ name: string; ofPortals: boolean }>`
    select c.relname as name, exists (
      select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'portal_id' and not a.attisdropped) as "ofPortals"
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    where c.relkind in ('r', 'p') and not c.relispartition order by 1`.execute(test.database.db);
  return rows;
}

describe('erasing a portal', () => {
  it('covers every table that has rows of portals', async () => {
    const found = await tables();

    expect(found.filter(({ ofPortals }) => ofPortals).map(({ name }) => name)).toEqual(
      [...TABLES_OF_PORTALS].toSorted(),
    );
  });

  it('leaves out only tables that have none, known by name', async () => {
    const found = await tables();

    expect(found.filter(({ ofPortals }) => !ofPortals).map(({ name }) => name)).toEqual(
      Object.keys(OF_NOBODY).toSorted(),
    );
  });

  it('is refused while the portal is active, whose workers would write on', async () => {
    await insertPortal(test.database, '901');

    await expect(erasePortal(test.database, '901', { actor: 'a', origin: 'cli' })).rejects.toThrow('active');
  });
});
