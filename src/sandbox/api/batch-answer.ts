// The answer of a batch call: 200 or 201 when every row went well, 207 with one entry per error when not.
import type { HubspotError } from '#sandbox/errors.ts';
import type { ApiAnswer, ApiCall } from './route.ts';

export interface BatchOutcome {
  /** What is answered when nothing failed. */
  readonly status: 200 | 201;
  readonly results: readonly unknown[];
  readonly errors: readonly HubspotError[];
}

/** Results come in no promised order: whoever matches them by position finds out here. */
export function buildBatchAnswer(call: ApiCall, outcome: BatchOutcome): ApiAnswer {
  const now = new Date(call.portal.clock.nowMs()).toISOString();
  const body: Record<string, unknown> = {
    status: 'COMPLETE',
    results: call.world.random.shuffle(outcome.results),
    requestedAt: now,
    startedAt: now,
    completedAt: now,
  };
  const rows = outcome.results.length + outcome.errors.length;
  if (outcome.errors.length === 0) return { status: outcome.status, body, rows };
  body['numErrors'] = outcome.errors.length;
  body['errors'] = outcome.errors.map((error) => ({ context: {}, links: {}, errors: [], ...error.body }));
  return { status: 207, body, rows };
}
