// The journal's paths: an app-level token by client credentials, subscriptions, and files behind addresses that expire.
// They take no place in a portal's rate limit.
import type { Express, Request, RequestHandler } from 'express';
import { z } from 'zod';
import { sendError, sendJson } from '#sandbox/api/responses.ts';
import { buildError, HubspotError, refuseInput, refuseNotFound } from '#sandbox/errors.ts';
import type { World } from '#sandbox/world.ts';
import type { Journal } from './journal.ts';

const VERSIONS = ['2026-03', '2026-09'];
const FILE_TTL_MS = 300_000;
const READ = 'developer.webhooks_journal.read';
const READ_SUBSCRIPTIONS = 'developer.webhooks_journal.subscriptions.read';
const WRITE_SUBSCRIPTIONS = 'developer.webhooks_journal.subscriptions.write';

const Subscription = z.strictObject({
  subscriptionType: z.enum(['OBJECT', 'ASSOCIATION', 'APP_LIFECYCLE_EVENT', 'GDPR_PRIVACY_DELETION']),
  portalId: z.number().int(),
  objectTypeId: z.string().default(''),
  eventTypeId: z.string().default(''),
  associatedObjectTypeIds: z.array(z.string()).default([]),
  actions: z.array(z.string()).default([]),
  objectIds: z.array(z.number()),
  properties: z.array(z.string()),
});

/** Undefined: nothing to say. */
type Answer = (request: Request) => unknown;

type Guard = (scope: string, answer: Answer) => RequestHandler;

export function mountJournal(app: Express, world: World): void {
  const guard = guardOf(world);
  mountFiles(app, world, guard);
  mountSubscriptions(app, world.journal, guard);
}

/** Token and version first; an answer of nothing is 204. */
function guardOf(world: World): Guard {
  return (scope, answer) => (request, response) => {
    try {
      requireToken(world, request, scope);
      if (!VERSIONS.includes(String(request.params['version']))) throw refuseNotFound();
      const body = answer(request);
      sendJson(response, body === undefined ? 204 : 200, body);
    } catch (error) {
      if (!(error instanceof HubspotError)) throw error;
      sendError(world, response, error);
    }
  };
}

function mountFiles(app: Express, { journal, seed }: World, guard: Guard): void {
  const openUntilMs = new Map<string, number>();
  const entry = (request: Request, file: ReturnType<Journal['earliest']>): unknown => {
    if (file === null) return undefined;
    const untilMs = Date.now() + FILE_TTL_MS;
    openUntilMs.set(file.offset, untilMs);
    const url = `http://${request.headers.host ?? ''}/journal-files/${file.offset}?signature=${seed}`;
    return { url, expiresAt: new Date(untilMs).toISOString(), currentOffset: file.offset };
  };
  const base = '/webhooks-journal/journal/:version';
  app.get(
    `${base}/earliest`,
    guard(READ, (request) => entry(request, journal.earliest())),
  );
  app.get(
    `${base}/latest`,
    guard(READ, (request) => entry(request, journal.latest())),
  );
  app.get(
    `${base}/offset/:offset/next`,
    guard(READ, (request) => {
      const next = journal.after(String(request.params['offset']));
      if (next === 'gone') throw refuseNotFound('The offset has expired or does not exist');
      return entry(request, next);
    }),
  );
  app.get('/journal-files/:offset', (request, response) => {
    const { offset } = request.params;
    const file = journal.find(offset);
    if (file === null || (openUntilMs.get(offset) ?? 0) < Date.now()) return void response.status(403).end();
    const publishedAt = new Date(file.publishedAtMs).toISOString();
    sendJson(response, 200, { offset, publishedAt, journalEvents: file.events });
  });
}

function mountSubscriptions(app: Express, journal: Journal, guard: Guard): void {
  const path = '/webhooks-journal/subscriptions/:version';
  app.get(
    path,
    guard(READ_SUBSCRIPTIONS, () => ({ results: [...journal.subscriptions.values()] })),
  );
  app.post(
    path,
    guard(WRITE_SUBSCRIPTIONS, (request) => {
      const parsed = Subscription.safeParse(readJson(request));
      if (!parsed.success) throw refuseInput(`Invalid subscription: ${parsed.error.issues[0]?.message}`);
      const { objectIds: _, ...wish } = parsed.data;
      return journal.subscribe(wish);
    }),
  );
  app.delete(
    `${path}/portals/:portalId`,
    guard(WRITE_SUBSCRIPTIONS, (request) => {
      for (const { id, portalId } of journal.subscriptions.values())
        if (portalId === Number(request.params['portalId'])) journal.subscriptions.delete(id);
      return undefined;
    }),
  );
}

function readJson(request: Request): unknown {
  try {
    return JSON.parse(typeof request.body === 'string' ? request.body : '');
  } catch {
    throw refuseInput('Invalid input JSON');
  }
}

function requireToken(world: World, request: Request, scope: string): void {
  const token = (request.headers.authorization ?? '').replace(/^bearer /i, '');
  const access = world.oauth.apps.get(token);
  if (access === undefined || access.expiresAtMs <= Date.now())
    throw buildError(401, 'INVALID_AUTHENTICATION', 'Authentication credentials not found or not valid.');
  if (!access.scopes.includes(scope))
    throw buildError(403, 'MISSING_SCOPES', 'This app has not been granted all required scopes.');
}
