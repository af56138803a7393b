// A worker process as it is shipped, and what it and the database spend meanwhile (Linux: /proc).
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Kernel ticks are hundredths of a second on every Linux that Node runs on. */
const MS_PER_TICK = 10;
const STARTED = 'workers started';
/** Places in /proc/PID/stat after the name: own and, of the children that ended, user and system time. */
const PARENT = 1;
const TIMES = [11, 12];
const TIMES_OF_ENDED = [13, 14];

export interface Worker {
  readonly pid: number;
  stop(): Promise<void>;
}

export interface Spent {
  readonly workerMs: number;
  readonly databaseMs: number;
  readonly wallMs: number;
  readonly rssMb: number;
}

export async function startWorker(to: {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
}): Promise<Worker> {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../workers/main.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: to.databaseUrl,
      HUBSPOT_CLIENT_ID: 'bench',
      HUBSPOT_CLIENT_SECRET: 'bench-secret-0123456789',
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
      ADMIN_TOKEN: 'admin-token-of-the-bench-0123456789abcd',
      ...(to.redisUrl === null ? {} : { REDIS_URL: to.redisUrl }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Also where the bench fails: nothing of it goes on.
  process.once('exit', () => child.kill());
  await started(child);
  const { pid = 0 } = child;
  return {
    pid,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** Its output is read to the end, so that it never waits for us. */
function started({ stdout, exitCode }: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    stdout?.on('data', (chunk: Buffer) => {
      if (text.length < 1_000_000) text += chunk.toString('utf8');
      if (text.includes(STARTED)) resolve();
    });
    stdout?.once('end', () => reject(new Error(`the worker ended with ${exitCode}:\n${text}`)));
  });
}

export async function measure(
  worker: Worker,
  postmaster: number,
  work: () => Promise<unknown>,
): Promise<Spent> {
  const before = {
    worker: await cpuMs(worker.pid),
    database: await databaseMs(postmaster),
    atMs: performance.now(),
  };
  await work();
  const status = await readFile(`/proc/${worker.pid}/status`, 'utf8');
  return {
    workerMs: (await cpuMs(worker.pid)) - before.worker,
    databaseMs: (await databaseMs(postmaster)) - before.database,
    wallMs: performance.now() - before.atMs,
    rssMb: Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024),
  };
}

async function statOf(pid: number | string): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function sumOf(stat: readonly string[], places: readonly number[]): number {
  return places.reduce((sum, place) => sum + Number(stat[place]), 0) * MS_PER_TICK;
}

async function cpuMs(pid: number): Promise<number> {
  return sumOf(await statOf(pid), TIMES);
}

/** The server with its processes, also those that ended; the bench's own connections are among them. */
async function databaseMs(postmaster: number): Promise<number> {
  const server = await statOf(postmaster);
  let sum = sumOf(server, [...TIMES, ...TIMES_OF_ENDED]);
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const stat = await statOf(pid).catch(() => null);
    if (stat !== null && Number(stat[PARENT]) === postmaster) sum += sumOf(stat, TIMES);
  }
  return sum;
}
