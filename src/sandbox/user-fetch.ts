// hubspot.fetch, as HubSpot's proxy carries it out for a card or a settings page: the user's and the portal's ids are
// appended to the address, and method, address and body are signed (HubSpot's documentation of UI extensions).
import { z } from 'zod';
import type { Portal } from './model.ts';
import { buildSignatureHeaders } from './webhooks/signer.ts';
import type { World } from './world.ts';

/** HubSpot's own default. */
const TIMEOUT_MS = 15_000;
/** What the extension is told of a server that takes longer. */
const GATEWAY_TIMEOUT = 504;

export const UserFetch = z.strictObject({
  userId: z.number().int().positive(),
  userEmail: z.string(),
  url: z.url(),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  body: z.unknown().optional(),
});
export type UserFetch = z.input<typeof UserFetch>;

export interface UserAnswer {
  readonly status: number;
  readonly body: unknown;
}

export async function fetchAsUser(world: World, portal: Portal, input: UserFetch): Promise<UserAnswer> {
  const { userId, userEmail, url, method, body } = UserFetch.parse(input);
  portal.callers.set(userId, userEmail);
  const address = new URL(url);
  // Appended to whatever the extension asked for, and never replaced: that is what a receiver has to expect.
  const appended = { userId, portalId: portal.portalId, userEmail, appId: world.app.appId };
  for (const [name, value] of Object.entries(appended)) address.searchParams.append(name, String(value));
  const uri = address.href;
  const text = body === undefined ? '' : JSON.stringify(body);
  const signature = buildSignatureHeaders(
    world.app.clientSecret,
    { method, uri, body: text, timestampMs: Date.now() },
    ['v2', 'v3'],
  );
  try {
    const response = await fetch(uri, {
      method,
      headers: { 'content-type': 'application/json', ...signature },
      ...(text === '' ? {} : { body: text }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: readJson(await response.text()) };
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
    return { status: GATEWAY_TIMEOUT, body: '' };
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
