// What is kept for how long, and the nightly job that drops the rest: events that were folded into the facts, what decisions
// were made from, and the facts of contacts that HubSpot deleted more than a day ago (10.7, 10.8). Small batches, so that no
// lock is held for long; what a night does not get done, the next does.
import type { Actor } from '#pipeline/admin-ports.ts';
import type { Logger } from '#platform/logger.ts';

/** Days. Of a decision the answer and its hash stay for good. */
export interface Retention {
  readonly decisionsKeepDays: number;
  readonly eventsKeepDays: number;
}

export const DEFAULT_RETENTION: Retention = { decisionsKeepDays: 400, eventsKeepDays: 90 };

/**
 * HubSpot repeats an event for a day and hands out its journal for three: a week is the least. A month of decisions is what a
 * month's review looks back on.
 */
export const RETENTION_BOUNDS = {
  decisionsKeepDays: { least: 30, most: 3650 },
  eventsKeepDays: { least: 7, most: 400 },
} as const;

/** Rows dropped. */
export interface Dropped {
  readonly events: number;
  readonly decisions: number;
  readonly contacts: number;
}

export interface RetentionStore {
  read(portalId: string): Promise<Retention>;
  set(
    portalId: string,
    change: { readonly wish: Partial<Retention>; readonly by: Actor },
  ): Promise<Retention>;
  /** Portals whose night has come and that nobody else is at. */
  claimDue(limit: number): Promise<readonly string[]>;
  /** One bounded batch of each kind. */
  dropSome(portalId: string): Promise<Dropped>;
}

export interface RetentionDeps {
  readonly store: RetentionStore;
  readonly logger: Logger;
}

const PORTALS_AT_ONCE = 10;
/** A million rows and more of each kind in a night. */
const MAX_BATCHES = 500;

export async function dropDue(deps: RetentionDeps, stop: AbortSignal): Promise<void> {
  for (;;) {
    const due = await deps.store.claimDue(PORTALS_AT_ONCE);
    if (due.length === 0) return;
    for (const portalId of due) {
      if (stop.aborted) return;
      try {
        await dropOld(deps, portalId, stop);
      } catch (err) {
        deps.logger.warn({ err, portalId }, 'what is too old could not be dropped');
      }
    }
  }
}

async function dropOld(
  { store, logger }: RetentionDeps,
  portalId: string,
  stop: AbortSignal,
): Promise<Dropped> {
  let total: Dropped = { events: 0, decisions: 0, contacts: 0 };
  for (let batch = 0; batch < MAX_BATCHES && !stop.aborted; batch++) {
    const dropped = await store.dropSome(portalId);
    total = {
      events: total.events + dropped.events,
      decisions: total.decisions + dropped.decisions,
      contacts: total.contacts + dropped.contacts,
    };
    if (dropped.events + dropped.decisions + dropped.contacts === 0) break;
  }
  logger.info({ portalId, ...total }, 'what was too old was dropped');
  return total;
}
