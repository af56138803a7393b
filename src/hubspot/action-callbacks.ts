// Tells HubSpot how a workflow action ended that it was answered BLOCK: the enrolled record goes on to the next step.
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
