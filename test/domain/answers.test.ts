// Answers that follow others, stages that a person sets, and what a touch must be to count.
import { describe, expect, it } from 'vitest';
import type { CustomStage } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  cell,
  codesOf,
  contactIs,
  contextAt,
  decideInTurn,
  type FactChanges,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  rejectedAnswer,
  signal,
  T0,
  thenSeen,
  when,
} from '#test/support/builders.ts';
import { deal, MAPPED } from '#test/support/lifecycle-stories.ts';

const OWN: AgreementChanges = {
  stages: {
    custom: [
      { id: 'work', label: 'In work', lifecycle: '1004', after: 'mql', moment: 'working' },
      { id: 'recycled', label: 'Recycled', lifecycle: '1002', after: null, moment: 'recycled' },
      { id: 'out', label: 'Out', lifecycle: '1003', after: null, moment: 'disqualified' },
    ] satisfies CustomStage[],
  },
  scope: { include: null, exclude: when(contactIs('kind', 'own')) },
};

describe('a touch', () => {
  it.each([
    ['at the hand-over', T0, null],
    ['after it', hoursAfter(T0, 0.001), hoursAfter(T0, 0.001)],
    ['at this instant', LATER, LATER],
    ['that is still to come', hoursAfter(LATER, 1), null],
  ])('%s, %s, is noted as %s', (_, at, touchedAt) => {
    expect(thenSeen(hotWith({ signals: [signal('touch', at)] })).state.touchedAt).toBe(touchedAt);
  });
});

it('a touch is told once, when it is the first of the cycle', () => {
  const facts = (...hours: number[]) =>
    hotWith({ signals: hours.map((hour) => signal('touch', hoursAfter(T0, hour))) });
  const [first, second] = [hoursAfter(T0, 1), hoursAfter(T0, 2)];
  const begun = [
    { facts: hotFacts, context: contextAt(T0) },
    { facts: facts(1), context: contextAt(first) },
  ];
  const again = decideInTurn(agreementWith(), [...begun, { facts: facts(1, 2), context: contextAt(second) }]);

  expect(codesOf(decideInTurn(agreementWith(), begun))).toContain('touched');
  expect(codesOf(again)).not.toContain('touched');
  expect(again.state.touchedAt).toBe(first);
});

describe('an answer after a yes', () => {
  const yes = { hubspot_owner_id: '7', accord_answer: cell('accept', hoursAfter(T0, 1)) };

  function after(more: FactChanges): Decision {
    return decideInTurn(agreementWith(MAPPED), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith({ contact: yes }), context: contextAt(hoursAfter(T0, 1.5)) },
      {
        facts: { ...hotWith({ contact: { ...yes, ...more.contact } }), deals: more.deals ?? [] },
        context: contextAt(LATER),
      },
    ]);
  }

  it.each<[string, FactChanges, string, boolean]>([
    [
      'that says who works on it',
      { contact: { hs_lead_status: cell('IN_PROGRESS', HALF_LATER) } },
      'working',
      true,
    ],
    [
      'that says yes again',
      { contact: { hs_lead_status: cell('OPEN_DEAL', HALF_LATER) } },
      'accepted',
      false,
    ],
    ['that is a deal', { deals: [deal()] }, 'accepted', false],
    ['that is a no', { contact: { hs_lead_status: cell('BAD_TIMING', HALF_LATER) } }, 'rejected', true],
  ])('%s', (...[, more, status, isHeard]) => {
    const decision = after(more);

    expect(decision.state.status).toBe(status);
    expect(codesOf(decision).includes('answerFrom')).toBe(isHeard);
    expect(decision.state.acceptedAt).toBe(hoursAfter(T0, 1));
  });

  it('is not heard of a lead that sales do not have', () => {
    const { state } = decide(
      agreementWith(),
      { facts: factsWith({ contact: rejectedAnswer }), state: initialState() },
      contextAt(LATER),
    );

    expect(state).toMatchObject({ status: 'none', recycleReason: '', answeredAt: null });
  });

  it('that says who works on it changes nothing for who works on it already', () => {
    const busy = { ...yes, hs_lead_status: cell('IN_PROGRESS', HALF_LATER) };
    const again = { ...busy, hs_lead_status: cell('IN_PROGRESS', hoursAfter(T0, 4)) };
    const decision = decideInTurn(agreementWith(MAPPED), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith({ contact: busy }), context: contextAt(LATER) },
      { facts: hotWith({ contact: again }), context: contextAt(hoursAfter(T0, 5)) },
    ]);

    expect(decision.state).toMatchObject({ status: 'working', answeredAt: hoursAfter(T0, 4) });
    expect(codesOf(decision)).not.toContain('answerFrom');
  });
});

describe('a stage that a person sets', () => {
  const set = (value: string, contact: FactChanges['contact'] = {}): Decision =>
    thenSeen(
      hotWith({ contact: { ...contact, lifecyclestage: cell(value, HALF_LATER) } }),
      agreementWith(OWN),
    );
  const onCold = (value: string, contact: FactChanges['contact'] = {}): Decision =>
    decideInTurn(agreementWith(OWN), [
      { facts: factsWith({ contact: { ...contact, lifecyclestage: 'lead' } }), context: contextAt(T0) },
      {
        facts: factsWith({ contact: { ...contact, lifecyclestage: cell(value, HALF_LATER) } }),
        context: contextAt(LATER),
      },
    ]);

  it('is a yes and the work begun where it is that of the work', () => {
    const decision = set('1004');

    expect(decision.state).toMatchObject({ status: 'working', acceptedAt: LATER, stage: { value: '1004' } });
    expect(decision.reasons).toContainEqual({ code: 'acceptedByStage', params: { value: '1004' } });
  });

  it('is a yes alone where it is SQL', () => {
    const decision = set('salesqualifiedlead');

    expect(decision.state).toMatchObject({ status: 'accepted', acceptedAt: LATER });
    expect(decision.reasons).toContainEqual({ code: 'acceptedByStage', params: {} });
  });

  it.each<[string, () => Decision, string, string]>([
    ['ends the cycle of an open lead', () => set('1003'), 'disqualified', 'stage:out'],
    ['recycles an open lead', () => set('1002'), 'recycled', 'stage:recycled'],
    ['keeps sales from a lead that was none yet', () => onCold('1003'), 'disqualified', 'stage:out'],
    ['recycles no lead that sales never had', () => onCold('1002'), 'none', ''],
    ['says nothing about a lead out of scope', () => onCold('1003', { kind: 'own' }), 'none', ''],
    ['is the work of a lead that was none yet', () => onCold('1004'), 'working', ''],
  ])('%s', (...[, make, status, recycleReason]) => {
    const { state } = make();

    expect([state.status, state.recycleReason]).toEqual([status, recycleReason]);
  });

  it('is no yes where a no was given in the same instant', () => {
    const { state } = set('salesqualifiedlead', { accord_answer: cell('reject', HALF_LATER) });

    expect([state.status, state.rejectedAt]).toEqual(['rejected', HALF_LATER]);
  });

  it('disqualifies once: set again later it changes nothing', () => {
    const at = (value: string, hours: number) => ({
      facts: factsWith({ contact: { lifecyclestage: cell(value, hoursAfter(T0, hours)) } }),
      context: contextAt(hoursAfter(T0, hours)),
    });
    const { state } = decideInTurn(agreementWith(OWN), [
      at('lead', 0),
      at('1003', 1),
      at('lead', 2),
      at('1003', 3),
    ]);

    expect(state).toMatchObject({ status: 'disqualified', recycledAt: hoursAfter(T0, 1) });
  });

  it('takes back a win: what was customer can be none at all', () => {
    const step = (value: string, hours: number) => ({
      facts: hotWith({ contact: { lifecyclestage: cell(value, hoursAfter(T0, hours)) } }),
      context: contextAt(hoursAfter(T0, hours)),
    });
    const begun = [{ facts: hotFacts, context: contextAt(T0) }, step('customer', 1)];

    expect(decideInTurn(agreementWith(OWN), [...begun, step('1003', 2)]).state).toMatchObject({
      status: 'disqualified',
      recycleReason: 'stage:out',
    });
    expect(decideInTurn(agreementWith(OWN), [...begun, step('evangelist', 2)]).state.status).toBe('won');
  });

  it('is set by Accord where an answer says, after the yes, who works on it', () => {
    const yes = { accord_answer: cell('accept', hoursAfter(T0, 1)) };
    const { state } = decideInTurn(
      agreementWith({ ...MAPPED, ...OWN, stages: { ...OWN.stages, sql: 'manual' } }),
      [
        { facts: hotFacts, context: contextAt(T0) },
        { facts: hotWith({ contact: yes }), context: contextAt(hoursAfter(T0, 1.5)) },
        {
          facts: hotWith({ contact: { ...yes, hs_lead_status: cell('IN_PROGRESS', HALF_LATER) } }),
          context: contextAt(LATER),
        },
      ],
    );

    expect([state.status, state.stage.value, state.stage.by]).toEqual(['working', '1004', 'accord']);
  });
});
