// Local time of an IANA zone: offsets between two clock changes are kept, because asking the zone data costs
// microseconds and a zone has two changes a year at most times. What a working day is, business-time.ts says.
import { Temporal } from 'temporal-polyfill';
import { DAY_MS } from './instant.ts';

/** Instants from `from` up to but not including `to` lie `offset` milliseconds ahead of UTC. */
interface OffsetSpan {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** Pure memory of the zone data: bounded by the zones in use and their clock changes. */
const spansByZone = new Map<string, OffsetSpan[]>();

/** Fixed offsets such as `+01:00` have no summer time: on half of the days every due time would be an hour off. */
export function isTimeZone(text: string): boolean {
  if (/^[+-]|^$/.test(text)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The wall clock's reading, as if it were UTC milliseconds. */
export function toLocal(timeZone: string, epochMs: number): number {
  return epochMs + offsetAt(timeZone, epochMs);
}

/** The instant of a wall clock's reading: a doubled time is its first, a skipped one is moved on by the gap. */
export function fromLocal(timeZone: string, localMs: number): number {
  const before = offsetAt(timeZone, localMs - DAY_MS);
  const after = offsetAt(timeZone, localMs + DAY_MS);
  if (before === after) return localMs - before;
  if (offsetAt(timeZone, localMs - before) === before) return localMs - before;
  if (offsetAt(timeZone, localMs - after) === after) return localMs - after;
  return localMs - before;
}

function offsetAt(timeZone: string, epochMs: number): number {
  const spans = spansByZone.get(timeZone) ?? [];
  for (const span of spans) {
    if (span.from <= epochMs && epochMs < span.to) return span.offset;
  }
  const span = readSpan(timeZone, epochMs);
  spansByZone.set(timeZone, [...spans, span]);
  return span.offset;
}

/** `previous` looks strictly before, so it is asked one millisecond later: changes fall on whole seconds. */
function readSpan(timeZone: string, epochMs: number): OffsetSpan {
  const zoned = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
  const previous = zoned.add({ milliseconds: 1 }).getTimeZoneTransition('previous');
  const next = zoned.getTimeZoneTransition('next');
  return {
    from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
    to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: zoned.offsetNanoseconds / 1_000_000,
  };
}
