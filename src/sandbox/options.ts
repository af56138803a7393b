// What a sandbox can be told at its start, with HubSpot's own numbers as defaults. Leaves run-time changes to the control API.

import type { Clock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import type { LeadPipeline } from './catalog/lead-properties.ts';
import type { AssociationLabel } from './crm/associations.ts';
import type { FaultSettings } from './faults.ts';
import type { PortalRules } from './model.ts';
import type { ProjectOptions } from './pages/project.ts';
import type { SubscriptionRow } from './webhooks/subscriptions.ts';

export interface PortalOptions {
  readonly portalId: number;
  /** IANA zone. */
  readonly timeZone: string;
  readonly uiDomain?: string;
  readonly currency?: string;
  readonly hubDomain?: string;
  /** Starts as installed (webhooks flow); a token still has to be obtained. */
  readonly installed?: boolean;
  readonly rules?: PortalRules;
  /** Pipelines of the lead object; `[]` for an account whose edition has none. */
  readonly leadPipelines?: readonly LeadPipeline[];
  /** Association labels that an admin made (USER_DEFINED). */
  readonly associationLabels?: readonly AssociationLabel[];
  /** The portal's stages in their order, when an admin renamed, removed, moved or added some. */
  readonly lifecycleStages?: readonly { readonly value: string; readonly label: string }[];
}

export interface WebhookOptions {
  /** Null: events are logged and wait until a target is set. */
  readonly targetUrl: string | null;
  /** The rows of a webhooks manifest, flattened. */
  readonly subscriptions: readonly SubscriptionRow[];
  /** 1 to 100 events per POST. */
  readonly maxBatch: number;
  /** One POST may hold events of several portals. */
  readonly mixPortals: boolean;
  readonly duplicateShare: number;
  /** Share of events that are never sent. */
  readonly lostShare: number;
  readonly shuffle: boolean;
  /** Real milliseconds between an event and its first delivery. */
  readonly delayMs: readonly [number, number];
  /** 1 spreads ten retries over 24 hours as HubSpot does; tests use a tiny number. */
  readonly retryScale: number;
  readonly timeoutMs: number;
  readonly maxInFlight: number;
  readonly signatures: readonly ('v1' | 'v2' | 'v3')[];
  /** Share of events that carry the eventId of the event before. */
  readonly reusedEventIdShare: number;
}

export interface RateLimitOptions {
  readonly max: number;
  readonly intervalMs: number;
  readonly searchMax: number;
  readonly searchIntervalMs: number;
}

export interface SandboxOptions {
  readonly seed?: string | number;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly appId?: number;
  /** Redirects the app declares; empty accepts any https or loopback address. */
  readonly redirectUrls?: readonly string[];
  /** When given, the `scope` of the authorize URL must be exactly these (plus optional ones in `optional_scope`). */
  readonly requiredScopes?: readonly string[];
  readonly portals?: readonly PortalOptions[];
  /** The app's project with its cards and settings page, as uploaded; without one the pages show records only. */
  readonly project?: ProjectOptions;
  /** Dates of records and events. Tokens, rate windows, index lag and webhook retries use the machine's time. */
  readonly clock?: Clock;
  readonly rateLimit?: Partial<RateLimitOptions>;
  readonly latencyMs?: readonly [number, number];
  readonly faults?: Partial<FaultSettings>;
  readonly webhook?: Partial<WebhookOptions>;
  readonly tasksAcceptUniqueProperty?: boolean;
  readonly countersFireWebhooks?: boolean;
  /** Whether trace ids make batch updates partial (207); off, one bad row fails all with 400. */
  readonly batchUpdatePartial?: boolean;
  /** How far the `Date` of answers is ahead of the machine's. */
  readonly dateOffsetMs?: number;
  readonly lifecycleBackward?: 'ignored' | 'rejected';
  readonly defaultLifecycleStage?: string;
  readonly indexLagMs?: number;
  readonly customPropertyLimit?: number;
  readonly accessTokenTtlMs?: number;
  /** HubSpot normally answers the same refresh token; on, each refresh kills the one before. */
  readonly rotateRefreshTokens?: boolean;
  readonly logger?: Logger;
}

export const DEFAULT_RATE_LIMIT: RateLimitOptions = {
  max: 110,
  intervalMs: 10_000,
  searchMax: 5,
  searchIntervalMs: 1_000,
};

export const DEFAULT_WEBHOOK: WebhookOptions = {
  targetUrl: null,
  subscriptions: [],
  maxBatch: 100,
  mixPortals: false,
  duplicateShare: 0.01,
  lostShare: 0,
  shuffle: true,
  delayMs: [5, 60],
  retryScale: 1,
  timeoutMs: 5_000,
  maxInFlight: 10,
  signatures: ['v1', 'v3'],
  reusedEventIdShare: 0.01,
};
