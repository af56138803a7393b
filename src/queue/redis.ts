// BullMQ on Redis, for a fleet. A Redis that is away stops nobody from starting: events are accepted without it, and
// the poll over `portal_work` wakes what was missed (D1).
import { Queue, Worker } from 'bullmq';
import { Cluster, Redis } from 'ioredis';
import { sleep } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import type { QueueConnection } from './connection.ts';
import { REDIS_PREFIX, TURN_QUEUE } from './jobs.ts';

export interface RedisQueueOptions {
  /** `redis://` or `rediss://` (TLS); several, separated by commas, are the nodes of a Cluster. */
  readonly redisUrl: string;
  readonly logger: Logger;
}

type Client = Redis | Cluster;

const FIRST_ANSWER_MS = 3_000;
const MAX_RECONNECT_PAUSE_MS = 1_000;
/** Longer than a worker blocks (BullMQ's `drainDelay` is 5 s): a connection that died silently is noticed by then. */
const SOCKET_TIMEOUT_MS = 15_000;
const COMMAND_TIMEOUT_MS = 2_000;

/** The few of ioredis's options that are used, alike for a single Redis and the nodes of a Cluster. */
interface ClientSettings {
  readonly maxRetriesPerRequest: number | null;
  readonly enableOfflineQueue: boolean;
  readonly commandTimeout?: number;
  readonly socketTimeout?: number;
}

/** A wake fails at once when Redis is away, instead of piling up in memory and answering webhooks late. */
const PRODUCER: ClientSettings = {
  maxRetriesPerRequest: 1,
  enableOfflineQueue: false,
  commandTimeout: COMMAND_TIMEOUT_MS,
};
/** A worker waits for Redis as long as it takes; BullMQ demands null. */
const CONSUMER: ClientSettings = {
  maxRetriesPerRequest: null,
  enableOfflineQueue: true,
  socketTimeout: SOCKET_TIMEOUT_MS,
};

export async function connectRedisQueue({ redisUrl, logger }: RedisQueueOptions): Promise<QueueConnection> {
  const clients: Client[] = [];
  const connect = (settings: ClientSettings, part: string): Client => {
    const client = createClient(redisUrl, settings, `accord-${part}`);
    client.on('error', (err) => logger.debug({ err, part }, 'redis connection error'));
    clients.push(client);
    return client;
  };
  const producer = connect(PRODUCER, 'producer');
  await checkAtStart(producer, logger);
  return {
    kind: 'redis',
    createQueue: () => new Queue(TURN_QUEUE, { connection: producer, prefix: REDIS_PREFIX }),
    createWorker: (processor, settings) => {
      const client = connect(CONSUMER, 'worker');
      const worker = new Worker(TURN_QUEUE, processor, {
        ...settings,
        connection: client,
        prefix: REDIS_PREFIX,
      });
      worker.on('closed', () => client.disconnect());
      return worker;
    },
    ping: () => refuseEviction(producer, logger),
    close: async () => {
      for (const client of clients) client.disconnect();
    },
  };
}

function createClient(redisUrl: string, settings: ClientSettings, connectionName: string): Client {
  const shared = {
    ...settings,
    connectionName,
    connectTimeout: COMMAND_TIMEOUT_MS,
    keepAlive: 10_000,
  };
  const retryStrategy = (times: number): number => Math.min(times * 100, MAX_RECONNECT_PAUSE_MS);
  const nodes = redisUrl.split(',').map((url) => url.trim());
  const [first = ''] = nodes;
  if (nodes.length === 1) return new Redis(first, { ...shared, retryStrategy });

  const { enableOfflineQueue, ...ofNode } = shared;
  return new Cluster(nodes, {
    enableOfflineQueue,
    clusterRetryStrategy: retryStrategy,
    redisOptions: { ...ofNode, ...readCredentials(new URL(first)) },
  });
}

/** A Cluster takes addresses from its nodes' URLs and leaves the rest to its options. */
function readCredentials({ username, password, protocol }: URL): {
  username?: string;
  password?: string;
  tls?: object;
} {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
  };
}

async function checkAtStart(client: Client, logger: Logger): Promise<void> {
  const isReady = client.status === 'ready' || (await becomesReady(client));
  if (isReady) await refuseEviction(client, logger);
  else logger.warn('redis does not answer, starting without it');
}

async function becomesReady(client: Client): Promise<boolean> {
  const giveUp = new AbortController();
  const ready = new Promise<true>((resolve) => {
    client.once('ready', () => resolve(true));
  });
  const late = sleep(FIRST_ANSWER_MS, giveUp.signal).then(() => false as const);
  const outcome = await Promise.race([ready, late]);
  giveUp.abort();
  return outcome;
}

/**
 * With another policy Redis drops parts of the queue's structure when its memory is full, and portals stay asleep.
 * INFO, not CONFIG: managed Redis often forbids the latter.
 */
async function refuseEviction(client: Client, logger: Logger): Promise<void> {
  const info = await client.info('memory');
  const policy = /^maxmemory_policy:(.+?)\r?$/m.exec(info)?.[1] ?? 'noeviction';
  const limit = Number(/^maxmemory:(\d+)/m.exec(info)?.[1] ?? 0);
  if (policy === 'noeviction') return;
  const advice = `REDIS_URL: this Redis evicts keys (maxmemory-policy ${policy}); set it to noeviction.`;
  if (limit > 0) throw new AppError(advice, { code: 'redis_evicts', retryable: false });
  logger.debug({ policy }, 'redis would evict keys if it had a memory limit');
}
