// What erases people and drops what is old, put together for the use cases.
import type { EraseDeps } from '#pipeline/erasure/erase-due.ts';
import type { RetentionDeps } from '#pipeline/retention/retention.ts';
import type { Database } from './database.ts';
import { createErasureStore } from './erasure/erasure-store.ts';
import type { Tombstones } from './erasure/tombstones.ts';
import { forgetCallbacks } from './judge-now.ts';
import { forgetNotices } from './notices.ts';
import { createRetentionStore } from './retention.ts';
import { ensurePartitions } from './work.ts';

export function createForgetting(
  database: Database,
  { tombstones, clock, logger }: Omit<EraseDeps, 'store'> & { readonly tombstones: Tombstones },
): { readonly erasures: EraseDeps; readonly retention: RetentionDeps } {
  return {
    erasures: { store: createErasureStore(database, tombstones), clock, logger },
    retention: { store: createRetentionStore(database), logger },
  };
}

/** Hourly, for all portals at once. */
export async function maintain(database: Database): Promise<void> {
  await ensurePartitions(database);
  await forgetCallbacks(database);
  await forgetNotices(database);
}
