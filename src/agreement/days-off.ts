// The days without work of a calendar: public holidays of a country and region, and closures. Working hours stay with
// the domain's calendar.
import Holidays from 'date-holidays';

const DAY_MILLIS = 86_400_000;
/** One year back, so that last year's promises can be judged again; three ahead, longer than any promise runs. */
const YEARS_BACK = 1;
const YEARS_AHEAD = 3;

export interface HolidayPlace {
  readonly country: string;
  readonly region?: string | undefined;
}

/** Codes of a country's regions with holidays of their own; null when the country is not known. */
export function countryRegions(country: string): readonly string[] | null {
  const calendar = new Holidays();
  if (!Object.hasOwn(calendar.getCountries(), country)) return null;
  return Object.keys(calendar.getStates(country) ?? {});
}

/** The code of a country given by its English or French name. */
export function countryCode(name: string): string | undefined {
  const wanted = name.trim().toLowerCase();
  const tongues = ['en', 'fr'].map((language) => new Intl.DisplayNames([language], { type: 'region' }));
  return Object.keys(new Holidays().getCountries()).find((code) =>
    tongues.some((tongue) => tongue.of(code)?.toLowerCase() === wanted),
  );
}

export function listHolidays(place: HolidayPlace, year: number): readonly string[] {
  const calendar =
    place.region === undefined ? new Holidays(place.country) : new Holidays(place.country, place.region);
  const years = Array.from({ length: YEARS_BACK + 1 + YEARS_AHEAD }, (_, index) => year - YEARS_BACK + index);
  const holidays = years
    .flatMap((each) => calendar.getHolidays(each))
    .filter((holiday) => holiday.type === 'public');
  return [...new Set(holidays.flatMap(daysOf))].toSorted();
}

export function listClosureDays(
  closures: readonly { readonly from: string; readonly to: string }[],
): readonly string[] {
  return closures.flatMap(({ from, to }) => {
    const days: string[] = [];
    for (let at = Date.parse(from); at <= Date.parse(to); at += DAY_MILLIS) days.push(dayText(at));
    return days;
  });
}

/** `date` is local text, so no zone is needed. Half days are worked; a feast of 3¾ days counts as four. */
function daysOf(holiday: {
  readonly date: string;
  readonly start: Date;
  readonly end: Date;
}): readonly string[] {
  const first = Date.parse(holiday.date.slice(0, 10));
  const count = Math.floor((holiday.end.getTime() - holiday.start.getTime()) / DAY_MILLIS + 0.3);
  return Array.from({ length: count }, (_, index) => dayText(first + index * DAY_MILLIS));
}

function dayText(millis: number): string {
  return new Date(millis).toISOString().slice(0, 10);
}
