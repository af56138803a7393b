// The one error handler: what was thrown becomes a status and a body that names the reason and nothing secret.
import type { ErrorRequestHandler } from 'express';
import { AppError } from '#platform/errors.ts';
import { HttpProblem, type ProblemOptions } from './problem.ts';
import type { WebContext } from './web-context.ts';

/** HubSpot and clients come back after this long when the database or HubSpot is away. */
const RETRY_AFTER_SECONDS = 5;

export function handleErrors(context: WebContext): ErrorRequestHandler {
  // Express knows error handlers by their four parameters.
  // oxlint-disable-next-line max-params
  return (error: unknown, request, response, next) => {
    const problem = toProblem(context, error);
    if (problem.status >= 500) {
      // What we say ourselves (not configured, database away) heals or is known; anything else is a bug.
      context.logger[error instanceof HttpProblem || context.isUnavailable(error) ? 'warn' : 'error'](
        { err: error, path: request.path, status: problem.status, code: problem.code },
        'request failed',
      );
    }
    // Too late for another answer: Express cuts the connection.
    if (response.headersSent) return next(error);
    response.status(problem.status).set(problem.headers ?? {});
    response.json(bodyOf(problem));
  };
}

function bodyOf({ code, message, fix, details }: ProblemOptions): Record<string, unknown> {
  return { error: code, message, ...(fix === undefined ? {} : { fix }), ...details };
}

function toProblem(context: WebContext, error: unknown): ProblemOptions {
  if (error instanceof HttpProblem) return error.options;
  if (context.isUnavailable(error)) return DATABASE_AWAY;
  if (error instanceof AppError) return ofAppError(error);
  return (
    ofBodyParser(error) ?? {
      status: 500,
      code: 'INTERNAL',
      message: 'Something went wrong on our side; it is in the log.',
    }
  );
}

const DATABASE_AWAY: ProblemOptions = {
  status: 503,
  code: 'DATABASE_UNAVAILABLE',
  message: 'The database does not answer. Nothing of this request was stored.',
  fix: 'Send it again later.',
  headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
};

/** Failures of the outside behind us: HubSpot, the queue. The message is ours and constant. */
function ofAppError(error: AppError): ProblemOptions {
  if (!error.retryable) return { status: 502, code: error.code, message: error.message };
  const seconds = Math.ceil((error.retryAfterMs ?? RETRY_AFTER_SECONDS * 1_000) / 1_000);
  return {
    status: 503,
    code: error.code,
    message: error.message,
    headers: { 'Retry-After': String(seconds) },
  };
}

const BODY_PROBLEMS: Readonly<Record<string, ProblemOptions>> = {
  'entity.too.large': { status: 413, code: 'BODY_TOO_LARGE', message: 'The body is larger than 1 MB.' },
  'encoding.unsupported': {
    status: 415,
    code: 'BODY_ENCODED',
    message: 'Compressed bodies are not accepted.',
  },
  'charset.unsupported': { status: 415, code: 'BODY_CHARSET', message: 'Only UTF-8 is accepted.' },
  'entity.parse.failed': { status: 400, code: 'BODY_NOT_JSON', message: 'The body is not JSON.' },
  'request.aborted': { status: 400, code: 'BODY_CUT', message: 'The body ended early.' },
  'request.size.invalid': { status: 400, code: 'BODY_CUT', message: 'The body is not as long as announced.' },
};

/** body-parser names its failures in `type`; its messages may quote the body. */
function ofBodyParser(error: unknown): ProblemOptions | undefined {
  if (error instanceof URIError)
    return { status: 400, code: 'BAD_PATH', message: 'The path is not well formed.' };
  if (!(error instanceof Error) || !('type' in error) || typeof error.type !== 'string') return undefined;
  return BODY_PROBLEMS[error.type];
}
