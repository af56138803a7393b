// Law (10.5): with time alone, what a behaviour gives never grows in magnitude, from one instant to the next, for years.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { HOUR_MS, toEpochMs } from '#domain/instant.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import { arbMoment, type Moment } from '#test/support/arbitraries.ts';
import { reached } from '#test/support/thorough.ts';

/** Magnitude of each engagement rule's part; 0 when it gives nothing. Cuts are no behaviours. */
function sizes({ agreement, lead, decision }: Moment, nowMs: number): number[] {
  const view = viewLead(agreement, lead.facts);
  const { verdict } = judgeLead(agreement, view, { nowMs, stage: decision.state.stage });
  const given = new Map(verdict.parts.map(({ rule, milliPoints }) => [rule, Math.abs(milliPoints)]));
  return agreement.score.engagement.rules.map(({ id }) => given.get(id) ?? 0);
}

it('no part of the engagement score grows with time alone', () => {
  let faded = 0;
  const steps = fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 6, maxLength: 12 });
  fc.assert(
    fc.property(arbMoment, steps, (moment, hours) => {
      let nowMs = toEpochMs(moment.context.now);
      let before = sizes(moment, nowMs);
      for (const step of hours) {
        nowMs += step * HOUR_MS;
        const after = sizes(moment, nowMs);
        expect(after.filter((size, index) => size > before[index]!)).toEqual([]);
        faded += after.some((size, index) => size < before[index]!) ? 1 : 0;
        before = after;
      }
    }),
    { numRuns: 1_500 },
  );
  expect(faded).toBeGreaterThan(reached(300));
});
