// Reads the dates of an export: local time of the portal without a zone, or ISO with one.
import { parseInstant } from '#sandbox/crm/values.ts';

export type ReadLocalTime = (text: string) => number | null;

const HOUR_MS = 3_600_000;

/** `2026-03-01 14:30`, with or without seconds, `T` or a time at all; milliseconds and ISO with a zone pass too. */
export function createLocalTimeReader(timeZone: string): ReadLocalTime {
  const measure = createOffsetMeter(timeZone);
  return (text) => {
    const [, day, hours = '00', minutes = '00', seconds = '00'] =
      /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?$/.exec(text) ?? [];
    if (day === undefined) return parseInstant(text);
    const asUtcMs = Date.parse(`${day}T${hours.padStart(2, '0')}:${minutes}:${seconds}Z`);
    if (Number.isNaN(asUtcMs) || !new Date(asUtcMs).toISOString().startsWith(day)) return null;
    // The offset at the guess may differ from the one at the result, around a change of the clocks.
    const guessMs = asUtcMs - measure(asUtcMs);
    return asUtcMs - measure(guessMs);
  };
}

/** Offsets change on quarter hours at most, and rarely: one measurement per hour is kept. */
function createOffsetMeter(timeZone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return (atMs) => {
    const hour = Math.floor(atMs / HOUR_MS);
    const found = known.get(hour);
    if (found !== undefined) return found;
    const name =
      format.formatToParts(hour * HOUR_MS).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
    const offsetMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
    known.set(hour, offsetMs);
    return offsetMs;
  };
}
