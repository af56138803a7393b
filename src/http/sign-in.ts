// "Sign in with HubSpot": HubSpot says who sits at the browser and in which account; a session of a working day remembers
// it. Nothing of the grant is kept: the portal's own tokens are those of its install.
import { createHash, randomBytes } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { HubspotError } from '#hubspot/errors.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { portalRolesOf } from '#pipeline/portal-roles.ts';
import { ADDRESSES } from './addresses.ts';
import { makeState, takeState } from './browser-state.ts';
import { atConsentPage } from './consent-page.ts';
import { makeCookie, readCookie } from './cookies.ts';
import { languageOf } from './oauth-pages.ts';
import type { PageLanguage } from './page.ts';
import { challengeOf, verifierFor } from './proof-key.ts';
import { requireSameOrigin } from './same-origin.ts';
import { type SignInFailure, sendSignedIn, sendSignedOut, sendSignInFailure } from './sign-in-pages.ts';
import type { WebContext } from './web-context.ts';

const SESSION_COOKIE = 'session';
const TOKEN_BYTES = 32;
const CALLBACK = ADDRESSES.signedIn;

export function signInRoutes(context: WebContext): Router {
  const router = Router();
  router.get(ADDRESSES.signIn, (request, response) => start(context, { request, response }));
  router.get(CALLBACK, (request, response) => finish(context, { request, response }));
  router.post(ADDRESSES.signOut, (request, response) => signOut(context, { request, response }));
  return router;
}

/** Null: nobody is signed in. */
export async function readSignedIn({ config, sessions }: WebContext, request: Request) {
  const token = readCookie(config, request, SESSION_COOKIE);
  return token === '' ? null : sessions.read(hashOf(token));
}

export function hasSessionCookie({ config }: Pick<WebContext, 'config'>, request: Request): boolean {
  return readCookie(config, request, SESSION_COOKIE) !== '';
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

async function start(context: WebContext, { response }: Exchange): Promise<void> {
  const { config, oauth } = context;
  const state = await makeState(context, response, { purpose: 'sign-in' });
  // HubSpot shows an error page unless the scopes are exactly the app's.
  const url = oauth.authorizeUrl({
    redirectUri: config.publicUrl + CALLBACK,
    state,
    codeChallenge: challengeOf(verifierFor(config, state)),
    scopes: REQUIRED_SCOPES,
    optionalScopes: OPTIONAL_SCOPES,
  });
  response.redirect(302, atConsentPage(config, url));
}

async function finish(context: WebContext, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const language = languageOf(request);
  const fail = (status: number, failure: SignInFailure): void =>
    sendSignInFailure(response, { status, failure, language });
  const query = new URL(request.originalUrl, 'http://callback.invalid').searchParams;
  const state = query.get('state') ?? '';
  if (!(await takeState(context, exchange, { purpose: 'sign-in', state }))) return fail(400, 'badState');
  if (query.has('error')) return fail(403, 'denied');
  try {
    const failure = await enter(context, response, { code: query.get('code') ?? '', state, language });
    if (failure !== null) fail(failure === 'unknownUser' ? 502 : 403, failure);
  } catch (error) {
    context.logger.warn({ err: error }, 'a sign-in did not finish');
    fail(...failureOf(context, error));
  }
}

/** Null: the user is in, and has been told so. */
async function enter(
  context: WebContext,
  response: Response,
  {
    code,
    state,
    language,
  }: { readonly code: string; readonly state: string; readonly language: PageLanguage },
): Promise<SignInFailure | null> {
  const { config, oauth, roles, logger } = context;
  const codeVerifier = verifierFor(config, state);
  const user = await oauth.identifyUser({ code, redirectUri: config.publicUrl + CALLBACK, codeVerifier });
  if (user === null) return 'unknownUser';
  const facts = await roles.readFacts(user.portalId, user.userId);
  if (facts === null) return 'notInstalled';
  await openSession(context, response, user);
  logger.info({ portalId: user.portalId, userId: user.userId }, 'a user signed in');
  sendSignedIn(response, { ...user, roles: portalRolesOf(facts, user), language });
  return null;
}

/** A code that HubSpot does not take was used, or is not of this sign-in: as a state that is not ours. */
function failureOf(context: WebContext, error: unknown): readonly [number, SignInFailure] {
  if (context.isUnavailable(error)) return [503, 'internal'];
  if (!(error instanceof HubspotError)) return [500, 'internal'];
  return error.retryable ? [502, 'hubspotAway'] : [400, 'badState'];
}

async function openSession(
  { config, sessions }: WebContext,
  response: Response,
  user: { readonly portalId: string; readonly userId: string; readonly email: string },
): Promise<void> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  await sessions.store(hashOf(token), user);
  const maxAgeSeconds = sessions.hours * 3_600;
  response.append('Set-Cookie', makeCookie(config, { name: SESSION_COOKIE, value: token, maxAgeSeconds }));
}

async function signOut(context: WebContext, { request, response }: Exchange): Promise<void> {
  const { config, sessions } = context;
  requireSameOrigin(config, request);
  await sessions.end(hashOf(readCookie(config, request, SESSION_COOKIE)));
  response.append('Set-Cookie', makeCookie(config, { name: SESSION_COOKIE, value: '', maxAgeSeconds: 0 }));
  sendSignedOut(response, languageOf(request));
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
