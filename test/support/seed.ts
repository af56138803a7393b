// One seed for every random case of a run: a landing is judged on the same cases each time, and `SEED=random` (or a number)
// goes looking for others. What a search finds is kept as an example of its own.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeEach } from 'vitest';

const asked = process.env['SEED'] ?? '20261126';

export const SEED = asked === 'random' ? Date.now() % 1_000_000_000 : Number(asked);

if (!Number.isInteger(SEED)) throw new Error(`SEED=${asked}: give a whole number, or random`);
if (asked === 'random') console.info(`SEED=${SEED}`);

/** How many times the cases of the longest searches: `SEED=random CASES=10`. */
export const CASES = Number(process.env['CASES'] ?? 1);

// Tests that play the same histories would all see the same ones.
beforeEach(({ task }) => {
  const name = createHash('sha256').update(task.name).digest();
  fc.configureGlobal({ seed: SEED ^ name.readInt32BE(0) });
});
