// Grants and tokens of the app: codes, access tokens that live 30 minutes, refresh tokens. Leaves HTTP to
// api/oauth-routes.ts. Lifetimes run on the machine's clock.
import { createHash } from 'node:crypto';
import { createRandom, type Random } from './random.ts';

/** HubSpot's access tokens live half an hour. */
export const ACCESS_TOKEN_TTL_MS = 1_800_000;
/** A code is for one use, soon. */
const CODE_TTL_MS = 60_000;
/** HubSpot warns that tokens grow; this length finds columns that are too narrow. */
const TOKEN_CHARS = 400;

export interface Grant {
  readonly portalId: number;
  readonly userId: number;
  /** E-mail address; null: the installer's. */
  readonly userEmail: string | null;
  readonly scopes: readonly string[];
  refreshToken: string;
  revoked: boolean;
}

/** Who sits at the consent page. */
export interface HubspotUser {
  readonly id: number;
  readonly email: string | null;
}

export const INSTALLER: HubspotUser = { id: 9_001, email: null };

export interface AccessToken {
  readonly token: string;
  readonly grant: Grant;
  expiresAtMs: number;
  /** Uninstalling kills tokens at once; revoking the refresh token does not. */
  dead: boolean;
}

export interface AppToken {
  readonly token: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
}

interface Code {
  readonly redirectUri: string;
  readonly portalId: number;
  readonly scopes: readonly string[];
  readonly challenge: string | null;
  readonly user: HubspotUser;
  readonly expiresAtMs: number;
  used: boolean;
}

export interface OauthRefusal {
  readonly error: string;
  readonly status: string;
  readonly description: string;
}

export interface OauthState {
  readonly codes: Map<string, Code>;
  readonly access: Map<string, AccessToken>;
  readonly refresh: Map<string, Grant>;
  /** The app's own tokens, by client credentials: of no portal. */
  readonly apps: Map<string, AppToken>;
  readonly random: Random;
  readonly ttlMs: number;
  readonly rotates: boolean;
}

export function createOauthState(options: { seed: string; ttlMs: number; rotates: boolean }): OauthState {
  return {
    codes: new Map(),
    access: new Map(),
    refresh: new Map(),
    apps: new Map(),
    random: createRandom(options.seed, 'oauth'),
    ttlMs: options.ttlMs,
    rotates: options.rotates,
  };
}

export function issueCode(
  state: OauthState,
  request: {
    redirectUri: string;
    portalId: number;
    scopes: readonly string[];
    challenge: string | null;
    user: HubspotUser;
  },
): string {
  const code = `na1-${state.random.hex(36)}`;
  state.codes.set(code, { ...request, expiresAtMs: Date.now() + CODE_TTL_MS, used: false });
  return code;
}

/** Trades a code for a grant, once. */
export function redeemCode(
  state: OauthState,
  request: { code: string; redirectUri: string; verifier: string | null },
): Grant | OauthRefusal {
  const code = state.codes.get(request.code);
  if (code === undefined || code.used || code.expiresAtMs < Date.now()) {
    return refuse('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
  }
  if (code.redirectUri !== request.redirectUri) {
    return refuse(
      'invalid_grant',
      'BAD_REDIRECT_URI',
      'redirect_uri does not match the one of the authorization',
    );
  }
  if (code.challenge !== null && code.challenge !== challengeOf(request.verifier ?? '')) {
    return refuse('invalid_grant', 'BAD_CODE_VERIFIER', 'code_verifier does not match the code_challenge');
  }
  code.used = true;
  return createGrant(state, code, code.user);
}

export function createGrant(
  state: OauthState,
  { portalId, scopes }: { readonly portalId: number; readonly scopes: readonly string[] },
  user: HubspotUser = INSTALLER,
): Grant {
  const refreshToken = `na1-${state.random.hex(TOKEN_CHARS / 4)}`;
  const grant: Grant = {
    portalId,
    userId: user.id,
    userEmail: user.email,
    scopes,
    refreshToken,
    revoked: false,
  };
  state.refresh.set(refreshToken, grant);
  return grant;
}

export function refreshGrant(state: OauthState, refreshToken: string): Grant | OauthRefusal {
  const grant = state.refresh.get(refreshToken);
  if (grant === undefined || grant.revoked) {
    return refuse('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
  }
  if (state.rotates) {
    state.refresh.delete(refreshToken);
    grant.refreshToken = `na1-${state.random.hex(TOKEN_CHARS / 4)}`;
    state.refresh.set(grant.refreshToken, grant);
  }
  return grant;
}

export function issueAccessToken(state: OauthState, grant: Grant): AccessToken {
  const token = {
    token: `CK${state.random.hex(TOKEN_CHARS)}`,
    grant,
    expiresAtMs: Date.now() + state.ttlMs,
    dead: false,
  };
  state.access.set(token.token, token);
  return token;
}

export function issueAppToken(state: OauthState, scopes: readonly string[]): AppToken {
  const token = `CA${state.random.hex(TOKEN_CHARS)}`;
  const issued = { token, scopes, expiresAtMs: Date.now() + state.ttlMs };
  state.apps.set(token, issued);
  return issued;
}

/** Ends every grant of a portal, as uninstalling does. */
export function endGrants(state: OauthState, portalId: number): void {
  for (const grant of state.refresh.values()) if (grant.portalId === portalId) grant.revoked = true;
  for (const token of state.access.values()) if (token.grant.portalId === portalId) token.dead = true;
}

export function expireAccessTokens(state: OauthState, portalId: number): void {
  for (const token of state.access.values()) if (token.grant.portalId === portalId) token.expiresAtMs = 0;
}

export function isLiveToken(token: AccessToken): boolean {
  return !token.dead && token.expiresAtMs > Date.now();
}

export function isRefusal(value: Grant | OauthRefusal): value is OauthRefusal {
  return 'error' in value;
}

function refuse(error: string, status: string, description: string): OauthRefusal {
  return { error, status, description };
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'utf8').digest('base64url');
}
