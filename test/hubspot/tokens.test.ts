// Whose token a call carries, and when it is renewed: by the stored expiry, by force after a 401, never twice at once.
import { describe, expect, it } from 'vitest';
import type { OauthTokens } from '#pipeline/ports.ts';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  callOf,
  createMemoryTokens,
  type Harness,
  minutesFromNow,
  PORTAL,
  startHubspot,
  tokensOf,
} from './harness.ts';

const http = useHttpMock();
const ACCOUNT = { portalId: 44_001_234, timeZone: 'UTC' };
const RENEWED = {
  access_token: 'renewed',
  refresh_token: 'refresh-2',
  expires_in: 1_800,
  token_type: 'bearer',
};

function startWith(tokens: Partial<OauthTokens>): Harness {
  const harness = startHubspot();
  harness.tokens.stored.set(PORTAL, tokensOf(PORTAL, tokens));
  return harness;
}

function expectDetails(accessToken: string): PreparedAnswer {
  return http.expect({
    method: 'GET',
    path: '/account-info/2026-03/details',
    headers: { authorization: `Bearer ${accessToken}` },
  });
}

function expectRefresh(refreshToken = `refresh-${PORTAL}`): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/oauth/2026-03/token',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    absentHeaders: ['authorization'],
    body: {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      client_id: CLIENT_ID,
      client_secret: CLIENT_SECRET,
    },
  });
}

describe('the access token', () => {
  it('is used as stored while it has more than five minutes', async () => {
    const harness = startWith({ expiresAt: new Date(Date.parse(minutesFromNow(5)) + 1).toISOString() });
    expectDetails(`access-${PORTAL}`).reply(200, ACCOUNT);

    expect(await harness.hubspot.accountDetails(callOf())).toMatchObject({ portalId: PORTAL });
  });

  it('is renewed five minutes before it expires, outside the portal’s budget, and stored', async () => {
    const harness = startWith({ expiresAt: minutesFromNow(5) });
    expectRefresh().reply(200, RENEWED);
    expectDetails('renewed').reply(200, ACCOUNT);

    await harness.hubspot.accountDetails(callOf());

    expect(harness.tokens.stored.get(PORTAL)).toEqual({
      accessToken: 'renewed',
      refreshToken: 'refresh-2',
      expiresAt: minutesFromNow(30),
      scopes: ['oauth'],
    });
    expect(harness.budgetUses).toHaveLength(1);
  });

  it('is renewed once for calls that need it together', async () => {
    const harness = startWith({ expiresAt: minutesFromNow(1) });
    expectRefresh().reply(200, RENEWED);
    for (let count = 0; count < 5; count += 1) expectDetails('renewed').reply(200, ACCOUNT);

    await Promise.all(Array.from({ length: 5 }, () => harness.hubspot.accountDetails(callOf())));

    expect(harness.tokens.stored.get(PORTAL)?.refreshToken).toBe('refresh-2');
  });

  it('is taken from the store when another process has renewed it under the lock', async () => {
    const tokens = createMemoryTokens();
    tokens.stored.set(PORTAL, tokensOf(PORTAL, { expiresAt: minutesFromNow(1) }));
    const harness = startHubspot({
      tokens: {
        ...tokens,
        renewTokens: (_portal, renew) =>
          renew(tokensOf(PORTAL, { accessToken: 'theirs', expiresAt: minutesFromNow(30) })),
      },
    });
    expectDetails('theirs').reply(200, ACCOUNT);

    expect(await harness.hubspot.accountDetails(callOf())).toMatchObject({ portalId: PORTAL });
  });

  it.each([429, 500, 503])(
    'keeps working until its own expiry while renewal fails with %i',
    async (status) => {
      const harness = startWith({ expiresAt: minutesFromNow(2) });
      expectRefresh().reply(status, {});
      expectDetails(`access-${PORTAL}`).reply(200, ACCOUNT);

      await harness.hubspot.accountDetails(callOf());

      expect(harness.logText()).toContain('token renewal failed');
    },
  );

  it('that has expired makes the call fail as retryable while renewal fails', async () => {
    const harness = startWith({ expiresAt: minutesFromNow(0) });
    expectRefresh().reply(503, {});

    await expect(harness.hubspot.accountDetails(callOf())).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      retryable: true,
      applied: 'no',
    });
    expect(harness.budgetUses[0]?.released).toMatchObject({ remaining: null, throttled: false });
  });

  it('of a portal that is not installed stops the call before it is sent', async () => {
    const harness = startHubspot();
    harness.tokens.stored.delete(PORTAL);

    await expect(harness.hubspot.accountDetails(callOf())).rejects.toMatchObject({
      code: 'NOT_INSTALLED',
      retryable: false,
    });
  });

  it('of a portal uninstalled while the call waited for budget is not used', async () => {
    const tokens = createMemoryTokens();
    const harness = startHubspot({
      tokens,
      budget: {
        acquire: async () => {
          tokens.stored.delete(PORTAL);
          return { release: async () => undefined };
        },
      },
    });

    await expect(harness.hubspot.accountDetails(callOf())).rejects.toMatchObject({ code: 'NOT_INSTALLED' });
  });
});

describe('a dead grant', () => {
  const dead = { error: 'invalid_grant', error_description: 'gone', status: 'BAD_REFRESH_TOKEN' };

  it('parks the portal and fails for good', async () => {
    const harness = startWith({ expiresAt: minutesFromNow(2) });
    expectRefresh().reply(400, dead);

    await expect(harness.hubspot.accountDetails(callOf())).rejects.toMatchObject({
      code: 'GRANT_DEAD',
      retryable: false,
      applied: 'no',
    });

    expect([...harness.tokens.parked]).toEqual([[PORTAL, 'GRANT_DEAD']]);
  });

  it('is not concluded from a fault of our own client, which somebody must mend while the old token works', async () => {
    const harness = startWith({ expiresAt: minutesFromNow(2) });
    expectRefresh().reply(400, { error: 'invalid_client', status: 'BAD_CLIENT_SECRET' });
    expectDetails(`access-${PORTAL}`).reply(200, ACCOUNT);

    await harness.hubspot.accountDetails(callOf());

    expect(harness.tokens.parked.size).toBe(0);
    expect(harness.logText()).toContain('HubSpot refuses our client id or secret');
  });

  it('is not concluded from a fault of our own client, for which rows wait', async () => {
    const harness = startWith({ expiresAt: minutesFromNow(0) });
    expectRefresh().reply(400, { error: 'invalid_client', status: 'BAD_CLIENT_SECRET' });

    const outcomes = await harness.hubspot.batchUpdate(callOf(), 'contacts', [
      { traceId: 'a', id: '1', properties: { x: '1' } },
    ]);

    expect(outcomes).toEqual([
      { kind: 'retry', traceId: 'a', afterMs: 60_000, code: 'CLIENT_MISCONFIGURED' },
    ]);
  });

  it('lets a batch know that none of its rows was sent', async () => {
    const harness = startWith({ expiresAt: minutesFromNow(2) });
    expectRefresh().reply(400, dead);

    const outcomes = await harness.hubspot.batchUpdate(callOf(), 'contacts', [
      { traceId: 'a', id: '1', properties: { x: '1' } },
      { traceId: 'b', id: '2', properties: { x: '1' } },
    ]);

    expect(outcomes.map(({ kind }) => kind)).toEqual(['retry', 'retry']);
  });
});

describe('a 401', () => {
  it('is answered by one forced renewal and one repeat', async () => {
    const harness = startHubspot();
    expectDetails(`access-${PORTAL}`).reply(401, { category: 'EXPIRED_AUTHENTICATION' });
    expectRefresh().reply(200, RENEWED);
    expectDetails('renewed').reply(200, ACCOUNT);

    expect(await harness.hubspot.accountDetails(callOf())).toMatchObject({ portalId: '44001234' });
    expect(harness.budgetUses.map(({ released }) => released !== null)).toEqual([true, true]);
  });

  it('that comes again is a failure that may pass, not a loop', async () => {
    const harness = startHubspot();
    expectDetails(`access-${PORTAL}`).reply(401, {});
    expectRefresh().reply(200, RENEWED);
    expectDetails('renewed').reply(401, {});

    await expect(harness.hubspot.accountDetails(callOf())).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      retryable: true,
      retryAfterMs: 60_000,
    });
  });

  it('does not renew a token that somebody renewed in the meantime', async () => {
    const tokens = createMemoryTokens();
    const harness = startHubspot({
      tokens: {
        ...tokens,
        readTokens: async () => tokensOf(PORTAL),
        renewTokens: (_portal, renew) => renew(tokensOf(PORTAL, { accessToken: 'theirs' })),
      },
    });
    expectDetails(`access-${PORTAL}`).reply(401, {});
    expectDetails('theirs').reply(200, ACCOUNT);

    expect(await harness.hubspot.accountDetails(callOf())).toMatchObject({ portalId: PORTAL });
  });

  it('lets a write be sent again, since it was not applied', async () => {
    const harness = startHubspot();
    const update = (accessToken: string): PreparedAnswer =>
      http.expect({
        method: 'POST',
        path: '/crm/objects/2026-03/contacts/batch/update',
        headers: { authorization: `Bearer ${accessToken}` },
        body: { inputs: [{ id: '1', properties: { x: '1' }, objectWriteTraceId: 'a' }] },
      });
    update(`access-${PORTAL}`).reply(401, {});
    expectRefresh().reply(200, RENEWED);
    update('renewed').reply(200, { status: 'COMPLETE', results: [{ id: '1', objectWriteTraceId: 'a' }] });

    const outcomes = await harness.hubspot.batchUpdate(callOf(), 'contacts', [
      { traceId: 'a', id: '1', properties: { x: '1' } },
    ]);

    expect(outcomes).toMatchObject([{ kind: 'written' }]);
  });
});
