// One property condition in the filters of HubSpot's search: lower case where its index wants it, days as milliseconds,
// a local day of a datetime as the span from its first instant to the next day's.
import type { Operator, PropertyCondition, ValueType } from '#domain/agreement.ts';
import { type DateOperand, readDateOperand } from '#domain/conditions/operand.ts';
import { takesOperator } from '#domain/conditions/property.ts';
import { readNumber } from '#domain/conditions/subject.ts';
import { operandTokens } from '#domain/conditions/tokens.ts';
import { DAY_MS } from '#domain/instant.ts';
import { dayAt, startOfDay } from '#domain/local-day.ts';
import type { SearchFilter } from '#pipeline/ports.ts';

/**
 * What HubSpot cannot be asked: `company`, `derived`, `signals`, `deals`, `score`, `stageAge` and `list` are not properties of the
 * contact; of an `untyped` property nobody knows how HubSpot compares it; the others are HubSpot's limits.
 */
export interface Obstacle {
  readonly code:
    | 'company'
    | 'derived'
    | 'signals'
    | 'deals'
    | 'score'
    | 'stageAge'
    | 'list'
    | 'untyped'
    | 'groups'
    | 'filters'
    | 'length';
  /** The property it is about; '' when it is about none. */
  readonly property: string;
}

/** Filters that must all hold; several such lists when one of them is enough. No list at all: never true. */
export type Alternatives = readonly (readonly SearchFilter[])[];

export interface Moment {
  readonly nowMs: number;
  readonly timeZone: string;
}

const NEVER: Alternatives = [];

export function pushProperty(condition: PropertyCondition, moment: Moment): Alternatives | Obstacle {
  const { object, property, operator } = condition;
  // Not even the domain of the address: HubSpot's own has `mail.acme.co.uk` where Accord's is `acme.co.uk`.
  if (object === 'company' || object === 'derived') return { code: object, property };
  if (operator === 'HAS_PROPERTY' || operator === 'NOT_HAS_PROPERTY')
    return [[{ propertyName: property, operator }]];
  const { type } = condition;
  if (type === undefined) return { code: 'untyped', property };
  return takesOperator(type, operator) ? PUSHES[type](condition, moment) : NEVER;
}

const PUSHES: Readonly<Record<ValueType, (condition: PropertyCondition, moment: Moment) => Alternatives>> = {
  string: pushText,
  number: pushNumber,
  bool: (condition) => pushList(condition, (text) => text.toLowerCase()),
  enumeration: (condition) => pushList(condition, (text) => text),
  multi: (condition) => pushList(condition, (text) => text),
  date: pushDate,
  datetime: pushDatetime,
};

/** An operand that is no number is nobody's value, and nobody's is below or above it. */
function pushNumber(condition: PropertyCondition): Alternatives {
  const { property, operator, value = '', highValue = value } = condition;
  if (operator === 'IN' || operator === 'NOT_IN') return pushNumbers(condition);
  if ([value, highValue].every(isNumber)) return pushList(condition, spellNumber);
  return operator === 'NEQ' ? known(property) : NEVER;
}

function pushNumbers(condition: PropertyCondition): Alternatives {
  const values = (condition.values ?? []).filter(isNumber);
  if (values.length > 0) return pushList({ ...condition, values }, spellNumber);
  return condition.operator === 'NOT_IN' ? known(condition.property) : NEVER;
}

function isNumber(text: string): boolean {
  return !Number.isNaN(readNumber(text));
}

function spellNumber(text: string): string {
  return String(readNumber(text));
}

/** HubSpot compares a text without case, but the lists of IN and NOT_IN must be in lower case. */
function pushText(condition: PropertyCondition): Alternatives {
  const { operator } = condition;
  if (operator.endsWith('CONTAINS_TOKEN')) return pushTokens(condition);
  return pushList(condition, operator.endsWith('IN') ? (text) => text.toLowerCase() : (text) => text);
}

function pushList(condition: PropertyCondition, spell: (text: string) => string): Alternatives {
  const { property, operator, value, highValue, values } = condition;
  return [
    [
      {
        propertyName: property,
        operator,
        ...(value === undefined ? {} : { value: spell(value) }),
        ...(highValue === undefined ? {} : { highValue: spell(highValue) }),
        ...(values === undefined ? {} : { values: [...new Set(values.map(spell))] }),
      },
    ],
  ];
}

/** One filter per word, so that it does not matter how HubSpot reads several: all must be there, or one must be missing. */
function pushTokens({ property, operator, value = '' }: PropertyCondition): Alternatives {
  const filters = operandTokens(value.toLowerCase()).map((token) => ({
    propertyName: property,
    operator,
    value: token,
  }));
  if (operator === 'CONTAINS_TOKEN') return filters.length === 0 ? NEVER : [filters];
  return filters.length === 0 ? known(property) : filters.map((filter) => [filter]);
}

/** Every value differs from an operand that is nothing. */
function known(property: string): Alternatives {
  return [[{ propertyName: property, operator: 'HAS_PROPERTY' }]];
}

/** HubSpot keeps a date as the midnight of its day in UTC. */
function pushDate(condition: PropertyCondition, moment: Moment): Alternatives {
  const dayOf = (operand: DateOperand): number | null => {
    if (operand === null || operand.kind === 'instant') return null;
    return operand.kind === 'day' ? operand.day : dayAt(moment.timeZone, moment.nowMs) + operand.days;
  };
  return pushSpans(condition, (text) => {
    const day = dayOf(readDateOperand(text));
    return day === null ? null : { from: day * DAY_MS, to: day * DAY_MS + 1 };
  });
}

function pushDatetime(condition: PropertyCondition, { nowMs, timeZone }: Moment): Alternatives {
  return pushSpans(condition, (text) => {
    const operand = readDateOperand(text);
    if (operand === null) return null;
    if (operand.kind === 'instant') return { from: operand.ms, to: operand.ms + 1 };
    const day = operand.kind === 'day' ? operand.day : dayAt(timeZone, nowMs) + operand.days;
    return { from: startOfDay(timeZone, day), to: startOfDay(timeZone, day + 1) };
  });
}

/** Milliseconds from `from` up to but not including `to`. */
interface Span {
  readonly from: number;
  readonly to: number;
}

function pushSpans(condition: PropertyCondition, read: (text: string) => Span | null): Alternatives {
  const { property, value = '', highValue = '', values = [value] } = condition;
  const spans = values.map(read).filter((span) => span !== null);
  switch (condition.operator) {
    case 'EQ':
    case 'IN':
      return spans.filter(({ from, to }) => from < to).map((span) => [inside(property, span)]);
    case 'NEQ':
    case 'NOT_IN':
      return outside(property, spans);
    default:
      return pushOrder(condition, read(value), read(highValue));
  }
}

function pushOrder(condition: PropertyCondition, low: Span | null, high: Span | null): Alternatives {
  const { property, operator } = condition;
  if (low === null || (operator === 'BETWEEN' && high === null)) return NEVER;
  const at = (comparison: Operator, ms: number): SearchFilter => ({
    propertyName: property,
    operator: comparison,
    value: String(ms),
  });
  switch (operator) {
    case 'LT':
      return [[at('LT', low.from)]];
    case 'LTE':
      return [[at('LT', low.to)]];
    case 'GT':
      return [[at('GTE', low.to)]];
    case 'GTE':
      return [[at('GTE', low.from)]];
    default:
      return [[at('GTE', low.from), at('LT', high?.to ?? low.to)]];
  }
}

function inside(property: string, { from, to }: Span): SearchFilter {
  if (to === from + 1) return { propertyName: property, operator: 'EQ', value: String(from) };
  return { propertyName: property, operator: 'BETWEEN', value: String(from), highValue: String(to - 1) };
}

/** Before the first, between each and the next, after the last. */
function outside(property: string, spans: readonly Span[]): Alternatives {
  const sorted = spans.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from);
  const [first] = sorted;
  if (first === undefined) return known(property);
  const gaps: SearchFilter[] = [{ propertyName: property, operator: 'LT', value: String(first.from) }];
  let end = first.to;
  for (const { from, to } of sorted.slice(1)) {
    if (from > end) gaps.push(inside(property, { from: end, to: from }));
    end = Math.max(end, to);
  }
  gaps.push({ propertyName: property, operator: 'GTE', value: String(end) });
  return gaps.map((gap) => [gap]);
}
