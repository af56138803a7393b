// Erases people for whom the word has come, whatever the portal's state: paused, parked or uninstalled portals keep data too.
// Under the portal's lease, so that no turn commits in between what it had read before.
import { randomUUID } from 'node:crypto';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import type { Clock } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';

export interface DueErasures {
  readonly portalId: string;
  readonly waitedMs: number;
}

/** What stays of a person. Instants are technical. */
export interface ErasedContact {
  readonly hash: string;
  readonly requestedAt: string;
  /** Null: not all of it is done. */
  readonly erasedAt: string | null;
  /** What came under the id afterwards and was left out. */
  readonly dropped: number;
}

export interface ErasureAsked {
  /** False where all of the person was erased before, or is being erased. */
  readonly isNew: boolean;
  /** Of the contact, and of those that HubSpot made one with it. */
  readonly hashes: readonly string[];
}

export interface ErasureStore {
  /** Of one person. */
  request(
    portalId: string,
    asked: { readonly contactIds: readonly string[]; readonly by: Actor },
  ): Promise<ErasureAsked>;
  /** Ids of contacts whose address is this one, in small or capital letters, as far as it is known here. */
  findByEmail(portalId: string, email: string): Promise<readonly string[]>;
  read(portalId: string, hash: string): Promise<ErasedContact | null>;
  list(
    portalId: string,
    page: { readonly after: string | null; readonly limit: number },
  ): Promise<Page<ErasedContact>>;
  findDue(limit: number): Promise<readonly DueErasures[]>;
  findContacts(portalId: string, limit: number): Promise<readonly string[]>;
  acquireLease(portalId: string, holder: string): Promise<Lease | null>;
  seizeLease(portalId: string, holder: string): Promise<Lease>;
  releaseLease(lease: Lease): Promise<void>;
  /** One transaction under the lease. */
  pass(lease: Lease, contactId: string): Promise<void>;
  postpone(portalId: string, contactId: string): Promise<void>;
}

export interface EraseDeps {
  readonly store: ErasureStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A turn's slice ends after 2 s; a turn that has the portal for longer loses it, and is none the worse. */
const PATIENCE_MS = 4_000;
const PORTALS_AT_ONCE = 20;
/** Under one lease, which ends 10 s after its last transaction. */
const CONTACTS_AT_ONCE = 100;
const SLICE_MS = 4_000;

/** True when there may be more to do at once. */
export async function eraseDue(deps: EraseDeps, stop: AbortSignal): Promise<boolean> {
  const due = await deps.store.findDue(PORTALS_AT_ONCE);
  let hasMore = false;
  for (const portal of due) {
    if (stop.aborted) break;
    hasMore = (await erasePortal(deps, portal)) || hasMore;
  }
  return hasMore;
}

async function erasePortal(deps: EraseDeps, { portalId, waitedMs }: DueErasures): Promise<boolean> {
  const { store, clock, logger } = deps;
  const holder = randomUUID();
  const lease =
    (await store.acquireLease(portalId, holder)) ??
    (waitedMs > PATIENCE_MS ? await store.seizeLease(portalId, holder) : null);
  if (lease === null) return false;
  try {
    const endsAt = clock.nowMs() + SLICE_MS;
    const contactIds = await store.findContacts(portalId, CONTACTS_AT_ONCE);
    let passes = 0;
    for (const contactId of contactIds) {
      if (clock.nowMs() >= endsAt) break;
      passes += await passOne(deps, lease, contactId);
    }
    logger.info({ portalId, passes }, 'contacts were erased');
    return passes > 0 && contactIds.length >= CONTACTS_AT_ONCE;
  } finally {
    await store.releaseLease(lease);
  }
}

/** One that fails waits, and stands in nobody's way. The contact's id is never logged: a log cannot be erased. */
async function passOne({ store, logger }: EraseDeps, lease: Lease, contactId: string): Promise<number> {
  try {
    await store.pass(lease, contactId);
    return 1;
  } catch (err) {
    logger.error({ err, portalId: lease.portalId }, 'a contact could not be erased yet');
    await store.postpone(lease.portalId, contactId);
    return 0;
  }
}
