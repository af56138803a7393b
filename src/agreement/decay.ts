// Decay tables: factors in millionths by whole hours of age. Made once per version, since Math.pow differs between
// engines; decisions only look them up (10.5).
import type { DecayTable } from '#domain/agreement.ts';
import { assertNever } from '#domain/result.ts';
import { MAX_SPAN_DAYS } from './duration.ts';
import type { Decay } from './score-schema.ts';

const FULL = 1_000_000;
const MAX_HOURS = MAX_SPAN_DAYS * 24;

/**
 * By half-life: until the factor is under one millionth or two years are over, then 0, so that nothing counts for ever.
 * By steps: exact, the last step stays. `none`: always full.
 */
export function decayTable(decay: Decay): DecayTable {
  switch (decay.kind) {
    case 'none':
      return [FULL];
    case 'halfLife':
      return halfLifeTable(decay.hours);
    case 'steps':
      return stepTable(decay.steps);
    default:
      return assertNever(decay);
  }
}

function halfLifeTable(halfLifeHours: number): DecayTable {
  const table: number[] = [];
  for (let age = 0; age < MAX_HOURS; age += 1) {
    const factor = FULL * Math.pow(0.5, age / halfLifeHours);
    if (factor < 1) break;
    table.push(Math.round(factor));
  }
  table.push(0);
  return table;
}

function stepTable(
  steps: readonly { readonly afterHours: number; readonly millionths: number }[],
): DecayTable {
  const table: number[] = [];
  let factor = FULL;
  for (const step of steps) {
    while (table.length < step.afterHours) table.push(factor);
    factor = step.millionths;
  }
  table.push(factor);
  return table;
}
