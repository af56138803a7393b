// Serves the contract: who calls first, then each route with its input checked. What routes do is in handlers.ts.
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import type { Language } from '#agreement/messages.ts';
import { languageOf, rememberLanguage } from '#http/language.ts';
import { createPortalLimit } from '#http/portal-limit.ts';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import type { WebContext } from '#http/web-context.ts';
import { findUnstorable } from '#platform/storable.ts';
import { isAllowed } from './allowed.ts';
import { AUDIT_CSV_PATH, sendAuditCsv } from './audit-csv.ts';
import { callerOf, identify, identifyUser, type KnownCaller, ownQuery } from './caller.ts';
import { MONTH_FORM } from './clause-contract.ts';
import { ROUTES, type RouteName } from './contract.ts';
import { HANDLERS } from './handlers.ts';
import { makeOpenapi } from './openapi.ts';
import { DIGITS_ONLY, ID_LETTERS, Id, NOT_A_CURSOR, ONE_OF_BOTH, type Route } from './route.ts';

const OF_PORTAL = '/portals/{portalId}';

export function apiRoutes(context: WebContext): Router {
  const router = Router();
  const openapi = makeOpenapi();
  router.get('/openapi.json', (_request, response) => {
    response.json(openapi);
  });
  router.use(identify(context), limitPortal(context));
  for (const name of routeNames()) mount(router, name, { context, path: ROUTES[name].path });
  router.get(expressPath(AUDIT_CSV_PATH), (request, response) => sendAuditCsv(context, request, response));
  return router;
}

/** The same routes for HubSpot's users, of the portal that HubSpot's signature names. */
export function userRoutes(context: WebContext): Router {
  const router = Router();
  router.use(identifyUser(context), limitPortal(context));
  for (const name of routeNames()) {
    const { path } = ROUTES[name];
    if (!path.startsWith(`${OF_PORTAL}/`)) continue;
    mount(router, name, { context, path: path.slice(OF_PORTAL.length) });
  }
  return router;
}

/** The holder of the token runs Accord: nobody is protected from him. */
function limitPortal({ config }: WebContext): RequestHandler {
  const limit = createPortalLimit({ max: config.accountRequests });
  return async (request, response, next) => {
    const caller = callerOf(response);
    if (caller.kind === 'user') await limit({ request, response }, caller.portalId);
    next();
  };
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
    const portalId = caller.kind === 'user' ? caller.portalId : params['portalId'];
    const portalLanguage = await readPortalLanguage(context, portalId);
    rememberLanguage(response, portalLanguage ?? null);
    const language = languageOf(request, response);
    requireAllowed(route, caller, params['portalId']);
    const input = {
      params: check(route.params, params, { place: 'path', language }),
      query: check(route.query, ownQuery(request, caller, route.query.shape), { place: 'query', language }),
      body: check(route.body, bodyOf(request), { place: 'body', language }),
      caller,
      language,
    };
    if (portalLanguage === null)
      throw new HttpProblem(inWords(problemWords('notInstalled'), { status: 404, code: 'PORTAL_NOT_FOUND' }));
    response.json(await handle(context, input));
  };
  router[route.method](expressPath(path), serve);
}

function expressPath(openapiPath: string): string {
  return openapiPath.replaceAll(/\{(\w+)\}/g, ':$1');
}

interface CheckedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly caller: KnownCaller;
  readonly language: Language;
}

function paramsOf(request: Request, caller: KnownCaller): Readonly<Record<string, unknown>> {
  return caller.kind === 'user' ? { portalId: caller.portalId, ...request.params } : request.params;
}

/** A user speaks for his own portal only, and only where the contract lets users in. */
function requireAllowed(route: Route, caller: KnownCaller, portalId: unknown): void {
  if (caller.kind === 'admin') return;
  if (caller.portalId !== portalId) {
    throw new HttpProblem(inWords(problemWords('otherPortal'), { status: 403, code: 'OTHER_PORTAL' }));
  }
  // A route over all portals is for the holder of the token.
  const isOfPortal = 'portalId' in route.params.shape;
  if (isOfPortal && isAllowed(route.caller, caller.roles)) return;
  throw new HttpProblem(inWords(problemWords('adminOnly'), { status: 403, code: 'ADMIN_ONLY' }));
}

/** A document sent as a file stands for the body that would carry it. */
function bodyOf(request: Request): unknown {
  const body: unknown = request.body;
  return typeof body === 'string' ? { document: body } : body;
}

/** Null: no such portal. Undefined where none is asked about, or by no id at all. */
async function readPortalLanguage({ versions }: WebContext, portalId: unknown) {
  const id = Id.safeParse(portalId);
  return id.success ? versions.store.readLanguage(id.data) : undefined;
}

interface Checking {
  readonly place: 'path' | 'query' | 'body';
  readonly language: Language;
}

function check(schema: z.ZodType, value: unknown, { place, language }: Checking): unknown {
  const unstorable = findUnstorable(value);
  if (unstorable !== null) refuse([{ path: unstorable, message: NO_TEXT }], { place, language });
  const parsed = schema.safeParse(value, { error: RULES[language] });
  if (parsed.success) return parsed.data;
  return refuse(parsed.error.issues, { place, language });
}

function refuse(
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
  { place, language }: Checking,
): never {
  const problems = issues.map(({ path, message }) => ({
    path: path.join('.'),
    problem: language === 'fr' ? (FRENCH_RULES[message] ?? message) : message,
  }));
  const words = problemWords('badRequest', { place });
  throw new HttpProblem(inWords(words, { status: 400, code: 'BAD_REQUEST', details: { problems } }));
}

/** What zod says of a value, and our own rules beside it. */
const RULES = { en: z.locales.en().localeError, fr: z.locales.fr().localeError };
const NO_TEXT = 'holds a character that is no text (U+0000, or half of a pair)';
const FRENCH_RULES: Readonly<Record<string, string>> = {
  [NO_TEXT]: 'contient un caractère qui n’est pas du texte (U+0000, ou la moitié d’une paire)',
  [MONTH_FORM]: 'doit être un mois, p. ex. 2026-11',
  [DIGITS_ONLY]: 'ne doit avoir que des chiffres',
  [NOT_A_CURSOR]: 'n’est pas le `next` d’une page',
  [ONE_OF_BOTH]: 'doit contenir exactement l’un des deux',
  [ID_LETTERS]: 'ne doit avoir que des minuscules sans accent, des chiffres et des tirets',
};
