// Everything the demo runs on, in this one process: embedded Postgres in a folder of its own, the sandbox portal, the web
// server and a worker. Closing it leaves nothing behind.

import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDocument } from '#agreement/parse.ts';
import type { Agreement } from '#domain/agreement.ts';
import type { Effect } from '#domain/decision.ts';
import { createApp } from '#http/app.ts';
import { listen } from '#http/listen.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { MAIN_AGREEMENT } from '#pipeline/versions/first-version.ts';
import { type Preview, previewDocument } from '#pipeline/versions/preview.ts';
import { describeRefusal } from '#pipeline/versions/refusals.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { readConfig } from '#platform/config.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { importContacts } from '#sandbox/import-csv.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { type Context, createContext } from '#src/context.ts';
import type { Database } from '#store/database.ts';
import { countPending, loadPolledUntil, loadProgress, type PortalProgress } from '#store/ledger.ts';
import { startWorkers } from '#workers/turns.ts';
import { equipPortal } from './equip-portal.ts';
import type { DemoOptions } from './options.ts';
import { putInForce } from './sign-agreement.ts';
import { textIn } from './texts.ts';
import { createVirtualClock, lastMondayMs, type VirtualClock } from './virtual-clock.ts';

export const PORTAL_NUMBER = 44001234;
export const PORTAL_ID = String(PORTAL_NUMBER);
const PROJECT_FOLDER = join(import.meta.dirname, '../../app-manifest');
const TIME_ZONES = { en: 'Europe/London', fr: 'Europe/Paris' } as const;
const REPS = 6;
const USUAL_EFFECTS: readonly Effect[] = ['scores', 'stage', 'owner', 'tasks'];
/** A rehearsal lives no time, so no window of HubSpot's limit applies to it; waiting for one would show nothing. */
const REHEARSAL_CALLS = 2_000;
const SANDBOX_STOP_MS = 3_000;
const SHOWN_PROBLEMS = 10;
const REST_TICK_MS = 50;
/** The portal lives hours in a second; the interval for real portals would find a form days later. */
const POLL_SECONDS = 0.5;
/** A demo that does not come to rest by then is stuck, and says so. */
const REST_LIMIT_MS = 120_000;

export interface StageOptions extends Pick<DemoOptions, 'seed' | 'language' | 'importFile'> {
  /** Where business time begins; without it, a Monday morning not long ago. */
  readonly startMs?: number;
  /** How long ago it begins at least. */
  readonly livedMs?: number;
  /** Time goes on in leaps: no window of HubSpot's limit applies to hours that take no time. */
  readonly leaps?: boolean;
}

export interface Stage {
  readonly sandbox: Sandbox;
  readonly sandboxUrl: string;
  readonly url: string;
  /** Of this demo's `/api/v1`. */
  readonly adminToken: string;
  readonly timeZone: string;
  readonly clock: VirtualClock;
  readonly database: Database;
  contactCount(): number;
  install(): Promise<void>;
  /** Gives the portal what the document names and it lacks; answers the names of the properties that were added. */
  equip(document: string): readonly string[];
  /** Answers the version's number. */
  publish(document: string): Promise<number>;
  switchOn(effects?: readonly Effect[]): Promise<void>;
  agreement(): Promise<Agreement>;
  preview(document: string, language: DemoOptions['language']): Promise<Preview>;
  progress(): Promise<PortalProgress>;
  /** Time stands still: resolves when every event has arrived, every signal is found and every change is written. */
  rest(): Promise<void>;
  /** The same without what only a search finds: forms of known contacts, pages, e-mails. */
  restOfEvents(): Promise<void>;
  pause(delayMs: number): Promise<void>;
  close(): Promise<void>;
}

export async function openStage(options: StageOptions): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), 'accord-demo-'));
  const timeZone = TIME_ZONES[options.language];
  const latestMs = systemClock.nowMs() - (options.livedMs ?? 0);
  const startMs = options.startMs ?? lastMondayMs(latestMs, timeZone);
  const clock = createVirtualClock(startMs, systemClock);
  const isUnlimited = options.importFile !== null || options.leaps === true;
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const secret = randomBytes(24).toString('hex');
  const adminToken = randomBytes(24).toString('hex');
  const sandbox = createSandbox({
    seed: options.seed,
    clientId: 'accord-demo',
    clientSecret: secret,
    portals: [{ portalId: PORTAL_NUMBER, timeZone }],
    clock,
    project: { folder: PROJECT_FOLDER, variables: { PUBLIC_URL: url } },
    ...(isUnlimited ? { rateLimit: { max: REHEARSAL_CALLS } } : {}),
    webhook: {
      targetUrl: `${url}/webhooks/hubspot`,
      subscriptions: WEBHOOK_SUBSCRIPTIONS,
      duplicateShare: 0.03,
    },
  });
  const { url: sandboxUrl } = await sandbox.start(0);
  const env = {
    PORT: String(port),
    PUBLIC_URL: url,
    ACCORD_DATA_DIR: dataDir,
    HUBSPOT_APP_ID: '7788991',
    HUBSPOT_CLIENT_ID: 'accord-demo',
    HUBSPOT_CLIENT_SECRET: secret,
    HUBSPOT_API_URL: sandboxUrl,
    HUBSPOT_AUTHORIZE_URL: `${sandboxUrl}/oauth/authorize`,
    ...(isUnlimited ? { HUBSPOT_RATE_LIMIT: String(REHEARSAL_CALLS) } : {}),
    ADMIN_TOKEN: adminToken,
    LOG_LEVEL: 'error',
  };
  const context = await openApp(env);
  clock.attach(context.database);
  await clock.freeze();
  const { language } = options;
  return stageOf({ context, sandbox, sandboxUrl, url, adminToken, timeZone, clock, dataDir, language });
}

async function openApp(env: Readonly<Record<string, string>>): Promise<Context> {
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.error.join('\n'));
  const context = await createContext({ ...config.value, pollSeconds: POLL_SECONDS }, { part: 'demo' });
  const server = await listen(createApp(context), { port: config.value.port, host: config.value.host });
  context.lifecycle.onStop('web', () => server.close());
  const workers = startWorkers({ ...context, concurrency: config.value.workerConcurrency });
  context.lifecycle.onStop('workers', () => workers.close(), 10_000);
  return context;
}

interface Parts {
  readonly context: Context;
  readonly sandbox: Sandbox;
  readonly sandboxUrl: string;
  readonly url: string;
  readonly adminToken: string;
  readonly timeZone: string;
  readonly clock: VirtualClock;
  readonly dataDir: string;
  readonly language: DemoOptions['language'];
}

function stageOf(parts: Parts): Stage {
  const { context, sandbox, sandboxUrl, url, adminToken, timeZone, clock, dataDir } = parts;
  const by = { actor: 'demo', origin: 'demo' } as const;
  const desk = { url, sandboxUrl, portalId: PORTAL_ID };
  return {
    sandbox,
    sandboxUrl,
    url,
    adminToken,
    timeZone,
    clock,
    database: context.database,
    contactCount: () => sandbox.requirePortal(PORTAL_NUMBER).objects.contacts.live.size,
    install: () => installApp(url, parts.language),
    equip: (document) => equip(document, sandbox),
    publish: (document) => putInForce(desk, document),
    switchOn: async (effects = USUAL_EFFECTS) => {
      const inForce = await context.reports.readAgreement(PORTAL_ID);
      // The template of the install is nobody's promise yet: both sides sign it before anything is written.
      if (inForce?.version === 1) await putInForce(desk, inForce.document);
      await context.admin.provision(PORTAL_ID, by);
      const command = { kind: 'effects', effects, enabled: true } as const;
      const switched = await context.admin.switch(PORTAL_ID, { command, by });
      if (!switched.ok) throw new Error(`Accord could not be switched on: ${switched.error}`);
    },
    agreement: async () => {
      const portal = await context.turnStore.loadPortal(PORTAL_ID);
      if (portal?.agreement == null) throw new Error('no agreement is in force');
      return portal.agreement;
    },
    preview: async (document, language) => {
      const key = { portalId: PORTAL_ID, agreementId: MAIN_AGREEMENT };
      const found = await previewDocument(context.versions, key, { document, language });
      if (!found.ok) throw new Error(describeRefusal(found.error, language).message);
      return found.value;
    },
    progress: () => loadProgress(context.database, PORTAL_ID),
    rest: () => waitForRest(parts, 'searched'),
    restOfEvents: () => waitForRest(parts, 'events'),
    pause: (delayMs) => sleep(delayMs),
    close: async () => {
      await context.close();
      // A request still open there must not keep the folder from being removed.
      await Promise.race([sandbox.stop(), sleep(SANDBOX_STOP_MS)]);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** What is wrong with a document has been said before anything was started. */
function equip(document: string, sandbox: Sandbox): readonly string[] {
  const read = readDocument(document);
  return read.ok ? equipPortal(sandbox.requirePortal(PORTAL_NUMBER), read.value) : [];
}

/** Fills the portal, generated or from the export; answers what to tell. */
export async function fillPortal(stage: Stage, options: DemoOptions): Promise<string[]> {
  const portal = stage.sandbox.requirePortal(PORTAL_NUMBER);
  const { language } = options;
  if (options.importFile === null) {
    const filled = generatePortal(portal, {
      seed: options.seed,
      contacts: options.contacts,
      companies: Math.ceil(options.contacts / 6),
      reps: REPS,
    });
    const params = { portal: PORTAL_ID, contacts: filled.contacts, companies: filled.companies, reps: REPS };
    return [`  ${textIn(language, 'portalReady', params)}`];
  }
  generatePortal(portal, { seed: options.seed, contacts: 0, companies: 0, reps: REPS });
  const imported = await importContacts(portal, createReadStream(options.importFile));
  const columns = imported.properties.map((property) => `    ${property.label} → ${property.name}`);
  const shown = imported.problems
    .slice(0, SHOWN_PROBLEMS)
    .map((problem) => `    ${problem.line}: ${problem.message}`);
  const more = imported.problems.length - shown.length;
  return [
    `  ${textIn(language, 'importReady', { contacts: imported.contacts, problems: imported.problems.length })}`,
    ...shown,
    ...(more > 0 ? [`    ${textIn(language, 'moreProblems', { count: more })}`] : []),
    ...(columns.length > 0 ? [`  ${textIn(language, 'ownColumns')}`, ...columns] : []),
  ];
}

/** As an admin's browser does it: with the cookie that binds the state, through the consent page. */
async function installApp(url: string, language: string): Promise<void> {
  const headers = { 'accept-language': language };
  const start = await fetch(`${url}/oauth/install`, { redirect: 'manual', headers });
  const cookie = (start.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const consent = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
  const done = await fetch(consent.headers.get('location') ?? '', {
    headers: { ...headers, cookie },
    redirect: 'manual',
  });
  if (!done.ok) throw new Error(`the app could not be installed: ${done.status} ${await done.text()}`);
}

/**
 * HubSpot's search sees a change two seconds later, by the machine's clock; business time stands still. A round of searches that
 * began before is told from one that sees everything by a millisecond.
 */
async function endSearchLag({ sandboxUrl, clock }: Pick<Parts, 'sandboxUrl' | 'clock'>): Promise<void> {
  await fetch(`${sandboxUrl}/sandbox/portals/${PORTAL_ID}/index/settle`, { method: 'POST' });
  await clock.leapTo(clock.nowMs() + 1);
}

async function waitForRest(
  { context, sandboxUrl, clock }: Parts,
  until: 'searched' | 'events',
): Promise<void> {
  if (until === 'searched') await endSearchLag({ sandboxUrl, clock });
  const since = clock.nowMs();
  const endsAt = systemClock.nowMs() + REST_LIMIT_MS;
  for (;;) {
    const webhooks = await fetch(`${sandboxUrl}/sandbox/quiescent`);
    const { quiescent } = (await webhooks.json()) as { quiescent: boolean }; // documented by the sandbox's README
    // In this order: what a search finds is marked in the same commit.
    const isSearched =
      quiescent &&
      (until === 'events' || ((await loadPolledUntil(context.database, PORTAL_ID)) ?? 0) >= since);
    if (isSearched && (await countPending(context.database, PORTAL_ID)) === 0) return;
    if (systemClock.nowMs() > endsAt) throw new Error('the portal did not come to rest');
    await sleep(REST_TICK_MS);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
