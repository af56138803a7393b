// How answers leave: JSON with a correlation id, injected errors, cut connections.
import type { Response } from 'express';
import { sleep } from '#platform/clock.ts';
import type { Bucket } from '#sandbox/call-log.ts';
import { buildError, HubspotError } from '#sandbox/errors.ts';
import { drawUuid } from '#sandbox/random.ts';
import type { World } from '#sandbox/world.ts';

export function sendJson(response: Response, status: number, body: unknown): void {
  response.status(status);
  if (body === undefined) response.end();
  else response.type('application/json').send(JSON.stringify(body));
}

export function sendError(world: World, response: Response, error: HubspotError): void {
  const correlationId = drawUuid(world.random);
  response.setHeader('X-HubSpot-Correlation-Id', correlationId);
  sendJson(response, error.status, { ...error.body, correlationId });
}

/** Answered in HTML, by what stands before HubSpot. */
const FROM_THE_EDGE: readonly number[] = [403, 502, 504, 522, 525, 526];

/** 477 says when to come back. */
export function sendInjected(
  world: World,
  response: Response,
  { status, bucket = 'general' }: { readonly status: number; readonly bucket?: Bucket },
): void {
  if (FROM_THE_EDGE.includes(status)) {
    response
      .status(status)
      .type('text/html')
      .send(`<html><head><title>${status}</title></head><body></body></html>`);
    return;
  }
  if (status === 477) response.setHeader('Retry-After', '2');
  if (status === 429) return sendError(world, response, rateRefusal(bucket));
  sendError(world, response, INJECTED[status] ?? buildError(status, 'INTERNAL_ERROR', 'internal error'));
}

/** As HubSpot names the limit that was reached: search has one of its own. */
export function rateRefusal(bucket: Bucket): HubspotError {
  const isSearch = bucket === 'search';
  return new HubspotError(429, {
    status: 'error',
    message: isSearch
      ? 'You have reached your secondly limit.'
      : 'You have reached your ten_secondly_rolling limit.',
    errorType: 'RATE_LIMIT',
    policyName: isSearch ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING',
    groupName: isSearch ? 'crm-search' : 'publicapi:crm',
  });
}

const INJECTED: Readonly<Record<number, HubspotError>> = {
  400: buildError(400, 'VALIDATION_ERROR', 'Invalid input'),
  423: buildError(
    423,
    'LOCKED',
    'The resource is locked by another bulk write. Retry after at least 2 seconds.',
  ),
  477: buildError(477, 'MIGRATION_IN_PROGRESS', 'This account is being moved to another data centre.'),
  500: buildError(500, 'INTERNAL_ERROR', 'internal error'),
  503: buildError(503, 'INTERNAL_ERROR', 'Service temporarily unavailable'),
};

/** Leaves the caller without an answer, at once or after a while. */
export async function cutConnection(response: Response, afterMs: number): Promise<void> {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  await sleep(afterMs, closed.signal);
  response.socket?.resetAndDestroy();
}
