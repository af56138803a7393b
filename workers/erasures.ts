// Erases people for whom the word has come, apart from the turns: a portal that stands still keeps data too.
import { type EraseDeps, eraseDue } from '#pipeline/erasure/erase-due.ts';
import { repeatUntil } from './repeat.ts';

/** Until the signal aborts; survives a database that is away. */
export function eraseUntil(stop: AbortSignal, deps: EraseDeps): Promise<void> {
  return repeatUntil(stop, {
    work: () => eraseDue(deps, stop),
    everyMs: 1_000,
    failedPauseMs: 5_000,
    failure: 'erasures could not be looked for',
    logger: deps.logger,
  });
}
