// When a promise ends: durations in elapsed hours, working hours and working days on a calendar with blocks, days off
// and a time zone. Blocks are half-open; their ends are wall-clock times, so a clock change inside one changes its length.
import type { Calendar, Duration, Instant } from './agreement.ts';
import { DAY_MS, fromEpochMs, HOUR_MS, MINUTE_MS, parseDay, toEpochMs } from './instant.ts';
import { remember } from './remember.ts';
import { assertNever } from './result.ts';
import { fromLocal, toLocal } from './zone.ts';

/** Ten years: a calendar without a working block in that time is a bug of whoever compiled it. */
const MAX_DAYS = 3660;

interface Block {
  readonly from: number;
  readonly to: number;
}

interface CompiledCalendar {
  readonly timeZone: string;
  readonly week: Calendar['week'];
  readonly daysOff: ReadonlySet<number>;
  /** Blocks of the days asked for: leads fall due on the same few. */
  readonly known: Map<number, readonly Block[]>;
}

/** Days of a calendar, about ten years; beyond it, what is known is forgotten. */
const MAX_KNOWN = 4_000;

/** Calendars never change once compiled, so their sets of days off are made once. */
const compiledCalendars = new WeakMap<Calendar, CompiledCalendar>();

/**
 * The instant at which a promise of that length ends.
 * On Monday to Friday, 9 to 17: Friday 16:30 + 1 working hour = Monday 09:30; Friday 16:00 + 1 = Friday 17:00.
 */
export function addDuration(calendar: Calendar, start: Instant, duration: Duration): Instant {
  const startMs = toEpochMs(start);
  switch (duration.unit) {
    case 'elapsedHours':
      return fromEpochMs(startMs + Math.round(duration.amount * HOUR_MS));
    case 'workingHours':
      return fromEpochMs(addWorkingTime(compile(calendar), startMs, Math.round(duration.amount * HOUR_MS)));
    case 'workingDays':
      return fromEpochMs(addWorkingDays(compile(calendar), startMs, duration.amount));
    default:
      return assertNever(duration);
  }
}

/**
 * Milliseconds of an interval that count towards a promise in that unit: all of them for elapsed hours, else those inside
 * working blocks. 0 when `end` is not after `start`. What `addDuration` adds in hours is what this finds again.
 */
export function timeBetween(
  calendar: Calendar,
  unit: Duration['unit'],
  { start, end }: { readonly start: Instant; readonly end: Instant },
): number {
  const [startMs, endMs] = [toEpochMs(start), toEpochMs(end)];
  if (endMs <= startMs) return 0;
  return unit === 'elapsedHours' ? endMs - startMs : workingTime(compile(calendar), startMs, endMs);
}

function workingTime(calendar: CompiledCalendar, startMs: number, endMs: number): number {
  const lastDay = Math.floor(toLocal(calendar.timeZone, endMs) / DAY_MS);
  let countedUntil = startMs;
  let worked = 0;
  for (let day = Math.floor(toLocal(calendar.timeZone, startMs) / DAY_MS); day <= lastDay; day++) {
    for (const block of instantsOfDay(calendar, day)) {
      const from = Math.max(countedUntil, block.from);
      const to = Math.min(endMs, block.to);
      if (to <= from) continue;
      worked += to - from;
      countedUntil = to;
    }
  }
  return worked;
}

/** Through what is left of the working blocks from an instant on, none counted twice. */
function addWorkingTime(calendar: CompiledCalendar, startMs: number, lengthMs: number): number {
  const firstDay = Math.floor(toLocal(calendar.timeZone, startMs) / DAY_MS);
  let lastDay = firstDay + MAX_DAYS;
  let countedUntil = startMs;
  let remaining = lengthMs;
  for (let day = firstDay; day <= lastDay; day++) {
    for (const block of instantsOfDay(calendar, day)) {
      const from = Math.max(countedUntil, block.from);
      const worked = block.to - from;
      if (worked <= 0) continue;
      if (remaining <= worked) return from + remaining;
      remaining -= worked;
      lastDay = day + MAX_DAYS;
      countedUntil = block.to;
    }
  }
  throw new Error('The calendar has no working time');
}

function addWorkingDays(calendar: CompiledCalendar, startMs: number, days: number): number {
  const first = nextWorkingInstant(calendar, startMs);
  if (days === 0) return first;
  const localStart = toLocal(calendar.timeZone, first);
  const startDay = Math.floor(localStart / DAY_MS);
  const day = nthWorkingDayAfter(calendar, startDay, days);
  const sameTime = fromLocal(calendar.timeZone, day * DAY_MS + localStart - startDay * DAY_MS);
  return nextWorkingInstant(calendar, sameTime);
}

function nextWorkingInstant(calendar: CompiledCalendar, startMs: number): number {
  return addWorkingTime(calendar, startMs, 0);
}

/** There is one: the start lies in a block, days off are few, and weeks repeat. */
function nthWorkingDayAfter(calendar: CompiledCalendar, startDay: number, count: number): number {
  let remaining = count;
  let day = startDay;
  while (remaining > 0) {
    day += 1;
    if (instantsOfDay(calendar, day).length > 0) remaining -= 1;
  }
  return day;
}

function instantsOfDay(calendar: CompiledCalendar, day: number): readonly Block[] {
  const { known } = calendar;
  const before = known.get(day);
  if (before !== undefined) return before;
  return remember(known, MAX_KNOWN, [day, readDay(calendar, day)]);
}

/** Sorted as instants: a clock change moves a block of the hour that it skips into, or behind, the next block. */
function readDay(calendar: CompiledCalendar, day: number): readonly Block[] {
  const toInstant = (minute: number): number =>
    fromLocal(calendar.timeZone, day * DAY_MS + minute * MINUTE_MS);
  return blocksOfDay(calendar, day)
    .map(({ from, to }) => ({ from: toInstant(from), to: toInstant(to) }))
    .sort((a, b) => a.from - b.from);
}

function blocksOfDay(calendar: CompiledCalendar, day: number): readonly Block[] {
  return calendar.daysOff.has(day) ? [] : (calendar.week[String(isoWeekday(day))] ?? []);
}

/** 1 is Monday; 1970-01-01 was a Thursday. */
function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

function compile(calendar: Calendar): CompiledCalendar {
  const known = compiledCalendars.get(calendar);
  if (known !== undefined) return known;
  const compiled = {
    timeZone: calendar.timeZone,
    week: calendar.week,
    daysOff: new Set(calendar.daysOff.map(parseDay)),
    known: new Map(),
  };
  compiledCalendars.set(calendar, compiled);
  return compiled;
}
