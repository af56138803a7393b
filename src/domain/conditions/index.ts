// Whether a filter matches a lead at an instant. One table of condition kinds; what each means is in its own file.
import type { Condition, Filter, ScoreCondition, StageAgeCondition } from '#domain/agreement.ts';
import { DAY_MS } from '#domain/instant.ts';
import type { LeadView } from '#domain/view.ts';
import { compareNumbers } from './comparison.ts';
import { holdsProperty } from './property.ts';
import { holdsSignals } from './signals.ts';

export interface Score {
  readonly fit: number;
  readonly engagement: number;
  readonly total: number;
}

/** What conditions look at: the lead at one instant. */
export interface Sight {
  readonly view: LeadView;
  readonly nowMs: number;
  /** Since when the lead is in its stage; null without a stage. */
  readonly stageSince: number | null;
  /** Null while the score is being made: fit rules cannot look at it. */
  readonly score: Score | null;
}

type ConditionTable = {
  readonly [Kind in Condition['kind']]: (
    condition: Extract<Condition, { kind: Kind }>,
    sight: Sight,
  ) => boolean;
};

const CONDITIONS: ConditionTable = {
  property: (condition, sight) => holdsProperty(condition, sight.view),
  signals: (condition, sight) => holdsSignals(condition, sight.view, sight.nowMs),
  score: holdsScore,
  stageAge: holdsStageAge,
};

/** Whether a filter looks at properties only, so that time does not change its outcome. Filters never change. */
const timeless = new WeakMap<Filter, boolean>();

/** True when all conditions of one of its groups are; a filter without groups never. */
export function matchesFilter(filter: Filter, sight: Sight): boolean {
  if (!isTimeless(filter)) return tryGroups(filter, sight);
  const { outcomes } = sight.view;
  const known = outcomes.get(filter);
  if (known !== undefined) return known;
  const outcome = tryGroups(filter, sight);
  outcomes.set(filter, outcome);
  return outcome;
}

/** Which group of a filter holds first, from 0; null when none does. */
export function firstMatch(filter: Filter, sight: Sight): number | null {
  const index = filter.anyOf.findIndex((group) => holdsGroup(group, sight));
  return index < 0 ? null : index;
}

/** How many groups of a filter hold. */
export function countMatches(filter: Filter, sight: Sight): number {
  return filter.anyOf.filter((group) => holdsGroup(group, sight)).length;
}

function holdsGroup(group: readonly Condition[], sight: Sight): boolean {
  return group.every((condition) => holds(condition, sight));
}

function tryGroups(filter: Filter, sight: Sight): boolean {
  return filter.anyOf.some((group) => holdsGroup(group, sight));
}

function isTimeless(filter: Filter): boolean {
  const known = timeless.get(filter);
  if (known !== undefined) return known;
  const outcome = filter.anyOf.every((group) => group.every(({ kind }) => kind === 'property'));
  timeless.set(filter, outcome);
  return outcome;
}

/** When a stage age condition turns. */
export function stageAgeTurn(condition: StageAgeCondition, stageSince: number): number {
  return stageSince + Math.round(condition.days * DAY_MS);
}

function holds<Kind extends Condition['kind']>(
  condition: Extract<Condition, { kind: Kind }>,
  sight: Sight,
): boolean {
  return CONDITIONS[condition.kind](condition, sight);
}

function holdsScore(condition: ScoreCondition, { score }: Sight): boolean {
  return score !== null && compareNumbers(score[condition.part], condition.operator, condition.milliPoints);
}

function holdsStageAge(condition: StageAgeCondition, { stageSince, nowMs }: Sight): boolean {
  if (stageSince === null) return false;
  const isReached = nowMs >= stageAgeTurn(condition, stageSince);
  return condition.operator === 'GTE' ? isReached : !isReached;
}
