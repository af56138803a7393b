// Refuses a request that HubSpot has not signed, with the reason and what to look at. The signature itself: #hubspot/signature.
import type { Request } from 'express';
import { type SignatureRefusal, verifySignature } from '#hubspot/signature.ts';
import { HttpProblem } from './problem.ts';
import type { WebContext } from './web-context.ts';

export function requireSignature(
  { config, clock, logger }: Pick<WebContext, 'config' | 'clock' | 'logger'>,
  request: Request,
  check: {
    readonly body: Buffer;
    /** A user's request: v1 and v2 carry no timestamp, so a captured one could be played again for ever. */
    readonly v3Only: boolean;
  },
): void {
  const verified = verifySignature({
    method: request.method,
    url: config.publicUrl + request.originalUrl,
    body: check.body,
    headers: request.headers,
    secrets: config.hubspot.clientSecrets,
    nowMs: clock.nowMs(),
    acceptV1: config.hubspot.acceptV1 && !check.v3Only,
    // HubSpot signs workflow actions and cards with v2, never webhooks.
    acceptV2: false,
  });
  if (verified.ok) return;
  const { kind, message } = verified.error;
  logger.warn({ code: SIGNATURE_PROBLEMS[kind].code }, 'a request with a bad signature was refused');
  throw new HttpProblem({ status: 401, message, ...SIGNATURE_PROBLEMS[kind] });
}

const CHECK_CLOCK = 'Check the clock of this machine.';
const SIGNATURE_PROBLEMS: Readonly<
  Record<SignatureRefusal['kind'], { readonly code: string; readonly fix: string }>
> = {
  missing: { code: 'SIGNATURE_MISSING', fix: 'Only HubSpot may send requests here.' },
  malformed: { code: 'SIGNATURE_MALFORMED', fix: 'Only HubSpot may send requests here.' },
  stale: { code: 'SIGNATURE_STALE', fix: CHECK_CLOCK },
  future: { code: 'SIGNATURE_FUTURE', fix: CHECK_CLOCK },
  mismatch: {
    code: 'SIGNATURE_MISMATCH',
    fix: 'Check that PUBLIC_URL is the address HubSpot calls, and that HUBSPOT_CLIENT_SECRET belongs to the same app.',
  },
};
