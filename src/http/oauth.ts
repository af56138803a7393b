// Installing the app: to HubSpot's consent page and back. What an install means is left to the pipeline.
import { type Request, type Response, Router } from 'express';
import type { Grant } from '#hubspot/oauth.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import type { Config } from '#platform/config.ts';
import { AppError } from '#platform/errors.ts';
import { ADDRESSES } from './addresses.ts';
import { accountOf, makeState, takeState } from './browser-state.ts';
import { atConsentPage } from './consent-page.ts';
import { languageOf, type OauthFailure, sendFailure, sendSuccess } from './oauth-pages.ts';
import { challengeOf, verifierFor } from './proof-key.ts';
import type { WebContext } from './web-context.ts';

export function oauthRoutes(context: WebContext): Router {
  const router = Router();
  router.get(ADDRESSES.install, (request, response) => guard(context, { request, response }, startInstall));
  router.get(ADDRESSES.installed, (request, response) =>
    guard(context, { request, response }, finishInstall),
  );
  return router;
}

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

async function startInstall(context: WebContext, { request, response }: Exchange): Promise<void> {
  const { config, oauth } = context;
  const state = await makeState(context, response, { purpose: 'install', account: accountWanted(request) });
  const url = oauth.authorizeUrl({
    redirectUri: redirectUri(config),
    state,
    codeChallenge: challengeOf(verifierFor(config, state)),
    scopes: REQUIRED_SCOPES,
    optionalScopes: OPTIONAL_SCOPES,
  });
  response.redirect(302, atConsentPage(config, url));
}

async function finishInstall(context: WebContext, { request, response }: Exchange): Promise<void> {
  const { config, oauth, admin } = context;
  const language = languageOf(request);
  const query = new URL(request.originalUrl, 'http://callback.invalid').searchParams;
  const state = query.get('state') ?? '';
  if (!(await takeState(context, { request, response }, { purpose: 'install', state }))) {
    return sendFailure(response, { status: 400, failure: 'badState', language });
  }
  if (query.has('error')) return sendFailure(response, { status: 403, failure: 'denied', language });
  const code = query.get('code');
  if (code === null || code === '')
    return sendFailure(response, { status: 400, failure: 'incomplete', language });
  const codeVerifier = verifierFor(config, state);
  const grant = await oauth.exchangeCode({ code, redirectUri: redirectUri(config), codeVerifier });
  const account = accountOf(state);
  if (account !== null && account !== grant.portalId) {
    await dropGrant(context, grant);
    return sendFailure(response, { status: 409, failure: 'wrongAccount', language, account });
  }
  const lacking = REQUIRED_SCOPES.filter((scope) => !grant.tokens.scopes.includes(scope));
  if (lacking.length > 0)
    context.logger.warn({ portalId: grant.portalId, lacking }, 'an install lacks scopes');
  const portal = await admin.install(grant, { language });
  sendSuccess(response, { portalId: grant.portalId, isNew: portal.isNew, lacking, language });
}

/** A link to connect one account again names it: `/oauth/install?account=44001234`. */
function accountWanted(request: Request): string | null {
  const account = new URL(request.originalUrl, 'http://install.invalid').searchParams.get('account') ?? '';
  return /^\d{1,20}$/.test(account) ? account : null;
}

/**
 * The person chose another account on HubSpot's page. Where Accord is at home there, its own install goes on untouched;
 * else the grant is given back, so that no key to that account stays with us.
 */
async function dropGrant({ oauth, reports, logger }: WebContext, grant: Grant): Promise<void> {
  const { portalId } = grant;
  const portals = await reports.listPortals();
  if (portals.some((portal) => portal.portalId === portalId && portal.status === 'active')) return;
  try {
    await oauth.revoke(grant.tokens);
  } catch (err) {
    // It was never stored, so nobody can use it.
    logger.warn({ err, portalId }, 'a grant of another account could not be given back');
  }
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
  return config.publicUrl + ADDRESSES.installed;
}
