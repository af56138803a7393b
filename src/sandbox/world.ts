// Everything one sandbox holds, in one object that routes and actions take.

import type { Clock } from '#platform/clock.ts';
import type { CallLog } from './call-log.ts';
import type { FaultEngine } from './faults.ts';
import type { Journal } from './journal/journal.ts';
import type { Portal } from './model.ts';
import type { OauthState } from './oauth.ts';
import type { PortalOptions, RateLimitOptions } from './options.ts';
import type { Random } from './random.ts';
import type { Dispatcher } from './webhooks/dispatcher.ts';
import type { EventLog } from './webhooks/event-log.ts';

interface App {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly appId: number;
  readonly redirectUrls: readonly string[];
  readonly requiredScopes: readonly string[] | null;
}

interface Switches {
  countersFireWebhooks: boolean;
  batchUpdatePartial: boolean;
  latencyMs: readonly [number, number];
  /** How far the `Date` of answers is ahead of the machine's. */
  dateOffsetMs: number;
}

export interface World {
  readonly seed: string;
  readonly app: App;
  /** The portals' calendar; `offsetMs` is moved by the control API. */
  readonly clock: Clock;
  readonly clockOffset: { ms: number };
  readonly portals: Map<number, Portal>;
  readonly oauth: OauthState;
  readonly faults: FaultEngine;
  readonly calls: CallLog;
  readonly events: EventLog;
  readonly journal: Journal;
  readonly webhooks: Dispatcher;
  readonly rateLimit: RateLimitOptions;
  readonly switches: Switches;
  readonly random: Random;
  /** Real 429s, by bucket; injected ones are counted by the fault engine. */
  readonly refusals: { general: number; search: number };
  addPortal(options: PortalOptions): Portal;
}
