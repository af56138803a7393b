// In which language HubSpot's users read refusals and problems: the one asked for, the browser's, the portal's.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import {
  askAs,
  MARKETING,
  type Proposed,
  propose,
  STRANGER,
  sign,
  type User,
} from '#test/support/agreements.ts';
import {
  installInBrowser,
  PORTAL,
  readAnswer,
  SECRET,
  signature,
  startWeb,
  type TestWeb,
} from '#test/support/web.ts';

let web: TestWeb;
let proposed: Proposed;

beforeAll(async () => {
  web = await startWeb({ sandbox: { portals: [{ portalId: Number(PORTAL), timeZone: 'Europe/Paris' }] } });
  await installInBrowser(web);
  proposed = await propose(web, ENGLISH_TEMPLATE);
  await sign(web, MARKETING, proposed);
});
afterAll(() => web.close());
afterEach(() => speak('en'));

async function speak(language: 'en' | 'fr'): Promise<void> {
  await sql`update portal set language = ${language}`.execute(web.test.database.db);
}

interface Ask {
  readonly method?: string;
  readonly query?: string;
  readonly body?: unknown;
  readonly accept?: string;
  readonly secret?: string;
  readonly user?: User;
}

const USUAL = { method: 'GET', query: '', secret: SECRET, user: STRANGER };

/** As HubSpot's proxy would, with headers of the browser's. */
async function ask(path: string, wish: Ask = {}) {
  const { method, query, body, accept, secret, user } = { ...USUAL, ...wish };
  const who = `portalId=${PORTAL}&userId=${user.userId}&userEmail=${encodeURIComponent(user.email)}&appId=1`;
  const address = `${web.url}${path}?${query}${query === '' ? '' : '&'}${who}`;
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    ...signature(address, text, { secret, method }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(accept === undefined ? {} : { 'accept-language': accept }),
  };
  return readAnswer(await fetch(address, { method, headers, ...(body === undefined ? {} : { body: text }) }));
}

const NONE = '/hubspot/card/agreements/99';
const ENGLISH = 'There is no version 99.';
const FRENCH = 'Il n’y a pas de version 99.';

describe('a refusal', () => {
  it.each([
    ['nothing is said of it and the portal is English', 'en', {}, ENGLISH],
    ['the portal is French', 'fr', {}, FRENCH],
    ['any language will do, and the portal is French', 'fr', { accept: '*' }, FRENCH],
    ['the browser prefers French', 'en', { accept: 'de, fr-CA;q=0.9, en;q=0.5' }, FRENCH],
    ['the browser prefers English', 'fr', { accept: 'en-GB, fr;q=0.5' }, ENGLISH],
    ['the browser knows neither', 'fr', { accept: 'de' }, FRENCH],
    ['French is asked for', 'en', { query: 'language=fr', accept: 'en' }, FRENCH],
    ['English is asked for', 'fr', { query: 'language=en', accept: 'fr' }, ENGLISH],
  ] as const)('where %s', async (...[, portal, request, message]) => {
    await speak(portal);

    const answer = await ask(NONE, request);

    expect([answer.status, answer.json.error, answer.json.message]).toEqual([
      404,
      'NO_SUCH_VERSION',
      message,
    ]);
  });

  it('says the same codes in the same shape, with all its words in French', async () => {
    const { version, contentHash } = proposed;
    const refusals = [
      [`${version}/sign`, { contentHash }, MARKETING],
      [`${version}/sign`, { contentHash: 'another' }, MARKETING],
      [`${version}/sign`, { contentHash }, STRANGER],
      [`${version}/activate`, {}, MARKETING],
      [`${version}/activate`, {}, STRANGER],
      [`${version}/propose`, {}, MARKETING],
      ['1/withdraw', {}, STRANGER],
      ['1/revert', {}, MARKETING],
    ] as const;
    const english: string[][] = [];
    const french: string[][] = [];
    for (const [path, body, user] of refusals)
      for (const [language, said] of [
        ['en', english],
        ['fr', french],
      ] as const) {
        const { status, json } = await askAs(web, user, { path: `${path}?language=${language}`, body });
        said.push([String(status), json.error, Object.keys(json).join(), json.message, json.fix]);
      }

    expect(french.map((said) => said.slice(0, 3))).toEqual(english.map((said) => said.slice(0, 3)));
    expect(french.map(([, code]) => code)).toEqual([
      'ALREADY_SIGNED',
      'CONTENT_CHANGED',
      'NOT_A_SIGNATORY',
      'NOT_SIGNED',
      'NOT_A_SIGNATORY',
      'NOT_A_DRAFT',
      'NOT_A_SIGNATORY',
      'NOTHING_TO_REVERT_TO',
    ]);
    expect(french[0]?.[3]).toBe('Le marketing a déjà signé cette version.');
    expect(french[3]?.[3]).toBe(`La version ${version} est proposée, et non signée par les deux camps.`);
    french.forEach(([, , , message, fix], index) => {
      expect([message, fix]).not.toEqual(english[index]?.slice(3));
      expect(`${message} ${fix}`).toMatch(/\b(la|le|les|un|une|des|du|de|n’|l’)/i);
    });
  });

  it('names the rules that a request breaks in French', async () => {
    const answer = await ask(`/hubspot/card/agreements/x`, { query: 'language=fr' });
    const agreement = await ask(NONE, { query: 'agreement=Main', accept: 'fr' });

    expect(answer.json).toMatchObject({
      error: 'BAD_REQUEST',
      message: 'La demande n’est pas comme attendu\u00a0: voyez le chemin.',
    });
    expect(answer.json.problems[0].problem).toMatch(/nombre/i);
    expect(agreement.json.problems).toEqual([
      {
        path: 'agreement',
        problem: 'ne doit avoir que des minuscules sans accent, des chiffres et des tirets',
      },
    ]);
  });

  it('to whoever forges a request does not tell what the portal speaks', async () => {
    await speak('fr');

    const forged = await ask(NONE, { secret: 'somebody-elses-secret-000000' });
    const asked = await ask(NONE, { secret: 'somebody-elses-secret-000000', accept: 'fr' });

    expect(forged.json.message).toBe('The request is not signed by HubSpot.');
    expect(asked.json.message).toBe('La demande n’est pas signée par HubSpot.');
  });
});

describe('a French reader', () => {
  it('reads what is wrong with a draft in French', async () => {
    const answer = await ask('/hubspot/card/agreements/draft', {
      method: 'POST',
      accept: 'fr',
      body: { document: 'scope: wrong' },
      user: MARKETING,
    });

    expect(answer.status).toBe(200);
    expect(answer.json.problems.map(({ problem }: { problem: string }) => problem)).toContain(
      'Cette partie manque.',
    );
  });

  it('is refused by the card in French', async () => {
    await speak('fr');
    const post = (body: unknown) => ask('/hubspot/card/answer', { method: 'POST', body });

    const unread = await post({ contactId: '1', answer: 'perhaps' });
    const unknown = await post({ contactId: '1', answer: 'accept' });

    expect([unread.json.error, unread.json.message]).toEqual([
      'BAD_ANSWER',
      'La réponse ne peut pas être lue.',
    ]);
    expect([unknown.json.error, unknown.json.message]).toEqual(['NOT_FOUND', 'Ce lead n’existe pas.']);
  });

  it('reads in French that a version is not what was frozen, and so does the reason of the parked portal', async () => {
    const { db } = web.test.database;
    const { rows } = await sql<{ document: string }>`select document from agreement_version
      where portal_id = ${PORTAL} and version = 1`.execute(db);
    await sql`update agreement_version set document = document || ' ' where portal_id = ${PORTAL} and version = 1`.execute(
      db,
    );
    await speak('fr');

    const list = await ask('/hubspot/card/agreements');
    const one = await ask('/hubspot/card/agreements/1');
    const verified = await web.api('POST', `/portals/${PORTAL}/agreements/verify?language=en`);
    const parked = await sql<{ status_reason: string }>`select status_reason from portal`.execute(db);
    await sql`update agreement_version set document = ${rows[0]?.document} where portal_id = ${PORTAL} and version = 1`.execute(
      db,
    );
    await web.api('POST', `/portals/${PORTAL}/agreements/verify`);

    const problem = list.json.findings[0].problem;
    expect(Object.keys(list.json.findings[0])).toEqual(['agreementId', 'version', 'problem']);
    expect(problem).toContain('n’est pas ce qui a été figé\u00a0: l’empreinte de son contenu diffère.');
    expect(one.json.fault).toBe(problem);
    expect(verified.json.findings[0].problem).toContain('is not what was frozen');
    expect(parked.rows[0]?.status_reason).toBe(`AGREEMENT_TAMPERED: ${problem}`);
  });
});

it('may be asked for by whoever holds the token too, of every route; another word is none', async () => {
  const path = `/portals/${PORTAL}/retention`;
  const french = await web.api('PUT', `${path}?language=fr`, { body: { eventsKeepDays: 1 } });

  expect((await web.api('GET', `${path}?language=fr`)).status).toBe(200);
  expect((await web.api('GET', `${path}?language=de`)).status).toBe(400);
  expect(french.json.message).toContain('La demande n’est pas comme attendu');
});
