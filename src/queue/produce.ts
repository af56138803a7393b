// Wakes portals. A wake is a hint: it is never awaited for correctness and never fails its caller.
import type { PortalId } from '#domain/ids.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import type { QueueConnection, TurnQueue } from './connection.ts';
import { deduplicationId, TURN_JOB } from './jobs.ts';

export interface Waker {
  /**
   * Makes a worker take this portal's turn soon. While a turn runs, any number of wakes make one more after it.
   * Never rejects: what a failed wake missed, the poll over `portal_work` finds within its interval.
   */
  wake(portalId: PortalId): Promise<void>;
  /** For a portal that stays asleep in spite of wakes: forgets that it was woken, then wakes it. */
  revive(portalId: PortalId): Promise<void>;
  close(): Promise<void>;
}

/** A webhook is answered after its wake; past this time it is answered without. */
const WAKE_WAIT_MS = 2_000;
/** A queue object whose first connection failed stays broken for good (BullMQ keeps that failure), so it is replaced. */
const REPLACE_PAUSE_MS = 1_000;

export function createWaker(options: {
  readonly connection: QueueConnection;
  readonly logger: Logger;
}): Waker {
  return new QueueWaker(options.connection, options.logger);
}

class QueueWaker implements Waker {
  readonly #connection: QueueConnection;
  readonly #logger: Logger;
  #queue: TurnQueue;
  #madeMs = 0;
  #failures = 0;

  constructor(connection: QueueConnection, logger: Logger) {
    this.#connection = connection;
    this.#logger = logger;
    this.#queue = this.#makeQueue();
  }

  wake(portalId: PortalId): Promise<void> {
    return this.#attempt(portalId, () => addWake(this.#queue, portalId));
  }

  revive(portalId: PortalId): Promise<void> {
    return this.#attempt(portalId, async () => {
      await this.#queue.removeDeduplicationKey(deduplicationId(portalId));
      await addWake(this.#queue, portalId);
    });
  }

  close(): Promise<void> {
    return this.#queue.close();
  }

  async #attempt(portalId: PortalId, send: () => Promise<unknown>): Promise<void> {
    try {
      await within(WAKE_WAIT_MS, send());
      this.#failures = 0;
    } catch (err) {
      this.#ownFailedWake(portalId, err);
    }
  }

  /** The named owner of failed wakes: counts them, says so once per outage, and makes the next one start afresh. */
  #ownFailedWake(portalId: PortalId, err: unknown): void {
    this.#failures += 1;
    if (this.#failures === 1)
      this.#logger.warn({ err, portalId }, 'wake failed, the poll will find the portal');
    if (systemClock.nowMs() - this.#madeMs < REPLACE_PAUSE_MS) return;
    const broken = this.#queue;
    this.#queue = this.#makeQueue();
    broken
      .close()
      .catch((error: unknown) => this.#logger.debug({ err: error }, 'a broken queue did not close'));
  }

  #makeQueue(): TurnQueue {
    this.#madeMs = systemClock.nowMs();
    const queue = this.#connection.createQueue();
    queue.on('error', (err) => this.#logger.debug({ err }, 'queue error'));
    return queue;
  }
}

/**
 * No job id (BullMQ refuses integers and colons, and drops the id of an active job) and no delay (a delayed job
 * swallows an immediate one). `keepLastIfActive`: a wake that comes while the turn runs makes one more run after it.
 * Measured alike on Redis and Postgres (10.4).
 */
function addWake(queue: TurnQueue, portalId: PortalId): Promise<unknown> {
  return queue.add(
    TURN_JOB,
    { portalId },
    {
      deduplication: { id: deduplicationId(portalId), keepLastIfActive: true },
      removeOnComplete: true,
      removeOnFail: true,
    },
  );
}

async function within<T>(waitMs: number, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const late = sleep(waitMs, settled.signal).then((): never => {
    throw new Error(`no answer within ${waitMs} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined);
    settled.abort();
  }
}
