// No call has a way of its own to HubSpot: each carries the token, meets every class of failure alike, and names itself.
// What each sends and gets is held against HubSpot's own definitions.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '#platform/errors.ts';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { misfits } from '#test/support/hubspot-model.ts';
import {
  JOURNAL_ENDPOINTS,
  type PortCall,
  READS,
  ROW_WRITES,
  type ThrowingCall,
  TOKEN_ENDPOINTS,
} from './calls.ts';
import { DEFINITIONS } from './definition-calls.ts';
import { CLIENT_ID, CLIENT_SECRET, callOf, PORTAL, rateLimitBody, startHubspot } from './harness.ts';
import { LIST_READS } from './list-calls.ts';

const http = useHttpMock();
const SOURCE = join(import.meta.dirname, '../../src/hubspot');
const CALLS = [...READS, ...LIST_READS, ...DEFINITIONS, ...ROW_WRITES];
const THROWING: readonly ThrowingCall[] = [...READS, ...LIST_READS, ...DEFINITIONS];

const REFUSALS: readonly (readonly [number, string])[] = [
  [400, 'BAD_REQUEST'],
  [403, 'FORBIDDEN'],
  [404, 'NOT_FOUND'],
  [409, 'CONFLICT'],
  [414, 'URI_TOO_LONG'],
  [477, 'PORTAL_MOVING'],
];
const PASSING = [423, 500, 502, 503, 504, 521, 522, 523, 524, 525, 526];
const TIMES_WHEN_REPEATED = 3;
const RENEWED = { access_token: 'renewed', refresh_token: 'r', expires_in: 1_800 };

function expectCall(call: PortCall, token = `access-${PORTAL}`): PreparedAnswer {
  return http.expect({ ...call.request, headers: { authorization: `Bearer ${token}` } });
}

function expectBefore(call: PortCall): void {
  for (const { request, answer } of call.before ?? []) http.expect(request).reply(200, answer);
}

function replyGood(call: PortCall, token?: string): void {
  expectCall(call, token).reply(call.goodStatus ?? 200, call.good);
  for (const { request, answer } of call.after ?? []) http.expect(request).reply(200, answer);
}

function expectRefresh(): PreparedAnswer {
  const client = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
  return http.expect({
    method: 'POST',
    path: '/oauth/2026-03/token',
    body: { grant_type: 'refresh_token', refresh_token: `refresh-${PORTAL}`, ...client },
  });
}

describe('the list of calls', () => {
  it('holds every call of src/hubspot', () => {
    const listed = [...CALLS.map(({ endpoint }) => endpoint), ...TOKEN_ENDPOINTS, ...JOURNAL_ENDPOINTS];
    const made = callsOfSource();

    expect(made.length).toBeGreaterThan(15);
    expect(made.filter((pattern) => !listed.some((endpoint) => pattern.test(endpoint)))).toEqual([]);
    expect(listed.filter((endpoint) => !made.some((pattern) => pattern.test(endpoint)))).toEqual([]);
  });

  it('would notice a call without a name', () => {
    // A call is made in one of these two ways; one that takes its name from elsewhere is a path of all calls.
    const unnamed = sourceFiles().filter(({ file, text }) => {
      const made = text.match(/\bclient\.call\(|\b(?:await|return) post\(/g)?.length ?? 0;
      return made > namesIn(text).length && file !== 'batch-write.ts';
    });

    expect(unnamed.map(({ file }) => file)).toEqual([]);
  });
});

describe.each(CALLS)('$endpoint', (call) => {
  it('sends and gets what HubSpot defines', () => {
    const { request, answer } = call.models;

    expect(request === undefined ? [] : misfits(call.request.body, request)).toEqual([]);
    expect(answer === undefined ? [] : misfits(call.good, answer)).toEqual([]);
    expect(call.request.body === undefined || request !== undefined).toBe(true);
  });

  it('succeeds with the portal’s token', async () => {
    const harness = startHubspot();
    expectBefore(call);
    replyGood(call);

    await call.invoke(harness.hubspot);

    expect(harness.budgetUses.every(({ released }) => released?.throttled === false)).toBe(true);
    expect(harness.budgetUses.every(({ released }) => released?.way === 'sound')).toBe(true);
    expect(harness.pausesMs).toEqual([]);
  });

  it('survives an expired token', async () => {
    const harness = startHubspot();
    expectBefore(call);
    expectCall(call).reply(401, { category: 'EXPIRED_AUTHENTICATION' });
    expectRefresh().reply(200, RENEWED);
    replyGood(call, 'renewed');

    await call.invoke(harness.hubspot);

    expect(harness.tokens.stored.get(PORTAL)?.accessToken).toBe('renewed');
  });

  it('writes HubSpot’s correlation id into the log when it is refused', async () => {
    const harness = startHubspot();
    expectBefore(call);
    expectCall(call).reply(403, { category: 'MISSING_SCOPES', correlationId: 'c-403' });

    await call.invoke(harness.hubspot).catch(() => undefined);

    expect(harness.logText()).toMatch(/"correlationId":"c-403".*"msg":"hubspot call refused"/);
  });
});

describe.each(THROWING)('$endpoint', (call) => {
  it.each(REFUSALS.filter(([status]) => !call.understood?.includes(status)))(
    'fails once on %i as %s',
    async (status, code) => {
      expectBefore(call);
      expectCall(call).reply(status, { correlationId: 'c-1' });

      await expect(call.invoke(startHubspot().hubspot)).rejects.toMatchObject({
        code,
        endpoint: call.endpoint,
        correlationId: 'c-1',
      });
    },
  );

  it('tells the budget how long HubSpot wants no call of a portal that moves', async () => {
    const harness = startHubspot();
    expectBefore(call);
    expectCall(call).reply(477, {}, { 'retry-after': '86400' });

    await expect(call.invoke(harness.hubspot)).rejects.toMatchObject({ retryAfterMs: 86_400_000 });
    expect(harness.budgetUses.at(-1)?.released?.closedForMs).toBe(86_400_000);
  });

  it.each(['TEN_SECONDLY_ROLLING', 'SECONDLY', 'DAILY'])(
    'fails once on a rate limit (%s) and tells the budget',
    async (policy) => {
      const harness = startHubspot();
      expectBefore(call);
      expectCall(call).reply(429, rateLimitBody(policy));

      await expect(call.invoke(harness.hubspot)).rejects.toMatchObject({
        code: 'RATE_LIMITED',
        retryable: true,
      });
      expect(harness.budgetUses.at(-1)?.released?.throttled).toBe(true);
    },
  );

  it('fails by name on an answer of another shape', async () => {
    expectBefore(call);
    const isUnread = ['group', 'update', 'archive', 'uninstall', 'complete', 'property create'].some((word) =>
      call.endpoint.includes(word),
    );
    expectCall(call).reply(200, isUnread ? '<html>' : { results: 'none', byObjectType: 'none' });

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

describe.each(THROWING.filter(({ repeated }) => repeated))('$endpoint', (call) => {
  it.each(PASSING.filter((status) => !call.divided?.includes(status)))(
    'survives two answers of %i',
    async (status) => {
      const harness = startHubspot();
      expectBefore(call);
      for (let times = 1; times < TIMES_WHEN_REPEATED; times += 1) expectCall(call).reply(status, {});
      replyGood(call);

      await call.invoke(harness.hubspot);

      expect(harness.pausesMs).toHaveLength(2);
    },
  );

  it('gives up at the third', async () => {
    expectBefore(call);
    for (let times = 1; times <= TIMES_WHEN_REPEATED; times += 1) expectCall(call).reply(503, {});

    await expect(call.invoke(startHubspot().hubspot)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('survives a broken connection', async () => {
    const harness = startHubspot();
    expectBefore(call);
    expectCall(call).breakWith('ECONNRESET');
    replyGood(call);

    await call.invoke(harness.hubspot);

    expect(harness.pausesMs).toEqual([250]);
  });

  it('survives a time-out', async () => {
    const harness = startHubspot({ timeoutMs: 60 });
    expectBefore(call);
    expectCall(call).hang();
    replyGood(call);

    await call.invoke(harness.hubspot);

    expect(harness.pausesMs).toEqual([250]);
  });
});

describe.each(THROWING.filter(({ repeated }) => !repeated))('$endpoint', (call) => {
  it.each(PASSING)('is sent once when HubSpot answers %i', async (status) => {
    expectCall(call).reply(status, {});

    await expect(call.invoke(startHubspot().hubspot)).rejects.toMatchObject({ retryable: true });
  });

  it('is sent once when the connection breaks', async () => {
    expectCall(call).breakWith('ECONNRESET');

    await expect(call.invoke(startHubspot().hubspot)).rejects.toMatchObject({ applied: 'unknown' });
  });
});

describe.each(ROW_WRITES)('$endpoint', (call) => {
  it('is written', async () => {
    replyGood(call);

    expect(await call.invoke(startHubspot().hubspot)).toMatchObject([
      { kind: 'written', traceId: 't1', id: '1' },
    ]);
  });

  it.each<readonly [number, string]>([
    [400, 'refused'],
    [403, 'retry'],
    [404, 'refused'],
    [409, 'unknown'],
    [414, 'refused'],
    [423, 'retry'],
    [429, 'retry'],
    [477, 'retry'],
    ...[500, 502, 503, 504, 521, 522, 523, 524, 525, 526].map((status) => [status, 'unknown'] as const),
  ])('is sent once when HubSpot answers %i, and is then %s', async (status, kind) => {
    expectCall(call).reply(status, {});

    expect(await call.invoke(startHubspot().hubspot)).toMatchObject([{ kind, traceId: 't1' }]);
  });

  it('is sent once and unknown when the connection breaks or nothing comes', async () => {
    expectCall(call).breakWith('ECONNRESET');
    expect(await call.invoke(startHubspot().hubspot)).toMatchObject([{ kind: 'unknown' }]);

    expectCall(call).hang();
    expect(await call.invoke(startHubspot({ timeoutMs: 60 }).hubspot)).toMatchObject([{ kind: 'unknown' }]);
  });

  it('waits as a whole while the portal has no install', async () => {
    const harness = startHubspot();
    harness.tokens.stored.clear();

    expect(await call.invoke(harness.hubspot)).toMatchObject([{ kind: 'retry', code: 'NOT_INSTALLED' }]);
  });
});

describe('while the portal’s calls rest', () => {
  it('nothing is sent, and whoever asked learns for how long', async () => {
    const rest = new AppError('rest', { code: 'CIRCUIT_OPEN', retryable: true, retryAfterMs: 7_000 });
    const harness = startHubspot({ budget: { acquire: () => Promise.reject(rest) } });

    await expect(harness.hubspot.accountDetails(callOf())).rejects.toMatchObject({
      code: 'CIRCUIT_OPEN',
      applied: 'no',
      retryable: true,
      retryAfterMs: 7_000,
    });
  });
});

interface SourceFile {
  readonly file: string;
  readonly text: string;
}

function sourceFiles(): readonly SourceFile[] {
  return readdirSync(SOURCE)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, text: readFileSync(join(SOURCE, file), 'utf8') }));
}

/** Names of calls as they stand in the source, e.g. `${objectType} batch read`. */
function namesIn(text: string): readonly string[] {
  const named = text.matchAll(
    /(?:endpoint:|endpoint =|ENDPOINT =|endpointOf\(.*\{\s*return)\s*(?:'([^']+)'|`([^`]+)`)/g,
  );
  return [...named].map((match) => match[1] ?? match[2] ?? '');
}

function callsOfSource(): readonly RegExp[] {
  const names = sourceFiles()
    // Names the token that a call needs, and is no call.
    .filter(({ file }) => file !== 'tokens.ts')
    .flatMap(({ text }) => namesIn(text));
  return [...new Set(names)].map((name) => new RegExp(`^${name.replaceAll(/\$\{[^}]+\}/g, '\\w+')}$`));
}
