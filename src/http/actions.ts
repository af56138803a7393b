// POST /hubspot/actions/judge-now: a custom workflow action. Checked before it is read, like webhooks; a refusal does
// not name the portal.
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { parseJson } from '#hubspot/json.ts';
import { type JudgeNowRequest, judgeNow } from '#pipeline/judge-now.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';
import { requireSignature } from './require-signature.ts';
import type { WebContext } from './web-context.ts';

/** HubSpot sends at most the properties that the action asks for. */
const BODY_LIMIT_BYTES = 262_144;

export function actionRoutes(context: WebContext): Router {
  const router = Router();
  // Any content type, never inflated: the signature is over the bytes as sent.
  const rawBody = express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false });
  router.post('/hubspot/actions/judge-now', rawBody, (request, response) =>
    answerAction(context, request, response),
  );
  return router;
}

async function answerAction(context: WebContext, request: Request, response: Response): Promise<void> {
  const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  // v3 when it is there, else v2, which is all that HubSpot's guide promises for actions; never v1.
  requireSignature(context, request, { body, acceptV1: false, acceptV2: true });
  const outputFields = await judgeNow(context.judgeNow, readExecution(body));
  if (outputFields === null) throw FORBIDDEN();
  response.status(200).json({ outputFields });
}

const FORBIDDEN = (): HttpProblem =>
  new HttpProblem(inWords(problemWords('notAllowed'), { status: 403, code: 'FORBIDDEN' }));

/** HubSpot's ids: digits; a number that is no safe integer has lost some. */
const Id = z.union([z.string().regex(/^\d{1,20}$/), z.int().nonnegative()]).transform(String);

const Execution = z.object({
  callbackId: z.string().min(1).max(500),
  origin: z.object({ portalId: Id }),
  object: z.object({ objectId: Id, objectType: z.string() }),
});

function readExecution(body: Buffer): JudgeNowRequest {
  const parsed = Execution.safeParse(readJson(body));
  if (!parsed.success || !isContact(parsed.data.object.objectType))
    throw new HttpProblem(inWords(problemWords('badExecution'), { status: 400, code: 'BAD_REQUEST' }));
  const { callbackId, origin, object } = parsed.data;
  return { callbackId: storable(callbackId), portalId: origin.portalId, contactId: object.objectId };
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

/** Postgres stores neither NUL nor half a surrogate pair. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
