// Reads HubSpot's webhooks journal as long as the process works, where it is switched on. Any number of processes do; one
// reads at a time.
import type { JournalDeps } from '#pipeline/journal/ports.ts';
import { readJournal } from '#pipeline/journal/read-journal.ts';
import { sleep } from '#platform/clock.ts';

const LOOK_EVERY_MS = 1_000;
const FAILED_PAUSE_MS = 10_000;

/** Survives a database that is away. */
export async function readJournalUntil(stop: AbortSignal, deps: JournalDeps | null): Promise<void> {
  if (deps === null) return;
  while (!stop.aborted) {
    try {
      if (!(await readJournal(deps, stop))) await sleep(LOOK_EVERY_MS, stop);
    } catch (err) {
      if (!stop.aborted) deps.logger.warn({ err }, 'the webhooks journal could not be followed');
      await sleep(FAILED_PAUSE_MS, stop);
    }
  }
}
