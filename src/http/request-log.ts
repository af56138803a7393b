// One line per request: method, path without its query (which may hold codes) and without a contact's id (a log cannot be
// erased), status, duration.
import type { RequestHandler } from 'express';
import type { WebContext } from './web-context.ts';

/** Asked every few seconds by machines; their answers tell nobody anything new. */
const QUIET: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

export function logRequests({ logger, clock }: Pick<WebContext, 'logger' | 'clock'>): RequestHandler {
  return (request, response, next) => {
    const startedMs = clock.nowMs();
    const { method } = request;
    const path = withoutContact(request.path);
    response.once('finish', () => {
      const level = QUIET.has(path) ? 'debug' : 'info';
      logger[level](
        { method, path, status: response.statusCode, durationMs: clock.nowMs() - startedMs },
        'request',
      );
    });
    next();
  };
}

function withoutContact(path: string): string {
  return path.replace(/\/leads\/[^/]+/g, '/leads/:contact');
}
