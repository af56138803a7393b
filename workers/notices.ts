// Sends notices as long as the process works. Any number of processes do; what one has claimed the others skip.
import { sleep } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';

const LOOK_EVERY_MS = 1_000;
const FAILED_PAUSE_MS = 5_000;

export interface NoticeLoopDeps {
  /** True when there may be more to do. */
  readonly sendNotices: () => Promise<boolean>;
  readonly logger: Logger;
}

/** Ends after the messages on the wire; survives a database that is away. */
export async function sendNoticesUntil(
  stop: AbortSignal,
  { sendNotices, logger }: NoticeLoopDeps,
): Promise<void> {
  while (!stop.aborted) {
    try {
      if (!(await sendNotices())) await sleep(LOOK_EVERY_MS, stop);
    } catch (err) {
      logger.warn({ err }, 'notices could not be sent');
      await sleep(FAILED_PAUSE_MS, stop);
    }
  }
}
