// Instants as text and as milliseconds.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { earlierOf, earliest, fromEpochMs, laterOf, parseDay, toEpochMs } from '#domain/instant.ts';

describe('an instant', () => {
  it('is read and written as the platform does', () => {
    const arbEpochMs = fc.integer({ min: Date.UTC(1900, 0, 1), max: Date.UTC(2200, 0, 1) });

    fc.assert(
      fc.property(arbEpochMs, (epochMs) => {
        const iso = new Date(epochMs).toISOString();

        expect(fromEpochMs(epochMs)).toBe(iso);
        expect(toEpochMs(iso)).toBe(epochMs);
        expect(parseDay(iso.slice(0, 10))).toBe(Math.floor(epochMs / 86_400_000));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['2026-03-02T09:00:00Z', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T10:00:00+01:00', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T10:00:00+0100', '2026-03-02T09:00:00.000Z'],
    ['2026-03-02T09:00:00.123456Z', '2026-03-02T09:00:00.123Z'],
    ['2000-02-29T09:00:00Z', '2000-02-29T09:00:00.000Z'],
    ['0999-12-31T09:00:00Z', '0999-12-31T09:00:00.000Z'],
  ])('is read from %s too', (text, instant) => {
    expect(fromEpochMs(toEpochMs(text))).toBe(instant);
  });

  it.each([
    ['1950-06-01T00:00:00.000Z', -618_105_600_000],
    ['1970-03-01T00:00:00.000Z', 5_097_600_000],
    ['1999-12-31T23:59:59.999Z', 946_684_799_999],
    ['2100-03-01T00:00:00.000Z', 4_107_542_400_000],
    ['0099-12-31T00:00:00.000Z', -59_011_545_600_000],
  ])('of any year, %s, is so many milliseconds', (instant, epochMs) => {
    expect(toEpochMs(instant)).toBe(epochMs);
    expect(fromEpochMs(epochMs)).toBe(instant);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-30T00:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2026-03-02T09:00',
    '2026-03-02T09:00:00.000Z.',
  ])('is not read from "%s"', (text) => {
    expect(toEpochMs(text)).toBeNaN();
  });

  it.each([
    ['2026-00-10', false],
    ['2026-01-31', true],
    ['2026-01-32', false],
    ['2026-02-29', false],
    ['2024-02-29', true],
    ['2024-02-30', false],
    ['2000-02-29', true],
    ['2100-02-29', false],
    ['2026-04-30', true],
    ['2026-04-31', false],
    ['2026-06-31', false],
    ['2026-09-31', false],
    ['2026-11-31', false],
    ['2026-12-31', true],
  ])('of %s exists: %s', (date, exists) => {
    expect(Number.isFinite(toEpochMs(`${date}T00:00:00.000Z`))).toBe(exists);
  });

  it('is earlier or later than another, whichever is named first', () => {
    const [early, late] = ['2026-03-02T09:00:00.000Z', '2026-03-02T10:00:00.000Z'];

    expect([earlierOf(early, late), earlierOf(late, early)]).toEqual([early, early]);
    expect([laterOf(early, late), laterOf(late, early)]).toEqual([late, late]);
    expect(earliest([null, late, early, null, late])).toBe(early);
    expect(earliest([null])).toBeNull();
  });
});
