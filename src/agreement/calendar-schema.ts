// The calendar part: zone, working blocks a day, public holidays by country, closures. Which days holidays fall on is
// worked out in days-off.ts.
import { z } from 'zod';
import { isTimeZone } from '#domain/zone.ts';
import { countryCode, countryRegions } from './days-off.ts';
import { complain } from './issue.ts';
import { nearest } from './nearest.ts';
import { isDay, show, strict, textual } from './value-schema.ts';

export const WEEKDAYS = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
const MAX_BLOCKS = 6;
const MAX_CLOSURES = 200;
const MAX_CLOSURE_DAYS = 366;
const DAY_MILLIS = 86_400_000;

export const ZoneName = textual((text, sink) => {
  if (!isTimeZone(text))
    complain(sink, { code: 'badTimeZone', params: { value: show(text) }, suggestion: nearZone(text) });
  return text;
});

const Block = textual((text, sink) => {
  const match = /^([01]?\d|2[0-4]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-4]):([0-5]\d)$/.exec(text.trim());
  const [from = -1, to = -1] =
    match === null
      ? []
      : [Number(match[1]) * 60 + Number(match[2]), Number(match[3]) * 60 + Number(match[4])];
  if (match === null || to > 1440) complain(sink, { code: 'badBlock', params: { value: show(text) } });
  else if (from >= to) complain(sink, { code: 'reversedBlock', params: { value: show(text) } });
  return { from, to };
});

const Blocks = z
  .array(Block)
  .max(MAX_BLOCKS)
  .transform((blocks, sink) => {
    blocks.forEach((block, index) => {
      const before = blocks[index - 1];
      if (before !== undefined && block.from < before.to)
        complain(sink, { code: 'overlappingBlocks', path: [index] });
    });
    return blocks;
  });

export const WorkingHours = strict({
  monday: Blocks.optional(),
  tuesday: Blocks.optional(),
  wednesday: Blocks.optional(),
  thursday: Blocks.optional(),
  friday: Blocks.optional(),
  saturday: Blocks.optional(),
  sunday: Blocks.optional(),
}).transform((week, sink) => {
  if (!Object.values(week).some((blocks) => blocks !== undefined && blocks.length > 0))
    complain(sink, { code: 'noWork' });
  return week;
});

const Holidays = strict({
  country: textual((text) => text.trim().toUpperCase()),
  region: textual((text) => text.trim().toUpperCase()).optional(),
}).transform((place, sink) => {
  const regions = countryRegions(place.country);
  if (regions === null) {
    const params = { value: show(place.country) };
    complain(sink, { code: 'badCountry', params, suggestion: countryCode(place.country), path: ['country'] });
  } else if (place.region !== undefined && !regions.includes(place.region)) {
    const params = { value: show(place.region), country: place.country, valid: regions.join(', ') };
    complain(sink, {
      code: 'badRegion',
      params,
      suggestion: nearest(place.region, regions),
      path: ['region'],
    });
  }
  return place;
});

/** `2026-12-24` or `2026-12-24..2026-12-31`, both ends closed. */
const Closure = textual((text, sink) => {
  const [from = '', to = from, ...rest] = text.split('..').map((day) => day.trim());
  if (rest.length > 0 || !isDay(from) || !isDay(to))
    complain(sink, { code: 'badClosure', params: { value: show(text) } });
  else if (from > to)
    complain(sink, { code: 'reversedClosure', params: { value: show(text) }, suggestion: `${to}..${from}` });
  else if ((Date.parse(to) - Date.parse(from)) / DAY_MILLIS >= MAX_CLOSURE_DAYS) {
    complain(sink, { code: 'longClosure', params: { value: show(text), max: MAX_CLOSURE_DAYS } });
  }
  return { from, to };
});

const parts = {
  timeZone: ZoneName,
  workingHours: WorkingHours,
  holidays: Holidays.optional(),
  closures: z.array(Closure).max(MAX_CLOSURES).optional(),
};

/** What an overlay changes; what it leaves out stays as in the main calendar. */
export const CalendarChanges = strict({
  timeZone: parts.timeZone.optional(),
  workingHours: parts.workingHours.optional(),
  holidays: parts.holidays,
  closures: parts.closures,
});
export type CalendarChanges = z.output<typeof CalendarChanges>;

export const DocumentCalendar = strict(parts);
export type DocumentCalendar = z.output<typeof DocumentCalendar>;

function nearZone(text: string): string | undefined {
  const zones = Intl.supportedValuesOf('timeZone');
  const city = zones.find((zone) => zone.split('/').at(-1)?.toLowerCase() === text.trim().toLowerCase());
  return city ?? nearest(text, zones);
}
