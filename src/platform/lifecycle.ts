// Stops what was started, in reverse order, each part bounded in time: a part that hangs must not keep the others, or
// the process, from ending.
import { sleep, systemClock } from './clock.ts';
import type { Logger } from './logger.ts';

export interface Lifecycle {
  /** Call it right after starting something. What was started last is stopped first. */
  onStop(name: string, stop: () => Promise<void>, timeoutMs?: number): void;
  /** Stops all once; later calls answer the same promise. Resolves to whether everything ended in time and well. */
  stop(): Promise<boolean>;
}

interface Part {
  readonly name: string;
  readonly stop: () => Promise<void>;
  readonly timeoutMs: number;
}

/** Enough for closing pools and sockets; who needs longer (turns that run) says so. */
const DEFAULT_TIMEOUT_MS = 3_000;

export function createLifecycle(logger: Logger): Lifecycle {
  return new PartsLifecycle(logger);
}

class PartsLifecycle implements Lifecycle {
  readonly #logger: Logger;
  readonly #parts: Part[] = [];
  #stopped: Promise<boolean> | null = null;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  onStop(name: string, stop: () => Promise<void>, timeoutMs = DEFAULT_TIMEOUT_MS): void {
    this.#parts.push({ name, stop, timeoutMs });
  }

  stop(): Promise<boolean> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  /** Until none is left: something may have been started while others were being stopped. */
  async #stopAll(): Promise<boolean> {
    let isClean = true;
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      isClean = (await this.#stopPart(part)) && isClean;
    }
    return isClean;
  }

  async #stopPart({ name, stop, timeoutMs }: Part): Promise<boolean> {
    const settled = new AbortController();
    const late = sleep(timeoutMs, settled.signal).then(() => 'late' as const);
    const outcome = await Promise.race([this.#attempt(name, stop), late]);
    settled.abort();
    if (outcome === 'late')
      this.#logger.warn({ part: name, timeoutMs }, 'did not stop in time, going on without it');
    return outcome === 'stopped';
  }

  async #attempt(name: string, stop: () => Promise<void>): Promise<'stopped' | 'failed'> {
    try {
      await stop();
      return 'stopped';
    } catch (err) {
      this.#logger.warn({ err, part: name }, 'did not stop cleanly');
      return 'failed';
    }
  }
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;
/** What a shell shows for a process that a signal ended: 128 and the signal's number. */
const EXIT_CODES = { SIGTERM: 143, SIGINT: 130 } as const;
/** Ctrl-C under `npm run` arrives twice within milliseconds: from the terminal, and passed on by npm. */
const SAME_SIGNAL_MS = 1_000;

/**
 * For process entries: the first signal stops everything and ends the process with 0 (1 when something did not stop
 * well); one that comes more than a second later ends it at once.
 */
export function stopOnSignals(lifecycle: Lifecycle, logger: Logger): void {
  let firstMs = 0;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const nowMs = systemClock.nowMs();
      if (firstMs === 0) {
        firstMs = nowMs;
        logger.info({ signal }, 'stopping');
        void lifecycle.stop().then((isClean) => process.exit(isClean ? 0 : 1));
      } else if (nowMs - firstMs > SAME_SIGNAL_MS) {
        process.exit(EXIT_CODES[signal]);
      }
    });
  }
}
