// The channels of a portal and the ledger of notices, over HTTP.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecretBox } from '#platform/secrets.ts';
import { createNoticeStore } from '#store/notice-store.ts';
import { insertNotices } from '#store/notices.ts';
import { ENGLISH_TEMPLATE, templateAgreement } from '#test/support/agreement-text.ts';
import { startRoom } from '#test/support/notice-world.ts';
import { makeNotice } from '#test/support/notices.ts';
import { insertPortal, insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

const SECRET_PATH = '/services/T1/B2/planted-secret';
const ADDRESS = `https://hooks.slack.com${SECRET_PATH}`;
const CHANNELS = `/portals/${PORTAL}/channels`;
const NOTICES = `/portals/${PORTAL}/notices`;
let web: TestWeb;

beforeAll(async () => {
  web = await startWeb({
    env: { SMTP_URL: 'smtp://user:planted@127.0.0.1:1', MAIL_FROM: 'accord@example.com' },
  });
  await insertPortal(web.test.database, PORTAL);
});
afterAll(() => web.close());

describe('channels', () => {
  it('are set, shown without their address, sealed in the database, and taken away', async () => {
    const set = await web.api('PUT', CHANNELS, {
      body: { side: 'sales', channel: 'slack', url: ADDRESS, reason: 'new room' },
    });
    const { rows } = await sql<{ sealed_url: string }>`select sealed_url from webhook`.execute(
      web.test.database.db,
    );
    const audit = await web.api('GET', `/portals/${PORTAL}/audit`);
    const taken = await web.api('PUT', CHANNELS, { body: { side: 'sales', channel: 'slack', url: null } });

    expect(set.status).toBe(200);
    expect(set.json).toMatchObject({
      email: true,
      webhooks: [{ side: 'sales', team: '', channel: 'slack', host: 'hooks.slack.com' }],
    });
    expect(rows[0]?.sealed_url).toMatch(/^v1\.k1\./);
    expect(audit.json.items[0]).toMatchObject({
      action: 'setWebhook',
      after: { host: 'hooks.slack.com' },
      reason: 'new room',
    });
    expect(set.text + audit.text).not.toContain('planted');
    expect(taken.json.webhooks).toEqual([]);
  });

  it.each([
    ['http://hooks.slack.com/x', 'https://'],
    ['https://10.0.0.1/planted-secret', 'does not call'],
    ['https://hooks.slack.com.evil.example/planted-secret', 'does not call'],
  ])('refuse %s and say what to do, without repeating it', async (url, why) => {
    const answer = await web.api('PUT', CHANNELS, { body: { side: 'sales', channel: 'slack', url } });

    expect([answer.status, answer.json.error]).toEqual([422, 'WEBHOOK_ADDRESS']);
    expect(answer.json.message).toContain(why);
    expect(answer.json.fix).toContain('https://hooks.slack.com/services/');
    expect(answer.text).not.toContain('planted');
  });

  it('refuse in French', async () => {
    const body = { side: 'sales', channel: 'teams', url: 'http://hooks.slack.com/x' };
    const answer = await web.api('PUT', CHANNELS, { body, language: 'fr' });

    expect(answer.json).toMatchObject({
      error: 'WEBHOOK_ADDRESS',
      message: 'L’adresse du webhook ne commence pas par https://.',
      fix: expect.stringContaining('WEBHOOK_ORIGINS') as string,
    });
  });
});

describe('a whole app', () => {
  it('posts what was told to the room that was set, and counts it', async () => {
    const room = await startRoom();
    const app = await startWeb({ env: { WEBHOOK_ORIGINS: room.origin, NOTICE_GATHER_SECONDS: '0' } });
    const { database } = app.test;
    await insertPortal(database, PORTAL);
    await sql`insert into portal_effect values (${PORTAL}, 'consequences', true, '2000-01-01')`.execute(
      database.db,
    );
    const slack = { channel: 'slack', to: '#sales', team: null, about: null, personalData: false } as const;
    const agreement = {
      ...templateAgreement('en'),
      id: 'default',
      notify: { marketing: [], sales: [slack] },
    };
    await insertSignedVersion(database, PORTAL, { agreement, document: ENGLISH_TEMPLATE });
    const url = `${room.origin}/room`;
    const set = await app.api('PUT', CHANNELS, { body: { side: 'sales', channel: 'slack', url } });
    await database.transaction((tx) => insertNotices(tx, PORTAL, [makeNotice()]));

    while (await app.context.sendNotices());
    const metrics = await (await fetch(`${app.url}/metrics`)).text();
    const [told] = (await app.api('GET', NOTICES)).json.items;
    const messageId = told.messages[0].messageId;
    const linked = await app.api('GET', `${NOTICES}?message=${messageId}`);
    const other = await app.api('GET', `${NOTICES}?message=00000000-0000-4000-8000-000000000000`);
    await app.close();
    await room.close();

    expect(set.status).toBe(200);
    expect(room.posts.map(({ path }) => path)).toEqual(['/room']);
    expect(JSON.stringify(room.posts[0]?.body)).toContain(`/notices?message=${messageId}`);
    expect(told).toMatchObject({
      state: 'routed',
      messages: [{ channel: 'slack', state: 'confirmed', attempts: 1 }],
    });
    expect(linked.json.items).toHaveLength(1);
    expect(other.json.items).toEqual([]);
    expect(metrics).toContain('accord_notices_total{channel="slack",result="confirmed"} 1');
  });
});

describe('the ledger of notices', () => {
  it('lists the newest first, in pages, with the contacts and what became of them', async () => {
    const store = createNoticeStore(
      web.test.database,
      createSecretBox([{ id: 'k', key: Buffer.alloc(32, 1) }]),
    );
    await sql`
      insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
      values (${PORTAL}, 'lead-1', 'default', '7000001', '{}')`.execute(web.test.database.db);
    await store.add(PORTAL, [
      makeNotice({ key: 'a b', at: '2026-11-26T09:00:00.000Z', leads: ['lead-1', 'lead-gone'] }),
      makeNotice({ key: 'c', at: '2026-11-26T10:00:00.000Z', leads: [] }),
    ]);
    await store.dropSwitchedOff();

    const first = await web.api('GET', `${NOTICES}?limit=1`);
    const second = await web.api('GET', `${NOTICES}?limit=1&after=${encodeURIComponent(first.json.next)}`);
    const third = await web.api('GET', `${NOTICES}?limit=1&after=${encodeURIComponent(second.json.next)}`);

    expect(
      [first, second, third].map(({ json }) => json.items.map(({ key }: { key: string }) => key)),
    ).toEqual([['c'], ['a b'], []]);
    expect(second.json.items[0]).toMatchObject({
      kind: 'clockBreached',
      clauseLabel: 'First touch within 1 working day',
      leads: 2,
      contactIds: ['7000001'],
      state: 'parked',
      reason: 'SWITCHED_OFF',
      messages: [],
    });
  });

  it('refuses a page that does not exist', async () => {
    const answer = await web.api('GET', `${NOTICES}?after=yesterday`);

    expect([answer.status, answer.json.error]).toEqual([400, 'BAD_REQUEST']);
  });
});
