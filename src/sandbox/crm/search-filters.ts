// One search filter as a question to a record. Strings compare without case, except that IN and NOT_IN compare the
// lower-cased stored value with the given one as is; enumerations compare exactly. A record without a value matches
// no negative operator: HubSpot wants NOT_HAS_PROPERTY beside it.
import type { PropertyDef } from '#sandbox/model.ts';
import { type Readable, readProperty } from './read-values.ts';
import { isCalendarDay, parseInstant } from './values.ts';

export const OPERATORS = [
  'EQ',
  'NEQ',
  'LT',
  'LTE',
  'GT',
  'GTE',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;
type Operator = (typeof OPERATORS)[number];

export interface Filter {
  readonly propertyName: string;
  readonly operator: Operator;
  readonly value?: string | undefined;
  readonly highValue?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

export type Predicate = (record: Readable) => boolean;

/** Throws an Error with HubSpot's kind of message when operator, value and type do not go together. */
export function compileFilter(def: PropertyDef, filter: Filter): Predicate {
  const { propertyName, operator } = filter;
  if (isOrdered(def) && operator !== 'HAS_PROPERTY' && operator !== 'NOT_HAS_PROPERTY') {
    const test = compileOrdered(def, filter);
    return (record) => {
      const value = readOrderedProperty(def, record);
      return value !== null && test(value);
    };
  }
  const test = compileTest(def, filter);
  if (operator === 'HAS_PROPERTY') return (record) => readProperty(record, propertyName) !== undefined;
  if (operator === 'NOT_HAS_PROPERTY') return (record) => readProperty(record, propertyName) === undefined;
  return (record) => {
    const value = readProperty(record, propertyName);
    return value !== undefined && test(value);
  };
}

type Test = (value: string) => boolean;

function compileTest(def: PropertyDef, filter: Filter): Test {
  switch (filter.operator) {
    case 'HAS_PROPERTY':
    case 'NOT_HAS_PROPERTY':
      return () => true;
    case 'IN':
      return compileIn(def, filter);
    case 'NOT_IN':
      return negate(compileIn(def, filter));
    case 'CONTAINS_TOKEN':
      return compileTokens(def, filter);
    case 'NOT_CONTAINS_TOKEN':
      return negate(compileTokens(def, filter));
    case 'EQ':
      return compileEqual(def, requireValue(filter));
    case 'NEQ':
      return negate(compileEqual(def, requireValue(filter)));
    default:
      throw refuseOperator(def, filter);
  }
}

function negate(test: Test): Test {
  return (value) => !test(value);
}

function compileEqual(def: PropertyDef, wanted: string): Test {
  if (isText(def)) {
    const lower = wanted.toLowerCase();
    return (value) => value.toLowerCase() === lower;
  }
  return (value) => (def.fieldType === 'checkbox' ? value.split(';').includes(wanted) : value === wanted);
}

function compileIn(def: PropertyDef, filter: Filter): Test {
  const wanted = new Set(requireValues(filter));
  if (isText(def)) return (value) => wanted.has(value.toLowerCase());
  if (def.fieldType === 'checkbox') return (value) => value.split(';').some((part) => wanted.has(part));
  return (value) => wanted.has(value);
}

type OrderedTest = (value: number) => boolean;

/** Numbers and dates compare as numbers, never as text. */
function compileOrdered(def: PropertyDef, filter: Filter): OrderedTest {
  switch (filter.operator) {
    case 'IN':
      return compileMember(def, filter, true);
    case 'NOT_IN':
      return compileMember(def, filter, false);
    case 'CONTAINS_TOKEN':
    case 'NOT_CONTAINS_TOKEN':
      throw refuseOperator(def, filter);
    default:
      return compileComparison(filter.operator, readOrdered(def, requireValue(filter)), () =>
        readHigh(def, filter),
      );
  }
}

function compileMember(def: PropertyDef, filter: Filter, isIn: boolean): OrderedTest {
  const numbers = new Set(requireValues(filter).map((value) => readOrdered(def, value)));
  return (value) => numbers.has(value) === isIn;
}

function compileComparison(operator: Operator, bound: number, readHighBound: () => number): OrderedTest {
  switch (operator) {
    case 'EQ':
      return (value) => value === bound;
    case 'NEQ':
      return (value) => value !== bound;
    case 'LT':
      return (value) => value < bound;
    case 'LTE':
      return (value) => value <= bound;
    case 'GT':
      return (value) => value > bound;
    case 'GTE':
      return (value) => value >= bound;
    default: {
      const high = readHighBound();
      return (value) => value >= bound && value <= high;
    }
  }
}

function readHigh(def: PropertyDef, filter: Filter): number {
  if (filter.highValue === undefined) throw new Error('operator BETWEEN requires highValue');
  return readOrdered(def, filter.highValue);
}

function refuseOperator(def: PropertyDef, filter: Filter): Error {
  return new Error(`operator ${filter.operator} is not valid for ${def.type} property ${def.name}`);
}

/** Whole words, `*` standing for any part of one; every word of the filter must be there. */
function compileTokens(def: PropertyDef, filter: Filter): Test {
  if (!isText(def)) throw refuseOperator(def, filter);
  const patterns = requireValue(filter)
    .toLowerCase()
    .split(/[^\p{L}\p{Nd}*]+/u)
    .filter((token) => token !== '')
    .map((token) => new RegExp(`^${token.replaceAll('*', '.*')}$`, 'u'));
  return (value) => {
    const tokens = value.toLowerCase().split(/[^\p{L}\p{Nd}]+/u);
    return patterns.length > 0 && patterns.every((pattern) => tokens.some((token) => pattern.test(token)));
  };
}

function requireValue(filter: Filter): string {
  if (filter.value === undefined || filter.value === '')
    throw new Error(`operator ${filter.operator} requires a value`);
  return filter.value;
}

function requireValues(filter: Filter): readonly string[] {
  if (filter.values !== undefined && filter.values.length > 0) return filter.values;
  throw new Error(`operator ${filter.operator} requires values`);
}

function isText(def: PropertyDef): boolean {
  return def.type === 'string' || def.type === 'phone_number';
}

export function isOrdered(def: PropertyDef): boolean {
  return def.type === 'number' || def.type === 'date' || def.type === 'datetime';
}

/** The stored value as a number; null without one. Stored dates are ISO, so that they parse without a question. */
export function readOrderedProperty(def: PropertyDef, record: Readable): number | null {
  switch (def.name) {
    case 'hs_object_id':
      return Number(record.id);
    case 'createdate':
    case 'hs_createdate':
      return record.createdAtMs;
    case 'lastmodifieddate':
    case 'hs_lastmodifieddate':
      return record.updatedAtMs;
    default: {
      const value = record.values[def.name];
      if (value === undefined) return null;
      return def.type === 'number' ? Number(value) : Date.parse(value);
    }
  }
}

/** Dates may be given as a day, as milliseconds or as ISO with a zone; all compare as milliseconds. */
function readOrdered(def: PropertyDef, value: string): number {
  if (def.type === 'number') return readNumber(value);
  const atMs = isCalendarDay(value) ? Date.parse(value) : parseInstant(value);
  if (atMs === null) throw new Error(`${value} is not a valid date`);
  return atMs;
}

function readNumber(value: string): number {
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(value))
    throw new Error(`${value} is not a valid number`);
  return Number(value);
}
