// BullMQ on Postgres, for whoever has no Redis (D2). Its tables live in a schema of their own, beside ours.
import { createPostgresBackend, Queue, runMigrations, Worker } from 'bullmq';
import { sleep } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import { isUnavailable, openPool, type Pool, type Session } from '#store/database.ts';
import type { QueueConnection } from './connection.ts';
import { POSTGRES_SCHEMA, TURN_QUEUE } from './jobs.ts';

/** One for LISTEN, the others for moving jobs; a move takes about a millisecond. */
const POOL_SIZE = 8;
/** A forced JIT plan of BullMQ's statements cost 300 ms a batch (measured). */
const SESSION_SETTINGS = `-c search_path=${POSTGRES_SCHEMA} -c jit=off`;
/** BullMQ tries again at once after most errors of a database that restarts: this makes it two tries a second. */
const AWAY_PAUSE_MS = 500;

/** `databaseUrl` leads to Postgres itself: LISTEN does not pass a transaction pooler (10.11). */
export function connectPostgresQueue(options: {
  readonly databaseUrl: string;
  readonly logger: Logger;
}): QueueConnection {
  const pool = openPool({
    url: options.databaseUrl,
    applicationName: 'accord queue',
    logger: options.logger,
    poolSize: POOL_SIZE,
    sessionSettings: SESSION_SETTINGS,
  });
  const connection = paced(pool);
  return {
    kind: 'postgres',
    createQueue: () => new Queue(TURN_QUEUE, { connection }, createPostgresBackend),
    createWorker: (processor, settings) =>
      new Worker(TURN_QUEUE, processor, { ...settings, connection }, createPostgresBackend),
    ping: async () => {
      await pool.query('select 1');
    },
    close: () => pool.end(),
  };
}

/** The part of a pool that BullMQ uses, with a pause after each failure of a database that is away. */
function paced(pool: Pool) {
  async function pace<T>(attempt: Promise<T>): Promise<T> {
    try {
      return await attempt;
    } catch (error) {
      if (isUnavailable(error)) await sleep(AWAY_PAUSE_MS);
      throw error;
    }
  }
  return {
    options: pool.options,
    connect: () => pace(pool.connect()),
    query: (text: string, values?: readonly unknown[]) =>
      pace(pool.query(text, values === undefined ? undefined : [...values])),
    end: () => pool.end(),
    // Every queue and worker would listen for the pool's errors, for ever; `openPool` has already one who owns them.
    on() {
      return this;
    },
    removeAllListeners() {
      return this;
    },
  };
}

/** For `migrate`'s `alsoMigrate`. */
export async function migrateQueue(session: Session): Promise<void> {
  const client: Parameters<typeof runMigrations>[0] = {
    // BullMQ names the rows' type where it asks; a session answers plain records, which only `never` fits all of.
    query: async (text, values) => ({ rows: (await session.query(text, values)) as never[] }),
  };
  await runMigrations(client, POSTGRES_SCHEMA);
}
