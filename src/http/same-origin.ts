// A browser sends its session's cookie also when another site makes it ask: what changes something must come from our own
// pages (OWASP, CSRF: verifying the origin). Cookies are SameSite=Lax besides.
import type { Request } from 'express';
import type { Config } from '#platform/config.ts';
import { HttpProblem, inWords } from './problem.ts';
import { problemWords } from './problem-words.ts';

const SAFE = ['GET', 'HEAD'];

export function requireSameOrigin(config: Config, request: Request): void {
  if (SAFE.includes(request.method)) return;
  const { origin } = request.headers;
  // Browsers name the origin in every request that is not GET or HEAD.
  if (origin === new URL(config.publicUrl).origin) return;
  throw new HttpProblem(inWords(problemWords('crossSite'), { status: 403, code: 'CROSS_SITE' }));
}
