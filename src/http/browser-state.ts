// OAuth's `state`: ties the way back from HubSpot to the browser that left (cookie) and to us (hashed row), for one purpose,
// once, for ten minutes.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Request, Response } from 'express';
import { makeCookie, readCookie } from './cookies.ts';
import type { WebContext } from './web-context.ts';

const STATE_BYTES = 32;
const STATE_SECONDS = 600;

/** Also the cookie's name. */
type Purpose = 'install' | 'sign-in';
type StateContext = Pick<WebContext, 'config' | 'oauthStates'>;

export async function makeState(
  { config, oauthStates }: StateContext,
  response: Response,
  { purpose, account = null }: { readonly purpose: Purpose; readonly account?: string | null },
): Promise<string> {
  const random = randomBytes(STATE_BYTES).toString('base64url');
  // It cannot be changed on the way: the whole is looked up by its hash.
  const state = account === null ? random : `${random}.${account}`;
  await oauthStates.store(hashOf(purpose, state));
  response.append(
    'Set-Cookie',
    makeCookie(config, { name: purpose, value: state, maxAgeSeconds: STATE_SECONDS }),
  );
  return state;
}

/** The account that was meant; null when any will do. */
export function accountOf(state: string): string | null {
  return /^[\w-]+\.(\d{1,20})$/.exec(state)?.[1] ?? null;
}

/** Both halves are always looked at: a state that comes back in the wrong browser is used up. */
export async function takeState(
  { config, oauthStates }: StateContext,
  exchange: { readonly request: Request; readonly response: Response },
  { purpose, state }: { readonly purpose: Purpose; readonly state: string },
): Promise<boolean> {
  const { request, response } = exchange;
  response.append('Set-Cookie', makeCookie(config, { name: purpose, value: '', maxAgeSeconds: 0 }));
  const isOurs = state !== '' && (await oauthStates.take(hashOf(purpose, state)));
  return isOurs && isSameText(state, readCookie(config, request, purpose));
}

function hashOf(purpose: Purpose, state: string): string {
  return createHash('sha256').update(`${purpose} ${state}`).digest('hex');
}

function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length > 0 && left.length === right.length && timingSafeEqual(left, right);
}
