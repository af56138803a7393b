// The order of lifecycle values, and which of them Accord never writes over.
import { STAGE_KEYS, type StageModel } from './agreement.ts';

/** Protected values rank above all others. */
export const RANKS = { before: 0, lead: 1, mql: 2, sql: 3, opportunity: 4, protected: 5 } as const;

/** `protected` wins over the agreement's own stages; unknown values are protected. */
export function rankOf(stages: StageModel, value: string): number {
  if (stages.protected.includes(value)) return RANKS.protected;
  if (value === '') return RANKS.before;
  const key = STAGE_KEYS.find((stage) => stages.lifecycle[stage] === value);
  if (key !== undefined) return RANKS[key];
  return stages.before.includes(value) ? RANKS.before : RANKS.protected;
}

export function isProtected(stages: StageModel, value: string): boolean {
  return rankOf(stages, value) === RANKS.protected;
}
