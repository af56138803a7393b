// Stands in for fast-check while mutants are tested: the same properties, on as many cases as a moment of work allows and always
// in the same order, so that a mutant's fate hangs neither on luck nor on what else the machine does.
import * as fc from 'fast-check';

export * from 'fast-check';

const MOST_CASES = 1_000;
const AT_ONCE = 10;
const MOMENT_MICROSECONDS = 25_000;
const SEED = 20_260_101;

export function assert<Cases>(property: fc.IProperty<Cases>, parameters: fc.Parameters<Cases> = {}): void {
  const cases = Math.min(parameters.numRuns ?? 100, MOST_CASES);
  const before = process.threadCpuUsage();
  for (let done = 0; done < cases; done += AT_ONCE) {
    // Nobody reads a mutant's counterexample: it is not made smaller.
    fc.assert(property, { ...parameters, numRuns: AT_ONCE, seed: SEED + done, endOnFailure: true });
    const { user, system } = process.threadCpuUsage(before);
    if (user + system > MOMENT_MICROSECONDS) return;
  }
}
