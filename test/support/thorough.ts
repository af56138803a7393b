// Whether properties run on all their cases. While mutants are tested they run on some, and a test that counts what its cases
// have reached would say nothing.

export const isThorough = process.env['FEWER_CASES'] === undefined;

/** What a count of cases must exceed; nothing while there are too few of them: `expect(met).toBeGreaterThan(reached(200))`. */
export function reached(count: number): number {
  return isThorough ? count : -1;
}
