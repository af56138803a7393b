// HubSpot's OAuth: where to send the admin, and the token endpoint. It carries no portal token and takes no portal
// budget. Who stores the tokens, checks `state` and makes renewals single flight is not decided here.

import type { z } from 'zod';
import { type PortalId, portalId } from '#domain/ids.ts';
import type { PortalUser } from '#pipeline/portal-roles.ts';
import type { OauthTokens } from '#pipeline/ports.ts';
import type { Clock } from '#platform/clock.ts';
import { readAnswer } from './answer.ts';
import { AnyAnswer, IntrospectAnswer, TokenAnswer } from './answers.ts';
import { HubspotError } from './errors.ts';
import { isRecord, parseJson } from './json.ts';
import { DEFAULT_API_URL, pathsOf } from './paths.ts';
import { refusalOf } from './refusal.ts';
import { type Answer, exchange } from './transport.ts';

interface OauthOptions {
  readonly apiUrl: string;
  readonly apiVersion: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly random: () => number;
}

interface AuthorizeRequest {
  readonly redirectUri: string;
  readonly state: string;
  /** PKCE, method S256; the code of the callback then works only with its verifier. */
  readonly codeChallenge?: string;
  readonly scopes: readonly string[];
  readonly optionalScopes?: readonly string[];
}

export interface Grant {
  readonly portalId: PortalId;
  /** The HubSpot user who installed; null when HubSpot did not say. */
  readonly userId: string | null;
  readonly tokens: OauthTokens;
}

export interface Oauth {
  authorizeUrl(request: AuthorizeRequest): string;
  /** Trades the code of the callback for tokens. The code works once, so a failure means starting the install again. */
  exchangeCode(request: {
    readonly code: string;
    readonly redirectUri: string;
    readonly codeVerifier?: string;
    readonly signal?: AbortSignal;
  }): Promise<Grant>;
  /**
   * Whom the code of a sign-in's callback names; null when HubSpot names nobody. The tokens of it are let go: the portal has
   * its own, and revoking these might end them.
   */
  identifyUser(request: {
    readonly code: string;
    readonly redirectUri: string;
    readonly codeVerifier?: string;
  }): Promise<PortalUser | null>;
  /** A new access token for the same grant. Throws HubspotError; GRANT_DEAD means that the install is over. */
  refreshTokens(current: OauthTokens): Promise<OauthTokens>;
  /** Gives a grant back that shall not be kept: no new access token comes of it. The app stays listed in the account. */
  revoke(tokens: OauthTokens): Promise<void>;
}

const DEFAULT_AUTHORIZE_ORIGIN = 'https://app.hubspot.com';

export function createOauth(options: OauthOptions): Oauth {
  return {
    authorizeUrl: (request) =>
      authorizeUrl({ ...request, clientId: options.clientId, origin: authorizeOrigin(options.apiUrl) }),
    exchangeCode: (request) => exchangeCode(options, request),
    identifyUser: (request) => identifyUser(options, request),
    refreshTokens: (current) => refreshTokens(options, current),
    revoke: (tokens) => revoke(options, tokens),
  };
}

/** Scopes are separated by `%20`: HubSpot's page does not read `+` as a space. */
export function authorizeUrl(
  request: AuthorizeRequest & { readonly clientId: string; readonly origin?: string },
): string {
  const parameters: readonly (readonly [string, string])[] = [
    ['client_id', request.clientId],
    ['redirect_uri', request.redirectUri],
    ['scope', request.scopes.join(' ')],
    ['optional_scope', (request.optionalScopes ?? []).join(' ')],
    ['state', request.state],
    ['code_challenge', request.codeChallenge ?? ''],
    ['code_challenge_method', request.codeChallenge === undefined ? '' : 'S256'],
  ];
  const query = parameters
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  return `${request.origin ?? DEFAULT_AUTHORIZE_ORIGIN}/oauth/authorize?${query}`;
}

/** The sandbox portal serves the consent page itself, at the address where its API is. */
export function authorizeOrigin(apiUrl: string): string {
  const { origin } = new URL(apiUrl);
  return origin === DEFAULT_API_URL ? DEFAULT_AUTHORIZE_ORIGIN : origin;
}

async function exchangeCode(
  options: OauthOptions,
  request: Parameters<Oauth['exchangeCode']>[0],
): Promise<Grant> {
  const askedAtMs = options.clock.nowMs();
  const answer = await redeem(options, request);
  const who = await identify(options, answer);
  return {
    portalId: portalId(who.portalId),
    userId: who.userId,
    tokens: {
      accessToken: answer.access_token,
      refreshToken: answer.refresh_token,
      expiresAt: expiryOf(askedAtMs, answer.expires_in),
      scopes: who.scopes,
    },
  };
}

async function refreshTokens(options: OauthOptions, current: OauthTokens): Promise<OauthTokens> {
  const askedAtMs = options.clock.nowMs();
  const answer = await post(options, {
    endpoint: 'oauth token refresh',
    path: pathsOf(options.apiVersion).token,
    form: { grant_type: 'refresh_token', refresh_token: current.refreshToken },
    answer: TokenAnswer,
  });
  return {
    accessToken: answer.access_token,
    refreshToken: answer.refresh_token,
    expiresAt: expiryOf(askedAtMs, answer.expires_in),
    scopes: answer.scopes ?? current.scopes,
  };
}

async function identifyUser(
  options: OauthOptions,
  request: Parameters<Oauth['identifyUser']>[0],
): Promise<PortalUser | null> {
  const answer = await redeem(options, request);
  const found = await introspect(options, answer.access_token);
  const [portal, userId, email] = [
    found.hub_id ?? answer.hub_id,
    found.user_id ?? answer.user_id,
    found.user,
  ];
  if (!found.active || portal === undefined || userId === undefined || email === undefined) return null;
  return { portalId: portal, userId, email };
}

function redeem(options: OauthOptions, request: Parameters<Oauth['exchangeCode']>[0]): Promise<TokenAnswer> {
  return post(options, {
    endpoint: 'oauth token exchange',
    path: pathsOf(options.apiVersion).token,
    form: {
      grant_type: 'authorization_code',
      code: request.code,
      redirect_uri: request.redirectUri,
      ...(request.codeVerifier === undefined ? {} : { code_verifier: request.codeVerifier }),
    },
    answer: TokenAnswer,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  });
}

function introspect(options: OauthOptions, accessToken: string): Promise<IntrospectAnswer> {
  return post(options, {
    endpoint: INTROSPECT_ENDPOINT,
    path: pathsOf(options.apiVersion).introspect,
    form: { token: accessToken, token_type_hint: 'access_token' },
    answer: IntrospectAnswer,
  });
}

const INTROSPECT_ENDPOINT = 'oauth token introspection';

async function revoke(options: OauthOptions, tokens: OauthTokens): Promise<void> {
  await post(options, {
    endpoint: 'oauth token revocation',
    path: pathsOf(options.apiVersion).revoke,
    form: { token: tokens.refreshToken, token_type_hint: 'refresh_token' },
    answer: AnyAnswer,
  });
}

interface Identity {
  readonly portalId: string;
  readonly userId: string | null;
  readonly scopes: readonly string[];
}

/** Older token answers name neither portal nor scopes; then introspection does. */
async function identify(options: OauthOptions, answer: TokenAnswer): Promise<Identity> {
  if (answer.hub_id !== undefined && answer.scopes !== undefined) {
    return { portalId: answer.hub_id, userId: answer.user_id ?? null, scopes: answer.scopes };
  }
  const endpoint = INTROSPECT_ENDPOINT;
  const found = await introspect(options, answer.access_token);
  const hubId = answer.hub_id ?? found.hub_id;
  if (!found.active || hubId === undefined) {
    throw new HubspotError({ code: 'WRONG_SHAPE', endpoint, applied: 'unknown', retryable: false });
  }
  return { portalId: hubId, userId: found.user_id ?? null, scopes: answer.scopes ?? found.scopes ?? [] };
}

interface TokenCall<T> {
  readonly endpoint: string;
  readonly path: string;
  readonly form: Readonly<Record<string, string>>;
  readonly answer: z.ZodType<T>;
  readonly signal?: AbortSignal;
}

async function post<T>(options: OauthOptions, call: TokenCall<T>): Promise<T> {
  const answer = await exchange({
    apiUrl: options.apiUrl,
    endpoint: call.endpoint,
    method: 'POST',
    path: call.path,
    form: { ...call.form, client_id: options.clientId, client_secret: options.clientSecret },
    accessToken: null,
    signal: call.signal ?? new AbortController().signal,
    timeoutMs: options.timeoutMs,
  });
  if (answer.status < 200 || answer.status > 299) throw refusalOfToken(options, call.endpoint, answer);
  return readAnswer(call.endpoint, answer, call.answer);
}

/** HubSpot asks to branch on `error`; `status` is the older notation, read only when `error` is missing. */
const GRANT_DEAD: ReadonlySet<string> = new Set([
  'invalid_grant',
  'access_denied',
  'BAD_REFRESH_TOKEN',
  'BAD_HUB',
]);
const MISCONFIGURED: ReadonlySet<string> = new Set(['invalid_client', 'BAD_CLIENT_ID', 'BAD_CLIENT_SECRET']);
const MEND_WAIT_MS = 60_000;

function refusalOfToken(options: OauthOptions, endpoint: string, answer: Answer): HubspotError {
  const refusal = refusalOf(endpoint, answer, { nowMs: options.clock.nowMs(), random: options.random() });
  // 429, 5xx and the like pass; only a verdict about the request itself may end an install.
  if (answer.status !== 400 && answer.status !== 401 && answer.status !== 403) return refusal;
  const reason = readReason(answer.text);
  const facts = { endpoint, applied: 'no', status: answer.status } as const;
  if (GRANT_DEAD.has(reason)) {
    return new HubspotError({ ...facts, code: 'GRANT_DEAD', category: reason, retryable: false });
  }
  // Work waits until the operator has mended the settings, or until an edge that answered in HTML lets us through.
  const later = { ...facts, retryable: true, retryAfterMs: MEND_WAIT_MS };
  if (reason === '') return new HubspotError({ ...later, code: 'OAUTH_REFUSED' });
  if (MISCONFIGURED.has(reason))
    return new HubspotError({ ...later, code: 'CLIENT_MISCONFIGURED', category: reason });
  return new HubspotError({ ...facts, code: 'OAUTH_REFUSED', category: reason, retryable: false });
}

function readReason(text: string): string {
  try {
    const body = parseJson(text);
    const reason = isRecord(body) ? (body['error'] ?? body['status']) : undefined;
    return typeof reason === 'string' ? reason : '';
  } catch {
    return '';
  }
}

/** Counted from before the request, so that our idea of the expiry is never later than HubSpot's. */
function expiryOf(askedAtMs: number, expiresInSeconds: number): string {
  return new Date(askedAtMs + expiresInSeconds * 1_000).toISOString();
}
