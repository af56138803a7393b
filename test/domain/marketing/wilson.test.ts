// Wilson's interval against published values (Newcombe 1998, Statistics in Medicine 17: table I, method 3), and its laws.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilson } from '#domain/marketing/wilson.ts';

describe('Wilson’s interval', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i', (hits, all, ...[low, high]) => {
    const interval = wilson(hits, all);

    expect(interval.low).toBeCloseTo(low, 4);
    expect(interval.high).toBeCloseTo(high, 4);
  });

  it('is exactly nothing at the lower end of none, and all at the upper end of all', () => {
    const sizes = Array.from({ length: 100 }, (_none, index) => index + 1);

    expect(sizes.filter((all) => wilson(0, all).low !== 0 || wilson(all, all).high !== 1)).toEqual([]);
  });

  it('of nothing says nothing', () => {
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it('holds the share, stays between 0 and 1, and is the mirror image for the misses', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(5000), (all, some) => {
        const hits = Math.min(some, all);
        const [{ low, high }, misses] = [wilson(hits, all), wilson(all - hits, all)];

        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / all);
        expect(high).toBeGreaterThanOrEqual(hits / all);
        expect(misses.low).toBeCloseTo(1 - high, 12);
      }),
    );
  });

  it('narrows with what is counted', () => {
    const widths = [10, 40, 160, 640].map((all) => {
      const { low, high } = wilson(all / 5, all);
      return high - low;
    });

    expect(widths.toSorted((a, b) => b - a)).toEqual(widths);
  });
});
