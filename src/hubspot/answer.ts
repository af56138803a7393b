// Reads the body of a good answer by its schema; a body of another shape is an error that names the endpoint.
import type { z } from 'zod';
import { HubspotError } from './errors.ts';
import { parseJson } from './json.ts';
import type { Answer } from './transport.ts';

/** Throws HubspotError WRONG_SHAPE. For a write its outcome is unknown then: HubSpot did answer 2xx. */
export function readAnswer<T>(endpoint: string, answer: Answer, schema: z.ZodType<T>): T {
  // Archiving, uninstalling and revoking answer nothing; where something must come, no schema takes null.
  let body: unknown;
  try {
    body = answer.text === '' ? null : parseJson(answer.text);
  } catch (cause) {
    throw wrongShape(endpoint, answer, cause);
  }
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw wrongShape(endpoint, answer, parsed.error);
  return parsed.data;
}

function wrongShape(endpoint: string, answer: Answer, cause: unknown): HubspotError {
  return new HubspotError({
    code: 'WRONG_SHAPE',
    endpoint,
    applied: 'unknown',
    // Not by the same call at once, but a later one may meet a mended HubSpot.
    retryable: true,
    retryAfterMs: 60_000,
    status: answer.status,
    cause,
  });
}
