// How much of a month is done, to the hour (by working hours, and by the clock where nobody works), and what is expected of the rest.
import { describe, expect, it } from 'vitest';
import { DAY_WORTH, monthOf, workedOff } from '#domain/marketing/month.ts';
import { CALENDAR, entries, NOVEMBER, paris, qualityOf, volumeOf } from '#test/support/ledger.ts';

describe('what is worked off of a month', () => {
  /** 20 working days of eight hours, the first of them Monday the 2nd; the 11th is a holiday. */
  it.each([
    ['nothing on a Sunday before the first working day', '2026-11-01 15:00', 0],
    ['nothing before anybody works', '2026-11-02 09:00', 0],
    ['a quarter of the day after two of its eight hours', '2026-11-02 11:00', 0.25],
    ['the day when its hours are over', '2026-11-02 17:00', 1],
    ['no more over the weekend', '2026-11-08 12:00', 5],
    ['no more on a holiday', '2026-11-11 16:00', 7],
    ['all of it at its end', '2026-12-01 00:00', 20],
    ['no more after that', '2026-12-24 12:00', 20],
  ])('is %s', (_, at, days) => {
    expect(workedOff(CALENDAR, monthOf(CALENDAR, NOVEMBER), paris(at))).toBe(days * DAY_WORTH);
  });

  it.each([
    ['nothing as it begins', '2026-11-01 00:00', 0],
    ['a quarter of its first day by six', '2026-11-01 06:00', 0.25],
    ['half of it by the middle', '2026-11-16 00:00', 15],
    ['what its days and hours say', '2026-11-20 18:00', 19.75],
    ['all of it at its end', '2026-12-01 00:00', 30],
  ])('goes by the clock where the whole month is closed: %s', (_, at, days) => {
    const closed = { ...CALENDAR, week: {} };

    expect(workedOff(closed, monthOf(closed, NOVEMBER), paris(at))).toBe(days * DAY_WORTH);
  });
});

it('is projected from the part of it in which Accord was on', () => {
  // Of twenty working days nine were over at the switch-on; five of the other eleven have brought 25 leads.
  const given = { since: paris('2026-11-16 00:00'), entries: entries(25, { at: paris('2026-11-18 10:00') }) };

  expect(volumeOf({ ...given, now: paris('2026-11-21 12:00') }).projection).toMatchObject({ count: 55 });
});

it('puts a promise at risk only where even the most leads to be expected are too few', () => {
  const given = { now: paris('2026-11-21 12:00'), entries: entries(50, { at: paris('2026-11-18 10:00') }) };
  const most = volumeOf(given).projection?.high ?? 0;
  const promised = (perMonth: number) => volumeOf({ ...given, volume: { perMonth } });

  expect(promised(most)).toMatchObject({ status: 'behind', alarm: 'none' });
  expect(promised(most + 1)).toMatchObject({ status: 'behind', alarm: 'atRisk' });
});

it.each(['pipeline', 'revenue'] as const)('counts no lead for a promise of %s, which is money', (unit) => {
  const given = { now: paris('2026-11-21 12:00'), entries: entries(5) };

  expect(volumeOf({ ...given, volume: { unit } })).toMatchObject({ status: 'notMeasured', leads: [] });
  expect(qualityOf({ ...given, quality: { to: unit } }).leads).toEqual([]);
});
