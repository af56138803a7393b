// HubSpot's values are strings, and one instant has several spellings.
import type { Instant } from './agreement.ts';
import { fromEpochMs, toEpochMs } from './instant.ts';

const EPOCH_MS = /^\d{11,14}$/;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Webhooks spell a datetime as epoch milliseconds, reads as ISO; null for anything else. */
export function toInstant(text: string): Instant | null {
  if (EPOCH_MS.test(text)) return fromEpochMs(Number(text));
  if (!ISO.test(text)) return null;
  const ms = toEpochMs(text);
  return Number.isFinite(ms) ? fromEpochMs(ms) : null;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A day that exists, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return DAY.test(text) && Number.isFinite(toEpochMs(`${text}T00:00:00.000Z`));
}

/** Whether HubSpot would show the same value. */
export function isSameValue(a: string, b: string): boolean {
  if (a === b) return true;
  const instant = toInstant(a);
  return instant !== null && instant === toInstant(b);
}
