// What in an agreement can turn with time alone, wherever its filters stand.
import { describe, expect, it } from 'vitest';
import type { Condition, ScoreCondition } from '#domain/agreement.ts';
import type { RoutingRule } from '#domain/agreement-routing.ts';
import { filtersOf, lineOf, timeConditionsOf, timeConditionsWithRouting } from '#domain/time-conditions.ts';
import {
  agreementWith,
  contactIs,
  engagementRule,
  fitRule,
  scoreAtLeast,
  scoreBelow,
  when,
} from '#test/support/builders.ts';

const SIGNALS: Condition = { kind: 'signals', signal: 'form', operator: 'GTE', count: 1, withinDays: 7 };
const DEALS: Condition = { kind: 'deals', status: 'open', operator: 'GTE', count: 1, withinDays: 7 };
const RELATIVE: Condition = { ...contactIs('renewal', 'today'), kind: 'property', type: 'date' } as Condition;
const SINCE: Condition = {
  kind: 'daysSince',
  object: 'contact',
  property: 'seen',
  operator: 'GTE',
  days: 7,
};
const PART: Condition = {
  kind: 'scorePart',
  of: 'rule',
  id: 'form',
  parts: ['form'],
  operator: 'GTE',
  milliPoints: 9,
};
const AGE: Condition = { kind: 'stageAge', operator: 'GTE', days: 7 };

describe('what time alone can turn', () => {
  it('is found in every filter of an agreement, by kind', () => {
    const plain = contactIs('size', 'big');
    const track = { id: 't', label: '', after: null };
    const agreement = agreementWith({
      scope: { include: when(plain), exclude: when(SINCE, plain) },
      personas: [{ id: 'p', label: '', when: { anyOf: [[plain], [DEALS, RELATIVE]] } }],
      stages: {
        leadEntry: when(AGE),
        mqlEntry: when(scoreAtLeast(50, 'engagement')),
        mqlExit: when(scoreBelow(30)),
      },
      score: {
        fit: { cap: 100_000, groups: [], rules: [fitRule('f', 9, when(PART))] },
        engagement: { cap: 100_000, groups: [], rules: [engagementRule('form', 40)] },
        gates: [{ id: 'g', label: '', when: when(scoreAtLeast(10, 'fit'), SIGNALS) }],
        grade: {
          fit: [{ letter: 'A', from: 5 }],
          engagement: [{ digit: '1', from: 7, label: 'hot' }],
        },
      },
      disqualify: [{ id: 'd', label: '', when: when({ ...SIGNALS, count: 2 }) }],
      nurture: {
        maturing: when({ ...AGE, days: 8 }),
        tracks: [
          { ...track, when: when({ ...DEALS, count: 2 }) },
          { ...track, when: null },
        ],
      },
    });

    expect(timeConditionsOf(agreement)).toEqual({
      signals: [{ ...SIGNALS, count: 2 }, SIGNALS],
      deals: [{ ...DEALS, count: 2 }, DEALS],
      relative: [RELATIVE],
      daysSince: [SINCE],
      scoreParts: [PART],
      stageAges: [AGE, { ...AGE, days: 8 }],
      engagementLines: [50_000, 7],
      totalLines: [30_000],
    });
    expect(filtersOf(agreement)).toHaveLength(11);
  });

  it('is looked for in the rules of who gets a lead only where an owner is sought', () => {
    const rule: RoutingRule = {
      id: 'r',
      label: '',
      pool: null,
      criteria: [
        { by: 'when', when: when(SIGNALS, contactIs('size', 'big')) },
        { by: 'score', when: when(scoreAtLeast(70)) },
      ],
    };
    const agreement = agreementWith({
      personas: [{ id: 'p', label: '', when: when(DEALS) }],
      score: { gates: [] },
      routing: { rules: [rule] },
    });

    expect(timeConditionsOf(agreement)).toMatchObject({ signals: [], deals: [DEALS] });
    expect(timeConditionsWithRouting(agreement)).toMatchObject({ signals: [SIGNALS], deals: [DEALS] });
    expect(timeConditionsWithRouting(agreement).totalLines).toContain(70_000);
    expect(timeConditionsOf(agreement).totalLines).not.toContain(70_000);
  });

  it('is looked for in no filter that an agreement leaves out', () => {
    const bare = agreementWith({ personas: [], stages: { mqlExit: null }, score: { gates: [] } });

    expect(filtersOf(bare)).toEqual([bare.stages.mqlEntry, bare.score.fit.rules[0]!.when]);
  });

  it.each<[ScoreCondition['operator'], number]>([
    ['GTE', 10],
    ['LT', 10],
    ['GT', 11],
    ['LTE', 11],
  ])('%s 10 turns between the thousandth before %d and it', (operator, line) => {
    expect(lineOf({ kind: 'score', part: 'total', operator, milliPoints: 10 })).toBe(line);
  });
});
