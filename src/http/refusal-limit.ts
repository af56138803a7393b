// Whoever is refused again and again is no longer looked at for a while: guesses at tokens and signatures cost them, not us.
// Counted per process and address; who is let in counts nothing. Webhooks are only counted: HubSpot sends for all portals
// from few addresses, and an event must not be turned away for what somebody else sent.
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Config } from '#platform/config.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';

const WINDOW_MS = 60_000;
const REFUSED = [401, 403];

export function limitRefusals({ refusalsPerMinute }: Pick<Config, 'refusalsPerMinute'>): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: refusalsPerMinute,
    skipSuccessfulRequests: true,
    requestWasSuccessful: (_request, response) => !REFUSED.includes(response.statusCode),
    skip: ({ path }) => path === '/webhooks/hubspot',
    standardHeaders: false,
    legacyHeaders: false,
    // `trust proxy` is set from TRUSTED_PROXIES alone, and README.md says what it is for.
    validate: { xForwardedForHeader: false },
    handler: (_request, _response, next) => next(tooMany()),
  });
}

function tooMany(): HttpProblem {
  const headers = { 'Retry-After': String(WINDOW_MS / 1_000) };
  return new HttpProblem(
    inWords(problemWords('tooManyRefusals'), { status: 429, code: 'TOO_MANY_REFUSALS', headers }),
  );
}
