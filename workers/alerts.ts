// Looks for what each side is to be told of the other's promises, apart from the polls, which nothing may hold up.
import { type AlertDeps, alertDue } from '#pipeline/alerts/look-for-alerts.ts';
import { sleep } from '#platform/clock.ts';
import { repeatUntil } from './repeat.ts';

/** How late in its hour a portal may be looked at. */
const LOOK_EVERY_MS = 60_000;

export async function lookForAlertsUntil(stop: AbortSignal, deps: AlertDeps): Promise<void> {
  await sleep(LOOK_EVERY_MS, stop);
  await repeatUntil(stop, {
    work: async () => {
      await alertDue(deps, stop);
      return false;
    },
    everyMs: LOOK_EVERY_MS,
    failedPauseMs: LOOK_EVERY_MS,
    failure: 'alerts could not be looked for',
    logger: deps.logger,
  });
}
