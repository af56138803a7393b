// Generators of what takes several moves in a row, which histories of single ones would seldom tell.
import * as fc from 'fast-check';
import type { Step } from './arbitraries.ts';
import { REPS } from './arbitrary-conditions.ts';

/** A rep disqualifies the lead, and says why a while later. */
export const lateReason: fc.Arbitrary<Step[]> = fc
  .record({
    waitMs: fc.integer({ min: 1, max: 86_400_000 }),
    reason: fc.constantFrom('NO_BUDGET', 'moved away'),
  })
  .map(({ waitMs, reason }) => {
    const plain = { do: 'hubspotLead', id: 'l1', state: 'disqualified', ageMs: 0 } as const;
    return [
      { waitMs, move: { ...plain, stage: 'other', reason: '' } },
      { waitMs, move: { ...plain, stage: 'same', reason } },
    ];
  });

/** A rep has left, but not for long: leads that were his may come to him again. */
export const leaver: fc.Arbitrary<Step[]> = fc
  .record({
    waitMs: fc.integer({ min: 1, max: 3_600_000 }),
    active: fc.subarray(REPS, { minLength: 1, maxLength: 2 }),
    back: fc.integer({ min: 0, max: REPS.length }),
  })
  .map(({ waitMs, active, back }) => {
    const plain = { do: 'owners', companyOwner: '', teams: {} } as const;
    return [
      { waitMs, move: { ...plain, active, left: REPS } },
      { waitMs, move: { ...plain, active: [], left: REPS } },
      { waitMs, move: { ...plain, active: back === 0 ? active : REPS, left: [] } },
    ];
  });

/** What a person does by the stage alone: a yes to what was rejected, the work of a yes, a win that was none. */
export const byStage: fc.Arbitrary<Step[]> = fc
  .tuple(
    fc.integer({ min: 1, max: 86_400_000 }),
    fc.constantFrom(
      ['reject', 'salesqualifiedlead'],
      ['reject', '8004'],
      ['accept', '8004'],
      ['customer', 'marketingqualifiedlead'],
      ['customer', '', 'salesqualifiedlead'],
      ['customer', 'lead', 'customer'],
    ),
  )
  .map(([waitMs, said]) =>
    said.map((value) => {
      const isAnswer = value === 'accept' || value === 'reject';
      const plain = { value, ageMs: 0 };
      return {
        waitMs,
        move: isAnswer
          ? { do: 'answer', by: 'accord_answer', reason: null, ...plain }
          : { do: 'stage', when: 'age', source: '', ...plain },
      };
    }),
  );
