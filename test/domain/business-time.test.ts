// When promises end: working blocks, days off, clock changes.
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { Calendar, Duration } from '#domain/agreement.ts';
import { addDuration, timeBetween } from '#domain/business-time.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { fromLocal, toLocal } from '#domain/zone.ts';
import { NINE_TO_FIVE } from '#test/support/builders.ts';
import { compareBusinessTime } from '#test/support/business-cases.ts';
import { isThorough, reached } from '#test/support/thorough.ts';

const WEEK = { 1: NINE_TO_FIVE, 2: NINE_TO_FIVE, 3: NINE_TO_FIVE, 4: NINE_TO_FIVE, 5: NINE_TO_FIVE };
const TWO_BLOCKS = [
  { from: 540, to: 720 },
  { from: 840, to: 1080 },
];
const ROUND_THE_CLOCK = [{ from: 0, to: 1440 }];

function calendar(changes: Partial<Calendar> = {}): Calendar {
  return { timeZone: 'Europe/Paris', week: WEEK, daysOff: [], ...changes };
}
const hours = (amount: number): Duration => ({ unit: 'workingHours', amount });
const days = (amount: number): Duration => ({ unit: 'workingDays', amount });
const elapsed = (amount: number): Duration => ({ unit: 'elapsedHours', amount });

/** Local time in the calendar's zone, for reading the tables below. */
function add(start: string, duration: Duration, of: Calendar = calendar()): string {
  const instant = Temporal.PlainDateTime.from(start)
    .toZonedDateTime(of.timeZone)
    .toInstant().epochMilliseconds;
  const end = addDuration(of, fromEpochMs(instant), duration);
  return Temporal.Instant.from(end)
    .toZonedDateTimeISO(of.timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' });
}

describe('working hours', () => {
  it.each([
    ['2026-03-06T16:30', 1, '2026-03-09T09:30', 'over the weekend'],
    ['2026-03-06T16:00', 1, '2026-03-06T17:00', 'up to the end of the day'],
    ['2026-03-06T17:00', 1, '2026-03-09T10:00', 'from the end of the day'],
    ['2026-03-07T12:00', 8, '2026-03-09T17:00', 'from a Saturday'],
    ['2026-03-02T03:00', 0, '2026-03-02T09:00', 'none, from the night'],
    ['2026-03-02T10:15', 0, '2026-03-02T10:15', 'none, from a working instant'],
    ['2026-03-02T09:00', 40, '2026-03-06T17:00', 'a whole week'],
    ['2026-03-02T09:00', 0.25, '2026-03-02T09:15', 'a quarter of one'],
  ])('%s + %d = %s (%s)', (start, amount, end) => {
    expect(add(start, hours(amount))).toBe(end);
  });

  it('skip days off and the break at noon', () => {
    const of = calendar({ daysOff: ['2026-05-01'], week: { 4: TWO_BLOCKS, 5: TWO_BLOCKS, 1: TWO_BLOCKS } });

    expect(add('2026-04-30T11:00', hours(2), of)).toBe('2026-04-30T15:00');
    expect(add('2026-04-30T17:30', hours(1), of)).toBe('2026-05-04T09:30');
  });

  it.each([
    ['are real hours in the night that skips one', '2026-03-29T00:00', 4, '2026-03-29T05:00'],
    ['are real hours in the night that has one twice', '2026-10-25T00:00', 4, '2026-10-25T03:00'],
  ])('%s', (...[, start, amount, end]) => {
    expect(add(start, hours(amount), calendar({ week: { 7: ROUND_THE_CLOCK } }))).toBe(end);
  });

  it('start with a block whose first hour is skipped when the gap is over', () => {
    expect(add('2026-03-28T12:00', hours(1), calendar({ week: { 7: [{ from: 150, to: 600 }] } }))).toBe(
      '2026-03-29T04:30',
    );
  });
});

describe('the time between two instants', () => {
  it.each<[string, Duration['unit'], string, string, number]>([
    ['all of it in hours of the clock', 'elapsedHours', '2026-03-06T17:00', '2026-03-09T08:00', 63],
    [
      'what lies in working blocks in working hours',
      'workingHours',
      '2026-03-06T16:00',
      '2026-03-09T10:30',
      2.5,
    ],
    ['likewise in working days', 'workingDays', '2026-03-06T16:00', '2026-03-09T10:30', 2.5],
    ['none at night', 'workingHours', '2026-03-06T17:00', '2026-03-09T08:00', 0],
    ['none where the end comes first', 'elapsedHours', '2026-03-09T08:00', '2026-03-06T17:00', 0],
    ['none where the end comes first, at work', 'workingHours', '2026-03-09T10:00', '2026-03-09T09:30', 0],
    ['none from an instant to itself', 'elapsedHours', '2026-03-09T10:00', '2026-03-09T10:00', 0],
  ])('is %s', (...[, unit, start, end, expected]) => {
    const [from, to] = [start, end].map((local) => `${local}:00.000+01:00`) as [string, string];

    expect(timeBetween(calendar(), unit, { start: from, end: to }) / 3_600_000).toBe(expected);
  });

  it('is the same in blocks of which clocks going forward move the first behind the second', () => {
    // 02:20 to 02:50 is 03:20 to 03:50 on that day.
    const of = calendar({
      week: {
        7: [
          { from: 140, to: 170 },
          { from: 180, to: 190 },
        ],
      },
    });
    const [start, end] = ['2026-03-29T00:00:00.000Z', '2026-03-29T12:00:00.000Z'];

    expect(timeBetween(of, 'workingHours', { start, end })).toBe(40 * 60_000);
    expect(addDuration(of, start, hours(1 / 6))).toBe('2026-03-29T01:10:00.000Z');
  });
});

describe('working days', () => {
  it.each([
    ['2026-03-02T10:30', 1, '2026-03-03T10:30', 'the same time next day'],
    ['2026-03-06T16:30', 1, '2026-03-09T16:30', 'over the weekend'],
    ['2026-03-06T20:00', 1, '2026-03-10T09:00', 'from an evening: from Monday morning'],
    ['2026-03-07T10:00', 2, '2026-03-11T09:00', 'from a Saturday'],
    ['2026-03-27T10:00', 1, '2026-03-30T10:00', 'the same wall-clock time after the clocks went forward'],
    ['2026-03-02T10:00', 0, '2026-03-02T10:00', 'none'],
  ])('%s + %d = %s (%s)', (start, amount, end) => {
    expect(add(start, days(amount))).toBe(end);
  });

  it('move into the next block where that day has none at that time', () => {
    const of = calendar({ week: { 1: NINE_TO_FIVE, 2: [{ from: 540, to: 600 }], 3: NINE_TO_FIVE } });

    expect(add('2026-03-02T16:00', days(1), of)).toBe('2026-03-04T09:00');
    expect(add('2026-03-02T10:00', days(1), of)).toBe('2026-03-04T09:00');
  });

  it('none, from the second of two equal hours, are none', () => {
    const second = '2026-10-25T01:30:00.000Z';

    expect(addDuration(calendar({ week: { 7: ROUND_THE_CLOCK } }), second, days(0))).toBe(second);
  });
});

describe('elapsed hours', () => {
  it('run through nights and clock changes', () => {
    expect(add('2026-03-28T20:00', elapsed(24))).toBe('2026-03-29T21:00');
    expect(add('2026-10-24T20:00', elapsed(24))).toBe('2026-10-25T19:00');
  });
});

describe('a calendar without working time', () => {
  it.each([hours(1), days(1)])('is a bug that shows for %o', (duration) => {
    expect(() => add('2026-03-02T10:00', duration, calendar({ week: {} }))).toThrow('working');
  });
});

describe('laws of working time', () => {
  const arbStart = fc.integer({
    min: toEpochMs('2025-01-01T00:00:00.000Z'),
    max: toEpochMs('2027-12-31T00:00:00.000Z'),
  });
  const arbZone = fc.constantFrom(
    'Europe/Paris',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kolkata',
    'America/St_Johns',
  );
  const arbHours = fc.integer({ min: 1, max: 100 });

  it('one after the other is both together', () => {
    fc.assert(
      fc.property(arbStart, arbZone, fc.tuple(arbHours, arbHours), (start, timeZone, [first, second]) => {
        const of = calendar({
          timeZone,
          week: { 1: TWO_BLOCKS, 3: NINE_TO_FIVE, 6: ROUND_THE_CLOCK },
          daysOff: ['2026-03-04'],
        });
        const stepwise = addDuration(of, addDuration(of, fromEpochMs(start), hours(first)), hours(second));

        expect(stepwise).toBe(addDuration(of, fromEpochMs(start), hours(first + second)));
      }),
    );
  });

  it('a later start never ends earlier', () => {
    fc.assert(
      fc.property(
        arbStart,
        fc.nat({ max: 90_000_000 }),
        fc.constantFrom(hours(8), days(1), days(3), elapsed(5)),
        (start, more, duration) => {
          const of = calendar({ week: { ...WEEK, 5: TWO_BLOCKS } });

          expect(
            addDuration(of, fromEpochMs(start), duration) <=
              addDuration(of, fromEpochMs(start + more), duration),
          ).toBe(true);
        },
      ),
    );
  });

  it('a clock change counts from its own instant, whatever was asked before', () => {
    const change = toEpochMs('2026-03-29T01:00:00.000Z');
    const ahead = [-1, 0, -1].map((by) => toLocal('Europe/Vienna', change + by) - change - by);

    expect(ahead).toEqual([3_600_000, 7_200_000, 3_600_000]);
  });

  it('local times are those of the zone data, also around clock changes', () => {
    const changes = [
      '2026-03-29T01:00:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-03-08T07:00:00.000Z',
      '2026-04-04T15:00:00.000Z',
    ].map(toEpochMs);
    const arbNearChange = fc
      .tuple(fc.constantFrom(...changes), fc.integer({ min: -10_800_000, max: 10_800_000 }))
      .map(([at, by]) => at + by);

    fc.assert(
      fc.property(fc.oneof(arbStart, arbNearChange), arbZone, (at, timeZone) => {
        const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone);
        const wall = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO('UTC').toPlainDateTime();

        expect(toLocal(timeZone, at)).toBe(at + zoned.offsetNanoseconds / 1e6);
        expect(fromLocal(timeZone, at)).toBe(
          wall.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('promises with pauses, against minutes counted one by one', () => {
  it('end, and are used up, at the same millisecond', () => {
    const tally = compareBusinessTime('suite', { calendars: 20, each: isThorough ? 1_000 : 20 });

    expect(tally.paused).toBeGreaterThan(reached(4_000));
    expect(tally.endless).toBeGreaterThan(reached(500));
    expect(tally.acrossClockChange).toBeGreaterThan(reached(1_000));
  }, 120_000);
});
