// Fires what is due, in every worker process: none waits for the turn of its portal, and none for the queue (I4).
import type { Fired } from '#pipeline/clocks/clock-store.ts';
import type { Logger } from '#platform/logger.ts';
import type { Metrics } from '#platform/metrics.ts';
import { repeatUntil } from './repeat.ts';

/** How late a clock may be found. */
const LOOK_EVERY_MS = 100;
/** Committed together: a tenth of a second's work for the database. */
const FIRE_AT_ONCE = 2_000;
const FAILED_PAUSE_MS = 1_000;
/** How long a look at the machines' clocks is good for. */
const CLOCKS_GOOD_FOR_LOOKS = 50;
/** Beyond this something was away: a person may want to know. */
const LATE_MS = 10_000;

export interface ClockDeps {
  readonly fireClocks: (limit: number) => Promise<Fired>;
  /** True when the clocks of machines disagree too much for anything to fire (10.10). */
  readonly lookAtClocks: () => Promise<boolean>;
  readonly metrics: Pick<Metrics, 'observeFiring'>;
  readonly logger: Logger;
}

export function fireDueClocks(deps: ClockDeps, stop: AbortSignal): Promise<void> {
  let looks = 0;
  let isHeld = false;
  return repeatUntil(stop, {
    work: async () => {
      if (looks++ % CLOCKS_GOOD_FOR_LOOKS === 0) isHeld = await lookAtClocks(deps, isHeld);
      return !isHeld && fireOnce(deps);
    },
    everyMs: LOOK_EVERY_MS,
    failedPauseMs: FAILED_PAUSE_MS,
    failure: 'due clocks could not be fired',
    logger: deps.logger,
  });
}

/** Said when it begins and when it ends. What falls due meanwhile fires then, marked late. */
async function lookAtClocks({ lookAtClocks: look, logger }: ClockDeps, wasHeld: boolean): Promise<boolean> {
  const isHeld = await look();
  if (isHeld && !wasHeld) logger.error('clocks of machines disagree: no promise is warned of or breached');
  if (wasHeld && !isHeld) logger.info('clocks of machines agree again');
  return isHeld;
}

/** True when more are due. */
async function fireOnce({ fireClocks, metrics, logger }: ClockDeps): Promise<boolean> {
  const { fired, more } = await fireClocks(FIRE_AT_ONCE);
  for (const { kind, lateMs } of fired) metrics.observeFiring(kind, lateMs / 1_000);
  const late = fired.filter(({ lateMs }) => lateMs > LATE_MS).length;
  if (late > 0) logger.warn({ fired: fired.length, late }, 'clocks fired late');
  return more;
}
