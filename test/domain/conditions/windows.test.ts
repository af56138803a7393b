// Days since, deals and windows: what they count, and the instants at which time alone turns the answer.
import { describe, expect, it } from 'vitest';
import type {
  CountOperator,
  DaysSinceCondition,
  DealCondition,
  PropertyCondition,
  SignalCondition,
} from '#domain/agreement.ts';
import { bordersOf, countDeals, dealTurns, holdsDeals, signalTurns } from '#domain/conditions/counts.ts';
import {
  daysSince,
  daysSinceTurns,
  holdsDaysSince,
  isRelative,
  relativeTurns,
} from '#domain/conditions/dates.ts';
import type { Sight } from '#domain/conditions/sight.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { viewLead } from '#domain/view.ts';
import { agreementWith, daysAfter, type FactChanges, factsWith, signal, T0 } from '#test/support/builders.ts';
import { deal } from '#test/support/lifecycle-stories.ts';

/** At T0: 10:00 on Monday 2 March 2026 in Paris. */
function sightOf(facts: FactChanges): Sight {
  return {
    view: viewLead(agreementWith(), factsWith(facts)),
    nowMs: toEpochMs(T0),
    stageSince: null,
    score: null,
  };
}

const told = (turns: readonly number[]): string[] => turns.map(fromEpochMs);

describe('days since', () => {
  const since = (operator: CountOperator, days: number, type?: 'date' | 'datetime'): DaysSinceCondition => ({
    kind: 'daysSince',
    object: 'contact',
    property: 'p',
    operator,
    days,
    ...(type === undefined ? {} : { type }),
  });

  it.each([
    ['2026-03-01', 'date', 1],
    ['2026-03-01', undefined, 1],
    ['2026-03-04', 'date', -2],
    [String(toEpochMs('2026-03-01T23:30:00.000Z')), 'date', 1],
    [String(toEpochMs('2026-03-01T23:30:00.000Z')), 'datetime', 0],
    ['2026-03-01T22:30:00.000Z', undefined, 1],
    ['yesterday', 'date', null],
    ['yesterday', undefined, null],
    ['', 'date', null],
  ] as const)('“%s” (%s) are %s', (value, type, days) => {
    expect(daysSince(since('EQ', 0, type), sightOf({ contact: { p: value } }))).toBe(days);
  });

  it.each([
    ['GTE', 2, true],
    ['GTE', 3, false],
    ['LT', 3, true],
    ['EQ', 2, true],
  ] as const)('%s %d on two is %s, on no date false', (operator, days, expected) => {
    expect(holdsDaysSince(since(operator, days), sightOf({ contact: { p: '2026-02-28' } }))).toBe(expected);
    expect(holdsDaysSince(since(operator, days), sightOf({ contact: { p: '' } }))).toBe(false);
  });

  it('turn at the midnight in Paris after which one more day has passed', () => {
    const sight = sightOf({ contact: { p: '2026-03-01' } });

    expect(told(daysSinceTurns(since('GTE', 3), sight))).toEqual(['2026-03-03T23:00:00.000Z']);
    expect(told(daysSinceTurns(since('EQ', 3), sight))).toEqual([
      '2026-03-03T23:00:00.000Z',
      '2026-03-04T23:00:00.000Z',
    ]);
    expect(daysSinceTurns(since('GTE', 3), sightOf({ contact: { p: 'soon' } }))).toEqual([]);
  });
});

describe('a day counted from today', () => {
  const between: PropertyCondition = {
    kind: 'property',
    object: 'contact',
    property: 'p',
    type: 'date',
    operator: 'BETWEEN',
    value: 'today',
    highValue: '2026-12-31',
  };
  const isIn = (...values: string[]): PropertyCondition => ({
    kind: 'property',
    object: 'contact',
    property: 'p',
    type: 'date',
    operator: 'IN',
    values,
  });

  it.each<[string, PropertyCondition, boolean]>([
    ['a low end', between, true],
    ['a high end', { ...between, value: '2026-01-01', highValue: 'today+7' }, true],
    ['one of several values', isIn('2026-01-01', 'today-1'), true],
    ['a datetime', { ...between, type: 'datetime' }, true],
    ['none', isIn('2026-01-01', '2026-01-02'), false],
    ['no operand', { ...isIn(), operator: 'HAS_PROPERTY' }, false],
    ['text that reads the same', { ...between, type: 'string', operator: 'EQ' }, false],
  ])('is seen in %s', (_, condition, expected) => {
    expect(isRelative(condition)).toBe(expected);
  });

  it('turns when the value’s day begins to be that far away, and when it ends to be', () => {
    const sight = sightOf({ contact: { p: '2026-03-10' } });

    expect(told(relativeTurns(between, sight))).toEqual([
      '2026-03-09T23:00:00.000Z',
      '2026-03-10T23:00:00.000Z',
    ]);
    expect(told(relativeTurns(isIn('2026-01-01', 'today+3'), sight))).toEqual([
      '2026-03-06T23:00:00.000Z',
      '2026-03-07T23:00:00.000Z',
    ]);
    expect(relativeTurns(between, sightOf({ contact: { p: '' } }))).toEqual([]);
    expect(relativeTurns(between, sightOf({ contact: { p: 'soon' } }))).toEqual([]);
  });
});

describe('deals', () => {
  const created = daysAfter(T0, -20);
  const closed = daysAfter(T0, -5);
  const facts = {
    deals: [
      deal({ id: '1', status: 'open', createdAt: daysAfter(T0, -5), statusAt: created }),
      deal({ id: '2', status: 'won', createdAt: created, statusAt: closed }),
      deal({ id: '3', status: 'won', createdAt: created, statusAt: daysAfter(T0, -11) }),
      deal({ id: '4', status: 'lost', createdAt: created, statusAt: daysAfter(T0, 1) }),
    ],
  };
  const are = (status: DealCondition['status'], withinDays?: number): DealCondition => ({
    kind: 'deals',
    status,
    operator: 'GTE',
    count: 1,
    ...(withinDays === undefined ? {} : { withinDays }),
  });

  it.each<[DealCondition['status'], number | undefined, number]>([
    ['any', undefined, 4],
    ['open', undefined, 1],
    ['won', undefined, 2],
    ['lost', undefined, 1],
    ['any', 10, 1],
    ['open', 10, 1],
    ['won', 10, 1],
    ['won', 12, 2],
    ['lost', 10, 1],
    ['any', 20, 1],
    ['open', 5, 0],
  ])('%s within %s days: %d, open and any by creation, won and lost by closing', (status, days, count) => {
    expect(countDeals(are(status, days), sightOf(facts))).toBe(count);
    expect(holdsDeals({ ...are(status, days), count }, sightOf(facts))).toBe(true);
    expect(holdsDeals({ ...are(status, days), count: count + 1 }, sightOf(facts))).toBe(false);
  });

  it('turn when the one that matters leaves the window, and never without a window', () => {
    const { view } = sightOf(facts);

    expect(told(dealTurns(are('won', 12), view))).toEqual([daysAfter(closed, 12)]);
    expect(told(dealTurns({ ...are('won', 12), count: 2 }, view))).toEqual([daysAfter(T0, 1)]);
    expect(dealTurns({ ...are('won', 12), count: 3 }, view)).toEqual([]);
    expect(dealTurns(are('won'), view)).toEqual([]);
  });
});

describe('signals', () => {
  const { view } = sightOf({
    signals: [signal('form', daysAfter(T0, -3)), signal('form', daysAfter(T0, -1))],
  });
  const are = (operator: CountOperator, count: number): SignalCondition => ({
    kind: 'signals',
    signal: 'form',
    operator,
    count,
    withinDays: 7,
  });

  it.each<[CountOperator, number, number[]]>([
    ['GTE', 1, [6]],
    ['GTE', 2, [4]],
    ['LT', 2, [4]],
    ['GT', 1, [4]],
    ['LTE', 0, [6]],
    ['EQ', 1, [6, 4]],
    ['EQ', 0, [6]],
    ['GTE', 0, []],
    ['GTE', 3, []],
  ])('%s %d turns after %j days', (operator, count, days) => {
    expect(told(signalTurns(are(operator, count), view))).toEqual(days.map((day) => daysAfter(T0, day)));
  });

  it.each<[CountOperator, number[]]>([
    ['GTE', [3]],
    ['LT', [3]],
    ['GT', [4]],
    ['LTE', [4]],
    ['EQ', [3, 4]],
  ])('%s 3 turns where the count passes %j', (operator, borders) => {
    expect(bordersOf(operator, 3)).toEqual(borders);
  });
});
