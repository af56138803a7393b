// "Sign in with HubSpot" over HTTP: who gets a session, what it is good for, what another site or browser cannot do with it.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertPortal } from '#test/support/portal.ts';
import { installInBrowser, PORTAL, readAnswer, startWeb, type TestWeb } from '#test/support/web.ts';

const NORA = { id: 171, email: 'nora@sales.example' };
const ADMIN_PAGE = `/portals/${PORTAL}/roles`;
let web: TestWeb;

beforeAll(async () => {
  web = await startWeb({
    sandbox: {
      portals: [
        { portalId: Number(PORTAL), timeZone: 'Europe/Paris' },
        { portalId: 55, timeZone: 'UTC' },
      ],
    },
  });
  await installInBrowser(web);
});
afterAll(() => web.close());

interface Wish {
  readonly portalId?: string;
  readonly user?: typeof NORA;
  readonly language?: string;
  /** What is changed on the way back. */
  readonly bend?: (callback: URL) => void;
  readonly cookie?: string;
}

const cookiesOf = (response: Response): string[] =>
  response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');

const locationOf = (response: Response): URL => new URL(response.headers.get('location') ?? '');

const NORAS = { portalId: PORTAL, user: NORA, language: 'en' };

async function signIn(wish: Wish = {}) {
  const { portalId, user, language, bend, cookie } = { ...NORAS, ...wish };
  const start = await fetch(`${web.url}/oauth/sign-in`, { redirect: 'manual' });
  const consent = locationOf(start);
  for (const [name, value] of Object.entries({ portalId, userId: String(user.id), userEmail: user.email }))
    consent.searchParams.set(name, value);
  const granted = await fetch(consent, { redirect: 'manual' });
  const callback = locationOf(granted);
  bend?.(callback);
  const response = await fetch(callback, {
    headers: { cookie: cookie ?? cookiesOf(start).join('; '), 'accept-language': language },
  });
  const session = cookiesOf(response).find((one) => one.startsWith('accord-session=')) ?? '';
  return { page: await readAnswer(response), session, header: response.headers.getSetCookie().join('\n') };
}

async function ask(path: string, headers: Record<string, string>) {
  return readAnswer(await fetch(`${web.url}/api/v1${path}`, { headers }));
}

async function put(path: string, headers: Record<string, string>, body: unknown) {
  return readAnswer(
    await fetch(`${web.url}/api/v1${path}`, {
      method: 'PUT',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

async function sessions(): Promise<readonly { token_hash: string; user_id: string; email: string }[]> {
  const { rows } = await sql<{ token_hash: string; user_id: string; email: string }>`
    select token_hash, user_id, email from session`.execute(web.test.database.db);
  return rows;
}

describe('signing in', () => {
  it('tells who one is in which account, keeps a hash of the cookie, and nothing of the grant', async () => {
    const tokens = () =>
      sql`select access_token, refresh_token from portal_token`.execute(web.test.database.db);
    const before = (await tokens()).rows;
    const { page, session, header } = await signIn();

    expect(page.status).toBe(200);
    expect(page.text).toContain('nora@sales.example');
    expect(page.text).toContain(PORTAL);
    expect(page.text).toContain('no role in Accord yet');
    expect(header).toMatch(/accord-session=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Lax/);
    const stored = await sessions();
    expect(stored).toMatchObject([{ user_id: '171', email: 'nora@sales.example' }]);
    expect(session).not.toContain(stored[0]?.token_hash);
    expect((await tokens()).rows).toEqual(before);
  });

  it('speaks French to whoever reads it, and names the roles', async () => {
    const { page } = await signIn({ user: { id: 9_001, email: 'installer@hub.example' }, language: 'fr' });

    expect(page.text).toContain('Vous êtes connecté');
    expect(page.text).toContain('Vos rôles\u00a0: administrateur');
  });

  it.each<[string, Wish, string]>([
    ['another browser', { cookie: '' }, '400 not started in this browser'],
    [
      'a state of an install',
      { bend: (url) => url.searchParams.set('state', 'x'.repeat(43)) },
      '400 not started in this browser',
    ],
    ['an account without Accord', { portalId: '55' }, '403 has not installed Accord'],
    [
      'a consent that was denied',
      {
        bend: (url) => {
          url.searchParams.delete('code');
          url.searchParams.set('error', 'access_denied');
        },
      },
      '403 access was not granted',
    ],
    [
      'a code that HubSpot does not know',
      { bend: (url) => url.searchParams.set('code', 'x') },
      '400 start again',
    ],
  ])('ends without a session for %s', async (_case, wish, expected) => {
    const [, status = '', words = ''] = /^(\d+) (.*)$/.exec(expected) ?? [];
    const before = (await sessions()).length;
    const { page, session } = await signIn(wish);

    expect([page.status, session]).toEqual([Number(status), '']);
    expect(page.text).toContain(words);
    expect((await sessions()).length).toBe(before);
  });

  it('is no install: an install’s way back does not sign in, and the other way round', async () => {
    const start = await fetch(`${web.url}/oauth/install`, { redirect: 'manual' });
    const consent = new URL(start.headers.get('location') ?? '');
    const granted = new URL((await fetch(consent, { redirect: 'manual' })).headers.get('location') ?? '');
    granted.pathname = '/oauth/sign-in/callback';
    const name = cookiesOf(start)[0]?.split('=')[1] ?? '';
    const response = await fetch(granted, { headers: { cookie: `accord-sign-in=${name}` } });

    expect(response.status).toBe(400);
  });
});

describe('a session', () => {
  it('is who signed in: the installer may administer, others what their role says', async () => {
    const installer = await signIn({ user: { id: 9_001, email: 'installer@hub.example' } });
    const nora = await signIn();

    expect((await ask(ADMIN_PAGE, { cookie: installer.session })).json).toMatchObject({
      grants: [{ subjectKind: 'user', subject: '9001', role: 'admin' }],
    });
    expect(await ask(ADMIN_PAGE, { cookie: nora.session })).toMatchObject({
      status: 403,
      json: { error: 'ADMIN_ONLY' },
    });
  });

  it('changes nothing for a page of another site', async () => {
    const { session } = await signIn({ user: { id: 9_001, email: 'installer@hub.example' } });
    const grants = [
      { subjectKind: 'user', subject: '9001', role: 'admin' },
      { subjectKind: 'user', subject: '171', role: 'reader' },
    ];
    const origins = ['https://evil.example', 'null', undefined];
    const refused = await Promise.all(
      origins.map((origin) =>
        put(ADMIN_PAGE, { cookie: session, ...(origin === undefined ? {} : { origin }) }, { grants }),
      ),
    );
    const own = await put(ADMIN_PAGE, { cookie: session, origin: web.url }, { grants });
    const audit = await web.api('GET', `/portals/${PORTAL}/audit?limit=1`);

    expect(refused.map(({ status, json }) => `${status} ${json.error}`)).toEqual(
      origins.map(() => '403 CROSS_SITE'),
    );
    expect(own.status).toBe(200);
    expect(own.json.grants).toHaveLength(2);
    expect(audit.json.items[0]).toMatchObject({
      action: 'setRoles',
      actor: 'user 9001',
      origin: 'console',
      role: 'admin',
      after: grants,
    });
  });

  it('is of one account, whatever is asked', async () => {
    await insertPortal(web.test.database, '44000077');
    const { session } = await signIn({ user: { id: 9_001, email: 'installer@hub.example' } });

    expect(await ask('/portals/44000077', { cookie: session })).toMatchObject({
      status: 403,
      json: { error: 'OTHER_PORTAL' },
    });
    expect((await ask('/portals', { cookie: session })).status).toBe(403);
  });

  it('ends by signing out, by time, and with the app', async () => {
    const [out, late, gone] = [await signIn(), await signIn(), await signIn()];
    const probe = async ({ session }: { session: string }) =>
      (await ask(`/portals/${PORTAL}/agreement`, { cookie: session })).status;
    expect([await probe(out), await probe(late), await probe(gone)]).toEqual([200, 200, 200]);

    const forged = await fetch(`${web.url}/oauth/sign-out`, {
      method: 'POST',
      headers: { cookie: out.session },
    });
    const answer = await fetch(`${web.url}/oauth/sign-out`, {
      method: 'POST',
      headers: { cookie: out.session, origin: web.url },
    });
    expect([forged.status, answer.status, await probe(out)]).toEqual([403, 200, 401]);

    await sql`update session set expires_at = clock_timestamp() where user_id = '171'`.execute(
      web.test.database.db,
    );
    expect(await probe(late)).toBe(401);

    const again = await signIn();
    await sql`update portal set status = 'uninstalled' where portal_id = ${PORTAL}`.execute(
      web.test.database.db,
    );
    expect(await probe(again)).toBe(401);
    await sql`update portal set status = 'active' where portal_id = ${PORTAL}`.execute(web.test.database.db);
  });
});

it('binds the cookie to host and https where the public address is https', async () => {
  const secure = await startWeb({ config: { publicUrl: 'https://accord.example.com' } });
  const start = await fetch(`${secure.url}/oauth/sign-in`, { redirect: 'manual' });
  await secure.close();

  expect(start.headers.get('set-cookie')).toMatch(
    /^__Host-accord-sign-in=.*; HttpOnly; SameSite=Lax; Secure$/,
  );
});
