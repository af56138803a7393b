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
import { makeListCheck } from './lists.ts';
import { makePropertyCheck } from './property.ts';
import type { Score, Sight } from './sight.ts';

export type { Score, Sight } from './sight.ts';

/** A condition made ready: what does not depend on the lead is read once. */
type Check = (sight: Sight) => boolean;

type CheckTable = {
  readonly [Kind in Condition['kind']]: (condition: Extract<Condition, { kind: Kind }>) => Check;
};

const CHECKS: CheckTable = {
  property: makePropertyCheck,
  daysSince: checkBy(holdsDaysSince),
  signals: checkBy(holdsSignals),
  deals: checkBy(holdsDeals),
  score: checkBy(holdsScore),
  scorePart: checkBy(holdsScorePart),
  stageAge: checkBy(holdsStageAge),
  list: makeListCheck,
};

function checkBy<Kind extends Condition>(
  holds: (condition: Kind, sight: Sight) => boolean,
): (condition: Kind) => Check {
  return (condition) => (sight) => holds(condition, sight);
}

interface ReadyFilter {
  readonly groups: readonly (readonly Check[])[];
  /** Whether time does not change the outcome. */
  readonly isTimeless: boolean;
}

/** Filters never change. */
const readyFilters = new WeakMap<Filter, ReadyFilter>();

/** True when all conditions of one of its groups are; a filter without groups never. */
export function matchesFilter(filter: Filter, sight: Sight): boolean {
  return firstMatch(filter, sight) !== null;
}

/** Which group of a filter holds first, from 0; null when none does. */
export function firstMatch(filter: Filter, sight: Sight): number | null {
  const { groups, isTimeless } = readyFilter(filter);
  if (!isTimeless) return firstGroup(groups, sight);
  const { outcomes } = sight.view;
  const known = outcomes.get(filter);
  if (known !== undefined) return known;
  const outcome = firstGroup(groups, sight);
  outcomes.set(filter, outcome);
  return outcome;
}

/** How many groups of a filter hold. */
export function countMatches(filter: Filter, sight: Sight): number {
  let count = 0;
  for (const group of readyFilter(filter).groups) if (holdsGroup(group, sight)) count++;
  return count;
}

export function holdsCondition(condition: Condition, sight: Sight): boolean {
  return makeCheck(condition)(sight);
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

function firstGroup(groups: ReadyFilter['groups'], sight: Sight): number | null {
  let index = 0;
  for (const group of groups) {
    if (holdsGroup(group, sight)) return index;
    index++;
  }
  return null;
}

function holdsGroup(group: readonly Check[], sight: Sight): boolean {
  for (const check of group) if (!check(sight)) return false;
  return true;
}

function readyFilter(filter: Filter): ReadyFilter {
  const known = readyFilters.get(filter);
  if (known !== undefined) return known;
  const ready = {
    groups: filter.anyOf.map((group) => group.map((condition) => makeCheck(condition))),
    isTimeless: filter.anyOf.every((group) => group.every(isConditionTimeless)),
  };
  readyFilters.set(filter, ready);
  return ready;
}

function makeCheck<Kind extends Condition['kind']>(condition: Extract<Condition, { kind: Kind }>): Check {
  return CHECKS[condition.kind](condition);
}

function isConditionTimeless(condition: Condition): boolean {
  if (condition.kind === 'property') return !isRelative(condition);
  if (condition.kind === 'list') return true;
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
