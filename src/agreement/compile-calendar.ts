// A calendar of the document → working blocks by weekday and the days off around a year.
import type { Calendar } from '#domain/agreement.ts';
import { type DocumentCalendar, WEEKDAYS } from './calendar-schema.ts';
import { listClosureDays, listHolidays } from './days-off.ts';

export function compileCalendar(calendar: DocumentCalendar, year: number): Calendar {
  const week = WEEKDAYS.map((day, index) => [String(index + 1), calendar.workingHours[day] ?? []] as const);
  const holidays = calendar.holidays === undefined ? [] : listHolidays(calendar.holidays, year);
  const daysOff = new Set([...holidays, ...listClosureDays(calendar.closures ?? [])]);
  return { timeZone: calendar.timeZone, week: Object.fromEntries(week), daysOff: [...daysOff].toSorted() };
}
