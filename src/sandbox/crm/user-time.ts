// What HubSpot asks of a user's time zone, working hours and absences before it stores them. That a refusal has the code
// INVALID_OPTION is the sandbox's choice.
import { z } from 'zod';
import type { PropertyError } from '#sandbox/errors.ts';
import type { ObjectType, Values } from '#sandbox/model.ts';

const WORK = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY'];
const REST = ['SATURDAY', 'SUNDAY'];
const DAYS: Readonly<Record<string, readonly string[]>> = {
  MONDAY_TO_FRIDAY: WORK,
  SATURDAY_SUNDAY: REST,
  EVERY_DAY: [...WORK, ...REST],
  ...Object.fromEntries([...WORK, ...REST].map((day) => [day, [day]])),
};
const Minute = z.int().min(0).max(1440);
const WorkingHours = z.array(
  z.strictObject({
    days: z.string().refine((days) => Object.hasOwn(DAYS, days)),
    startMinute: Minute,
    endMinute: Minute,
  }),
);
const OutOfOffice = z.array(z.strictObject({ startTimestamp: z.int(), endTimestamp: z.int() }));

/** `written`: over what the record holds. None for other objects than users. */
export function findTimeFaults(
  row: { readonly objectType: ObjectType; readonly record: { readonly values: Values } | null },
  written: Values,
): PropertyError[] {
  if (row.objectType !== 'users') return [];
  const after = { ...row.record?.values, ...written };
  return [
    faultOf('hs_standard_time_zone', isZone(after['hs_standard_time_zone'] ?? '')),
    faultOf('hs_working_hours', areHours(after['hs_working_hours'] ?? '', after)),
    faultOf('hs_out_of_office_hours', areRanges(after['hs_out_of_office_hours'] ?? '')),
  ].flatMap((fault) => fault ?? []);
}

function faultOf(name: string, isSound: boolean): PropertyError | null {
  if (isSound) return null;
  return { name, error: 'INVALID_OPTION', message: `The value of ${name} is not valid` };
}

function isZone(zone: string): boolean {
  if (zone === '') return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

/** They need a time zone, and do not overlap. */
function areHours(text: string, after: Values): boolean {
  if (text === '') return true;
  const hours = WorkingHours.safeParse(parse(text));
  if (!hours.success || (after['hs_standard_time_zone'] ?? '') === '') return false;
  const ranges = hours.data.flatMap(({ days, startMinute, endMinute }) =>
    (DAYS[days] ?? []).map((day) => ({ day, start: startMinute, end: endMinute })),
  );
  return [...Map.groupBy(ranges, ({ day }) => day).values()].every((onDay) =>
    areApart(onDay.toSorted((a, b) => a.start - b.start)),
  );
}

/** In ascending order as given. */
function areRanges(text: string): boolean {
  if (text === '') return true;
  const ranges = OutOfOffice.safeParse(parse(text));
  if (!ranges.success) return false;
  return areApart(
    ranges.data.map(({ startTimestamp, endTimestamp }) => ({ start: startTimestamp, end: endTimestamp })),
  );
}

function areApart(ranges: readonly { readonly start: number; readonly end: number }[]): boolean {
  return ranges.every(({ start, end }, at) => start < end && start >= (ranges[at - 1]?.end ?? start));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
