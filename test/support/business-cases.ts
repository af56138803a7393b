// Random calendars, promises and pauses, as many as asked for: the product against minutes that are counted one by one.
import type { Calendar, Duration } from '#domain/agreement.ts';
import { addDuration, timeBetween } from '#domain/business-time.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { endOfPromise, type Pause, timeSpent } from '#domain/paused-time.ts';
import { toLocal } from '#domain/zone.ts';
import { createRandom, type Random } from '#sandbox/random.ts';
import { addDuration as addByMinutes } from '#test/oracle/business-time.ts';
import { count, endAfterPauses, endOfHours, listMinutes, type Minutes } from '#test/oracle/minutes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days around a start that are listed minute by minute; promises and pauses stay inside. */
const LISTED_DAYS = 150;
const STARTS_WITHIN_DAYS = 60;
const FIRST = toEpochMs('2026-02-15T00:00:00.000Z');
const SECOND = toEpochMs('2026-09-20T00:00:00.000Z');
/** Of New York, Paris and Lord Howe. */
const CHANGES = ['2026-03-08', '2026-03-29', '2026-04-04', '2026-10-03', '2026-10-25', '2026-11-01'].map(
  (day) => toEpochMs(`${day}T12:00:00.000Z`),
);
/** Half an hour, three quarters, both hemispheres, both sides of the date line, none. */
const ZONES = [
  'Europe/Paris',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Apia',
  'Asia/Kolkata',
  'UTC',
];

export interface Tally {
  readonly cases: number;
  readonly paused: number;
  readonly endless: number;
  readonly acrossClockChange: number;
}

/** Throws at the first difference, with the case. */
export function compareBusinessTime(
  seed: string,
  size: { readonly calendars: number; readonly each: number },
): Tally {
  const tally = { cases: 0, paused: 0, endless: 0, acrossClockChange: 0 };
  for (let index = 0; index < size.calendars; index++) {
    const random = createRandom(seed, `calendar ${index}`);
    const calendar = drawCalendar(random);
    // Around the changes of spring and autumn.
    const from = random.chance(0.5) ? FIRST : SECOND;
    const minutes = listMinutes(calendar, from - DAY_MS, LISTED_DAYS);
    for (let each = 0; each < size.each; each++) compareOne(random, { calendar, from, minutes }, tally);
  }
  return tally;
}

interface Ground {
  readonly calendar: Calendar;
  readonly from: number;
  readonly minutes: Minutes;
}

function compareOne(
  random: Random,
  { calendar, from, minutes }: Ground,
  tally: { -readonly [Name in keyof Tally]: number },
): void {
  const startMs = Math.floor(drawStart(random, from));
  const duration = drawDuration(random);
  const pauses = drawPauses(random, startMs);
  const start = fromEpochMs(startMs);
  const same = (product: string | number | null, counted: string | number | null): void => {
    if (product === counted) return;
    const what = JSON.stringify({ calendar, start, duration, pauses });
    throw new Error(`${product} is not ${counted} for ${what}`);
  };

  const plainEnd = addDuration(calendar, start, duration);
  const { unit } = duration;
  same(
    plainEnd,
    unit === 'workingDays' ? addByMinutes(calendar, start, duration) : endOfHours(minutes, startMs, duration),
  );
  const counting = { minutes, unit, pauses: pauses.map(({ from: begin, to }) => spanOf(begin, to)) };
  const end = endOfPromise({ calendar, start, duration, pauses });
  same(end, endAfterPauses(counting, startMs, toEpochMs(plainEnd)));

  const at = fromEpochMs(startMs + Math.floor(random.next() * 20 * DAY_MS));
  same(timeSpent({ calendar, start, pauses }, unit, at), count(counting, startMs, toEpochMs(at)));
  // Exact inverses, where the promise is a length of time.
  if (unit !== 'workingDays' && end !== null)
    same(timeSpent({ calendar, start, pauses }, unit, end), Math.round(duration.amount * HOUR_MS));
  same(timeBetween(calendar, unit, { start: at, end: start }), 0);

  tally.cases += 1;
  tally.paused += end === plainEnd ? 0 : 1;
  tally.endless += end === null ? 1 : 0;
  tally.acrossClockChange += isAcrossChange(calendar.timeZone, startMs, toEpochMs(end ?? plainEnd)) ? 1 : 0;
}

function spanOf(from: string, to: string | null): { readonly from: number; readonly to: number } {
  return { from: toEpochMs(from), to: to === null ? Number.POSITIVE_INFINITY : toEpochMs(to) };
}

function isAcrossChange(timeZone: string, startMs: number, endMs: number): boolean {
  return toLocal(timeZone, startMs) - startMs !== toLocal(timeZone, endMs) - endMs;
}

/** Often in the days before clocks change. */
function drawStart(random: Random, from: number): number {
  if (random.chance(0.5)) return from + random.next() * STARTS_WITHIN_DAYS * DAY_MS;
  const near = CHANGES.filter((change) => change > from && change < from + STARTS_WITHIN_DAYS * DAY_MS);
  return random.pick(near) - random.next() * 3 * DAY_MS;
}

function drawCalendar(random: Random): Calendar {
  const days = ['1', '2', '3', '4', '5', '6', '7'].filter(() => random.chance(0.7));
  const week = Object.fromEntries((days.length === 0 ? ['3'] : days).map((day) => [day, drawBlocks(random)]));
  const daysOff = Array.from({ length: random.int(7) }, () =>
    fromEpochMs((random.chance(0.5) ? FIRST : SECOND) + random.int(101) * DAY_MS).slice(0, 10),
  );
  return { timeZone: random.pick(ZONES), week, daysOff };
}

/** Up to three blocks; at night too, where clocks change; round the clock at times. */
function drawBlocks(random: Random): { from: number; to: number }[] {
  if (random.chance(0.15)) return [{ from: 0, to: 1_440 }];
  const edges = Array.from({ length: 2 * (1 + random.int(3)) }, () => 15 * random.int(97));
  const sorted = [...new Set(edges)].sort((a, b) => a - b);
  const blocks = [];
  for (let index = 0; index + 1 < sorted.length; index += 2)
    blocks.push({ from: sorted[index] ?? 0, to: sorted[index + 1] ?? 1_440 });
  return blocks.length === 0 ? [{ from: 540, to: 1_020 }] : blocks;
}

function drawDuration(random: Random): Duration {
  const unit = random.pick(['workingHours', 'workingDays', 'elapsedHours'] as const);
  if (unit === 'workingDays') return { unit, amount: random.int(7) };
  return { unit, amount: random.pick([0, 0.25, 0.5, 1, 1.5, 2, 4, 7.75, 8, 16, 24]) };
}

function drawPauses(random: Random, startMs: number): Pause[] {
  const length = random.pick([0, 0, 1, 1, 2, 3]);
  return Array.from({ length }, () => {
    const from = startMs + Math.floor((random.next() * 8 - 1) * DAY_MS);
    const to = random.chance(0.1) ? null : from + Math.floor(random.next() * 2 * DAY_MS);
    return { from: fromEpochMs(from), to: to === null ? null : fromEpochMs(to) };
  });
}
