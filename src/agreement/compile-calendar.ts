// A calendar of the document → working blocks by weekday and the days off around a year.
import type { Calendar } from '#domain/agreement.ts';
import { type DocumentCalendar, WEEKDAYS } from './calendar-schema.ts';
import { listClosureDays, listHolidays } from './days-off.ts';

export function compileCalendar(calendar: DocumentCalendar, year: number): Calendar {
  const holidays = calendar.holidays === undefined ? [] : listHolidays(calendar.holidays, year);
  const daysOff = new Set([...holidays, ...listClosureDays(calendar.closures ?? [])]);
  return {
    timeZone: calendar.timeZone,
    week: compileWeek(calendar.workingHours),
    daysOff: [...daysOff].toSorted(),
  };
}

/** ISO weekdays from 1, Monday. */
export function compileWeek(hours: DocumentCalendar['workingHours']): Calendar['week'] {
  return Object.fromEntries(WEEKDAYS.map((day, index) => [String(index + 1), hours[day] ?? []]));
}
