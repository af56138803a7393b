import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALL_SCOPES, type Answer, type Harness, PORTAL_ID, send, sendForm, startHarness } from './harness.ts';

const CLIENT = { client_id: 'sandbox-client', client_secret: 'the-secret' };
const REDIRECT = 'http://127.0.0.1:3999/oauth/callback';

describe('OAuth', () => {
  let hub: Harness;
  beforeAll(async () => {
    hub = await startHarness({ clientSecret: CLIENT.client_secret, rotateRefreshTokens: true });
  });
  afterAll(() => hub.stop());

  const authorize = (change: Record<string, string> = {}): Promise<Answer> => {
    const query = new URLSearchParams({
      client_id: 'sandbox-client',
      redirect_uri: REDIRECT,
      scope: ALL_SCOPES.join(' '),
      state: 's 1',
      ...change,
    });
    return send(`${hub.url}/oauth/authorize?${query.toString()}`, {
      method: 'GET',
      body: undefined,
      token: null,
    });
  };
  const code = async (): Promise<string> => {
    const answer = await authorize();
    return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
  };
  const token = (form: Record<string, string>, version = '2026-09'): Promise<Answer> =>
    sendForm(`${hub.url}/oauth/${version}/token`, { ...CLIENT, ...form });
  const trade = async (): Promise<Answer> =>
    token({ grant_type: 'authorization_code', code: await code(), redirect_uri: REDIRECT });

  it('consents by itself and gives code and state back to the redirect', async () => {
    const answer = await authorize({ portalId: String(PORTAL_ID) });

    expect(answer.status).toBe(302);
    const target = new URL(answer.headers.get('location') ?? '');
    expect(target.origin + target.pathname).toBe(REDIRECT);
    expect(target.searchParams.get('state')).toBe('s 1');
  });

  it.each([
    ['a wrong client id', { client_id: 'other' }],
    ['a redirect that is not https', { redirect_uri: 'http://elsewhere.example/cb' }],
    ['scopes without oauth', { scope: 'crm.objects.contacts.read' }],
    ['an account that is not there', { portalId: '5' }],
  ])('shows an error page for %s', async (_, change) => {
    const answer = await authorize(change);

    expect(answer.status).toBe(400);
    expect(answer.body).toContain('<html>');
  });

  it('trades a code once, for tokens of 30 minutes with hub_id and scopes', async () => {
    const form = { grant_type: 'authorization_code', code: await code(), redirect_uri: REDIRECT };

    const first = await token(form);
    const second = await token(form);

    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      expires_in: 1800,
      token_type: 'bearer',
      hub_id: PORTAL_ID,
      scopes: ALL_SCOPES,
    });
    expect(first.body.access_token.length).toBeGreaterThan(300);
    expect(
      (await hub.call('GET', '/account-info/2026-09/details', undefined, first.body.access_token)).body,
    ).toMatchObject({ portalId: PORTAL_ID, timeZone: 'Europe/Paris' });
    expect(second.status).toBe(400);
    expect(second.body).toMatchObject({ error: 'invalid_grant', status: 'BAD_AUTH_CODE' });
    expect(second.body.error_description).toBe(second.body.message);
  });

  it.each([
    ['invalid_client', 'BAD_CLIENT_ID', { client_id: 'other' }],
    ['invalid_client', 'BAD_CLIENT_SECRET', { client_secret: 'other' }],
    ['invalid_grant', 'BAD_REFRESH_TOKEN', { refresh_token: 'other' }],
    ['unsupported_grant_type', 'BAD_GRANT_TYPE', { grant_type: 'password' }],
  ])('answers 400 %s with status %s', async (error, status, change) => {
    const answer = await token({ grant_type: 'refresh_token', refresh_token: 'x', ...change });

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error, status });
  });

  it('wants the redirect of the authorization again', async () => {
    const answer = await token({
      grant_type: 'authorization_code',
      code: await code(),
      redirect_uri: `${REDIRECT}/x`,
    });

    expect(answer.body).toMatchObject({ error: 'invalid_grant', status: 'BAD_REDIRECT_URI' });
  });

  it('reads parameters from the form body only', async () => {
    const query = new URLSearchParams({ ...CLIENT, grant_type: 'refresh_token', refresh_token: 'x' });
    const inQuery = await sendForm(`${hub.url}/oauth/v3/token?${query.toString()}`, {});
    const asJson = await send(`${hub.url}/oauth/v3/token`, {
      method: 'POST',
      body: { ...CLIENT, grant_type: 'refresh_token' },
      token: null,
    });

    expect(inQuery.body.status).toBe('BAD_CLIENT_ID');
    expect(asJson.body.status).toBe('BAD_CLIENT_ID');
    expect((await sendForm(`${hub.url}/oauth/v1/token`, CLIENT)).status).toBe(404);
  });

  it('kills the old refresh token on rotation and leaves old access tokens alive', async () => {
    const first = await trade();
    const renewed = await token({ grant_type: 'refresh_token', refresh_token: first.body.refresh_token });
    const again = await token({ grant_type: 'refresh_token', refresh_token: first.body.refresh_token });

    expect(renewed.status).toBe(200);
    expect(renewed.body.refresh_token).not.toBe(first.body.refresh_token);
    expect(again.body.error).toBe('invalid_grant');
    expect(
      (await hub.call('GET', '/account-info/2026-03/details', undefined, first.body.access_token)).status,
    ).toBe(200);
  });

  it('introspects live and dead tokens, and revokes the refresh token alone', async () => {
    const { body } = await trade();
    const ask = (tail: string, value: string): Promise<Answer> =>
      sendForm(`${hub.url}/oauth/2026-09/token/${tail}`, { ...CLIENT, token: value });

    expect((await ask('introspect', body.access_token)).body).toMatchObject({
      active: true,
      token_use: 'access_token',
      token_type: 'Bearer',
      hub_id: PORTAL_ID,
    });
    expect((await ask('introspect', 'nonsense')).body).toEqual({ active: false });
    expect((await ask('revoke', body.refresh_token)).status).toBe(200);
    expect((await ask('introspect', body.refresh_token)).body).toEqual({ active: false });
    expect((await ask('introspect', body.access_token)).body.active).toBe(true);
    expect(
      (await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token })).body.status,
    ).toBe('BAD_REFRESH_TOKEN');
  });

  it('answers 401 for unknown and expired tokens and 403 with the scopes that are missing', async () => {
    const narrow = await hub.control('POST', `/portals/${PORTAL_ID}/install`, { scopes: ['oauth'] });
    const read = (value: string): Promise<Answer> =>
      hub.call('GET', '/crm/objects/2026-03/contacts', undefined, value);

    expect((await read('nobody')).body.category).toBe('INVALID_AUTHENTICATION');
    const missing = await read(narrow.body.access_token);
    expect(missing.status).toBe(403);
    expect(missing.body).toMatchObject({ category: 'MISSING_SCOPES' });
    expect(missing.body.errors[0].context.requiredGranularScopes).toEqual(['crm.objects.contacts.read']);

    await hub.control('POST', `/portals/${PORTAL_ID}/tokens/expire`);
    const expired = await read(hub.token);
    expect(expired.status).toBe(401);
    expect(expired.body).toMatchObject({ status: 'error', category: 'EXPIRED_AUTHENTICATION' });
  });

  it('ends every token of a portal when the app is uninstalled', async () => {
    const { body } = await trade();

    const gone = await hub.call(
      'DELETE',
      '/appinstalls/2026-09/external-install',
      undefined,
      body.access_token,
    );

    expect(gone.status).toBe(204);
    expect(
      (await hub.call('GET', '/account-info/2026-09/details', undefined, body.access_token)).status,
    ).toBe(401);
    expect(
      (await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token })).body,
    ).toMatchObject({ error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' });
  });

  it('answers BAD_HUB when the account was closed', async () => {
    const { body } = await trade();
    hub.act({ type: 'closePortal' });

    const answer = await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token });

    expect(answer.body).toMatchObject({ error: 'access_denied', status: 'BAD_HUB' });
  });
});
