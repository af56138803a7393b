// When things happen: working days more than weekends, mornings and early afternoons more than nights, August and the
// end of December less. Times are those of the portal's zone.
import type { Random } from '#sandbox/random.ts';

const BY_WEEKDAY: Readonly<Record<string, number>> = {
  Mon: 1.05,
  Tue: 1.2,
  Wed: 1.1,
  Thu: 1.15,
  Fri: 0.85,
  Sat: 0.18,
  Sun: 0.15,
};
const BY_HOUR = [
  0.06, 0.04, 0.03, 0.03, 0.04, 0.08, 0.2, 0.45, 0.85, 1.25, 1.45, 1.35, 0.8, 0.95, 1.3, 1.35, 1.2, 0.95, 0.6,
  0.4, 0.35, 0.3, 0.2, 0.12,
];
const BY_MONTH = [1.05, 1.05, 1.15, 1, 0.9, 1, 0.75, 0.5, 1.2, 1.15, 1.1, 0.7];
/** The largest product of the three tables, rounded up. */
const HIGHEST = 2.1;

export interface Season {
  /** Relative liveliness at an instant, about 1 on average working hours. */
  weigh(atMs: number): number;
  /** Draws an instant of the interval by that weight. */
  draw(random: Random, fromMs: number, toMs: number): number;
}

export function createSeason(timeZone: string): Season {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
    month: 'numeric',
  });
  const known = new Map<number, number>();
  const weigh = (atMs: number): number => {
    const hour = Math.floor(atMs / 3_600_000);
    const found = known.get(hour);
    if (found !== undefined) return found;
    const parts = Object.fromEntries(
      format.formatToParts(hour * 3_600_000).map(({ type, value }) => [type, value]),
    );
    const byHour = BY_HOUR[Number(parts['hour'])] ?? 1;
    const weight =
      (BY_WEEKDAY[parts['weekday'] ?? ''] ?? 1) * byHour * (BY_MONTH[Number(parts['month']) - 1] ?? 1);
    known.set(hour, weight);
    return weight;
  };
  return {
    weigh,
    draw: (random, fromMs, toMs) => {
      const MAX_TRIES = 200;
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const atMs = Math.floor(random.between(fromMs, toMs));
        if (random.next() * HIGHEST < weigh(atMs)) return atMs;
      }
      return Math.floor(random.between(fromMs, toMs));
    },
  };
}
