// Conditions in HubSpot's filter language, and those that HubSpot lacks.
import { dayAt } from './business-time.ts';
import { derive, textOf } from './normal.ts';
import { type Condition, DAY, type Facts, type Filter, ms, type Part, type Tracked } from './shapes.ts';
import { propertyHolds, readDay } from './typed-values.ts';

export interface Scores {
  total: number;
  fit: number;
  engagement: number;
  parts: readonly Part[];
}

/** All that a condition may look at; scores are null while the fit rules are being judged. */
export interface View {
  facts: Facts;
  timeZone: string;
  stage: Tracked;
  now: number;
  scores: Scores | null;
}

export function matches(filter: Filter, view: View): boolean {
  return filter.anyOf.some((group) => group.every((condition) => holds(condition, view)));
}

function holds(condition: Condition, view: View): boolean {
  const test = TESTS[condition.kind];
  if (test === undefined) throw new Error(`unknown condition ${condition.kind}`);
  return test(condition, view);
}

const TESTS: Readonly<Record<string, (condition: Condition, view: View) => boolean>> = {
  property: (condition, view) => propertyHolds(condition, operandOf(condition, view.facts), view),
  daysSince: daysSinceHolds,
  signals: (condition, view) => countHolds(condition, countSignals(condition, view)),
  deals: (condition, view) => countHolds(condition, countDeals(condition, view)),
  score: (condition, { scores }) => scores !== null && scoreHolds(condition, scores),
  scorePart: (condition, { scores }) =>
    scores !== null &&
    compareNumbers(sumParts(condition, scores), condition.operator, condition.milliPoints ?? 0),
  stageAge: ({ operator, days = 0 }, { stage, now }) =>
    stage.value !== '' && compareNumbers(now - ms(stage.at), operator, Math.round(days * DAY)),
};

function countHolds({ operator, count = 0 }: Condition, counted: number): boolean {
  return compareNumbers(counted, operator, count);
}

function sumParts({ parts = [] }: Condition, scores: Scores): number {
  return scores.parts
    .filter(({ rule }) => parts.includes(rule))
    .reduce((sum, { milliPoints }) => sum + milliPoints, 0);
}

function daysSinceHolds(condition: Condition, view: View): boolean {
  const day = readDay(operandOf(condition, view.facts), condition.type, view.timeZone);
  if (day === null) return false;
  const today = dayAt(view.timeZone, view.now);
  const since = (ms(`${today}T00:00:00.000Z`) - ms(`${day}T00:00:00.000Z`)) / DAY;
  return compareNumbers(since, condition.operator, condition.days ?? 0);
}

function countDeals({ status, withinDays }: Condition, { facts, now }: View): number {
  return facts.deals.filter((deal) => {
    if (status !== 'any' && deal.status !== status) return false;
    const at = status === 'won' || status === 'lost' ? deal.statusAt : deal.createdAt;
    return withinDays === undefined || Math.min(ms(at), now) > now - withinDays * DAY;
  }).length;
}

function scoreHolds(condition: Condition, scores: Scores): boolean {
  const { total, fit, engagement } = scores;
  const score = { total, fit, engagement }[condition.part ?? ''] ?? 0;
  return compareNumbers(score, condition.operator, condition.milliPoints ?? 0);
}

function countSignals(condition: Condition, view: View): number {
  const from = view.now - (condition.withinDays ?? 0) * DAY;
  return view.facts.signals.filter(
    (signal) =>
      signal.kind === condition.signal &&
      signal.detail.toLowerCase().includes((condition.detailContains ?? '').toLowerCase()) &&
      Math.min(ms(signal.at), view.now) > from,
  ).length;
}

function compareNumbers(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case 'EQ':
      return left === right;
    case 'LT':
      return left < right;
    case 'LTE':
      return left <= right;
    case 'GT':
      return left > right;
    case 'GTE':
      return left >= right;
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

export function operandOf({ object, property = '' }: Condition, facts: Facts): string {
  if (object === 'derived') return derive(property, facts);
  return textOf(object === 'company' ? facts.company : facts.contact, property);
}
