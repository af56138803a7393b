// A workflow that reaches a custom action of the app: the request, signed as HubSpot does, what the action answers, and the wait
// of a blocked one until it is completed or expires. Workflows themselves (triggers, branches, retries) are not modelled.
import { z } from 'zod';
import { HubspotError } from '#sandbox/errors.ts';
import type { Portal } from '#sandbox/model.ts';
import { buildSignatureHeaders } from '#sandbox/webhooks/signer.ts';
import type { World } from '#sandbox/world.ts';
import { readDurationMs } from './duration.ts';

/** HubSpot's default where a blocked action names none. */
const BLOCK_MS = 604_800_000;
/** HubSpot's documentation of a workflow's webhooks: actions have no number of their own. */
const TIMEOUT_MS = 30_000;

export const ActionRun = z.strictObject({
  actionUrl: z.url(),
  contactId: z.string().regex(/^\d+$/),
  inputFields: z.record(z.string(), z.string()).default({}),
  /** That of an earlier run: HubSpot repeats one whose answer it did not get. */
  callbackId: z.string().min(1).optional(),
});
export type ActionRun = z.input<typeof ActionRun>;

/** One execution, by its callback id. */
export interface WorkflowRun {
  readonly callbackId: string;
  readonly actionUrl: string;
  readonly contactId: string;
  /** `failed`: the action said so, or answered no 2xx. The enrolled record goes on after all of them but `blocked`. */
  state: 'running' | 'blocked' | 'succeeded' | 'failed' | 'expired';
  /** How often the action was asked. */
  requests: number;
  /** Of the last answer; 0 for none. */
  status: number;
  outputFields: Readonly<Record<string, string>>;
  /** Machine's time; null unless it was blocked. */
  expiresAtMs: number | null;
  /** How often the app has completed it, refused attempts apart. */
  completions: number;
}

const Answer = z.object({ outputFields: z.record(z.string(), z.string()).default({}) });

export async function runAction(world: World, portal: Portal, input: ActionRun): Promise<WorkflowRun> {
  const { actionUrl, contactId, inputFields, callbackId } = ActionRun.parse(input);
  if (!portal.objects.contacts.live.has(contactId))
    throw new HubspotError(404, { message: `no such contact: ${contactId}` });
  const run = runOf(portal, { actionUrl, contactId, ...(callbackId === undefined ? {} : { callbackId }) });
  run.requests += 1;
  const body = JSON.stringify(executionOf(portal, run, inputFields));
  const signature = buildSignatureHeaders(
    world.app.clientSecret,
    { method: 'POST', uri: actionUrl, body, timestampMs: Date.now() },
    ['v2', 'v3'],
  );
  const response = await fetch(actionUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...signature },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  run.status = response.status;
  const answer = Answer.safeParse(response.ok ? await response.json() : null);
  settle(run, answer.success ? answer.data.outputFields : null);
  return run;
}

/** A run that waits no longer than it said. */
export function lookAt(run: WorkflowRun): WorkflowRun {
  if (run.state === 'blocked' && (run.expiresAtMs ?? 0) <= Date.now()) run.state = 'expired';
  return run;
}

function runOf(
  portal: Portal,
  wanted: { readonly actionUrl: string; readonly contactId: string; readonly callbackId?: string },
): WorkflowRun {
  const enrollmentId = 9_000_000_000 + portal.workflowRuns.size;
  const { callbackId = `ap-${portal.portalId}-${enrollmentId}-3-0`, actionUrl, contactId } = wanted;
  const known = portal.workflowRuns.get(callbackId);
  if (known !== undefined) return known;
  const run: WorkflowRun = {
    callbackId,
    actionUrl,
    contactId,
    state: 'running',
    requests: 0,
    status: 0,
    outputFields: {},
    expiresAtMs: null,
    completions: 0,
  };
  portal.workflowRuns.set(callbackId, run);
  return run;
}

/** As HubSpot's guide shows it; `fields` repeats the inputs. */
function executionOf(portal: Portal, { callbackId, contactId }: WorkflowRun, inputFields: object): object {
  return {
    callbackId,
    origin: {
      portalId: portal.portalId,
      actionDefinitionId: 120_045,
      actionDefinitionVersion: 1,
      extensionDefinitionId: 120_045,
      extensionDefinitionVersionId: 1,
    },
    context: { source: 'WORKFLOWS', workflowId: 501_122, actionId: 3 },
    object: { objectId: Number(contactId), objectType: 'CONTACT', properties: {} },
    fields: inputFields,
    inputFields,
  };
}

function settle(run: WorkflowRun, outputFields: Readonly<Record<string, string>> | null): void {
  // What has gone on already is not called back by an answer that comes late.
  if (['succeeded', 'failed', 'expired'].includes(lookAt(run).state)) return;
  const execution = outputFields?.['hs_execution_state'] ?? 'SUCCESS';
  if (outputFields === null || execution === 'FAIL_CONTINUE') run.state = 'failed';
  else if (execution === 'BLOCK') {
    run.state = 'blocked';
    run.expiresAtMs = Date.now() + (readDurationMs(outputFields['hs_expiration_duration'] ?? '') ?? BLOCK_MS);
  } else run.state = 'succeeded';
  run.outputFields = outputFields ?? {};
}
