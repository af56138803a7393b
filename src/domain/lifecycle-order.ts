// The order of lifecycle values, which of them Accord never writes over, and which stage a moment of the cycle sets.
import { type CustomStage, STAGE_KEYS, type StageModel, type StageMoment } from './agreement.ts';

/** Protected values rank above all others; stages at the side below the first, so that every way out of them is forward. */
export const RANKS = { before: 0, side: 0.5, lead: 1, mql: 2, sql: 3, opportunity: 4, protected: 5 } as const;
/** Between a stage and the next: there are never so many custom ones. */
const STEP = 0.001;

/** `protected` wins over the agreement's own stages; unknown values are protected. */
export function rankOf(stages: StageModel, value: string): number {
  if (stages.protected.includes(value)) return RANKS.protected;
  if (value === '') return RANKS.before;
  const key = STAGE_KEYS.find((stage) => stages.lifecycle[stage] === value);
  if (key !== undefined) return RANKS[key];
  const custom = customStage(stages, value);
  if (custom !== undefined) return rankOfCustom(stages, custom);
  return stages.before.includes(value) ? RANKS.before : RANKS.protected;
}

export function isProtected(stages: StageModel, value: string): boolean {
  return rankOf(stages, value) === RANKS.protected;
}

/** Undefined for the four, and for every value that the agreement does not map. */
export function customStage(stages: StageModel, value: string): CustomStage | undefined {
  return stages.custom.find((stage) => stage.lifecycle === value);
}

/** HubSpot's value of the custom stage that this moment sets; undefined where there is none. */
export function stageAt(stages: StageModel, moment: StageMoment): string | undefined {
  return stages.custom.find((stage) => stage.moment === moment)?.lifecycle;
}

/** HubSpot moves forward by itself; whatever else needs the value cleared first, and is seen empty in between (D7). */
export function mayPassEmpty(stages: StageModel, from: string, to: string): boolean {
  return rankOf(stages, from) > rankOf(stages, to) || rankOf(stages, from) === RANKS.side;
}

function rankOfCustom({ custom }: StageModel, { lifecycle, after }: CustomStage): number {
  if (after === null) return RANKS.side;
  return RANKS[after] + STEP * (1 + custom.findIndex((stage) => stage.lifecycle === lifecycle));
}
