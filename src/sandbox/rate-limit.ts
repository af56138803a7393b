// Rolling-window limits and the peaks that tests ask for. Leaves the 429 bodies to the pipeline.

export interface RollingWindow {
  /** Takes a place at `nowMs`, or refuses. A refused call takes no place. */
  take(nowMs: number): { readonly allowed: boolean; readonly remaining: number };
}

export function createRollingWindow(max: number, intervalMs: number): RollingWindow {
  const counter = createTimeline(intervalMs);
  return {
    take: (nowMs) => {
      const used = counter.count(nowMs);
      if (used >= max) return { allowed: false, remaining: 0 };
      counter.add(nowMs);
      return { allowed: true, remaining: max - used - 1 };
    },
  };
}

/** The largest number of attempts, refused ones included, seen in any window. */
export interface PeakMeter {
  add(nowMs: number): void;
  readonly max: () => number;
}

export function createPeakMeter(intervalMs: number): PeakMeter {
  const counter = createTimeline(intervalMs);
  let max = 0;
  return {
    add: (nowMs) => {
      counter.add(nowMs);
      max = Math.max(max, counter.count(nowMs));
    },
    max: () => max,
  };
}

/** Instants of the last interval. An instant exactly one interval old has left. */
function createTimeline(intervalMs: number): { add(nowMs: number): void; count(nowMs: number): number } {
  let times: number[] = [];
  let head = 0;
  const trim = (nowMs: number): void => {
    while (head < times.length && (times[head] ?? 0) <= nowMs - intervalMs) head += 1;
    const COMPACT_AT = 4_096;
    if (head > COMPACT_AT) {
      times = times.slice(head);
      head = 0;
    }
  };
  return {
    add: (nowMs) => {
      times.push(nowMs);
    },
    count: (nowMs) => {
      trim(nowMs);
      return times.length - head;
    },
  };
}
