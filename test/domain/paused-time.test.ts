// Promises whose time stands still, at the edges of pauses; cases drawn at random are in business-time.test.ts.
import { describe, expect, it } from 'vitest';
import type { Calendar, Duration } from '#domain/agreement.ts';
import { endOfPromise, type Pause, timeSpent } from '#domain/paused-time.ts';
import { hoursAfter, NINE_TO_FIVE, T0 } from '#test/support/builders.ts';

/** Monday, nine to five in Paris: T0 is ten o'clock. */
const CALENDAR: Calendar = { timeZone: 'Europe/Paris', week: { 1: NINE_TO_FIVE }, daysOff: [] };
const TWO_HOURS: Duration = { unit: 'workingHours', amount: 2 };
const pause = (from: number, to: number | null): Pause => ({
  from: hoursAfter(T0, from),
  to: to === null ? null : hoursAfter(T0, to),
});

describe('two working hours', () => {
  it.each<[string, Pause[], number | null]>([
    ['without a pause', [], 2],
    ['with one inside', [pause(1, 1.5)], 2.5],
    ['with one that begins before', [pause(-1, 1)], 3],
    ['with two that meet', [pause(0.5, 1), pause(1, 1.5)], 3],
    ['with two at once', [pause(0.5, 1.5), pause(1, 1.25)], 3],
    ['with one that is reached only because of another', [pause(2.5, 3), pause(1, 2)], 3.5],
    ['with one from their very end', [pause(2, 3)], 2],
    ['with one from their very end that is not over', [pause(2, null)], 2],
    ['with one that is not over', [pause(1.99, null)], null],
  ])('%s', (...[, pauses, hours]) => {
    expect(endOfPromise({ calendar: CALENDAR, start: T0, duration: TWO_HOURS, pauses })).toBe(
      hours === null ? null : hoursAfter(T0, hours),
    );
  });

  it('are moved on at night too where the promise counts every hour', () => {
    const promise = { calendar: CALENDAR, start: hoursAfter(T0, 10) };
    const pauses = [pause(11, 14)];
    const elapsed: Duration = { unit: 'elapsedHours', amount: 2 };

    expect(endOfPromise({ ...promise, duration: elapsed, pauses })).toBe(hoursAfter(T0, 15));
    expect(timeSpent({ ...promise, pauses }, 'elapsedHours', hoursAfter(T0, 14.5))).toBe(5_400_000);
  });

  it('are used up but for the pauses, also for one that is not over', () => {
    const promised = { calendar: CALENDAR, start: T0, pauses: [pause(0.5, 1), pause(1.5, null)] };

    expect(timeSpent(promised, 'workingHours', hoursAfter(T0, 2))).toBe(3_600_000);
  });
});
