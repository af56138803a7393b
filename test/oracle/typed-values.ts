// HubSpot's operators on one property value, type by type, each by the plainest rule of the specification.
import { dayAt, startOfDay } from './business-time.ts';
import { type Condition, DAY, iso, ms } from './shapes.ts';

/** When and where "today" is. */
interface Moment {
  now: number;
  timeZone: string;
}

interface Question {
  value: string;
  condition: Condition;
  moment: Moment;
}

export function propertyHolds(condition: Condition, value: string, moment: Moment): boolean {
  const { operator, type = 'untyped' } = condition;
  if (value === '') return operator === 'NOT_HAS_PROPERTY';
  if (!isOffered(type, operator)) return false;
  return ask({ value, condition, moment }, operator);
}

function isOffered(type: string, operator: string): boolean {
  const isOrder = ['LT', 'LTE', 'GT', 'GTE', 'BETWEEN'].includes(operator);
  const isTokens = ['CONTAINS_TOKEN', 'NOT_CONTAINS_TOKEN'].includes(operator);
  if (isOrder) return ['untyped', 'number', 'date', 'datetime'].includes(type);
  return !isTokens || ['untyped', 'string'].includes(type);
}

const OPPOSITES: Readonly<Record<string, string>> = {
  NEQ: 'EQ',
  NOT_IN: 'IN',
  NOT_CONTAINS_TOKEN: 'CONTAINS_TOKEN',
  NOT_HAS_PROPERTY: 'HAS_PROPERTY',
};

function ask(question: Question, operator: string): boolean {
  const opposite = OPPOSITES[operator];
  return opposite === undefined ? answer(question, operator) : !answer(question, opposite);
}

function answer(question: Question, operator: string): boolean {
  if (operator === 'HAS_PROPERTY') return true;
  const { value = '', highValue = '', values = [value] } = question.condition;
  switch (operator) {
    case 'EQ':
    case 'IN':
      return values.some((one) => equals(question, one));
    case 'CONTAINS_TOKEN':
      return containsTokens(question.value, value);
    case 'BETWEEN':
      return isOrdered(question, 'GTE', value) && isOrdered(question, 'LTE', highValue);
    default:
      return isOrdered(question, operator, value);
  }
}

function equals({ value, condition, moment }: Question, operand: string): boolean {
  switch (condition.type) {
    case 'enumeration':
      return value === operand;
    case 'multi':
      return value.split(';').includes(operand);
    case 'number':
      return readNumber(value) !== null && readNumber(value) === readNumber(operand);
    case 'date':
    case 'datetime':
      return orderDates(value, operand, { type: condition.type, moment }) === 'same';
    case undefined:
      if (looksNumeric(value) && looksNumeric(operand)) return Number(value) === Number(operand);
      return value.toLowerCase() === operand.toLowerCase();
    default:
      return value.toLowerCase() === operand.toLowerCase();
  }
}

type Order = 'before' | 'same' | 'after' | 'none';

const MET: Readonly<Record<string, readonly Order[]>> = {
  LT: ['before'],
  LTE: ['before', 'same'],
  GT: ['after'],
  GTE: ['after', 'same'],
};

function isOrdered(question: Question, operator: string, operand: string): boolean {
  const met = MET[operator];
  if (met === undefined) throw new Error(`unknown operator ${operator}`);
  return met.includes(orderOf(question, operand));
}

function orderOf({ value, condition, moment }: Question, operand: string): Order {
  const { type } = condition;
  if (type === 'date' || type === 'datetime') return orderDates(value, operand, { type, moment });
  if (type === 'number') {
    const [left, right] = [readNumber(value), readNumber(operand)];
    return left === null || right === null ? 'none' : order(left, right);
  }
  if (looksNumeric(value) && looksNumeric(operand)) return order(Number(value), Number(operand));
  return order(value, operand);
}

function order<T extends number | string>(left: T, right: T): Order {
  if (left === right) return 'same';
  return left < right ? 'before' : 'after';
}

/** A day as operand is the whole local day; an instant is itself, and no date can be compared with it. */
function orderDates(
  value: string,
  operand: string,
  { type, moment }: { type: 'date' | 'datetime'; moment: Moment },
): Order {
  const day = readOperandDay(operand, moment);
  if (type === 'date') {
    const valueDay = readDay(value, 'date', moment.timeZone);
    return day === null || valueDay === null ? 'none' : order(valueDay, day);
  }
  const at = readInstant(value);
  if (at === null) return 'none';
  if (day === null) {
    const instant = readInstant(operand);
    return instant === null ? 'none' : order(at, instant);
  }
  if (at < startOfDay(moment.timeZone, day)) return 'before';
  return at < startOfDay(moment.timeZone, addDays(day, 1)) ? 'same' : 'after';
}

function readOperandDay(operand: string, { now, timeZone }: Moment): string | null {
  if (isDay(operand)) return operand;
  if (!/^today([+-]\d{1,5})?$/.test(operand)) return null;
  return addDays(dayAt(timeZone, now), Number(operand.slice('today'.length) || '0'));
}

/** The day of a date or datetime value; null when it is neither. */
export function readDay(value: string, type: string | undefined, timeZone: string): string | null {
  if (type !== 'datetime' && isDay(value)) return value;
  const at = readInstant(value);
  if (at === null) return null;
  return type === 'date' ? iso(at).slice(0, 10) : dayAt(timeZone, at);
}

function addDays(day: string, days: number): string {
  return iso(ms(`${day}T00:00:00.000Z`) + days * DAY).slice(0, 10);
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00.000Z`);
  return !Number.isNaN(at) && iso(at).slice(0, 10) === text;
}

function readInstant(text: string): number | null {
  if (/^\d{11,14}$/.test(text)) return Number(text);
  if (isDay(text)) return Date.parse(`${text}T00:00:00.000Z`);
  const isIso = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$/.test(text);
  const at = isIso ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

export function readNumber(text: string): number | null {
  if (!/^-?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$/.test(text)) return null;
  return Math.abs(Number(text)) === Number.POSITIVE_INFINITY ? null : Number(text);
}

function looksNumeric(text: string): boolean {
  return /^-?[0-9]+(\.[0-9]+)?$/.test(text);
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
