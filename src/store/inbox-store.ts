// The inbox's port over Postgres.
import type { InboxStore } from '#pipeline/receive-events.ts';
import type { Database } from './database.ts';
import { findPortalStatus, storeEvents, storeSetAside } from './inbox.ts';

export function createInboxStore(database: Database): InboxStore {
  return {
    findPortalStatus: (portalId) => findPortalStatus(database, portalId),
    storeEvents: (portalId, batch) => storeEvents(database, portalId, batch),
    storeSetAside: (portalId, events) => storeSetAside(database, portalId, events),
  };
}
