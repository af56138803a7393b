// Conditions in HubSpot's filter language, and the four that HubSpot lacks.
import { LABELLED_TITLES } from './job-titles.ts';
import { type Cell, type Condition, DAY, type Facts, type Filter, ms, type Tracked } from './shapes.ts';

export interface Scores {
  total: number;
  fit: number;
  engagement: number;
}

/** All that a condition may look at; scores are null while the fit rules are being judged. */
export interface View {
  facts: Facts;
  stage: Tracked;
  now: number;
  scores: Scores | null;
}

/** A title means what people said it means; generators draw from these titles only. */
const LABELS = new Map(LABELLED_TITLES.map((labelled) => [labelled.title, labelled]));

export function matches(filter: Filter, view: View): boolean {
  return filter.anyOf.some((group) => group.every((condition) => holds(condition, view)));
}

export function valueOf(cells: Readonly<Record<string, Cell>>, name: string): string {
  return Object.hasOwn(cells, name) ? (cells[name]?.value ?? '') : '';
}

function holds(condition: Condition, view: View): boolean {
  switch (condition.kind) {
    case 'property':
      return propertyHolds(condition, view.facts);
    case 'signals':
      return compareNumbers(countSignals(condition, view), condition.operator, condition.count ?? 0);
    case 'score':
      return view.scores !== null && scoreHolds(condition, view.scores);
    case 'stageAge':
      return (
        view.stage.value !== '' &&
        compareNumbers(
          view.now - ms(view.stage.at),
          condition.operator,
          Math.round((condition.days ?? 0) * DAY),
        )
      );
    default:
      throw new Error(`unknown condition ${condition.kind}`);
  }
}

function scoreHolds(condition: Condition, scores: Scores): boolean {
  const parts: Record<string, number> = { ...scores };
  return compareNumbers(parts[condition.part ?? ''] ?? 0, condition.operator, condition.milliPoints ?? 0);
}

function countSignals(condition: Condition, view: View): number {
  const from = view.now - (condition.withinDays ?? 0) * DAY;
  return view.facts.signals.filter(
    (signal) => signal.kind === condition.signal && Math.min(ms(signal.at), view.now) > from,
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

function propertyHolds(condition: Condition, facts: Facts): boolean {
  const value = operandOf(condition, facts);
  const test = PROPERTY_TESTS[condition.operator];
  if (test === undefined) throw new Error(`unknown operator ${condition.operator}`);
  return value === '' ? condition.operator === 'NOT_HAS_PROPERTY' : test(value, condition);
}

function operandOf({ object, property = '' }: Condition, facts: Facts): string {
  if (object === 'derived') return derive(property, facts);
  return valueOf(object === 'company' ? facts.company : facts.contact, property);
}

function derive(name: string, facts: Facts): string {
  switch (name) {
    case 'emailDomain':
      return (valueOf(facts.contact, 'email').split('@')[1] ?? '').trim().toLowerCase();
    case 'seniority':
    case 'department':
      return LABELS.get(valueOf(facts.contact, 'jobtitle'))?.[name] ?? '';
    default:
      throw new Error(`unknown derived fact ${name}`);
  }
}

/** Each is asked about a value that is not missing. */
const PROPERTY_TESTS: Readonly<Record<string, (value: string, condition: Condition) => boolean>> = {
  HAS_PROPERTY: () => true,
  NOT_HAS_PROPERTY: () => false,
  EQ: (value, condition) => same(value, condition.value ?? ''),
  NEQ: (value, condition) => !same(value, condition.value ?? ''),
  IN: (value, condition) => (condition.values ?? []).some((one) => same(value, one)),
  NOT_IN: (value, condition) => !(condition.values ?? []).some((one) => same(value, one)),
  LT: (value, condition) => order(value, condition.value ?? '') < 0,
  LTE: (value, condition) => order(value, condition.value ?? '') <= 0,
  GT: (value, condition) => order(value, condition.value ?? '') > 0,
  GTE: (value, condition) => order(value, condition.value ?? '') >= 0,
  BETWEEN: (value, condition) =>
    order(value, condition.value ?? '') >= 0 && order(value, condition.highValue ?? '') <= 0,
  CONTAINS_TOKEN: (value, condition) => containsTokens(value, condition.value ?? ''),
  NOT_CONTAINS_TOKEN: (value, condition) => !containsTokens(value, condition.value ?? ''),
};

function isNumber(text: string): boolean {
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text);
}

function same(left: string, right: string): boolean {
  if (isNumber(left) && isNumber(right)) return Number(left) === Number(right);
  return left.toLowerCase() === right.toLowerCase();
}

function order(left: string, right: string): number {
  if (isNumber(left) && isNumber(right)) return Number(left) - Number(right);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function containsTokens(value: string, operand: string): boolean {
  const has = value
    .toLowerCase()
    .split(/[^\p{L}\p{Nd}]+/u)
    .filter((token) => token !== '');
  const asked = operand
    .toLowerCase()
    .split(/[^\p{L}\p{Nd}*]+/u)
    .filter((token) => token !== '');
  return asked.length > 0 && asked.every((token) => has.some((candidate) => tokenMatches(candidate, token)));
}

/** A star stands for any run of letters and digits, and a token has nothing else. */
function tokenMatches(candidate: string, asked: string): boolean {
  const pattern = asked.split('*').join('.*');
  return new RegExp(`^${pattern}$`, 'u').test(candidate);
}
