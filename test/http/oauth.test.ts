// Installing over HTTP: the state's two halves, what is stored, what the admin reads.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookieOf, installInBrowser, PORTAL, readAnswer, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb({
    sandbox: {
      portals: [
        { portalId: Number(PORTAL), timeZone: 'Europe/Brussels' },
        { portalId: 55, timeZone: 'UTC' },
        { portalId: 66, timeZone: 'UTC' },
      ],
    },
  });
});
afterAll(() => web.close());

/** Leaves for the consent page and comes back with its code; what is sent back is up to the test. */
async function consent(): Promise<{ cookie: string; callback: URL }> {
  const start = await fetch(`${web.url}/oauth/install`, { redirect: 'manual' });
  const granted = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
  return { cookie: cookieOf(start), callback: new URL(granted.headers.get('location') ?? '') };
}

async function comeBack(callback: URL, headers: Record<string, string>) {
  return readAnswer(await fetch(callback, { headers, redirect: 'manual' }));
}

async function one<T>(statement: ReturnType<typeof sql<T>>): Promise<T> {
  return (await statement.execute(web.test.database.db)).rows[0]!;
}

describe('starting an install', () => {
  it('sends the browser to the consent page with the scopes and a cookie that scripts cannot read', async () => {
    const start = await fetch(`${web.url}/oauth/install`, { redirect: 'manual' });

    const consentPage = new URL(start.headers.get('location') ?? '');
    expect(start.status).toBe(302);
    expect(consentPage.origin).toBe(web.sandboxUrl);
    expect(consentPage.searchParams.get('redirect_uri')).toBe(`${web.url}/oauth/callback`);
    expect(consentPage.searchParams.get('scope')?.split(' ')).toContain('crm.objects.contacts.write');
    expect(start.headers.get('set-cookie')).toMatch(
      /^accord-install=[\w-]{43}; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/,
    );
    expect(cookieOf(start).split('=')[1]).toBe(consentPage.searchParams.get('state'));
  });

  it('binds the cookie to host and https where the public address is https', async () => {
    const secure = await startWeb({ config: { publicUrl: 'https://accord.example.com' } });
    const start = await fetch(`${secure.url}/oauth/install`, { redirect: 'manual' });
    await secure.close();

    expect(start.headers.get('set-cookie')).toMatch(/^__Host-accord-install=.*; Secure$/);
    expect(start.headers.get('strict-transport-security')).toContain('max-age=31536000');
    expect(start.headers.get('location')).toContain(
      encodeURIComponent('https://accord.example.com/oauth/callback'),
    );
  });

  it('stores the state as a hash', async () => {
    const start = await fetch(`${web.url}/oauth/install`, { redirect: 'manual' });
    const state = cookieOf(start).split('=')[1]!;

    const { rows } = await sql<{ state_hash: string }>`select state_hash from oauth_state`.execute(
      web.test.database.db,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.state_hash)).not.toContain(state);
  });
});

describe('coming back from HubSpot', () => {
  it('installs the portal in observe mode with the template in force and says what happens next', async () => {
    const page = await installInBrowser(web);

    expect(page.status).toBe(200);
    expect(page.text).toContain(PORTAL);
    expect(page.text).toContain('observing');
    const portal = await one(sql<{ status: string; time_zone: string; language: string }>`
      select status, time_zone, language from portal where portal_id = ${PORTAL}`);
    expect(portal).toEqual({ status: 'active', time_zone: 'Europe/Brussels', language: 'en' });
    const version = await one(sql<{ version: number; status: string; document: string; compiled: string }>`
      select version, status, document, compiled from agreement_version where portal_id = ${PORTAL}`);
    expect(version).toMatchObject({ version: 1, status: 'active' });
    expect(version.document).toContain('timeZone: Europe/Brussels');
    expect(JSON.parse(version.compiled)).toMatchObject({
      version: 1,
      calendar: { timeZone: 'Europe/Brussels' },
    });
    const effects = await one(
      sql<{ count: number }>`select count(*)::int as count from portal_effect where enabled`,
    );
    expect(effects.count).toBe(0);
  });

  it('keeps no token in clear', async () => {
    await installInBrowser(web);
    const tokens = await web.context.hubspot.accountDetails({
      portalId: PORTAL as never,
      lane: 'live',
      signal: AbortSignal.timeout(5_000),
    });

    const row = await one(sql<{ access_token: string; refresh_token: string }>`
      select access_token, refresh_token from portal_token where portal_id = ${PORTAL}`);
    const known = [...web.sandbox.state.oauth.access.keys(), ...web.sandbox.state.oauth.refresh.keys()];
    expect(tokens.portalId).toBe(PORTAL);
    expect(known.length).toBeGreaterThan(0);
    expect(
      known.filter((token) => row.access_token.includes(token) || row.refresh_token.includes(token)),
    ).toEqual([]);
    expect(row.access_token).toMatch(/^v1\.k1\./);
  });

  it('speaks French to a French browser, and takes it as the language of a new portal', async () => {
    const page = await installInBrowser(web, { portalId: '55', language: 'fr-FR,fr;q=0.9,en;q=0.5' });

    const portal = await one(sql<{ language: string }>`select language from portal where portal_id = '55'`);
    expect(page.text).toContain('<html lang="fr">');
    expect(page.text).toContain('observer');
    expect(portal.language).toBe('fr');
  });

  it('starts from a new baseline when a parked portal is installed again, and keeps what was set', async () => {
    await installInBrowser(web);
    await sql`update portal set status = 'parked', status_reason = 'GRANT_DEAD', backfill_after = null where portal_id = ${PORTAL}`.execute(
      web.test.database.db,
    );
    await sql`insert into portal_effect values (${PORTAL}, 'scores', true, accord_now()) on conflict do nothing`.execute(
      web.test.database.db,
    );
    const before = await one(
      sql<{
        regime: number;
        baseline_at: string;
      }>`select regime, baseline_at from portal where portal_id = ${PORTAL}`,
    );

    const page = await installInBrowser(web);

    const after = await one(sql<{
      status: string;
      status_reason: string;
      regime: number;
      baseline_at: string;
      backfill_after: string | null;
    }>`
      select status, status_reason, regime, baseline_at, backfill_after from portal where portal_id = ${PORTAL}`);
    const versions = await one(
      sql<{
        count: number;
      }>`select count(*)::int as count from agreement_version where portal_id = ${PORTAL}`,
    );
    const effects = await one(
      sql<{
        enabled: boolean;
      }>`select enabled from portal_effect where portal_id = ${PORTAL} and effect = 'scores'`,
    );
    expect(page.text).toContain('connected again');
    expect(after).toMatchObject({
      status: 'active',
      status_reason: '',
      regime: before.regime + 1,
      backfill_after: '',
    });
    expect(after.baseline_at > before.baseline_at).toBe(true);
    expect(versions.count).toBe(1);
    expect(effects.enabled).toBe(true);
  });
});

describe('refusing to finish an install', () => {
  it('works once per state', async () => {
    const { cookie, callback } = await consent();
    const first = await comeBack(callback, { cookie });

    const second = await comeBack(callback, { cookie });

    expect(first.status).toBe(200);
    expect(second.status).toBe(400);
    expect(second.text).toContain('start again');
  });

  it('refuses a browser that did not start it, and uses the state up', async () => {
    const { cookie, callback } = await consent();

    const foreign = await comeBack(callback, {});
    const other = await comeBack(callback, { cookie: 'accord-install=somebody-elses-state' });
    const own = await comeBack(callback, { cookie });

    expect([foreign.status, other.status, own.status]).toEqual([400, 400, 400]);
  });

  it('refuses a state that only the browser knows', async () => {
    const { callback } = await consent();
    const made = 'x'.repeat(43);
    callback.searchParams.set('state', made);

    const answer = await comeBack(callback, { cookie: `accord-install=${made}` });

    expect(answer.status).toBe(400);
  });

  it('refuses a state older than ten minutes', async () => {
    const { cookie, callback } = await consent();
    await sql`update oauth_state set created_at = created_at - interval '601 seconds'`.execute(
      web.test.database.db,
    );

    const answer = await comeBack(callback, { cookie });

    expect(answer.status).toBe(400);
  });

  it('says so when access was not granted, and stores nothing', async () => {
    const { cookie, callback } = await consent();
    callback.searchParams.delete('code');
    callback.searchParams.set('error', 'access_denied');
    callback.searchParams.set('error_description', '<script>alert(1)</script>');

    const answer = await comeBack(callback, { cookie, 'accept-language': 'fr' });

    expect(answer.status).toBe(403);
    expect(answer.text).toContain('l’accès n’a pas été accordé');
    expect(answer.text).not.toContain('<script>');
  });

  it('tells a code that HubSpot does not know from an outage of HubSpot', async () => {
    const { cookie, callback } = await consent();
    callback.searchParams.set('code', 'na1-unknown');

    const refused = await comeBack(callback, { cookie });

    const again = await consent();
    await web.sandbox.stop();
    const away = await comeBack(again.callback, { cookie: again.cookie });
    await web.sandbox.start(Number(new URL(web.sandboxUrl).port));
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('did not accept the code');
    expect(away.status).toBe(502);
    expect(away.text).toContain('HubSpot does not answer');
  });

  it('asks to start again when the code is missing', async () => {
    const { cookie, callback } = await consent();
    callback.searchParams.delete('code');

    const answer = await comeBack(callback, { cookie });

    expect(answer.status).toBe(400);
  });
});

describe('a code on its own', () => {
  it('cannot be redeemed by whoever sees it: the proof never leaves the server', async () => {
    const { callback } = await consent();
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri: `${web.url}/oauth/callback`,
      client_id: 'web-client',
      client_secret: 'web-secret-0123456789',
    });

    const stolen = await fetch(`${web.sandboxUrl}/oauth/2026-03/token`, { method: 'POST', body: form });

    expect(stolen.status).toBe(400);
    expect(await stolen.json()).toMatchObject({ status: 'BAD_CODE_VERIFIER' });
  });
});

describe('a link for one account', () => {
  async function installAs(account: string, chosen: string, language = 'en') {
    const start = await fetch(`${web.url}/oauth/install?account=${account}`, { redirect: 'manual' });
    const page = new URL(start.headers.get('location') ?? '');
    page.searchParams.set('portalId', chosen);
    const granted = await fetch(page, { redirect: 'manual' });
    const headers = { cookie: cookieOf(start), 'accept-language': language };
    return comeBack(new URL(granted.headers.get('location') ?? ''), headers);
  }

  it('connects that account', async () => {
    expect((await installAs(PORTAL, PORTAL)).status).toBe(200);
  });

  it('stores nothing of another one, gives the grant back, and says so with the same link', async () => {
    const answer = await installAs(PORTAL, '66', 'fr');

    expect(answer.status).toBe(409);
    expect(answer.text).toContain('Un autre compte a été choisi');
    expect(answer.text).toContain(`href="/oauth/install?account=${PORTAL}"`);
    const { count } = await one(
      sql<{ count: number }>`select count(*)::int as count from portal where portal_id = '66'`,
    );
    expect(count).toBe(0);
    const grants = [...web.sandbox.state.oauth.refresh.values()].filter(({ portalId }) => portalId === 66);
    expect(grants.length).toBeGreaterThan(0);
    expect(grants.every(({ revoked }) => revoked)).toBe(true);
  });

  it('leaves the install of another account alone where Accord is at home', async () => {
    await installInBrowser(web, { portalId: '55' });

    expect((await installAs(PORTAL, '55')).status).toBe(409);

    const tokens = [...web.sandbox.state.oauth.refresh.values()].filter(({ portalId }) => portalId === 55);
    expect(tokens.some(({ revoked }) => !revoked)).toBe(true);
  });

  it.each(['abc', '1 or 1', '', '9'.repeat(40)])(
    'is any account where it names none (%j)',
    async (account) => {
      const start = await fetch(`${web.url}/oauth/install?account=${encodeURIComponent(account)}`, {
        redirect: 'manual',
      });

      expect(cookieOf(start).split('=')[1]).toMatch(/^[\w-]{43}$/);
    },
  );
});

describe('a release that needs more than the account granted', () => {
  it('says what is lacking and where to connect again, and has it after that', async () => {
    await installInBrowser(web);
    await one(
      sql`update portal_token set scopes = array_remove(scopes, 'crm.schemas.contacts.write') where portal_id = ${PORTAL}`,
    );

    const before = (await web.api('GET', `/portals/${PORTAL}`)).json.grant;
    expect(before.lacking).toEqual(['crm.schemas.contacts.write']);
    expect(before.installUrl).toBe(`${web.url}/oauth/install?account=${PORTAL}`);

    const start = await fetch(before.installUrl, { redirect: 'manual' });
    const page = new URL(start.headers.get('location') ?? '');
    page.searchParams.set('portalId', PORTAL);
    const granted = await fetch(page, { redirect: 'manual' });
    await comeBack(new URL(granted.headers.get('location') ?? ''), { cookie: cookieOf(start) });

    expect((await web.api('GET', `/portals/${PORTAL}`)).json.grant.lacking).toEqual([]);
  });

  it('is said at once to whoever grants less, in his language', async () => {
    const start = await fetch(`${web.url}/oauth/install`, { redirect: 'manual' });
    const page = new URL(start.headers.get('location') ?? '');
    page.searchParams.set('portalId', PORTAL);
    page.searchParams.set('scope', 'oauth crm.objects.contacts.read');
    page.searchParams.set('optional_scope', '');
    const granted = await fetch(page, { redirect: 'manual' });

    const answer = await comeBack(new URL(granted.headers.get('location') ?? ''), {
      cookie: cookieOf(start),
      'accept-language': 'fr',
    });

    expect(answer.text).toContain('HubSpot n’a pas accordé tout ce qui était demandé');
    expect(answer.text).toContain('crm.schemas.contacts.write');
    await installInBrowser(web);
  });
});
