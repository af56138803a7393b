// Before each test of a run: its own cases, of the run's seed. Tests that play the same histories would all see the same ones.
import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { beforeEach } from 'vitest';
import { SEED } from './cases.ts';

if (process.env['SEED'] === 'random') console.info(`SEED=${SEED}`);

beforeEach(({ task }) => {
  const name = createHash('sha256').update(task.name).digest();
  fc.configureGlobal({ seed: SEED ^ name.readInt32BE(0) });
});
