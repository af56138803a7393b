// What the night's work needs of the database: the sweep, and the start of the comparison that follows it.
import type { SweepDeps } from '#pipeline/sweep/sweep-portal.ts';
import type { Database } from './database.ts';
import type { Tombstones } from './erasure/tombstones.ts';
import { startReconciliation } from './reconciliation.ts';
import { createSweepStore } from './sweeps.ts';

export function createSweepParts(
  database: Database,
  tombstones: Tombstones,
): Pick<SweepDeps, 'store' | 'startReconciliation'> {
  return {
    store: createSweepStore(database, tombstones),
    startReconciliation: (portalId) => startReconciliation(database, portalId),
  };
}
