// Erasing people and settings of how long things are kept, over HTTP; and what the log says of requests about a contact.
import { Writable } from 'node:stream';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseDue } from '#pipeline/erasure/erase-due.ts';
import { insertLivePortal } from '#test/support/clock-rows.ts';
import { PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

const CONTACT = '7010701';
const lines: string[] = [];
let web: TestWeb;

beforeAll(async () => {
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString());
      done();
    },
  });
  web = await startWeb({ logger: pino({ level: 'debug' }, stream) });
  await insertLivePortal(web.test.database, PORTAL);
});
afterAll(() => web.close());

const post = (body: unknown) => web.api('POST', `/portals/${PORTAL}/erasures`, { body });
const put = (body: unknown, language?: string) =>
  web.api('PUT', `/portals/${PORTAL}/retention`, { body, ...(language === undefined ? {} : { language }) });

describe('an erasure', () => {
  it('is asked for by the contact’s id, once', async () => {
    const asked = await post({ contactId: CONTACT });
    expect(asked.json).toEqual({ isNew: true, hashes: [expect.stringMatching(/^[0-9a-f]{64}$/)] });
    expect((await post({ contactId: CONTACT })).json).toEqual({ isNew: false, hashes: asked.json.hashes });
  });

  it('is listed by its hash, with when it was done', async () => {
    const asked = await web.api('GET', `/portals/${PORTAL}/erasures`);
    for (let pass = 0; pass < 2; pass++) {
      await sql`update erasure set next_at = now()`.execute(web.test.database.db);
      await eraseDue(web.context.erasures, new AbortController().signal);
    }
    const done = await web.api('GET', `/portals/${PORTAL}/erasures`);

    const one = {
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      requestedAt: expect.any(String),
      dropped: 0,
    };
    expect(asked.json).toEqual({ items: [{ ...one, erasedAt: null }], next: null });
    expect(done.json).toEqual({ items: [{ ...one, erasedAt: expect.any(String) }], next: null });
    const { hash } = done.json.items[0];
    const alone = await web.api('GET', `/portals/${PORTAL}/erasures/${hash}`);
    expect(alone.json).toEqual(done.json.items[0]);
    expect((await web.api('GET', `/portals/${PORTAL}/erasures/${'0'.repeat(64)}`)).status).toBe(404);
    expect(JSON.stringify(done.json)).not.toContain(CONTACT);
  });

  it.each([
    [{}],
    [{ contactId: 'zebulonne' }],
    [{ contactId: CONTACT, reason: 'Zebulonne asked' }],
    [{ contactId: CONTACT, email: 'z@lead.example' }],
  ])('is refused for %j: an id, and no words about the person', async (body) => {
    const { status, json } = await post(body);

    expect([status, json.error]).toEqual([400, 'BAD_REQUEST']);
  });

  it('is in the audit trail without the person', async () => {
    const { json } = await web.api('GET', `/portals/${PORTAL}/audit`);

    expect(json.items).toMatchObject([
      {
        action: 'erase contact',
        actor: 'admin token',
        role: 'admin',
        reason: '',
        after: { hash: expect.any(String) },
      },
    ]);
    expect(JSON.stringify(json)).not.toContain(CONTACT);
  });

  it('finds whom Accord knows under an address, also while HubSpot cannot be asked', async () => {
    const email = 'zebulonne@lead.example';
    const cells = { email: { v: 'Zebulonne@Lead.example', at: '2026-11-01T00:00:00.000Z' } };
    await sql`
      insert into mirror (portal_id, object_type, object_id, cells, created_at)
      values (${PORTAL}, 'contact', '7010702', ${JSON.stringify(cells)}::jsonb, now()),
        ('44000099', 'contact', '7010703', ${JSON.stringify(cells)}::jsonb, now())`.execute(
      web.test.database.db,
    );

    const { status, json } = await post({ email });

    expect([status, json.isNew]).toEqual([200, true]);
    expect(json.hashes).toHaveLength(1);
    expect((await post({ contactId: '7010702' })).json).toEqual({ isNew: false, hashes: json.hashes });
    const log = lines.join('');
    expect(log).not.toContain(email);
  });

  it('is kept out of the log, as every contact’s id is', async () => {
    await web.api('GET', `/portals/${PORTAL}/leads/${CONTACT}`);

    const log = lines.join('');
    expect(log).toContain(`/api/v1/portals/${PORTAL}/leads/:contact`);
    expect(log).not.toContain(CONTACT);
  });
});

describe('retention', () => {
  it('is the default until it is set, one setting at a time', async () => {
    const before = await web.api('GET', `/portals/${PORTAL}/retention`);
    const after = await put({ eventsKeepDays: 30, reason: 'our policy' });

    expect(before.json).toEqual({ decisionsKeepDays: 400, eventsKeepDays: 90 });
    expect(after.json).toEqual({ decisionsKeepDays: 400, eventsKeepDays: 30 });
    expect((await web.api('GET', `/portals/${PORTAL}/retention`)).json).toEqual(after.json);
    const { json } = await web.api('GET', `/portals/${PORTAL}/audit?limit=1`);
    expect(json.items[0]).toMatchObject({
      action: 'set retention',
      reason: 'our policy',
      before: before.json,
      after: after.json,
    });
  });

  it.each([
    [{ eventsKeepDays: 6 }],
    [{ eventsKeepDays: 401 }],
    [{ decisionsKeepDays: 29 }],
    [{ decisionsKeepDays: 3651 }],
    [{ eventsKeepDays: 30.5 }],
    [{ keepDays: 30 }],
  ])('refuses %j', async (body) => {
    expect((await put(body)).status).toBe(400);
  });

  it('says in French what is too short', async () => {
    const { json } = await put({ eventsKeepDays: 6 }, 'fr');

    expect(json.problems[0]).toEqual({
      path: 'eventsKeepDays',
      problem: expect.stringMatching(/petit|doit/),
    });
  });
});
