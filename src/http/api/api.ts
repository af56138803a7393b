// Serves the contract: bearer token first, then each route with its input checked. What routes do is in handlers.ts.
import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import { HttpProblem } from '#http/problem.ts';
import type { WebContext } from '#http/web-context.ts';
import { ROUTES, type Route, type RouteName } from './contract.ts';
import { HANDLERS } from './handlers.ts';
import { makeOpenapi } from './openapi.ts';

/** An agreement of a thousand rules is about 200 kB. */
const BODY_LIMIT_BYTES = 1_048_576;
const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml'];

export function apiRoutes(context: WebContext): Router {
  const router = Router();
  const openapi = makeOpenapi();
  router.get('/openapi.json', (_request, response) => {
    response.json(openapi);
  });
  router.use(requireToken(context));
  router.use(express.json({ limit: BODY_LIMIT_BYTES, inflate: false }));
  router.use(express.text({ limit: BODY_LIMIT_BYTES, inflate: false, type: YAML_TYPES }));
  for (const name of Object.keys(ROUTES)) mount(router, context, name as RouteName); // keys of the contract
  return router;
}

/** Without a configured token nobody may pass: a console that is open by mistake would be worse than none. */
function requireToken({ config }: WebContext): RequestHandler {
  return (request, response, next) => {
    if (config.adminToken === null) {
      throw new HttpProblem({
        status: 503,
        code: 'NOT_CONFIGURED',
        message: 'The API is off because ADMIN_TOKEN is not set.',
        fix: 'Set ADMIN_TOKEN to at least 32 random characters and start again.',
      });
    }
    const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer' && isSameSecret(token, config.adminToken)) return next();
    response.set('WWW-Authenticate', 'Bearer');
    throw new HttpProblem({
      status: 401,
      code: 'UNAUTHORIZED',
      message: 'The bearer token is missing or wrong.',
    });
  };
}

/** Hashed first: the compare then takes equal lengths, and its time says nothing. */
function isSameSecret(given: string, expected: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

function mount(router: Router, context: WebContext, name: RouteName): void {
  const route: Route = ROUTES[name];
  const path = route.path.replaceAll(/\{(\w+)\}/g, ':$1');
  // Input is checked against the very schemas that the handler's type is inferred from.
  const handle = HANDLERS[name] as (context: WebContext, input: CheckedInput) => Promise<unknown>;
  router[route.method](path, async (request: Request, response: Response) => {
    const input = {
      params: check(route.params, request.params, 'path'),
      query: check(route.query, request.query, 'query'),
      body: check(route.body, bodyOf(request), 'body'),
    };
    await requirePortal(context, request.params['portalId']);
    response.json(await handle(context, input));
  });
}

interface CheckedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A document sent as a file stands for the body that would carry it. */
function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  return typeof body === 'string' ? { document: body } : body;
}

async function requirePortal(
  { reports }: WebContext,
  portalId: string | string[] | undefined,
): Promise<void> {
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
