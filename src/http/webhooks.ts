// POST /webhooks/hubspot: checked before it is read, stored before it is answered (I1). HubSpot repeats what is not 2xx.
import express, { type Request, type Response, Router } from 'express';
import { parseWebhookBody } from '#hubspot/schema.ts';
import { receiveEvents } from '#pipeline/receive-events.ts';
import { ADDRESSES } from './addresses.ts';
import { toIncoming } from './incoming.ts';
import { HttpProblem } from './problem.ts';
import { requireSignature } from './require-signature.ts';
import type { WebContext } from './web-context.ts';

/** HubSpot's largest batch is about 32 kB. */
const BODY_LIMIT_BYTES = 1_048_576;

export function webhookRoutes(context: WebContext): Router {
  const router = Router();
  router.use(ADDRESSES.webhooks, countAnswers(context));
  // Any content type, never inflated: the signature is over the bytes as sent.
  const rawBody = express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false });
  router.post(ADDRESSES.webhooks, rawBody, (request, response) => receive(context, request, response));
  return router;
}

function countAnswers({ metrics, clock }: WebContext): express.RequestHandler {
  return (_request, response, next) => {
    const startedMs = clock.nowMs();
    response.once('finish', () =>
      metrics.countWebhookAnswer(response.statusCode, (clock.nowMs() - startedMs) / 1_000),
    );
    next();
  };
}

async function receive(context: WebContext, request: Request, response: Response): Promise<void> {
  const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  // HubSpot signs workflow actions and cards with v2, never webhooks.
  requireSignature(context, request, { body, acceptV1: context.config.hubspot.acceptV1, acceptV2: false });
  const batch = parseWebhookBody(body);
  if (!batch.ok)
    throw new HttpProblem({ status: 400, code: BATCH_CODES[batch.error.kind], message: batch.error.message });
  const received = await receiveEvents(context.receive, toIncoming(batch.value));
  context.metrics.countEvents(received);
  const { accepted, duplicated, setAside } = received;
  response.status(200).json({ accepted, duplicated, setAside });
}

const BATCH_CODES = {
  'not-json': 'BODY_NOT_JSON',
  'not-an-array': 'BODY_NOT_AN_ARRAY',
  empty: 'NO_EVENTS',
  'too-many': 'TOO_MANY_EVENTS',
  'too-deep': 'BODY_TOO_DEEP',
} as const;
