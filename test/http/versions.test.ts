// The life of a version over HTTP: who may do what, what is refused and why, what the audit trail keeps (R02, R33, 5a.10).
import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedUri } from '#hubspot/signature.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import { askAs, MARKETING, propose, SALES, STRANGER, sign } from '#test/support/agreements.ts';
import { installInBrowser, PORTAL, readAnswer, SECRET, startWeb, type TestWeb } from '#test/support/web.ts';

const OTHER = '55001234';
let web: TestWeb;

beforeAll(async () => {
  web = await startWeb({
    sandbox: {
      portals: [
        { portalId: Number(PORTAL), timeZone: 'Europe/Paris' },
        { portalId: Number(OTHER), timeZone: 'UTC' },
      ],
    },
  });
  await installInBrowser(web);
  await installInBrowser(web, { portalId: OTHER });
});
afterAll(() => web.close());

const agreements = (rest: string): string => `/portals/${PORTAL}/agreements${rest}`;
async function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await statement.execute(web.test.database.db)).rows;
}
/** Withdraws what is open, so that each test starts from nothing proposed. */
async function clear(version: number): Promise<void> {
  await web.api('POST', agreements(`/${version}/withdraw`));
}

describe('the life of a version', () => {
  it('goes from a draft to one in force, and supersedes the template of the install', async () => {
    const document = ENGLISH_TEMPLATE.replace('coolDown: 30 days', 'coolDown: 45 days');

    const first = await web.api('POST', agreements('/draft'), { body: { document: 'scope: wrong' } });
    const second = await web.api('POST', agreements('/draft'), { body: { document } });
    const proposed = await web.api('POST', agreements('/2/propose'));
    const one = await sign(web, MARKETING, proposed.json);
    const both = await sign(web, SALES, proposed.json);
    const preview = await web.api('POST', agreements('/2/preview'));
    const activated = await web.api('POST', agreements('/2/activate'), {
      body: { reason: 'agreed on Monday' },
    });

    expect([first.json.version, first.json.problems.length > 0]).toEqual([2, true]);
    expect([second.json.version, second.json.problems]).toEqual([2, []]);
    expect(one.json).toEqual({ version: 2, side: 'marketing', complete: false });
    expect(both.json).toEqual({ version: 2, side: 'sales', complete: true });
    expect(preview.json).toMatchObject({ leads: 0, changed: 0, overLimit: false, against: 1 });
    expect([activated.status, activated.json.status]).toEqual([200, 'active']);
    const { json } = await web.api('GET', agreements(''));
    expect(
      json.items.map((item: { version: number; status: string }) => [item.version, item.status]),
    ).toEqual([
      [1, 'superseded'],
      [2, 'active'],
    ]);
    expect(json.periods.map((period: { version: number }) => period.version)).toEqual([1, 2]);
    expect(json.periods[0].until).toBe(json.periods[1].from);
    expect(json.periods[1].until).toBeNull();
    // Half-open: at the very instant of the change the new version is in force (T5).
    const start = json.periods[1].from;
    const inForceAt = async (at: string) =>
      (await web.api('GET', `/portals/${PORTAL}/agreement?at=${at}`)).json.version;
    const justBefore = new Date(Date.parse(start) - 1).toISOString();
    expect([await inForceAt(justBefore), await inForceAt(start)]).toEqual([1, 2]);
    expect((await web.api('GET', `/portals/${PORTAL}/agreement?at=2000-01-01T00:00:00Z`)).status).toBe(404);
    const diff = await web.api('GET', agreements('/2/diff?against=1'));
    expect(diff.json).toMatchObject({ from: 1, to: 2 });
    expect(diff.json.changes.map((change: { path: string }) => change.path)).toContain('nurture.coolDown');
    expect(json.findings).toEqual([]);
  });

  it('writes down each step: who, as what, from where, before, after, why', async () => {
    const { json } = await web.api('GET', `/portals/${PORTAL}/audit`);

    const steps = json.items
      .filter((item: { action: string }) => item.action.startsWith('agreement'))
      .map((item: { action: string; actor: string; role: string; origin: string; reason: string }) =>
        [item.action, item.actor, item.role, item.origin, item.reason].join(' | '),
      )
      .toReversed();
    expect(steps.slice(1)).toEqual([
      'agreement: draft uploaded | admin token | admin | api | ',
      'agreement: draft uploaded | admin token | admin | api | ',
      'agreement: proposed | admin token | admin | api | ',
      'agreement: signed | user 900002 | signatory (marketing) | hubspot | ',
      'agreement: signed | user 900003 | signatory (sales) | hubspot | ',
      'agreement: activated | admin token | admin | api | agreed on Monday',
    ]);
    const signed = json.items.find((item: { role: string }) => item.role === 'signatory (sales)');
    expect(signed.before).toEqual({ version: 2, status: 'proposed' });
    expect(signed.after).toMatchObject({ version: 2, status: 'signed', side: 'sales', userId: '900003' });
    expect(JSON.stringify(json)).not.toContain(SALES.email);
  });

  it('refuses what is out of turn, with the reason and the fix', async () => {
    const proposed = await propose(web, ENGLISH_TEMPLATE);
    const { version } = proposed;
    const early = await web.api('POST', agreements(`/${version}/activate`));
    const again = await web.api('POST', agreements(`/${version}/propose`));
    await web.api('POST', agreements('/draft'), { body: { document: ENGLISH_TEMPLATE } });
    const second = await web.api('POST', agreements(`/${version + 1}/propose`));
    const unknown = await web.api('POST', agreements('/99/propose'));
    await sign(web, MARKETING, proposed);
    await sign(web, SALES, proposed);
    const blind = await web.api('POST', agreements(`/${version}/activate`));
    const withdrawn = await web.api('POST', agreements(`/${version}/withdraw`));
    const late = await web.api('POST', agreements(`/${version}/activate`));
    const inForce = await web.api('POST', agreements('/2/withdraw'));

    expect(
      [early, again, second, unknown, blind, withdrawn, late, inForce].map((a) => [a.status, a.json.error]),
    ).toEqual([
      [409, 'NOT_SIGNED'],
      [409, 'NOT_A_DRAFT'],
      [409, 'ALREADY_PROPOSED'],
      [404, 'NO_SUCH_VERSION'],
      [409, 'PREVIEW_NEEDED'],
      [200, undefined],
      [409, 'NOT_SIGNED'],
      [409, 'NOT_OPEN'],
    ]);
    for (const refusal of [early, again, second, unknown, blind, late, inForce]) {
      expect(refusal.json.message).toMatch(/\.$/);
      expect(refusal.json.fix).toMatch(/\.$/);
    }
  });
});

describe('signatures (5a.10)', () => {
  it('are refused to a user twice, to strangers, to the admin token and to the command line', async () => {
    const proposed = await propose(web, ENGLISH_TEMPLATE);
    const first = await sign(web, MARKETING, proposed);
    const twice = await sign(web, MARKETING, proposed);
    const same = await sign(web, { ...SALES, userId: MARKETING.userId }, proposed);
    const stranger = await sign(web, STRANGER, proposed);
    const token = await web.api('POST', agreements(`/${proposed.version}/sign`), {
      body: { contentHash: proposed.contentHash },
    });
    const elsewhere = await askAs(web, SALES, {
      portal: OTHER,
      path: `/api/v1/portals/${PORTAL}/agreements/${proposed.version}/sign`,
      body: { contentHash: proposed.contentHash },
    });
    await clear(proposed.version);

    expect(first.status).toBe(200);
    expect([twice, same, stranger, token, elsewhere].map((a) => [a.status, a.json.error])).toEqual([
      [409, 'ALREADY_SIGNED'],
      [403, 'SAME_USER_TWICE'],
      [403, 'NOT_A_SIGNATORY'],
      [403, 'NOT_A_HUBSPOT_USER'],
      [403, 'OTHER_PORTAL'],
    ]);
  });

  it.each([
    ['a user id', (url: URL) => url.searchParams.set('userId', '1')],
    ['an e-mail address', (url: URL) => url.searchParams.set('userEmail', SALES.email)],
    ['another portal', (url: URL) => url.searchParams.set('portalId', OTHER)],
    ['a second e-mail address', (url: URL) => url.searchParams.append('userEmail', SALES.email)],
  ])('do not take a forged address: %s', async (_what, forge) => {
    const proposed = await propose(web, ENGLISH_TEMPLATE);
    const url = signedAddress(STRANGER, proposed.version);
    const body = JSON.stringify({ contentHash: proposed.contentHash });
    const headers = signatureOf(url, body);
    forge(url);

    const answer = await post(url, body, headers);
    await clear(proposed.version);

    expect([answer.status, answer.json.error]).toEqual([401, 'UNAUTHORIZED']);
  });

  it('do not take a name that the card’s user has put before HubSpot’s own', async () => {
    const proposed = await propose(web, ENGLISH_TEMPLATE);
    const answer = await askAs(web, STRANGER, {
      path: `${proposed.version}/sign?userEmail=${encodeURIComponent(SALES.email)}&userId=${SALES.userId}`,
      body: { contentHash: proposed.contentHash },
    });
    await clear(proposed.version);

    expect([answer.status, answer.json.error]).toEqual([401, 'USER_UNKNOWN']);
  });

  it('do not take another body, a request of yesterday, or one that is not signed', async () => {
    const proposed = await propose(web, ENGLISH_TEMPLATE);
    const url = signedAddress(SALES, proposed.version);
    const body = JSON.stringify({ contentHash: proposed.contentHash });
    const other = await post(url, body.replace('{', '{ '), signatureOf(url, body));
    const old = await post(url, body, signatureOf(url, body, Date.now() - 86_400_000));
    const unsigned = await post(url, body, {});
    await clear(proposed.version);

    // Whoever forges one is not told what was wrong with it.
    for (const { status, json } of [other, old, unsigned])
      expect([status, json]).toEqual([
        401,
        { error: 'UNAUTHORIZED', message: 'The request is not signed by HubSpot.' },
      ]);
  });

  it('are checked against the portal’s owners where they tell who a user is', async () => {
    await rows(sql`insert into owner (portal_id, owner_id, email, name, user_id, archived)
      values (${PORTAL}, '1', ${SALES.email}, 'Sales lead', '777', false)`);
    const proposed = await propose(web, ENGLISH_TEMPLATE);
    const wrong = await sign(web, SALES, proposed);
    const right = await sign(web, { ...SALES, userId: 777 }, proposed);
    await clear(proposed.version);
    await rows(sql`delete from owner where portal_id = ${PORTAL}`);

    expect([wrong.status, wrong.json.error]).toEqual([403, 'USER_MISMATCH']);
    expect(right.json).toMatchObject({ side: 'sales' });
  });

  it('count for a delegate on his days only', async () => {
    const delegate = { userId: 900_010, email: 'delegate@our-company.example' };
    const withDelegate = (from: string, until: string): string =>
      ENGLISH_TEMPLATE.replace(
        /( {2}sales: \{ name: Sales lead.*\n)/,
        `$1  delegates: [{ for: sales, name: Stand In, email: ${delegate.email}, from: ${from}, until: ${until} }]\n`,
      );
    const past = await propose(web, withDelegate('2020-01-01', '2020-12-31'));
    const refused = await sign(web, delegate, past);
    await clear(past.version);
    const now = await propose(web, withDelegate('2020-01-01', '2099-12-31'));
    const signed = await sign(web, delegate, now);
    await clear(now.version);

    expect([refused.status, refused.json.error]).toEqual([403, 'NOT_A_SIGNATORY']);
    expect(signed.json).toMatchObject({ side: 'sales' });
  });

  it('are void when the content is changed after the first one', async () => {
    const proposed = await propose(web, ENGLISH_TEMPLATE);
    await sign(web, MARKETING, proposed);
    const read = await sign(web, SALES, { ...proposed, contentHash: 'f'.repeat(64) });
    await rows(
      sql`update agreement_version set document = document || ' ' where portal_id = ${PORTAL} and version = ${proposed.version}`,
    );
    const changed = await sign(web, SALES, proposed);
    const shown = await web.api('GET', agreements(`/${proposed.version}`));
    await clear(proposed.version);
    // A changed draft is another version: nobody has signed that one.
    const next = await propose(web, ENGLISH_TEMPLATE.replace('coolDown: 30 days', 'coolDown: 60 days'));
    const fresh = await web.api('GET', agreements(`/${next.version}`));
    await clear(next.version);
    await rows(
      sql`update agreement_version set document = rtrim(document, ' ') where portal_id = ${PORTAL} and version = ${proposed.version}`,
    );

    expect([read.status, read.json.error]).toEqual([409, 'CONTENT_CHANGED']);
    expect([changed.status, changed.json.error]).toEqual([409, 'AGREEMENT_TAMPERED']);
    expect(shown.json.fault).toContain('content hash differs');
    expect(fresh.json.signatures).toEqual([]);
  });

  it('let a user do nothing that is the administrator’s', async () => {
    const pause = await askAs(web, MARKETING, { path: `/api/v1/portals/${PORTAL}/pause` });
    const list = await askAs(web, STRANGER, { method: 'GET', path: `/api/v1/portals/${PORTAL}/agreements` });

    expect([pause.status, pause.json.error]).toEqual([403, 'ADMIN_ONLY']);
    expect(list.status).toBe(200);
  });
});

function signedAddress(user: { readonly userId: number; readonly email: string }, version: number): URL {
  const url = new URL(`${web.url}/hubspot/card/agreements/${version}/sign`);
  url.searchParams.append('userId', String(user.userId));
  url.searchParams.append('portalId', PORTAL);
  url.searchParams.append('userEmail', user.email);
  url.searchParams.append('appId', '7788991');
  return url;
}

function signatureOf(url: URL, body: string, timestampMs = Date.now()): Record<string, string> {
  const hmac = createHmac('sha256', SECRET).update(`POST${signedUri(url.href)}${body}${timestampMs}`);
  return {
    'x-hubspot-signature-v3': hmac.digest('base64'),
    'x-hubspot-request-timestamp': String(timestampMs),
  };
}

async function post(url: URL, body: string, headers: Record<string, string>) {
  return readAnswer(
    await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } }),
  );
}
