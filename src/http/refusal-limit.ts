// Whoever is not known again and again is no longer looked at for a while: guesses at tokens and sessions cost them, not us.
// Counted per process and address; who is known counts nothing, also where his role does not reach. What comes with a
// signature of HubSpot's is never turned away: HubSpot sends for all accounts from few addresses, and anybody's app can make
// it call ours.
import type { Request, RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Config } from '#platform/config.ts';
import { ADDRESSES } from './addresses.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';

const WINDOW_MS = 60_000;
const SIGNATURES = ['x-hubspot-signature', 'x-hubspot-signature-v3'];

export function limitRefusals({ refusalsPerMinute }: Pick<Config, 'refusalsPerMinute'>): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: refusalsPerMinute,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => response.statusCode !== 401,
    skip: isSigned,
    standardHeaders: false,
    legacyHeaders: false,
    // `trust proxy` is set from TRUSTED_PROXIES alone, and README.md says what it is for.
    validate: { xForwardedForHeader: false },
    handler: (_request, _response, next) => next(tooMany()),
  });
}

/** Such a request is known by its signature alone: no token beside it counts (api/caller.ts). */
function isSigned({ headers, path }: Request): boolean {
  return path === ADDRESSES.webhooks || SIGNATURES.some((name) => headers[name] !== undefined);
}

function tooMany(): HttpProblem {
  const headers = { 'Retry-After': String(WINDOW_MS / 1_000) };
  return new HttpProblem(
    inWords(problemWords('tooManyRefusals'), { status: 429, code: 'TOO_MANY_REFUSALS', headers }),
  );
}
