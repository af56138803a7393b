// The turn's port over Postgres: each method is one statement or one short transaction of the files beside this one.
import type { TurnStore } from '#pipeline/turn-store.ts';
import { storeAdopted } from './adopted.ts';
import { createReleaseStore } from './backlog.ts';
import { claimPropertyWrites, claimTaskWrites, loadUnresolved } from './claim-writes.ts';
import { createClaimStore } from './claims.ts';
import { commitBatch } from './commit-batch.ts';
import { readConsequences } from './consequences.ts';
import { createListStore } from './contact-lists.ts';
import { type Database, isUnavailable } from './database.ts';
import { createDeskStore } from './desk-store.ts';
import { commitEngagements } from './engagements.ts';
import { NOBODY_ERASED, type Tombstones } from './erasure/tombstones.ts';
import { acquireLease, releaseLease, renewLease } from './leases.ts';
import { createLinkedStore } from './linked-records.ts';
import { loadBatch, loadMirrors } from './load-batch.ts';
import { claimPoll, commitPoll } from './polls.ts';
import {
  createAgreementCache,
  loadPortal,
  readClock,
  storeLifecycleOrder,
  storeOwners,
  storeReasonsOf,
} from './portal-record.ts';
import { createReconcileStore } from './reconciliation.ts';
import { createRefusedWriteStore } from './refused-writes.ts';
import { storeRestored } from './restored-properties.ts';
import { settleProperties, settleTasks } from './settle-writes.ts';
import { activateDue, parkForAgreement } from './versions.ts';
import { commitCompanies, deferBackfill, nextPage, postpone, settleWork, storePage } from './work.ts';

/** `engine` names what a replay depends on besides the inputs (10.8). */
export function createTurnStore(
  database: Database,
  engine: string,
  tombstones: Tombstones = NOBODY_ERASED,
): TurnStore {
  const agreements = createAgreementCache(database);
  return {
    ...createReconcileStore(database),
    ...createReleaseStore(database),
    ...createLinkedStore(database),
    ...createListStore(database),
    ...createRefusedWriteStore(database),
    ...createDeskStore(database),
    ...createClaimStore(database),
    isUnavailable,
    acquireLease: (portalId, holder) => acquireLease(database, portalId, holder),
    renewLease: (lease) => renewLease(database, lease),
    releaseLease: (lease) => releaseLease(database, lease),
    loadPortal: (portalId) => loadPortal(database, agreements, portalId),
    activateDue: (lease) => activateDue(database, lease),
    parkPortal: (portalId, reason) => parkForAgreement(database, portalId, reason),
    loadBatch: (portalId, claimed, agreementId) =>
      loadBatch(database, { portalId, claimed, agreementId }, tombstones),
    loadContacts: (portalId, ids) => loadMirrors(database.db, { portalId, objectType: 'contact', ids }),
    loadCompanies: (portalId, ids) => loadMirrors(database.db, { portalId, objectType: 'company', ids }),
    readClock: (portalId) => readClock(database, portalId),
    readConsequences: (portalId, after) => readConsequences(database, portalId, after),
    storeAdopted: (lease, leads) => storeAdopted(database, lease, leads),
    commitBatch: (lease, batch) => commitBatch(database, { lease, batch, engine }),
    commitCompanies: (lease, companies, claimed) => commitCompanies(database, { lease, companies, claimed }),
    commitEngagements: (lease, read) => commitEngagements(database, lease, read),
    claimPoll: (portalId, overdueMs) => claimPoll(database, portalId, overdueMs),
    commitPoll: (lease, page) => commitPoll(database, lease, page),
    postpone: (lease, claimed, reason) => postpone(database, { lease, claimed, reason }),
    nextPage: (portalId) => nextPage(database, portalId),
    storePage: (lease, page) => storePage(database, { lease, ...page }),
    storeOwners: (lease, owners, users) => storeOwners(database, lease, { owners, users }),
    storeLifecycleOrder: (lease, order) => storeLifecycleOrder(database, lease, order),
    storeReasonsOf: (lease, inForce) => storeReasonsOf(database, lease, inForce),
    storeRestored: (lease, restored) => storeRestored(database, lease, restored),
    claimPropertyWrites: (lease, scope, limit) => claimPropertyWrites(database, { lease, scope, limit }),
    claimTaskWrites: (lease, scope, limit) => claimTaskWrites(database, { lease, scope, limit }),
    settleProperties: (lease, settlements) => settleProperties(database, lease, settlements),
    settleTasks: (lease, settlements) => settleTasks(database, lease, settlements),
    loadUnresolved: (lease, olderThanMs) => loadUnresolved(database, lease, olderThanMs),
    deferBackfill: (lease, forMs) => deferBackfill(database, lease, forMs),
    settleWork: (lease, end) => settleWork(database, lease, end),
  };
}
