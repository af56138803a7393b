// How late clocks fire: `npm run bench:clocks`. 1,000,000 of 100 portals are pending in a PostgreSQL with the product's own
// settings, and one worker process runs, once with each queue: at rest, under 2,000 due a second, under 20,000 of one portal
// at one instant, and after an hour in which nothing ran. Lateness is that of the commit, by PostgreSQL's clock.
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateQueue } from '#queue/postgres.ts';
import { openDatabase } from '#store/database.ts';
import { openEmbedded } from '#store/embedded/embedded.ts';
import { migrate } from '#store/migrate.ts';
import { ensurePartitions } from '#store/work.ts';
import { testLogger } from '#test/support/database.ts';
import { startOwnRedis } from '#test/support/redis.ts';
import { fillClocks, makeDue, readLateness, waitUntilFired } from './load.ts';
import { measure, type Spent, startWorker, type Worker } from './worker.ts';

const PENDING = 1_000_000;
const PORTALS = 100;
const SECOND_MS = 1_000;
const REST_MS = 20 * SECOND_MS;
/** So that the clocks of a phase are in place before the first is due. */
const LEAD_MS = 10 * SECOND_MS;

const dataDir = await mkdtemp(join(tmpdir(), 'accord-bench-'));
const server = await openEmbedded({
  dataDir,
  logger: testLogger,
  settings: { track_commit_timestamp: 'on' },
});
await migrate({ url: server.url, logger: testLogger, alsoMigrate: migrateQueue });
const database = openDatabase({ url: server.url, applicationName: 'bench', poolSize: 4, logger: testLogger });
await ensurePartitions(database);
say(`${PENDING} clocks of ${PORTALS} portals pending; load average ${loadavg()[0]?.toFixed(1)} before\n`);
await fillClocks(database, { portals: PORTALS, clocks: PENDING });

const redis = await startOwnRedis();
for (const redisUrl of [null, redis.url]) {
  say(`\nQueue on ${redisUrl === null ? 'PostgreSQL' : 'Redis'}\n`);
  let worker = await startWorker({ databaseUrl: server.url, redisUrl });
  report('at rest', await measure(worker, server.pid, () => rest(REST_MS)), REST_MS);
  await phase(worker, '2,000 due a second, 20 s long', {
    count: 40_000,
    spreadMs: 20 * SECOND_MS,
    ofTheBigOne: false,
  });
  await phase(worker, '20,000 of one portal at one instant', {
    count: 20_000,
    spreadMs: 0,
    ofTheBigOne: true,
  });
  worker = await outage(worker, redisUrl);
  await worker.stop();
}

await redis.stop();
await database.close();
await server.close();
await rm(dataDir, { recursive: true, force: true });

interface Phase {
  readonly count: number;
  readonly spreadMs: number;
  readonly ofTheBigOne: boolean;
}

async function phase(worker: Worker, title: string, { count, spreadMs, ofTheBigOne }: Phase): Promise<void> {
  const mark = await makeDue(database, { count, ofTheBigOne, firstInMs: LEAD_MS, spreadMs });
  const spent = await measure(worker, server.pid, () => waitUntilFired(database, mark));
  await reportLateness(title, mark, spent);
}

/** The worker is stopped, 200,000 clocks fall due within the hour that it is away, and it comes back. */
async function outage(worker: Worker, redisUrl: string | null): Promise<Worker> {
  await worker.stop();
  const hourMs = 3_600 * SECOND_MS;
  const mark = await makeDue(database, {
    count: 200_000,
    ofTheBigOne: false,
    firstInMs: -hourMs,
    spreadMs: hourMs,
  });
  const startedMs = performance.now();
  const next = await startWorker({ databaseUrl: server.url, redisUrl });
  const spent = await measure(next, server.pid, () => waitUntilFired(database, mark));
  const seconds = (performance.now() - startedMs) / SECOND_MS;
  await reportLateness(
    `200,000 missed in an hour, all fired ${seconds.toFixed(1)} s after the start`,
    mark,
    spent,
  );
  return next;
}

async function reportLateness(title: string, mark: string, spent: Spent): Promise<void> {
  const { fired, p50, p99, max, early, doubled, inOrder } = await readLateness(database, mark);
  report(title, spent, spent.wallMs);
  say(
    `    ${fired} fired, ${early} early, ${doubled} twice, ${inOrder ? 'in' : 'OUT OF'} order of their due times\n`,
  );
  say(`    late by p50 ${Math.round(p50)} ms, p99 ${Math.round(p99)} ms, max ${Math.round(max)} ms\n`);
}

function report(title: string, { workerMs, databaseMs, rssMb }: Spent, wallMs: number): void {
  const share = (ms: number): string => `${((ms / wallMs) * 100).toFixed(1)} %`;
  say(
    `  ${title}\n    of one core: worker ${share(workerMs)}, PostgreSQL ${share(databaseMs)}; worker ${rssMb} MB\n`,
  );
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function say(text: string): void {
  process.stdout.write(text);
}
