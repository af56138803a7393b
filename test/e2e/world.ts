// A whole Accord for a test: sandbox portal, web and worker processes, a database of its own; killed and restarted at will.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import type { SandboxOptions } from '#sandbox/options.ts';
import { createSandbox, type Sandbox } from '#sandbox/sandbox.ts';
import { countPending } from '#store/ledger.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

export const CLIENT_SECRET = 'e2e-secret-0123456789abcdef';
export const ADMIN_TOKEN = randomBytes(24).toString('hex');
const START_MS = 60_000;
const RESTART_MS = 500;

export interface AppProcess {
  readonly name: string;
  /** SIGKILL, as the machine would. */
  kill(): Promise<void>;
  /** Without waiting until it is ready. */
  launch(): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Everything it has logged. */
  log(): string;
  /** The most memory that it has held, in MB; null where this machine does not say. */
  peakMemoryMb(): number | null;
}

export interface World {
  readonly sandbox: Sandbox;
  readonly sandboxUrl: string;
  readonly url: string;
  readonly test: TestDatabase;
  readonly encryptionKey: string;
  readonly web: AppProcess;
  readonly worker: AppProcess;
  /** Runs a command of Accord's to its end, in the environment of the processes. */
  command(...args: readonly string[]): Promise<{ readonly code: number | null; readonly output: string }>;
  /** Calls the console's API. */
  api<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Installs the app through the real OAuth flow, as a browser would. */
  install(portalId: string): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly sandbox?: SandboxOptions;
  readonly redisUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** In place of one on the shared server; closed with the world. */
  readonly test?: TestDatabase;
  /** Starts a process again that ended by itself, as whatever runs Accord would: without a database none starts. */
  readonly isSupervised?: boolean;
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const test = options.test ?? (await testDatabase());
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const sandbox = createSandbox({
    seed: 1,
    clientId: 'e2e-client',
    clientSecret: CLIENT_SECRET,
    appId: 7788991,
    portals: [{ portalId: 44001234, timeZone: 'Europe/Paris' }],
    project: { folder: 'app-manifest', variables: { PUBLIC_URL: url } },
    ...options.sandbox,
    webhook: {
      targetUrl: `${url}/webhooks/hubspot`,
      subscriptions: WEBHOOK_SUBSCRIPTIONS,
      retryScale: 0.00002,
      ...options.sandbox?.webhook,
    },
  });
  const { url: sandboxUrl } = await sandbox.start(0);
  const encryptionKey = randomBytes(32).toString('base64');
  const env = {
    PORT: String(port),
    PUBLIC_URL: url,
    DATABASE_URL: test.url,
    HUBSPOT_APP_ID: '7788991',
    HUBSPOT_CLIENT_ID: 'e2e-client',
    HUBSPOT_CLIENT_SECRET: CLIENT_SECRET,
    HUBSPOT_API_URL: sandboxUrl,
    HUBSPOT_AUTHORIZE_URL: `${sandboxUrl}/oauth/authorize`,
    ENCRYPTION_KEYS: `k1:${encryptionKey}`,
    ADMIN_TOKEN,
    LOG_LEVEL: 'info',
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
    ...options.env,
  };
  const { isSupervised = false } = options;
  const web = appProcess('web', 'src/server.ts', { env, isSupervised, readyUrl: `${url}/readyz` });
  const worker = appProcess('worker', 'workers/main.ts', { env, isSupervised });
  await web.start();
  await worker.start();
  return {
    sandbox,
    sandboxUrl,
    url,
    test,
    encryptionKey,
    web,
    worker,
    command: (...args) => runCommand(args, env),
    api: (method, path, body) => callApi(`${url}/api/v1${path}`, method, body),
    install: (portalId) => installApp(url, portalId),
    close: async () => {
      await Promise.all([web.stop(), worker.stop()]);
      await sandbox.stop();
      await test.close();
    },
  };
}

async function runCommand(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...args], {
    // As a person runs it: commands that print a result log errors only.
    env: { PATH: process.env['PATH'] ?? '', ...env, LOG_LEVEL: undefined },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  await once(child, 'close');
  return { code: child.exitCode, output };
}

async function callApi<T>(url: string, method: string, body?: unknown): Promise<T> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T; // the test names the shape it expects
}

/** Follows the redirects with the cookie that binds the state to this browser. */
async function installApp(url: string, portalId: string): Promise<void> {
  const start = await fetch(`${url}/oauth/install`, { redirect: 'manual' });
  const cookie = (start.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const consent = new URL(start.headers.get('location') ?? '');
  consent.searchParams.set('portalId', portalId);
  const granted = await fetch(consent, { redirect: 'manual' });
  const done = await fetch(granted.headers.get('location') ?? '', {
    headers: { cookie },
    redirect: 'manual',
  });
  if (!done.ok) throw new Error(`the install answered ${done.status}: ${await done.text()}`);
}

function appProcess(
  name: string,
  entry: string,
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly isSupervised: boolean;
    readonly readyUrl?: string;
  },
): AppProcess {
  let child: ChildProcess | null = null;
  let output = '';
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child;
    child = null;
    if (running === null || running.exitCode !== null || running.signalCode !== null) return;
    const exited = once(running, 'exit');
    running.kill(signal);
    await exited;
  };
  const launch = (): void => {
    const launched = spawn(process.execPath, [entry], {
      env: { PATH: process.env['PATH'] ?? '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    launched.stdout.on('data', keep);
    launched.stderr.on('data', keep);
    child = launched;
    launched.once('exit', () => {
      if (options.isSupervised && child === launched)
        setTimeout(() => child === launched && launch(), RESTART_MS);
    });
  };
  return {
    name,
    log: () => output,
    peakMemoryMb: () => readPeakMb(child?.pid),
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    launch,
    start: async () => {
      launch();
      if (options.readyUrl === undefined) return;
      const { readyUrl } = options;
      try {
        await waitUntil(`${name} is ready`, () => isReady(readyUrl), START_MS);
      } catch (error) {
        throw new Error(`${name} did not start: ${output}`, { cause: error });
      }
    },
  };
}

function readPeakMb(pid: number | undefined): number | null {
  const path = `/proc/${pid}/status`;
  const status = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1_024);
}

export async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

export async function waitUntil(
  what: string,
  check: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const endsAt = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > endsAt) throw new Error(`not in ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

/** Nothing dirty, unsent, due or on its way (I3). */
export async function isQuiescent(world: World, portalId: string): Promise<boolean> {
  const { quiescent } = await readSandbox<{ quiescent: boolean }>(world, 'quiescent');
  if (!quiescent) return false;
  return (await countPending(world.test.database, portalId)) === 0;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The sandbox's answers; once more when a kept connection had just been closed. */
export async function readSandbox<T>(world: World, path: string): Promise<T> {
  const url = `${world.sandboxUrl}/sandbox/${path}`;
  const response = await fetch(url).catch(() => fetch(url));
  return (await response.json()) as T; // documented by the sandbox's README
}
