// How often one account and one address may call, on the very routes: whatever one of them does, others are served.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { insertPortal } from '#test/support/portal.ts';
import {
  type Answer,
  PORTAL,
  readAnswer,
  SECRET,
  signature,
  startWeb,
  type TestWeb,
} from '#test/support/web.ts';

const NEIGHBOR = '44000009';
/** Small enough to be reached within ten seconds, large enough to count by. */
const MAX = 5;
const READ = `/portals/${PORTAL}/agreements`;

let web: TestWeb;
beforeAll(async () => {
  web = await startWeb({ env: { ACCOUNT_REQUESTS: String(MAX), SIGN_INS_PER_MINUTE: String(MAX) } });
  for (const portal of [PORTAL, NEIGHBOR]) await insertPortal(web.test.database, portal);
});
afterAll(() => web.close());

type Call = (portal: string, language?: string) => Promise<Answer>;

const user = (portal: string) => `portalId=${portal}&userId=1&userEmail=a%40b.example&appId=1`;

async function signed(address: string, method: 'GET' | 'POST', wish: { body?: string; language?: string }) {
  const { body = '', language = 'en' } = wish;
  const headers = { ...signature(address, body, { secret: SECRET, method }), 'accept-language': language };
  return readAnswer(await fetch(address, { method, headers, ...(body === '' ? {} : { body }) }));
}

function execution(portal: string): string {
  return JSON.stringify({
    callbackId: 'ap-1',
    origin: { portalId: Number(portal) },
    object: { objectId: 1, objectType: 'CONTACT' },
    inputFields: {},
  });
}

/** Each counts by itself: a workflow at full speed leaves cards and pickers alone. */
const WAYS: readonly (readonly [string, Call, string])[] = [
  [
    'the API with a signature',
    (portal, language = 'en') =>
      signed(`${web.url}/api/v1/portals/${portal}/agreements?${user(portal)}`, 'GET', { language }),
    '10',
  ],
  [
    'the card',
    (portal, language = 'en') =>
      signed(`${web.url}/hubspot/card/agreements?${user(portal)}`, 'GET', { language }),
    '10',
  ],
  [
    'the card’s answers',
    (portal, language = 'en') =>
      signed(`${web.url}/hubspot/card/answer?${user(portal)}`, 'POST', { body: '{}', language }),
    '10',
  ],
  [
    'a workflow action',
    (portal, language = 'en') =>
      signed(`${web.url}/hubspot/actions/check-sla`, 'POST', { body: execution(portal), language }),
    // HubSpot's workflows read milliseconds.
    '10000',
  ],
  [
    'the choices of tracks',
    (portal, language = 'en') =>
      signed(`${web.url}/hubspot/actions/options/tracks`, 'POST', { body: execution(portal), language }),
    '10000',
  ],
];

describe.each(WAYS)('%s', (_name, call, retryAfter) => {
  it('serves one account so often in ten seconds, then says when to come again, and serves the others', async () => {
    const first: number[] = [];
    for (let time = 0; time < MAX; time += 1) first.push((await call(PORTAL)).status);
    const refused = await call(PORTAL);
    const french = await call(PORTAL, 'fr');

    expect(first).not.toContain(429);
    expect([refused.status, refused.json.error]).toEqual([429, 'TOO_MANY_REQUESTS']);
    expect(refused.headers.get('retry-after')).toBe(retryAfter);
    expect(refused.json.message).toBe('Too many requests from this HubSpot account at once.');
    expect(french.json.message).toBe('Trop de demandes de ce compte HubSpot à la fois.');
    expect((await call(NEIGHBOR)).status).not.toBe(429);
  });
});

describe('the API with a session', () => {
  it('counts with what the account’s users do through HubSpot', async () => {
    const token = 'the-cookie-of-a-browser';
    const hash = createHash('sha256').update(token).digest('hex');
    await web.context.sessions.store(hash, { portalId: NEIGHBOR, userId: '1', email: 'a@b.example' });
    const headers = { cookie: `accord-session=${token}` };
    const statuses: number[] = [];
    for (let time = 0; time <= MAX; time += 1)
      statuses.push((await fetch(`${web.url}/api/v1${READ}`.replace(PORTAL, NEIGHBOR), { headers })).status);

    expect(statuses[0]).toBe(200);
    expect(statuses.at(-1)).toBe(429);
  });
});

describe('the admin token', () => {
  it('is not limited: whoever holds it runs Accord', async () => {
    for (let time = 0; time <= 2 * MAX; time += 1) expect((await web.api('GET', READ)).status).toBe(200);
  });
});

describe('one address', () => {
  const start = async (path: string, language = 'en') =>
    readAnswer(
      await fetch(`${web.url}${path}`, { redirect: 'manual', headers: { 'accept-language': language } }),
    );

  it('begins so many installs and sign-ins a minute, and leaves no row afterwards', async () => {
    const paths = ['/oauth/install', '/oauth/sign-in'];
    const first: number[] = [];
    for (let time = 0; time < MAX; time += 1) first.push((await start(paths[time % 2] ?? '')).status);
    const stored = vi.spyOn(web.context.oauthStates, 'store');
    const refused = await Promise.all(paths.map((path) => start(path)));

    expect(first).toEqual(Array.from({ length: MAX }, () => 302));
    for (const answer of refused) {
      expect([answer.status, answer.json.error]).toEqual([429, 'TOO_MANY_REQUESTS']);
      expect(answer.headers.get('retry-after')).toBe('60');
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect(stored).not.toHaveBeenCalled();
    expect((await start('/oauth/callback', 'fr')).json.message).toBe(
      'Trop de demandes de cette adresse à la fois.',
    );
  });

  it('is told of a state of the parts that is looked at once in two seconds, however often it asks', async () => {
    const looked = vi.spyOn(web.context.database, 'ping');
    const asked = await Promise.all(Array.from({ length: 40 }, () => fetch(`${web.url}/readyz`)));

    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]));
    // A window may end while they are on their way.
    expect(looked.mock.calls.length).toBeLessThanOrEqual(2);
    expect(looked.mock.calls.length).toBeGreaterThan(0);
  });
});
