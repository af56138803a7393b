// Time that counts towards a promise, as a list of spans: working blocks (or all time) without pauses. Plain subtraction of
// lists, then a walk; nothing here knows how the product adds durations.
import { addDuration, blocksAround } from './business-time.ts';
import { type Calendar, DAY, type Duration, iso, ms } from './shapes.ts';

export interface Span {
  from: number;
  to: number;
}

const WINDOW = 7 * DAY;
const MAX_WINDOWS = 200;

/** A promise's end: without pauses by the calendar, then what the pauses took is worked off behind it. */
export function endOf(calendar: Calendar, start: number, within: Duration, pauses: readonly Span[]): number {
  const plain = ms(addDuration(calendar, iso(start), within));
  const taken =
    count(calendar, within.unit, { from: start, to: plain }, []) -
    count(calendar, within.unit, { from: start, to: plain }, pauses);
  return taken === 0 ? plain : advance(calendar, within.unit, plain, taken, pauses);
}

/** The instant at which so many counted milliseconds are used up; none: the next that counts, pauses or not. */
export function usedUp(
  calendar: Calendar,
  unit: string,
  { start, amount, pauses }: { start: number; amount: number; pauses: readonly Span[] },
): number {
  if (amount > 0) return advance(calendar, unit, start, amount, pauses);
  const none = { unit: unit === 'elapsedHours' ? unit : 'workingHours', amount: 0 };
  return ms(addDuration(calendar, iso(start), none));
}

export function count(calendar: Calendar, unit: string, span: Span, pauses: readonly Span[]): number {
  return counted(calendar, unit, span, pauses).reduce((sum, { from, to }) => sum + to - from, 0);
}

function advance(
  calendar: Calendar,
  unit: string,
  start: number,
  amount: number,
  pauses: readonly Span[],
): number {
  let left = amount;
  for (let at = start, windows = 0; windows < MAX_WINDOWS; at += WINDOW, windows += 1) {
    for (const { from, to } of counted(calendar, unit, { from: at, to: at + WINDOW }, pauses)) {
      if (left <= to - from) return from + left;
      left -= to - from;
    }
  }
  throw new Error('the promise never ends');
}

function counted(calendar: Calendar, unit: string, span: Span, pauses: readonly Span[]): Span[] {
  const whole = unit === 'elapsedHours' ? [span] : blocksAround(calendar, span.from, span.to);
  let spans = union(whole).flatMap((each) => clip(each, span));
  for (const pause of pauses) spans = spans.flatMap((each) => without(each, pause));
  return spans;
}

function clip({ from, to }: Span, bounds: Span): Span[] {
  const cut = { from: Math.max(from, bounds.from), to: Math.min(to, bounds.to) };
  return cut.from < cut.to ? [cut] : [];
}

function without(span: Span, hole: Span): Span[] {
  return [...clip(span, { from: -Infinity, to: hole.from }), ...clip(span, { from: hole.to, to: Infinity })];
}

/** Clock changes may lay one block over another. */
function union(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}
