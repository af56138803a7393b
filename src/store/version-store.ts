// The port of a version's life over Postgres, put together from the files beside this one.
import type { VersionStore } from '#pipeline/versions/version-store.ts';
import { readOthersAhead } from './agreements.ts';
import type { Database } from './database.ts';
import { acquireLease, releaseLease, seizeLease } from './leases.ts';
import { findPortal, readNow } from './portals.ts';
import {
  changeVersion,
  listPeriods,
  listVersions,
  parkForAgreement,
  readPortalStages,
  readVersion,
  storePreview,
} from './versions.ts';

export function createVersionStore(database: Database): VersionStore {
  return {
    readNow: () => readNow(database),
    readLanguage: async (portalId) => (await findPortal(database, portalId))?.language ?? null,
    readPortalStages: (portalId) => readPortalStages(database.db, portalId),
    readOthersAhead: (key) => readOthersAhead(database.db, key),
    listVersions: (portalId) => listVersions(database.db, portalId),
    readVersion: (key) => readVersion(database.db, key),
    listPeriods: (portalId) => listPeriods(database.db, portalId),
    // The port's own four: key, plan, who, and the lease where turns must stand still.
    // oxlint-disable-next-line max-params
    change: (key, plan, by, lease) => changeVersion(database, { key, plan, by, lease }),
    acquireLease: (portalId, holder) => acquireLease(database, portalId, holder),
    seizeLease: (portalId, holder) => seizeLease(database, portalId, holder),
    releaseLease: (lease) => releaseLease(database, lease),
    parkForAgreement: (portalId, reason) => parkForAgreement(database, portalId, reason),
    storePreview: (key, preview) => storePreview(database, key, preview),
  };
}
