// The administrator's port over Postgres, put together from the files beside this one.
import type { AdminStore } from '#pipeline/admin-ports.ts';
import type { SecretBox } from '#platform/secrets.ts';
import { readAgreementsAhead, readAgreementsInForce, storeFirstVersion } from './agreements.ts';
import { switchBackfill } from './backfill.ts';
import type { Database } from './database.ts';
import { changeSwitches } from './effects.ts';
import {
  endInstall,
  forgetProvision,
  forgetWrittenValues,
  listOpenTasks,
  listWrittenValues,
  noteTasksClosed,
} from './end-install.ts';
import { erasePortal } from './erase-portal.ts';
import { acquireLease, releaseLease, seizeLease } from './leases.ts';
import { retryParked } from './parked.ts';
import {
  findPortal,
  readNow,
  storeInstall,
  storeLanguage,
  storeProvision,
  storeTimeZone,
} from './portals.ts';
import { startReconciliation } from './reconciliation.ts';

export function createAdminStore(database: Database, parts: { readonly box: SecretBox }): AdminStore {
  return {
    readNow: () => readNow(database),
    findPortal: (portalId) => findPortal(database, portalId),
    readAgreementsInForce: (portalId) => readAgreementsInForce(database, portalId),
    readAgreementsAhead: (portalId) => readAgreementsAhead(database, portalId),
    storeInstall: (grant, wish) => storeInstall(database, parts.box, { grant, ...wish }),
    storeTimeZone: (portalId, timeZone) => storeTimeZone(database, portalId, timeZone),
    storeFirstVersion: (portalId, first, by) => storeFirstVersion(database, portalId, { first, by }),
    storeLanguage: (portalId, wish) => storeLanguage(database, portalId, wish),
    storeProvision: (portalId, done) => storeProvision(database, portalId, done),
    forgetProvision: (portalId) => forgetProvision(database, portalId),
    listOpenTasks: (portalId, limit) => listOpenTasks(database, portalId, limit),
    listWrittenValues: (portalId, limit) => listWrittenValues(database, portalId, limit),
    forgetWrittenValues: (portalId, leadIds) => forgetWrittenValues(database, portalId, leadIds),
    noteTasksClosed: (portalId, taskKeys) => noteTasksClosed(database, portalId, taskKeys),
    endInstall: (portalId, end) => endInstall(database, portalId, end),
    erasePortal: (portalId, by) => erasePortal(database, portalId, by),
    acquireLease: (portalId, holder) => acquireLease(database, portalId, holder),
    seizeLease: (portalId, holder) => seizeLease(database, portalId, holder),
    releaseLease: (lease) => releaseLease(database, lease),
    changeSwitches: (lease, plan, by) => changeSwitches(database, { lease, plan, by }),
    switchBackfill: (portalId, wish) => switchBackfill(database, portalId, wish),
    startReconciliation: (portalId) => startReconciliation(database, portalId),
    retryParked: (portalId, by) => retryParked(database, portalId, by),
  };
}
