// Web and worker killed with SIGKILL at 20 random instants, some of them twice in a row, while a portal of 1,000 contacts
// lives; afterwards the oracle holds Accord against HubSpot (I1, I3, I5, I7). Seeds are fixed; KILL_SEED tries another.
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPending } from '#store/ledger.ts';
import { type Findings, itHoldsTheInvariants } from '#test/e2e/checks.ts';
import { collect } from '#test/e2e/collect.ts';
import { emitted, fillPortal, PORTAL_TEXT } from '#test/e2e/scenario.ts';
import { readCalls, switchOn } from '#test/e2e/steps.ts';
import { isQuiescent, readSandbox, startWorld, type World, waitUntil } from '#test/e2e/world.ts';
import { type OwnDatabase, startOwnDatabase } from '#test/support/own-database.ts';
import { type OwnRedis, skipsRedis, startOwnRedis } from '#test/support/redis.ts';
import { countTurns, killWhileActing, planKills, type Toll } from './killing.ts';

const CONTACTS = 1_000;
const EVENTS = 8_000;
const KILLS = 20;
/**
 * The sandbox applies what reached it although the caller is dead; with these, what was sent may as well not have arrived.
 */
const CUT_BEFORE_SHARE = 0.1;
/**
 * These come when all is quiet: while people act, every lead is soon read again, which would hide a wrong guess about what
 * arrived.
 */
const LAST_CUTS = ['contacts/batch/update', 'tasks/batch/create'].map((pathIncludes) => ({
  kind: 'resetBeforeApply',
  times: 2,
  pathIncludes,
}));
const QUIET_MS = 90_000;
/** A lease (10 s), an unknown outcome (10 s) and the poll may follow one another; then comes the work itself. */
const RECOVERED_WITHIN_MS = 60_000;
/** Of a queue that is gone: the lease of a worker killed just before, and the poll. */
const WOKEN_WITHIN_MS = 20_000;

const SANDBOX = {
  countersFireWebhooks: true,
  // Long enough that kills find calls on the wire; the sandbox applies them although nobody waits for the answer.
  latencyMs: [5, 200],
  // Renewed 5 minutes before their end: a token of 5 minutes and 20 seconds is renewed all the time.
  accessTokenTtlMs: 320_000,
  // Ten retries over minutes: no event may be given up while the web is away again and again.
  webhook: { duplicateShare: 0.1, delayMs: [0, 1_000], shuffle: true, retryScale: 0.003 },
} as const;

interface Case {
  readonly seed: number;
  readonly startQueue: () => Promise<OwnRedis | null>;
  readonly startDatabase: () => Promise<OwnDatabase | null>;
}

interface Loss {
  /** Of the queue, when it was lost. */
  readonly keys: number;
  /** Leads and rows that waited for a turn then. */
  readonly pending: number;
  /** From the loss to the next turn. */
  readonly wokenMs: number;
}

interface Fire {
  readonly world: World;
  readonly toll: Toll;
  readonly restMs: number;
  /** Null where the queue was not lost. */
  readonly loss: Loss | null;
  readonly findings: Findings;
}

describe('killed at 20 instants, the queue in Postgres, which is killed too', () => {
  const read = survivesKills({
    seed: seedOr(1),
    startQueue: async () => null,
    startDatabase: startOwnDatabase,
  });

  it('had its database killed often enough for the invariants above to mean something', () => {
    expect(read().toll.databaseKills).toBeGreaterThanOrEqual(5);
  });
});

describe.skipIf(skipsRedis)('killed at 20 instants, the queue in Redis and lost in the middle', () => {
  const read = survivesKills({
    seed: seedOr(2),
    startQueue: () => startOwnRedis(),
    startDatabase: async () => null,
  });

  it('is woken without its queue: the loss delays, and loses nothing (D1)', () => {
    const { loss } = read();
    expect(loss?.keys).toBeGreaterThan(0);
    expect(loss?.pending).toBeGreaterThan(0);
    expect(loss?.wokenMs).toBeLessThan(WOKEN_WITHIN_MS);
  });
});

function seedOr(fixed: number): number {
  return Number(process.env['KILL_SEED'] ?? fixed);
}

function survivesKills({ seed, startQueue, startDatabase }: Case): () => Fire {
  const closing: (() => Promise<void>)[] = [];
  let fire: Fire | null = null;
  const read = (): Fire => {
    if (fire === null) throw new Error('the run has not ended');
    return fire;
  };

  beforeAll(async () => {
    const redis = await startQueue();
    if (redis !== null) closing.push(() => redis.stop());
    const own = await startDatabase();
    const world = await startWorld({
      sandbox: SANDBOX,
      ...(own === null ? {} : { test: own, isSupervised: true }),
      ...(redis === null ? {} : { redisUrl: redis.url }),
    });
    closing.unshift(() => world.close());
    fire = await runUnderFire({ world, redis, own }, seed);
  }, 600_000);

  afterAll(async () => {
    for (const close of closing) await close();
  });

  it('is killed at 20 instants, also with calls on the wire, and comes to rest', async () => {
    const { toll, restMs, world } = read();
    expect(toll.instants).toBe(KILLS);
    expect(toll.webKills).toBeGreaterThanOrEqual(5);
    expect(toll.workerKills).toBeGreaterThanOrEqual(5);
    expect(toll.cuts).toBeGreaterThanOrEqual(3);
    expect(emitted(world)).toBeGreaterThanOrEqual(EVENTS);
    expect(restMs).toBeLessThan(RECOVERED_WITHIN_MS);
  });

  it('was sent every event until it had taken it', async () => {
    const { events } = await readSandbox<{ events: { abandoned: number; emitted: number } }>(
      read().world,
      'stats',
    );
    expect(events.abandoned).toBe(0);
  });

  itHoldsTheInvariants(() => read().findings);

  it('made no task twice, and knows every task it made (I5)', async () => {
    const { findings, world } = read();
    const made = findings.evidence.hubspot.tasks.map(
      ({ id, properties }) => `${properties['accord_task_key']} = ${id}`,
    );
    const keys = findings.evidence.hubspot.tasks.map(({ properties }) => properties['accord_task_key']);
    expect(new Set(keys).size).toBe(keys.length);
    expect([...(await knownTasks(world))].sort()).toEqual(made.sort());
  });

  return read;
}

async function runUnderFire(
  {
    world,
    redis,
    own,
  }: { readonly world: World; readonly redis: OwnRedis | null; readonly own: OwnDatabase | null },
  seed: number,
): Promise<Fire> {
  const rest = (): Promise<void> => comeToRest(world);
  fillPortal(world, CONTACTS);
  await world.install(PORTAL_TEXT);
  await rest();
  await switchOn(world);
  await rest();
  const losing: Promise<Loss>[] = [];
  await setFaults(world, { shares: { resetBeforeApply: CUT_BEFORE_SHARE } });
  const toll = await killWhileActing(world, {
    seed,
    kills: planKills(seed, KILLS),
    killDatabase: own === null ? null : () => own.kill(),
    inTheMiddle: async () => {
      if (redis === null) return;
      const { measured } = await loseQueue(world, redis);
      losing.push(measured);
    },
  });
  await setFaults(world, { shares: { resetBeforeApply: 0 }, script: LAST_CUTS });
  // What still waits for its retry is sent now; the web is there again.
  await tell(`${world.sandboxUrl}/sandbox/webhook/flush`, { method: 'POST' });
  const restMs = await measure(rest);
  const findings = { evidence: await collect(world, PORTAL_TEXT), calls: await readCalls(world) };
  const loss = (await losing[0]) ?? null;
  const { total, peak } = findings.calls;
  console.info('measured', { seed, ...toll, restMs, ...loss, events: emitted(world), calls: total, peak });
  return { world, toll, restMs, loss, findings };
}

async function setFaults(world: World, faults: unknown): Promise<void> {
  await tell(`${world.sandboxUrl}/sandbox/faults`, { method: 'PUT', body: JSON.stringify(faults) });
}

async function tell(
  url: string,
  request: { readonly method: string; readonly body?: string },
): Promise<void> {
  const response = await fetch(url, { ...request, headers: { 'content-type': 'application/json' } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
}

/** A failure tells what the worker said last: a portal that never rests is what this test is for. */
async function comeToRest(world: World): Promise<void> {
  try {
    await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), QUIET_MS);
  } catch (error) {
    const pending = await countPending(world.test.database, PORTAL_TEXT);
    const said = world.worker.log().slice(-3_000);
    throw new Error(`${pending} pending, the worker's log ends with:\n${said}`, { cause: error });
  }
}

/** Flushes Redis; what is answered goes on measuring while the killing goes on. */
async function loseQueue(world: World, redis: OwnRedis): Promise<{ readonly measured: Promise<Loss> }> {
  const keys = await countKeys(redis.url);
  const pending = await countPending(world.test.database, PORTAL_TEXT);
  const before = await countTurns(world);
  await redis.flushAll();
  const woken = measure(() =>
    waitUntil('a turn without the queue', async () => (await countTurns(world)) > before, QUIET_MS),
  );
  const measured = woken.then((wokenMs) => ({ keys, pending, wokenMs }));
  // Awaited only after the killing.
  measured.catch(() => undefined);
  return { measured };
}

async function countKeys(url: string): Promise<number> {
  const client = new Redis(url, { lazyConnect: true });
  try {
    return await client.dbsize();
  } finally {
    client.disconnect();
  }
}

async function measure(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return Math.round(performance.now() - startedMs);
}

async function knownTasks(world: World): Promise<readonly string[]> {
  const { rows } = await sql<{ key: string; id: string }>`
    select task_key as key, task_id as id from task where portal_id = ${PORTAL_TEXT} and task_id is not null`.execute(
    world.test.database.db,
  );
  return rows.map(({ key, id }) => `${key} = ${id}`);
}
