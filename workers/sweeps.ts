// Sweeps the portals whose night has come, apart from the polls, which nothing may hold up.
import { type SweepDeps, sweepDue } from '#pipeline/sweep/sweep-portal.ts';
import { sleep } from '#platform/clock.ts';
import { repeatUntil } from './repeat.ts';

/** How late in its night a portal may be swept. */
const LOOK_EVERY_MS = 60_000;

export async function sweepUntil(stop: AbortSignal, deps: SweepDeps): Promise<void> {
  await sleep(LOOK_EVERY_MS, stop);
  await repeatUntil(stop, {
    work: async () => {
      await sweepDue(deps, stop);
      return false;
    },
    everyMs: LOOK_EVERY_MS,
    failedPauseMs: LOOK_EVERY_MS,
    failure: 'a sweep failed',
    logger: deps.logger,
  });
}
