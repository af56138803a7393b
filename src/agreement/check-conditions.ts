// What a property's type allows: operators that HubSpot does not offer for it, operands that cannot be of it, options and
// properties that the portal does not have. Looks at each condition alone, so that one mistake hides no other.
import {
  type Condition,
  type DaysSinceCondition,
  OPERATORS,
  type PropertyCondition,
  type ValueType,
} from '#domain/agreement.ts';
import { readDateOperand } from '#domain/conditions/operand.ts';
import { takesOperator } from '#domain/conditions/property.ts';
import { readNumber } from '#domain/conditions/subject.ts';
import { operandTokens } from '#domain/conditions/tokens.ts';
import { DERIVED_KINDS, isDerivedFact } from '#domain/derived-facts.ts';
import { isDay, toInstant } from '#domain/values.ts';
import { DocumentCondition, isCondition } from './condition-schema.ts';
import { readDayOperand } from './day-operand.ts';
import type { Issue, Path } from './issue.ts';
import { nearest } from './nearest.ts';
import { findProperty, type KnownProperty, type PropertyTypes } from './property-types.ts';
import { isDate, typeOf } from './resolve-conditions.ts';
import { nameSome, show } from './value-schema.ts';

interface Placed<Kind extends Condition = Condition> {
  readonly path: Path;
  readonly condition: Kind;
  readonly types: PropertyTypes;
}

export function checkConditions(
  conditions: ReturnType<typeof conditionsIn>,
  types: PropertyTypes,
): readonly Issue[] {
  return conditions.flatMap(({ path, condition }) => {
    if (condition.kind === 'property') return checkProperty({ path, condition, types });
    return condition.kind === 'daysSince' ? checkDate({ path, condition, types }) : [];
  });
}

/** Every condition of the document that can be read, wherever it stands; lists of other things have none. */
export function conditionsIn(
  raw: unknown,
  path: Path = [],
): readonly { readonly path: Path; readonly condition: Condition }[] {
  if (typeof raw !== 'object' || raw === null) return [];
  if (typeof path.at(-1) === 'number' && isCondition(raw)) {
    const read = DocumentCondition.safeParse(raw);
    if (read.success) return [{ path, condition: read.data }];
  }
  const entries: [string | number, unknown][] = Array.isArray(raw)
    ? raw.map((item: unknown, index) => [index, item])
    : Object.entries(raw);
  return entries.flatMap(([key, value]) => conditionsIn(value, [...path, key]));
}

function checkProperty(placed: Placed<PropertyCondition>): readonly Issue[] {
  const { path, condition, types } = placed;
  const { object, property, operator } = condition;
  if (object === 'derived') return checkDerived(placed);
  const unknown = unknownProperty(placed, path, object);
  if (unknown !== null) return [unknown];
  const known = findProperty(types, object, property);
  const wrong = wrongType(placed, known);
  if (wrong !== null) return [wrong];
  const type = typeOf(condition, types);
  if (!takesOperator(type, operator)) return [wrongOperator(placed, { type, code: 'operatorNotOffered' })];
  if (type === undefined && types.isPending === true) return checkTokens(placed);
  const issues = checkOperands(placed, { type, options: known?.options });
  return issues.length > 0 ? issues : [...reversedDays(placed, type), ...checkTokens(placed)];
}

/** What a fact is compared with is brought to its normal form, and checked, where it is read (derived-operands.ts). */
function checkDerived(placed: Placed<PropertyCondition>): readonly Issue[] {
  const { operator, property } = placed.condition;
  const type = isDerivedFact(property) ? DERIVED_KINDS[property].type : undefined;
  if (!takesOperator(type, operator)) return [wrongOperator(placed, { type, code: 'operatorNotForFact' })];
  return [...checkOperands(placed, { type, options: undefined }), ...checkTokens(placed)];
}

function wrongOperator(
  { path, condition }: Placed<PropertyCondition>,
  { type, code }: { readonly type: ValueType | undefined; readonly code: string },
): Issue {
  const { operator, property } = condition;
  const offered = OPERATORS.filter((one) => takesOperator(type, one)).join(', ');
  return { path: [...path, 'operator'], code, params: { operator, property, type: type ?? '', offered } };
}

function checkOperands(
  { path, condition }: Placed<PropertyCondition>,
  expected: Omit<Expected, 'condition'>,
): readonly Issue[] {
  return operandsOf(condition).flatMap(({ key, text }) => {
    const issue = checkOperand(text, { condition, ...expected });
    return issue === null ? [] : [{ ...issue, path: [...path, ...key] }];
  });
}

/** Signs alone are found nowhere, or missing everywhere. */
function checkTokens({ path, condition }: Placed<PropertyCondition>): readonly Issue[] {
  const { operator, value = '' } = condition;
  if (!operator.endsWith('CONTAINS_TOKEN') || operandTokens(value.toLowerCase()).length > 0) return [];
  return [{ path: [...path, 'value'], code: 'noToken', params: { value: show(value) } }];
}

function checkDate(placed: Placed<DaysSinceCondition>): readonly Issue[] {
  const { path, condition, types } = placed;
  const place = [...path, 'daysSince', ...(condition.object === 'company' ? ['company'] : [])];
  const unknown = unknownProperty(placed, place, condition.object);
  if (unknown !== null) return [{ ...unknown, path: place }];
  const known = findProperty(types, condition.object, condition.property)?.type;
  if (known === undefined || isDate(known)) return [];
  return [{ path: place, code: 'noDateProperty', params: { property: condition.property, type: known } }];
}

function unknownProperty(
  { condition, types }: Placed<PropertyCondition | DaysSinceCondition>,
  path: Path,
  object: 'contact' | 'company',
): Issue | null {
  const { property } = condition;
  if (!types.isComplete || findProperty(types, object, property) !== undefined) return null;
  const suggestion = nearest(property, Object.keys(types[object]));
  return {
    path: [...path, object === 'company' ? 'company' : 'property'],
    code: object === 'company' ? 'unknownCompanyProperty' : 'unknownProperty',
    params: { property },
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function wrongType(
  { path, condition }: Placed<PropertyCondition>,
  known: KnownProperty | undefined,
): Issue | null {
  const { type, property } = condition;
  if (type === undefined || known === undefined || type === known.type) return null;
  const params = { property, type, known: known.type };
  return { path: [...path, 'type'], code: 'wrongPropertyType', params, suggestion: known.type };
}

function operandsOf({
  value,
  highValue,
  values = [],
}: PropertyCondition): readonly { readonly key: Path; readonly text: string }[] {
  return [
    ...(value === undefined ? [] : [{ key: ['value'], text: value }]),
    ...(highValue === undefined ? [] : [{ key: ['highValue'], text: highValue }]),
    ...values.map((text, index) => ({ key: ['values', index], text })),
  ];
}

interface Expected {
  readonly condition: PropertyCondition;
  readonly type: ValueType | undefined;
  readonly options: readonly string[] | undefined;
}

type Found = Omit<Issue, 'path'>;
type Checker = (text: string, expected: Expected, params: Issue['params']) => Found | null;

const CHECKERS: Readonly<Record<ValueType | 'untyped', Checker>> = {
  string: () => null,
  number: (text, _, params) => (Number.isNaN(readNumber(text)) ? { code: 'noNumber', params } : null),
  bool: (text, _, params) => (/^(?:true|false)$/i.test(text) ? null : { code: 'noBool', params }),
  date: (text, _, params) => checkDay(text, 'date', params),
  datetime: (text, _, params) => checkDay(text, 'datetime', params),
  enumeration: checkOption,
  multi: (text, expected, params) =>
    text.includes(';') ? { code: 'oneChoice', params } : checkOption(text, expected),
  // Compared as text it would never be met, and nobody would see why.
  untyped: (text, _, params) => (readDayOperand(text) === null ? null : { code: 'dayNeedsType', params }),
};

function checkOperand(text: string, expected: Expected): Found | null {
  const params = { value: show(text), property: expected.condition.property };
  return CHECKERS[expected.type ?? 'untyped'](text, expected, params);
}

function checkDay(text: string, type: 'date' | 'datetime', params: Issue['params']): Found | null {
  if (isDay(text) || readDayOperand(text) !== null) return null;
  const instant = toInstant(text);
  if (instant === null) return { code: 'noDay', params };
  return type === 'datetime' ? null : { code: 'dayOnly', params, suggestion: instant.slice(0, 10) };
}

function checkOption(text: string, { condition, options }: Expected): Found | null {
  if (options === undefined || options.includes(text)) return null;
  const valid = nameSome(options);
  const params = { value: show(text), property: condition.property, valid };
  const suggestion = nearest(text, options);
  return { code: 'unknownOption', params, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Of one kind only: a plain day may be on either side of one counted from today. */
function reversedDays(
  { path, condition }: Placed<PropertyCondition>,
  type: ValueType | undefined,
): readonly Issue[] {
  const { value = '', highValue = '' } = condition;
  if (!isDate(type) || !isEarlier(highValue, value)) return [];
  return [{ path: [...path, 'highValue'], code: 'reversedRange', params: { low: value, high: highValue } }];
}

function isEarlier(a: string, b: string): boolean {
  const [first, second] = [placeOf(a), placeOf(b)];
  return first !== null && first.kind === second?.kind && first.at < second.at;
}

/** Comparable within a kind only. */
function placeOf(text: string): { readonly kind: string; readonly at: number } | null {
  const operand = readDateOperand(readDayOperand(text) ?? text);
  if (operand === null) return null;
  if (operand.kind === 'instant') return { kind: operand.kind, at: operand.ms };
  return { kind: operand.kind, at: operand.kind === 'day' ? operand.day : operand.days };
}
