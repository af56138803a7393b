import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type PortalId, portalId } from '#domain/ids.ts';
import { createLogger } from '#platform/logger.ts';
import { connectQueue } from '#queue/connect.ts';
import type { QueueConnection } from '#queue/connection.ts';
import { startConsumer } from '#queue/consume.ts';
import { migrateQueue } from '#queue/postgres.ts';
import { createWaker, type Waker } from '#queue/produce.ts';
import { openEmbedded } from '#store/embedded/embedded.ts';
import { migrate } from '#store/migrate.ts';
import { testLogger } from '#test/support/database.ts';
import { type OwnRedis, skipsRedis, startOwnRedis } from '#test/support/redis.ts';

const PORTAL = portalId('4711');
const UNUSED = 'postgres://unused';

/** Run last first, so that what was made on top of something goes before it. */
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

interface Rig {
  readonly connection: QueueConnection;
  readonly waker: Waker;
  readonly started: PortalId[];
}

async function rig(
  urls: { readonly databaseUrl: string; readonly redisUrl?: string },
  handle: (portal: PortalId) => Promise<void> = async () => undefined,
): Promise<Rig> {
  const connection = await connectQueue({ ...urls, logger: testLogger });
  cleanups.push(() => connection.close());
  const waker = createWaker({ connection, logger: testLogger });
  cleanups.push(() => waker.close());
  const started: PortalId[] = [];
  const consumer = startConsumer({
    connection,
    logger: testLogger,
    handle: (portal) => {
      started.push(portal);
      return handle(portal);
    },
  });
  cleanups.push(() => consumer.close());
  return { connection, waker, started };
}

async function redis(settings: readonly string[] = []): Promise<OwnRedis> {
  const server = await startOwnRedis(settings);
  cleanups.push(() => server.stop());
  return server;
}

function pingOutcome(connection: QueueConnection): Promise<'up' | 'away'> {
  return connection.ping().then(
    () => 'up' as const,
    () => 'away' as const,
  );
}

/** What the poll over `portal_work` does: wakes until the turn came. */
async function pollTurn({ waker, started }: Rig, portal: PortalId, count = 1): Promise<void> {
  const wakeAndCount = async (): Promise<number> => {
    await waker.wake(portal);
    return started.filter((id) => id === portal).length;
  };
  await expect.poll(wakeAndCount, { timeout: 15_000, interval: 250 }).toBeGreaterThanOrEqual(count);
}

describe.skipIf(skipsRedis)('Redis', () => {
  it('emptied while workers wait: the next wakes still make turns, at once', async () => {
    const server = await redis();
    const turns = await rig({ databaseUrl: UNUSED, redisUrl: server.url });
    await pollTurn(turns, portalId('before'));

    await server.flushAll();

    for (let round = 0; round < 5; round += 1) {
      const portal = portalId(`after-${round}`);
      await turns.waker.wake(portal);
      await expect.poll(() => turns.started, { timeout: 2_000 }).toContain(portal);
      await server.flushAll();
    }
  });

  it('emptied while a turn runs: the portal can be woken again', async () => {
    const server = await redis();
    const turns = await rig({ databaseUrl: UNUSED, redisUrl: server.url }, async () => server.flushAll());

    await pollTurn(turns, PORTAL, 3);

    expect(turns.started.length).toBeGreaterThanOrEqual(3);
  });

  it('killed and started again: workers and producers go on', async () => {
    const server = await redis();
    const turns = await rig({ databaseUrl: UNUSED, redisUrl: server.url });
    await pollTurn(turns, portalId('before'));

    await server.kill();
    const startedMs = Date.now();
    await turns.waker.wake(PORTAL);
    const wakeMs = Date.now() - startedMs;
    expect(await pingOutcome(turns.connection)).toBe('away');
    await server.start();

    expect(wakeMs).toBeLessThan(2_500);
    await pollTurn(turns, PORTAL);
    expect(await pingOutcome(turns.connection)).toBe('up');
  });

  it('away when a process starts: it starts, and turns come once Redis is there', async () => {
    const server = await redis();
    await server.kill();

    const turns = await rig({ databaseUrl: UNUSED, redisUrl: server.url });
    await turns.waker.wake(PORTAL);
    expect(await pingOutcome(turns.connection)).toBe('away');
    await server.start();

    await pollTurn(turns, PORTAL);
  });

  it('that would evict keys is refused with what to do', async () => {
    const server = await redis(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);

    const attempt = connectQueue({ databaseUrl: UNUSED, redisUrl: server.url, logger: testLogger });

    await expect(attempt).rejects.toMatchObject({
      code: 'redis_evicts',
      message: expect.stringContaining('noeviction'),
    });
  });
});

describe('the embedded database', () => {
  it('killed under the queue: workers and producers go on when it is back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'accord-queue-'));
    await chmod(folder, 0o755);
    cleanups.push(() => rm(folder, { recursive: true, force: true }));
    const server = await openEmbedded({ dataDir: join(folder, 'data'), logger: testLogger });
    cleanups.push(() => server.close());
    await migrate({ url: server.url, logger: createLogger('silent', 'test'), alsoMigrate: migrateQueue });
    const turns = await rig({ databaseUrl: server.url });
    await pollTurn(turns, portalId('before'));

    process.kill(server.pid, 'SIGKILL');
    await expect.poll(() => pingOutcome(turns.connection)).toBe('away');

    await pollTurn(turns, PORTAL);
  });
});
