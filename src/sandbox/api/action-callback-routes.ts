// Completing workflow actions that were blocked, one or several.
import { z } from 'zod';
import { buildError, refuseInput } from '#sandbox/errors.ts';
import type { Portal } from '#sandbox/model.ts';
import { lookAt } from '#sandbox/workflows/runs.ts';
import { type ApiAnswer, type ApiCall, type ApiRoute, readBody } from './route.ts';

/** Values are texts, of numbers too. */
const Completion = {
  outputFields: z.record(z.string(), z.string()),
  typedOutputs: z.record(z.string(), z.unknown()),
  failureReasonType: z.string().optional(),
  requestContext: z.record(z.string(), z.unknown()).optional(),
};
const One = z.strictObject(Completion);
const Several = z.strictObject({
  inputs: z.array(z.strictObject({ callbackId: z.string(), ...Completion })),
});

const shared = {
  method: 'POST',
  bucket: 'general',
  writesRecords: false,
  scopes: () => ['automation'],
} as const;

export const ACTION_CALLBACK_ROUTES: readonly ApiRoute[] = [
  {
    ...shared,
    path: '/automation/actions/callbacks/:version/complete',
    kind: 'actions.batchComplete',
    answer: completeSeveral,
  },
  {
    ...shared,
    path: '/automation/actions/callbacks/:version/:callbackId/complete',
    kind: 'actions.complete',
    answer: completeOne,
  },
];

function completeOne(call: ApiCall): ApiAnswer {
  const { outputFields } = readBody(call, One);
  complete(call.portal, call.params['callbackId'] ?? '', outputFields);
  return { status: 204, rows: 1 };
}

/** All or none: HubSpot's answer has no body, and so no room for the outcome of a row. */
function completeSeveral(call: ApiCall): ApiAnswer {
  const { inputs } = readBody(call, Several);
  for (const { callbackId, outputFields } of inputs) check(call.portal, callbackId, outputFields);
  for (const { callbackId, outputFields } of inputs) complete(call.portal, callbackId, outputFields);
  return { status: 204, rows: inputs.length };
}

function complete(portal: Portal, callbackId: string, outputFields: Readonly<Record<string, string>>): void {
  const run = check(portal, callbackId, outputFields);
  run.state = outputFields['hs_execution_state'] === 'FAIL_CONTINUE' ? 'failed' : 'succeeded';
  run.outputFields = outputFields;
  run.completions += 1;
}

function check(portal: Portal, callbackId: string, outputFields: Readonly<Record<string, string>>) {
  const execution = outputFields['hs_execution_state'];
  if (execution !== 'SUCCESS' && execution !== 'FAIL_CONTINUE')
    throw refuseInput('outputFields.hs_execution_state must be SUCCESS or FAIL_CONTINUE');
  const run = portal.workflowRuns.get(callbackId);
  if (run === undefined || lookAt(run).state !== 'blocked')
    throw buildError(404, 'OBJECT_NOT_FOUND', `No blocked execution found for callback ${callbackId}`);
  return run;
}
