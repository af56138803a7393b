// Stands in for fast-check while mutants are tested: the same properties, on as many cases as a moment allows and always in
// the same order, so that a mutant's fate hangs little on luck.
import * as fc from 'fast-check';

export * from 'fast-check';

const MOST_CASES = 1_000;
const MOMENT_MS = 200;
const SEED = 20_260_101;

export function assert<Cases>(
  property: fc.IRawProperty<Cases>,
  parameters: fc.Parameters<Cases> = {},
): Promise<void> | void {
  return fc.assert(property, {
    ...parameters,
    numRuns: Math.min(parameters.numRuns ?? 100, MOST_CASES),
    interruptAfterTimeLimit: MOMENT_MS,
    seed: SEED,
    // Nobody reads a mutant's counterexample: it is not made smaller.
    endOnFailure: true,
  });
}
