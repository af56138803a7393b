import { setImmediate } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type PortalId, portalId } from '#domain/ids.ts';
import { AppError } from '#platform/errors.ts';
import { connectQueue } from '#queue/connect.ts';
import type { QueueConnection } from '#queue/connection.ts';
import { type Consumer, startConsumer } from '#queue/consume.ts';
import { createWaker, type Waker } from '#queue/produce.ts';
import { testDatabase, testLogger } from '#test/support/database.ts';
import { startProcess } from '#test/support/processes.ts';
import { skipsRedis, startRedis } from '#test/support/redis.ts';

const PORTAL = portalId('4711');

interface Backend {
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  stop(): Promise<void>;
}

async function onPostgres(): Promise<Backend> {
  const test = await testDatabase();
  return { databaseUrl: test.url, redisUrl: undefined, stop: () => test.close() };
}

async function onRedis(): Promise<Backend> {
  const redis = await startRedis();
  return { databaseUrl: 'postgres://unused', redisUrl: redis.url, stop: () => redis.stop() };
}

/** A turn that the test lets end when it wants. */
class Turns {
  readonly started: PortalId[] = [];
  readonly #gates: (() => void)[] = [];
  isHeld = false;

  readonly handle = async (portal: PortalId): Promise<void> => {
    this.started.push(portal);
    if (this.isHeld) await new Promise<void>((resolve) => this.#gates.push(resolve));
  };

  release(): void {
    this.isHeld = false;
    for (const open of this.#gates.splice(0)) open();
  }
}

const backends: readonly (readonly [string, () => Promise<Backend>])[] = [
  ['postgres', onPostgres],
  ...(skipsRedis ? [] : [['redis', onRedis] as const]),
];

describe.each(backends)('turns on %s', (_, start) => {
  let backend: Backend;
  let connection: QueueConnection;
  let waker: Waker;
  let turns: Turns;
  const consumers: Consumer[] = [];

  beforeAll(async () => {
    backend = await start();
    connection = await connectQueue({ ...backend, logger: testLogger });
    waker = createWaker({ connection, logger: testLogger });
  });
  afterEach(async () => {
    turns.release();
    await Promise.all(consumers.splice(0).map((consumer) => consumer.close()));
  });
  afterAll(async () => {
    await waker.close();
    await connection.close();
    await backend.stop();
  });

  function consume(handle: (portal: PortalId, signal: AbortSignal) => Promise<void>): Consumer {
    const consumer = startConsumer({ connection, handle, logger: testLogger });
    consumers.push(consumer);
    return consumer;
  }

  function startedFor(portal: PortalId): number {
    return turns.started.filter((id) => id === portal).length;
  }

  it('answers a ping', async () => {
    turns = new Turns();

    await expect(connection.ping()).resolves.toBeUndefined();
  });

  it('a wake makes one turn, and a later wake another', async () => {
    turns = new Turns();
    consume(turns.handle);

    await waker.wake(PORTAL);
    await expect.poll(() => turns.started).toEqual([PORTAL]);
    await expect.poll(() => wakeUntil(2)).toBeGreaterThanOrEqual(2);
  });

  async function wakeUntil(count: number): Promise<number> {
    if (startedFor(PORTAL) < count) await waker.wake(PORTAL);
    return startedFor(PORTAL);
  }

  it('wakes that wait for a worker become one turn', async () => {
    turns = new Turns();
    for (let i = 0; i < 20; i += 1) await waker.wake(PORTAL);
    await waker.wake(portalId('last'));

    consume(turns.handle);

    await expect.poll(() => startedFor(portalId('last'))).toBe(1);
    expect(startedFor(PORTAL)).toBe(1);
  });

  it('wakes while the turn runs make exactly one more turn after it, and none is lost', async () => {
    turns = new Turns();
    turns.isHeld = true;
    consume(turns.handle);
    await waker.wake(PORTAL);
    await expect.poll(() => startedFor(PORTAL)).toBe(1);

    for (let i = 0; i < 20; i += 1) await waker.wake(PORTAL);
    expect(startedFor(PORTAL)).toBe(1);
    turns.release();

    await expect.poll(() => startedFor(PORTAL)).toBe(2);
    await waker.wake(portalId('after'));
    await expect.poll(() => startedFor(portalId('after'))).toBe(1);
    expect(startedFor(PORTAL)).toBe(2);
  });

  it('loses no wake: whatever was said before a wake is seen by a turn that starts after it', async () => {
    turns = new Turns();
    const said = new Map<PortalId, number>();
    const seen = new Map<PortalId, number>();
    const work = async (portal: PortalId): Promise<void> => {
      seen.set(portal, said.get(portal) ?? 0);
      for (let i = said.get(portal) ?? 0; i % 7 !== 0; i += 1) await setImmediate();
    };
    consume(work);
    consume(work);
    const portals = Array.from({ length: 8 }, (_, index) => portalId(`busy-${index}`));

    for (let round = 1; round <= 40; round += 1) {
      await Promise.all(
        portals.map(async (portal, index) => {
          if (round % (index + 1) !== 0) return;
          said.set(portal, round);
          await waker.wake(portal);
        }),
      );
    }

    await expect.poll(() => Object.fromEntries(seen), { timeout: 5_000 }).toEqual(Object.fromEntries(said));
  });

  it('runs 32 portals at once, and a slow one holds up nobody', async () => {
    turns = new Turns();
    turns.isHeld = true;
    consume(turns.handle);
    const portals = Array.from({ length: 32 }, (_, index) => portalId(`slow-${index}`));

    await Promise.all(portals.map((portal) => waker.wake(portal)));

    await expect.poll(() => new Set(turns.started).size, { timeout: 5_000 }).toBe(32);
  });

  it.each([
    ['heals', new AppError('away', { code: 'away', retryable: true })],
    ['is a bug', new TypeError('undefined is not a function')],
  ])('a turn that fails (%s) leaves its portal wakeable', async (_, failure) => {
    turns = new Turns();
    consume(async (portal) => {
      await turns.handle(portal);
      if (turns.started.length === 1) throw failure;
    });

    await waker.wake(PORTAL);

    await expect.poll(() => wakeUntil(2)).toBeGreaterThanOrEqual(2);
  });

  it('closing waits for the turn that runs, and what is woken afterwards waits for another worker', async () => {
    turns = new Turns();
    turns.isHeld = true;
    let ended = 0;
    const consumer = consume(async (portal) => {
      await turns.handle(portal);
      ended += 1;
    });
    await waker.wake(PORTAL);
    await expect.poll(() => startedFor(PORTAL)).toBe(1);

    const closing = consumer.close().then(() => ended);
    turns.release();

    expect(await closing).toBe(1);
    await waker.wake(portalId('later'));
    await waker.wake(portalId('last'));
    expect(startedFor(portalId('later'))).toBe(0);
    consume(turns.handle);
    await expect.poll(() => startedFor(portalId('last'))).toBe(1);
    expect(startedFor(portalId('later'))).toBe(1);
  });

  it('a turn that does not end is told to give up, then left behind, within 8 s', async () => {
    turns = new Turns();
    let wasTold = false;
    const consumer = consume(async (portal, signal) => {
      signal.addEventListener('abort', () => {
        wasTold = true;
      });
      await turns.handle(portal);
      await new Promise(() => undefined);
    });
    await waker.wake(portalId('endless'));
    await expect.poll(() => turns.started.length).toBe(1);
    const startedMs = Date.now();

    await consumer.close();

    expect(Date.now() - startedMs).toBeLessThan(9_000);
    expect(wasTold).toBe(true);
    // It is another worker's then.
    consume(turns.handle);
    await expect.poll(() => startedFor(portalId('endless')), { timeout: 12_000 }).toBe(2);
  });

  it('takes over the turn of a worker that was killed, within 8 s, with the wakes that came meanwhile', async () => {
    turns = new Turns();
    const portal = portalId('orphan');
    const victim = startProcess('work-turns', [backend.databaseUrl, backend.redisUrl ?? '', 'hang']);
    await victim.message('ready');
    await waker.wake(portal);
    await victim.message('turn');
    consume(turns.handle);

    await victim.kill('SIGKILL');
    const killedMs = Date.now();
    await waker.wake(portal);

    await expect.poll(() => startedFor(portal), { timeout: 12_000 }).toBeGreaterThanOrEqual(1);
    expect(Date.now() - killedMs).toBeLessThan(8_500);
    await expect.poll(() => startedFor(portal), { timeout: 5_000 }).toBe(2);
  });

  it('revives a portal whose worker is gone without waiting for the take-over', async () => {
    turns = new Turns();
    const portal = portalId('asleep');
    const victim = startProcess('work-turns', [backend.databaseUrl, backend.redisUrl ?? '', 'hang']);
    await victim.message('ready');
    await waker.wake(portal);
    await victim.message('turn');
    await victim.kill('SIGKILL');
    consume(turns.handle);
    const killedMs = Date.now();

    await waker.revive(portal);

    await expect.poll(() => startedFor(portal), { timeout: 3_000 }).toBeGreaterThanOrEqual(1);
    expect(Date.now() - killedMs).toBeLessThan(3_000);
  });
});
