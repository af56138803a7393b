// The consent address and the token endpoint: what is sent, what is understood, and what each failure means.
import { describe, expect, it } from 'vitest';
import { authorizeOrigin, authorizeUrl } from '#hubspot/oauth.ts';
import { REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { type PreparedAnswer, useHttpMock } from '#test/support/http-mock.ts';
import { CLIENT_ID, CLIENT_SECRET, minutesFromNow, PORTAL, startHubspot, tokensOf } from './harness.ts';

const http = useHttpMock();
const REDIRECT = 'https://accord.example/oauth/callback';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const CLIENT = { client_id: CLIENT_ID, client_secret: CLIENT_SECRET };
const GRANTED = {
  access_token: 'access',
  refresh_token: 'refresh',
  expires_in: 1_800,
  hub_id: 44_001_234,
  user_id: 9_001,
  scopes: ['oauth'],
};

function expectExchange(): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/oauth/2026-03/token',
    headers: FORM,
    absentHeaders: ['authorization'],
    body: { grant_type: 'authorization_code', code: 'the-code', redirect_uri: REDIRECT, ...CLIENT },
  });
}

function expectRefresh(): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/oauth/2026-03/token',
    headers: FORM,
    absentHeaders: ['authorization'],
    body: { grant_type: 'refresh_token', refresh_token: `refresh-${PORTAL}`, ...CLIENT },
  });
}

function expectIntrospection(): PreparedAnswer {
  return http.expect({
    method: 'POST',
    path: '/oauth/2026-03/token/introspect',
    headers: FORM,
    absentHeaders: ['authorization'],
    body: { token: 'access', token_type_hint: 'access_token', ...CLIENT },
  });
}

describe('the consent address', () => {
  it('names client, scopes separated by %20, return address and state', () => {
    const url = authorizeUrl({
      clientId: CLIENT_ID,
      redirectUri: REDIRECT,
      state: 'a+b/c=',
      scopes: ['oauth', 'crm.objects.contacts.read'],
    });

    expect(url).toBe(
      'https://app.hubspot.com/oauth/authorize?client_id=client-id' +
        '&redirect_uri=https%3A%2F%2Faccord.example%2Foauth%2Fcallback' +
        '&scope=oauth%20crm.objects.contacts.read&state=a%2Bb%2Fc%3D',
    );
  });

  it('asks for exactly the scopes it is given', () => {
    const { oauth } = startHubspot().hubspot;

    const url = new URL(oauth.authorizeUrl({ redirectUri: REDIRECT, state: 's', scopes: REQUIRED_SCOPES }));

    expect(url.searchParams.get('scope')?.split(' ')).toEqual([...REQUIRED_SCOPES]);
    expect(url.searchParams.has('optional_scope')).toBe(false);
  });

  it('names optional scopes apart', () => {
    const url = authorizeUrl({
      clientId: 'c',
      redirectUri: REDIRECT,
      state: 's',
      scopes: ['oauth'],
      optionalScopes: ['x'],
    });

    expect(new URL(url).searchParams.get('optional_scope')).toBe('x');
  });

  it.each([
    ['https://api.hubapi.com', 'https://app.hubspot.com'],
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
  ])('for the API at %s is at %s', (apiUrl, origin) => {
    expect(authorizeOrigin(apiUrl)).toBe(origin);
  });
});

describe('the exchange of a code', () => {
  it('gives the portal, the user and the tokens', async () => {
    const { oauth } = startHubspot().hubspot;
    expectExchange().reply(200, GRANTED);

    expect(await oauth.exchangeCode({ code: 'the-code', redirectUri: REDIRECT })).toEqual({
      portalId: '44001234',
      userId: '9001',
      tokens: {
        accessToken: 'access',
        refreshToken: 'refresh',
        expiresAt: minutesFromNow(30),
        scopes: ['oauth'],
      },
    });
  });

  it('asks by introspection whose token it is when the answer does not say', async () => {
    const { oauth } = startHubspot().hubspot;
    expectExchange().reply(200, { access_token: 'access', refresh_token: 'refresh', expires_in: 1_800 });
    expectIntrospection().reply(200, {
      active: true,
      hub_id: 44_001_234,
      user_id: 9_001,
      scopes: ['oauth', 'x'],
    });

    expect(await oauth.exchangeCode({ code: 'the-code', redirectUri: REDIRECT })).toMatchObject({
      portalId: '44001234',
      userId: '9001',
      tokens: { scopes: ['oauth', 'x'] },
    });
  });

  it('fails when introspection calls the token dead', async () => {
    const { oauth } = startHubspot().hubspot;
    expectExchange().reply(200, { access_token: 'access', refresh_token: 'refresh', expires_in: 1_800 });
    expectIntrospection().reply(200, { active: false });

    await expect(oauth.exchangeCode({ code: 'the-code', redirectUri: REDIRECT })).rejects.toMatchObject({
      code: 'WRONG_SHAPE',
    });
  });

  it('takes no budget and needs no stored token', async () => {
    const harness = startHubspot();
    harness.tokens.stored.clear();
    expectExchange().reply(200, GRANTED);

    await harness.hubspot.oauth.exchangeCode({ code: 'the-code', redirectUri: REDIRECT });

    expect(harness.budgetUses).toEqual([]);
  });

  it('ends with its signal', async () => {
    const { oauth } = startHubspot().hubspot;
    const stop = new AbortController();
    const { whenReceived } = expectExchange().hang();

    const attempt = oauth.exchangeCode({ code: 'the-code', redirectUri: REDIRECT, signal: stop.signal });
    void whenReceived.then(() => stop.abort());

    await expect(attempt).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('a refresh', () => {
  it('keeps the known scopes when the answer names none', async () => {
    const { oauth } = startHubspot().hubspot;
    expectRefresh().reply(200, { access_token: 'a2', refresh_token: 'r2', expires_in: 1_800 });

    expect(await oauth.refreshTokens(tokensOf(PORTAL, { scopes: ['x'] }))).toEqual({
      accessToken: 'a2',
      refreshToken: 'r2',
      expiresAt: minutesFromNow(30),
      scopes: ['x'],
    });
  });

  it('takes over changed scopes', async () => {
    const { oauth } = startHubspot().hubspot;
    expectRefresh().reply(200, { access_token: 'a2', refresh_token: 'r2', expires_in: 1_800, scopes: ['y'] });

    expect((await oauth.refreshTokens(tokensOf(PORTAL))).scopes).toEqual(['y']);
  });

  it.each([
    [400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' }, { code: 'GRANT_DEAD', retryable: false }],
    [400, { error: 'access_denied', status: 'BAD_HUB' }, { code: 'GRANT_DEAD', retryable: false }],
    [400, { status: 'BAD_HUB' }, { code: 'GRANT_DEAD', retryable: false }],
    [
      400,
      { error: 'invalid_client', status: 'BAD_CLIENT_ID' },
      { code: 'CLIENT_MISCONFIGURED', retryable: true },
    ],
    [401, { error: 'invalid_client' }, { code: 'CLIENT_MISCONFIGURED', retryable: true }],
    [400, { status: 'BAD_CLIENT_SECRET' }, { code: 'CLIENT_MISCONFIGURED', retryable: true }],
    [400, { error: 'invalid_scope' }, { code: 'OAUTH_REFUSED', retryable: false }],
    [400, '<html>', { code: 'OAUTH_REFUSED', retryable: true }],
    [403, '<html>blocked by the edge</html>', { code: 'OAUTH_REFUSED', retryable: true }],
    [429, { policyName: 'SECONDLY' }, { code: 'RATE_LIMITED', retryable: true }],
    [500, { error: 'invalid_grant' }, { code: 'SERVER_ERROR', retryable: true }],
    [503, '', { code: 'UNAVAILABLE', retryable: true }],
  ])('refused with %i %j is %j', async (status, body, expected) => {
    const { oauth } = startHubspot().hubspot;
    expectRefresh().reply(status, body);

    await expect(oauth.refreshTokens(tokensOf(PORTAL))).rejects.toMatchObject(expected);
  });

  it.each([
    ['ECONNRESET', 'NETWORK'],
    ['ECONNREFUSED', 'NOT_REACHED'],
  ])('broken by the network with %s may be tried later', async (systemCode, code) => {
    const { oauth } = startHubspot().hubspot;
    expectRefresh().breakWith(systemCode);

    await expect(oauth.refreshTokens(tokensOf(PORTAL))).rejects.toMatchObject({ code, retryable: true });
  });

  it('not answered in time may be tried later', async () => {
    const { oauth } = startHubspot({ timeoutMs: 40 }).hubspot;
    expectRefresh().hang();

    await expect(oauth.refreshTokens(tokensOf(PORTAL))).rejects.toMatchObject({
      code: 'TIMEOUT',
      retryable: true,
    });
  });

  it.each([
    ['no access token', { refresh_token: 'r', expires_in: 1_800 }],
    ['no expiry', { access_token: 'a', refresh_token: 'r' }],
  ])('answered with %s is refused by name', async (_name, body) => {
    const { oauth } = startHubspot().hubspot;
    expectRefresh().reply(200, body);

    await expect(oauth.refreshTokens(tokensOf(PORTAL))).rejects.toMatchObject({
      code: 'WRONG_SHAPE',
      endpoint: 'oauth token refresh',
    });
  });
});

describe('a proof key (PKCE)', () => {
  it('stands in the consent address as a challenge and goes with the code as its verifier', async () => {
    const { hubspot } = startHubspot();
    const url = new URL(
      hubspot.oauth.authorizeUrl({
        redirectUri: REDIRECT,
        state: 's',
        codeChallenge: 'hash-of-it',
        scopes: ['oauth'],
      }),
    );
    http
      .expect({
        method: 'POST',
        path: '/oauth/2026-03/token',
        body: {
          grant_type: 'authorization_code',
          code: 'the-code',
          redirect_uri: REDIRECT,
          code_verifier: 'it',
          ...CLIENT,
        },
      })
      .reply(200, GRANTED);

    await hubspot.oauth.exchangeCode({ code: 'the-code', redirectUri: REDIRECT, codeVerifier: 'it' });

    expect(url.searchParams.get('code_challenge')).toBe('hash-of-it');
    expect(url.searchParams.get('code_challenge_method')).toBe('S256');
  });

  it('that does not fit ends this install and no other', async () => {
    const { hubspot } = startHubspot();
    expectExchange().reply(400, { error: 'invalid_grant', status: 'BAD_CODE_VERIFIER' });

    await expect(
      hubspot.oauth.exchangeCode({ code: 'the-code', redirectUri: REDIRECT }),
    ).rejects.toMatchObject({ code: 'GRANT_DEAD' });
  });
});

describe('giving a grant back', () => {
  const expectRevocation = (): PreparedAnswer =>
    http.expect({
      method: 'POST',
      path: '/oauth/2026-03/token/revoke',
      headers: FORM,
      absentHeaders: ['authorization'],
      body: { token: `refresh-${PORTAL}`, token_type_hint: 'refresh_token', ...CLIENT },
    });

  it('names the refresh token, and takes an answer without a body', async () => {
    expectRevocation().reply(200);

    await expect(startHubspot().hubspot.oauth.revoke(tokensOf(PORTAL))).resolves.toBeUndefined();
  });

  it.each([
    [429, 'RATE_LIMITED'],
    [500, 'SERVER_ERROR'],
    [503, 'UNAVAILABLE'],
  ])('answered %i failed for the moment', async (status, code) => {
    expectRevocation().reply(status, {});

    await expect(startHubspot().hubspot.oauth.revoke(tokensOf(PORTAL))).rejects.toMatchObject({
      code,
      retryable: true,
    });
  });
});
