// One seed for every random case of a run: a landing is judged on the same cases each time, and `SEED=random` (or a number)
// goes looking for others. What a search finds is kept as an example of its own.

const asked = process.env['SEED'] ?? '20261126';

export const SEED = asked === 'random' ? Date.now() % 1_000_000_000 : Number(asked);

if (!Number.isInteger(SEED)) throw new Error(`SEED=${asked}: give a whole number, or random`);

/** How many times the cases of the longest searches: `SEED=random CASES=10`. */
export const CASES = Number(process.env['CASES'] ?? 1);
