// Refuses a request that HubSpot has not signed, with the reason and what to look at. The signature itself: #hubspot/signature.
import type { Request } from 'express';
import { type SignatureRefusal, verifySignature } from '#hubspot/signature.ts';
import { HttpProblem } from './problem.ts';
import type { WebContext } from './web-context.ts';

type SignatureContext = Pick<WebContext, 'config' | 'clock' | 'logger'>;

/** Which of HubSpot's schemes a route takes besides v3. */
interface Accepted {
  readonly body: Buffer;
  readonly acceptV1: boolean;
  readonly acceptV2: boolean;
}

/** Null when HubSpot has signed the request; else what is wrong, which is logged by its code alone. */
export function findSignatureFault(
  { config, clock, logger }: SignatureContext,
  request: Request,
  accepted: Accepted,
): SignatureRefusal | null {
  const verified = verifySignature({
    method: request.method,
    url: config.publicUrl + request.originalUrl,
    headers: request.headers,
    secrets: config.hubspot.clientSecrets,
    nowMs: clock.nowMs(),
    ...accepted,
  });
  if (verified.ok) return null;
  logger.warn(
    { code: SIGNATURE_PROBLEMS[verified.error.kind].code },
    'a request with a bad signature was refused',
  );
  return verified.error;
}

export function requireSignature(
  context: SignatureContext,
  request: Request,
  check: {
    readonly body: Buffer;
    /** A user's request: v1 and v2 carry no timestamp, so a captured one could be played again for ever. */
    readonly v3Only: boolean;
  },
): void {
  const fault = findSignatureFault(context, request, {
    body: check.body,
    acceptV1: context.config.hubspot.acceptV1 && !check.v3Only,
    // HubSpot signs workflow actions and cards with v2, never webhooks.
    acceptV2: false,
  });
  if (fault === null) return;
  throw new HttpProblem({ status: 401, message: fault.message, ...SIGNATURE_PROBLEMS[fault.kind] });
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
