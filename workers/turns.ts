// The worker process: takes wakes from the queue, runs turns, and polls for portals whose time has come. A lost wake
// costs a quarter of a second, never a lead (D1, 10.4).
import { portalId } from '#domain/ids.ts';
import { runTurn, type TurnDeps } from '#pipeline/run-turn.ts';
import { sleep } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';

/** How late a due clock may be found. */
const POLL_EVERY_MS = 250;
/** Per poll; what is due beyond it comes with the next. */
const POLL_LIMIT = 500;
const POLL_FAILED_PAUSE_MS = 1_000;

export interface TurnWorkerDeps extends TurnDeps {
  readonly findDuePortals: (limit: number) => Promise<readonly string[]>;
  readonly wake: (portal: ReturnType<typeof portalId>) => Promise<void>;
  readonly logger: Logger;
}

/** One wake: one slice. What is left goes to the end of the line, so that no portal holds a worker (I9). */
export async function handleWake(deps: TurnWorkerDeps, portal: string, stop: AbortSignal): Promise<void> {
  const result = await runTurn(deps, portal, stop);
  if (result === 'more') await deps.wake(portalId(portal));
}

/** Wakes due portals until stopped. Survives a database that is away. */
export async function pollDuePortals(deps: TurnWorkerDeps, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    try {
      for (const portal of await deps.findDuePortals(POLL_LIMIT)) await deps.wake(portalId(portal));
      await sleep(POLL_EVERY_MS, stop);
    } catch (err) {
      deps.logger.warn({ err }, 'due portals could not be looked up');
      await sleep(POLL_FAILED_PAUSE_MS, stop);
    }
  }
}
