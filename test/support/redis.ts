// A Redis of the test's own: `redis-server` from the operating system's package on a free port, or TEST_REDIS_URL (its
// database is flushed). Without either a test that needs Redis fails; ACCORD_SKIP_REDIS=1 is the only way to leave it out.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

export interface TestRedis {
  readonly url: string;
  flushAll(): Promise<void>;
  stop(): Promise<void>;
}

/** One that a test may kill. */
export interface OwnRedis extends TestRedis {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** For `describe.skipIf`: only on demand, never because something is missing. */
export const skipsRedis = process.env['ACCORD_SKIP_REDIS'] === '1';

export async function startRedis(): Promise<TestRedis> {
  const given = process.env['TEST_REDIS_URL'];
  if (given === undefined || given === '') return startOwnRedis();
  await flush(given);
  return { url: given, flushAll: () => flush(given), stop: async () => undefined };
}

/** `settings` are arguments of redis-server, e.g. `['--maxmemory', '64mb']`. */
export async function startOwnRedis(settings: readonly string[] = []): Promise<OwnRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'accord-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', ...settings];
  let child = await launch(args, url);
  return {
    url,
    flushAll: () => flush(url),
    kill: () => end(child, 'SIGKILL'),
    start: async () => {
      child = await launch(args, url);
    },
    stop: async () => {
      await end(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function launch(args: readonly string[], url: string): Promise<ChildProcess> {
  const child = spawn('redis-server', args, { stdio: 'ignore', detached: true });
  const failed = new Promise<never>((_, reject) => {
    child.once('error', () =>
      reject(
        new Error(
          'redis-server is missing: install the package redis-server, set TEST_REDIS_URL, or ACCORD_SKIP_REDIS=1',
        ),
      ),
    );
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)));
  });
  failed.catch(() => undefined);
  await Promise.race([answers(url), failed]);
  return child;
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 50, maxRetriesPerRequest: 100 });
  client.on('error', () => undefined);
  try {
    await client.ping();
  } finally {
    client.disconnect();
  }
}

async function flush(url: string): Promise<void> {
  const client = new Redis(url, { lazyConnect: true });
  try {
    await client.flushall();
  } finally {
    client.disconnect();
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === 'object'
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
