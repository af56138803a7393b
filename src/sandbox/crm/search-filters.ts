// One search filter as a question to a record. Strings compare without case, except that IN and NOT_IN compare the
// lower-cased stored value with the given one as is; enumerations compare exactly. A record without a value matches
// no negative operator: HubSpot wants NOT_HAS_PROPERTY beside it.
import type { PropertyDef } from '#sandbox/model.ts';
import { type Readable, readProperty } from './read-values.ts';
import { parseInstant } from './values.ts';

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
export type Operator = (typeof OPERATORS)[number];

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
  const test = compileTest(def, filter);
  const { propertyName, operator } = filter;
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
      return compileRange(def, filter);
  }
}

function negate(test: Test): Test {
  return (value) => !test(value);
}

function compileEqual(def: PropertyDef, wanted: string): Test {
  if (isOrdered(def)) {
    const number = readOrdered(def, wanted);
    return (value) => readOrdered(def, value) === number;
  }
  if (def.type === 'string' || def.type === 'phone_number') {
    const lower = wanted.toLowerCase();
    return (value) => value.toLowerCase() === lower;
  }
  return (value) => (def.fieldType === 'checkbox' ? value.split(';').includes(wanted) : value === wanted);
}

function compileIn(def: PropertyDef, filter: Filter): Test {
  const { values } = filter;
  if (values === undefined || values.length === 0)
    throw new Error(`operator ${filter.operator} requires values`);
  if (isOrdered(def)) {
    const numbers = new Set(values.map((value) => readOrdered(def, value)));
    return (value) => numbers.has(readOrdered(def, value));
  }
  const wanted = new Set(values);
  if (def.type === 'string') return (value) => wanted.has(value.toLowerCase());
  if (def.fieldType === 'checkbox') return (value) => value.split(';').some((part) => wanted.has(part));
  return (value) => wanted.has(value);
}

function compileRange(def: PropertyDef, filter: Filter): Test {
  if (!isOrdered(def))
    throw new Error(`operator ${filter.operator} is not valid for ${def.type} property ${def.name}`);
  const bound = readOrdered(def, requireValue(filter));
  const read = (value: string): number => readOrdered(def, value);
  switch (filter.operator) {
    case 'LT':
      return (value) => read(value) < bound;
    case 'LTE':
      return (value) => read(value) <= bound;
    case 'GT':
      return (value) => read(value) > bound;
    case 'GTE':
      return (value) => read(value) >= bound;
    default: {
      if (filter.highValue === undefined) throw new Error('operator BETWEEN requires highValue');
      const high = readOrdered(def, filter.highValue);
      return (value) => read(value) >= bound && read(value) <= high;
    }
  }
}

/** Whole words, `*` standing for any part of one; every word of the filter must be there. */
function compileTokens(def: PropertyDef, filter: Filter): Test {
  if (def.type !== 'string' && def.type !== 'phone_number') {
    throw new Error(`operator ${filter.operator} is not valid for ${def.type} property ${def.name}`);
  }
  const patterns = requireValue(filter)
    .toLowerCase()
    .split(/[^\p{L}\p{N}*]+/u)
    .filter((token) => token !== '')
    .map((token) => new RegExp(`^${token.replaceAll('*', '.*')}$`, 'u'));
  return (value) => {
    const tokens = value.toLowerCase().split(/[^\p{L}\p{N}]+/u);
    return patterns.length > 0 && patterns.every((pattern) => tokens.some((token) => pattern.test(token)));
  };
}

function requireValue(filter: Filter): string {
  if (filter.value === undefined || filter.value === '')
    throw new Error(`operator ${filter.operator} requires a value`);
  return filter.value;
}

export function isOrdered(def: PropertyDef): boolean {
  return def.type === 'number' || def.type === 'date' || def.type === 'datetime';
}

/** Dates may be given as milliseconds or ISO; both compare as milliseconds. */
export function readOrdered(def: PropertyDef, value: string): number {
  if (def.type === 'number') return readNumber(value);
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(value)
    ? Date.parse(value)
    : (parseInstant(value) ?? Date.parse(value));
  if (Number.isNaN(atMs)) throw new Error(`${value} is not a valid date`);
  return atMs;
}

function readNumber(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || Number.isNaN(number)) throw new Error(`${value} is not a valid number`);
  return number;
}
