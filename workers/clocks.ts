// Fires what is due, in every worker process: none waits for the turn of its portal, and none for the queue (I4).
import type { Fired } from '#pipeline/clocks/clock-store.ts';
import { sleep } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import type { Metrics } from '#platform/metrics.ts';

/** How late a clock may be found. */
const LOOK_EVERY_MS = 100;
/** Committed together: a tenth of a second's work for the database. */
const FIRE_AT_ONCE = 2_000;
const FAILED_PAUSE_MS = 1_000;
/** Beyond this something was away: a person may want to know. */
const LATE_MS = 10_000;

export interface ClockDeps {
  readonly fireClocks: (limit: number) => Promise<Fired>;
  readonly metrics: Pick<Metrics, 'observeFiring'>;
  readonly logger: Logger;
}

/** Until the signal aborts. Survives a database that is away. */
export async function fireDueClocks(deps: ClockDeps, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      const more = await fireOnce(deps);
      if (!more) await sleep(LOOK_EVERY_MS, stop);
    } catch (err) {
      deps.logger.warn({ err }, 'due clocks could not be fired');
      await sleep(FAILED_PAUSE_MS, stop);
    }
  }
}

async function fireOnce({ fireClocks, metrics, logger }: ClockDeps): Promise<boolean> {
  const { fired, more } = await fireClocks(FIRE_AT_ONCE);
  for (const { kind, lateMs } of fired) metrics.observeFiring(kind, lateMs / 1_000);
  const late = fired.filter(({ lateMs }) => lateMs > LATE_MS).length;
  if (late > 0) logger.warn({ fired: fired.length, late }, 'clocks fired late');
  return more;
}
