// Promises whose time stands still for a while: a pause gives back exactly the time that it took.
import type { Calendar, Duration, Instant } from './agreement.ts';
import { addDuration, timeBetween } from './business-time.ts';
import { HOUR_MS } from './instant.ts';

/** Half-open: at `to` time runs again. */
export interface Pause {
  readonly from: Instant;
  /** Null: not over yet. */
  readonly to: Instant | null;
}

interface Promised {
  readonly calendar: Calendar;
  readonly start: Instant;
  readonly duration: Duration;
  /** In any order; they may overlap. */
  readonly pauses: readonly Pause[];
}

/**
 * When the promise ends. Without pauses that is `addDuration`; each pause moves it by the working (or elapsed) time inside
 * the pause, also a pause that the promise only reaches because of another. Null while one that began before it is not over.
 */
export function endOfPromise({ calendar, start, duration, pauses }: Promised): Instant | null {
  if (pauses.length === 0) return addDuration(calendar, start, duration);
  const unit = duration.unit === 'elapsedHours' ? 'elapsedHours' : 'workingHours';
  const over = withoutOverlaps(pauses);
  const running = pauses.filter(({ to }) => to === null);
  let counted = start;
  let end = addDuration(calendar, start, duration);
  for (;;) {
    if (running.some(({ from }) => from < end)) return null;
    const paused = pausedBetween({ calendar, unit, pauses: over }, counted, end);
    if (paused === 0) return end;
    counted = end;
    end = addDuration(calendar, end, { unit, amount: paused / HOUR_MS });
  }
}

/** Milliseconds that a promise in this unit has used up at an instant; 0 before its start. */
export function timeSpent(promised: Omit<Promised, 'duration'>, unit: Duration['unit'], at: Instant): number {
  const { calendar, start } = promised;
  const counted = timeBetween(calendar, unit, { start, end: at });
  if (promised.pauses.length === 0) return counted;
  const pauses = withoutOverlaps(promised.pauses.map(({ from, to }) => ({ from, to: to ?? at })));
  return counted - pausedBetween({ calendar, unit, pauses }, start, at);
}

interface Over {
  readonly from: Instant;
  readonly to: Instant;
}

interface Pausing {
  readonly calendar: Calendar;
  readonly unit: Duration['unit'];
  /** None overlaps another. */
  readonly pauses: readonly Over[];
}

function pausedBetween({ calendar, unit, pauses }: Pausing, start: Instant, end: Instant): number {
  return pauses.reduce((paused, { from, to }) => {
    const inside = { start: from > start ? from : start, end: to < end ? to : end };
    return paused + timeBetween(calendar, unit, inside);
  }, 0);
}

/** Those that are over, in order; two reasons to pause at once pause once. */
function withoutOverlaps(pauses: readonly Pause[]): readonly Over[] {
  const merged: { from: Instant; to: Instant }[] = [];
  for (const { from, to } of pauses.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    if (to === null) continue;
    const last = merged.at(-1);
    if (last === undefined || last.to < from) merged.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return merged;
}
