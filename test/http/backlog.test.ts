// The backlog over HTTP: its order and plan, who may let it go and when, and what the audit trail says of it.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTemplate } from '#agreement/template.ts';
import { EFFECTS } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import { templateAgreement } from '#test/support/agreement-text.ts';
import { clearAudit } from '#test/support/clear-audit.ts';
import { insertPortal, insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, readAnswer, SECRET, signature, startWeb, type TestWeb } from '#test/support/web.ts';

const OTHER = '7020702';
/** Signed for sales and for marketing, as insertSignedVersion has them; and a rep. */
const SALES = { userId: '3', email: 'sales@portal.example' };
const MARKETING = { userId: '2', email: 'marketing@portal.example' };
const REP = { userId: '171', email: 'nora@our-company.example' };
const ADMIN = { userId: '1', email: 'admin@our-company.example' };
const BASE = `/portals/${PORTAL}/backlog`;
const visible = (text: string): string => text.replaceAll('\u00a0', '~').replaceAll('\u202f', '_');

let web: TestWeb;

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(web.test.database.db);
}

async function addLead(
  portalId: string,
  id: string,
  { grade, total }: { readonly grade: string; readonly total: number },
): Promise<void> {
  const scored = { total, fit: 0, engagement: 0, grade, at: '', signalCount: 0, status: 'baseline' };
  const state = JSON.stringify({ ...initialState(), status: 'baseline', scored });
  await run(sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state, in_backlog)
    values (${portalId}, ${id}, 'main', ${id}, ${state}::jsonb, true)`);
}

beforeAll(async () => {
  web = await startWeb();
  const agreement = { ...templateAgreement('en'), id: 'main' };
  for (const portalId of [PORTAL, OTHER]) {
    await insertPortal(web.test.database, portalId);
    await insertSignedVersion(web.test.database, portalId, { agreement, document: await readTemplate('en') });
  }
  await run(sql`insert into owner (portal_id, owner_id, user_id, name, email, archived) values
    (${PORTAL}, '71', '171', 'Nora Blanc', 'nora@our-company.example', false), (${PORTAL}, '72', '172', '', 'zoe@our-company.example', false),
    (${PORTAL}, '73', '173', 'Gone', 'gone@our-company.example', true), (${PORTAL}, '74', '', 'No user', 'none@our-company.example', false)`);
  await run(
    sql`insert into role_grant (portal_id, subject_kind, subject, role, granted_at) values (${PORTAL}, 'user', '1', 'admin', now())`,
  );
  for (const [id, grade, total] of [
    ['501', 'B1', 70],
    ['502', 'A1', 60],
    ['503', 'A1', 80],
    ['504', 'A2', 90],
  ] as const)
    await addLead(PORTAL, id, { grade, total });
  await addLead(OTHER, '999', { grade: 'A1', total: 99 });
});
afterAll(() => web.close());
beforeEach(async () => {
  await clearAudit(web.test);
  await run(sql`delete from backlog_release_lead`);
  await run(sql`delete from backlog_release`);
  await run(sql`update portal set paused = false`);
  for (const effect of EFFECTS)
    await run(sql`insert into portal_effect (portal_id, effect, enabled, since) values (${PORTAL}, ${effect}, true, '2000-01-01')
      on conflict (portal_id, effect) do update set enabled = true`);
});

async function postAs({ userId, email }: typeof REP, path: string, body: unknown) {
  const address = `${web.url}/api/v1${path}?portalId=${PORTAL}&userId=${userId}&userEmail=${encodeURIComponent(email)}&appId=1`;
  const text = JSON.stringify(body);
  const headers = { ...signature(address, text, { secret: SECRET }), 'content-type': 'application/json' };
  return readAnswer(await fetch(address, { method: 'POST', headers, body: text }));
}

const start = (body: unknown = { perRepAndDay: 5 }) => web.api('POST', `${BASE}/releases`, { body });
const list = async (query = '') => (await web.api('GET', `${BASE}/releases${query}`)).json;
const audit = async () => (await web.api('GET', `/portals/${PORTAL}/audit`)).json.items;

describe('the backlog', () => {
  it('comes best first and page by page, with how long it takes', async () => {
    const first = await web.api('GET', `${BASE}?limit=3&perRepAndDay=1`);
    const second = await web.api('GET', `${BASE}?limit=3&after=3&language=fr`);

    expect(first.json).toMatchObject({
      total: 4,
      plan: { perRepAndDay: 1, leads: 4, reps: 2, perDay: 2, days: 2 },
      next: '3',
    });
    expect(first.json.plan.sentence).toBe(
      '4 leads, 2 reps: at most 2 a working day, so at least 2 working days.',
    );
    expect(first.json.items.map((lead: { contactId: string }) => lead.contactId)).toEqual([
      '503',
      '502',
      '504',
    ]);
    expect(first.json.items[0]).toMatchObject({
      place: 1,
      grade: 'A1',
      score: 80,
      reason: 'Grade A1, 80 points.',
    });
    expect(second.json).toMatchObject({ total: 4, next: null, plan: { perRepAndDay: 5, days: 1 } });
    expect(second.json.items).toMatchObject([{ place: 4, contactId: '501' }]);
    expect(visible(second.json.items[0].reason)).toBe('Note B1, 70 points.');
  });

  it.each(['perRepAndDay=0', 'perRepAndDay=101', 'after=x', 'limit=0', 'other=1'])(
    'refuses %s',
    async (query) => {
      expect((await web.api('GET', `${BASE}?${query}`)).status).toBe(400);
    },
  );

  it('of an account that is not there is none', async () => {
    expect((await web.api('GET', '/portals/1/backlog')).status).toBe(404);
  });
});

describe('a release', () => {
  it('is started once, told, stopped, and written down', async () => {
    const started = await start({ perRepAndDay: 5, limit: 3, reason: 'Spring' });
    expect([started.status, started.json]).toEqual([200, { id: '1' }]);
    expect(await start()).toMatchObject({ status: 409, json: { error: 'ALREADY_RUNNING' } });
    const [running] = (await list()).items;
    expect(running).toMatchObject({
      id: '1',
      state: 'running',
      perRepAndDay: 5,
      limit: 3,
      startedBy: 'admin token',
      startedByName: '',
      endedAt: null,
      released: 0,
      waiting: 3,
      days: [],
    });
    expect(running.nextAt).not.toBeNull();
    expect(running.sentence).toMatch(
      /^Release no\. 1, started by an administrator on .*: running\. At most 5 to each rep a day;/,
    );

    const stopped = await web.api('POST', `${BASE}/releases/1/stop`, { body: { reason: 'Enough' } });
    expect([stopped.status, stopped.json.released]).toEqual([200, 0]);
    const again = await web.api('POST', `${BASE}/releases/1/stop`);
    expect(again).toMatchObject({ status: 409, json: { error: 'ALREADY_ENDED' } });
    expect(await web.api('POST', `${BASE}/releases/7/stop`)).toMatchObject({
      status: 404,
      json: { error: 'NO_SUCH_RELEASE' },
    });
    expect((await list()).items).toMatchObject([
      { id: '1', state: 'stopped', endedBy: 'admin token', waiting: 0, nextAt: null },
    ]);
    expect((await start()).json).toEqual({ id: '2' });
    expect((await list('?limit=1')).next).toBe('2');
    expect((await list('?limit=1&after=2')).items).toMatchObject([{ id: '1' }]);
    expect(await audit()).toMatchObject([
      { action: 'start backlog release', after: { number: 2, perRepAndDay: 5, limit: null } },
      { action: 'stop backlog release', after: { number: 1, released: 0 }, reason: 'Enough' },
      {
        action: 'start backlog release',
        actor: 'admin token',
        after: { number: 1, limit: 3, backlog: 4 },
        reason: 'Spring',
      },
    ]);
  });

  it.each([
    ['an administrator, by his address', ADMIN, 'admin@our-company.example'],
    ['a lead of sales', SALES, 'sales@portal.example'],
  ])('is for %s', async (_, user, name) => {
    expect(await postAs(user, `${BASE}/releases`, { perRepAndDay: 2 })).toMatchObject({ status: 200 });
    expect((await list()).items).toMatchObject([{ startedBy: `user ${user.userId}`, startedByName: name }]);
    expect((await postAs(user, `${BASE}/releases/1/stop`, {})).status).toBe(200);
  });

  it('is told by the name of the owner that the user is', async () => {
    await run(sql`insert into role_grant (portal_id, subject_kind, subject, role, granted_at)
      values (${PORTAL}, 'user', '171', 'admin', now()) on conflict do nothing`);
    await postAs(REP, `${BASE}/releases`, { perRepAndDay: 2 });
    await run(sql`delete from role_grant where subject = '171'`);

    expect((await list()).items).toMatchObject([{ startedByName: 'Nora Blanc' }]);
  });

  it.each([
    ['marketing', MARKETING],
    ['a rep', REP],
  ])('is not for %s', async (_, user) => {
    expect(await postAs(user, `${BASE}/releases`, { perRepAndDay: 2 })).toMatchObject({
      status: 403,
      json: { error: 'NOT_SALES' },
    });
    await start();
    expect(await postAs(user, `${BASE}/releases/1/stop`, {})).toMatchObject({
      status: 403,
      json: { error: 'NOT_SALES' },
    });
    expect((await list()).items).toMatchObject([{ state: 'running' }]);
  });

  it.each(['stage', 'owner', 'tasks'])('needs %s to be on, and says so in both languages', async (effect) => {
    await run(sql`update portal_effect set enabled = false where effect = ${effect}`);
    const refused = await start();
    expect(refused).toMatchObject({ status: 409, json: { error: 'EFFECTS_OFF' } });
    const french = await web.api('POST', `${BASE}/releases?language=fr`, { body: { perRepAndDay: 5 } });
    expect(french.json.message).toMatch(/^Une libération donne des leads/);
  });

  it('waits while an effect is off or the account is paused, and cannot be started then', async () => {
    await start();
    await run(sql`update portal_effect set enabled = false where effect = 'owner'`);
    expect((await list()).items).toMatchObject([{ state: 'paused', nextAt: null, waiting: 4 }]);
    await run(sql`update portal_effect set enabled = true`);
    await run(sql`update portal set paused = true where portal_id = ${PORTAL}`);
    expect((await list()).items).toMatchObject([{ state: 'paused' }]);
    await web.api('POST', `${BASE}/releases/1/stop`);
    expect(await start()).toMatchObject({ status: 409, json: { error: 'PAUSED' } });
  });

  it('of another account is not seen, and none is started where nothing is installed', async () => {
    await start();

    expect((await web.api('GET', `/portals/${OTHER}/backlog/releases`)).json.items).toEqual([]);
    expect(await web.api('POST', `/portals/${OTHER}/backlog/releases/1/stop`)).toMatchObject({ status: 404 });
    expect(await web.api('POST', '/portals/1/backlog/releases', { body: { perRepAndDay: 5 } })).toMatchObject(
      { status: 404 },
    );
  });

  it.each([
    {},
    { perRepAndDay: 0 },
    { perRepAndDay: 1.5 },
    { perRepAndDay: 101 },
    { perRepAndDay: 5, limit: 0 },
    { perRepAndDay: 5, x: 1 },
  ])('refuses %j', async (body) => {
    expect((await start(body)).status).toBe(400);
  });
});
