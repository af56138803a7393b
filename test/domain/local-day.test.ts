// Days where a clock change skips midnight or doubles it.
import { expect, it } from 'vitest';
import { DAY_MS, fromEpochMs, MINUTE_MS, parseDay, toEpochMs } from '#domain/instant.ts';
import { dayAt, startOfDay } from '#domain/local-day.ts';

it.each([
  ['is skipped', 'America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'],
  ['is skipped with half an hour on each side', 'America/Toronto', '1919-03-31', '1919-03-31T05:00:00.000Z'],
  ['comes twice, a minute and an hour later', 'America/St_Johns', '2010-11-07', '2010-11-07T02:30:00.000Z'],
  ['comes once', 'Europe/Paris', '2026-03-29', '2026-03-28T23:00:00.000Z'],
])('where midnight %s (%s), each instant lies in the day that began last', (...[, zone, date, start]) => {
  const day = parseDay(date);
  const startMs = toEpochMs(start);

  expect(fromEpochMs(startOfDay(zone, day))).toBe(start);
  for (let at = startMs - DAY_MS / 2; at < startMs + DAY_MS / 2; at += MINUTE_MS) {
    expect(dayAt(zone, at)).toBe(at < startMs ? day - 1 : day);
  }
});
