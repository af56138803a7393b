// When a lead is looked at again because its score moves: at the lines of the agreement, and where a written value changes.
import { describe, expect, it } from 'vitest';
import type { Agreement, Condition, EngagementRule } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { initialState } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  always,
  contactIs,
  contextAt,
  daysAfter,
  engagementRule,
  type FactChanges,
  factsWith,
  fitRule,
  hoursAfter,
  never,
  scoreAtLeast,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';

const FORM = signal('form', T0);
/** Full until an hour of age, then this. */
const until = (hour: number, factor: number): number[] => [...Array<number>(hour).fill(1_000_000), factor];

/** One grade, and no line but those that a test adds; nobody is handed over. */
function moving(rules: readonly EngagementRule[], fit: number, changes: AgreementChanges = {}) {
  return agreementWith({
    ...changes,
    stages: { mqlEntry: never, mqlExit: null, ...changes.stages },
    score: {
      fit: { cap: 100_000, groups: [], rules: [fitRule('fit', fit, always)] },
      engagement: { cap: 100_000, groups: [], rules },
      gates: [],
      grade: { fit: [{ letter: 'A', from: 0 }], engagement: [{ digit: '1', from: 0, label: 'hot' }] },
      rewriteAfterPoints: 1000,
      ...changes.score,
    },
  });
}

function reviewOf(agreement: Agreement, facts: FactChanges = { signals: [FORM] }) {
  return decide(agreement, { facts: factsWith(facts), state: initialState() }, contextAt(T0)).reviewAt;
}

const persona = (condition: Condition, ...more: Condition[]) => ({
  personas: [{ id: 'p', label: 'P', when: when(condition, ...more) }],
});

describe('a line of the score', () => {
  const halved = [engagementRule('form', 40, { decay: until(13, 490_000) })];

  it('of the total is reached with the points of fit', () => {
    expect(reviewOf(moving(halved, 25, persona(scoreAtLeast(45))))).toEqual({
      at: hoursAfter(T0, 13),
      exact: true,
    });
  });

  it('that makes no difference is passed over', () => {
    const other = persona(scoreAtLeast(20, 'engagement'), contactIs('size', 'big'));

    expect(reviewOf(moving(halved, 0, other))).toBeNull();
  });

  it('comes after what turns a millisecond before it is crossed', () => {
    const seen = { kind: 'signals', signal: 'pageView', operator: 'GTE', count: 1, withinDays: 7 } as const;
    const agreement = moving(halved, 0, {
      ...persona(scoreAtLeast(20, 'engagement')),
      disqualify: [{ id: 'd', label: 'D', when: when(seen) }],
    });
    const before = fromEpochMs(toEpochMs(hoursAfter(T0, 13)) - 1);
    const page = signal('pageView', daysAfter(before, -7));

    expect(reviewOf(agreement, { signals: [page, FORM] })).toEqual({ at: before, exact: true });
  });
});

describe('a written value, more than a day after it was written', () => {
  const plus = (points: number, factor = 1_000_000) =>
    engagementRule('plus', points, { decay: until(30, factor) });
  const minus = (points: number, ...factors: number[]) =>
    engagementRule('minus', points, { decay: [...until(26, 1_000_000), ...factors] });
  /** At 26 hours minus points have faded a little, at 30 enough. */
  const fading = (points: number, first: number, then: number) => minus(points, first, first, first, then);

  it.each<[string, number, EngagementRule[], number]>([
    ['the total alone is a step lower', 3, [plus(42, 955_000)], 0],
    ['the engagement alone is a step lower', -2, [plus(41, 955_000)], 0],
    ['the total alone is a step higher', 3, [plus(50), fading(-9, 950_000, 800_000)], 0],
    ['the engagement alone is a step higher', -2, [plus(53), fading(-9, 950_000, 800_000)], 0],
    ['it has fallen as far as is worth writing', -3, [plus(42, 500_000)], 20],
    ['it has risen as far as is worth writing', 3, [plus(80), fading(-40, 600_000, 550_000)], 20],
  ])('changes when %s', (...[, fit, rules, rewriteAfterPoints]) => {
    expect(reviewOf(moving(rules, fit, { score: { rewriteAfterPoints } }))).toEqual({
      at: hoursAfter(T0, 30),
      exact: true,
    });
  });

  it('changes when fit alone does, because of something long ago', () => {
    const seen = { kind: 'signals', signal: 'pageView', operator: 'GTE', count: 1, withinDays: 7 } as const;
    const agreement = moving([plus(41)], 0, {
      score: {
        fit: {
          cap: 100_000,
          groups: [],
          rules: [fitRule('fit', 5, always), fitRule('page', -1, when(seen))],
        },
        rewriteAfterPoints: 0,
      },
    });

    // Fit is 4, then 5; the total 45, then 46.
    expect(reviewOf(agreement, { signals: [signal('pageView', daysAfter(T0, -5)), FORM] })).toEqual({
      at: daysAfter(T0, 2),
      exact: true,
    });
  });

  it('that is left from before the lead was out of scope changes never', () => {
    const late = engagementRule('form', 40, { decay: until(24 * 40, 500_000) });
    const own = { scope: { include: null, exclude: when(contactIs('kind', 'own')) } };
    const agreement = moving([late], 0, { ...own, score: { rewriteAfterPoints: 0 } });
    const facts = factsWith({ signals: [FORM] });
    const left = factsWith({ contact: { kind: 'own' }, signals: [FORM] });
    const inScope = decide(agreement, { facts, state: initialState() }, contextAt(T0));
    const outside = decide(agreement, { facts: left, state: inScope.state }, contextAt(hoursAfter(T0, 1)));

    expect(inScope.reviewAt).toEqual({ at: daysAfter(T0, 31), exact: false });
    expect([outside.state.scored?.total, outside.reviewAt]).toEqual([40, null]);
  });

  it('that there is none of changes never', () => {
    const page = { kind: 'signals', signal: 'form', operator: 'GTE', count: 3, withinDays: 7 } as const;
    const outOfScope = { scope: { include: never, exclude: null }, ...persona(page) };

    expect(reviewOf(moving([plus(41)], 0, outOfScope))).toBeNull();
  });
});
