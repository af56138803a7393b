// A server of the test's own, with the durability that a user's has, so that it may be killed; it is brought back as any embedded
// server is.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sleep } from '#platform/clock.ts';
import { migrateQueue } from '#queue/postgres.ts';
import { openDatabase } from '#store/database.ts';
import { openEmbedded } from '#store/embedded/embedded.ts';
import { migrate } from '#store/migrate.ts';
import { type TestDatabase, testLogger } from './database.ts';

/** One that a test may kill. */
export interface OwnDatabase extends TestDatabase {
  /** SIGKILL to the server; answers how long it took, in ms, until it answers again. */
  kill(): Promise<number>;
}

const BACK_WITHIN_MS = 60_000;

export async function startOwnDatabase(): Promise<OwnDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'accord-own-'));
  const server = await openEmbedded({ dataDir, logger: testLogger });
  const { url } = server;
  await migrate({ url, logger: testLogger, alsoMigrate: migrateQueue });
  const database = openDatabase({ url, applicationName: 'accord test', poolSize: 10, logger: testLogger });

  const answers = async (): Promise<boolean> => {
    try {
      await database.db.selectNoFrom((eb) => eb.val(1).as('one')).execute();
      return true;
    } catch {
      return false;
    }
  };
  return {
    url,
    database,
    kill: async () => {
      const startedMs = performance.now();
      process.kill(await readPid(dataDir), 'SIGKILL');
      // Backends outlive their postmaster for a moment.
      do {
        if (performance.now() - startedMs > BACK_WITHIN_MS) throw new Error('the database did not come back');
        await sleep(100);
      } while (!(await answers()));
      return Math.round(performance.now() - startedMs);
    },
    close: async () => {
      await database.close();
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Another after each kill. */
async function readPid(dataDir: string): Promise<number> {
  const file = await readFile(join(dataDir, 'postgres', 'data', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n', 1)[0]);
}
