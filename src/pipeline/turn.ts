// What every step of a turn shares: whose turn it is, under which lease, and when its calls must end.
import type { Instant } from '#domain/agreement.ts';
import { portalId } from '#domain/ids.ts';
import type { Logger } from '#platform/logger.ts';
import type { LinkedType } from './linked.ts';
import type { CallContext, HubspotPort, Lane } from './ports.ts';
import type { Lease, PortalRecord, TurnStore } from './turn-store.ts';

export interface Turn {
  readonly store: TurnStore;
  readonly hubspot: HubspotPort;
  readonly logger: Logger;
  readonly lease: Lease;
  readonly portal: PortalRecord;
  /** Business time when the turn began. */
  readonly startedAt: Instant;
  /** Whether HubSpot let us read these in this slice: a refusal is not asked for twice. */
  readonly readable: Map<LinkedType | 'list', boolean>;
  /** The clocks of machines disagree: nobody is accused by them (10.10). */
  readonly areClocksHeld: () => boolean;
  /** The slice has not ended yet: what would be longer waits for the next one. */
  readonly hasTime: () => boolean;
  /** Of what is being judged. */
  readonly lane: Lane;
  /** Between two searches for what HubSpot tells nobody. */
  readonly pollEveryMs: number;
  /** Between two looks at the owners and at when they work. */
  readonly ownersEveryMs: number;
  /** Aborts 2 s before the lease could expire (10.2). */
  readonly signal: AbortSignal;
}

export function callFor(turn: Turn, lane: Lane): CallContext {
  return { portalId: portalId(turn.portal.portalId), lane, signal: turn.signal };
}
