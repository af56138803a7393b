// The inbox's port over Postgres.
import type { InboxStore } from '#pipeline/receive-events.ts';
import type { Database } from './database.ts';
import type { Tombstones } from './erasure/tombstones.ts';
import { findPortalStatus, storeEvents, storeSetAside } from './inbox.ts';

export function createInboxStore(database: Database, tombstones: Tombstones): InboxStore {
  return {
    findPortalStatus: (portalId) => findPortalStatus(database, portalId),
    storeEvents: (portalId, batch) => storeEvents(database, portalId, { ...batch, tombstones }),
    storeSetAside: (portalId, events) => storeSetAside(database, portalId, events),
  };
}
