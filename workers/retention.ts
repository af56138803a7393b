// Drops what is too old, every night of each portal, apart from all that somebody waits for.
import { dropDue, type RetentionDeps } from '#pipeline/retention/retention.ts';
import { sleep } from '#platform/clock.ts';
import { repeatUntil } from './repeat.ts';

/** How late in its night a portal may be seen to. */
const LOOK_EVERY_MS = 60_000;

/** Until the signal aborts; survives a database that is away. */
export async function dropOldUntil(stop: AbortSignal, deps: RetentionDeps): Promise<void> {
  await sleep(LOOK_EVERY_MS, stop);
  await repeatUntil(stop, {
    work: async () => {
      await dropDue(deps, stop);
      return false;
    },
    everyMs: LOOK_EVERY_MS,
    failedPauseMs: LOOK_EVERY_MS,
    failure: 'what is too old could not be looked for',
    logger: deps.logger,
  });
}
