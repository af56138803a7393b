// The OAuth pages and token endpoints. Parameters of the token endpoints come in the form body only.
import type { Express, Request, Response } from 'express';
import { grantable } from '#sandbox/install.ts';
import {
  type AccessToken,
  type Grant,
  type HubspotUser,
  INSTALLER,
  isLiveToken,
  isRefusal,
  issueAccessToken,
  issueAppToken,
  issueCode,
  type OauthRefusal,
  redeemCode,
  refreshGrant,
} from '#sandbox/oauth.ts';
import type { World } from '#sandbox/world.ts';
import { cutConnection, sendInjected, sendJson } from './responses.ts';

const TOKEN_VERSIONS = ['2026-03', '2026-09', 'v3'];

export function mountOauth(app: Express, world: World): void {
  app.get('/oauth/authorize', (request, response) => authorize(world, request, response));
  for (const [tail, answer] of [
    ['token', answerToken],
    ['token/introspect', answerIntrospect],
    ['token/revoke', answerRevoke],
  ] as const) {
    app.post(`/oauth/:version/${tail}`, (request, response) =>
      handleToken(world, { request, response, tail }, answer),
    );
  }
}

/** Consent is given by itself; what HubSpot would show an error page for gets one. */
function authorize(world: World, request: Request, response: Response): void {
  const query = new URL(request.originalUrl, 'http://sandbox.test').searchParams;
  const redirectUri = query.get('redirect_uri') ?? '';
  const scopes = splitScopes(query.get('scope'));
  const optional = splitScopes(query.get('optional_scope'));
  const portalId = Number(query.get('portalId') ?? [...world.portals.keys()][0]);
  const problem = findAuthorizeProblem(world, {
    clientId: query.get('client_id') ?? '',
    redirectUri,
    scopes,
    portalId,
  });
  if (problem !== null) {
    const page = `<html><head><title>Authorization failed</title></head><body><p>${problem}</p></body></html>`;
    response.status(400).type('text/html').send(page);
    return;
  }
  const challenge = query.get('code_challenge');
  const portal = world.portals.get(portalId);
  const granted = [...scopes, ...(portal === undefined ? optional : grantable(portal, optional))];
  const code = issueCode(world.oauth, {
    redirectUri,
    portalId,
    scopes: granted,
    challenge,
    user: userOf(query),
  });
  const target = new URL(redirectUri);
  target.searchParams.set('code', code);
  const state = query.get('state');
  if (state !== null) target.searchParams.set('state', state);
  response.redirect(302, target.href);
}

/** Who is signed in to HubSpot; by itself, who installs. */
function userOf(query: URLSearchParams): HubspotUser {
  const id = Number(query.get('userId') ?? '');
  return id > 0 ? { id, email: query.get('userEmail') } : INSTALLER;
}

function findAuthorizeProblem(
  world: World,
  request: { clientId: string; redirectUri: string; scopes: readonly string[]; portalId: number },
): string | null {
  const { app } = world;
  if (request.clientId !== app.clientId) return 'The client id does not belong to an app.';
  if (!isAllowedRedirect(app.redirectUrls, request.redirectUri))
    return 'The redirect URL is not one of the app.';
  if (!request.scopes.includes('oauth'))
    return 'The scope parameter must hold the scopes of the app, oauth among them.';
  const wanted = app.requiredScopes;
  if (wanted !== null && wanted.toSorted().join(' ') !== request.scopes.toSorted().join(' ')) {
    return 'The scopes do not match the required scopes of the app.';
  }
  if (!world.portals.has(request.portalId)) return 'There is no such account.';
  return null;
}

function isAllowedRedirect(declared: readonly string[], uri: string): boolean {
  if (declared.length > 0) return declared.includes(uri);
  if (!URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return (
    protocol === 'https:' || (protocol === 'http:' && (hostname === 'localhost' || hostname === '127.0.0.1'))
  );
}

function splitScopes(text: string | null): string[] {
  return (text ?? '').split(' ').filter((scope) => scope !== '');
}

type TokenAnswer = (world: World, form: URLSearchParams) => { status: number; body?: unknown };

async function handleToken(
  world: World,
  http: { request: Request; response: Response; tail: string },
  answer: TokenAnswer,
): Promise<void> {
  const { request, response } = http;
  const version = String(request.params['version']);
  const path = `/oauth/${version}/${http.tail}`;
  const fault = world.faults.drawCall({ method: 'POST', path, scriptedOnly: true });
  const logged = world.calls.add({
    atMs: Date.now(),
    portalId: null,
    method: 'POST',
    path,
    bucket: 'none',
    kind: `oauth.${http.tail}`,
    writesRecords: false,
    fault,
  });
  const form = readForm(request);
  const isCut = fault !== null && (fault.startsWith('hang') || fault.startsWith('reset'));
  const isEarly = fault !== null && !fault.endsWith('AfterApply');
  const result = isEarly
    ? { status: Number(fault) }
    : TOKEN_VERSIONS.includes(version)
      ? answer(world, form)
      : { status: 404, body: { status: 'error', message: 'resource not found' } };
  if (isCut) {
    await cutConnection(response, fault.startsWith('hang') ? world.faults.settings().hangMs : 0);
    return;
  }
  logged.status = result.status;
  if (isEarly) sendInjected(world, response, result);
  else sendJson(response, result.status, 'body' in result ? result.body : undefined);
}

/** Any other content type leaves the form empty, which is then missing its grant_type. */
function readForm(request: Request): URLSearchParams {
  const isForm = request.is('application/x-www-form-urlencoded') !== false;
  return new URLSearchParams(isForm && typeof request.body === 'string' ? request.body : '');
}

function answerToken(world: World, form: URLSearchParams): { status: number; body: unknown } {
  const problem = checkClient(world, form);
  if (problem !== null) return refuse(problem);
  if (form.get('grant_type') === 'client_credentials') return answerAppToken(world, form);
  const outcome = findGrant(world, form);
  if (isRefusal(outcome)) return refuse(outcome);
  const portal = world.portals.get(outcome.portalId);
  if (portal === undefined || portal.closed) {
    return refuse({
      error: 'access_denied',
      status: 'BAD_HUB',
      description: 'the account does not exist any more',
    });
  }
  if (form.get('grant_type') === 'authorization_code') {
    portal.installed = true;
    world.journal.recordLifecycle(portal.portalId, 'install');
  }
  const access = issueAccessToken(world.oauth, outcome);
  const body = {
    access_token: access.token,
    refresh_token: outcome.refreshToken,
    expires_in: Math.floor(world.oauth.ttlMs / 1_000),
    token_type: 'bearer',
    token_use: 'access',
    hub_id: outcome.portalId,
    scopes: outcome.scopes,
    user_id: outcome.userId,
  };
  return { status: 200, body };
}

/** The app's own token, for what belongs to no portal (the webhooks journal). No refresh token comes with it. */
function answerAppToken(world: World, form: URLSearchParams): { status: number; body: unknown } {
  const { token, scopes } = issueAppToken(world.oauth, splitScopes(form.get('scope')));
  const expires_in = Math.floor(world.oauth.ttlMs / 1_000);
  return { status: 200, body: { access_token: token, expires_in, token_type: 'bearer', scopes } };
}

function findGrant(world: World, form: URLSearchParams): Grant | OauthRefusal {
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return redeemCode(world.oauth, {
        code: form.get('code') ?? '',
        redirectUri: form.get('redirect_uri') ?? '',
        verifier: form.get('code_verifier'),
      });
    case 'refresh_token':
      return refreshGrant(world.oauth, form.get('refresh_token') ?? '');
    default:
      return {
        error: 'unsupported_grant_type',
        status: 'BAD_GRANT_TYPE',
        description: 'grant_type is missing or unknown',
      };
  }
}

function checkClient(world: World, form: URLSearchParams): OauthRefusal | null {
  if (form.get('client_id') !== world.app.clientId) {
    return { error: 'invalid_client', status: 'BAD_CLIENT_ID', description: 'missing or unknown client id' };
  }
  if (form.get('client_secret') !== world.app.clientSecret) {
    return {
      error: 'invalid_client',
      status: 'BAD_CLIENT_SECRET',
      description: 'missing or invalid client secret',
    };
  }
  return null;
}

function refuse(refusal: OauthRefusal): { status: number; body: unknown } {
  const { error, status, description } = refusal;
  return { status: 400, body: { error, error_description: description, status, message: description } };
}

function answerIntrospect(world: World, form: URLSearchParams): { status: number; body: unknown } {
  const problem = checkClient(world, form);
  if (problem !== null) return refuse(problem);
  const token = form.get('token') ?? '';
  const access = world.oauth.access.get(token);
  const grant = access?.grant ?? world.oauth.refresh.get(token);
  const isLive = access === undefined ? grant?.revoked === false : isLiveToken(access);
  if (grant === undefined || !isLive) return { status: 200, body: { active: false } };
  const use = access === undefined ? { token_use: 'refresh_token' } : describeAccess(access);
  return { status: 200, body: { active: true, ...use, ...describeGrant(world, grant) } };
}

function describeAccess(access: AccessToken): Record<string, unknown> {
  return { token_use: 'access_token', expires_in: Math.ceil((access.expiresAtMs - Date.now()) / 1_000) };
}

function describeGrant(world: World, grant: Grant): Record<string, unknown> {
  const hubDomain = world.portals.get(grant.portalId)?.hubDomain ?? '';
  return {
    // Both kinds of token say Bearer: whoever tests for "access" here is wrong.
    token_type: 'Bearer',
    hub_id: grant.portalId,
    hub_domain: hubDomain,
    user_id: grant.userId,
    user: grant.userEmail ?? `installer@${hubDomain}`,
    app_id: world.app.appId,
    client_id: world.app.clientId,
    scopes: grant.scopes,
    is_private_distribution: false,
  };
}

/** Kills the refresh token; access tokens live on until they expire, and the app stays installed. */
function answerRevoke(world: World, form: URLSearchParams): { status: number; body?: unknown } {
  const problem = checkClient(world, form);
  if (problem !== null) return refuse(problem);
  const grant = world.oauth.refresh.get(form.get('token') ?? '');
  if (grant !== undefined) grant.revoked = true;
  return { status: 200 };
}
