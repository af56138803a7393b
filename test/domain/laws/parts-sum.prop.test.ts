// Law: the parts of a score add up to it, dimension by dimension, for ten thousand leads of random agreements.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Verdict } from '#domain/lead.ts';
import { arbMoment } from '#test/support/arbitraries.ts';
import { reached } from '#test/support/thorough.ts';

const LEADS = 10_000;

function sumOf({ parts }: Verdict, dimension: string): number {
  return parts
    .filter((part) => part.dimension === dimension)
    .reduce((sum, { milliPoints }) => sum + milliPoints, 0);
}

it('the parts of a score add up to it, cuts included', () => {
  let cut = 0;
  fc.assert(
    fc.property(arbMoment, ({ decision: { verdict } }) => {
      cut += verdict.parts.some(({ rule }) => rule.startsWith('cap:')) ? 1 : 0;

      expect([sumOf(verdict, 'fit'), sumOf(verdict, 'engagement')]).toEqual([
        verdict.fit,
        verdict.engagement,
      ]);
      expect(
        verdict.parts.filter(({ milliPoints }) => milliPoints === 0 || !Number.isInteger(milliPoints)),
      ).toEqual([]);
      expect(verdict.total).toBe(verdict.fit + verdict.engagement);
    }),
    { numRuns: LEADS },
  );
  // Or cuts were never part of it.
  expect(cut).toBeGreaterThan(reached(LEADS / 20));
}, 120_000);
