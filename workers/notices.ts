// Sends notices as long as the process works. Any number of processes do; what one has claimed the others skip.
import type { Logger } from '#platform/logger.ts';
import { repeatUntil } from './repeat.ts';

const LOOK_EVERY_MS = 1_000;
const FAILED_PAUSE_MS = 5_000;

export interface NoticeLoopDeps {
  /** True when there may be more to do. */
  readonly sendNotices: () => Promise<boolean>;
  readonly logger: Logger;
}

/** Ends after the messages on the wire. */
export function sendNoticesUntil(stop: AbortSignal, { sendNotices, logger }: NoticeLoopDeps): Promise<void> {
  return repeatUntil(stop, {
    work: sendNotices,
    everyMs: LOOK_EVERY_MS,
    failedPauseMs: FAILED_PAUSE_MS,
    failure: 'notices could not be sent',
    logger,
  });
}
