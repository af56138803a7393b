// Days of the agreement's zone as numbers since 1970-01-01. A day begins at its first instant: where a clock change
// skips midnight, at the change itself; where it doubles midnight, at the first of both (10.5).
import { DAY_MS } from './instant.ts';
import { fromLocal, toLocal } from './zone.ts';

/** The first instant of a local day. */
export function startOfDay(timeZone: string, day: number): number {
  return fromLocal(timeZone, day * DAY_MS);
}

/** The local day that an instant lies in. */
export function dayAt(timeZone: string, epochMs: number): number {
  const day = Math.floor(toLocal(timeZone, epochMs) / DAY_MS);
  if (epochMs < startOfDay(timeZone, day)) return day - 1;
  return epochMs < startOfDay(timeZone, day + 1) ? day : day + 1;
}
