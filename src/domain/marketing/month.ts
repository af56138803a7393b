// A month of the agreement's calendar and its pace: how much of the month's work is done at an instant. Every working day is
// worth the same, and is used up by its working hours; a month without any (a closure) by its days.
import type { Calendar, Instant } from '#domain/agreement.ts';
import { timeBetween } from '#domain/business-time.ts';
import { DAY_MS, fromEpochMs, parseDay, toEpochMs } from '#domain/instant.ts';
import { dayAt, startOfDay } from '#domain/local-day.ts';

/** A day's worth. Whole numbers, so that the same leads are as far behind on every engine. */
export const DAY_WORTH = 1_000_000;

export interface MonthDay {
  /** `2026-11-02` */
  readonly day: string;
  readonly start: Instant;
  readonly end: Instant;
  /** Whether it is one of those that the month's work is spread over. */
  readonly works: boolean;
}

export interface Month {
  /** `2026-11` */
  readonly name: string;
  /** `[start, end)` in the calendar's zone. */
  readonly start: Instant;
  readonly end: Instant;
  readonly days: readonly MonthDay[];
  /** How many of them work, and what they are worth together. */
  readonly workingDays: number;
  readonly worth: number;
}

/** `name` is a month that exists, `YYYY-MM`. */
export function monthOf(calendar: Calendar, name: string): Month {
  const { timeZone } = calendar;
  const first = parseDay(`${name}-01`);
  const next = parseDay(`${monthAfter(name)}-01`);
  const days = Array.from({ length: next - first }, (_, index): MonthDay => {
    const start = fromEpochMs(startOfDay(timeZone, first + index));
    const end = fromEpochMs(startOfDay(timeZone, first + index + 1));
    const works = timeBetween(calendar, 'workingHours', { start, end }) > 0;
    return { day: fromEpochMs((first + index) * DAY_MS).slice(0, 'YYYY-MM-DD'.length), start, end, works };
  });
  const isClosed = days.every(({ works }) => !works);
  const counted = isClosed ? days.map((day) => ({ ...day, works: true })) : days;
  const workingDays = counted.filter(({ works }) => works).length;
  return {
    name,
    start: fromEpochMs(startOfDay(timeZone, first)),
    end: fromEpochMs(startOfDay(timeZone, next)),
    days: counted,
    workingDays,
    worth: workingDays * DAY_WORTH,
  };
}

/** The month that an instant lies in. */
export function monthAt({ timeZone }: Pick<Calendar, 'timeZone'>, at: Instant): string {
  return fromEpochMs(dayAt(timeZone, toEpochMs(at)) * DAY_MS).slice(0, 'YYYY-MM'.length);
}

/** `2025-12` of `2026-01`. */
export function monthBefore(name: string): string {
  return fromEpochMs((parseDay(`${name}-01`) - 1) * DAY_MS).slice(0, 'YYYY-MM'.length);
}

/** 31 days after the first of a month is one of the first days of the next. */
function monthAfter(name: string): string {
  return fromEpochMs((parseDay(`${name}-01`) + 31) * DAY_MS).slice(0, 'YYYY-MM'.length);
}

/** What of the month is worked off at an instant: 0 before it, `worth` from its end on. */
export function workedOff(calendar: Calendar, { days }: Month, at: Instant): number {
  let worked = 0;
  for (const { start, end, works } of days) {
    if (at <= start) break;
    if (works) worked += at >= end ? DAY_WORTH : partOfDay(calendar, { start, end }, at);
  }
  return worked;
}

function partOfDay(calendar: Calendar, { start, end }: Pick<MonthDay, 'start' | 'end'>, at: Instant): number {
  const worked = (until: Instant): number => timeBetween(calendar, 'workingHours', { start, end: until });
  const all = worked(end);
  if (all > 0) return Math.floor((DAY_WORTH * worked(at)) / all);
  const startMs = toEpochMs(start);
  return Math.floor((DAY_WORTH * (toEpochMs(at) - startMs)) / (toEpochMs(end) - startMs));
}
