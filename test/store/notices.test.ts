// The tables of notices: told with what they tell of or not at all, portals in turn, addresses sealed, old ones forgotten.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NoticeRoute } from '#domain/notices/channels.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createNoticeStore } from '#store/notice-store.ts';
import { forgetNotices, insertNotices } from '#store/notices.ts';
import { storeWebhook } from '#store/webhooks.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { makeNotice } from '#test/support/notices.ts';
import { insertPortal } from '#test/support/portal.ts';

const box = createSecretBox([{ id: 'k', key: Buffer.alloc(32, 1) }]);
const BY = { actor: 'tester', origin: 'api' } as const;
const AT_ONCE = { gatherMs: 0, restMs: 0 };
let test: TestDatabase;
let serial = 900;
let portal = '';

beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(async () => {
  portal = await openPortal();
});
afterAll(() => test.close());

async function openPortal(): Promise<string> {
  const id = String(++serial);
  await insertPortal(test.database, id);
  await sql`insert into portal_effect values (${id}, 'consequences', true, '2000-01-01')`.execute(
    test.database.db,
  );
  return id;
}

/** One message per address, ready to be claimed. */
async function compose(portalId: string, addresses: readonly string[]): Promise<void> {
  const store = createNoticeStore(test.database, box);
  const notices = addresses.map((recipient) => makeNotice({ recipient }));
  await store.add(portalId, notices);
  await store.storeRoutes(
    portalId,
    notices.map(({ key, recipient }) => {
      const route: NoticeRoute = { channel: 'email', destination: recipient, personalData: false };
      return { key, routes: [{ ...route, pace: AT_ONCE }], reason: '' };
    }),
  );
  while ((await store.composeDue(100)) > 0);
}

async function count(table: 'notice' | 'notice_delivery' | 'notice_message'): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where portal_id = ${portal}`.execute(
    test.database.db,
  );
  return rows[0]?.count ?? -1;
}

describe('a notice', () => {
  it('is told with what it tells of, or not at all', async () => {
    const breach = test.database.transaction(async (tx) => {
      await insertNotices(tx, portal, [makeNotice()]);
      throw new Error('the breach is not stored');
    });

    await expect(breach).rejects.toThrow('the breach is not stored');
    expect(await count('notice')).toBe(0);
  });

  it('reads back as it was told', async () => {
    const store = createNoticeStore(test.database, box);
    const notice = makeNotice({
      kind: 'qualityLow',
      params: { reached: 1, total: 3, target: 300_000 },
      teams: ['Berlin; Süd', 'Paris'],
      leads: ['b', 'a'],
      language: 'fr',
    });
    await store.add(portal, [notice]);

    const told = (await store.listUnrouted(10)).filter(({ portalId }) => portalId === portal);

    expect(told.map((one) => one.notice)).toEqual([notice]);
  });

  it('is forgotten with its messages when it is old, and only then', async () => {
    await compose(portal, ['old@x.example', 'waiting@x.example', 'new@x.example']);
    const { db } = test.database;
    await sql`
      update notice_message set state = case when destination like 'waiting%' then 'intended' else 'confirmed' end,
        sent_at = case when destination like 'new%' then now() else now() - interval '401 days' end
      where portal_id = ${portal}`.execute(db);
    await sql`
      update notice set intended_at = now() - interval '401 days'
      where portal_id = ${portal} and recipient not like 'new%'`.execute(db);

    await forgetNotices(test.database);

    const { rows } = await sql<{ recipient: string }>`
      select recipient from notice where portal_id = ${portal} order by 1`.execute(db);
    expect(rows.map(({ recipient }) => recipient)).toEqual(['new@x.example', 'waiting@x.example']);
    expect([await count('notice_delivery'), await count('notice_message')]).toEqual([2, 2]);
  });
});

describe('claiming', () => {
  it('takes from each portal in turn, so that a small one does not wait for a big one', async () => {
    const small = await openPortal();
    await compose(
      portal,
      Array.from({ length: 60 }, (_none, index) => `m${index}@x.example`),
    );
    await compose(small, ['only@x.example']);
    const store = createNoticeStore(test.database, box);

    const claimed = await store.claimDue(20);

    expect(claimed).toHaveLength(20);
    expect(claimed.map(({ portalId }) => portalId)).toContain(small);
  });

  it('gives each message to one of many who ask at once', async () => {
    await sql`delete from notice_message`.execute(test.database.db);
    await compose(
      portal,
      Array.from({ length: 30 }, (_none, index) => `m${index}@x.example`),
    );
    const store = createNoticeStore(test.database, box);

    const claims = await Promise.all(Array.from({ length: 5 }, () => store.claimDue(30)));

    const ids = claims.flat().map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(ids.length);
    const rest = await store.claimDue(30);
    expect(ids.length + rest.length).toBe(30);
  });

  it('settles only the attempt that was claimed', async () => {
    await sql`delete from notice_message`.execute(test.database.db);
    await compose(portal, ['m@x.example']);
    const store = createNoticeStore(test.database, box);
    const [claimed] = await store.claimDue(1);
    const key = { portalId: portal, messageId: claimed?.messageId ?? '', attempt: 1 };

    await store.settle({ ...key, attempt: 2 }, { kind: 'parked', reason: 'LATE' });
    await store.settle(key, { kind: 'confirmed' });
    await store.settle(key, { kind: 'again', afterMs: 0, reason: 'LATER' });

    const { rows } = await sql`select state, reason from notice_message where portal_id = ${portal}`.execute(
      test.database.db,
    );
    expect(rows).toEqual([{ state: 'confirmed', reason: '' }]);
  });
});

describe('the address of a webhook', () => {
  const place = { side: 'sales', team: '', channel: 'slack' } as const;
  const set = (team: string, address: string): Promise<void> =>
    storeWebhook(test.database, box, {
      portalId: portal,
      place: { ...place, team },
      url: new URL(address),
      by: BY,
    });

  it('is that of the side or of the very team', async () => {
    await set('', 'https://hooks.slack.com/side');
    await set('Berlin: Süd', 'https://hooks.slack.com/team');
    const store = createNoticeStore(test.database, box);
    const read = (channel: string, destination: string) =>
      store.readWebhook(portal, { channel, destination });

    expect(await read('slack', 'sales')).toBe('https://hooks.slack.com/side');
    expect(await read('slack', 'sales:Berlin: Süd')).toBe('https://hooks.slack.com/team');
    expect(await read('slack', 'sales:Paris')).toBeNull();
    expect(await read('slack', 'marketing')).toBeNull();
    expect(await read('teams', 'sales')).toBeNull();
  });

  it('does not open for another portal', async () => {
    await set('', 'https://hooks.slack.com/side');
    const other = await openPortal();
    await sql`
      insert into webhook select ${other}, side, team, channel, sealed_url, host, set_at from webhook
      where portal_id = ${portal}`.execute(test.database.db);

    await expect(
      createNoticeStore(test.database, box).readWebhook(other, { channel: 'slack', destination: 'sales' }),
    ).rejects.toMatchObject({ code: 'secret_broken' });
  });
});
