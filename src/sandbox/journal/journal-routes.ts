// The journal's paths: an app-level token by client credentials, subscriptions, and files behind addresses that expire.
// They take no place in a portal's rate limit.
import express, { type Express, type Request, type Response } from 'express';
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

type Answer = (request: Request, response: Response) => unknown;

export function mountJournal(app: Express, world: World): void {
  const { journal } = world;
  const open = new Map<string, number>();
  const guard =
    (scope: string, answer: Answer) =>
    (request: Request, response: Response): void => {
      try {
        requireToken(world, request, scope);
        if (!VERSIONS.includes(String(request.params['version']))) throw refuseNotFound();
        const body = answer(request, response);
        if (!response.headersSent) sendJson(response, body === undefined ? 204 : 200, body);
      } catch (error) {
        if (!(error instanceof HubspotError)) throw error;
        sendError(world, response, error);
      }
    };
  const entry = (request: Request, file: ReturnType<Journal['earliest']>): unknown => {
    if (file === null) return undefined;
    open.set(file.offset, Date.now() + FILE_TTL_MS);
    const origin = `http://${request.headers.host ?? ''}`;
    return {
      url: `${origin}/journal-files/${file.offset}?signature=${world.seed}`,
      expiresAt: new Date(Date.now() + FILE_TTL_MS).toISOString(),
      currentOffset: file.offset,
    };
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
    const offset = String(request.params['offset']);
    const file = journal.find(offset);
    if (file === null || (open.get(offset) ?? 0) < Date.now()) return void response.status(403).end();
    const publishedAt = new Date(file.publishedAtMs).toISOString();
    sendJson(response, 200, { offset, publishedAt, journalEvents: file.events });
  });
  mountSubscriptions(app, journal, guard);
}

function mountSubscriptions(
  app: Express,
  journal: Journal,
  guard: (scope: string, answer: Answer) => express.RequestHandler,
): void {
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
