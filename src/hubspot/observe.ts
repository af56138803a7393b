// What a call shows of the portal's way to HubSpot: how much of the budget is left, and whether HubSpot answers at all.
import type { Observed } from '#pipeline/ports.ts';
import { type HubspotError, treatmentOf } from './errors.ts';
import { readRetryAfterMs } from './refusal.ts';
import type { Answer } from './transport.ts';

/** No call was sent, or its signal ended it. */
export const NOTHING_OBSERVED: Observed = { remaining: null, throttled: false, way: null, closedForMs: null };

/** When HubSpot moves a portal without saying for how long. */
const MOVING_WAIT_MS = 60_000;

export function observe(answer: Answer): Observed {
  const { code } = treatmentOf(answer.status);
  return {
    remaining: readRemaining(answer),
    throttled: code === 'RATE_LIMITED',
    way: code === 'EDGE_FAULT' ? 'broken' : answer.status >= 500 ? 'failed' : 'sound',
    closedForMs: code === 'PORTAL_MOVING' ? (readRetryAfterMs(answer.headers) ?? MOVING_WAIT_MS) : null,
  };
}

/** Nothing came back: HubSpot, or the way to it, is down. */
export function isSilence({ code }: HubspotError): boolean {
  return code === 'TIMEOUT' || code === 'NETWORK' || code === 'NOT_REACHED';
}

function readRemaining(answer: Answer): number | null {
  const value = answer.headers.get('x-hubspot-ratelimit-remaining');
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}
