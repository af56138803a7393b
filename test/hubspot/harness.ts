// Builds the adapter under test on fakes of its ports: tokens in memory, a budget that writes down what it is asked,
// a clock that stands still, pauses that take no time, and a log kept for inspection.
import { pino } from 'pino';
import { type PortalId, portalId } from '#domain/ids.ts';
import { createHubspot, type Hubspot, type HubspotOptions } from '#hubspot/create-hubspot.ts';
import type { ApiBudget, CallContext, Lane, OauthTokens, Observed, TokenStore } from '#pipeline/ports.ts';

export const NOW_MS = Date.parse('2026-11-22T10:00:00.000Z');
export const PORTAL = portalId('44001234');
export const OTHER_PORTAL = portalId('44005678');
export const CLIENT_ID = 'client-id';
export const CLIENT_SECRET = 'client-secret';

export interface BudgetUse {
  readonly lane: Lane;
  readonly bucket: string;
  released: Observed | null;
}

export interface Harness {
  readonly hubspot: Hubspot;
  readonly budgetUses: readonly BudgetUse[];
  readonly tokens: MemoryTokens;
  /** Pauses that the adapter asked for, in milliseconds. */
  readonly pausesMs: readonly number[];
  /** Everything logged, without any redaction, as one text. */
  logText(): string;
}

export interface MemoryTokens extends TokenStore {
  readonly stored: Map<PortalId, OauthTokens>;
  readonly parked: Map<PortalId, string>;
}

export function startHubspot(overrides: Partial<HubspotOptions> = {}): Harness {
  const budgetUses: BudgetUse[] = [];
  const pausesMs: number[] = [];
  const lines: string[] = [];
  const tokens = createMemoryTokens();
  const hubspot = createHubspot({
    apiUrl: 'https://api.hubapi.com',
    apiVersion: '2026-03',
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    tokens,
    budget: createRecordingBudget(budgetUses),
    clock: { nowMs: () => NOW_MS },
    logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    sleep: async (delayMs) => void pausesMs.push(delayMs),
    random: () => 0.5,
    ...overrides,
  });
  return { hubspot, budgetUses, tokens, pausesMs, logText: () => lines.join('') };
}

export function callOf(overrides: Partial<CallContext> = {}): CallContext {
  return { portalId: PORTAL, lane: 'live', signal: new AbortController().signal, ...overrides };
}

/** Good for 25 more minutes, and named after their portal so that a mix-up shows. */
export function tokensOf(portal: PortalId, overrides: Partial<OauthTokens> = {}): OauthTokens {
  return {
    accessToken: `access-${portal}`,
    refreshToken: `refresh-${portal}`,
    expiresAt: minutesFromNow(25),
    scopes: ['oauth'],
    ...overrides,
  };
}

export function minutesFromNow(minutes: number): string {
  return new Date(NOW_MS + minutes * 60_000).toISOString();
}

export function bearer(portal: PortalId = PORTAL): { readonly authorization: string } {
  return { authorization: `Bearer access-${portal}` };
}

/** HubSpot's body for exceeding a rate limit. */
export function rateLimitBody(policyName: string): Readonly<Record<string, string>> {
  return {
    status: 'error',
    message: `You have reached your ${policyName.toLowerCase()} limit.`,
    errorType: 'RATE_LIMIT',
    correlationId: 'c-429',
    policyName,
  };
}

/** One failed row of a 207. */
export function rowError(
  category: string,
  context: Readonly<Record<string, unknown>>,
  message = 'refused',
): unknown {
  return { status: 'error', category, message, context };
}

export function createMemoryTokens(): MemoryTokens {
  const stored = new Map<PortalId, OauthTokens>([
    [PORTAL, tokensOf(PORTAL)],
    [OTHER_PORTAL, tokensOf(OTHER_PORTAL)],
  ]);
  const parked = new Map<PortalId, string>();
  return {
    stored,
    parked,
    readTokens: async (portal) => stored.get(portal) ?? null,
    renewTokens: async (portal, renew) => {
      const current = stored.get(portal);
      if (current === undefined) throw new Error('no token row');
      const renewed = await renew(current);
      stored.set(portal, renewed);
      return renewed;
    },
    parkGrant: async (portal, { code }) => {
      parked.set(portal, code);
      stored.delete(portal);
    },
  };
}

function createRecordingBudget(uses: BudgetUse[]): ApiBudget {
  return {
    acquire: async (call, bucket) => {
      call.signal.throwIfAborted();
      const use: BudgetUse = { lane: call.lane, bucket, released: null };
      uses.push(use);
      return { release: async (observed) => void (use.released = observed) };
    },
  };
}
