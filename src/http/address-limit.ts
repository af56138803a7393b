// How often one address may begin or end an install or a sign-in: anybody may, and each beginning leaves a row for ten minutes.
// Counted per process.
import type { RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Config } from '#platform/config.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';

const WINDOW_MS = 60_000;

export function limitAddresses({ signInsPerMinute }: Pick<Config, 'signInsPerMinute'>): RequestHandler {
  return rateLimit({
    windowMs: WINDOW_MS,
    limit: signInsPerMinute,
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
    inWords(problemWords('tooManyOfAddress'), { status: 429, code: 'TOO_MANY_REQUESTS', headers }),
  );
}
