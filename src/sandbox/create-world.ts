// Puts the parts of a sandbox together from its options. Leaves serving it to sandbox.ts.

import { type Clock, systemClock } from '#platform/clock.ts';
import { createCallLog } from './call-log.ts';
import { createFaultEngine, NO_FAULTS } from './faults.ts';
import { createJournal } from './journal/journal.ts';
import type { Portal, PortalSettings } from './model.ts';
import { ACCESS_TOKEN_TTL_MS, createOauthState } from './oauth.ts';
import { DEFAULT_RATE_LIMIT, DEFAULT_WEBHOOK, type PortalOptions, type SandboxOptions } from './options.ts';
import { createPortal } from './portal.ts';
import { createRandom } from './random.ts';
import { createDispatcher } from './webhooks/dispatcher.ts';
import { createEmitter } from './webhooks/emit.ts';
import { createEventLog } from './webhooks/event-log.ts';
import type { World } from './world.ts';

const DEFAULTS = {
  seed: 1,
  clientId: 'sandbox-client',
  clientSecret: '00000000-sand-box0-0000-000000000000',
  appId: 7_788_991,
  redirectUrls: [],
  portals: [{ portalId: 44_001_234, timeZone: 'Europe/Paris' }],
  clock: systemClock,
  latencyMs: [0, 0],
  tasksAcceptUniqueProperty: true,
  countersFireWebhooks: false,
  batchUpdatePartial: true,
  dateOffsetMs: 0,
  lifecycleBackward: 'ignored',
  defaultLifecycleStage: 'lead',
  indexLagMs: 2_000,
  customPropertyLimit: 1_000,
  accessTokenTtlMs: ACCESS_TOKEN_TTL_MS,
  rotateRefreshTokens: false,
} as const satisfies SandboxOptions;

type Settled = SandboxOptions & Required<Pick<SandboxOptions, keyof typeof DEFAULTS>>;

export function createWorld(given: SandboxOptions): World {
  const options: Settled = { ...DEFAULTS, ...given };
  const seed = String(options.seed);
  const rateLimit = { ...DEFAULT_RATE_LIMIT, ...options.rateLimit };
  const { appId, clientId, clientSecret, redirectUrls, requiredScopes = null } = options;
  const { countersFireWebhooks, batchUpdatePartial, latencyMs, dateOffsetMs } = options;
  const switches: World['switches'] = { countersFireWebhooks, batchUpdatePartial, latencyMs, dateOffsetMs };
  const events = createEventLog();
  const webhook = { ...DEFAULT_WEBHOOK, ...options.webhook };
  const webhooks = createDispatcher({ webhook, secret: clientSecret, seed, log: events });
  const countersFire = (): boolean => switches.countersFireWebhooks;
  const push = createEmitter({ appId, seed, countersFire, log: events, dispatcher: webhooks });
  const clockOffset = { ms: 0 };
  const clock = createOffsetClock(options.clock, clockOffset);
  const journal = createJournal(clock, countersFire);
  const emit: typeof push = (portal, draft) => {
    journal.record(portal, draft);
    push(portal, draft);
  };
  const portals = new Map<number, Portal>();
  const addPortal = (one: PortalOptions): Portal => {
    if (portals.has(one.portalId)) throw new Error(`portal ${one.portalId} exists`);
    const portal = createPortal(one, { settings: readSettings(options), clock, emit });
    portals.set(one.portalId, portal);
    return portal;
  };
  for (const one of options.portals) addPortal(one);
  return {
    seed,
    app: { appId, clientId, clientSecret, redirectUrls, requiredScopes },
    clock,
    clockOffset,
    portals,
    oauth: createOauthState({ seed, ttlMs: options.accessTokenTtlMs, rotates: options.rotateRefreshTokens }),
    faults: createFaultEngine(seed, { ...NO_FAULTS, ...options.faults }),
    calls: createCallLog({ general: rateLimit.intervalMs, search: rateLimit.searchIntervalMs }),
    events,
    journal,
    webhooks,
    rateLimit,
    switches,
    random: createRandom(seed, 'api'),
    refusals: { general: 0, search: 0 },
    addPortal,
  };
}

function readSettings(options: Settled): PortalSettings {
  const { lifecycleBackward, tasksAcceptUniqueProperty, indexLagMs, customPropertyLimit } = options;
  const { defaultLifecycleStage } = options;
  return {
    lifecycleBackward,
    tasksAcceptUniqueProperty,
    indexLagMs,
    customPropertyLimit,
    defaultLifecycleStage,
  };
}

function createOffsetClock(base: Clock, offset: { readonly ms: number }): Clock {
  return { nowMs: () => base.nowMs() + offset.ms };
}
