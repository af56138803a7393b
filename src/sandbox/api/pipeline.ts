// The way of every API call: log, fault, token, rate limit, scope, answer, headers. Leaves what is answered to the
// routes. The order matters: a call without a valid token belongs to no portal and takes no place in a window.
import type { Express, Request, Response } from 'express';
import { sleep } from '#platform/clock.ts';
import type { Bucket, LoggedCall } from '#sandbox/call-log.ts';
import { buildError, HubspotError, refuseInput, refuseNotFound, refuseScopes } from '#sandbox/errors.ts';
import type { FaultKind } from '#sandbox/faults.ts';
import { LEADS_SCOPE } from '#sandbox/install.ts';
import { readObjectType } from '#sandbox/model.ts';
import { type AccessToken, isLiveToken } from '#sandbox/oauth.ts';
import { createRollingWindow, type RollingWindow } from '#sandbox/rate-limit.ts';
import type { World } from '#sandbox/world.ts';
import { cutConnection, rateRefusal, sendError, sendInjected, sendJson } from './responses.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from './route.ts';

/** Date versions that are in support; numbered paths are not. */
const VERSIONS = ['2026-03', '2026-09'];
/** HubSpot's edge answers 414 to longer addresses; batch reads are the way round. */
const MAX_URL_CHARS = 8_000;

interface Limits {
  readonly general: Map<number, RollingWindow>;
  readonly search: Map<number, RollingWindow>;
}

export function mountRoutes(app: Express, world: World, routes: readonly ApiRoute[]): void {
  const limits: Limits = { general: new Map(), search: new Map() };
  for (const route of routes) {
    const method = route.method.toLowerCase() as 'get' | 'post' | 'patch' | 'put' | 'delete'; // Lower case of the five above.
    app[method](route.path, (request, response) => handleCall({ world, limits, route }, request, response));
  }
}

interface Context {
  readonly world: World;
  readonly limits: Limits;
  readonly route: ApiRoute;
}

async function handleCall(context: Context, request: Request, response: Response): Promise<void> {
  const { world, route } = context;
  const token = findToken(world, request);
  const path = request.originalUrl.split('?', 1)[0] ?? request.originalUrl;
  const logged = world.calls.add({
    atMs: Date.now(),
    portalId: token?.grant.portalId ?? null,
    method: route.method,
    path,
    bucket: route.bucket,
    kind: nameKind(route, request),
    writesRecords: route.writesRecords,
    fault: world.faults.drawCall({ method: route.method, path, scriptedOnly: false }),
  });
  response.setHeader('Date', new Date(Date.now() + world.switches.dateOffsetMs).toUTCString());
  const startedMs = performance.now();
  try {
    await runCall(context, { request, response, token, logged });
  } catch (error) {
    failCall(world, response, error);
  } finally {
    logged.durationMs = performance.now() - startedMs;
    // A connection that was cut leaves 0.
    if (response.headersSent) logged.status = response.statusCode;
  }
}

interface OpenCall {
  readonly request: Request;
  readonly response: Response;
  readonly token: AccessToken | null;
  readonly logged: LoggedCall;
}

async function runCall(context: Context, open: OpenCall): Promise<void> {
  const { world, route } = context;
  const { response, token } = open;
  const fault = open.logged.fault;
  const place = takePlace(context, token);
  await sleep(world.random.between(...world.switches.latencyMs));
  if (await failBefore(context, response, fault)) return;
  if (place !== null) setRateHeaders(response, world, place);
  if (place?.allowed === false) throw refuseRate(world, route.bucket);
  const answer = answerCall(context, open.request, token);
  open.logged.rows = answer.rows ?? 0;
  if (await failAfter(world, response, fault)) return;
  sendJson(response, answer.status, answer.body);
}

function nameKind(route: ApiRoute, request: Request): string {
  const type = request.params['objectType'];
  return typeof type === 'string' ? `${type}.${route.kind}` : route.kind;
}

function failCall(world: World, response: Response, error: unknown): void {
  if (error instanceof HubspotError) return sendError(world, response, error);
  // A bug of the sandbox must not look like a believable answer of HubSpot.
  const trace = error instanceof Error ? (error.stack ?? error.message) : 'unknown';
  sendError(world, response, buildError(500, 'SANDBOX_BUG', trace));
}

function answerCall(context: Context, request: Request, token: AccessToken | null): ApiAnswer {
  const { world, route } = context;
  const live = requireToken(world, token);
  const portal = world.portals.get(live.grant.portalId);
  if (portal === undefined) throw refuseNotFound();
  const params = readParams(request);
  const version = params['version'] ?? '';
  if (!VERSIONS.includes(version)) throw refuseNotFound();
  if (request.originalUrl.length > MAX_URL_CHARS) throw buildError(414, 'URI_TOO_LONG', 'URI too long');
  requireScope(route.scopes(params), live.grant.scopes);
  if (portal.leadPipelines.length === 0) refuseLeads(params);
  const text = typeof request.body === 'string' ? request.body : '';
  const call: ApiCall = {
    world,
    portal,
    grant: live.grant,
    method: route.method,
    path: request.path,
    version,
    params,
    query: new URL(request.originalUrl, 'http://sandbox.test').searchParams,
    body: parseBody(request, text),
    bodyChars: text.length,
  };
  if (world.faults.isTooMuch(countAsked(call))) throw buildError(504, 'TIMEOUT', 'took too long');
  return route.answer(call);
}

/** The account's edition has no lead object: granted or not, HubSpot keeps it shut. */
function refuseLeads(params: Readonly<Record<string, string>>): void {
  const named = [params['objectType'], params['from'], params['to']];
  if (named.some((name) => readObjectType(name ?? '') === 'leads')) throw refuseScopes([LEADS_SCOPE]);
}

function findToken(world: World, request: Request): AccessToken | null {
  const header = request.headers.authorization ?? '';
  const [scheme = '', value = ''] = header.split(' ');
  if (scheme.toLowerCase() !== 'bearer') return null;
  return world.oauth.access.get(value) ?? null;
}

function requireToken(world: World, token: AccessToken | null): AccessToken {
  const isClosed = token !== null && world.portals.get(token.grant.portalId)?.closed === true;
  if (token === null || token.dead || isClosed) {
    throw buildError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found or not valid.');
  }
  if (token.expiresAtMs <= Date.now()) {
    throw buildError(401, 'EXPIRED_AUTHENTICATION', 'The OAuth token used to make this call expired.');
  }
  return token;
}

function requireScope(anyOf: readonly string[], granted: readonly string[]): void {
  if (anyOf.length > 0 && !anyOf.some((scope) => granted.includes(scope))) throw refuseScopes(anyOf);
}

interface Place {
  readonly allowed: boolean;
  readonly remaining: number;
  readonly bucket: Bucket;
}

/** A dead or expired token takes no place. */
function takePlace(context: Context, token: AccessToken | null): Place | null {
  const { bucket } = context.route;
  if (bucket === 'none' || token === null || !isLiveToken(token)) return null;
  const { rateLimit } = context.world;
  const windows = context.limits[bucket];
  const { portalId } = token.grant;
  const size =
    bucket === 'search'
      ? ([rateLimit.searchMax, rateLimit.searchIntervalMs] as const)
      : ([rateLimit.max, rateLimit.intervalMs] as const);
  const window = windows.get(portalId) ?? createRollingWindow(...size);
  windows.set(portalId, window);
  return { ...window.take(performance.now()), bucket };
}

/** Search answers carry no rate headers. */
function setRateHeaders(response: Response, world: World, place: Place): void {
  if (place.bucket !== 'general') return;
  response.setHeader('X-HubSpot-RateLimit-Max', String(world.rateLimit.max));
  response.setHeader('X-HubSpot-RateLimit-Remaining', String(place.remaining));
  response.setHeader('X-HubSpot-RateLimit-Interval-Milliseconds', String(world.rateLimit.intervalMs));
}

function refuseRate(world: World, bucket: Bucket): HubspotError {
  world.refusals[bucket === 'search' ? 'search' : 'general'] += 1;
  return rateRefusal(bucket);
}

async function failBefore(
  { world, route }: Context,
  response: Response,
  fault: FaultKind | null,
): Promise<boolean> {
  if (fault === null || fault.endsWith('AfterApply')) return false;
  if (fault === 'hangBeforeApply') await cutConnection(response, world.faults.settings().hangMs);
  else if (fault === 'resetBeforeApply') await cutConnection(response, 0);
  else sendInjected(world, response, { status: Number(fault), bucket: route.bucket });
  return true;
}

async function failAfter(world: World, response: Response, fault: FaultKind | null): Promise<boolean> {
  if (fault !== 'hangAfterApply' && fault !== 'resetAfterApply') return false;
  await cutConnection(response, fault === 'resetAfterApply' ? 0 : world.faults.settings().hangMs);
  return true;
}

/** Records that a batch names, or that a search wants on a page. */
function countAsked({ body }: ApiCall): number {
  if (typeof body !== 'object' || body === null) return 0;
  if ('inputs' in body && Array.isArray(body.inputs)) return body.inputs.length;
  return 'filterGroups' in body && 'limit' in body && typeof body.limit === 'number' ? body.limit : 0;
}

function parseBody(request: Request, text: string): unknown {
  if (text === '') return undefined;
  if (request.is('application/json') === false) {
    throw buildError(415, 'VALIDATION_ERROR', 'Content-Type must be application/json');
  }
  try {
    return JSON.parse(text);
  } catch {
    throw refuseInput('Invalid input JSON: unable to parse the request body');
  }
}

function readParams(request: Request): Record<string, string> {
  return Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)]));
}
