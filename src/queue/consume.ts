// Runs turns when portals are woken. What a turn does, and that no two run for one portal, is the pipeline's (D4, 10.2);
// here is only how BullMQ is kept alive, and where a turn's failure ends.
import type { Job } from 'bullmq';
import type { PortalId } from '#domain/ids.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import type { Logger } from '#platform/logger.ts';
import type { QueueConnection, TurnWorker } from './connection.ts';
import {
  ABORT_AFTER_MS,
  CLOSE_WAIT_MS,
  DEFAULT_CONCURRENCY,
  LOCK_DURATION_MS,
  MAX_STALLED_COUNT,
  STALLED_INTERVAL_MS,
  TurnWake,
} from './jobs.ts';

export interface ConsumerOptions {
  readonly connection: QueueConnection;
  /** `signal` aborts when the process must go now: a turn that still runs then has two seconds left. */
  readonly handle: (portalId: PortalId, signal: AbortSignal) => Promise<void>;
  readonly logger: Logger;
  /** Turns at once in this process. */
  readonly concurrency?: number;
}

export interface Consumer {
  /** Takes no more turns, waits for the running ones, and leaves behind those that do not end in time. */
  close(): Promise<void>;
}

/** After a failed start of BullMQ's worker, or a lost connection, the next try comes this much later. */
const RETRY_PAUSE_MS = 1_000;
/** An outage makes an error per try and turn; one line in this time says enough. */
const ERROR_LOG_PAUSE_MS = 10_000;

export function startConsumer(options: ConsumerOptions): Consumer {
  return new TurnConsumer(options);
}

class TurnConsumer implements Consumer {
  readonly #options: ConsumerOptions;
  readonly #closing = new AbortController();
  readonly #mustEnd = new AbortController();
  readonly #running: Promise<void>;
  #worker: TurnWorker;
  #closed: Promise<void> | null = null;
  #lastErrorLogMs = 0;
  #hiddenErrors = 0;

  constructor(options: ConsumerOptions) {
    this.#options = options;
    this.#worker = this.#makeWorker();
    this.#running = this.#keepRunning();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    const ended = new AbortController();
    const closed = this.#closeWorker().finally(() => ended.abort());
    await sleep(ABORT_AFTER_MS, ended.signal);
    this.#mustEnd.abort(new AppError('The process is ending.', { code: 'shutdown', retryable: true }));
    await sleep(CLOSE_WAIT_MS - ABORT_AFTER_MS, ended.signal);
    if (ended.signal.aborted) return closed;
    this.#options.logger.warn('turns did not end in time, other workers take them over');
    await this.#worker.disconnect();
  }

  async #closeWorker(): Promise<void> {
    try {
      await this.#worker.close();
      await this.#running;
    } catch (err) {
      this.#logError(err);
    }
  }

  /** A worker whose first contact failed never recovers by itself (BullMQ keeps that failure): it is replaced. */
  async #keepRunning(): Promise<void> {
    while (!this.#isClosing()) {
      try {
        await this.#worker.waitUntilReady();
        await this.#worker.run();
      } catch (err) {
        if (this.#isClosing()) return;
        this.#logError(err);
        await this.#replaceWorker();
      }
    }
  }

  async #replaceWorker(): Promise<void> {
    await this.#worker.disconnect().catch((err: unknown) => this.#logError(err));
    await sleep(RETRY_PAUSE_MS, this.#closing.signal);
    if (!this.#isClosing()) this.#worker = this.#makeWorker();
  }

  #makeWorker(): TurnWorker {
    const { connection, logger, concurrency } = this.#options;
    const worker = connection.createWorker((job) => this.#runTurn(job), {
      autorun: false,
      concurrency: concurrency ?? DEFAULT_CONCURRENCY,
      lockDuration: LOCK_DURATION_MS,
      stalledInterval: STALLED_INTERVAL_MS,
      maxStalledCount: MAX_STALLED_COUNT,
      runRetryDelay: RETRY_PAUSE_MS,
    });
    worker.on('error', (err) => this.#logError(err));
    worker.on('stalled', (jobId) =>
      logger.warn({ jobId }, 'a turn was left behind by its worker, taking it over'),
    );
    return worker;
  }

  /** Where a turn's failure ends. The job is done either way: the portal's rows say what is left, and the poll wakes it. */
  async #runTurn(job: Job<unknown, void>): Promise<void> {
    const { handle, logger } = this.#options;
    const wake = TurnWake.safeParse(job.data);
    if (!wake.success) {
      logger.error({ jobId: job.id, err: wake.error }, 'a wake without a portal was dropped');
      return;
    }
    const { portalId } = wake.data;
    try {
      await handle(portalId, this.#mustEnd.signal);
    } catch (err) {
      const willHeal = err instanceof AppError && err.retryable;
      if (willHeal) logger.warn({ err, portalId }, 'turn failed, the portal is woken again');
      else logger.error({ err, portalId }, 'turn failed');
    }
  }

  #logError(err: unknown): void {
    const nowMs = systemClock.nowMs();
    if (nowMs - this.#lastErrorLogMs < ERROR_LOG_PAUSE_MS) {
      this.#hiddenErrors += 1;
      return;
    }
    this.#options.logger.warn({ err, hidden: this.#hiddenErrors }, 'queue worker error');
    this.#lastErrorLogMs = nowMs;
    this.#hiddenErrors = 0;
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }
}
