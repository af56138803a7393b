// The portal in a browser, under /portals: not HubSpot's API but its screens. Cards and settings are the app's own code, run in
// workers; what they fetch goes through the proxy here, which signs it for the user of the page.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import express, { type Express, type Request, type Response, type Router } from 'express';
import { resolveRecord } from '#sandbox/crm/object-store.ts';
import type { Portal } from '#sandbox/model.ts';
import { fetchAsUser, UserFetch } from '#sandbox/user-fetch.ts';
import type { World } from '#sandbox/world.ts';
import { type Bundles, createBundles } from './bundle.ts';
import { contactsPage } from './contacts-page.ts';
import { type Project, type ProjectOptions, readProject } from './project.ts';
import { recordPage } from './record-page.ts';
import { settingsPage } from './settings-page.ts';
import { type Visit, visitOf } from './visit.ts';
import { wordsIn } from './words.ts';

/** Nothing of a record may run as a script, whatever somebody wrote into it. */
const POLICY =
  "default-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const STYLE = join(import.meta.dirname, 'style.css');
const NO_PROJECT: Project = { appName: '', variables: {}, extensions: [], permittedUrls: [], packages: {} };

interface Served {
  readonly world: World;
  readonly project: Project;
  readonly bundles: Bundles;
}

export function mountPages(app: Express, world: World, options: ProjectOptions | undefined): void {
  const load = createLoader(world, options);
  const router = express.Router();
  const get = (
    path: string,
    answer: (served: Served, request: Request, response: Response) => unknown,
  ): void => {
    router.get(path, (request, response) => {
      response.set('Content-Security-Policy', POLICY).set('Cache-Control', 'no-store');
      return load().then((served) => answer(served, request, response));
    });
  };
  get('/style.css', async (_served, _request, response) => response.type('css').send(await readFile(STYLE)));
  get('/page.js', async ({ bundles }, _request, response) => response.type('js').send(await bundles.page()));
  get('/extensions/:file', sendExtension);
  get('/:portalId/contacts', (_served, request, response) => {
    const visit = findVisit(world, request);
    if (visit === null) return sendMissing(request, response);
    return response.send(contactsPage(visit));
  });
  get('/:portalId/contacts/:contactId', sendRecord);
  get('/:portalId/settings', (served, request, response) => {
    const visit = findVisit(world, request);
    if (visit === null) return sendMissing(request, response);
    return response.send(settingsPage({ ...served, visit }));
  });
  mountProxy(router, load);
  app.use('/portals', router);
}

/** The project is read with the first page. */
function createLoader(world: World, options: ProjectOptions | undefined): () => Promise<Served> {
  let loaded: Promise<Served> | undefined;
  const read = async (): Promise<Served> => {
    const project = options === undefined ? NO_PROJECT : await readProject(options);
    return { world, project, bundles: createBundles(project) };
  };
  return () => (loaded ??= read());
}

function findVisit(world: World, request: Request): Visit | null {
  const portal = findPortal(world, request);
  return portal === undefined ? null : visitOf(portal, request);
}

function findPortal(world: World, request: Request): Portal | undefined {
  return world.portals.get(Number(request.params['portalId']));
}

function sendMissing(request: Request, response: Response): void {
  const language = request.acceptsLanguages('en', 'fr') === 'fr' ? 'fr' : 'en';
  response.status(404).type('text').send(wordsIn(language).missing);
}

async function sendExtension(
  { project, bundles }: Served,
  request: Request,
  response: Response,
): Promise<void> {
  const uid = String(request.params['file']).replace(/\.js$/, '');
  const extension = project.extensions.find((one) => one.uid === uid);
  if (extension === undefined) sendMissing(request, response);
  else response.type('js').send(await bundles.extension(extension));
}

/** An id that was merged away shows the contact that it went into. */
function sendRecord(served: Served, request: Request, response: Response): void {
  const visit = findVisit(served.world, request);
  const id = String(request.params['contactId']);
  const contact = visit === null ? undefined : resolveRecord(visit.portal.objects.contacts, id);
  if (visit === null || contact === undefined) sendMissing(request, response);
  else response.send(recordPage({ ...served, visit }, contact));
}

function mountProxy(router: Router, load: () => Promise<Served>): void {
  router.post('/:portalId/proxy', express.json({ limit: '1mb' }), (request, response) =>
    load().then((served) => proxy(served, request, response)),
  );
}

/** `hubspot.fetch` of an extension: only where the app's manifest permits it. */
async function proxy({ world, project }: Served, request: Request, response: Response): Promise<void> {
  const refuse = (status: number, message: string): unknown =>
    response.status(status).type('text').send(message);
  const portal = findPortal(world, request);
  const call = UserFetch.safeParse(request.body);
  if (portal === undefined || !call.success) return void refuse(400, 'no such call');
  const { url } = call.data;
  if (!project.permittedUrls.some((permitted) => isBelow(url, permitted)))
    return void refuse(403, `${url} is none of permittedUrls.fetch`);
  try {
    response.json(await fetchAsUser(world, portal, call.data));
  } catch (error) {
    refuse(502, error instanceof Error ? error.message : 'no answer');
  }
}

function isBelow(url: string, permitted: string): boolean {
  const base = permitted.replace(/\/$/, '');
  return url === base || url.startsWith(`${base}/`) || url.startsWith(`${base}?`);
}
