// /api/v1 over HTTP: who may call it, that it keeps its contract, and that no portal sees another's rows.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTemplate } from '#agreement/template.ts';
import { putInForce } from '#demo/sign-agreement.ts';
import { ROUTES, type RouteName } from '#http/api/contract.ts';
import type { Route } from '#http/api/route.ts';
import { fillPortal, openLead } from '#test/support/portal-rows.ts';
import {
  ADMIN_TOKEN,
  type Answer,
  installInBrowser,
  PORTAL,
  postWebhook,
  readAnswer,
  startWeb,
  type TestWeb,
  webhookEvent,
} from '#test/support/web.ts';

const OTHER = '55001234';
/** Of a person erased in both. */
const HASH = 'e'.repeat(64);
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
  await fillPortal(web.test.database.db, PORTAL, '7010701');
  await fillPortal(web.test.database.db, OTHER, '7020702');
  for (const portalId of [PORTAL, OTHER]) {
    await sql`insert into erased_contact (portal_id, id_hash, requested_at) values (${portalId}, ${HASH}, now())`.execute(
      web.test.database.db,
    );
    await sql`
      insert into source_pause (portal_id, pause_id, agreement_id, version, clause, month, from_unit, to_unit, source, reached, matured, floor, since)
      overriding system value
      values (${portalId}, 1, 'main', 1, 'quality', '2026-10', 'mql', 'sql', 'PAID_SEARCH', 1, 40, 200000, now())`.execute(
      web.test.database.db,
    );
  }
  for (const portalId of [PORTAL, OTHER]) await web.api('POST', `/portals/${portalId}/agreements/1/preview`);
  await openLead(web.test.database.db, OTHER, { contactId: '7030001', dueAt: '2030-11-25T10:00:00.000Z' });
  await openLead(web.test.database.db, OTHER, { contactId: '7030002', dueAt: '2020-11-23T10:00:00.000Z' });
});
afterAll(() => web.close());

const GETS = (Object.keys(ROUTES) as RouteName[]).filter((name) => ROUTES[name].method === 'get');

function pathOf(name: RouteName, portalId = PORTAL, contactId = '7010701'): string {
  return ROUTES[name].path
    .replace('{portalId}', portalId)
    .replace('{contactId}', contactId)
    .replace('{effect}', 'scores')
    .replace('{clauseId}', 'volume')
    .replace('{hash}', HASH)
    .replace('{id}', '1')
    .replace('{version}', '1');
}

/** What the answer has that the contract does not say; [] when all is as promised. */
function contractIssues(name: RouteName, answer: Answer): unknown[] {
  if (answer.status !== 200) return [answer.status, answer.text];
  const route: Route = ROUTES[name];
  const parsed = route.answer.safeParse(answer.json);
  return parsed.success ? [] : parsed.error.issues;
}

describe('who may call', () => {
  it.each(Object.keys(ROUTES) as RouteName[])(
    '%s refuses without the token and with a wrong one',
    async (name) => {
      const { method } = ROUTES[name];
      const body = method === 'put' ? { body: { enabled: true, document: 'x' } } : {};

      const without = await web.api(method, pathOf(name), { ...body, token: null });
      const wrong = await web.api(method, pathOf(name), { ...body, token: `${ADMIN_TOKEN}x` });

      expect([without.status, wrong.status]).toEqual([401, 401]);
      expect(without.json.error).toBe('UNAUTHORIZED');
      expect(without.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  it('is refused to everybody while no token is configured', async () => {
    const closed = await startWeb({ env: { ADMIN_TOKEN: '' } });

    const empty = await closed.api('GET', '/portals', { token: '' });
    const guessed = await closed.api('GET', '/portals', { token: 'null' });
    await closed.close();

    expect([empty.status, guessed.status]).toEqual([503, 503]);
    expect(empty.json).toMatchObject({
      error: 'NOT_CONFIGURED',
      fix: expect.stringContaining('ADMIN_TOKEN'),
    });
  });
});

describe('the contract', () => {
  it.each(GETS)('%s answers as promised', async (name) => {
    expect(contractIssues(name, await web.api('GET', pathOf(name)))).toEqual([]);
  });

  it('is published as OpenAPI with every route and nothing else', async () => {
    const answer = await readAnswer(await fetch(`${web.url}/api/v1/openapi.json`));

    const published = Object.entries<Record<string, unknown>>(answer.json.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const routes = Object.values<Route>(ROUTES).map(({ method, path }) => `${method} ${path}`);
    expect(published.toSorted()).toEqual([...routes, 'get /portals/{portalId}/audit.csv'].toSorted());
    expect(answer.json.openapi).toBe('3.1.0');
    expect(answer.json.paths['/portals'].get['x-roles']).toBe('none');
    expect(
      answer.json.paths['/portals/{portalId}/effects/{effect}'].put.requestBody.content['application/json']
        .schema.required,
    ).toContain('enabled');
  });

  const on = { enabled: true };
  it.each([
    { what: 'an unknown effect', call: 'PUT /effects/teleport', body: on, refusal: [400, 'BAD_REQUEST'] },
    {
      what: 'a body without its field',
      call: 'PUT /effects/scores',
      body: {},
      refusal: [400, 'BAD_REQUEST'],
    },
    {
      what: 'an unknown field',
      call: 'PUT /effects/scores',
      body: { ...on, enbaled: false },
      refusal: [400, 'BAD_REQUEST'],
    },
    { what: 'a page beyond the limit', call: 'GET /parked?limit=1000', refusal: [400, 'BAD_REQUEST'] },
    { what: 'a cursor that is no number', call: 'GET /audit?after=x', refusal: [400, 'BAD_REQUEST'] },
    {
      what: 'a text that no database keeps',
      call: 'POST /agreements/draft',
      body: { document: 'version: 1\u0000' },
      refusal: [400, 'BAD_REQUEST'],
    },
    { what: 'an unknown contact', call: 'GET /leads/99999', refusal: [404, 'NOT_FOUND'] },
    { what: 'an address that does not exist', call: 'GET /nothing', refusal: [404, 'NOT_FOUND'] },
    {
      what: 'an effect before our properties exist',
      call: 'PUT /effects/scores',
      body: on,
      refusal: [409, 'NOT_PROVISIONED'],
    },
  ])('refuses $what', async ({ call, body, refusal }) => {
    const [method = '', path = ''] = call.split(' ');
    const answer = await web.api(method, `/portals/${PORTAL}${path}`, body === undefined ? {} : { body });

    expect([answer.status, answer.json.error]).toEqual(refusal);
    expect(answer.json.message).toMatch(/\.$/);
  });

  it('does not repeat a body that is not JSON', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' };
    const answer = await readAnswer(
      await fetch(`${web.url}/api/v1/portals/${PORTAL}/effects/scores`, {
        method: 'PUT',
        headers,
        body: '{"secret-thing',
      }),
    );

    expect([answer.status, answer.json.error]).toEqual([400, 'BODY_NOT_JSON']);
    expect(answer.text).not.toContain('secret-thing');
  });
});

describe('the work queue', () => {
  it('lists the open leads of an owner, due soonest first, each with the reason for its place', async () => {
    const own = await web.api('GET', `/portals/${OTHER}/queue?owner=9&language=fr`);
    const others = await web.api('GET', `/portals/${OTHER}/queue?owner=8`);

    expect(
      own.json.items.map(({ contactId, place }: { contactId: string; place: number }) => [place, contactId]),
    ).toEqual([
      [1, '7030002'],
      [2, '7030001'],
    ]);
    expect(own.json.items[0]).toMatchObject({
      priority: 'high',
      clause: 'accept',
      dueAt: '2020-11-23T10:00:00.000Z',
      overdue: true,
      reason:
        'Accepter ou refuser avant le lundi 23 novembre 2020 à 10 h 00 (en retard) ; note A1, 70 points.',
    });
    expect(own.json.total).toBe(2);
    expect(others.json.items).toEqual([]);
  });
});

describe('one portal at a time', () => {
  it.each(GETS.filter((name) => name !== 'listPortals'))(
    '%s never shows another portal’s rows',
    async (name) => {
      const answer = await web.api('GET', pathOf(name));

      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(OTHER);
      expect(answer.text).not.toContain('7020702');
    },
  );

  it('does not find another portal’s lead', async () => {
    expect((await web.api('GET', `/portals/${PORTAL}/leads/7020702`)).status).toBe(404);
  });

  it('refuses a portal that never installed, for every route', async () => {
    const answers = await Promise.all(
      (Object.keys(ROUTES) as RouteName[])
        .filter((name) => name !== 'listPortals')
        .map((name) => web.api(ROUTES[name].method, pathOf(name, '404404'), bodyFor(name))),
    );

    expect(new Set(answers.map(({ status, json }) => `${status} ${json.error}`))).toEqual(
      new Set(['404 PORTAL_NOT_FOUND']),
    );
  });

  it('tries only its own parked changes again', async () => {
    const answer = await web.api('POST', `/portals/${OTHER}/parked/retry`);

    const { rows } = await sql<{ portal_id: string; count: number }>`
      select portal_id, count(*)::int as count from outbox_property where state = 'parked' group by portal_id`.execute(
      web.test.database.db,
    );
    expect(contractIssues('retryParked', answer)).toEqual([]);
    expect(answer.json.properties).toBe(2);
    expect(rows).toEqual([{ portal_id: PORTAL, count: 2 }]);
  });
});

const BODIES: Partial<Record<RouteName, object>> = {
  switchEffect: { enabled: true },
  uploadDraft: { document: 'x' },
  changeMapping: { hash: 'x', leadStatus: {}, hubspotLeads: null, dealCreated: false, stages: {} },
  setLanguage: { language: 'en' },
  setRoles: { grants: [] },
  setChannel: { side: 'sales', channel: 'slack', url: null },
  eraseContact: { contactId: '7010701' },
  setRetention: {},
  pauseLead: { reason: 'absent' },
  excusePromise: { clause: 'accept', text: 'x' },
  disconnectPortal: { tasks: 'keep', properties: 'keep', data: 'keep' },
  signVersion: { contentHash: 'x' },
  startRelease: { perRepAndDay: 5, reason: 'x' },
  stopRelease: { reason: 'x' },
};

function bodyFor(name: RouteName): { body?: unknown } {
  const body = BODIES[name];
  return body === undefined ? {} : { body };
}

describe('what it tells', () => {
  it('pages through lists without losing or repeating a row', async () => {
    const first = await web.api('GET', `/portals/${PORTAL}/withheld?limit=1`);
    const second = await web.api(
      'GET',
      `/portals/${PORTAL}/withheld?limit=1&after=${encodeURIComponent(first.json.next)}`,
    );
    const third = await web.api(
      'GET',
      `/portals/${PORTAL}/withheld?limit=1&after=${encodeURIComponent(second.json.next)}`,
    );

    expect([first, second].map(({ json }) => json.items[0].target)).toEqual([
      'accord_score',
      'lifecyclestage',
    ]);
    expect(third.json).toMatchObject({ items: [], next: null });
    expect(first.json.summary).toEqual([
      { effect: 'stage', target: 'accord_score', changes: 1, overwriting: 1 },
      { effect: 'stage', target: 'lifecyclestage', changes: 1, overwriting: 1 },
    ]);
  });

  it('counts leads and events', async () => {
    await postWebhook(web, JSON.stringify([webhookEvent({ objectId: 801 }), { portalId: Number(PORTAL) }]));

    const { json } = await web.api('GET', `/portals/${PORTAL}`);
    expect(json.leads).toEqual({
      byStatus: { handedOver: 1 },
      byStage: { [`mark-of-${PORTAL}`]: 1 },
      byGrade: { '': 1 },
    });
    expect(json.events).toEqual({ accepted: 1, duplicated: 0, setAside: 1, echoed: 0 });
    expect(json).toMatchObject({
      mode: 'observe',
      parked: 2,
      withheld: 2,
      agreement: { id: 'main', version: 1 },
    });
  });

  it('says why in the language asked for', async () => {
    const english = await web.api('GET', `/portals/${PORTAL}/leads/7010701?language=en`);
    const french = await web.api('GET', `/portals/${PORTAL}/leads/7010701?language=fr`);

    expect(english.json.why.length).toBeGreaterThan(0);
    expect(english.json.why[0]).toContain('grade A2');
    expect(french.json.why[0]).toContain('note A2');
    expect(english.json.decisions[0].summary).toContain('grade A2');
  });
});

describe('what it does', () => {
  it('provisions in HubSpot as often as one likes, then switches, pauses and resumes', async () => {
    const provisioned = await web.api('POST', `/portals/${PORTAL}/provision`);
    const unsigned = await web.api('PUT', `/portals/${PORTAL}/effects/stage`, { body: { enabled: true } });
    const inForce = await web.api('GET', `/portals/${PORTAL}/agreement`);
    await putInForce({ ...web, portalId: PORTAL }, inForce.json.document);
    const again = await web.api('POST', `/portals/${PORTAL}/provision`);
    const switched = await web.api('PUT', `/portals/${PORTAL}/effects/stage`, {
      body: { enabled: true, reason: 'agreed on Monday' },
    });
    const same = await web.api('PUT', `/portals/${PORTAL}/effects/stage`, { body: { enabled: true } });
    const paused = await web.api('POST', `/portals/${PORTAL}/pause`);
    const resumed = await web.api('POST', `/portals/${PORTAL}/resume`);
    const off = await web.api('PUT', `/portals/${PORTAL}/effects/stage`, { body: { enabled: false } });

    const properties = web.sandbox.requirePortal(Number(PORTAL)).properties;
    expect(contractIssues('provisionPortal', provisioned)).toEqual([]);
    expect(contractIssues('switchEffect', switched)).toEqual([]);
    expect(contractIssues('pausePortal', paused)).toEqual([]);
    expect(provisioned.json).toEqual({ provisioned: true, uniqueTaskKey: true, conflicts: [] });
    expect([unsigned.status, unsigned.json.error]).toEqual([409, 'NOT_SIGNED']);
    expect(again.json).toEqual(provisioned.json);
    expect(properties.contacts.has('accord_score')).toBe(true);
    expect(properties.tasks.get('accord_task_key')?.hasUniqueValue).toBe(true);
    expect([switched, same, paused, resumed, off].map(({ json }) => [json.changed, json.mode])).toEqual([
      [true, 'live'],
      [false, 'live'],
      [true, 'paused'],
      [true, 'live'],
      [true, 'observe'],
    ]);
    const audit = await web.api('GET', `/portals/${PORTAL}/audit`);
    expect(
      audit.json.items.find((entry: { action: string }) => entry.action === 'effects on: stage'),
    ).toMatchObject({
      actor: 'admin token',
      origin: 'api',
      reason: 'agreed on Monday',
    });
  });

  it('takes a draft as a file too, and lists every problem of a bad one', async () => {
    const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/yaml' };
    const document = (await readTemplate('fr')).replace('cyclesPerYear:', 'cyclesPerYaer:');
    const answer = await readAnswer(
      await fetch(`${web.url}/api/v1/portals/${OTHER}/agreements/draft?language=fr`, {
        method: 'POST',
        headers,
        body: document,
      }),
    );
    const proposed = await web.api('POST', `/portals/${OTHER}/agreements/2/propose`);

    expect(contractIssues('uploadDraft', answer)).toEqual([]);
    expect([answer.status, answer.json.version]).toEqual([200, 2]);
    expect(answer.json.problems.map((problem: { path: string }) => problem.path)).toContain(
      'nurture.cyclesPerYaer',
    );
    expect([proposed.status, proposed.json.error]).toEqual([422, 'AGREEMENT_PROBLEMS']);
    expect(proposed.json.problems[0].path).toContain('nurture');
  });
});

describe('provisioning where something is in the way', () => {
  it('falls back to a plain task key, and names properties of another type', async () => {
    const strict = await startWeb({ sandbox: { tasksAcceptUniqueProperty: false } });
    await installInBrowser(strict);
    const plain = await strict.api('POST', `/portals/${PORTAL}/provision`);
    await strict.close();

    const taken = await startWeb();
    await installInBrowser(taken);
    const call = {
      portalId: PORTAL as never,
      lane: 'interactive',
      signal: AbortSignal.timeout(5_000),
    } as const;
    await taken.context.hubspot.ensureGroup(call, 'contacts', { name: 'accord', label: 'Accord' });
    await taken.context.hubspot.createProperties(call, { objectType: 'contacts', groupName: 'accord' }, [
      { name: 'accord_score', label: 'Somebody else’s', type: 'string', fieldType: 'text' },
    ]);
    const conflicting = await taken.api('POST', `/portals/${PORTAL}/provision`);
    const refused = await taken.api('PUT', `/portals/${PORTAL}/effects/scores`, { body: { enabled: true } });
    await sql`update portal set language = 'fr'`.execute(taken.test.database.db);
    const french = await taken.api('POST', `/portals/${PORTAL}/provision`);
    await taken.close();

    expect(plain.json).toEqual({ provisioned: true, uniqueTaskKey: false, conflicts: [] });
    expect(conflicting.json).toMatchObject({
      provisioned: false,
      conflicts: [
        {
          object: 'contact',
          name: 'accord_score',
          code: 'PROPERTY_DIFFERS',
          message:
            'A property accord_score exists already: it is of type string, number is needed. Rename or delete it in HubSpot.',
        },
      ],
    });
    expect(french.json).toMatchObject({
      conflicts: [
        {
          message:
            'Une propriété accord_score existe déjà\u00a0: elle est de type string, il faut number. Renommez-la ou supprimez-la dans HubSpot.',
        },
      ],
    });
    expect(refused.status).toBe(409);
  });
});
