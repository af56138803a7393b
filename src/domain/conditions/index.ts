// Whether a filter matches a lead at an instant. One table of condition kinds; what each means is in its own file.
import type {
  Condition,
  Filter,
  ScoreCondition,
  ScorePartCondition,
  StageAgeCondition,
} from '#domain/agreement.ts';
import { DAY_MS } from '#domain/instant.ts';
import { compareNumbers } from './comparison.ts';
import { holdsDeals, holdsSignals } from './counts.ts';
import { holdsDaysSince, isRelative } from './dates.ts';
import { holdsProperty } from './property.ts';
import type { Score, Sight } from './sight.ts';

export type { Score, Sight } from './sight.ts';

type ConditionTable = {
  readonly [Kind in Condition['kind']]: (
    condition: Extract<Condition, { kind: Kind }>,
    sight: Sight,
  ) => boolean;
};

const CONDITIONS: ConditionTable = {
  property: holdsProperty,
  daysSince: holdsDaysSince,
  signals: holdsSignals,
  deals: holdsDeals,
  score: holdsScore,
  scorePart: holdsScorePart,
  stageAge: holdsStageAge,
};

/** Whether time does not change a filter's outcome. Filters never change. */
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

export function holdsCondition<Kind extends Condition['kind']>(
  condition: Extract<Condition, { kind: Kind }>,
  sight: Sight,
): boolean {
  return CONDITIONS[condition.kind](condition, sight);
}

/** When a stage age condition turns. */
export function stageAgeTurn(condition: StageAgeCondition, stageSince: number): number {
  return stageSince + Math.round(condition.days * DAY_MS);
}

/** Milli-points that the parts of a rule or group add up to. */
export function sumParts({ parts }: Score, ids: readonly string[]): number {
  let sum = 0;
  for (const { rule, milliPoints } of parts) if (ids.includes(rule)) sum += milliPoints;
  return sum;
}

function tryGroups(filter: Filter, sight: Sight): boolean {
  return filter.anyOf.some((group) => holdsGroup(group, sight));
}

function holdsGroup(group: readonly Condition[], sight: Sight): boolean {
  return group.every((condition) => holdsCondition(condition, sight));
}

function isTimeless(filter: Filter): boolean {
  const known = timeless.get(filter);
  if (known !== undefined) return known;
  const outcome = filter.anyOf.every((group) => group.every(isConditionTimeless));
  timeless.set(filter, outcome);
  return outcome;
}

function isConditionTimeless(condition: Condition): boolean {
  if (condition.kind === 'property') return !isRelative(condition);
  return condition.kind === 'deals' && condition.withinDays === undefined;
}

function holdsScore(condition: ScoreCondition, { score }: Sight): boolean {
  return score !== null && compareNumbers(score[condition.part], condition.operator, condition.milliPoints);
}

function holdsScorePart(condition: ScorePartCondition, { score }: Sight): boolean {
  if (score === null) return false;
  return compareNumbers(sumParts(score, condition.parts), condition.operator, condition.milliPoints);
}

function holdsStageAge(condition: StageAgeCondition, { stageSince, nowMs }: Sight): boolean {
  if (stageSince === null) return false;
  const isReached = nowMs >= stageAgeTurn(condition, stageSince);
  return condition.operator === 'GTE' ? isReached : !isReached;
}
