// HubSpot's filter language and what Accord adds to it, as seen in a verdict: the gate is met where the condition holds.
import { describe, expect, it } from 'vitest';
import type { Condition, Filter, Instant } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { initialState, type LeadFacts } from '#domain/lead.ts';
import {
  agreementWith,
  always,
  cell,
  contactIs,
  contextAt,
  daysAfter,
  factsWith,
  hoursAfter,
  never,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

function holds(filter: Filter, facts: LeadFacts, now: Instant = T0): boolean {
  const agreement = agreementWith({ score: { gates: [{ id: 'gate', label: '', when: filter }] } });
  return decide(agreement, { facts, state: initialState() }, contextAt(now)).verdict.gates.length > 0;
}

function property(operator: string, operands: object = {}): Condition {
  return { kind: 'property', object: 'contact', property: 'p', operator, ...operands } as Condition;
}

describe('a property condition', () => {
  it.each([
    ['EQ', { value: 'paris' }, 'Paris', true],
    ['EQ', { value: '12.0' }, '12', true],
    ['EQ', { value: '12' }, '120', false],
    ['EQ', { value: '1e2' }, '100', false],
    ['NEQ', { value: 'PARIS' }, 'paris', false],
    ['NEQ', { value: 'Lyon' }, 'Paris', true],
    ['LT', { value: '9' }, '10', false],
    ['LT', { value: '9' }, '-10.5', true],
    ['LT', { value: '9a' }, '10', true],
    ['LTE', { value: '10' }, '10', true],
    ['GT', { value: '10' }, '10', false],
    ['GT', { value: 'Z' }, 'a', true],
    ['GTE', { value: '2026-03-01' }, '2026-03-01', true],
    ['LT', { value: '9' }, '9', false],
    ['LT', { value: 'a' }, 'a', false],
    ['LTE', { value: 'a' }, 'a', true],
    ['LTE', { value: 'a' }, 'b', false],
    ['LT', { value: 'b' }, 'a', true],
    ['GT', { value: 'a' }, 'a', false],
    ['GTE', { value: '10' }, '9', false],
    ['BETWEEN', { value: '5', highValue: 'b' }, '6', true],
    ['BETWEEN', { value: '5', highValue: 'b' }, '4', false],
    ['BETWEEN', { value: 'a', highValue: 'c' }, 'd', false],
    ['BETWEEN', { value: '10', highValue: '20' }, '10', true],
    ['BETWEEN', { value: '10', highValue: '20' }, '20', true],
    ['BETWEEN', { value: '10', highValue: '20' }, '20.5', false],
    ['IN', { values: ['A', 'b'] }, 'B', true],
    ['IN', { values: ['5.0'] }, '5', true],
    ['IN', { values: [] }, 'a', false],
    ['NOT_IN', { values: ['A', 'b'] }, 'a', false],
    ['NOT_IN', { values: ['A', 'b'] }, 'c', true],
    ['HAS_PROPERTY', {}, 'x', true],
    ['NOT_HAS_PROPERTY', {}, 'x', false],
    ['CONTAINS_TOKEN', { value: 'head' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: 'sales head' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: 'hea' }, 'Head of Sales', false],
    ['CONTAINS_TOKEN', { value: 'hea*' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: '*ead' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: '*a*e*' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: '*hea*' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: 'sa*sales' }, 'Head of Sales', false],
    ['CONTAINS_TOKEN', { value: 's*s' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: 's*l*x*s' }, 'Head of Sales', false],
    ['CONTAINS_TOKEN', { value: 'x*s' }, 'Head of Sales', false],
    ['CONTAINS_TOKEN', { value: 's*d' }, 'Head of Sales', false],
    ['CONTAINS_TOKEN', { value: 's*ale*les' }, 'Head of Sales', false],
    ['CONTAINS_TOKEN', { value: '*l*s' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: 'sales*' }, 'Head of Sales', true],
    ['CONTAINS_TOKEN', { value: 'sales legal' }, 'Head of Sales', false],
    ['CONTAINS_TOKEN', { value: '2*' }, 'Top 25', true],
    ['CONTAINS_TOKEN', { value: '*' }, '--', false],
    ['CONTAINS_TOKEN', { value: 'gérant' }, 'GÉRANT·E', true],
    ['CONTAINS_TOKEN', { value: 'e-mail' }, 'mail, e', true],
    ['CONTAINS_TOKEN', { value: '!' }, 'anything!', false],
    ['NOT_CONTAINS_TOKEN', { value: 'head' }, 'Head of Sales', false],
    ['NOT_CONTAINS_TOKEN', { value: 'legal' }, 'Head of Sales', true],
  ])('%s %o on "%s" is %s', (...[operator, operands, value, expected]) => {
    expect(holds(when(property(operator, operands)), factsWith({ contact: { p: value } }))).toBe(expected);
  });

  it.each([
    ['EQ', false],
    ['NEQ', false],
    ['LT', false],
    ['LTE', false],
    ['GT', false],
    ['GTE', false],
    ['BETWEEN', false],
    ['IN', false],
    ['NOT_IN', false],
    ['HAS_PROPERTY', false],
    ['NOT_HAS_PROPERTY', true],
    ['CONTAINS_TOKEN', false],
    ['NOT_CONTAINS_TOKEN', false],
  ])('%s on a missing or empty value is %s', (operator, expected) => {
    const filter = when(property(operator, { value: '', highValue: 'z', values: [''] }));

    expect(holds(filter, factsWith())).toBe(expected);
    expect(holds(filter, factsWith({ contact: { p: '' } }))).toBe(expected);
  });

  it('looks at the company where it says so', () => {
    const condition = { ...property('EQ', { value: 'x' }), object: 'company' } as Condition;

    expect(holds(when(condition), factsWith({ contact: { p: 'x' } }))).toBe(false);
    expect(holds(when(condition), factsWith({ company: { p: 'x' } }))).toBe(true);
  });
});

describe('a signal count', () => {
  const inWeek = (operator: 'EQ' | 'LT' | 'LTE' | 'GT' | 'GTE', count: number): Filter =>
    when({ kind: 'signals', signal: 'form', operator, count, withinDays: 7 });
  const forms = factsWith({
    signals: [
      signal('form', daysAfter(T0, -8)),
      signal('form', daysAfter(T0, -6)),
      signal('form', daysAfter(T0, -1)),
      signal('touch', T0),
    ],
  });

  it.each([
    ['GTE', 2, true],
    ['GTE', 3, false],
    ['GT', 1, true],
    ['GT', 2, false],
    ['EQ', 2, true],
    ['LTE', 2, true],
    ['LT', 2, false],
  ] as const)('%s %d on two in the window is %s', (operator, count, expected) => {
    expect(holds(inWeek(operator, count), forms)).toBe(expected);
  });

  it('leaves a window exactly after its days', () => {
    const one = factsWith({ signals: [signal('form', T0)] });
    const end = daysAfter(T0, 7);

    expect(holds(inWeek('GTE', 1), one, hoursAfter(end, -1 / 3_600_000))).toBe(true);
    expect(holds(inWeek('GTE', 1), one, end)).toBe(false);
  });

  it('counts a signal that is dated ahead of now', () => {
    expect(holds(inWeek('GTE', 1), factsWith({ signals: [signal('form', hoursAfter(T0, 1))] }))).toBe(true);
  });
});

describe('a stage age', () => {
  const atLeast = when({ kind: 'stageAge', operator: 'GTE', days: 2 });
  const below = when({ kind: 'stageAge', operator: 'LT', days: 2 });
  const staged = factsWith({ contact: { lifecyclestage: cell('lead', T0) } });

  it.each([
    [daysAfter(T0, 1.9), false, true],
    [daysAfter(T0, 2), true, false],
  ])('at %s: at least two days %s, less %s', (now, old, young) => {
    expect([holds(atLeast, staged, now), holds(below, staged, now)]).toEqual([old, young]);
  });

  it('is nothing without a stage', () => {
    expect([holds(atLeast, factsWith()), holds(below, factsWith())]).toEqual([false, false]);
  });
});

describe('a list', () => {
  const member = when({ kind: 'list', list: ' Key  Accounts', operator: 'MEMBER' });
  const none = when({ kind: 'list', list: 'Key Accounts', operator: 'NOT_MEMBER' });

  it.each([
    ['that the lead is in', '+key accounts\n-partners', true],
    ['that it is not in', '+accounts\n-key accounts', false],
    ['that nothing is known of', '+key accounts 2\n-key', false],
  ])('%s', (_, $lists, isIn) => {
    const facts = factsWith({ contact: { $lists } });
    expect([holds(member, facts), holds(none, facts)]).toEqual([isIn, !isIn]);
  });

  it('has no members where lists were never read', () => {
    expect([holds(member, factsWith()), holds(none, factsWith())]).toEqual([false, true]);
  });
});

describe('a filter', () => {
  const yes = contactIs('p', 'x');
  const no = contactIs('p', 'y');

  it.each([
    ['with a true group', { anyOf: [[no], [yes, yes]] }, true],
    [
      'with half-true groups',
      {
        anyOf: [
          [no, yes],
          [yes, no],
        ],
      },
      false,
    ],
    ['with an empty group', always, true],
    ['without groups', never, false],
  ])('%s is %s', (_, filter, expected) => {
    expect(holds(filter, factsWith({ contact: { p: 'x' } }))).toBe(expected);
  });
});
