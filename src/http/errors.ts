// The one error handler: what was thrown becomes a status and a body that names the reason and nothing secret.
import type { ErrorRequestHandler } from 'express';
import type { Language } from '#agreement/messages.ts';
import { AppError } from '#platform/errors.ts';
import { languageOf } from './language.ts';
import { HttpProblem, inWords, type ProblemOptions } from './problem.ts';
import { problemWords } from './problem-words.ts';
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
    response.json(bodyOf(problem, languageOf(request, response)));
  };
}

function bodyOf(problem: ProblemOptions, language: Language): Record<string, unknown> {
  const { code, details } = problem;
  const { message, fix } = problem.words?.(language) ?? problem;
  return { error: code, message, ...(fix === undefined ? {} : { fix }), ...details };
}

function toProblem(context: WebContext, error: unknown): ProblemOptions {
  if (error instanceof HttpProblem) return error.options;
  if (context.isUnavailable(error)) return DATABASE_AWAY;
  if (error instanceof AppError) return ofAppError(error);
  return ofBodyParser(error) ?? inWords(problemWords('internal'), { status: 500, code: 'INTERNAL' });
}

const DATABASE_AWAY = inWords(problemWords('databaseAway'), {
  status: 503,
  code: 'DATABASE_UNAVAILABLE',
  headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
});

/** Failures of the outside behind us: HubSpot, the queue. `detail` is ours and constant, for whoever runs Accord. */
function ofAppError({ code, message, retryable, retryAfterMs }: AppError): ProblemOptions {
  const details = { detail: message };
  if (!retryable) return inWords(problemWords('refusedBehind'), { status: 502, code, details });
  const seconds = Math.ceil((retryAfterMs ?? RETRY_AFTER_SECONDS * 1_000) / 1_000);
  const headers = { 'Retry-After': String(seconds) };
  return inWords(problemWords('awayBehind'), { status: 503, code, details, headers });
}

const BODY_PROBLEMS: Readonly<Record<string, ProblemOptions>> = {
  'entity.too.large': inWords(problemWords('bodyTooLarge'), { status: 413, code: 'BODY_TOO_LARGE' }),
  'encoding.unsupported': inWords(problemWords('bodyEncoded'), { status: 415, code: 'BODY_ENCODED' }),
  'charset.unsupported': inWords(problemWords('bodyCharset'), { status: 415, code: 'BODY_CHARSET' }),
  'entity.parse.failed': inWords(problemWords('bodyNotJson'), { status: 400, code: 'BODY_NOT_JSON' }),
  'request.aborted': inWords(problemWords('bodyCut'), { status: 400, code: 'BODY_CUT' }),
  'request.size.invalid': inWords(problemWords('bodyLength'), { status: 400, code: 'BODY_CUT' }),
};

/** body-parser names its failures in `type`; its messages may quote the body. */
function ofBodyParser(error: unknown): ProblemOptions | undefined {
  if (error instanceof URIError) return inWords(problemWords('badPath'), { status: 400, code: 'BAD_PATH' });
  if (!(error instanceof Error) || !('type' in error) || typeof error.type !== 'string') return undefined;
  return BODY_PROBLEMS[error.type];
}
