// What is going to happen, in order of time; of equal instants what was noted first.
export interface Entry {
  readonly atMs: number;
  readonly happen: () => Promise<void> | void;
}

export interface Agenda {
  note(entry: Entry): void;
  /** Epoch milliseconds of the next entry; null: nothing is left. */
  nextMs(): number | null;
  /** Those up to an instant, taken off. */
  take(untilMs: number): readonly Entry[];
}

export function createAgenda(): Agenda {
  const entries: Entry[] = [];
  return {
    note: (entry) => {
      const place = entries.findIndex(({ atMs }) => atMs > entry.atMs);
      entries.splice(place === -1 ? entries.length : place, 0, entry);
    },
    nextMs: () => entries[0]?.atMs ?? null,
    take: (untilMs) => {
      const place = entries.findIndex(({ atMs }) => atMs > untilMs);
      return entries.splice(0, place === -1 ? entries.length : place);
    },
  };
}
