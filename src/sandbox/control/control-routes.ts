// The control API under /sandbox: for tests and demos in other processes. Not part of HubSpot, not rate-limited,
// without a token: the server listens on loopback only.
import express, { type Express, type Request, type Response } from 'express';
import { z } from 'zod';
import { applyActions } from '#sandbox/actions/apply.ts';
import { HubspotError } from '#sandbox/errors.ts';
import { GenerateOptions, generatePortal } from '#sandbox/generator/portal.ts';
import { importContacts } from '#sandbox/import-csv.ts';
import { installApp, uninstallApp } from '#sandbox/install.ts';
import { OBJECT_TYPES, type Portal, readObjectType } from '#sandbox/model.ts';
import { expireAccessTokens } from '#sandbox/oauth.ts';
import { fetchAsUser, UserFetch } from '#sandbox/user-fetch.ts';
import { ActionRun, lookAt, runAction } from '#sandbox/workflows/runs.ts';
import type { World } from '#sandbox/world.ts';
import { ClockChange, FaultChange, NewPortal, SwitchChange, WebhookChange } from './control-schema.ts';
import { collectStats, countPortal, dumpRecords, isQuiescent, type Page, pageLog } from './dump.ts';

const MAX_PAGE = 10_000;
const Actions = z.strictObject({ actions: z.array(z.unknown()) });
const Install = z.strictObject({ scopes: z.array(z.string()) });

type Handler = (request: Request, response: Response) => unknown;

export function mountControl(app: Express, world: World): void {
  const router = express.Router();
  // The import streams its body; everything else is small JSON.
  router.post('/portals/:portalId/import', wrap(world, importCsv));
  router.use(express.json({ limit: '50mb' }));
  for (const [method, path, handler] of listRoutes(world))
    router[method](
      path,
      wrap(world, (_, request, response) => handler(request, response)),
    );
  app.use('/sandbox', router);
}

type ControlRoute = readonly ['get' | 'post' | 'put' | 'delete', string, Handler];

function listRoutes(world: World): ControlRoute[] {
  return [...listWorldRoutes(world), ...listPortalRoutes(world)];
}

function listWorldRoutes(world: World): ControlRoute[] {
  return [
    ['get', '/stats', () => collectStats(world)],
    [
      'get',
      '/quiescent',
      () => ({
        quiescent: isQuiescent(world),
        pending: world.webhooks.pending(),
        inFlight: world.webhooks.inFlight(),
      }),
    ],
    ['get', '/calls', (request) => pageLog(world.calls.calls, readPage(request), portalFilter(request))],
    ['delete', '/calls', () => clearCalls(world)],
    ['get', '/events', (request) => pageLog(world.events.events, readPage(request), portalFilter(request))],
    ['get', '/deliveries', (request) => pageLog(world.events.deliveries, readPage(request), () => true)],
    ['get', '/faults', () => world.faults.settings()],
    ['put', '/faults', (request) => changeFaults(world, request)],
    ['get', '/switches', () => world.switches],
    [
      'put',
      '/switches',
      (request) => Object.assign(world.switches, dropUndefined(SwitchChange.parse(request.body))),
    ],
    ['get', '/webhook', () => world.webhooks.settings()],
    ['put', '/webhook', (request) => changeWebhook(world, request)],
    ['post', '/webhook/pause', () => world.webhooks.pause()],
    ['post', '/webhook/resume', () => world.webhooks.resume()],
    ['post', '/webhook/flush', () => world.webhooks.flush()],
    ['get', '/clock', () => ({ nowMs: world.clock.nowMs(), offsetMs: world.clockOffset.ms })],
    ['put', '/clock', (request) => changeClock(world, request)],
    ['get', '/portals', () => ({ results: [...world.portals.values()].map(countPortal) })],
    ['post', '/portals', (request) => countPortal(world.addPortal(NewPortal.parse(request.body)))],
  ];
}

function listPortalRoutes(world: World): ControlRoute[] {
  const portal = (request: Request): Portal => requirePortal(world, request);
  return [
    ['get', '/portals/:portalId', (request) => countPortal(portal(request))],
    ['get', '/portals/:portalId/owners', (request) => ({ results: [...portal(request).owners.values()] })],
    [
      'get',
      '/portals/:portalId/workflow-runs',
      (request) => ({ results: [...portal(request).workflowRuns.values()].map((run) => lookAt(run)) }),
    ],
    [
      'post',
      '/portals/:portalId/workflow-runs',
      (request) => runAction(world, portal(request), ActionRun.parse(request.body)),
    ],
    ['get', '/portals/:portalId/:objectType', (request) => dumpObjects(portal(request), request)],
    ['post', '/portals/:portalId/actions', (request) => runActions(portal(request), request)],
    [
      'post',
      '/portals/:portalId/generate',
      (request) => generatePortal(portal(request), GenerateOptions.parse(request.body)),
    ],
    ['post', '/portals/:portalId/install', (request) => install(world, portal(request), request)],
    ['post', '/portals/:portalId/uninstall', (request) => uninstallApp(world, portal(request))],
    [
      'post',
      '/portals/:portalId/tokens/expire',
      (request) => expireAccessTokens(world.oauth, portal(request).portalId),
    ],
    [
      'post',
      '/portals/:portalId/fetch',
      (request) => fetchAsUser(world, portal(request), UserFetch.parse(request.body)),
    ],
    ['post', '/portals/:portalId/index/settle', (request) => settleIndex(portal(request))],
  ];
}

function wrap(
  world: World,
  handler: (world: World, request: Request, response: Response) => unknown,
): (request: Request, response: Response) => Promise<void> {
  return async (request, response) => {
    try {
      response.json((await handler(world, request, response)) ?? { ok: true });
    } catch (error) {
      const status = error instanceof HubspotError ? error.status : 400;
      response.status(status).json({ error: error instanceof Error ? error.message : 'unknown' });
    }
  };
}

function requirePortal(world: World, request: Request): Portal {
  const portal = world.portals.get(Number(request.params['portalId']));
  if (portal === undefined)
    throw new HubspotError(404, { message: `no such portal: ${String(request.params['portalId'])}` });
  return portal;
}

function readPage(request: Request): Page {
  const query = new URL(request.originalUrl, 'http://sandbox.test').searchParams;
  const limit = Math.min(MAX_PAGE, Number(query.get('limit') ?? 1_000));
  return { after: Number(query.get('after') ?? 0), limit };
}

function portalFilter(request: Request): (entry: { readonly portalId: number | null }) => boolean {
  const wanted = new URL(request.originalUrl, 'http://sandbox.test').searchParams.get('portalId');
  return (entry) => wanted === null || entry.portalId === Number(wanted);
}

function clearCalls(world: World): void {
  world.calls.clear();
  world.refusals.general = 0;
  world.refusals.search = 0;
}

function changeFaults(world: World, request: Request): unknown {
  world.faults.configure(dropUndefined(FaultChange.parse(request.body)));
  return world.faults.settings();
}

function changeWebhook(world: World, request: Request): unknown {
  world.webhooks.configure(dropUndefined(WebhookChange.parse(request.body)));
  return world.webhooks.settings();
}

function changeClock(world: World, request: Request): unknown {
  world.clockOffset.ms = ClockChange.parse(request.body).offsetMs;
  return { nowMs: world.clock.nowMs(), offsetMs: world.clockOffset.ms };
}

function dumpObjects(portal: Portal, request: Request): unknown {
  const type = readObjectType(String(request.params['objectType']));
  if (type === null) throw new HubspotError(404, { message: `one of ${OBJECT_TYPES.join(', ')} is needed` });
  return dumpRecords(portal, type, readPage(request));
}

function runActions(portal: Portal, request: Request): unknown {
  // Each action is checked on its own, so that one wrong one does not hide the others.
  const { actions } = Actions.parse(request.body);
  return { results: applyActions(portal, actions as Parameters<typeof applyActions>[1]) };
}

function install(world: World, portal: Portal, request: Request): unknown {
  const access = installApp(world, portal, Install.parse(request.body).scopes);
  return {
    access_token: access.token,
    refresh_token: access.grant.refreshToken,
    expires_in: Math.floor(world.oauth.ttlMs / 1_000),
    hub_id: portal.portalId,
    scopes: access.grant.scopes,
  };
}

function settleIndex(portal: Portal): void {
  for (const type of OBJECT_TYPES) portal.objects[type].index.settle();
}

function importCsv(world: World, request: Request): Promise<unknown> {
  return importContacts(requirePortal(world, request), request);
}

/** `exactOptionalPropertyTypes` tells a missing key from an undefined one; zod does not. */
function dropUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>; // Only keys without a value were taken out.
  };
}
