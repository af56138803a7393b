// Who calls: the holder of the admin token, or a user whom HubSpot vouches for, by its signature over the raw request or by a
// sign-in (5a.10). The body is read here, because the signature is over its bytes.
import { createHash, timingSafeEqual } from 'node:crypto';
import express, {
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from 'express';
import { HttpProblem, inWords } from '#http/problem.ts';
import { problemWords } from '#http/problem-words.ts';
import { requireSignature } from '#http/require-signature.ts';
import { requireSameOrigin } from '#http/same-origin.ts';
import { hasSessionCookie, readSignedIn } from '#http/sign-in.ts';
import type { WebContext } from '#http/web-context.ts';
import { type PortalRole, portalRolesOf } from '#pipeline/portal-roles.ts';
import type { Caller } from '#pipeline/versions/version.ts';
import { Language } from './route.ts';

/** An agreement of a thousand rules is about 200 kB. */
const BODY_LIMIT_BYTES = 1_048_576;
const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml'];
const SIGNATURE_HEADER = 'x-hubspot-signature-v3';

/** What HubSpot's proxy appends to the address of a user's request and signs with it (hubspot.fetch). */
const SIGNED_PARAMETERS = ['userId', 'portalId', 'userEmail', 'appId'] as const;

/** A caller; a user is one of a portal, and speaks for no other. */
export type KnownCaller =
  | { readonly kind: 'admin' }
  | {
      readonly kind: 'user';
      /** Signed by HubSpot, or through the session of a browser that signed in with it. */
      readonly by: 'signature' | 'session';
      readonly userId: string;
      readonly email: string;
      readonly portalId: string;
      readonly roles: readonly PortalRole[];
      /** When the user did it, ISO: by HubSpot's clock, which is part of what it signed, else by ours. */
      readonly at: string;
    };

export type KnownUser = Extract<KnownCaller, { kind: 'user' }>;

/** HubSpot's signature where a request carries one, else the token, else the session. */
export function identify(context: WebContext): RequestHandler {
  const byToken = Router().use(requireToken(context), ...parseBody());
  const bySession = Router().use(requireSession(context), ...parseBody());
  const bySignature = identifyUser(context);
  return (request, response, next) => {
    const { headers } = request;
    if (headers[SIGNATURE_HEADER] !== undefined) return bySignature(request, response, next);
    const isBrowser = headers.authorization === undefined && hasSessionCookie(context, request);
    return isBrowser ? bySession(request, response, next) : byToken(request, response, next);
  };
}

function requireSession(context: WebContext): RequestHandler {
  return async (request, response, next) => {
    const user = await readSignedIn(context, request);
    if (user === null)
      throw new HttpProblem(inWords(problemWords('notSignedIn'), { status: 401, code: 'UNAUTHORIZED' }));
    requireSameOrigin(context.config, request);
    const roles = await readRoles(context, user);
    const at = new Date(context.clock.nowMs()).toISOString();
    setCaller(response, { kind: 'user', by: 'session', ...user, roles, at });
    next();
  };
}

async function readRoles(
  { roles }: WebContext,
  user: Pick<KnownUser, 'portalId' | 'userId' | 'email'>,
): Promise<readonly PortalRole[]> {
  const facts = await roles.readFacts(user.portalId, user.userId);
  return facts === null ? [] : portalRolesOf(facts, user);
}

/** HubSpot's signature only: below /hubspot there is no token. */
export function identifyUser(context: WebContext): RequestHandler {
  // Any content type, never inflated: the signature is over the bytes as sent.
  const readBytes = express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false });
  return Router().use(readBytes, (request, response, next) =>
    checkSigned(context, { request, response, next }),
  );
}

async function checkSigned(
  context: WebContext,
  {
    request,
    response,
    next,
  }: { readonly request: Request; readonly response: Response; readonly next: NextFunction },
): Promise<void> {
  const bytes: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  requireSignature(context, request, { body: bytes, acceptV1: false, acceptV2: false });
  const user = readUser(request);
  const roles = await readRoles(context, user);
  const at = new Date(Number(request.headers['x-hubspot-request-timestamp'])).toISOString();
  setCaller(response, { ...user, kind: 'user', by: 'signature', roles, at });
  request.body = parseBytes(request, bytes);
  next();
}

const callers = new WeakMap<Response, KnownCaller>();

function setCaller(response: Response, caller: KnownCaller): void {
  callers.set(response, caller);
}

export function callerOf(response: Response): KnownCaller {
  const caller = callers.get(response);
  if (caller === undefined) throw new Error('a request was handled before its caller was known');
  return caller;
}

/** As the use cases and the audit trail know it. */
export function actorOf(caller: KnownCaller, reason?: string): Caller {
  const why = reason === undefined ? {} : { reason };
  if (caller.kind === 'admin')
    return { kind: 'admin', by: { actor: 'admin token', origin: 'api', role: 'admin', ...why } };
  const { userId, email } = caller;
  const origin = caller.by === 'session' ? 'console' : 'hubspot';
  const role = caller.roles.includes('admin') ? 'admin' : 'user';
  return { kind: 'user', userId, email, by: { actor: `user ${userId}`, origin, role, ...why } };
}

/**
 * The query without what HubSpot has appended, and without the language that anybody may ask an answer in, where the route
 * itself takes none: it is read beforehand (language.ts).
 */
export function ownQuery(
  request: Request,
  caller: KnownCaller,
  taken: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const isSigned = caller.kind === 'user' && caller.by === 'signature';
  const isSpoken = 'language' in taken || !Language.safeParse(request.query['language']).success;
  const apart: readonly string[] = [
    ...(isSigned ? SIGNED_PARAMETERS : []),
    ...(isSpoken ? [] : ['language']),
  ];
  return Object.fromEntries(Object.entries(request.query).filter(([name]) => !apart.includes(name)));
}

/**
 * HubSpot appends its parameters to whatever the card asked for: one that stands there twice was put there by the card's
 * user, to be taken for another.
 */
function readUser(request: Request): Pick<KnownUser, 'userId' | 'portalId' | 'email'> {
  const [userId, portalId, email] = SIGNED_PARAMETERS.slice(0, 3).map((name) => request.query[name]);
  const isWhole =
    isId(userId) && isId(portalId) && typeof email === 'string' && /^[^\s@]{1,64}@[^\s@]{1,255}$/.test(email);
  const appId = request.query['appId'];
  if (isWhole && !Array.isArray(appId)) return { userId, portalId, email };
  throw new HttpProblem(inWords(problemWords('unknownUser'), { status: 401, code: 'USER_UNKNOWN' }));
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,20}$/.test(value);
}

function parseBytes(request: Request, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (YAML_TYPES.some((type) => request.is(type) !== false)) return bytes.toString('utf8');
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    throw new HttpProblem(inWords(problemWords('bodyNotJson'), { status: 400, code: 'BODY_NOT_JSON' }));
  }
}

function parseBody(): RequestHandler[] {
  const options = { limit: BODY_LIMIT_BYTES, inflate: false };
  return [express.json(options), express.text({ ...options, type: YAML_TYPES })];
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
    if (scheme.toLowerCase() === 'bearer' && isSameSecret(token, config.adminToken)) {
      setCaller(response, { kind: 'admin' });
      return next();
    }
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
