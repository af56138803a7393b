// Lists that agreements name, on a real Postgres: which they are, how far their members are known, and who is judged again.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Lease, LeaseLost, type TurnStore } from '#pipeline/turn-store.ts';
import { createTurnStore } from '#store/turn-store.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal } from '#test/support/portal.ts';

const PORTAL = '700';
const COMPETITORS = { key: 'competitors', listId: '7' };
let test: TestDatabase;
let store: TurnStore;
let lease: Lease;

beforeAll(async () => {
  test = await testDatabase();
  store = createTurnStore(test.database, 'test');
  await insertPortal(test.database, PORTAL);
});
beforeEach(async () => {
  await sql`update portal_lease set until = clock_timestamp() - interval '1 second'`.execute(
    test.database.db,
  );
  const held = await store.acquireLease(PORTAL, 'test');
  if (held === null) throw new Error('the lease is taken');
  lease = held;
  await store.storeLists(lease, []);
});
afterAll(() => test.close());

async function lists(): Promise<unknown> {
  return (await store.loadPortal(PORTAL))?.lists;
}

async function epoch(): Promise<number> {
  return Number((await store.loadPortal(PORTAL))?.epoch);
}

describe('lists that agreements name', () => {
  it('make every lead be judged again where a name means another than before, and only then', async () => {
    const before = await epoch();
    await store.storeLists(lease, [COMPETITORS, { key: 'partners', listId: '' }]);
    await store.storeLists(lease, [COMPETITORS, { key: 'partners', listId: '' }]);
    expect(await epoch()).toBe(before + 1);

    await store.storeLists(lease, [COMPETITORS, { key: 'partners', listId: '9' }]);
    expect(await epoch()).toBe(before + 2);
    await store.storeLists(lease, [COMPETITORS]);
    expect(await epoch()).toBe(before + 2);
    expect(await lists()).toEqual([{ ...COMPETITORS, after: '' }]);
  });

  it('are looked through from where the last look ended, and from the start when they are others', async () => {
    await store.storeLists(lease, [COMPETITORS]);
    await store.commitMembers(lease, { list: COMPETITORS, after: 'MTI', joined: [] });
    expect(await lists()).toEqual([{ ...COMPETITORS, after: 'MTI' }]);
    await store.storeLists(lease, [COMPETITORS]);
    expect(await lists()).toEqual([{ ...COMPETITORS, after: 'MTI' }]);

    await store.storeLists(lease, [{ ...COMPETITORS, listId: '8' }]);
    await store.commitMembers(lease, { list: COMPETITORS, after: 'MTM', joined: [] });
    expect(await lists()).toEqual([{ key: 'competitors', listId: '8', after: '' }]);
  });

  it('mark who joined like a search does: read again, in the live lane', async () => {
    await store.storeLists(lease, [COMPETITORS]);
    await sql`insert into mirror (portal_id, object_type, object_id, cells, created_at, read_set)
      values (${PORTAL}, 'contact', '11', '{}', now(), 'set')`.execute(test.database.db);
    await store.commitMembers(lease, { list: COMPETITORS, after: '', joined: ['11'] });

    const { rows } = await sql`select d.object_id, d.lane, m.read_set from dirty d
      join mirror m using (portal_id, object_type, object_id) where d.portal_id = ${PORTAL}`.execute(
      test.database.db,
    );
    expect(rows).toEqual([{ object_id: '11', lane: 2, read_set: '' }]);
  });

  it('end a refusal when HubSpot has told them', async () => {
    await store.storeRefusal(lease, { object: 'lists', code: 'FORBIDDEN' });
    await store.storeRefusal(lease, { object: 'users', code: 'FORBIDDEN' });
    await store.storeLists(lease, [COMPETITORS]);
    expect((await store.loadPortal(PORTAL))?.refusedReads).toEqual(['users']);
  });

  it('are nobody’s to write who has lost the portal', async () => {
    await sql`update portal_lease set fence = fence + 1 where portal_id = ${PORTAL}`.execute(
      test.database.db,
    );
    await expect(store.storeLists(lease, [COMPETITORS])).rejects.toThrow(LeaseLost);
    await expect(store.commitMembers(lease, { list: COMPETITORS, after: '', joined: [] })).rejects.toThrow(
      LeaseLost,
    );
  });
});
