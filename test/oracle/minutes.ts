// Promises on a calendar by brute force: every minute of some months is asked whether it is worked, then promises are counted
// through them piece by piece. Nothing here adds durations or knows what a block is.
import { isWorking } from './business-time.ts';
import { type Calendar, HOUR, iso } from './shapes.ts';

const MINUTE = 60_000;

export interface Minutes {
  readonly from: number;
  readonly worked: Uint8Array;
  /** Of each minute, the first later one that differs from it. */
  readonly changes: Int32Array;
}

/** Epoch milliseconds; one that is not over ends at Infinity. */
export interface Pause {
  readonly from: number;
  readonly to: number;
}

export function listMinutes(calendar: Calendar, from: number, days: number): Minutes {
  const length = days * 24 * 60;
  const worked = new Uint8Array(length);
  for (let minute = 0; minute < length; minute += 1)
    worked[minute] = isWorking(calendar, from + minute * MINUTE) ? 1 : 0;
  const changes = new Int32Array(length).fill(length);
  for (let minute = length - 2; minute >= 0; minute -= 1)
    changes[minute] = worked[minute] === worked[minute + 1] ? (changes[minute + 1] ?? length) : minute + 1;
  return { from, worked, changes };
}

export interface Counting {
  readonly minutes: Minutes;
  readonly unit: string;
  readonly pauses: readonly Pause[];
}

/** Milliseconds that count between two instants: worked (or any, for elapsed hours), and in no pause. */
export function count(counting: Counting, start: number, end: number): number {
  let counted = 0;
  for (let at = start; at < end; ) {
    const next = Math.min(end, nextEdge(counting, at));
    if (isCounted(counting, at)) counted += next - at;
    at = next;
  }
  return counted;
}

/** When a promise of so many hours ends: piece by piece from its start. */
export function endOfHours(minutes: Minutes, start: number, hours: { unit: string; amount: number }): string {
  const counting = { minutes, unit: hours.unit, pauses: [] };
  let left = Math.round(hours.amount * HOUR);
  for (let at = start; ; ) {
    const next = nextEdge(counting, at);
    if (isCounted(counting, at)) {
      if (left <= next - at) return iso(at + left);
      left -= next - at;
    }
    at = next;
  }
}

/**
 * From the instant at which the promise would end without pauses (`plainEnd`): what pauses took is worked off, piece by
 * piece. Null when a pause that it meets never ends.
 */
export function endAfterPauses(counting: Counting, start: number, plainEnd: number): string | null {
  const { pauses } = counting;
  const all = count({ ...counting, pauses: [] }, start, plainEnd);
  let owed = all - count(counting, start, plainEnd);
  const isEndless = (at: number): boolean => pauses.some(({ from, to }) => to === Infinity && from < at);
  if (isEndless(plainEnd)) return null;
  for (let at = plainEnd; owed > 0; ) {
    const next = nextEdge(counting, at);
    if (isCounted(counting, at)) {
      if (owed <= next - at) return iso(at + owed);
      owed -= next - at;
    } else if (isEndless(next)) return null;
    at = next;
  }
  return iso(plainEnd);
}

function isCounted({ minutes, unit, pauses }: Counting, at: number): boolean {
  if (pauses.some(({ from, to }) => from <= at && at < to)) return false;
  return unit === 'elapsedHours' || minutes.worked[placeOf(minutes, at)] === 1;
}

/** Where work begins or ends, or a pause. */
function nextEdge({ minutes, pauses }: Counting, at: number): number {
  const change = minutes.changes[placeOf(minutes, at)] ?? 0;
  const edges = pauses.flatMap(({ from, to }) => [from, to]).filter((edge) => edge > at);
  return Math.min(minutes.from + change * MINUTE, ...edges);
}

function placeOf({ from, worked }: Minutes, at: number): number {
  const place = Math.floor((at - from) / MINUTE);
  if (place < 0 || place >= worked.length) throw new Error('the listed minutes are too few');
  return place;
}
