// Calls waiting workflows back as long as the process works. Any number of processes do; what one has claimed the others skip.
import { type CallbackDeps, completeCallbacks } from '#pipeline/actions/complete-callbacks.ts';
import { repeatUntil } from './repeat.ts';

/** Ends after the calls on the wire. */
export function callBackUntil(stop: AbortSignal, deps: CallbackDeps): Promise<void> {
  return repeatUntil(stop, {
    work: () => completeCallbacks(deps),
    // A workflow waits.
    everyMs: 250,
    failedPauseMs: 5_000,
    failure: 'workflows could not be called back',
    logger: deps.logger,
  });
}
