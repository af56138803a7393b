// Shares as reports answer them: in percent, with one decimal.

/** Millionths in a percent. */
export const PER_PERCENT = 10_000;

/** Rounded down, so that a missed target never looks met; null of none. */
export function percentOf(part: number, all: number): number | null {
  return all === 0 ? null : Math.floor((1000 * part) / all) / 10;
}
