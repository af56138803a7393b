// What in an agreement can turn with time alone: the conditions that look at windows and ages, and the lines that a moving
// engagement score may cross. Collected once per agreement, which never changes.
import type {
  Agreement,
  Condition,
  DaysSinceCondition,
  DealCondition,
  Filter,
  MilliPoints,
  PropertyCondition,
  ScoreCondition,
  ScorePartCondition,
  SignalCondition,
  StageAgeCondition,
} from './agreement.ts';
import { isRelative } from './conditions/dates.ts';

export interface TimeConditions {
  readonly signals: readonly SignalCondition[];
  readonly deals: readonly DealCondition[];
  /** Properties compared with days counted from today. */
  readonly relative: readonly PropertyCondition[];
  readonly daysSince: readonly DaysSinceCondition[];
  readonly scoreParts: readonly ScorePartCondition[];
  readonly stageAges: readonly StageAgeCondition[];
  /** Lines of the engagement score; it is either at or above one, or below. */
  readonly engagementLines: readonly MilliPoints[];
  readonly totalLines: readonly MilliPoints[];
}

const collected = new WeakMap<Agreement, TimeConditions>();
const collectedWithRouting = new WeakMap<Agreement, TimeConditions>();

export function timeConditionsOf(agreement: Agreement): TimeConditions {
  const known = collected.get(agreement);
  if (known !== undefined) return known;
  const found = collect(agreement, filtersOf(agreement));
  collected.set(agreement, found);
  return found;
}

/** With those of the routing rules, which nothing but finding an owner looks at. */
export function timeConditionsWithRouting(agreement: Agreement): TimeConditions {
  const known = collectedWithRouting.get(agreement);
  if (known !== undefined) return known;
  const rules = agreement.routing.rules.flatMap(({ criteria }) => criteria.map(({ when }) => when));
  const found = collect(agreement, [...filtersOf(agreement), ...rules]);
  collectedWithRouting.set(agreement, found);
  return found;
}

function collect(agreement: Agreement, filters: readonly Filter[]): TimeConditions {
  const conditions = filters.flatMap((filter) => filter.anyOf.flat());
  const scores = conditions.filter((condition) => condition.kind === 'score');
  return {
    signals: conditions.filter((condition) => condition.kind === 'signals'),
    deals: conditions.filter((condition) => condition.kind === 'deals'),
    relative: conditions.filter((condition) => condition.kind === 'property').filter(isRelative),
    daysSince: conditions.filter((condition) => condition.kind === 'daysSince'),
    scoreParts: conditions.filter((condition) => condition.kind === 'scorePart'),
    stageAges: conditions.filter((condition) => condition.kind === 'stageAge'),
    engagementLines: [
      ...linesOf(scores, 'engagement'),
      ...agreement.score.grade.engagement.map(({ from }) => from),
    ],
    totalLines: linesOf(scores, 'total'),
  };
}

/** Every filter that decides about a lead. */
export function filtersOf({
  scope,
  personas,
  stages,
  score,
  disqualify,
  nurture,
}: Agreement): readonly Filter[] {
  const alone: readonly (Filter | null)[] = [
    scope.include,
    scope.exclude,
    stages.leadEntry,
    stages.mqlEntry,
    stages.mqlExit,
    nurture.maturing,
    ...nurture.tracks.map(({ when }) => when),
  ];
  const listed = [...personas, ...disqualify, ...score.fit.rules, ...score.gates].map(({ when }) => when);
  return [...alone.filter((filter) => filter !== null), ...listed];
}

/** Scores are whole thousandths: above a line is the same as at the next. */
function linesOf(
  conditions: readonly (Condition & ScoreCondition)[],
  part: ScoreCondition['part'],
): readonly MilliPoints[] {
  return conditions.filter((condition) => condition.part === part).map(lineOf);
}

/** Below it the answer is one, from it on the other. */
export function lineOf({ operator, milliPoints }: ScoreCondition | ScorePartCondition): MilliPoints {
  return operator === 'GT' || operator === 'LTE' ? milliPoints + 1 : milliPoints;
}
