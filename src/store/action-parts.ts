// What workflow actions are answered with, and called back, put together for the use cases.
import type { CallbackDeps } from '#pipeline/actions/complete-callbacks.ts';
import type { ActionDeps } from '#pipeline/actions/run-action.ts';
import type { ReceiveDeps } from '#pipeline/receive-events.ts';
import type { Config } from '#platform/config.ts';
import { createCallbackStore } from './action-callbacks.ts';
import type { Database } from './database.ts';
import type { Tombstones } from './erasure/tombstones.ts';
import { createActionStore } from './workflow-actions.ts';

interface ActionParts extends Pick<CallbackDeps, 'hubspot'>, Pick<ActionDeps, 'clock'> {
  readonly config: Pick<Config, 'hubspot'>;
  readonly tombstones: Tombstones;
  readonly receive: Pick<ReceiveDeps, 'wake' | 'logger'>;
}

export function createActionParts(
  database: Database,
  { config, tombstones, receive, hubspot, clock }: ActionParts,
): { readonly actions: ActionDeps; readonly callbacks: CallbackDeps } {
  const { wake, logger } = receive;
  const callsBack = config.hubspot.callbacks;
  return {
    actions: { store: createActionStore(database, tombstones), wake, clock, callsBack },
    callbacks: { store: createCallbackStore(database), hubspot, logger },
  };
}
