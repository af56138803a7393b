// Drops what is too old, every night of each portal, apart from all that somebody waits for.
import { dropDue, type RetentionDeps } from '#pipeline/retention/retention.ts';
import { sleep } from '#platform/clock.ts';

/** How late in its night a portal may be seen to. */
const LOOK_EVERY_MS = 60_000;

/** Until the signal aborts; survives a database that is away. */
export async function dropOldUntil(stop: AbortSignal, deps: RetentionDeps): Promise<void> {
  while (!stop.aborted) {
    try {
      await sleep(LOOK_EVERY_MS, stop);
      if (!stop.aborted) await dropDue(deps, stop);
    } catch (err) {
      if (!stop.aborted) deps.logger.warn({ err }, 'what is too old could not be looked for');
    }
  }
}
