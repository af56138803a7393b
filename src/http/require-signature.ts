// Refuses a request that HubSpot has not signed, without a word on what was wrong with it: whoever forges one would learn
// from it. The log says it by a code, for the operator. The signature itself: #hubspot/signature.
import type { Request } from 'express';
import { type SignatureRefusal, verifySignature } from '#hubspot/signature.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';
import type { WebContext } from './web-context.ts';

type SignatureContext = Pick<WebContext, 'config' | 'clock' | 'logger'>;

/** Which of HubSpot's schemes a route takes besides v3: v1 and v2 carry no time, and can be played again. */
interface Accepted {
  readonly body: Buffer;
  readonly acceptV1: boolean;
  readonly acceptV2: boolean;
}

export function requireSignature(
  { config, clock, logger }: SignatureContext,
  request: Request,
  accepted: Accepted,
): void {
  const verified = verifySignature({
    method: request.method,
    url: config.publicUrl + request.originalUrl,
    headers: request.headers,
    secrets: config.hubspot.clientSecrets,
    nowMs: clock.nowMs(),
    ...accepted,
  });
  if (verified.ok) return;
  logger.warn({ code: CODES[verified.error.kind] }, 'a request with a bad signature was refused');
  throw new HttpProblem(inWords(problemWords('notSigned'), { status: 401, code: 'UNAUTHORIZED' }));
}

/** Explained in the README, under "When something is wrong". */
const CODES: Readonly<Record<SignatureRefusal['kind'], string>> = {
  missing: 'SIGNATURE_MISSING',
  malformed: 'SIGNATURE_MALFORMED',
  stale: 'SIGNATURE_STALE',
  future: 'SIGNATURE_FUTURE',
  mismatch: 'SIGNATURE_MISMATCH',
};
