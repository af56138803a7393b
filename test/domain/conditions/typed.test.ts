// Property conditions by the type of the property, a row each: what the oracle and its laws say in general, as a reader checks
// it by hand.
import { describe, expect, it } from 'vitest';
import type { Condition, Operator, PropertyCondition, ValueType } from '#domain/agreement.ts';
import { matchesFilter, type Sight } from '#domain/conditions/index.ts';
import { takesOperator } from '#domain/conditions/property.ts';
import { toEpochMs } from '#domain/instant.ts';
import { viewLead } from '#domain/view.ts';
import { agreementWith, factsWith, T0, when } from '#test/support/builders.ts';

/** T0 is 10:00 on Monday 2 March 2026 in Paris. */
const NINE_IN_UTC = String(toEpochMs(T0));

type Operands = Pick<PropertyCondition, 'value' | 'highValue' | 'values'>;

/** `first` and `second` of BETWEEN; a list for IN and NOT_IN. */
function operandsOf(written: string | readonly string[], second?: string): Operands {
  if (typeof written !== 'string') return { values: written };
  return { value: written, ...(second === undefined ? {} : { highValue: second }) };
}

function sightOf(contact: Record<string, string>): Sight {
  const view = viewLead(agreementWith(), factsWith({ contact }));
  return { view, nowMs: toEpochMs(T0), stageSince: null, score: null };
}

type Asked = Pick<PropertyCondition, 'type' | 'operator'> & Operands;

function holds(asked: Asked, value: string): boolean {
  const condition: Condition = { kind: 'property', object: 'contact', property: 'p', ...asked };
  return matchesFilter(when(condition), sightOf({ p: value }));
}

type Row = [Operator, string | readonly string[], value: string, expected: boolean];

describe.each<[ValueType, Row[]]>([
  [
    'string',
    [
      ['EQ', 'paris', 'PARIS', true],
      ['EQ', '12.0', '12', false],
      ['NEQ', 'paris', 'Paris', false],
      ['NEQ', 'Lyon', 'Paris', true],
      ['IN', ['Lyon', 'paris'], 'Paris', true],
      ['NOT_IN', ['Lyon', 'paris'], 'Paris', false],
      ['LT', '9', '1', false],
      ['GTE', '1', '9', false],
      ['BETWEEN', 'a', 'a', false],
      ['HAS_PROPERTY', '', 'x', true],
      ['NOT_HAS_PROPERTY', '', 'x', false],
      ['CONTAINS_TOKEN', 'sales', 'Head of Sales', true],
      ['NOT_CONTAINS_TOKEN', 'sales', 'Head of Sales', false],
      ['NOT_CONTAINS_TOKEN', 'legal', 'Head of Sales', true],
    ],
  ],
  [
    'number',
    [
      ['EQ', '1e2', '100', true],
      ['EQ', '1E+2', '100', true],
      ['EQ', '1e-2', '.01', true],
      ['EQ', '-.5', '-0.5', true],
      ['EQ', '5.', '5', true],
      ['EQ', '1e1000', '1e1000', false],
      ['EQ', '.', '0', false],
      ['EQ', ' 5', '5', false],
      ['EQ', '5 ', '5', false],
      ['EQ', 'many', 'many', false],
      ['NEQ', 'many', 'many', true],
      ['NEQ', '5', '5.0', false],
      ['IN', ['1', '5.0'], '5', true],
      ['NOT_IN', ['1', '5.0'], '5', false],
      ['LT', '9', '10', false],
      ['LT', '10', '9', true],
      ['LT', '10', '10', false],
      ['LTE', '10', '10.0', true],
      ['LTE', '10', '10.1', false],
      ['GT', '9', '10', true],
      ['GT', '10', '10', false],
      ['GTE', '10', '10', true],
      ['GTE', '10', '9', false],
      ['LT', 'many', '1', false],
      ['GTE', '1', 'many', false],
      ['LTE', '1', 'many', false],
      ['CONTAINS_TOKEN', '5', '5', false],
      ['NOT_CONTAINS_TOKEN', '5', '6', false],
      ['HAS_PROPERTY', '', 'many', true],
    ],
  ],
  [
    'bool',
    [
      ['EQ', 'TRUE', 'true', true],
      ['NEQ', 'true', 'false', true],
      ['IN', ['TRUE'], 'true', true],
      ['GTE', 'true', 'true', false],
      ['CONTAINS_TOKEN', 'true', 'true', false],
    ],
  ],
  [
    'enumeration',
    [
      ['EQ', 'SAAS', 'SAAS', true],
      ['EQ', 'SAAS', 'saas', false],
      ['NOT_IN', ['SAAS', 'BANK'], 'saas', true],
      ['NOT_IN', ['SAAS', 'BANK'], 'BANK', false],
      ['LTE', 'SAAS', 'SAAS', false],
      ['CONTAINS_TOKEN', 'saas', 'SAAS', false],
    ],
  ],
  [
    'multi',
    [
      ['EQ', 'b', 'a;b', true],
      ['EQ', 'B', 'a;b', false],
      ['EQ', 'a;b', 'a;b', false],
      ['NEQ', 'b', 'a;b', false],
      ['NEQ', 'c', 'a;b', true],
      ['IN', ['x', 'a'], 'a;b', true],
      ['NOT_IN', ['x', 'a'], 'a;b', false],
      ['GTE', 'a', 'a', false],
      ['CONTAINS_TOKEN', 'a', 'a;b', false],
    ],
  ],
  [
    'date',
    [
      ['EQ', 'today', '2026-03-02', true],
      ['EQ', 'today-1', '2026-03-01', true],
      ['EQ', 'today+31', '2026-04-02', true],
      ['EQ', 'today+100000', '2026-03-02', false],
      ['EQ', 'not today', '2026-03-02', false],
      ['EQ', 'today+', '2026-03-02', false],
      ['EQ', '2026-03-02', '2026-03-02', true],
      ['EQ', '2026-03-02', NINE_IN_UTC, true],
      ['EQ', '2026-02-30', '2026-03-02', false],
      ['EQ', '2026-02-30', '2026-02-30', false],
      ['EQ', T0, '2026-03-02', false],
      ['NEQ', T0, '2026-03-02', true],
      ['IN', ['2026-03-01', 'today'], '2026-03-02', true],
      ['NOT_IN', ['2026-03-01', 'today'], '2026-03-02', false],
      ['LT', 'today', '2026-03-01', true],
      ['LT', 'today', '2026-03-02', false],
      ['LTE', 'today', '2026-03-02', true],
      ['LTE', 'today', '2026-03-03', false],
      ['GT', 'today', '2026-03-03', true],
      ['GT', 'today', '2026-03-02', false],
      ['GTE', 'today', '2026-03-02', true],
      ['GTE', '2026-03-02', '2026-03-01', false],
      ['LT', T0, '2026-03-01', false],
      ['GT', T0, '2026-03-03', false],
      ['LTE', 'today', 'soon', false],
      ['CONTAINS_TOKEN', '2026', '2026-03-02', false],
    ],
  ],
  [
    'datetime',
    [
      ['EQ', 'today', '2026-03-01T23:00:00.000Z', true],
      ['EQ', 'today', '2026-03-01T22:59:59.999Z', false],
      ['EQ', 'today', '2026-03-02T22:59:59.999Z', true],
      ['EQ', '2026-03-02', '2026-03-02T23:00:00.000Z', false],
      ['EQ', 'today', '2026-03-02', true],
      ['EQ', 'today', 'soon', false],
      ['EQ', T0, NINE_IN_UTC, true],
      ['EQ', T0, '2026-03-02T10:00:00+01:00', true],
      ['EQ', '2026-03-02T09:00', T0, false],
      ['LT', 'today', '2026-03-01T22:59:59.999Z', true],
      ['LT', 'today', '2026-03-01T23:00:00.000Z', false],
      ['GT', 'today', '2026-03-02T23:00:00.000Z', true],
      ['GT', 'today', '2026-03-02T22:59:59.999Z', false],
      ['LT', T0, '2026-03-02T08:59:59.999Z', true],
      ['LT', T0, T0, false],
      ['LTE', T0, T0, true],
      ['GT', T0, '2026-03-02T09:00:00.001Z', true],
      ['GTE', T0, '2026-03-02T08:59:59.999Z', false],
      ['CONTAINS_TOKEN', '2026', T0, false],
    ],
  ],
])('a condition on a property of type %s', (type, rows) => {
  it.each(rows)('%s %o on “%s” is %s', (...[operator, written, value, expected]) => {
    expect(holds({ type, operator, ...operandsOf(written) }, value)).toBe(expected);
  });
});

describe('BETWEEN', () => {
  it.each<[ValueType, low: string, high: string, value: string, boolean]>([
    ['number', '9', '10', '9', true],
    ['number', '9', '10', '10', true],
    ['number', '9', '10', '8.9', false],
    ['number', '9', '10', '10.1', false],
    ['number', '9', 'many', '9', false],
    ['number', 'many', '10', '9', false],
    ['date', 'today-2', 'today+2', '2026-02-28', true],
    ['date', 'today-2', 'today+2', '2026-03-04', true],
    ['date', 'today-2', 'today+2', '2026-02-27', false],
    ['date', 'today-2', 'today+2', '2026-03-05', false],
    ['date', 'today-2', 'soon', '2026-03-02', false],
    ['datetime', '2026-03-02', 'today+1', '2026-03-03T22:59:59.999Z', true],
    ['datetime', '2026-03-02', 'today+1', '2026-03-03T23:00:00.000Z', false],
    ['datetime', T0, T0, T0, true],
  ])('a %s %s and %s on “%s” is %s', (...[type, low, high, value, expected]) => {
    expect(holds({ type, operator: 'BETWEEN', ...operandsOf(low, high) }, value)).toBe(expected);
  });
});

describe('an operator', () => {
  it.each<[Operator, string]>([
    ['LT', 'untyped number date datetime'],
    ['BETWEEN', 'untyped number date datetime'],
    ['CONTAINS_TOKEN', 'untyped string'],
    ['NOT_CONTAINS_TOKEN', 'untyped string'],
    ['IN', 'untyped string number bool enumeration multi date datetime'],
    ['NOT_HAS_PROPERTY', 'untyped string number bool enumeration multi date datetime'],
  ])('%s is offered for %s', (operator, types) => {
    const all = [undefined, 'string', 'number', 'bool', 'enumeration', 'multi', 'date', 'datetime'] as const;
    const taking = all.filter((type) => takesOperator(type, operator));

    expect(taking.map((type) => type ?? 'untyped').join(' ')).toBe(types);
  });
});
