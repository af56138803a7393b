// POST /hubspot/actions/…: the custom workflow actions, and the choices of their input fields. Checked before they are read,
// like webhooks; a refusal does not name the portal.

import express, { type Request, Router } from 'express';
import { z } from 'zod';
import { parseJson } from '#hubspot/json.ts';
import { ACTION_INPUTS, type ActionName } from '#pipeline/actions/outputs.ts';
import { runAction } from '#pipeline/actions/run-action.ts';
import { storable } from '#platform/storable.ts';
import { ADDRESSES } from './addresses.ts';
import { createPortalLimit, type Exchange, type PortalLimit } from './portal-limit.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';
import { requireSignature } from './require-signature.ts';
import type { WebContext } from './web-context.ts';

/** HubSpot sends at most the properties that the action asks for. */
const BODY_LIMIT_BYTES = 262_144;

export function actionRoutes(context: WebContext): Router {
  const router = Router();
  const limit = createPortalLimit({ max: context.config.accountRequests, isWorkflow: true });
  // Any content type, never inflated: the signature is over the bytes as sent.
  const rawBody = express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false });
  for (const action of Object.keys(ACTION_INPUTS) as ActionName[])
    router.post(`${ADDRESSES.actions}/${action}`, rawBody, (request, response) =>
      answerAction(context, action, { request, response, limit }),
    );
  // Apart: while workflows run at full speed, others can still be built.
  const limitChoices = createPortalLimit({ max: context.config.accountRequests, isWorkflow: true });
  router.post(ADDRESSES.tracks, rawBody, (request, response) =>
    answerTracks(context, { request, response, limit: limitChoices }),
  );
  return router;
}

async function answerAction(
  context: WebContext,
  action: ActionName,
  { limit, ...exchange }: Exchange & { readonly limit: PortalLimit },
): Promise<void> {
  const execution = readBody(Execution, readSigned(context, exchange.request));
  if (execution === null || !isContact(execution.object.objectType)) throw BAD_EXECUTION();
  await limit(exchange, execution.origin.portalId);
  const outputFields = await runAction(context.actions, {
    action,
    portalId: execution.origin.portalId,
    callbackId: storable(execution.callbackId),
    contactId: execution.object.objectId,
    track: storable(execution.inputFields.track ?? ''),
  });
  if (outputFields === null) throw FORBIDDEN();
  exchange.response.status(200).json({ outputFields });
}

/** While somebody builds a workflow: which tracks there are. */
async function answerTracks(
  context: WebContext,
  { limit, ...exchange }: Exchange & { readonly limit: PortalLimit },
): Promise<void> {
  const { request, response } = exchange;
  const asked = readBody(Options, readSigned(context, request));
  if (asked === null) throw BAD_EXECUTION();
  await limit(exchange, asked.origin.portalId);
  const { store } = context.actions;
  const portal = await store.readPortal(asked.origin.portalId);
  if (portal === null || portal.status === 'uninstalled') throw FORBIDDEN();
  const tracks = await store.listTracks(asked.origin.portalId, null);
  response.status(200).json({
    options: tracks.map(({ id, label }) => ({ value: id, label })),
    searchable: false,
  });
}

/** v3 when it is there, else v2, which is all that HubSpot's guide promises for actions; never v1. */
function readSigned(context: WebContext, request: Request): Buffer {
  const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  requireSignature(context, request, { body, acceptV1: false, acceptV2: true });
  return body;
}

const FORBIDDEN = (): HttpProblem =>
  new HttpProblem(inWords(problemWords('notAllowed'), { status: 403, code: 'FORBIDDEN' }));
const BAD_EXECUTION = (): HttpProblem =>
  new HttpProblem(inWords(problemWords('badExecution'), { status: 400, code: 'BAD_REQUEST' }));

/** HubSpot's ids: digits; a number that is no safe integer has lost some. */
const Id = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]).transform(String);
const Origin = z.object({ portalId: Id });
const Execution = z.object({
  callbackId: z.string().min(1).max(500),
  origin: Origin,
  object: z.object({ objectId: Id, objectType: z.string() }),
  inputFields: z.object({ track: z.string().max(100).nullish() }).default({}),
});
const Options = z.object({ origin: Origin });

function readBody<T>(schema: z.ZodType<T>, body: Buffer): T | null {
  const parsed = schema.safeParse(readJson(body));
  return parsed.success ? parsed.data : null;
}

function isContact(objectType: string): boolean {
  return ['CONTACT', '0-1'].includes(objectType.toUpperCase());
}

/** Digits of long ids are kept. Undefined fits no schema. */
function readJson(body: Buffer): unknown {
  try {
    return parseJson(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
