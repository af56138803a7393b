// The governed path that every call takes: headers, budget, time-outs, failures, repeats. One read stands for all.
import { describe, expect, it } from 'vitest';
import { HubspotError } from '#hubspot/errors.ts';
import { type ExpectedCall, type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import {
  bearer,
  callOf,
  type Harness,
  NOW_MS,
  OTHER_PORTAL,
  PORTAL,
  rateLimitBody,
  startHubspot,
} from './harness.ts';

const http = useHttpMock();
const ACCOUNT = { portalId: 44_001_234, timeZone: 'Europe/Paris' };

function expectDetails(changes: Partial<ExpectedCall> = {}): PreparedAnswer {
  return http.expect({ method: 'GET', path: '/account-info/2026-03/details', headers: bearer(), ...changes });
}

async function failureOf(attempt: Promise<unknown>): Promise<HubspotError> {
  const error: unknown = await attempt.then(
    () => new Error('the call did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof HubspotError)) throw error;
  return error;
}

function readDetails(harness: Harness, signal?: AbortSignal): Promise<unknown> {
  return harness.hubspot.accountDetails(callOf(signal === undefined ? {} : { signal }));
}

describe('a call', () => {
  it('carries the portal’s token and asks for JSON', async () => {
    const harness = startHubspot();
    expectDetails({ headers: { ...bearer(), accept: /application\/json/ } }).reply(200, ACCOUNT);

    expect(await readDetails(harness)).toEqual({ portalId: '44001234', timeZone: 'Europe/Paris' });
  });

  it('goes to the configured address and version', async () => {
    const harness = startHubspot({ apiVersion: '2026-09' });
    expectDetails({ path: '/account-info/2026-09/details' }).reply(200, ACCOUNT);

    expect(await readDetails(harness)).toMatchObject({ portalId: '44001234' });
  });

  it('takes a slot of its lane and gives it back with what HubSpot says is left', async () => {
    const harness = startHubspot();
    expectDetails().reply(200, ACCOUNT, { 'x-hubspot-ratelimit-remaining': '42' });

    await harness.hubspot.accountDetails(callOf({ lane: 'clock' }));

    expect(harness.budgetUses).toMatchObject([
      { lane: 'clock', bucket: 'general', released: { remaining: 42, throttled: false, way: 'sound' } },
    ]);
  });

  it.each([undefined, '', 'many', '-1'])(
    'tells the budget nothing about a remainder of %j',
    async (remaining) => {
      const harness = startHubspot();
      expectDetails().reply(
        200,
        ACCOUNT,
        remaining === undefined ? {} : { 'x-hubspot-ratelimit-remaining': remaining },
      );

      await readDetails(harness);

      expect(harness.budgetUses[0]?.released).toMatchObject({ remaining: null, throttled: false });
    },
  );

  it('keeps its answer when the budget fails to take the slot back', async () => {
    const harness = startHubspot({
      budget: { acquire: async () => ({ release: () => Promise.reject(new Error('store down')) }) },
    });
    expectDetails().reply(200, ACCOUNT);

    expect(await readDetails(harness)).toMatchObject({ portalId: '44001234' });
    expect(harness.logText()).toContain('budget slot not released');
  });

  it('of one portal never carries the token of another, even when both run at once', async () => {
    const harness = startHubspot();
    const mine = expectDetails({ headers: bearer(PORTAL) });
    const theirs = expectDetails({ headers: bearer(OTHER_PORTAL) });
    mine.reply(200, { ...ACCOUNT, portalId: 44_001_234 });
    theirs.reply(200, { ...ACCOUNT, portalId: 44_005_678 });

    const [other, own] = await Promise.all([
      harness.hubspot.accountDetails(callOf({ portalId: OTHER_PORTAL })),
      harness.hubspot.accountDetails(callOf({ portalId: PORTAL })),
    ]);

    expect([own.portalId, other.portalId]).toEqual([PORTAL, OTHER_PORTAL]);
  });

  it('leaves no token and no client secret in the log', async () => {
    const harness = startHubspot();
    expectDetails().reply(500, {});
    expectDetails().reply(200, ACCOUNT);

    await readDetails(harness);

    expect(harness.logText()).toContain('hubspot call repeated');
    expect(harness.logText()).not.toMatch(/access-44001234|refresh-44001234|client-secret/);
  });
});

describe('a refusal', () => {
  it.each([
    [400, { category: 'VALIDATION_ERROR' }, 'BAD_REQUEST'],
    [403, { category: 'MISSING_SCOPES' }, 'MISSING_SCOPES'],
    [403, 'blocked by the edge', 'FORBIDDEN'],
    [404, { category: 'OBJECT_NOT_FOUND' }, 'NOT_FOUND'],
    [409, { category: 'CONFLICT' }, 'CONFLICT'],
    [414, '', 'URI_TOO_LONG'],
    [418, {}, 'UNEXPECTED_STATUS'],
  ])('with status %i and %j is %s and is not repeated', async (status, body, code) => {
    const harness = startHubspot();
    expectDetails().reply(status, body);

    const error = await failureOf(readDetails(harness));

    expect(error).toMatchObject({ code, status, retryable: false, endpoint: 'account details' });
    expect(error.retryAfterMs).toBeUndefined();
  });

  it('keeps HubSpot’s words out of its message and its log data', async () => {
    const harness = startHubspot();
    expectDetails().reply(400, {
      category: 'VALIDATION_ERROR',
      message: 'jane@example.test is taken',
      correlationId: 'c-1',
    });

    const error = await failureOf(readDetails(harness));

    expect(error.faults.message).toBe('jane@example.test is taken');
    expect(`${error.message} ${JSON.stringify(error.data)}`).not.toContain('jane');
    expect(error.data).toEqual({
      endpoint: 'account details',
      status: 400,
      category: 'VALIDATION_ERROR',
      correlationId: 'c-1',
    });
  });

  it.each([
    ['TEN_SECONDLY_ROLLING', {}, 10_500],
    ['SECONDLY', {}, 1_125],
    // NOW_MS is 10:00 UTC, so midnight is far: ask again after an hour.
    ['DAILY', {}, 3_630_000],
    ['TEN_SECONDLY_ROLLING', { 'retry-after': '20' }, 20_000],
  ])(
    'by the rate limit %s with %j waits %i ms, tells the budget, and is not repeated',
    async (policy, headers, waitMs) => {
      const harness = startHubspot();
      expectDetails().reply(429, rateLimitBody(policy), headers);

      const error = await failureOf(readDetails(harness));

      expect(error).toMatchObject({
        code: 'RATE_LIMITED',
        retryable: true,
        retryAfterMs: waitMs,
        correlationId: 'c-429',
      });
      expect(harness.budgetUses).toMatchObject([
        { lane: 'live', bucket: 'general', released: { remaining: null, throttled: true } },
      ]);
      expect(harness.pausesMs).toEqual([]);
    },
  );

  it('by the daily limit close to midnight waits until then only', async () => {
    const harness = startHubspot({ clock: { nowMs: () => NOW_MS + 13.75 * 3_600_000 } });
    harness.tokens.stored.set(PORTAL, {
      ...harness.tokens.stored.get(PORTAL)!,
      expiresAt: new Date(NOW_MS + 14.5 * 3_600_000).toISOString(),
    });
    expectDetails().reply(429, rateLimitBody('DAILY'));

    expect(await failureOf(readDetails(harness))).toMatchObject({ retryAfterMs: 15 * 60_000 + 30_000 });
  });

  it('reads the policy from the message when it is not named', async () => {
    const harness = startHubspot();
    expectDetails().reply(429, { message: 'You have reached your secondly limit.' });

    expect(await failureOf(readDetails(harness))).toMatchObject({ retryAfterMs: 1_125 });
  });

  it.each([
    [{ 'retry-after': '7200' }, 7_200_000],
    [{ 'retry-after': '999999' }, 86_400_000],
    [{}, 60_000],
  ])('while the portal moves (477 with %j) pauses for %i ms', async (headers, retryAfterMs) => {
    const harness = startHubspot();
    expectDetails().reply(477, {}, headers);

    expect(await failureOf(readDetails(harness))).toMatchObject({
      code: 'PORTAL_MOVING',
      retryable: true,
      retryAfterMs,
    });
  });
});

describe('a read', () => {
  it.each([500, 502, 503, 504, 521, 522, 523, 524, 525, 526, 599])(
    'that fails with %i is tried three times, then fails as retryable',
    async (status) => {
      const harness = startHubspot();
      for (let tries = 0; tries < 3; tries += 1) expectDetails().reply(status, '<html>');

      const error = await failureOf(readDetails(harness));

      expect(error).toMatchObject({ status, retryable: true });
      expect(harness.pausesMs).toEqual([250, 1_000]);
      expect(harness.budgetUses.map(({ released }) => released?.throttled)).toEqual([false, false, false]);
    },
  );

  it('that meets a lock waits out its two seconds', async () => {
    const harness = startHubspot();
    expectDetails().reply(423, {});
    expectDetails().reply(200, ACCOUNT);

    await readDetails(harness);

    expect(harness.pausesMs).toEqual([2_000]);
  });

  it.each([
    ['ECONNRESET', 'NETWORK'],
    ['ECONNREFUSED', 'NOT_REACHED'],
    ['ENOTFOUND', 'NOT_REACHED'],
  ])('that the network breaks with %s is repeated, then fails as %s', async (systemCode, code) => {
    const harness = startHubspot();
    for (let tries = 0; tries < 3; tries += 1) expectDetails().breakWith(systemCode);

    expect(await failureOf(readDetails(harness))).toMatchObject({ code, retryable: true, status: null });
  });

  it.each([522, 525, 526])('with %i, which waiting does not mend, calls for a person', async (status) => {
    let noted = 0;
    const harness = startHubspot({ noteEdgeFault: () => void noted++ });
    for (let tries = 0; tries < 3; tries += 1) expectDetails().reply(status, '<html>');

    await failureOf(readDetails(harness));

    expect(noted).toBe(3);
    expect(harness.budgetUses.every(({ released }) => released?.way === 'broken')).toBe(true);
    // pino's level of errors.
    expect(harness.logText()).toMatch(/"level":50.*connections to HubSpot fail at its edge/);
  });

  it('that is not answered in time ends, gives its slot back, and is repeated', async () => {
    const harness = startHubspot({ timeoutMs: 40 });
    expectDetails().hang();
    expectDetails().reply(200, ACCOUNT);

    expect(await readDetails(harness)).toMatchObject({ portalId: '44001234' });
    expect(harness.budgetUses.map(({ released }) => released)).toMatchObject([
      { remaining: null, throttled: false, way: 'failed' },
      { remaining: null, throttled: false, way: 'sound' },
    ]);
  });

  it('ends at once with its signal, on the wire too, and is not repeated', async () => {
    const harness = startHubspot();
    const stop = new AbortController();
    const { whenReceived } = expectDetails().hang();

    const attempt = failureOf(readDetails(harness, stop.signal));
    await whenReceived;
    stop.abort();

    expect(await attempt).toMatchObject({ code: 'ABORTED', applied: 'unknown' });
    expect(harness.budgetUses).toHaveLength(1);
  });

  it('is not sent when its signal has ended before', async () => {
    const harness = startHubspot();

    const error = await failureOf(readDetails(harness, AbortSignal.abort()));

    expect(error).toMatchObject({ code: 'ABORTED', applied: 'no' });
    expect(harness.budgetUses).toEqual([]);
  });

  it('is not repeated once its signal has ended during the pause', async () => {
    const stop = new AbortController();
    const harness = startHubspot({ sleep: async () => stop.abort() });
    expectDetails().reply(503, {});

    expect(await failureOf(readDetails(harness, stop.signal))).toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('does not follow a redirect, which would carry the token away', async () => {
    const harness = startHubspot();
    expectDetails().reply(302, '', { location: 'https://elsewhere.example/' });

    expect(await failureOf(readDetails(harness))).toMatchObject({ code: 'REDIRECTED', retryable: false });
  });

  it.each([
    ['a missing field', { portalId: 1 }],
    ['another type', { portalId: 1, timeZone: 7 }],
    ['no JSON', '<html>maintenance</html>'],
    ['nothing', ''],
  ])('answered with %s fails with the name of the endpoint', async (_name, body) => {
    const harness = startHubspot();
    expectDetails().reply(200, body);

    const error = await failureOf(readDetails(harness));

    expect(error).toMatchObject({ code: 'WRONG_SHAPE', endpoint: 'account details', status: 200 });
    expect(error.message).toContain('account details');
  });
});
