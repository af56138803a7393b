// The reason codes of each step with exactly their parameters: what an explanation is told from.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { Decision, Reason } from '#domain/decision.ts';
import type { Verdict } from '#domain/lead.ts';
import { explainVerdict } from '#domain/reasons.ts';
import { sumDimension } from '#domain/scoring.ts';
import {
  agreementWith,
  always,
  cell,
  contextAt,
  daysAfter,
  decideInTurn,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  LATER,
  LONG_AGO,
  never,
  signal,
  T0,
  thenSeen,
} from '#test/support/builders.ts';
import { decisionOf } from '#test/support/decisions.ts';

function reasonsOf({ reasons }: Decision, ...codes: readonly string[]): [string, unknown][] {
  return reasons.filter(({ code }) => codes.includes(code)).map(({ code, params }) => [code, params]);
}

const NO_REASON = { accord_answer: cell('reject', HALF_LATER) };

describe('the reasons of an answer', () => {
  it.each<[string, Parameters<typeof hotWith>[0], [string, unknown][]]>([
    ['a touch', { signals: [signal('touch', HALF_LATER)] }, [['touched', { at: HALF_LATER }]]],
    ['a yes', { contact: { accord_answer: cell('accept', HALF_LATER) } }, [['accepted', { at: HALF_LATER }]]],
    [
      'a yes by the stage',
      { contact: { lifecyclestage: cell('salesqualifiedlead', HALF_LATER) } },
      [['acceptedByStage', {}]],
    ],
    ['a no without a reason', { contact: NO_REASON }, [['rejected', { reason: '' }]]],
    [
      'a no with its reason',
      { contact: { ...NO_REASON, accord_reject_reason: cell('budget', HALF_LATER) } },
      [
        ['rejected', { reason: 'No budget' }],
        ['recycled', { reason: 'rejected:No budget' }],
      ],
    ],
    ['an answer that is neither', { contact: { accord_answer: cell('maybe', HALF_LATER) } }, []],
  ])('%s', (...[, change, reasons]) => {
    const decision = thenSeen(hotWith(change));

    expect(reasonsOf(decision, 'touched', 'accepted', 'acceptedByStage', 'rejected', 'recycled')).toEqual(
      reasons,
    );
  });

  it('a touch to come, or one before the hand-over, is none', () => {
    const early = signal('touch', daysAfter(T0, -1));
    const late = signal('touch', daysAfter(T0, 1));

    expect(thenSeen(hotWith({ signals: [early, late] })).state.touchedAt).toBeNull();
  });

  it('a second touch changes nothing, nor does a no said again', () => {
    const again = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      {
        facts: hotWith({ signals: [signal('touch', HALF_LATER)], contact: NO_REASON }),
        context: contextAt(LATER),
      },
      {
        facts: hotWith({
          signals: [signal('touch', HALF_LATER), signal('touch', LATER)],
          contact: { accord_answer: cell('reject', LATER) },
        }),
        context: contextAt(daysAfter(T0, 1)),
      },
    ]);

    expect(again.state).toMatchObject({ touchedAt: HALF_LATER, status: 'rejected', rejectedAt: HALF_LATER });
    expect(reasonsOf(again, 'touched', 'rejected')).toEqual([]);
  });

  it('an answer given before the hand-over is spent', () => {
    const asked = { ...hotFacts, contact: { ...hotFacts.contact, accord_answer: cell('accept', LONG_AGO) } };
    const decision = thenSeen(asked);

    expect(decision.state.status).toBe('handedOver');
  });
});

describe('the reasons of a stage', () => {
  it('a qualified lead on a protected stage says which', () => {
    const facts = hotWith({ contact: { lifecyclestage: 'evangelist' } });
    const decision = decideInTurn(agreementWith(), [{ facts, context: contextAt(T0) }]);

    expect(reasonsOf(decision, 'stageProtected')).toEqual([['stageProtected', { value: 'evangelist' }]]);
  });

  it('a new lead below the first stage enters it only when it meets the entry', () => {
    const facts = factsWith({ createdAt: daysAfter(T0, -1) });
    const at = contextAt(T0, { baselineAt: daysAfter(T0, -2) });
    const enters = (leadEntry: typeof always | null) =>
      reasonsOf(decideInTurn(agreementWith({ stages: { leadEntry } }), [{ facts, context: at }]), 'stageSet');

    expect(enters(always)).toEqual([['stageSet', { from: '', to: 'lead' }]]);
    expect(enters(never)).toEqual([]);
    expect(enters(null)).toEqual([]);
  });

  it('a lead that is on the first stage already is not moved back to it', () => {
    const agreement = agreementWith({
      stages: { sql: 'propose', moveBack: 'any' },
      nurture: { coolDownDays: 30, cyclesPerYear: 3, recycledStage: 'lead' },
    });
    const rejected = { ...NO_REASON, accord_reject_reason: cell('budget', HALF_LATER) };
    const onLead = thenSeen(
      hotWith({ contact: { ...rejected, lifecyclestage: cell('lead', HALF_LATER) } }),
      agreement,
    );

    expect(onLead.state.status).toBe('recycled');
    expect(reasonsOf(onLead, 'stageSet')).toEqual([]);
  });
});

describe('what is kept and cut', () => {
  it('of the hand-overs only those of a year are kept', () => {
    const agreement = agreementWith({
      nurture: { coolDownDays: 0, cyclesPerYear: 9, recycledStage: 'keep' },
    });
    const state = {
      ...decide(agreement, { facts: hotFacts, state: thenSeen(hotFacts).state }, contextAt(LATER)).state,
      status: 'recycled' as const,
      recycledAt: LATER,
      handOvers: [daysAfter(T0, -366), daysAfter(T0, -300)],
    };
    const facts = hotWith({ signals: [signal('form', daysAfter(T0, 1))] });
    const next = decide(agreement, { facts, state }, contextAt(daysAfter(T0, 2)));

    expect(next.state.handOvers).toEqual([daysAfter(T0, -300), daysAfter(T0, 2)]);
  });

  it('a cut to nothing leaves zero, not minus zero, which has other bytes', () => {
    const nothing = { cap: 0, groups: [], rules: agreementWith().score.engagement.rules };

    expect(sumDimension(nothing, [-5_000])).toBe(0);
  });
});

describe('the reasons of a verdict', () => {
  const { verdict } = decisionOf({});
  const below = { ...verdict, parts: [], persona: null, personaGroup: null, meetsMql: false };
  const { total, fit, engagement } = verdict;
  const score = { code: 'belowMql', params: { total, fit, engagement } };
  const outside = { code: 'outOfScope', params: {} };
  const disqualified = { code: 'meetsDisqualification', params: { id: 'left' } };
  const gate = (id: string) => ({ code: 'gate', params: { id } });

  it.each<[string, Partial<Verdict>, readonly Reason[]]>([
    ['a score that is too low', {}, [score]],
    ['nothing once it is high enough', { meetsMql: true }, []],
    ['not the score out of scope', { inScope: false }, [outside]],
    ['not the score of whom the agreement disqualifies', { disqualifiedBy: 'left' }, [disqualified]],
    ['not the score behind a gate', { gates: ['student', 'rival'] }, [gate('student'), gate('rival')]],
    [
      'all that stands in the way, from out to in',
      { inScope: false, disqualifiedBy: 'left', gates: ['rival'] },
      [outside, disqualified, gate('rival')],
    ],
    [
      'persona and parts before the score',
      {
        persona: 'boss',
        personaGroup: 1,
        parts: [{ rule: 'big', dimension: 'fit', milliPoints: 5, signals: 2 }],
      },
      [
        { code: 'persona', params: { id: 'boss', group: 1 } },
        { code: 'part', params: { rule: 'big', milliPoints: 5, signals: 2 } },
        score,
      ],
    ],
  ])('are %s', (_, change, reasons) => {
    expect(explainVerdict({ ...below, ...change })).toEqual(reasons);
  });
});
