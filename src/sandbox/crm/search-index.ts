// What search sees: the records as they were a moment ago. Leaves filters and paging to search.ts.
// The lag is measured on the machine's clock, because it is HubSpot's machinery that lags, not the portal's calendar.
import type { CrmRecord, Values } from '#sandbox/model.ts';

interface IndexedRecord {
  readonly id: string;
  readonly values: Values;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface SearchIndex {
  put(record: CrmRecord): void;
  remove(id: string): void;
  /** Takes in what is old enough and answers all that is then visible. */
  read(): Iterable<IndexedRecord>;
  /** Ends the lag of everything written so far. */
  settle(): void;
}

interface PendingChange {
  readonly visibleAtMs: number;
  readonly id: string;
  readonly record: IndexedRecord | null;
}

export function createSearchIndex(lagMs: number): SearchIndex {
  const visible = new Map<string, IndexedRecord>();
  let pending: PendingChange[] = [];
  const push = (id: string, record: IndexedRecord | null): void => {
    pending.push({ visibleAtMs: performance.now() + lagMs, id, record });
  };
  const take = (untilMs: number): void => {
    const firstLater = pending.findIndex((change) => change.visibleAtMs > untilMs);
    const due = firstLater < 0 ? pending : pending.slice(0, firstLater);
    pending = firstLater < 0 ? [] : pending.slice(firstLater);
    for (const change of due) {
      if (change.record === null) visible.delete(change.id);
      else visible.set(change.id, change.record);
    }
  };
  return {
    put: ({ id, values, createdAtMs, updatedAtMs }) => push(id, { id, values, createdAtMs, updatedAtMs }),
    remove: (id) => push(id, null),
    read: () => {
      take(performance.now());
      return visible.values();
    },
    settle: () => take(Number.POSITIVE_INFINITY),
  };
}
