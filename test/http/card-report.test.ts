// What the record card and the settings page read and ask for, over HTTP: what is told, who may do what, and that nobody
// reads another portal's leads, however the request is forged.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COLD, ELSEWHERE, HANDED_OVER, OTHER_PORTAL, startCardWeb } from '#test/support/card-leads.ts';
import { type Answer, PORTAL, readAnswer, SECRET, signature, type TestWeb } from '#test/support/web.ts';

const REP = { userId: '171', userEmail: 'rep@sales.example' };
const MARKETER = { userId: '301', userEmail: 'marketing.lead@our-company.example' };
const STRANGER = { userId: '999', userEmail: 'nobody@our-company.example' };

let web: TestWeb;
let installer = '';

beforeAll(async () => {
  web = await startCardWeb();
  const { db } = web.test.database;
  const { rows } = await sql<{ user_id: string }>`
    select subject as user_id from role_grant where portal_id = ${PORTAL}`.execute(db);
  installer = rows[0]?.user_id ?? '';
}, 60_000);
afterAll(() => web.close());
beforeEach(async () => {
  await sql`delete from inbox_event`.execute(web.test.database.db);
});

interface Asking {
  readonly as?: { readonly userId: string; readonly userEmail: string };
  readonly portalId?: string;
  readonly method?: string;
  readonly body?: unknown;
  readonly query?: string;
  readonly secret?: string;
}

async function ask(path: string, asking: Asking = {}): Promise<Answer> {
  const { as = REP, portalId = PORTAL, method = 'GET', body, query = '', secret = SECRET } = asking;
  const signed = `userId=${as.userId}&portalId=${portalId}&userEmail=${encodeURIComponent(as.userEmail)}&appId=1`;
  const address = `${web.url}/hubspot/card${path}?${query}${query === '' ? '' : '&'}${signed}`;
  const text = body === undefined ? '' : JSON.stringify(body);
  return readAnswer(
    await fetch(address, {
      method,
      headers: { 'content-type': 'application/json', ...signature(address, text, { secret, method }) },
      ...(text === '' ? {} : { body: text }),
    }),
  );
}

async function requests(): Promise<readonly unknown[]> {
  const { rows } = await sql<{ object_id: string; property_value: string }>`
    select object_id, property_value from inbox_event where property_name = '$sales_request'`.execute(
    web.test.database.db,
  );
  return rows;
}

describe('the card’s report', () => {
  it('tells where a handed-over lead stands, why, what is promised until when, and what its owner may do', async () => {
    const { status, json } = await ask(`/leads/${HANDED_OVER}/card`);

    expect(status).toBe(200);
    expect(json).toMatchObject({
      judged: true,
      rehearsed: false,
      language: 'en',
      status: 'handedOver',
      statusText: 'handed over, to accept',
      may: { answer: true, handOver: false, recycle: true },
    });
    expect(json.score.total).toBeGreaterThanOrEqual(60);
    expect(json.score.parts.length).toBeGreaterThan(2);
    expect(json.why.join(' ')).toContain('Handed over to sales');
    expect(json.clocks).toEqual([
      expect.objectContaining({
        clause: 'accept',
        dueAt: expect.any(String),
        minutesLeft: expect.any(Number),
      }),
      expect.objectContaining({
        clause: 'attempts',
        status: 'running',
        label: 'Sales makes 5 attempts or reaches the lead',
      }),
    ]);
    expect(json.rejectReasons.length).toBeGreaterThan(2);
    expect(json.tracks.length).toBeGreaterThan(0);
  });

  it('tells it in French, as the card asks for its user', async () => {
    const { json } = await ask(`/leads/${HANDED_OVER}/card`, { query: 'language=fr' });

    expect(json).toMatchObject({ language: 'fr', statusText: 'transmis, à accepter', stageText: 'MQL' });
    expect(json.why.join(' ')).toContain('Transmis aux ventes');
  });

  it('tells of a lead that is not with sales why not yet, and what it would take', async () => {
    const { json } = await ask(`/leads/${COLD}/card`);

    expect(json).toMatchObject({ status: 'none', may: { answer: false, handOver: true, recycle: false } });
    expect(json.whyNotYet.length).toBeGreaterThan(0);
    expect(json.whatWouldItTake.length).toBeGreaterThan(0);
    expect(json.clocks).toEqual([]);
  });

  it('tells a user without a role nothing, and one of marketing that he may not answer for sales', async () => {
    const stranger = await ask(`/leads/${HANDED_OVER}/card`, { as: STRANGER });
    const { json } = await ask(`/leads/${HANDED_OVER}/card`, { as: MARKETER });

    expect(stranger.status).toBe(403);
    expect(json.may).toEqual({ answer: false, handOver: false, recycle: false });
  });
});

describe('a request on the card', () => {
  it('hands a lead over, or recycles it into a track, as facts of its own, taken once', async () => {
    const track = (await ask(`/leads/${HANDED_OVER}/card`)).json.tracks[0].id;

    const handOver = await ask(`/leads/${COLD}/hand-over`, { method: 'POST', as: MARKETER });
    const recycle = await ask(`/leads/${HANDED_OVER}/recycle`, { method: 'POST', body: { track } });

    expect([handOver.status, recycle.status]).toEqual([200, 200]);
    expect(handOver.json).toMatchObject({ asked: true });
    expect(await requests()).toEqual(
      expect.arrayContaining([
        { object_id: COLD, property_value: 'handOver' },
        { object_id: HANDED_OVER, property_value: `recycle:${track}` },
      ]),
    );
  });

  it.each([
    ['a hand-over by a stranger', `/leads/${COLD}/hand-over`, STRANGER, undefined, 403],
    ['recycling by marketing', `/leads/${HANDED_OVER}/recycle`, MARKETER, undefined, 403],
    ['a track that there is not', `/leads/${HANDED_OVER}/recycle`, REP, { track: 'gone' }, 422],
    ['a lead that there is not', '/leads/424242/hand-over', REP, undefined, 404],
    ['a lead of another portal', `/leads/${ELSEWHERE}/hand-over`, REP, undefined, 404],
  ])('refuses %s, and keeps nothing', async (...[, path, as, body, status]) => {
    const answer = await ask(path, { method: 'POST', as, body });

    expect(answer.status).toBe(status);
    expect(await requests()).toEqual([]);
  });
});

describe('a forged request', () => {
  const PLACES = [`/leads/${ELSEWHERE}/card`, `/leads/${HANDED_OVER}/card`, '/settings'];

  it.each(PLACES)('%s is refused without HubSpot’s signature, or with another app’s', async (path) => {
    const unsigned = await readAnswer(await fetch(`${web.url}/hubspot/card${path}?portalId=${OTHER_PORTAL}`));
    const foreign = await ask(path, { secret: 'another-app-secret-0000000' });

    expect([unsigned.status, foreign.status]).toEqual([401, 401]);
    expect(unsigned.text + foreign.text).not.toMatch(/Claire|Nordfil|main/);
  });

  it.each([
    ['the lead of another portal', `/leads/${ELSEWHERE}/card`, {}, 404],
    ['another portal named beside the signed one', '/settings', { query: `portalId=${OTHER_PORTAL}` }, 401],
    ['another user named beside the signed one', `/leads/${COLD}/card`, { query: 'userId=171' }, 401],
    ['a portal that never installed', `/leads/${HANDED_OVER}/card`, { portalId: '77001234' }, 403],
  ])('reads nothing: %s', async (...[, path, asking, status]) => {
    const answer = await ask(path, asking);

    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/Claire|Nordfil|handedOver/);
  });
});

describe('the settings', () => {
  it('tell everybody how the portal stands, and who may change it', async () => {
    const { status, json } = await ask('/settings', { as: MARKETER, query: 'language=fr' });

    expect(status).toBe(200);
    expect(json).toMatchObject({
      language: 'fr',
      isAdmin: false,
      sides: ['marketing'],
      portal: { portalId: PORTAL, mode: 'observe', status: 'active', agreement: { id: 'main', version: 1 } },
      channels: null,
    });
  });

  it('are changed by an admin, who at first is whoever installed the app, and by nobody else', async () => {
    const admin = { userId: installer, userEmail: 'admin@our-company.example' };
    const change = { method: 'PUT', body: { language: 'fr' } };

    const refused = await ask('/language', { ...change, as: MARKETER });
    const changed = await ask('/language', { ...change, as: admin });
    const again = await ask('/language', { ...change, as: admin });
    const switched = await ask('/effects/scores', { method: 'PUT', body: { enabled: true }, as: admin });

    expect(refused.status).toBe(403);
    expect([changed.json, again.json]).toEqual([
      { changed: true, language: 'fr' },
      { changed: false, language: 'fr' },
    ]);
    expect([switched.status, switched.json.error]).toEqual([409, 'NOT_PROVISIONED']);
    expect((await ask('/settings', { as: admin })).json).toMatchObject({
      isAdmin: true,
      portal: { language: 'fr' },
      channels: { email: false, webhooks: [] },
    });
    const { rows } = await sql`
      select actor, role, origin from audit_entry where portal_id = ${PORTAL} and action = 'language'`.execute(
      web.test.database.db,
    );
    expect(rows).toEqual([{ actor: `user ${installer}`, role: 'admin', origin: 'hubspot' }]);
  });
});
