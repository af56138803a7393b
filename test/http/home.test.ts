// The pages that the app's links lead to: whom they show what, in which language, and that every address which HubSpot is
// given in the app's project is one of this server.
import { createHash, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestFiles } from '#app-manifest/generate/manifest.ts';
import { ADDRESSES } from '#http/addresses.ts';
import { createApp } from '#http/app.ts';
import { listen } from '#http/listen.ts';
import { ENGLISH_TEMPLATE, templateAgreement } from '#test/support/agreement-text.ts';
import { insertPortal, insertSignedVersion } from '#test/support/portal.ts';
import { type Answer, PORTAL, readAnswer, startWeb, type TestWeb } from '#test/support/web.ts';

const SUPPORT = 'support@our-company.example';
const USERS = {
  admin: { userId: '1', email: 'admin@our-company.example' },
  sales: { userId: '3', email: 'sales@portal.example' },
  nobody: { userId: '5', email: 'nobody@our-company.example' },
};

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb({ env: { SUPPORT_EMAIL: SUPPORT } });
  const { database } = web.test;
  await insertPortal(database, PORTAL);
  const agreement = { ...templateAgreement('en'), id: 'main' };
  await insertSignedVersion(database, PORTAL, { agreement, document: ENGLISH_TEMPLATE });
  await sql`insert into role_grant (portal_id, subject_kind, subject, role, granted_at) values
    (${PORTAL}, 'user', '1', 'admin', now())`.execute(database.db);
});
afterAll(() => web.close());

/** Of a browser in which the user has signed in. */
async function sessionOf(user: keyof typeof USERS): Promise<string> {
  const token = randomUUID();
  const hash = createHash('sha256').update(token).digest('hex');
  await web.context.sessions.store(hash, { portalId: PORTAL, ...USERS[user] });
  return `accord-session=${token}`;
}

interface Look {
  readonly user?: keyof typeof USERS;
  readonly language?: string;
}

async function look(path: string, { user, language = 'en' }: Look = {}): Promise<Answer> {
  const cookie = user === undefined ? 'accord-session=made-up' : await sessionOf(user);
  const headers = { cookie, 'accept-language': language };
  return readAnswer(await fetch(web.url + path, { headers, redirect: 'manual' }));
}

/** The style that stands in the page is the one that its policy lets through. */
function expectStyled({ text, headers }: Answer): void {
  const style = /<style>([^<]*)<\/style>/.exec(text)?.[1] ?? '';
  expect(style.length).toBeGreaterThan(500);
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers.get('content-security-policy')).toContain(`style-src 'sha256-${hash}'`);
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
  expect(text).not.toMatch(/<script|onclick|javascript:/i);
}

describe('the home page', () => {
  it('tells a stranger what Accord is and where to sign in, in his language, and nothing of a portal', async () => {
    for (const path of [ADDRESSES.home, ADDRESSES.help]) {
      for (const language of ['en', 'fr-CA, en;q=0.5']) {
        const page = await look(path, { language });

        expect(page.status).toBe(200);
        expectStyled(page);
        expect(page.text).not.toContain(PORTAL);
        expect(page.text).not.toContain(ADDRESSES.signOut);
        expect(page.text).toContain(language === 'en' ? '<html lang="en">' : '<html lang="fr">');
      }
    }
    expect((await look(ADDRESSES.home)).text).toContain('Sign in with HubSpot');
    expect((await look(ADDRESSES.home, { language: 'fr' })).text).toContain('Se connecter avec HubSpot');
  });

  it('shows a user who he is, his role, and what that lets him see', async () => {
    const admin = await look(ADDRESSES.home, { user: 'admin' });
    const sales = await look(ADDRESSES.home, { user: 'sales', language: 'fr' });
    const nobody = await look(ADDRESSES.home, { user: 'nobody' });

    for (const page of [admin, sales, nobody]) expectStyled(page);
    for (const shown of [
      PORTAL,
      'admin@our-company.example',
      'administrator',
      'connected',
      'observes',
      '<dd>version 1</dd>',
    ])
      expect(admin.text).toContain(shown);
    expect(admin.text).toContain(`href="/oauth/install?account=${PORTAL}"`);
    for (const shown of [
      'responsable commercial',
      'relié',
      'observe, n’écrit ni phase',
      'Lire l’accord en vigueur',
    ])
      expect(sales.text).toContain(shown);
    expect(sales.text).not.toContain('/oauth/install');
    expect(nobody.text).toContain('none yet');
    expect(nobody.text).not.toMatch(/observes|connected\b.*<\/dd>/);
  });

  it('says what is switched on and why an account stands still', async () => {
    const { db } = web.test.database;
    await sql`insert into portal_effect (portal_id, effect, enabled, since) values
      (${PORTAL}, 'scores', true, now()), (${PORTAL}, 'stage', true, now()), (${PORTAL}, 'owner', false, now())`.execute(
      db,
    );
    await sql`update portal set status = 'parked', status_reason = 'tokens <refused>' where portal_id = ${PORTAL}`.execute(
      db,
    );

    const { text } = await look(ADDRESSES.home, { user: 'admin' });

    expect(text).toContain('<dd>scores, lifecycle stage</dd>');
    expect(text).toContain('stopped · tokens &lt;refused&gt;');
    await sql`update portal set status = 'active', status_reason = '' where portal_id = ${PORTAL}`.execute(
      db,
    );
  });

  it('has every link lead somewhere', async () => {
    const pages = await Promise.all([
      look(ADDRESSES.home),
      look(ADDRESSES.help),
      look(ADDRESSES.home, { user: 'admin' }),
    ]);
    const links = new Set(
      pages.flatMap(({ text }) => [...text.matchAll(/href="([^"]+)"/g)].map(([, href]) => href ?? '')),
    );

    expect(links.size).toBeGreaterThanOrEqual(6);
    for (const href of links) {
      const { status } = await look(href.replaceAll('&amp;', '&'), { user: 'admin' });
      expect([href, status < 400]).toEqual([href, true]);
    }
  });

  it('signs out whoever presses the button, whose browser then names our origin', async () => {
    const page = await look(ADDRESSES.home, { user: 'sales' });
    expect(page.headers.get('content-security-policy')).toContain("form-action 'self'");
    // With `no-referrer` a browser sends `Origin: null` along with a form.
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
    expect((await look(ADDRESSES.help)).headers.get('content-security-policy')).toContain(
      "form-action 'none'",
    );

    const cookie = await sessionOf('sales');
    const left = await fetch(web.url + ADDRESSES.signOut, {
      method: 'POST',
      headers: { cookie, origin: web.url },
    });

    expect(left.status).toBe(200);
    const after = await readAnswer(await fetch(web.url + ADDRESSES.home, { headers: { cookie } }));
    expect(after.text).not.toContain(PORTAL);
  });

  it('is a page also while the database is away', async () => {
    const away = {
      ...web.context,
      sessions: { ...web.context.sessions, read: () => Promise.reject(new Error('gone')) },
      isUnavailable: () => true,
    };
    const app = createApp(away);
    const server = await listen((request, response) => app(request, response), {
      port: 0,
      host: '127.0.0.1',
    });
    const headers = { cookie: 'accord-session=token', 'accept-language': 'fr' };
    const page = await readAnswer(await fetch(`http://127.0.0.1:${server.port}/`, { headers }));
    await server.close();

    expect(page.status).toBe(503);
    expect(page.text).toContain('Sa base de données ne répond pas.');
  });
});

describe('the agreement in force', () => {
  it('is the written contract for a user of the account, as it was signed, with its style let through', async () => {
    const first = await look(ADDRESSES.agreement, { user: 'nobody' });
    // Its own words are English, whoever reads it.
    const named = await look(`${ADDRESSES.agreement}?agreement=main`, { user: 'sales', language: 'fr' });

    expect(first.status).toBe(200);
    expectStyled(first);
    expect(first.text).toContain('<html lang="en">');
    expect(first.text).toContain('Signatures');
    expect(named.text).toBe(first.text);
  });

  it('is not shown without a session, nor by another name', async () => {
    const stranger = await look(ADDRESSES.agreement, { language: 'fr' });
    expect(stranger.status).toBe(401);
    expect(stranger.text).toContain('Veuillez vous connecter');
    expectStyled(stranger);

    for (const name of ['other', 'main&agreement=main', '%00']) {
      const answer = await look(`${ADDRESSES.agreement}?agreement=${name}`, { user: 'admin' });
      expect(answer.status).toBe(404);
      expect(answer.text).toContain('No agreement is in force');
    }
  });
});

describe('help', () => {
  it('names the support address where one is set', async () => {
    expect((await look(ADDRESSES.help)).text).toContain(`at ${SUPPORT}.`);
    expect((await look(ADDRESSES.help, { language: 'fr' })).text).toContain(`à ${SUPPORT}.`);
  });
});

describe('the app’s project', () => {
  /** HubSpot posts to these; people open the others. */
  const isPosted = (path: string): boolean =>
    path === ADDRESSES.webhooks || path.startsWith(`${ADDRESSES.actions}/`);

  it('names no address that this server does not have', async () => {
    const named = [...JSON.stringify(manifestFiles()).matchAll(/\$\{PUBLIC_URL\}([^"]*)"/g)];
    // The console's link on the settings page is the bare address, as is what cards may fetch from.
    const paths = [...new Set(['/', ...named.map(([, path]) => path ?? '')])];
    expect(paths).toEqual(
      expect.arrayContaining([
        '',
        ADDRESSES.help,
        ADDRESSES.installed,
        ADDRESSES.signedIn,
        ADDRESSES.webhooks,
      ]),
    );

    const answers = await Promise.all(
      paths.map(async (path) => {
        const { status } = await fetch(web.url + path, { method: isPosted(path) ? 'POST' : 'GET' });
        return [path, status] as const;
      }),
    );

    expect(answers.filter(([, status]) => status === 404 || status >= 500)).toEqual([]);
    expect(Object.fromEntries(answers)).toMatchObject({
      '': 200,
      '/': 200,
      [ADDRESSES.help]: 200,
      [ADDRESSES.webhooks]: 401,
    });
  });
});
