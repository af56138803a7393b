// The records of one object type in one portal: by id, by unique value, in id order, and as the search index sees
// them. Leaves what may be written, and what follows from a write, to records.ts.
import type { CrmRecord } from '#sandbox/model.ts';
import { createSearchIndex, type SearchIndex } from './search-index.ts';

export interface ObjectStore {
  readonly live: Map<string, CrmRecord>;
  /** Deleted but restorable. */
  readonly archived: Map<string, CrmRecord>;
  /** Merged-away id → the id it was merged into (which may itself have been merged). */
  readonly aliases: Map<string, string>;
  /** Property → value → record id, for `email` and unique properties. */
  readonly unique: Map<string, Map<string, string>>;
  readonly index: SearchIndex;
  sortedIds: number[] | null;
}

export function createObjectStore(indexLagMs: number): ObjectStore {
  return {
    live: new Map(),
    archived: new Map(),
    aliases: new Map(),
    unique: new Map(),
    index: createSearchIndex(indexLagMs),
    sortedIds: [],
  };
}

export function addRecord(store: ObjectStore, record: CrmRecord): void {
  store.live.set(record.id, record);
  const id = Number(record.id);
  const last = store.sortedIds?.at(-1);
  if (store.sortedIds !== null && (last === undefined || last < id)) store.sortedIds.push(id);
  else store.sortedIds = null;
  claimValues(store, record);
  store.index.put(record);
}

/** Takes the record out of sight; the caller decides whether it goes to `archived`. */
export function removeRecord(store: ObjectStore, record: CrmRecord): void {
  store.live.delete(record.id);
  store.sortedIds = null;
  releaseValues(store, record);
  store.index.remove(record.id);
}

export function reindexRecord(store: ObjectStore, record: CrmRecord, before: CrmRecord['values']): void {
  for (const [property, owners] of store.unique) {
    const old = before[property];
    const now = record.values[property];
    if (old === now) continue;
    if (old !== undefined && owners.get(old) === record.id) owners.delete(old);
    if (now !== undefined) owners.set(now, record.id);
  }
  store.index.put(record);
}

/** Makes a property unique from now on; records that hold a value already keep it. */
export function addUniqueProperty(store: ObjectStore, property: string): void {
  if (store.unique.has(property)) return;
  store.unique.set(property, new Map());
}

export function findByUnique(store: ObjectStore, property: string, value: string): CrmRecord | undefined {
  const wanted = property === 'email' ? value.trim().toLowerCase() : value;
  const id = store.unique.get(property)?.get(wanted);
  return id === undefined ? undefined : store.live.get(id);
}

/** The record that now answers for an id: itself, or the survivor of its merges. */
export function resolveRecord(store: ObjectStore, id: string): CrmRecord | undefined {
  let current = id;
  const MAX_MERGE_CHAIN = 1_000;
  for (let hops = 0; hops < MAX_MERGE_CHAIN; hops++) {
    const found = store.live.get(current);
    if (found !== undefined) return found;
    const next = store.aliases.get(current);
    if (next === undefined) return undefined;
    current = next;
  }
  return undefined;
}

/** Records in ascending id order, starting behind `afterId`. */
export function pageRecords(store: ObjectStore, afterId: number, limit: number): CrmRecord[] {
  store.sortedIds ??= [...store.live.keys()].map(Number).sort((a, b) => a - b);
  const ids = store.sortedIds;
  const page: CrmRecord[] = [];
  for (let at = findFirstAbove(ids, afterId); at < ids.length && page.length < limit; at++) {
    const record = store.live.get(String(ids[at]));
    if (record !== undefined) page.push(record);
  }
  return page;
}

function findFirstAbove(ids: readonly number[], bound: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) <= bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

function claimValues(store: ObjectStore, record: CrmRecord): void {
  for (const [property, owners] of store.unique) {
    const value = record.values[property];
    if (value !== undefined) owners.set(value, record.id);
  }
}

function releaseValues(store: ObjectStore, record: CrmRecord): void {
  for (const [property, owners] of store.unique) {
    const value = record.values[property];
    if (value !== undefined && owners.get(value) === record.id) owners.delete(value);
  }
}
