// How often the users and workflows of one HubSpot account may call: whatever one account does, the others are served. Per
// process, in windows of ten seconds; counted is only what HubSpot has signed.
import type { Request, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';

const WINDOW_MS = 10_000;

export interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

/** Throws a 429 with Retry-After. */
export type PortalLimit = (exchange: Exchange, portalId: string) => Promise<void>;

interface LimitOptions {
  readonly max: number;
  /** HubSpot's workflows read Retry-After as milliseconds, against HTTP; they heed it. */
  readonly isWorkflow?: boolean;
}

export function createPortalLimit({ max, isWorkflow = false }: LimitOptions): PortalLimit {
  // Whose a request is stands in what is signed, which the route reads.
  const portals = new WeakMap<Request, string>();
  const count = rateLimit({
    windowMs: WINDOW_MS,
    limit: max,
    keyGenerator: (request) => portals.get(request) ?? '',
    standardHeaders: false,
    legacyHeaders: false,
    handler: (_request, _response, next) => next(tooMany(isWorkflow ? WINDOW_MS : WINDOW_MS / 1_000)),
  });
  return ({ request, response }, portalId) => {
    portals.set(request, portalId);
    return new Promise((resolve, reject) => {
      void count(request, response, (problem?: unknown) =>
        problem instanceof Error ? reject(problem) : resolve(),
      );
    });
  };
}

function tooMany(retryAfter: number): HttpProblem {
  const headers = { 'Retry-After': String(retryAfter) };
  return new HttpProblem(
    inWords(problemWords('tooManyRequests'), { status: 429, code: 'TOO_MANY_REQUESTS', headers }),
  );
}
