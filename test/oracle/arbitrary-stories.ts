// Generators of what takes several moves in a row, which histories of single ones would seldom tell.
import * as fc from 'fast-check';
import type { Step } from './arbitraries.ts';

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
