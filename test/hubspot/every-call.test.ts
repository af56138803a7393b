// No call has a way of its own to HubSpot: each carries the token, meets every class of failure alike, and names itself.
import { describe, expect, it } from 'vitest';
import type { HubspotPort } from '#pipeline/ports.ts';
import { type ExpectedCall, type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { CLIENT_ID, CLIENT_SECRET, callOf, PORTAL, rateLimitBody, startHubspot } from './harness.ts';

const http = useHttpMock();

interface PortCall {
  readonly endpoint: string;
  readonly request: ExpectedCall;
  readonly invoke: (hubspot: HubspotPort) => Promise<unknown>;
  readonly good: unknown;
  /** Statuses that this call understands as something else than a failure. */
  readonly understood?: readonly number[];
}

const CALLS: readonly PortCall[] = [
  {
    endpoint: 'contacts batch read',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/contacts/batch/read',
      body: { inputs: [{ id: '1' }], properties: [], propertiesWithHistory: [] },
    },
    invoke: (hubspot) => hubspot.batchRead(callOf(), { objectType: 'contacts', ids: ['1'], properties: [] }),
    good: { results: [] },
  },
  {
    endpoint: 'leads batch read',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/leads/batch/read',
      body: { inputs: [{ id: '1' }], properties: [], propertiesWithHistory: ['hs_pipeline_stage'] },
    },
    invoke: (hubspot) =>
      hubspot.batchRead(callOf(), {
        objectType: 'leads',
        ids: ['1'],
        properties: [],
        history: ['hs_pipeline_stage'],
      }),
    good: { results: [] },
  },
  {
    endpoint: 'leads pipelines',
    request: { method: 'GET', path: '/crm/pipelines/2026-03/leads' },
    invoke: (hubspot) => hubspot.listPipelines(callOf(), 'leads'),
    good: { results: [] },
  },
  {
    endpoint: 'contacts list',
    request: {
      method: 'GET',
      path: '/crm/objects/2026-03/contacts',
      query: { limit: '5', archived: 'false' },
    },
    invoke: (hubspot) => hubspot.listContacts(callOf(), { after: '', limit: 5, properties: [] }),
    good: { results: [] },
  },
  {
    endpoint: 'associations contacts to companies batch read',
    request: {
      method: 'POST',
      path: '/crm/associations/2026-03/contacts/companies/batch/read',
      body: { inputs: [{ id: '1' }] },
    },
    invoke: (hubspot) => hubspot.readAssociations(callOf(), { from: 'contacts', to: 'companies' }, ['1']),
    good: { results: [] },
  },
  {
    endpoint: 'contacts search',
    request: {
      method: 'POST',
      path: '/crm/objects/2026-03/contacts/search',
      body: {
        filterGroups: [{ filters: [{ propertyName: 'city', operator: 'EQ', value: 'Paris' }] }],
        properties: [],
        limit: 1,
      },
    },
    invoke: (hubspot) =>
      hubspot.countRecords(callOf(), 'contacts', [
        [{ propertyName: 'city', operator: 'EQ', value: 'Paris' }],
      ]),
    good: { total: 3, results: [] },
  },
  {
    endpoint: 'owners list',
    request: { method: 'GET', path: '/crm/owners/2026-03', query: { limit: '100', archived: 'false' } },
    invoke: (hubspot) => hubspot.listOwners(callOf()),
    good: { results: [] },
  },
  {
    endpoint: 'users list',
    request: {
      method: 'GET',
      path: '/crm/objects/2026-03/users',
      query: {
        limit: '100',
        archived: 'false',
        properties:
          'hs_internal_user_id,hs_standard_time_zone,hs_working_hours,hs_out_of_office_hours,hs_deactivated',
      },
    },
    invoke: (hubspot) => hubspot.listUsers(callOf()),
    good: { results: [] },
  },
  {
    endpoint: 'companies properties list',
    request: { method: 'GET', path: '/crm/properties/2026-03/0-2', query: { archived: 'false' } },
    invoke: (hubspot) => hubspot.listProperties(callOf(), 'companies'),
    good: { results: [] },
  },
  {
    endpoint: 'contacts property group create',
    request: {
      method: 'POST',
      path: '/crm/properties/2026-03/0-1/groups',
      body: { name: 'accord', label: 'Accord' },
    },
    invoke: (hubspot) => hubspot.ensureGroup(callOf(), 'contacts', { name: 'accord', label: 'Accord' }),
    good: {},
    understood: [409],
  },
  {
    endpoint: 'account details',
    request: { method: 'GET', path: '/account-info/2026-03/details' },
    invoke: (hubspot) => hubspot.accountDetails(callOf()),
    good: { portalId: 1, timeZone: 'UTC' },
  },
];

const TIMES_WHEN_REPEATED = 3;

const REFUSALS: readonly (readonly [number, string])[] = [
  [400, 'BAD_REQUEST'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [477, 'PORTAL_MOVING'],
];

function expectCall(call: PortCall, token = `access-${PORTAL}`): PreparedAnswer {
  return http.expect({ ...call.request, headers: { authorization: `Bearer ${token}` } });
}

/** Owners are listed twice; the second list is not what these tests are about. */
function expectRest(call: PortCall, token = `access-${PORTAL}`): void {
  if (call.endpoint !== 'owners list') return;
  const query = { limit: '100', archived: 'true' };
  http
    .expect({ ...call.request, query, headers: { authorization: `Bearer ${token}` } })
    .reply(200, { results: [] });
}

describe.each(CALLS)('$endpoint', (call) => {
  it('succeeds with the portal’s token', async () => {
    const harness = startHubspot();
    expectCall(call).reply(200, call.good);
    expectRest(call);

    await call.invoke(harness.hubspot);

    expect(harness.budgetUses.every(({ released }) => released?.throttled === false)).toBe(true);
    expect(harness.pausesMs).toEqual([]);
  });

  it.each(REFUSALS.filter(([status]) => !call.understood?.includes(status)))(
    'fails once on %i as %s',
    async (status, code) => {
      expectCall(call).reply(status, {});

      await expect(call.invoke(startHubspot().hubspot)).rejects.toMatchObject({
        code,
        endpoint: call.endpoint,
      });
    },
  );

  it.each(['TEN_SECONDLY_ROLLING', 'SECONDLY'])(
    'fails once on a rate limit (%s) and tells the budget',
    async (policy) => {
      const harness = startHubspot();
      expectCall(call).reply(429, rateLimitBody(policy));

      await expect(call.invoke(harness.hubspot)).rejects.toMatchObject({
        code: 'RATE_LIMITED',
        retryable: true,
      });
      expect(harness.budgetUses.map(({ released }) => released?.throttled)).toEqual([true]);
    },
  );

  it.each([423, 500, 502])('survives two answers of %i', async (status) => {
    const harness = startHubspot();
    for (let times = 1; times < TIMES_WHEN_REPEATED; times += 1) expectCall(call).reply(status, {});
    expectCall(call).reply(200, call.good);
    expectRest(call);

    await call.invoke(harness.hubspot);

    expect(harness.pausesMs).toHaveLength(2);
  });

  it('survives a broken connection', async () => {
    const harness = startHubspot();
    expectCall(call).breakWith('ECONNRESET');
    expectCall(call).reply(200, call.good);
    expectRest(call);

    await call.invoke(harness.hubspot);

    expect(harness.pausesMs).toEqual([250]);
  });

  it('survives a time-out', async () => {
    const harness = startHubspot({ timeoutMs: 60 });
    expectCall(call).hang();
    expectCall(call).reply(200, call.good);
    expectRest(call);

    await call.invoke(harness.hubspot);

    expect(harness.pausesMs).toEqual([250]);
  });

  it('survives an expired token', async () => {
    const harness = startHubspot();
    expectCall(call).reply(401, { category: 'EXPIRED_AUTHENTICATION' });
    http
      .expect({
        method: 'POST',
        path: '/oauth/2026-03/token',
        body: {
          grant_type: 'refresh_token',
          refresh_token: `refresh-${PORTAL}`,
          client_id: CLIENT_ID,
          client_secret: CLIENT_SECRET,
        },
      })
      .reply(200, { access_token: 'renewed', refresh_token: 'r', expires_in: 1_800 });
    expectCall(call, 'renewed').reply(200, call.good);
    expectRest(call, 'renewed');

    await call.invoke(harness.hubspot);

    expect(harness.tokens.stored.get(PORTAL)?.accessToken).toBe('renewed');
  });

  it('fails by name on an answer of another shape', async () => {
    expectCall(call).reply(200, call.endpoint.includes('group') ? '<html>' : { results: 'none' });

    await expect(call.invoke(startHubspot().hubspot)).rejects.toMatchObject({
      code: 'WRONG_SHAPE',
      endpoint: call.endpoint,
    });
  });

  it('asks nothing of HubSpot without an install', async () => {
    const harness = startHubspot();
    harness.tokens.stored.clear();

    await expect(call.invoke(harness.hubspot)).rejects.toMatchObject({ code: 'NOT_INSTALLED' });
  });
});
