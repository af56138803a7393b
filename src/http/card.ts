// POST /hubspot/card/answer: the record card's yes or no. HubSpot signs the request (v3) and names portal and user in the
// signed query; the body is the card's own. Refusals say nothing of what exists.
import express, { Router } from 'express';
import { z } from 'zod';
import { MAX_REJECT_NOTE } from '#domain/reject-note.ts';
import { answerCard } from '#pipeline/answer-card.ts';
import { rememberLanguage } from './language.ts';
import { createPortalLimit, type Exchange, type PortalLimit } from './portal-limit.ts';
import { HttpProblem, inWords } from './problem.ts';
import { type ProblemKey, problemWords } from './problem-words.ts';
import { requireSignature } from './require-signature.ts';
import type { WebContext } from './web-context.ts';

const BODY_LIMIT_BYTES = 16_384;
const Digits = z.string().regex(/^\d{1,20}$/);
const SignedQuery = z.object({
  portalId: Digits,
  userId: Digits,
  userEmail: z.string().max(320).default(''),
});
/** No control characters: nobody types them, and one of them stands before the note where the answer is kept. */
const text = (max: number): z.ZodType<string> =>
  z
    .string()
    .transform((given) =>
      given
        .replaceAll(/\r\n?/g, '\n')
        .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
        .trim(),
    )
    .pipe(z.string().max(max));
const CardBody = z
  .strictObject({
    contactId: z.union([Digits, z.number().int().positive().transform(String)]),
    answer: z.enum(['accept', 'reject']),
    reason: text(200).default(''),
    note: text(MAX_REJECT_NOTE).default(''),
  })
  // Nothing would become of the note of a yes.
  .refine(({ answer, note }) => answer === 'reject' || note === '');

export function cardRoutes(context: WebContext): Router {
  const router = Router();
  const limit = createPortalLimit({ max: context.config.accountRequests });
  const rawBody = express.raw({ type: () => true, limit: BODY_LIMIT_BYTES, inflate: false });
  router.post('/hubspot/card/answer', rawBody, (request, response) =>
    answer(context, { request, response, limit }),
  );
  return router;
}

async function answer(
  context: WebContext,
  { limit, ...exchange }: Exchange & { readonly limit: PortalLimit },
): Promise<void> {
  const { request, response } = exchange;
  const body: Buffer = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  requireSignature(context, request, { body, acceptV1: false, acceptV2: false });
  // HubSpot's instant of the request, which is part of what it signed.
  const at = new Date(Number(request.headers['x-hubspot-request-timestamp'])).toISOString();
  const query = SignedQuery.safeParse(request.query);
  if (query.success) {
    await limit(exchange, query.data.portalId);
    rememberLanguage(response, await context.versions.store.readLanguage(query.data.portalId));
  }
  const card = CardBody.safeParse(readJson(body));
  if (!query.success || !card.success) throw refuse(400, 'BAD_ANSWER', 'badAnswer');
  const outcome = await answerCard(context, { ...query.data, ...card.data, at });
  if (outcome === 'unknown') throw refuse(404, 'NOT_FOUND', 'noSuchLead');
  if (outcome === 'forbidden') throw refuse(403, 'FORBIDDEN', 'notYours');
  response.status(202).json({ taken: true });
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

function refuse(status: number, code: string, key: ProblemKey): HttpProblem {
  return new HttpProblem(inWords(problemWords(key), { status, code }));
}
