// HubSpot's filter operators on one property value, as its type is compared (D11). Missing and empty are the same.
import type { Operator, PropertyCondition, ValueType } from '#domain/agreement.ts';
import { compareDate } from './dates.ts';
import { type DateOperand, type Operand, readOperand } from './operand.ts';
import type { Sight } from './sight.ts';
import {
  choicesOf,
  lookedNumberOf,
  numberOf,
  readLookedNumber,
  readNumber,
  type Subject,
  subjectOf,
  tokensOf,
} from './subject.ts';
import { containsTokens } from './tokens.ts';

/** Of a value that is not missing. */
type Test = (subject: Subject, sight: Sight) => boolean;
type Maker = (operand: Operand) => Test;

/** How a type is compared. `order` answers below, at or above zero; NaN where two values have no order. */
interface Comparing {
  readonly isAmong: Maker;
  readonly order?: (operand: Operand, end: 'low' | 'high') => (subject: Subject, sight: Sight) => number;
  readonly hasTokens?: boolean;
}

const COMPARINGS: Readonly<Record<ValueType | 'untyped', Comparing>> = {
  untyped: {
    isAmong:
      ({ lowers, lookedNumbers }) =>
      (subject) =>
        lowers.has(subject.lower) || lookedNumbers.has(lookedNumberOf(subject)),
    order: orderAsTheyLook,
    hasTokens: true,
  },
  string: {
    isAmong:
      ({ lowers }) =>
      (subject) =>
        lowers.has(subject.lower),
    hasTokens: true,
  },
  number: {
    isAmong:
      ({ numbers }) =>
      (subject) =>
        numbers.has(numberOf(subject)),
    order: orderNumbers,
  },
  bool: {
    isAmong:
      ({ lowers }) =>
      (subject) =>
        lowers.has(subject.lower),
  },
  enumeration: {
    isAmong:
      ({ texts }) =>
      (subject) =>
        texts.has(subject.text),
  },
  multi: {
    isAmong:
      ({ texts }) =>
      (subject) =>
        choicesOf(subject).some((choice) => texts.has(choice)),
  },
  date: { isAmong: isAmongDates('date'), order: orderDates('date') },
  datetime: { isAmong: isAmongDates('datetime'), order: orderDates('datetime') },
};

/** On a missing value only NOT_HAS_PROPERTY is true, as in HubSpot's search. */
export function makePropertyCheck(condition: PropertyCondition): (sight: Sight) => boolean {
  const { object, property } = condition;
  const test = makeTest(condition);
  const ofMissing = condition.operator === 'NOT_HAS_PROPERTY';
  return (sight) => {
    const subject = subjectOf(sight.view, object, property);
    return subject.text === '' ? ofMissing : test(subject, sight);
  };
}

const ORDERED: readonly Operator[] = ['LT', 'LTE', 'GT', 'GTE', 'BETWEEN'];
const TOKENS: readonly Operator[] = ['CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN'];

/** Whether HubSpot compares values of the type in this way; without a type anything goes. */
export function takesOperator(type: ValueType | undefined, operator: Operator): boolean {
  const { order, hasTokens = false } = COMPARINGS[type ?? 'untyped'];
  if (ORDERED.includes(operator)) return order !== undefined;
  return hasTokens || !TOKENS.includes(operator);
}

function makeTest(condition: PropertyCondition): Test {
  const { type, operator } = condition;
  if (!takesOperator(type, operator)) return () => false;
  const operand = readOperand(condition);
  const { order, isAmong } = COMPARINGS[type ?? 'untyped'];
  if (order !== undefined && ORDERED.includes(operator)) return makeOrder(order, operator, operand);
  if (operator.endsWith('HAS_PROPERTY')) return () => operator === 'HAS_PROPERTY';
  const test = TOKENS.includes(operator) ? makeContains(operand) : isAmong(operand);
  return operator.startsWith('N') ? (subject, sight) => !test(subject, sight) : test;
}

function makeContains({ tokens }: Operand): Test {
  return (subject) => containsTokens(tokensOf(subject), tokens);
}

/** A value without an order to the operand (NaN) is neither below nor above it. */
function makeOrder(order: NonNullable<Comparing['order']>, operator: Operator, operand: Operand): Test {
  const low = order(operand, 'low');
  switch (operator) {
    case 'LT':
      return (subject, sight) => low(subject, sight) < 0;
    case 'LTE':
      return (subject, sight) => low(subject, sight) <= 0;
    case 'GT':
      return (subject, sight) => low(subject, sight) > 0;
    case 'GTE':
      return (subject, sight) => low(subject, sight) >= 0;
    default: {
      const high = order(operand, 'high');
      return (subject, sight) => low(subject, sight) >= 0 && high(subject, sight) <= 0;
    }
  }
}

/** As numbers where both look like one, else as text by code units, case kept. */
function orderAsTheyLook(operand: Operand, end: 'low' | 'high'): (subject: Subject) => number {
  const text = end === 'low' ? operand.text : operand.highText;
  const number = readLookedNumber(text);
  return (subject) => {
    const difference = lookedNumberOf(subject) - number;
    if (!Number.isNaN(difference)) return difference;
    if (subject.text === text) return 0;
    return subject.text < text ? -1 : 1;
  };
}

function orderNumbers(operand: Operand, end: 'low' | 'high'): (subject: Subject) => number {
  const number = readNumber(end === 'low' ? operand.text : operand.highText);
  return (subject) => numberOf(subject) - number;
}

function isAmongDates(type: 'date' | 'datetime'): Maker {
  return ({ dates }) =>
    (subject, sight) =>
      dates.some((date) => compareDate({ type, subject, date }, sight) === 0);
}

function orderDates(type: 'date' | 'datetime'): NonNullable<Comparing['order']> {
  return ({ dates, highDate }, end) => {
    const date: DateOperand = end === 'low' ? (dates[0] ?? null) : highDate;
    return (subject, sight) => compareDate({ type, subject, date }, sight);
  };
}
