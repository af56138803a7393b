import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decayTable } from '#agreement/decay.ts';

describe('a decay table', () => {
  it('starts full, never grows, stays in whole millionths and ends at nothing, for any half-life', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 17_520 }), (hours) => {
        const table = decayTable({ kind: 'halfLife', hours });

        expect(table[0]).toBe(1_000_000);
        expect(table.at(-1)).toBe(0);
        expect(table.length).toBeLessThanOrEqual(17_521);
        expect(
          table.every((factor, age) => Number.isInteger(factor) && factor <= (table[age - 1] ?? 1_000_000)),
        ).toBe(true);
        expect(table.slice(0, -1).every((factor) => factor >= 1)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('halves at each half-life', () => {
    const table = decayTable({ kind: 'halfLife', hours: 336 });

    expect([table[336], table[672], table[1008]]).toEqual([500_000, 250_000, 125_000]);
  });

  it('stops before two years when less than a millionth is left', () => {
    const table = decayTable({ kind: 'halfLife', hours: 24 });

    // 2^-20 is the first power of a half under one millionth; its half-lives end 19.93 days on.
    expect(table.length).toBe(Math.ceil(24 * Math.log2(1_000_000)) + 1);
  });

  it('steps at exactly the hour that is written, and keeps the last step', () => {
    const table = decayTable({
      kind: 'steps',
      steps: [
        { afterHours: 168, millionths: 500_000 },
        { afterHours: 720, millionths: 100_000 },
      ],
    });

    expect([table[0], table[167], table[168], table[719], table[720]]).toEqual([
      1_000_000, 1_000_000, 500_000, 500_000, 100_000,
    ]);
    expect(table.length).toBe(721);
  });

  it('never ages without decay', () => {
    expect(decayTable({ kind: 'none' })).toEqual([1_000_000]);
  });
});
