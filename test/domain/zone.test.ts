// Local time: which zones there are, and readings of a wall clock around its changes.
import { describe, expect, it } from 'vitest';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { fromLocal, isTimeZone, toLocal } from '#domain/zone.ts';

describe('a time zone', () => {
  it.each([
    ['Europe/Paris', true],
    ['UTC', true],
    ['America/Port-au-Prince', true],
    ['Europe/Pari', false],
    ['Mars/Olympus_Mons', false],
    ['', false],
    ['+01:00', false],
    ['-0500', false],
  ])('is named by its place, not by hours: %s is one: %s', (text, isOne) => {
    expect(isTimeZone(text)).toBe(isOne);
  });
});

describe('the reading of a wall clock', () => {
  it.each([
    ['where clocks never change', 'UTC', '2026-07-01T09:00', '2026-07-01T09:00'],
    ['in winter', 'Europe/Paris', '2026-01-15T09:00', '2026-01-15T08:00'],
    ['in summer', 'Europe/Paris', '2026-07-15T09:00', '2026-07-15T07:00'],
    ['a minute before clocks go forward', 'Europe/Paris', '2026-03-29T01:59', '2026-03-29T00:59'],
    ['as soon as they went forward', 'Europe/Paris', '2026-03-29T03:00', '2026-03-29T01:00'],
    ['on the evening before', 'Europe/Paris', '2026-03-28T20:00', '2026-03-28T19:00'],
    ['on the morning after they went back', 'Europe/Paris', '2026-10-25T09:00', '2026-10-25T08:00'],
    ['with half an hour', 'Asia/Kolkata', '2026-07-15T09:00', '2026-07-15T03:30'],
    ['the evening after clocks went forward', 'America/New_York', '2026-03-08T20:00', '2026-03-09T00:00'],
  ])('%s is one instant, and that reads so', (...[, zone, local, utc]) => {
    const [localMs, epochMs] = [toEpochMs(`${local}:00.000Z`), toEpochMs(`${utc}:00.000Z`)];

    expect(fromEpochMs(fromLocal(zone, localMs))).toBe(fromEpochMs(epochMs));
    expect(fromEpochMs(toLocal(zone, epochMs))).toBe(fromEpochMs(localMs));
  });

  it.each([
    ['is moved on by the gap where it is skipped', 'Europe/Paris', '2026-03-29T02:30', '2026-03-29T01:30'],
    ['is the first of both where it comes twice', 'Europe/Paris', '2026-10-25T02:30', '2026-10-25T00:30'],
  ])('%s', (...[, zone, local, utc]) => {
    expect(fromEpochMs(fromLocal(zone, toEpochMs(`${local}:00.000Z`)))).toBe(`${utc}:00.000Z`);
  });
});
