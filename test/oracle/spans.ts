// Time that counts towards a promise, as a list of spans: working blocks (or all time) without pauses. Plain subtraction of
// lists, then a walk; nothing here knows how the product adds durations.
import { addDuration, blocksAround } from './business-time.ts';
import { type Calendar, DAY, type Duration, iso, ms } from './shapes.ts';

export interface Span {
  from: number;
  to: number;
}

/** What counts: a calendar, a unit, and what is left out. */
export interface Counting {
  calendar: Calendar;
  unit: string;
  pauses: readonly Span[];
}

const WINDOW = 7 * DAY;
const MAX_WINDOWS = 200;

/** A promise's end: without pauses by the calendar, then what the pauses took is worked off behind it. */
export function endOf(
  { calendar, pauses }: Pick<Counting, 'calendar' | 'pauses'>,
  start: number,
  within: Duration,
): number {
  const plain = ms(addDuration(calendar, iso(start), within));
  const counting = { calendar, unit: within.unit, pauses };
  const all = count({ ...counting, pauses: [] }, { from: start, to: plain });
  const taken = all - count(counting, { from: start, to: plain });
  return taken === 0 ? plain : advance(counting, plain, taken);
}

/** The instant at which so many counted milliseconds are used up; none: the next that counts, pauses or not. */
export function usedUp(counting: Counting, start: number, amount: number): number {
  if (amount > 0) return advance(counting, start, amount);
  const none = { unit: counting.unit === 'elapsedHours' ? 'elapsedHours' : 'workingHours', amount: 0 };
  return ms(addDuration(counting.calendar, iso(start), none));
}

export function count(counting: Counting, span: Span): number {
  return counted(counting, span).reduce((sum, { from, to }) => sum + to - from, 0);
}

function advance(counting: Counting, start: number, amount: number): number {
  let left = amount;
  for (let at = start, windows = 0; windows < MAX_WINDOWS; at += WINDOW, windows += 1) {
    for (const { from, to } of counted(counting, { from: at, to: at + WINDOW })) {
      if (left <= to - from) return from + left;
      left -= to - from;
    }
  }
  throw new Error('the promise never ends');
}

function counted({ calendar, unit, pauses }: Counting, span: Span): Span[] {
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
