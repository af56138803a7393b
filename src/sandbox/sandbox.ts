// A HubSpot that runs on this machine: serves a world over HTTP on loopback. Leaves putting the world together to
// create-world.ts.
import { createServer, type Server } from 'node:http';
import express, { type Express } from 'express';
import type { ActionInput, ActionResult } from './actions/action.ts';
import { applyActions } from './actions/apply.ts';
import { ACCOUNT_ROUTES } from './api/account-routes.ts';
import { ACTION_CALLBACK_ROUTES } from './api/action-callback-routes.ts';
import { ASSOCIATION_ROUTES } from './api/association-routes.ts';
import { BATCH_WRITE_ROUTES } from './api/batch-writes.ts';
import { LEAD_PIPELINE_ROUTES } from './api/lead-pipeline-routes.ts';
import { LIST_ROUTES } from './api/list-routes.ts';
import { mountOauth } from './api/oauth-routes.ts';
import { READ_ROUTES } from './api/object-reads.ts';
import { WRITE_ROUTES } from './api/object-writes.ts';
import { OWNER_ROUTES } from './api/owner-routes.ts';
import { mountRoutes } from './api/pipeline.ts';
import { PROPERTY_ROUTES } from './api/property-routes.ts';
import { sendError } from './api/responses.ts';
import { SEARCH_ROUTES } from './api/search-route.ts';
import { mountControl } from './control/control-routes.ts';
import { createWorld } from './create-world.ts';
import { refuseNotFound } from './errors.ts';
import { mountJournal } from './journal/journal-routes.ts';
import type { Portal } from './model.ts';
import type { SandboxOptions } from './options.ts';
import { mountPages } from './pages/mount.ts';
import type { World } from './world.ts';

export type { SandboxOptions } from './options.ts';

export interface Sandbox {
  /** Listens on 127.0.0.1; port 0 takes a free one. */
  start(port?: number): Promise<{ readonly url: string }>;
  /** Cuts open connections; waiting deliveries are dropped. */
  stop(): Promise<void>;
  readonly state: World;
  requirePortal(portalId: number): Portal;
  apply(portalId: number, actions: readonly ActionInput[]): ActionResult[];
}

export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const world = createWorld(options);
  const app = createApp(world, options);
  let server: Server | null = null;
  const requirePortal = (portalId: number): Portal => {
    const portal = world.portals.get(portalId);
    if (portal === undefined) throw new Error(`the sandbox has no portal ${portalId}`);
    return portal;
  };
  return {
    start: async (port = 0) => {
      server = createServer(app);
      const bound = await listen(server, port);
      options.logger?.info({ port: bound }, 'sandbox portal listens');
      return { url: `http://127.0.0.1:${bound}` };
    },
    stop: async () => {
      await world.webhooks.stop();
      if (server !== null) await close(server);
      server = null;
    },
    state: world,
    requirePortal,
    apply: (portalId, actions) => applyActions(requirePortal(portalId), actions),
  };
}

function createApp(world: World, { project }: SandboxOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  mountControl(app, world);
  mountPages(app, world, project);
  app.use(express.text({ type: () => true, limit: '10mb' }));
  mountOauth(app, world);
  mountJournal(app, world);
  mountRoutes(app, world, [
    ...SEARCH_ROUTES,
    ...BATCH_WRITE_ROUTES,
    ...READ_ROUTES,
    ...WRITE_ROUTES,
    ...PROPERTY_ROUTES,
    ...LEAD_PIPELINE_ROUTES,
    ...OWNER_ROUTES,
    ...LIST_ROUTES,
    ...ASSOCIATION_ROUTES,
    ...ACCOUNT_ROUTES,
    ...ACTION_CALLBACK_ROUTES,
  ]);
  // Numbered paths (/crm/v3/…) and everything the sandbox does not model.
  app.use((_request, response) => sendError(world, response, refuseNotFound()));
  return app;
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
