// Tells HubSpot how workflow actions ended that it was answered BLOCK: the enrolled records go on to the next step.
import type { ActionCompletion, CallContext } from '#pipeline/ports.ts';
import { AnyAnswer } from './answers.ts';
import type { HubspotClient } from './client.ts';

/** Twice does no more than once: HubSpot waits for each callback id one time. */
export async function completeAction(
  client: HubspotClient,
  context: CallContext,
  { callbackId, outputFields }: ActionCompletion,
): Promise<void> {
  await client.call(context, {
    endpoint: 'workflow action complete',
    method: 'POST',
    path: client.paths.actionCallback(callbackId),
    // HubSpot's specification demands the second, and takes it empty.
    body: { outputFields, typedOutputs: {} },
    answer: AnyAnswer,
    repeatable: true,
  });
}

/** In one call, whose answer has no room for the outcome of a row. */
export async function completeActions(
  client: HubspotClient,
  context: CallContext,
  completions: readonly ActionCompletion[],
): Promise<void> {
  await client.call(context, {
    endpoint: 'workflow actions batch complete',
    method: 'POST',
    path: client.paths.actionCallbacks,
    body: {
      inputs: completions.map(({ callbackId, outputFields }) => ({
        callbackId,
        outputFields,
        typedOutputs: {},
      })),
    },
    answer: AnyAnswer,
    repeatable: true,
  });
}
