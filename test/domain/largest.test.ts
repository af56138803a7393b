// The few largest of many, against sorting all of them.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largest } from '#domain/largest.ts';

const sizes = fc.array(fc.integer({ min: -3, max: 3 }), { maxLength: 12 });

describe('the largest', () => {
  it('are the first of all in order of size, of equal ones the first', () => {
    fc.assert(
      fc.property(sizes, fc.nat({ max: 6 }), (all, count) => {
        const items = all.map((size, place) => ({ size, place }));
        const sorted = items.toSorted((a, b) => b.size - a.size);

        expect(largest(items, count, ({ size }) => size)).toEqual(sorted.slice(0, count));
      }),
    );
  });
});
