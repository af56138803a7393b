// Serves the contract: who calls first, then each route with its input checked. What routes do is in handlers.ts.
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import { HttpProblem } from '#http/problem.ts';
import type { WebContext } from '#http/web-context.ts';
import { callerOf, identify, identifyUser, type KnownCaller, ownQuery } from './caller.ts';
import { ROUTES, type RouteName } from './contract.ts';
import { HANDLERS } from './handlers.ts';
import { makeOpenapi } from './openapi.ts';
import type { Route } from './route.ts';

const AGREEMENTS = '/portals/{portalId}/agreements';

export function apiRoutes(context: WebContext): Router {
  const router = Router();
  const openapi = makeOpenapi();
  router.get('/openapi.json', (_request, response) => {
    response.json(openapi);
  });
  router.use(identify(context));
  for (const name of routeNames()) mount(router, name, { context, path: ROUTES[name].path });
  return router;
}

/** The same routes for HubSpot's users: what a user may call, of the portal that HubSpot's signature names. */
export function agreementCardRoutes(context: WebContext): Router {
  const router = Router();
  router.use(identifyUser(context));
  for (const name of routeNames()) {
    const { path, caller } = ROUTES[name];
    if (caller !== 'user' || !path.startsWith(AGREEMENTS)) continue;
    mount(router, name, { context, path: path.slice(AGREEMENTS.length) || '/' });
  }
  return router;
}

function routeNames(): RouteName[] {
  return Object.keys(ROUTES) as RouteName[]; // keys of the contract
}

function mount(
  router: Router,
  name: RouteName,
  { context, path }: { readonly context: WebContext; readonly path: string },
): void {
  const route: Route = ROUTES[name];
  // Input is checked against the very schemas that the handler's type is inferred from.
  const handle = HANDLERS[name] as (context: WebContext, input: CheckedInput) => Promise<unknown>;
  const serve: RequestHandler = async (request: Request, response: Response) => {
    const caller = callerOf(response);
    const params = paramsOf(request, caller);
    requireAllowed(route, caller, params['portalId']);
    const input = {
      params: check(route.params, params, 'path'),
      query: check(route.query, ownQuery(request, caller), 'query'),
      body: check(route.body, bodyOf(request), 'body'),
      caller,
    };
    await requirePortal(context, params['portalId']);
    response.json(await handle(context, input));
  };
  router[route.method](path.replaceAll(/\{(\w+)\}/g, ':$1'), serve);
}

interface CheckedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly caller: KnownCaller;
}

function paramsOf(request: Request, caller: KnownCaller): Readonly<Record<string, unknown>> {
  return caller.kind === 'user' ? { portalId: caller.portalId, ...request.params } : request.params;
}

/** A user speaks for his own portal only, and only where the contract lets users in. */
function requireAllowed(route: Route, caller: KnownCaller, portalId: unknown): void {
  if (caller.kind === 'admin') return;
  if (caller.portalId !== portalId) {
    throw new HttpProblem({
      status: 403,
      code: 'OTHER_PORTAL',
      message: 'HubSpot has signed this request for another account.',
      fix: 'Ask about the account that the user is signed in to.',
    });
  }
  if (route.caller === 'user') return;
  throw new HttpProblem({
    status: 403,
    code: 'ADMIN_ONLY',
    message: 'Only the holder of the admin token may do this.',
    fix: 'Ask the administrator of Accord.',
  });
}

/** A document sent as a file stands for the body that would carry it. */
function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  return typeof body === 'string' ? { document: body } : body;
}

async function requirePortal({ reports }: WebContext, portalId: unknown): Promise<void> {
  if (typeof portalId !== 'string' || (await reports.hasPortal(portalId))) return;
  throw new HttpProblem({
    status: 404,
    code: 'PORTAL_NOT_FOUND',
    message: 'This HubSpot account has not installed the app.',
  });
}

function check(schema: z.ZodType, value: unknown, place: 'path' | 'query' | 'body'): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({
    path: issue.path.join('.'),
    problem: issue.message,
  }));
  throw new HttpProblem({
    status: 400,
    code: 'BAD_REQUEST',
    message: `The ${place} is not as expected.`,
    details: { problems },
  });
}
