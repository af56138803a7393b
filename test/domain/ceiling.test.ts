// The most that signs of interest can bring a lead to: what fit can become at best, and where no number of signs helps.
import { describe, expect, it } from 'vitest';
import type { Condition, FitRule } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { type Ceiling, ceilingOf } from '#domain/explain/ceiling.ts';
import { initialState, type LeadFacts } from '#domain/lead.ts';
import {
  agreementWith,
  contactIs,
  contextAt,
  engagementRule,
  fitRule,
  hotFacts,
  hotWith,
  hoursAfter,
  scoreAtLeast,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

interface Model {
  /** What an MQL needs. */
  readonly line: Condition;
  readonly rules?: readonly FitRule[];
  /** Of engagement, in points. */
  readonly cap?: number;
}

const isBig = contactIs('size', 'big');
const big = fitRule('big', 20, when(isBig));
const seen = (kind: 'meeting' | 'call' | 'emailReply'): Condition => ({
  kind: 'signals',
  signal: kind,
  operator: 'GTE',
  count: 1,
  withinDays: 30,
});

/** Of the big company that filled a form: 20 points of fit, 40 of engagement. */
function ceiling({ line, rules = [big], cap = 100 }: Model, facts: LeadFacts = hotFacts): Ceiling | null {
  const agreement = agreementWith({
    stages: { mqlEntry: when(line) },
    score: {
      fit: { cap: 100_000, groups: [], rules },
      engagement: { cap: cap * 1000, groups: [], rules: [engagementRule('form', 40)] },
    },
  });
  const { verdict } = decide(agreement, { facts, state: initialState() }, contextAt(T0));
  return ceilingOf(agreement, verdict);
}

describe('a line that no number of signs reaches', () => {
  it('is one above fit and the cap of engagement together', () => {
    expect(ceiling({ line: scoreAtLeast(71), cap: 50 })).toEqual({
      part: 'total',
      fit: 20_000,
      cap: 50_000,
      most: 70_000,
      needed: 71_000,
    });
    expect(ceiling({ line: scoreAtLeast(70), cap: 50 })).toBeNull();
  });

  it('is one of fit alone above what fit can be, whatever the cap of engagement', () => {
    expect(ceiling({ line: scoreAtLeast(21, 'fit') })).toEqual({
      part: 'fit',
      fit: 20_000,
      cap: 100_000,
      most: 20_000,
      needed: 21_000,
    });
    expect(ceiling({ line: scoreAtLeast(20, 'fit') })).toBeNull();
  });

  it('is none of engagement alone, nor one that is no number of points', () => {
    expect(ceiling({ line: scoreAtLeast(200, 'engagement') })).toBeNull();
    expect(ceiling({ line: contactIs('size', 'small') })).toBeNull();
  });
});

describe('fit at its best', () => {
  const met = signal('meeting', hoursAfter(T0, -1));
  const meeting = fitRule('meeting', 15, when(seen('meeting')));
  const away = fitRule('away', -15, when(seen('meeting')));
  const anySign = { anyOf: [[seen('meeting')], [seen('call')], [seen('emailReply')]] };
  const perSign: FitRule = {
    ...fitRule('per', 1, when(seen('meeting'))),
    per: { object: 'contact', property: 'hubspotscore' },
    cap: 8_000,
  };

  it.each<[string, readonly FitRule[], number]>([
    [
      'of rules that look at no sign: as it is',
      [big, fitRule('small', 30, when(contactIs('size', 'small')))],
      20,
    ],
    ['with a sign that is still to come', [big, meeting], 35],
    ['whichever rule comes first', [meeting, big], 35],
    [
      'with a sign beside what else the rule asks for',
      [big, fitRule('both', 15, when(isBig, seen('call')))],
      35,
    ],
    ['without a sign that would take points', [big, away], 20],
    ['with one of several signs, where the points count once', [big, fitRule('any', 10, anySign)], 30],
    ['with each of several signs', [big, { ...fitRule('each', 10, anySign), cap: 40_000 }], 50],
    [
      'with each of several signs, up to the cap of the rule',
      [big, { ...fitRule('each', 10, anySign), cap: 25_000 }],
      45,
    ],
    ['with a number that grows up to the cap of its rule', [big, perSign], 28],
  ])('is told %s', (_what, rules, best) => {
    expect(ceiling({ line: scoreAtLeast(90, 'fit'), rules })?.fit).toBe(best * 1000);
  });

  it('keeps what a sign gives already', () => {
    const facts = hotWith({ signals: [met] });

    expect(ceiling({ line: scoreAtLeast(90, 'fit'), rules: [big, meeting] }, facts)?.fit).toBe(35_000);
  });

  it('is without what a sign takes now: that passes', () => {
    const facts = hotWith({ signals: [met] });
    const rules = [big, away];

    expect(ceiling({ line: scoreAtLeast(90, 'fit'), rules }, facts)?.fit).toBe(20_000);
    expect(ceiling({ line: scoreAtLeast(20, 'fit'), rules }, facts)).toBeNull();
  });

  it('never exceeds the cap of fit', () => {
    const rules = [fitRule('most', 90, when(seen('meeting'))), fitRule('more', 90, when(seen('call')))];

    expect(ceiling({ line: scoreAtLeast(201), rules })).toMatchObject({ fit: 100_000, most: 200_000 });
  });
});
