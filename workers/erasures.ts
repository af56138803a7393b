// Erases people for whom the word has come, apart from the turns: a portal that stands still keeps data too.
import { type EraseDeps, eraseDue } from '#pipeline/erasure/erase-due.ts';
import { sleep } from '#platform/clock.ts';

const LOOK_EVERY_MS = 1_000;
const FAILED_PAUSE_MS = 5_000;

/** Until the signal aborts; survives a database that is away. */
export async function eraseUntil(stop: AbortSignal, deps: EraseDeps): Promise<void> {
  while (!stop.aborted) {
    try {
      if (!(await eraseDue(deps, stop))) await sleep(LOOK_EVERY_MS, stop);
    } catch (err) {
      if (!stop.aborted) deps.logger.warn({ err }, 'erasures could not be looked for');
      await sleep(FAILED_PAUSE_MS, stop);
    }
  }
}
