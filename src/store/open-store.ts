// Opens the database the configuration names, or the embedded one, and brings it up to this release before anybody uses it.
import type { Config } from '#platform/config.ts';
import { AppError } from '#platform/errors.ts';
import type { Lifecycle } from '#platform/lifecycle.ts';
import type { Logger } from '#platform/logger.ts';
import { type Database, isBehindPooler, openDatabase, type Session } from './database.ts';
import { openEmbedded } from './embedded/embedded.ts';
import { migrate } from './migrate.ts';
import { ensurePartitions } from './work.ts';

/** A turn holds one connection for a moment at a time; 32 turns share these. */
const POOL_SIZE = 20;
/** Stopping the embedded server writes a checkpoint. */
const EMBEDDED_STOP_MS = 15_000;

export interface OpenedStore {
  readonly database: Database;
  readonly directUrl: string;
}

export interface StoreParts {
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
  /** What else keeps tables in this database (the queue). */
  readonly alsoMigrate: (session: Session) => Promise<void>;
  readonly poolSize?: number;
}

export async function openStore(config: Config, parts: StoreParts): Promise<OpenedStore> {
  const { logger, lifecycle, alsoMigrate, poolSize = POOL_SIZE } = parts;
  const { url, directUrl, behindPooler } = await findServer(config, parts);
  await migrate({ url: directUrl, logger, alsoMigrate });
  const database = openDatabase({ url, applicationName: 'accord', logger, poolSize, behindPooler });
  lifecycle.onStop('database', () => database.close());
  await ensurePartitions(database);
  return { database, directUrl };
}

interface Server {
  readonly url: string;
  readonly directUrl: string;
  readonly behindPooler: boolean;
}

async function findServer(
  config: Config,
  { logger, lifecycle }: { readonly logger: Logger; readonly lifecycle: Lifecycle },
): Promise<Server> {
  const { databaseUrl } = config;
  if (databaseUrl === null) {
    const server = await openEmbedded({ dataDir: config.dataDir, logger });
    lifecycle.onStop('embedded database', () => server.close(), EMBEDDED_STOP_MS);
    return { url: server.url, directUrl: server.url, behindPooler: false };
  }
  const behindPooler = await reach(databaseUrl, logger);
  if (behindPooler) requirePastPooler(config);
  return { url: databaseUrl, directUrl: config.databaseDirectUrl ?? databaseUrl, behindPooler };
}

/** The first contact: what is wrong with the address is said in one line. Answers whether a pooler stands between. */
async function reach(url: string, logger: Logger): Promise<boolean> {
  try {
    return await isBehindPooler({ url, applicationName: 'accord start', logger });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no answer';
    throw new AppError(`DATABASE_URL: the database cannot be used (${code}).`, {
      code: 'database_start',
      retryable: true,
      cause,
    });
  }
}

/** Session locks, LISTEN and startup settings do not pass a transaction pooler (10.11). */
function requirePastPooler(config: Config): void {
  const missing = [
    ...(config.databaseDirectUrl === null ? ['DATABASE_DIRECT_URL'] : []),
    ...(config.redisUrl === null ? ['REDIS_URL'] : []),
  ];
  if (missing.length === 0) return;
  throw new AppError(
    `DATABASE_URL leads to a transaction pooler, so ${missing.join(' and ')} must be set as well.`,
    {
      code: 'behind_pooler',
      retryable: false,
    },
  );
}
