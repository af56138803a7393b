// Looks for what each side is to be told of the other's promises, apart from the polls, which nothing may hold up.
import { type AlertDeps, alertDue } from '#pipeline/alerts/look-for-alerts.ts';
import { sleep } from '#platform/clock.ts';

/** How late in its hour a portal may be looked at. */
const LOOK_EVERY_MS = 60_000;

/** Until the signal aborts; survives a database that is away. */
export async function lookForAlertsUntil(stop: AbortSignal, deps: AlertDeps): Promise<void> {
  while (!stop.aborted) {
    try {
      await sleep(LOOK_EVERY_MS, stop);
      if (!stop.aborted) await alertDue(deps, stop);
    } catch (err) {
      if (!stop.aborted) deps.logger.warn({ err }, 'alerts could not be looked for');
    }
  }
}
