// pino with the redaction list. Messages are constant; ids go into fields; no token, e-mail or name ever does.
import { type Logger as PinoLogger, pino } from 'pino';
import { AppError } from './errors.ts';

export type Logger = PinoLogger;

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A second wall: what should never be passed to the logger is removed if it is. */
const REDACTED = [
  'token',
  'accessToken',
  'refreshToken',
  'access_token',
  'refresh_token',
  'clientSecret',
  'client_secret',
  'authorization',
  'email',
  'firstname',
  'lastname',
  'phone',
  'body',
  'properties',
].flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

export function createLogger(level: LogLevel, part: string): Logger {
  return pino({
    level,
    base: { part },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: describeError },
  });
}

/** pino's own serializer copies every property of an error; vendor errors carry bodies, so only these pass, and ours with their ids and codes. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const data = error instanceof AppError ? error.data : {};
  return { ...data, type: error.name, message: error.message, code, stack: error.stack };
}
