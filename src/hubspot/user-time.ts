// Working hours and absences as HubSpot's user object holds them, JSON in a text that people's tools write too: what makes no
// sense is told apart from what is not there.
import { z } from 'zod';
import type { Hours } from '#domain/agreement-routing.ts';
import { fromEpochMs } from '#domain/instant.ts';
import { isTimeZone } from '#domain/zone.ts';
import type { HubspotUser } from '#pipeline/ports.ts';
import { parseJson } from './json.ts';

type Block = Hours['week'][string][number];

const DAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  MONDAY_TO_FRIDAY: DAYS.slice(0, 5),
  SATURDAY_SUNDAY: DAYS.slice(5),
  EVERY_DAY: DAYS,
  ...Object.fromEntries(DAYS.map((day) => [day, [day]])),
};
const MINUTES_A_DAY = 1440;
const Minute = z.int().min(0).max(MINUTES_A_DAY);
const WorkingHours = z.array(
  z
    .object({
      days: z.string().refine((days) => Object.hasOwn(GROUPS, days)),
      startMinute: Minute,
      endMinute: Minute,
    })
    .refine(({ startMinute, endMinute }) => startMinute < endMinute),
);

/** Null: none are set, which HubSpot also says as an empty list. Undefined: they make no sense, as without a known zone. */
export function readWorkingHours(text: string, timeZone: string): Hours | null | undefined {
  if (text === '') return null;
  const found = WorkingHours.safeParse(parse(text));
  if (!found.success) return undefined;
  if (found.data.length === 0) return null;
  if (!isTimeZone(timeZone)) return undefined;
  const week = DAYS.map((day, index) => {
    const blocks = found.data
      .filter(({ days }) => GROUPS[days]?.includes(day) === true)
      .map(({ startMinute, endMinute }) => ({ from: startMinute, to: endMinute }));
    return [String(index + 1), united(blocks)] as const;
  });
  return { timeZone, week: Object.fromEntries(week) };
}

/** Ascending and apart: HubSpot's rule that hours do not overlap is its screens', not every tool's. */
function united(blocks: readonly Block[]): readonly Block[] {
  const all: Block[] = [];
  for (const block of blocks.toSorted((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last === undefined || last.to < block.from) all.push(block);
    else all[all.length - 1] = { from: last.from, to: Math.max(last.to, block.to) };
  }
  return all;
}

/**
 * Milliseconds. The sample in HubSpot's guide has eleven digits, which is neither seconds nor milliseconds of any date meant:
 * before 2000 a range is taken for unreadable rather than for one long over.
 */
const EARLIEST_MS = Date.UTC(2000, 0);
const LATEST_MS = Date.UTC(2200, 0);
const Timestamp = z.coerce.number().int().min(EARLIEST_MS).max(LATEST_MS);
const Range = z
  .object({ startTimestamp: Timestamp, endTimestamp: Timestamp })
  .refine(({ startTimestamp, endTimestamp }) => startTimestamp < endTimestamp);

/** The ranges that make sense, and whether all do. */
export function readAbsences(text: string): Pick<HubspotUser, 'away'> & { readonly isSound: boolean } {
  if (text === '') return { away: [], isSound: true };
  const list = z.array(z.unknown()).safeParse(parse(text));
  if (!list.success) return { away: [], isSound: false };
  const ranges = list.data.flatMap((item) => Range.safeParse(item).data ?? []);
  const away = ranges
    .toSorted((a, b) => a.startTimestamp - b.startTimestamp)
    .map(({ startTimestamp, endTimestamp }) => ({
      from: fromEpochMs(startTimestamp),
      until: fromEpochMs(endTimestamp),
    }));
  return { away, isSound: ranges.length === list.data.length };
}

function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
