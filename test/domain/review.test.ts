// When a lead is looked at again though nothing happens, one cause at a time.
import { describe, expect, it } from 'vitest';
import type { Agreement, Condition } from '#domain/agreement.ts';
import { answerOf } from '#domain/canonical.ts';
import { decide } from '#domain/decide.ts';
import { initialState, type LeadFacts, type Signal } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  always,
  cell,
  contactIs,
  contextAt,
  daysAfter,
  decideInTurn,
  engagementRule,
  type FactChanges,
  factsWith,
  fitRule,
  halving,
  hotFacts,
  hotWith,
  hoursAfter,
  never,
  scoreAtLeast,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';
import { deal } from '#test/support/lifecycle-stories.ts';

const GRADELESS = { fit: [{ letter: 'A', from: 0 }], engagement: [{ digit: '1', from: 0, label: 'hot' }] };
const HALF_DAYS = halving(12);

/** Forms of 40 points that halve every twelve hours; nothing else changes with time unless a test adds it. */
function ageing(changes: AgreementChanges = {}): Agreement {
  return agreementWith({
    ...changes,
    stages: { mqlEntry: when(scoreAtLeast(1000)), mqlExit: null, ...changes.stages },
    score: {
      engagement: { cap: 100_000, groups: [], rules: [engagementRule('form', 40, { decay: HALF_DAYS })] },
      grade: GRADELESS,
      rewriteAfterPoints: 1000,
      ...changes.score,
    },
  });
}

function reviewOf(agreement: Agreement, facts: LeadFacts, now = T0) {
  return decide(agreement, { facts, state: initialState() }, contextAt(now)).reviewAt;
}

const fresh = factsWith({ signals: [signal('form', T0)] });

describe('a lead is looked at again', () => {
  it('in the hour in which its score falls below a line', () => {
    const persona = { id: 'p', label: 'P', when: when(scoreAtLeast(20, 'engagement')) };

    // 40 points are 20 after twelve hours, and the line still holds; one hour more is less.
    expect(reviewOf(ageing({ personas: [persona] }), fresh)).toEqual({ at: hoursAfter(T0, 13), exact: true });
  });

  it('in the hour in which its score rises because minus points wear off', () => {
    const rules = [
      engagementRule('plus', 30),
      engagementRule('minus', -20, { decay: [1_000_000, 600_000, 200_000, 0] }),
    ];
    const agreement = ageing({
      score: { engagement: { cap: 100_000, groups: [], rules } },
      stages: { mqlEntry: when(scoreAtLeast(25)) },
    });

    expect(reviewOf(agreement, factsWith({ signals: [signal('form', hoursAfter(T0, -0.5))] }))).toEqual({
      at: hoursAfter(T0, 1.5),
      exact: true,
    });
  });

  it('where two opposite trends cross a line only together', () => {
    const rules = [
      engagementRule('plus', 40, { decay: [1_000_000, 700_000, 700_000, 100_000] }),
      engagementRule('minus', -20, { signal: 'pageView', decay: [1_000_000, 500_000, 0] }),
    ];
    const grade = {
      ...GRADELESS,
      engagement: [
        { digit: '1', from: 10_000, label: 'hot' },
        { digit: '2', from: 0, label: 'warm' },
      ],
    };
    const agreement = ageing({ score: { engagement: { cap: 100_000, groups: [], rules }, grade } });
    const facts = factsWith({ signals: [signal('form', T0), signal('pageView', hoursAfter(T0, -0.25))] });

    // 20; 30 after ¾ h; 18 after 1 h; 28 after 1¾ h; 4 after 3 h.
    expect(reviewOf(agreement, facts)).toEqual({ at: hoursAfter(T0, 3), exact: true });
  });

  it('when the last signal that a condition needs leaves its window', () => {
    const gate = {
      id: 'g',
      label: '',
      when: when({ kind: 'signals', signal: 'form', operator: 'GTE', count: 2, withinDays: 7 }),
    };
    const facts = factsWith({
      signals: [signal('form', daysAfter(T0, -3)), signal('form', daysAfter(T0, -2)), signal('form', T0)],
    });

    expect(reviewOf(ageing({ score: { gates: [gate] } }), facts)).toEqual({
      at: daysAfter(T0, 5),
      exact: true,
    });
  });

  it('when its stage is old enough', () => {
    const gate = { id: 'g', label: '', when: when({ kind: 'stageAge', operator: 'GTE', days: 10 }) };
    const facts = factsWith({ contact: { lifecyclestage: cell('lead', daysAfter(T0, -4)) } });

    expect(reviewOf(ageing({ score: { gates: [gate] } }), facts)).toEqual({
      at: daysAfter(T0, 6),
      exact: true,
    });
  });

  it('when its written score has drifted far enough, a day later at the earliest', () => {
    const forms = factsWith({
      signals: [signal('form', hoursAfter(T0, -1)), signal('form', hoursAfter(T0, -1))],
    });
    const early = ageing({ score: { rewriteAfterPoints: 20 } });
    const late = ageing({ score: { rewriteAfterPoints: 70 } });

    expect(reviewOf(early, forms)).toEqual({ at: daysAfter(T0, 1), exact: true });
    // 75 written; 5 or less first at 80 × 0.5^(x/12) < 10, that is 37 hours after the signals.
    expect(reviewOf(late, forms)).toEqual({ at: hoursAfter(T0, 36), exact: true });
  });

  it.each([
    ['its total alone', 3, 42, 5],
    ['its engagement alone', -2, 41, 0],
  ])('when %s is a step lower after a day', (...[, fit, points, rewriteAfterPoints]) => {
    const rule = engagementRule('form', points, { decay: [...Array<number>(24).fill(1_000_000), 955_000] });
    const agreement = ageing({
      score: {
        fit: { cap: 100_000, groups: [], rules: [fitRule('f', fit, always)] },
        engagement: { cap: 100_000, groups: [], rules: [rule] },
        rewriteAfterPoints,
      },
    });

    expect(reviewOf(agreement, fresh)).toEqual({ at: daysAfter(T0, 1), exact: true });
  });

  it('when a signal’s instant comes that would end its baseline', () => {
    const ahead = factsWith({
      ...hotFacts,
      signals: [...hotFacts.signals, signal('form', hoursAfter(T0, 2))],
    });

    const decision = decide(
      agreementWith(),
      { facts: ahead, state: initialState() },
      contextAt(T0, { baselineAt: T0 }),
    );

    expect([decision.state.status, decision.reviewAt]).toEqual([
      'baseline',
      { at: hoursAfter(T0, 2), exact: true },
    ]);
  });

  it.each([
    ['enter the first stage', { stages: { leadEntry: always, mqlEntry: never } }],
    [
      'be disqualified',
      {
        stages: { mqlEntry: never },
        disqualify: [{ id: 'big', label: 'Too big', when: when(contactIs('size', 'big')) }],
      },
    ],
  ] as const)('when a signal’s instant comes that lets a lead of before %s', (_, changes) => {
    const ahead = factsWith({ contact: { size: 'big' }, signals: [signal('form', hoursAfter(T0, 2))] });
    const context = contextAt(T0, { baselineAt: T0 });

    const decision = decide(agreementWith(changes), { facts: ahead, state: initialState() }, context);

    expect(decision.reviewAt).toEqual({ at: hoursAfter(T0, 2), exact: true });
  });

  it('when the year is over after which a lead that was disqualified may come back', () => {
    const agreement = agreementWith({
      disqualify: [{ id: 'bounced', label: 'Bounced', when: when(contactIs('bounced', 'yes')) }],
      nurture: { coolDownDays: 10, cyclesPerYear: 1 },
    });

    const decision = decideInTurn(agreement, [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith({ contact: { bounced: 'yes' } }), context: contextAt(daysAfter(T0, 1)) },
      {
        facts: hotWith({ signals: [signal('form', daysAfter(T0, 20))] }),
        context: contextAt(daysAfter(T0, 350)),
      },
    ]);

    expect([decision.state.status, decision.reviewAt]).toEqual([
      'disqualified',
      { at: daysAfter(T0, 365), exact: true },
    ]);
  });

  it('when the year is over in which its cycles were used up', () => {
    const agreement = agreementWith({
      nurture: { coolDownDays: 10, cyclesPerYear: 1, recycledStage: 'keep' },
    });
    const over = {
      ...hotFacts.contact,
      accord_answer: cell('reject', hoursAfter(T0, 1)),
      accord_reject_reason: cell('timing', hoursAfter(T0, 1)),
    };
    const again = factsWith({
      contact: over,
      signals: [...hotFacts.signals, signal('form', daysAfter(T0, 20))],
    });

    const decision = decideInTurn(agreement, [
      { facts: hotFacts, context: contextAt(T0) },
      {
        facts: factsWith({ contact: over, signals: hotFacts.signals }),
        context: contextAt(daysAfter(T0, 1)),
      },
      { facts: again, context: contextAt(daysAfter(T0, 350)) },
    ]);

    expect([decision.state.status, decision.reviewAt]).toEqual([
      'recycled',
      { at: daysAfter(T0, 365), exact: true },
    ]);
  });

  it('at once when the first stage just set changes what looks at its age', () => {
    const persona = { id: 'new', label: '', when: when({ kind: 'stageAge', operator: 'LT', days: 5 }) };
    const agreement = agreementWith({ personas: [persona], stages: { leadEntry: always, mqlEntry: never } });

    expect(reviewOf(agreement, factsWith({ createdAt: T0 }))).toEqual({ at: T0, exact: true });
  });

  it.each<[string, Condition, FactChanges, string]>([
    [
      'when the last deal that a condition needs leaves its window',
      { kind: 'deals', status: 'any', operator: 'GTE', count: 1, withinDays: 7 },
      { deals: [deal({ createdAt: daysAfter(T0, -5) })] },
      daysAfter(T0, 2),
    ],
    // The fourth of March begins in Paris.
    [
      'when the day comes that a condition counts from today',
      { ...contactIs('renewal', 'today+2'), type: 'date' } as Condition,
      { contact: { renewal: '2026-03-06' } },
      '2026-03-03T23:00:00.000Z',
    ],
    [
      'when a day is long enough ago',
      { kind: 'daysSince', object: 'contact', property: 'seen', operator: 'GTE', days: 7 },
      { contact: { seen: '2026-02-25' } },
      '2026-03-03T23:00:00.000Z',
    ],
  ])('%s', (...[, condition, changes, at]) => {
    const gate = { id: 'g', label: '', when: when(condition) };

    expect(reviewOf(ageing({ score: { gates: [gate] } }), factsWith(changes))).toEqual({ at, exact: true });
  });

  it('at once when the stage just set changes what looks at its age', () => {
    const persona = { id: 'new', label: '', when: when({ kind: 'stageAge', operator: 'LT', days: 5 }) };
    const agreement = agreementWith({
      personas: [persona],
      stages: { mqlExit: null },
      sales: { clauses: [] },
    });

    const decision = decide(agreement, { facts: hotFacts, state: initialState() }, contextAt(T0));
    const again = decide(agreement, { facts: hotFacts, state: decision.state }, contextAt(T0));

    expect(decision.reviewAt).toEqual({ at: T0, exact: true });
    expect([again.verdict.persona, again.reviewAt]).toEqual(['new', { at: daysAfter(T0, 5), exact: true }]);
  });
});

describe('a lead whose cycle ends', () => {
  it('is looked at again at once where it is disqualified as soon as nobody works on it', () => {
    const agreement = agreementWith({
      sales: { attempts: { count: 1, within: { unit: 'elapsedHours', amount: 24 } } },
      disqualify: [{ id: 'bounced', label: 'Bounced', when: when(contactIs('bounced', 'yes')) }],
    });
    const [handedOver, over] = [hoursAfter(T0, 1), hoursAfter(T0, 30)];
    const contact = { bounced: 'yes', lifecyclestage: cell('marketingqualifiedlead', handedOver) };
    const byHand = factsWith({ contact });
    const tried = factsWith({ contact, signals: [signal('touch', hoursAfter(T0, 2))] });

    const ended = decideInTurn(agreement, [
      { facts: factsWith({ createdAt: T0 }), context: contextAt(T0) },
      { facts: byHand, context: contextAt(handedOver) },
      { facts: tried, context: contextAt(over) },
    ]);
    const next = decide(agreement, { facts: tried, state: ended.state }, contextAt(over));

    expect([ended.state.recycleReason, ended.reviewAt]).toEqual(['noContact', { at: over, exact: true }]);
    expect(next.state).toMatchObject({ status: 'disqualified', recycleReason: 'disqualified:bounced' });
  });
});

describe('a lead is not looked at again', () => {
  it('when no line is near enough for its score to cross it', () => {
    const settled = factsWith({ signals: [signal('form', daysAfter(T0, -30))] });

    expect(reviewOf(ageing({ stages: { mqlEntry: when(scoreAtLeast(50)) } }), settled)).toBeNull();
    expect(reviewOf(ageing({ stages: { mqlEntry: when(scoreAtLeast(500)) } }), fresh)).toBeNull();
  });

  it('when a window’s end cannot make a difference', () => {
    const condition = { kind: 'signals', signal: 'form', operator: 'GTE', count: 3, withinDays: 7 } as const;

    expect(
      reviewOf(ageing({ score: { gates: [{ id: 'g', label: '', when: when(condition) }] } }), fresh),
    ).toBeNull();
  });

  it('when it is gone', () => {
    expect(
      reviewOf(ageing({ stages: { mqlEntry: when(scoreAtLeast(20)) } }), { ...fresh, gone: true }),
    ).toBeNull();
  });
});

describe('beyond 31 days', () => {
  const inDays = (days: number) =>
    ageing({
      score: {
        gates: [
          {
            id: 'g',
            label: '',
            when: when({ kind: 'signals', signal: 'form', operator: 'GTE', count: 1, withinDays: days }),
          },
        ],
      },
    });

  it.each([
    [30, { at: daysAfter(T0, 30), exact: true }],
    [31, { at: daysAfter(T0, 31), exact: true }],
    [32, { at: daysAfter(T0, 31), exact: false }],
  ])('a change in %d days is seen as %o', (days, review) => {
    expect(reviewOf(inDays(days), fresh)).toEqual(review);
  });

  it('a score that still ages there has a horizon, not an end', () => {
    const slow = engagementRule('form', 40, { decay: halving(24 * 40) });
    const agreement = ageing({
      score: { engagement: { cap: 100_000, groups: [], rules: [slow] } },
      personas: [{ id: 'p', label: '', when: when(scoreAtLeast(10)) }],
    });

    expect(reviewOf(agreement, fresh)).toEqual({ at: daysAfter(T0, 31), exact: false });
  });
});

describe('a lead on hold', () => {
  const agreement = agreementWith({ stages: { mqlEntry: always, mqlExit: null } });
  const context = contextAt(T0, { pool: { members: [] } });
  const held = (...signals: Signal[]) =>
    decide(agreement, { facts: factsWith({ createdAt: T0, signals }), state: initialState() }, context);

  it('is looked at after 15 minutes', () => {
    expect(held().reviewAt).toEqual({ at: hoursAfter(T0, 0.25), exact: false });
  });

  it.each([
    ['sooner', 0.1, { at: hoursAfter(T0, 0.1), exact: true }],
    ['just then', 0.25, { at: hoursAfter(T0, 0.25), exact: true }],
    ['only later', 0.3, { at: hoursAfter(T0, 0.25), exact: false }],
  ])('is looked at again where something changes %s', (...[, hours, review]) => {
    expect(held(signal('touch', hoursAfter(T0, hours))).reviewAt).toEqual(review);
  });
});

describe('the answer', () => {
  it('is not changed by what rides along, by scores behind the grade, or by time that only ages them', () => {
    const agreement = ageing();
    const first = decide(agreement, { facts: fresh, state: initialState() }, contextAt(T0));
    const later = decide(
      { ...agreement, version: 9 },
      { facts: fresh, state: first.state },
      contextAt(hoursAfter(T0, 5)),
    );

    expect(later.verdict.total).toBeLessThan(first.verdict.total);
    expect(answerOf(later)).toEqual(answerOf(first));
  });
});
