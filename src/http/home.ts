// The pages that the app's links lead to: what Accord is and how the signed-in user's portal stands, the contract in force,
// and help. Plain HTML, without a script; nothing of a portal is shown to whom HubSpot has not vouched for.
import { type Request, type Response, Router } from 'express';
import { type PortalRole, portalRolesOf } from '#pipeline/portal-roles.ts';
import { renderVersion } from '#pipeline/versions/render.ts';
import type { VersionSummary } from '#pipeline/versions/version.ts';
import { ADDRESSES } from './addresses.ts';
import { isAllowed } from './api/allowed.ts';
import { sendHelp } from './help-page.ts';
import { type HomeFailure, sendHome, sendHomeFailure, type Visitor } from './home-page.ts';
import { languageOf } from './oauth-pages.ts';
import { sendDocument } from './page.ts';
import { readSignedIn } from './sign-in.ts';
import type { WebContext } from './web-context.ts';

interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

type Serve = (context: WebContext, exchange: Exchange) => Promise<void>;

export function homeRoutes(context: WebContext): Router {
  const router = Router();
  const pages: readonly (readonly [string, Serve])[] = [
    [ADDRESSES.home, showHome],
    [ADDRESSES.agreement, showAgreement],
    [ADDRESSES.help, showHelp],
  ];
  for (const [address, serve] of pages)
    router.get(address, (request, response) => guard(context, { request, response }, serve));
  return router;
}

/** A person looks: what the database cannot tell is a page too. */
async function guard(context: WebContext, exchange: Exchange, serve: Serve): Promise<void> {
  try {
    await serve(context, exchange);
  } catch (error) {
    if (!context.isUnavailable(error)) throw error;
    fail(exchange, 503, 'databaseAway');
  }
}

function fail({ request, response }: Exchange, status: number, failure: HomeFailure): void {
  sendHomeFailure(response, { status, failure, language: languageOf(request) });
}

async function showHome(context: WebContext, { request, response }: Exchange): Promise<void> {
  const visitor = await readVisitor(context, request);
  sendHome(response, { visitor, language: languageOf(request) });
}

async function showHelp({ config }: WebContext, { request, response }: Exchange): Promise<void> {
  sendHelp(response, { supportEmail: config.supportEmail, language: languageOf(request) });
}

/** As both sides signed it, in its own language. */
async function showAgreement(context: WebContext, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  const user = await readSignedIn(context, request);
  if (user === null) return fail(exchange, 401, 'notSignedIn');
  const { portalId } = user;
  const wanted = request.query['agreement'];
  const inForce = await listInForce(context, portalId);
  const chosen =
    wanted === undefined ? inForce[0] : inForce.find(({ agreementId }) => agreementId === wanted);
  if (chosen === undefined) return fail(exchange, 404, 'noAgreement');
  const { agreementId, version } = chosen;
  const key = { portalId, agreementId, version };
  const rendered = await renderVersion(context.versions, key, { format: 'html' });
  if (!rendered.ok) return fail(exchange, 409, 'unreadable');
  sendDocument(response, rendered.value.text);
}

async function readVisitor(context: WebContext, request: Request): Promise<Visitor | null> {
  const user = await readSignedIn(context, request);
  if (user === null) return null;
  const { portalId, userId, email } = user;
  const facts = await context.roles.readFacts(portalId, userId);
  const roles: readonly PortalRole[] = facts === null ? [] : portalRolesOf(facts, user);
  const [portal, agreements] = await Promise.all([
    isAllowed('team', roles) ? context.reports.summarizePortal(portalId) : null,
    listInForce(context, portalId),
  ]);
  return { portalId, email, roles, portal, agreements };
}

async function listInForce({ versions }: WebContext, portalId: string): Promise<readonly VersionSummary[]> {
  const all = await versions.store.listVersions(portalId);
  return all.filter(({ status }) => status === 'active');
}
