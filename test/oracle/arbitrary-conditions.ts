// Generators of conditions of every kind and of the values they look at.
import * as fc from 'fast-check';
import type { Condition, Filter } from './shapes.ts';

export const KINDS = [
  'form',
  'pageView',
  'emailOpen',
  'emailClick',
  'emailReply',
  'meeting',
  'call',
  'touch',
];
export const REPS = ['101', '102', '103'];
export const STAGE_VALUES = [
  '',
  'subscriber',
  'lead',
  'marketingqualifiedlead',
  'salesqualifiedlead',
  'opportunity',
  'customer',
  'evangelist',
  '8001',
  '8002',
  '8003',
  '8004',
  '8005',
];
export const TEXTS = [
  '',
  'Acme',
  'acme corp',
  'Éducation nationale',
  '10',
  '9',
  '10.0',
  '-3',
  'FR',
  'fr',
  'a-b c',
  '50',
  'Ann@ACME.example ',
  'joe@mail.gmail.com',
  'N/A',
  '-',
  'todo',
  'France',
  'Allemagne',
  '01 42 68 53 00',
  '+33 1 42 68 53 00',
];
export const FIELDS = ['industry', 'country', 'numemployees', 'phone', 'email', 'company'];
/** Of a type that conditions name; dates are set by a move of their own. */
export const TYPED_FIELDS = ['size', 'roles', 'optout'];
export const TYPED_TEXTS = ['', 'CHAMPION;LEGAL', 'LEGAL', 'legal', '5.', 'true', 'FALSE', '12', '1200'];
export const DATE_FIELDS = ['signed_on', 'seen_at'];
const OPERATORS = [
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
];
const DERIVED = ['emailDomain', 'personalEmail', 'country', 'phone', 'companyName'];
/** What derived facts may be, and no property is. */
const NORMAL_FORMS = ['FR', '+33142685300', 'acme', 'acme.example', 'true'];
export const DETAILS = [
  '',
  'Demo request',
  'https://example.com/pricing',
  '/blog/PRICING-news',
  'newsletter',
];

function operandsOf(operator: string): string[] {
  if (operator === 'BETWEEN') return ['value', 'highValue'];
  if (operator === 'IN' || operator === 'NOT_IN') return ['values'];
  return operator.endsWith('HAS_PROPERTY') ? [] : ['value'];
}

function placeOf(objects: readonly string[], names: readonly string[]) {
  return fc.record({ object: fc.constantFrom(...objects), property: fc.constantFrom(...names) });
}

const plainCondition: fc.Arbitrary<Condition> = fc
  .record({
    place: fc.oneof(
      { weight: 5, arbitrary: placeOf(['contact', 'contact', 'company'], FIELDS) },
      { weight: 1, arbitrary: placeOf(['derived'], DERIVED) },
    ),
    operator: fc.constantFrom(...OPERATORS),
    value: fc
      .constantFrom(...TEXTS, ...NORMAL_FORMS, 'ac*', '*tion', 'corp acme', 'a*', '*or*')
      .filter((text) => text !== ''),
    highValue: fc.constantFrom('50', '9', 'z', 'fr'),
    values: fc.subarray(TEXTS.slice(1)),
  })
  .map(({ place, operator, value, highValue, values }) => ({
    kind: 'property',
    ...place,
    operator,
    ...Object.fromEntries(
      Object.entries({ value, highValue, values }).filter(([key]) => operandsOf(operator).includes(key)),
    ),
  }));

/** Titles have labels that people wrote: see job-titles.ts. */
const titleCondition = fc
  .record({
    object: fc.constant('derived'),
    property: fc.constantFrom('seniority', 'department'),
    operator: fc.constantFrom('EQ', 'NEQ', 'HAS_PROPERTY', 'NOT_HAS_PROPERTY'),
    value: fc.constantFrom('director', 'executive', 'entry', 'Marketing', 'sales'),
  })
  .map(
    ({ operator, value, ...place }): Condition => ({
      kind: 'property',
      ...place,
      operator,
      ...(operator.endsWith('HAS_PROPERTY') ? {} : { value }),
    }),
  );

export const propertyCondition = fc.oneof(
  { weight: 5, arbitrary: plainCondition },
  { weight: 1, arbitrary: titleCondition },
);

const COUNTING = ['EQ', 'LT', 'LTE', 'GT', 'GTE'];

const someDay = fc
  .integer({ min: Date.UTC(2026, 0, 1) / 86_400_000, max: Date.UTC(2027, 11, 31) / 86_400_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));
const dateOperand = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('today', 'today-1', 'today+1', 'today-10', 'today+3', 'today-40') },
  { weight: 2, arbitrary: someDay },
  { weight: 1, arbitrary: someDay.map((day) => `${day}T12:34:56.000Z`) },
  { weight: 1, arbitrary: fc.constantFrom('tomorrow', '2026-02-30', '1772000000000') },
);
const PLAIN_OPERANDS = fc.constantFrom(
  ...TEXTS.slice(1),
  ...TYPED_TEXTS.slice(1),
  '1e1',
  '.5',
  'ac*',
  'true',
);

export const typedCondition: fc.Arbitrary<Condition> = fc
  .record({
    type: fc.constantFrom(
      'string',
      'number',
      'bool',
      'enumeration',
      'multi',
      'date',
      'date',
      'datetime',
      'datetime',
    ),
    object: fc.constantFrom('contact', 'contact', 'company'),
    operator: fc.constantFrom(...OPERATORS),
    named: fc.nat(),
  })
  .chain(({ type, object, operator, named }) => {
    const isDate = type.startsWith('date');
    const names = isDate ? DATE_FIELDS : TYPED_FIELDS;
    const operand = isDate ? dateOperand : PLAIN_OPERANDS;
    const takes = operandsOf(operator);
    return fc
      .record({
        value: operand,
        highValue: operand,
        values: fc.array(operand, { minLength: 1, maxLength: 3 }),
      })
      .map((operands) => ({
        kind: 'property',
        object,
        property: names[named % names.length] ?? '',
        type,
        operator,
        ...Object.fromEntries(Object.entries(operands).filter(([key]) => takes.includes(key))),
      }));
  });

const signalCondition: fc.Arbitrary<Condition> = fc
  .record({
    kind: fc.constant('signals'),
    signal: fc.constantFrom(...KINDS),
    operator: fc.constantFrom(...COUNTING),
    count: fc.integer({ min: 0, max: 3 }),
    withinDays: fc.constantFrom(1, 2, 7, 30, 90),
    about: fc.constantFrom('', '', 'PRICING', 'demo'),
  })
  .map(({ about, ...condition }) => (about === '' ? condition : { ...condition, detailContains: about }));

const daysSinceCondition: fc.Arbitrary<Condition> = fc
  .record({
    place: placeOf(['contact', 'contact', 'company'], DATE_FIELDS),
    type: fc.constantFrom('', 'date', 'datetime'),
    operator: fc.constantFrom(...COUNTING),
    days: fc.constantFrom(-3, 0, 1, 2, 10, 30),
  })
  .map(({ place, type, operator, days }) => ({
    kind: 'daysSince',
    ...place,
    ...(type === '' ? {} : { type }),
    operator,
    days,
  }));

const dealCondition: fc.Arbitrary<Condition> = fc
  .record({
    kind: fc.constant('deals'),
    status: fc.constantFrom('open', 'won', 'lost', 'any'),
    operator: fc.constantFrom(...COUNTING),
    count: fc.integer({ min: 0, max: 2 }),
    window: fc.constantFrom(0, 1, 7, 30),
  })
  .map(({ window, ...condition }) => (window === 0 ? condition : { ...condition, withinDays: window }));

/** Its parts are filled in once the rules are there. */
const scorePartCondition: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('scorePart'),
  of: fc.constantFrom('rule', 'group'),
  id: fc.constantFrom('eng0', 'eng1', 'fit0'),
  parts: fc.constant([]),
  operator: fc.constantFrom('LT', 'LTE', 'GT', 'GTE'),
  milliPoints: fc.integer({ min: -10, max: 40 }).map((points) => points * 1000),
});

export const scoreCondition: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('score'),
  part: fc.constantFrom('total', 'fit', 'engagement'),
  operator: fc.constantFrom('LT', 'LTE', 'GT', 'GTE'),
  milliPoints: fc.integer({ min: -10, max: 80 }).map((points) => points * 1000),
});

const stageAgeCondition: fc.Arbitrary<Condition> = fc.record({
  kind: fc.constant('stageAge'),
  operator: fc.constantFrom('LT', 'GTE'),
  days: fc.constantFrom(1, 3, 14, 40),
});

export function filterOf(conditions: readonly fc.Arbitrary<Condition>[]): fc.Arbitrary<Filter> {
  const group = fc.array(fc.oneof(...conditions), { maxLength: 2, size: 'max' });
  return fc.record({ anyOf: fc.array(group, { maxLength: 2, size: 'max' }) });
}

/** Those that time alone may turn at the beginning of a local day, or when a window or a part of the score ends. */
export const turningCondition = fc.oneof(
  { weight: 2, arbitrary: typedCondition.filter((condition) => condition.type?.startsWith('date') === true) },
  { weight: 2, arbitrary: daysSinceCondition },
  { weight: 1, arbitrary: dealCondition },
  { weight: 1, arbitrary: scorePartCondition },
);
const blindConditions = [
  propertyCondition,
  propertyCondition,
  typedCondition,
  signalCondition,
  daysSinceCondition,
  dealCondition,
  stageAgeCondition,
];
export const fitFilter = filterOf(blindConditions);
export const anyFilter = filterOf([...blindConditions, scoreCondition, scorePartCondition]);
