// The proof for a code of HubSpot's consent page (PKCE, RFC 7636, method S256): worked out from the state, so that nothing
// is stored, and never sent to the browser. Whoever sees state and code, in a log or a history, cannot redeem the code.
import { createHash, createHmac } from 'node:crypto';
import type { Config } from '#platform/config.ts';

export function verifierFor({ hubspot }: Config, state: string): string {
  const secret = hubspot.clientSecrets[0] ?? '';
  return createHmac('sha256', secret).update(`accord pkce ${state}`).digest('base64url');
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}
