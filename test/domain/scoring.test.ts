// Points, decay, cuts and grade; what is written of them and when it is written again.
import { describe, expect, it } from 'vitest';
import type { EngagementRule, FitRule, ScoreModel } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { initialState, type ScorePart } from '#domain/lead.ts';
import {
  agreementWith,
  always,
  contactIs,
  contextAt,
  daysAfter,
  decideInTurn,
  engagementRule,
  factsWith,
  fitRule,
  hoursAfter,
  mandatory,
  never,
  scoreAtLeast,
  signal,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';

const GROUPS = [
  { id: 'g1', cap: 25_000 },
  { id: 'g2', cap: 10_000 },
];
/** Of a contact: its number of seats; and three alternatives, of which two hold for a big one in France. */
const SEATS = { object: 'contact', property: 'seats' } as const;
const EITHER = {
  anyOf: [[contactIs('size', 'big')], [contactIs('country', 'France')], [contactIs('size', 'small')]],
};
const STEPS = [1_000_000, 1_000_000, 333_333, 0];

function scored(score: Partial<ScoreModel>, facts = factsWith()) {
  return decide(agreementWith({ score }), { facts, state: initialState() }, contextAt(T0)).verdict;
}
function fitModel(...rules: FitRule[]): Partial<ScoreModel> {
  return { fit: { cap: 40_000, groups: GROUPS, rules } };
}
function engagementModel(...rules: EngagementRule[]): Partial<ScoreModel> {
  return { engagement: { cap: 40_000, groups: GROUPS, rules } };
}
function summary(parts: readonly ScorePart[]) {
  return parts.map(({ rule, milliPoints, signals }) => [rule, milliPoints, signals]);
}
const formsAgo = (...hours: number[]) =>
  factsWith({ signals: hours.map((ago) => signal('form', hoursAfter(T0, -ago))) });

describe('fit', () => {
  it('sums rules, cuts groups, then the dimension, and names each cut', () => {
    const verdict = scored(
      fitModel(
        { ...fitRule('a', 20, always), group: 'g1' },
        { ...fitRule('b', 20, always), group: 'g1' },
        { ...fitRule('c', -30, always), group: 'g2' },
        fitRule('d', 30, always),
        fitRule('e', 5, when(contactIs('size', 'big'))),
      ),
    );

    expect(summary(verdict.parts)).toEqual([
      ['a', 20_000, 0],
      ['b', 20_000, 0],
      ['c', -30_000, 0],
      ['d', 30_000, 0],
      ['cap:group:g1', -15_000, 0],
      ['cap:group:g2', 20_000, 0],
      ['cap:fit', -5000, 0],
    ]);
    expect(verdict.fit).toBe(40_000);
  });

  it.each<[string, Partial<FitRule>, string, number]>([
    ['as many points as there are units, up to its cap', { per: SEATS, cap: 30_000 }, '4', 8000],
    ['no more than its cap', { per: SEATS, cap: 30_000 }, '40', 30_000],
    ['points for parts of a unit, in whole thousandths', { per: SEATS, cap: 30_000 }, '1.23456', 2469],
    ['nothing where the property holds no number', { per: SEATS, cap: 30_000 }, 'many', 0],
    ['nothing for units of a lead that it is not for', { per: SEATS, cap: 30_000, when: never }, '4', 0],
    ['its points once for each alternative that holds', { cap: 30_000, when: EITHER }, '4', 4000],
    ['no more for all of them than its cap', { cap: 3000, when: EITHER }, '4', 3000],
    ['its points once without a cap', { when: EITHER }, '4', 2000],
  ])('gives for a rule %s', (...[, changes, seats, milliPoints]) => {
    const facts = factsWith({ contact: { seats, size: 'big', country: 'France' } });

    expect(scored(fitModel({ ...fitRule('rule', 2, always), ...changes }), facts).fit).toBe(milliPoints);
  });

  it('is told apart from engagement in each part and each cut', () => {
    const { parts } = scored(
      { ...fitModel(fitRule('big', 50, always)), ...engagementModel(engagementRule('form', 50)) },
      formsAgo(0),
    );

    expect(parts.map(({ rule, dimension }) => [rule, dimension])).toEqual([
      ['big', 'fit'],
      ['cap:fit', 'fit'],
      ['form', 'engagement'],
      ['cap:engagement', 'engagement'],
    ]);
  });

  it('cannot look at the score', () => {
    expect(scored(fitModel(fitRule('a', 20, when(scoreAtLeast(0))))).fit).toBe(0);
  });
});

describe('engagement', () => {
  it.each([
    ['fresh', [0], 10_000],
    ['within the first hour', [0.999], 10_000],
    ['an hour old, by the table', [1], 10_000],
    ['two hours old, cut to whole thousandths', [2], 3333],
    ['older than the table', [3, 500], 0],
    ['dated after now, as if now', [-5], 10_000],
    ['several, summed', [0, 2], 13_333],
  ])('counts signals %s', (_, hours, milliPoints) => {
    expect(
      scored(engagementModel(engagementRule('form', 10, { decay: STEPS })), formsAgo(...hours)).engagement,
    ).toBe(milliPoints);
  });

  it('cuts negative worth toward zero', () => {
    expect(
      scored(engagementModel(engagementRule('form', -10, { decay: STEPS })), formsAgo(2)).engagement,
    ).toBe(-3333);
  });

  it('cuts a rule to its cap before its group and its dimension', () => {
    const verdict = scored(
      engagementModel(
        engagementRule('capped', 10, { cap: 15_000, group: 'g1' }),
        engagementRule('minus', -10, { cap: 15_000, group: 'g2' }),
        engagementRule('loose', 30),
      ),
      formsAgo(1, 2),
    );

    expect(summary(verdict.parts)).toEqual([
      ['capped', 15_000, 2],
      ['minus', -15_000, 2],
      ['loose', 60_000, 2],
      ['cap:group:g2', 5000, 0],
      ['cap:engagement', -25_000, 0],
    ]);
  });

  it('counts signals of the rule’s kind whose detail contains its text, whatever the case', () => {
    const signals = [
      signal('form', T0, 'Book a DEMO now'),
      signal('form', T0, 'Newsletter'),
      signal('pageView', T0, 'demo'),
    ];

    expect(
      summary(
        scored(
          engagementModel(engagementRule('demo', 10, { detailContains: 'Demo' })),
          factsWith({ signals }),
        ).parts,
      ),
    ).toEqual([['demo', 10_000, 1]]);
  });
});

describe('grade', () => {
  const grade = {
    fit: [
      { letter: 'A', from: 30_000 },
      { letter: 'B', from: 10_000 },
      { letter: 'C', from: 0 },
    ],
    engagement: [
      { digit: '1', from: 20_000, label: 'hot' },
      { digit: '2', from: 10_000, label: 'warm' },
    ],
  };

  it.each([
    [30, 20, 'A1'],
    [29.999, 19.999, 'B2'],
    [10, 10, 'B2'],
    [0, 9, 'C2'],
    [-5, -5, 'C2'],
  ])('of fit %d and engagement %d is %s', (fit, engagement, expected) => {
    const model = {
      grade,
      ...fitModel(fitRule('f', fit, always)),
      ...engagementModel(engagementRule('e', engagement)),
    };

    expect(scored(model, formsAgo(0)).grade).toBe(expected);
  });

  it('has no letter and no digit where the agreement has no bands', () => {
    const bandless = agreementWith({ score: { grade: { fit: [], engagement: [] } } });
    const decision = decideInTurn(bandless, [{ facts: factsWith(), context: contextAt(T0) }]);

    expect([decision.verdict.grade, wanted(decision, 'accord_engagement_level')]).toEqual(['', '']);
  });
});

describe('the written score', () => {
  /** 20 points for a big company; a form is worth 40 on its day, 36 the next two, then 31. */
  const decay = [...Array(24).fill(1_000_000), ...Array(48).fill(900_000), 775_000];
  const agreement = agreementWith({
    stages: { mqlExit: null },
    score: {
      engagement: { cap: 100_000, groups: [], rules: [engagementRule('form', 40, { decay })] },
      grade: { fit: [{ letter: 'A', from: 0 }], engagement: [{ digit: '1', from: 0, label: 'hot' }] },
    },
  });
  const facts = factsWith({ contact: { size: 'big' }, signals: [signal('form', T0)] });
  const older = { ...facts, signals: [signal('form', hoursAfter(T0, -12))] };
  const at = (days: number, changed = facts) => ({ facts: changed, context: contextAt(daysAfter(T0, days)) });

  it('is rounded down to the step', () => {
    const decision = decideInTurn(agreement, [at(1)]);

    expect([
      decision.verdict.total,
      wanted(decision, 'accord_score'),
      wanted(decision, 'accord_engagement'),
    ]).toEqual([56_000, '55', '35']);
  });

  it('is rounded down below zero too', () => {
    const negative = agreementWith({
      score: { fit: { cap: 100_000, groups: [], rules: [fitRule('f', -7, always)] } },
    });

    expect(wanted(decideInTurn(negative, [at(0, factsWith())]), 'accord_fit')).toBe('-10');
  });

  it.each([
    ['stays while less than a day went by', [at(0), at(0.99)], '60', 0],
    ['stays until a day went by though it moved by five points', [at(0, older), at(0.99, older)], '60', 0],
    ['is renewed after a day when it moved by five points', [at(0), at(1)], '55', 1],
    ['stays after a day when it moved by less', [at(1), at(2)], '55', 1],
    ['waits until it moved by five points', [at(1), at(2), at(4)], '50', 4],
    [
      'is renewed at once after a new signal',
      [at(0), at(0.5, { ...facts, signals: [...facts.signals, signal('touch', T0)] })],
      '60',
      0.5,
    ],
    [
      'is renewed at once when the status changes',
      [
        at(0),
        at(0.5, {
          ...facts,
          contact: { ...facts.contact, accord_answer: { value: 'accept', at: hoursAfter(T0, 1) } },
        }),
      ],
      '60',
      0.5,
    ],
  ])('%s', (...[, steps, total, days]) => {
    const decision = decideInTurn(agreement, steps);

    expect([wanted(decision, 'accord_score'), decision.state.scored?.at]).toEqual([
      total,
      daysAfter(T0, days),
    ]);
  });

  it('is renewed at once when the grade changes', () => {
    const graded = agreementWith({
      stages: { mqlExit: null },
      score: {
        ...agreement.score,
        grade: {
          fit: [{ letter: 'A', from: 0 }],
          engagement: [
            { digit: '1', from: 40_000, label: 'hot' },
            { digit: '2', from: 0, label: 'warm' },
          ],
        },
      },
    });
    const decision = decideInTurn(graded, [at(0, older), at(0.5, older)]);

    expect([wanted(decision, 'accord_grade'), wanted(decision, 'accord_score')]).toEqual(['A2', '55']);
  });

  it('is not wished for out of scope', () => {
    const outside = agreementWith({ scope: { include: when(contactIs('size', 'small')), exclude: null } });

    expect(decideInTurn(outside, [at(0)]).properties).toEqual([]);
  });
});

describe('mandatory fields', () => {
  it.each([
    [{ phone: '1', city: 'Lyon', zip: '69' }, [], 100, true],
    [{ phone: '1', city: 'Lyon', zip: '' }, ['zip'], 66, false],
    [{}, ['phone', 'city', 'zip'], 0, false],
  ])('of %o lack %o, %d percent complete', (...[contact, missing, completeness, qualifies]) => {
    const agreement = agreementWith({
      data: mandatory({ mql: ['phone', 'city', 'zip'] }),
      stages: { mqlEntry: always },
    });

    const { verdict } = decide(
      agreement,
      { facts: factsWith({ contact }), state: initialState() },
      contextAt(T0),
    );

    expect(verdict).toMatchObject({ missingFields: missing, completeness, qualifies });
  });
});
