// What a worker does again and again as long as it works. Survives a database that is away.
import { sleep } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';

export interface Repeated {
  /** True: there may be more to do, at once. */
  readonly work: () => Promise<boolean>;
  readonly everyMs: number;
  readonly failedPauseMs: number;
  /** What is logged then. */
  readonly failure: string;
  readonly logger: Pick<Logger, 'warn'>;
}

/** Until the signal aborts; what fails because of that is no failure. */
export async function repeatUntil(stop: AbortSignal, repeated: Repeated): Promise<void> {
  const { work, everyMs, failedPauseMs, failure, logger } = repeated;
  while (!stop.aborted) {
    let pauseMs = everyMs;
    try {
      if (await work()) pauseMs = 0;
    } catch (err) {
      pauseMs = failedPauseMs;
      if (!stop.aborted) logger.warn({ err }, failure);
    }
    if (pauseMs > 0) await sleep(pauseMs, stop);
  }
}
