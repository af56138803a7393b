// Business time by brute force: one minute after the other, each asked what the local clock shows.
import { type Calendar, type Duration, HOUR, iso, ms } from './shapes.ts';

const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const MINUTES_OF_DAY = 24 * 60;
/** Two years of minutes: a calendar that has no work for so long is a broken one. */
const MAX_MINUTES = 2 * 366 * 24 * 60;

interface Local {
  day: string;
  /** Minutes since local midnight, by the local clock. */
  minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const quarters = new Map<string, Map<number, Local>>();
const starts = new Map<string, number>();
const known = new WeakMap<Calendar, Map<string, string>>();
const blocks = new WeakMap<Calendar, Map<string, readonly Block[]>>();

export function addDuration(calendar: Calendar, start: string, duration: Duration): string {
  const answers = known.get(calendar) ?? new Map<string, string>();
  known.set(calendar, answers);
  const key = `${start} ${duration.amount} ${duration.unit}`;
  const answer = answers.get(key) ?? iso(add(calendar, ms(start), duration));
  answers.set(key, answer);
  return answer;
}

function add(calendar: Calendar, start: number, duration: Duration): number {
  switch (duration.unit) {
    case 'elapsedHours':
      return start + duration.amount * HOUR;
    case 'workingHours':
      return addWorkingTime(calendar, start, duration.amount * HOUR);
    case 'workingDays':
      return addWorkingDays(calendar, start, duration.amount);
    default:
      throw new Error(`unknown unit ${duration.unit}`);
  }
}

function addWorkingTime(calendar: Calendar, start: number, amountMs: number): number {
  let at = start;
  let left = amountMs;
  for (let minutes = 0; minutes < MAX_MINUTES; minutes += 1) {
    const step = MINUTE - (at % MINUTE);
    if (isWorking(calendar, at)) {
      if (left <= step) return at + left;
      left -= step;
    }
    at += step;
  }
  throw new Error('no working time in this calendar');
}

function addWorkingDays(calendar: Calendar, start: number, days: number): number {
  const first = nextWorking(calendar, start);
  const clock = localAt(calendar.timeZone, first);
  let { day } = clock;
  for (let counted = 0; counted < days; counted += 1) day = nextWorkingDay(calendar, day);
  const sameTime = instantOf(calendar.timeZone, { day, minute: clock.minute }) + (first % MINUTE);
  return days === 0 ? first : nextWorking(calendar, sameTime);
}

function nextWorking(calendar: Calendar, start: number): number {
  let at = start;
  for (let minutes = 0; minutes < MAX_MINUTES; minutes += 1) {
    if (isWorking(calendar, at)) return at;
    at += MINUTE - (at % MINUTE);
  }
  throw new Error('no working time in this calendar');
}

function nextWorkingDay(calendar: Calendar, from: string): string {
  let at = ms(`${from}T12:00:00.000Z`);
  for (let days = 0; days < MAX_MINUTES; days += 1) {
    at += 24 * HOUR;
    const day = iso(at).slice(0, 10);
    if (blocksOf(calendar, day).length > 0) return day;
  }
  throw new Error('no working day in this calendar');
}

export function isWorking(calendar: Calendar, at: number): boolean {
  const { day } = localAt(calendar.timeZone, at);
  return blocksOf(calendar, day).some((block) => block.from <= at && at < block.to);
}

/** The first instant of a local day. */
export function startOfDay(timeZone: string, day: string): number {
  const key = `${timeZone} ${day}`;
  const start = starts.get(key) ?? instantOf(timeZone, { day, minute: 0 });
  starts.set(key, start);
  return start;
}

/** The local day an instant lies in: the last one that has begun. */
export function dayAt(timeZone: string, at: number): string {
  const shown = ms(`${localAt(timeZone, at).day}T00:00:00.000Z`);
  const near = [1, 0, -1].map((days) => iso(shown + days * 24 * HOUR).slice(0, 10));
  return near.find((day) => startOfDay(timeZone, day) <= at) ?? '';
}

interface Block {
  from: number;
  to: number;
}

/** Working blocks of all local days that an interval touches. */
export function blocksAround(calendar: Calendar, from: number, to: number): readonly Block[] {
  const found: Block[] = [];
  for (let at = from - 24 * HOUR; at <= to + 24 * HOUR; at += 24 * HOUR)
    found.push(...blocksOf(calendar, iso(at).slice(0, 10)));
  found.push(...blocksOf(calendar, iso(to + 24 * HOUR).slice(0, 10)));
  return found;
}

/** The day's working blocks as instants. */
function blocksOf(calendar: Calendar, day: string): readonly Block[] {
  const known = blocks.get(calendar) ?? new Map<string, readonly Block[]>();
  blocks.set(calendar, known);
  const found = known.get(day) ?? readBlocks(calendar, day);
  known.set(day, found);
  return found;
}

function readBlocks(calendar: Calendar, day: string): Block[] {
  if (calendar.daysOff.includes(day)) return [];
  const weekday = new Date(`${day}T12:00:00.000Z`).getUTCDay();
  return (calendar.week[String(weekday === 0 ? 7 : weekday)] ?? []).map(({ from, to }) => ({
    from: instantOf(calendar.timeZone, { day, minute: from }),
    to: instantOf(calendar.timeZone, { day, minute: to }),
  }));
}

/**
 * The first instant at which the local clock shows this. One that a clock change skips moves on by the gap: that is
 * the instant by the offset of before. Midnight at a day's end is the next day's start.
 */
function instantOf(timeZone: string, { day, minute }: Local): number {
  const asUtc = ms(`${day}T00:00:00.000Z`) + minute * MINUTE;
  const wanted = { day: iso(asUtc).slice(0, 10), minute: minute % MINUTES_OF_DAY };
  for (let at = asUtc - 15 * HOUR; at <= asUtc + 15 * HOUR; at += QUARTER) {
    const shown = localAt(timeZone, at);
    if (shown.day === wanted.day && shown.minute === wanted.minute) return at;
  }
  return asUtc - offsetAt(timeZone, asUtc - 24 * HOUR);
}

function offsetAt(timeZone: string, at: number): number {
  const { day, minute } = localAt(timeZone, at);
  return ms(`${day}T00:00:00.000Z`) + minute * MINUTE - (at - (at % MINUTE));
}

/** Every zone's offset is a whole number of quarters, so the local clock runs evenly within one. */
function localAt(timeZone: string, at: number): Local {
  const quarter = at - (at % QUARTER);
  const known = quarters.get(timeZone) ?? new Map<number, Local>();
  quarters.set(timeZone, known);
  const start = known.get(quarter) ?? readClock(timeZone, quarter);
  known.set(quarter, start);
  return { day: start.day, minute: start.minute + Math.floor((at - quarter) / MINUTE) };
}

function readClock(timeZone: string, at: number): Local {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  formats.set(timeZone, format);
  const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
  return {
    day: `${parts['year']}-${parts['month']}-${parts['day']}`,
    minute: Number(parts['hour']) * 60 + Number(parts['minute']),
  };
}
