// Keeps turns away from a portal while something about it is switched: a turn that has loaded the old switches must not
// go on writing by them.
import { randomUUID } from 'node:crypto';
import { sleep } from '#platform/clock.ts';
import type { Lease } from './turn-store.ts';

/** A slice of a turn ends by itself after 2 s (D4); past this the lease is taken, and what is on the wire is read back. */
const WAIT_MS = 4_000;
/** Shorter than the pause between two slices of a busy portal, so that the wait is won there. */
const POLL_MS = 5;

export interface LeaseStore {
  acquireLease(portalId: string, holder: string): Promise<Lease | null>;
  /** Takes the portal from whoever has it: the fence makes the other's writes fail (10.2). */
  seizeLease(portalId: string, holder: string): Promise<Lease>;
  releaseLease(lease: Lease): Promise<void>;
}

export async function holdPortal<T>(
  store: LeaseStore,
  portalId: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T> {
  const lease = await takeLease(store, portalId);
  try {
    return await work(lease);
  } finally {
    await store.releaseLease(lease);
  }
}

async function takeLease(store: LeaseStore, portalId: string): Promise<Lease> {
  const holder = `admin ${randomUUID()}`;
  const late = AbortSignal.timeout(WAIT_MS);
  while (!late.aborted) {
    const lease = await store.acquireLease(portalId, holder);
    if (lease !== null) return lease;
    await sleep(POLL_MS, late);
  }
  return store.seizeLease(portalId, holder);
}
