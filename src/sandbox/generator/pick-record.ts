// Picks a record at random, recent ones more often: they are the ones who still visit and get called.
import { type ObjectStore, pageRecords } from '#sandbox/crm/object-store.ts';
import type { CrmRecord } from '#sandbox/model.ts';
import type { Random } from '#sandbox/random.ts';

const MAX_TRIES = 40;

export function pickRecord(
  store: ObjectStore,
  random: Random,
  accept: (record: CrmRecord) => boolean,
): CrmRecord | null {
  // A read through the page function makes sure that the ids are in order.
  pageRecords(store, 0, 1);
  const ids = store.sortedIds ?? [];
  if (ids.length === 0) return null;
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const share = random.chance(0.6) ? 1 - 0.15 * random.next() : random.next();
    const id = ids[Math.min(ids.length - 1, Math.floor(share * ids.length))];
    const record = store.live.get(String(id));
    if (record !== undefined && accept(record)) return record;
  }
  return null;
}
