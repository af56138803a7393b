// Laws of the pace line and of the projection: the line adds up to the promise, and the projection is right on average.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Calendar } from '#domain/agreement.ts';
import { DAY_WORTH, monthAt, monthOf, workedOff } from '#domain/marketing/month.ts';
import { project } from '#domain/marketing/projection.ts';
import { agreementWith } from '#test/support/builders.ts';
import { volumeOf } from '#test/support/ledger.ts';

const { calendar: PARIS } = agreementWith();
const month = fc
  .tuple(fc.integer({ min: 2020, max: 2035 }), fc.integer({ min: 1, max: 12 }))
  .map(([year, number]) => `${year}-${String(number).padStart(2, '0')}`);
const blocks = fc.constantFrom(
  [],
  [{ from: 540, to: 1020 }],
  [{ from: 0, to: 1440 }],
  [
    { from: 480, to: 720 },
    { from: 780, to: 1080 },
  ],
);
const calendar: fc.Arbitrary<Calendar> = fc
  .tuple(
    fc.constantFrom('Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC'),
    fc.tuple(blocks, blocks, blocks, blocks, blocks, blocks, blocks),
    fc.array(fc.integer({ min: 1, max: 28 }), { maxLength: 8 }),
    month,
  )
  .map(([timeZone, week, off, name]) => ({
    timeZone,
    week: Object.fromEntries(week.map((list, index) => [String(index + 1), list])),
    daysOff: off.map((day) => `${name}-${String(day).padStart(2, '0')}`).toSorted(),
  }));

describe('a month', () => {
  it('is of the days that the calendar has in it, without gaps', () => {
    fc.assert(
      fc.property(calendar, month, (given, name) => {
        const { days, start, end } = monthOf(given, name);

        expect(days[0]?.start).toBe(start);
        expect(days.at(-1)?.end).toBe(end);
        expect(days.slice(1).every((day, index) => day.start === days[index]?.end)).toBe(true);
        expect(days.map(({ day }) => day.slice(0, 7)).every((part) => part === name)).toBe(true);
        expect([monthAt(given, start), monthAt(given, end)]).toEqual([name, expect.not.stringMatching(name)]);
      }),
    );
  });

  it('is worked off from nothing to all of it, never backwards', () => {
    fc.assert(
      fc.property(calendar, month, fc.array(fc.nat(31 * 86_400_000), { minLength: 2 }), (given, name, at) => {
        const span = monthOf(given, name);
        const instants = at
          .toSorted((a, b) => a - b)
          .map((ms) => new Date(Date.parse(span.start) + ms).toISOString());
        const worked = instants.map((instant) => workedOff(given, span, instant));

        expect(worked.every((value, index) => value >= (worked[index - 1] ?? 0))).toBe(true);
        expect(workedOff(given, span, span.start)).toBe(0);
        expect(workedOff(given, span, span.end)).toBe(span.worth);
        expect(span.worth).toBe(span.workingDays * DAY_WORTH);
        expect(span.workingDays).toBeGreaterThan(0);
      }),
    );
  });
});

describe('the pace line', () => {
  it('adds up to what is owed, never falls, and owes nothing new on a day off', () => {
    fc.assert(
      fc.property(calendar, month, fc.integer({ min: 1, max: 5000 }), (given, name, perMonth) => {
        const now = monthOf(given, name).end;
        const { pace, owed, promised } = volumeOf({
          now,
          month: name,
          since: '2000-01-01T00:00:00.000Z',
          volume: { perMonth },
          calendar: given,
        });
        const { days } = monthOf(given, name);
        const steps = pace.map(({ expected }, index) => expected - (pace[index - 1]?.expected ?? 0));

        expect([pace.at(-1)?.expected, owed, promised]).toEqual([perMonth, perMonth, perMonth]);
        expect(steps.every((step, index) => (days[index]?.works === true ? step >= 0 : step === 0))).toBe(
          true,
        );
        const working = steps.filter((_step, index) => days[index]?.works === true);
        expect(Math.max(...working) - Math.min(...working)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

/** Uniform in [0, 1), the same on every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Arrivals of one month at a steady pace: exponential gaps, as shares of the month. */
function arrivals(rate: number, random: () => number): readonly number[] {
  const list: number[] = [];
  for (let at = -Math.log(1 - random()) / rate; at < 1; at -= Math.log(1 - random()) / rate) list.push(at);
  return list;
}

const MONTHS = 4000;

describe('the projection on synthetic arrivals', () => {
  it.each([
    [100, 0.25],
    [100, 0.5],
    [100, 0.9],
    [8, 0.5],
    [400, 0.1],
  ])(
    'of %i a month is unbiased with %d of it over, and its interval holds 80 %% of the months',
    (rate, share) => {
      const random = randomFrom(rate * 1000 + share * 100);
      const months = Array.from({ length: MONTHS }, () => {
        const all = arrivals(rate, random);
        const projection = project(all.filter((at) => at < share).length, share);
        return { total: all.length, ...projection };
      });
      const mean = months.reduce((sum, { count }) => sum + count, 0) / MONTHS;
      const covered = months.filter(({ total, low, high }) => total >= low && total <= high).length / MONTHS;
      // Standard error of the mean of so many projections, each of variance rate ÷ share; four of them, and the rounding.
      const error = 4 * Math.sqrt(rate / share / MONTHS) + 0.05;

      expect(Math.abs(mean - rate)).toBeLessThan(error);
      expect(covered).toBeGreaterThan(0.78);
      // Whole leads make it wider where they are few.
      expect(covered).toBeLessThan(rate < 20 ? 0.93 : 0.86);
    },
  );

  it('is what came once all of the time is over, and no certainty of nothing before', () => {
    expect(project(7, 1)).toEqual({ count: 7, low: 7, high: 7 });
    expect(project(0, 0.5)).toMatchObject({ count: 0, low: 0 });
    expect(project(0, 0.05).high).toBeGreaterThan(5);
  });

  it('has the quantiles of the negative binomial distribution', () => {
    // Reference: summed directly from the definition, with shape 3.5 and success 0.25.
    const masses: number[] = [0.25 ** 3.5];
    for (let k = 0; k < 200; k++) masses.push(((masses[k] ?? 0) * (k + 3.5) * 0.75) / (k + 1));
    const quantile = (level: number): number => {
      let sum = 0;
      return masses.findIndex((mass) => {
        sum += mass;
        return sum >= level;
      });
    };

    expect(project(3, 0.25)).toEqual({ count: 12, low: 3 + quantile(0.1), high: 3 + quantile(0.9) });
  });

  it('takes large numbers without losing itself', () => {
    const { count, low, high } = project(100_000, 0.05);

    expect(count).toBe(2_000_000);
    // 1.28 standard deviations of √(r·q)/p on either side.
    expect(count - low).toBeGreaterThan(7000);
    expect(count - low).toBeLessThan(9000);
    expect(high - count).toBeGreaterThan(7000);
    expect(high - count).toBeLessThan(9000);
  });
});

it('months of a known calendar', () => {
  const november = monthOf({ ...PARIS, daysOff: ['2026-11-11'] }, '2026-11');

  expect([november.start, november.end, november.workingDays]).toEqual([
    '2026-10-31T23:00:00.000Z',
    '2026-11-30T23:00:00.000Z',
    20,
  ]);
  // October has the hour that winter time brings.
  expect(monthOf(PARIS, '2026-10').start).toBe('2026-09-30T22:00:00.000Z');
});
