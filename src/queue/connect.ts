// Chooses where the queue lives: Redis where there is one, else the database that is there anyway (D2).
import type { Logger } from '#platform/logger.ts';
import type { QueueConnection } from './connection.ts';
import { connectPostgresQueue } from './postgres.ts';
import { connectRedisQueue } from './redis.ts';

export interface QueueOptions {
  readonly redisUrl?: string | undefined;
  /** Postgres itself, not a transaction pooler (10.11). Its queue tables must have been migrated (`migrateQueue`). */
  readonly databaseUrl: string;
  readonly logger: Logger;
}

export async function connectQueue(options: QueueOptions): Promise<QueueConnection> {
  const { redisUrl, databaseUrl, logger } = options;
  return redisUrl === undefined
    ? connectPostgresQueue({ databaseUrl, logger })
    : connectRedisQueue({ redisUrl, logger });
}
