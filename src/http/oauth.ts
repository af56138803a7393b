// Installing the app: to HubSpot's consent page and back. The `state` ties the way back to the browser that left (cookie)
// and to us (hashed row), works once and for ten minutes. What an install means is left to the pipeline.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import type { Config } from '#platform/config.ts';
import { AppError } from '#platform/errors.ts';
import { languageOf, type OauthFailure, sendFailure, sendSuccess } from './oauth-pages.ts';
import type { WebContext } from './web-context.ts';

const STATE_BYTES = 32;
const STATE_SECONDS = 600;

export function oauthRoutes(context: WebContext): Router {
  const router = Router();
  router.get('/oauth/install', (request, response) => guard(context, { request, response }, startInstall));
  router.get('/oauth/callback', (request, response) => guard(context, { request, response }, finishInstall));
  return router;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

async function startInstall(
  { config, oauth, oauthStates }: WebContext,
  { response }: Exchange,
): Promise<void> {
  const state = randomBytes(STATE_BYTES).toString('base64url');
  await oauthStates.store(hashState(state));
  response.set('Set-Cookie', stateCookie(config, state, STATE_SECONDS));
  const url = oauth.authorizeUrl({
    redirectUri: redirectUri(config),
    state,
    scopes: REQUIRED_SCOPES,
    optionalScopes: OPTIONAL_SCOPES,
  });
  response.redirect(302, atConsentPage(config, url));
}

async function finishInstall(context: WebContext, { request, response }: Exchange): Promise<void> {
  const { config, oauth, oauthStates, admin } = context;
  const language = languageOf(request);
  const query = new URL(request.originalUrl, 'http://callback.invalid').searchParams;
  response.set('Set-Cookie', stateCookie(config, '', 0));
  const state = query.get('state') ?? '';
  // Both halves are always looked at: a state that comes back in the wrong browser is used up.
  const isOurs = state !== '' && (await oauthStates.take(hashState(state)));
  if (!isSameText(state, readCookie(request, cookieName(config))) || !isOurs) {
    return sendFailure(response, { status: 400, failure: 'badState', language });
  }
  if (query.has('error')) return sendFailure(response, { status: 403, failure: 'denied', language });
  const code = query.get('code');
  if (code === null || code === '')
    return sendFailure(response, { status: 400, failure: 'incomplete', language });
  const grant = await oauth.exchangeCode({ code, redirectUri: redirectUri(config) });
  const lacking = REQUIRED_SCOPES.filter((scope) => !grant.tokens.scopes.includes(scope));
  if (lacking.length > 0)
    context.logger.warn({ portalId: grant.portalId, lacking }, 'an install lacks scopes');
  const portal = await admin.install(grant, { language });
  sendSuccess(response, { portalId: grant.portalId, isNew: portal.isNew, language });
}

/** A person looks at these pages: failures are told as such, in their language. */
async function guard(
  context: WebContext,
  exchange: Exchange,
  handle: (context: WebContext, exchange: Exchange) => Promise<void>,
): Promise<void> {
  try {
    await handle(context, exchange);
  } catch (error) {
    const told = failureOf(context, error);
    const level = told.status >= 500 ? 'error' : 'warn';
    context.logger[level]({ err: error, path: exchange.request.path }, 'an install did not finish');
    sendFailure(exchange.response, { ...told, language: languageOf(exchange.request) });
  }
}

function failureOf(
  context: WebContext,
  error: unknown,
): { readonly status: number; readonly failure: OauthFailure } {
  if (context.isUnavailable(error)) return { status: 503, failure: 'databaseAway' };
  if (!(error instanceof AppError)) return { status: 500, failure: 'internal' };
  // HubSpot knows the request and does not like the code (used, late, altered).
  if (error.code === 'GRANT_DEAD' || error.code === 'OAUTH_REFUSED')
    return { status: 400, failure: 'codeRefused' };
  return error.retryable ? { status: 502, failure: 'hubspotAway' } : { status: 500, failure: 'internal' };
}

function redirectUri(config: Config): string {
  return `${config.publicUrl}/oauth/callback`;
}

/** The query of the address as made, at the consent page that was configured, if one was. */
function atConsentPage(config: Config, url: string): string {
  const { authorizeUrl } = config.hubspot;
  return authorizeUrl === null ? url : `${authorizeUrl}${url.slice(url.indexOf('?'))}`;
}

/** `__Host-` forbids other hosts and paths to set it; browsers take it only over https. */
function cookieName(config: Config): string {
  return isHttps(config) ? '__Host-accord-install' : 'accord-install';
}

function stateCookie(config: Config, value: string, maxAgeSeconds: number): string {
  const secure = isHttps(config) ? '; Secure' : '';
  return `${cookieName(config)}=${value}; Path=/; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`;
}

function isHttps(config: Config): boolean {
  return config.publicUrl.startsWith('https:');
}

function readCookie(request: Request, name: string): string {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const found = pairs.find((pair) => pair.startsWith(`${name}=`));
  return found === undefined ? '' : found.slice(name.length + 1);
}

function hashState(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}

function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length > 0 && left.length === right.length && timingSafeEqual(left, right);
}
