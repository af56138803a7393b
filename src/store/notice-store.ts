// The notices' port over Postgres, put together from the files beside this one.
import type { NoticeStore } from '#pipeline/notices/ports.ts';
import type { SecretBox } from '#platform/secrets.ts';
import type { Database } from './database.ts';
import { claimDue, composeDue, readLeads, recoverUnknown, settle } from './notice-messages.ts';
import { dropSwitchedOff, insertNotices, listUnrouted, readSignatories, storeRoutes } from './notices.ts';
import { readWebhook } from './webhooks.ts';

export function createNoticeStore(database: Database, box: SecretBox): NoticeStore {
  return {
    add: (portalId, notices) => database.transaction((tx) => insertNotices(tx, portalId, notices)),
    dropSwitchedOff: () => dropSwitchedOff(database),
    listUnrouted: (limit) => listUnrouted(database, limit),
    readSignatories: (portalId) => readSignatories(database, portalId),
    storeRoutes: (portalId, routed) => storeRoutes(database, portalId, routed),
    composeDue: (limit) => composeDue(database, limit),
    recoverUnknown: () => recoverUnknown(database),
    claimDue: (limit) => claimDue(database, limit),
    settle: (key, delivery) => settle(database, key, delivery),
    readLeads: (portalId, leadIds) => readLeads(database, portalId, leadIds),
    readWebhook: (portalId, place) => readWebhook(database, box, { portalId, ...place }),
  };
}
