// Who may come back after a cycle, by the stage it left the lead with, and what the end of a cycle does to that stage.
import { describe, expect, it } from 'vitest';
import type { CustomStage, Instant } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { type Deal, initialState, type LeadState } from '#domain/lead.ts';
import {
  type AgreementChanges,
  agreementWith,
  always,
  cell,
  codesOf,
  contactIs,
  contextAt,
  daysAfter,
  decideInTurn,
  type FactChanges,
  factsWith,
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  LONG_AGO,
  rejectedAnswer,
  signal,
  T0,
  thenSeen,
  when,
} from '#test/support/builders.ts';
import { deal } from '#test/support/lifecycle-stories.ts';

type Contact = NonNullable<FactChanges['contact']>;

const BOUNCED: AgreementChanges = {
  disqualify: [{ id: 'bounced', label: 'Bounced', when: when(contactIs('bounced', 'yes')) }],
};
/** End of the thirty days after a cycle that ends at LATER. */
const COOLED = daysAfter(LATER, 30);
const FRESH = [signal('form', hoursAfter(COOLED, 1))];
const LOST = deal({ status: 'lost', statusAt: HALF_LATER });

/** Handed over at T0, ended at LATER by what is seen first, looked at again when the cool-down is over. */
function afterwards(seen: FactChanges, then: FactChanges, changes: AgreementChanges = {}): Decision {
  const later = {
    ...hotWith({ contact: { ...seen.contact, ...then.contact }, signals: FRESH }),
    ...dealsOf(then),
  };
  return decideInTurn(agreementWith(changes), [
    { facts: hotFacts, context: contextAt(T0) },
    { facts: { ...hotWith(seen), ...dealsOf(seen) }, context: contextAt(LATER) },
    { facts: later, context: contextAt(hoursAfter(COOLED, 2)) },
  ]);
}

function dealsOf({ deals = [] }: FactChanges): { readonly deals: readonly Deal[] } {
  return { deals };
}

function stage(value: string, at: Instant = hoursAfter(T0, 1)): Contact {
  return { lifecyclestage: cell(value, at) };
}

describe('a lead that shows new interest after its cool-down', () => {
  const rejected = (value: string): FactChanges => ({ contact: { ...rejectedAnswer, ...stage(value) } });
  const dealLost: FactChanges = { contact: stage('opportunity'), deals: [LOST] };

  it.each<[string, FactChanges, FactChanges, string]>([
    ['comes back from MQL', rejected('marketingqualifiedlead'), {}, 'handedOver'],
    ['comes back from the SQL that its last cycle left', rejected('salesqualifiedlead'), {}, 'handedOver'],
    ['comes back from the opportunity that was lost', dealLost, { deals: [LOST] }, 'handedOver'],
    [
      'comes back from the opportunity set in the instant in which it was lost',
      { ...dealLost, contact: stage('opportunity', LATER) },
      { contact: stage('opportunity', LATER), deals: [LOST] },
      'handedOver',
    ],
    [
      'stays away while another deal is open',
      dealLost,
      { deals: [LOST, deal({ id: '2', createdAt: daysAfter(T0, 9) })] },
      'recycled',
    ],
    [
      'stays away where a person has made it an opportunity since',
      rejected('marketingqualifiedlead'),
      { contact: stage('opportunity', daysAfter(LATER, 5)) },
      'recycled',
    ],
    ['stays away from a stage that is not Accord’s', { contact: stage('other') }, {}, 'recycled'],
  ])('%s', (...[, seen, then, status]) => {
    const { state } = afterwards(seen, then);

    expect([state.status, state.cycle]).toEqual([status, status === 'handedOver' ? 2 : 1]);
  });

  it('comes back from SQL also where a rule had disqualified it that no longer holds', () => {
    const bounced = { contact: { bounced: 'yes', ...stage('salesqualifiedlead') } };
    const { state } = afterwards({ contact: { ...bounced.contact, ...rejectedAnswer } }, {}, BOUNCED);
    const healed = afterwards(bounced, { contact: { bounced: 'no' } }, BOUNCED);

    expect(state.status).toBe('disqualified');
    expect(healed.state).toMatchObject({ status: 'handedOver', cycle: 2 });
  });

  it.each([
    [{ 'rejected:No budget': 5, rejected: 50 }, 5],
    [{ rejected: 50 }, 50],
    [{ gate: 5 }, 30],
  ])('cools down by how its cycle ended: %j, %d days', (coolDowns, days) => {
    const decision = thenSeen(
      hotWith({ contact: rejectedAnswer }),
      agreementWith({ nurture: { coolDowns } }),
    );
    const reason = decision.reasons.find(({ code }) => code === 'coolingDown');

    expect(reason?.params).toEqual({ until: daysAfter(LATER, days) });
  });

  it('has cooled down at the very end of the days, and then lacks only the signal', () => {
    const back = hotWith({ contact: { ...rejectedAnswer, ...stage('marketingqualifiedlead') } });
    const at = (now: Instant): string[] =>
      codesOf(
        decideInTurn(agreementWith(), [
          { facts: hotFacts, context: contextAt(T0) },
          { facts: back, context: contextAt(LATER) },
          { facts: back, context: contextAt(now) },
        ]),
      );

    expect(at(hoursAfter(COOLED, -0.001))).toContain('coolingDown');
    expect(at(COOLED)).toContain('needsFreshSignal');
  });
});

describe('a hand-over of a lead that comes back', () => {
  const ENDED = daysAfter(T0, -40);
  const YEAR = 365;
  const recycled = (changes: Partial<LeadState> = {}): LeadState => ({
    ...initialState(),
    regime: 1,
    status: 'recycled',
    cycle: 2,
    stage: { value: 'lead', before: 'lead', by: 'other', at: LONG_AGO },
    handOvers: [daysAfter(T0, -YEAR), daysAfter(ENDED, -5)],
    newMqlAt: daysAfter(T0, -YEAR),
    recycledAt: ENDED,
    recycleReason: 'rejected:No budget',
    answersAfter: ENDED,
    ...changes,
  });
  const judge = (
    state: LeadState,
    changes: Parameters<typeof agreementWith>[0] = {},
    context = contextAt(T0),
  ) => decide(agreementWith(changes), { facts: hotFacts, state }, context);

  it('begins a new cycle, remembers how the last one ended, and forgets what is over a year ago', () => {
    const { state } = judge(
      recycled({
        heldSince: daysAfter(T0, -1),
        consequences: [],
        handOvers: [daysAfter(T0, -YEAR), hoursAfter(daysAfter(T0, -YEAR), 0.001), daysAfter(ENDED, -5)],
      }),
    );

    expect(state).toMatchObject({
      status: 'handedOver',
      cycle: 3,
      handedOverAt: T0,
      handOvers: [hoursAfter(daysAfter(T0, -YEAR), 0.001), daysAfter(ENDED, -5), T0],
      newMqlAt: daysAfter(T0, -YEAR),
      lastEnd: { at: ENDED, reason: 'rejected:No budget' },
      acceptedAt: null,
      rejectedAt: null,
      touchedAt: null,
      recycledAt: null,
      recycleReason: '',
      answersAfter: T0,
      answeredAt: null,
      byHand: false,
    });
    expect(state).not.toHaveProperty('heldSince');
    expect(state).not.toHaveProperty('consequences');
  });

  it.each<[string, Partial<LeadState>, Parameters<typeof agreementWith>[0], string | undefined]>([
    ['as often a year as agreed', {}, { nurture: { cyclesPerYear: 2 } }, undefined],
    ['no more often than that', {}, { nurture: { cyclesPerYear: 1 } }, 'cyclesUsed'],
    ['never after some ends', {}, { nurture: { coolDowns: { rejected: null } } }, 'neverAgain'],
    [
      'after others',
      { recycleReason: 'dealLost' },
      { nurture: { coolDowns: { rejected: null } } },
      undefined,
    ],
    ['not before it has cooled down', {}, { nurture: { coolDownDays: 41 } }, 'coolingDown'],
    [
      'not without interest since',
      { recycledAt: hoursAfter(daysAfter(T0, -30), -1) },
      {},
      'needsFreshSignal',
    ],
    ['with interest since', { recycledAt: hoursAfter(daysAfter(T0, -30), -1.001) }, {}, undefined],
  ])('happens %s', (...[, state, changes, hindrance]) => {
    const decision = judge(recycled(state), changes);
    const told = ['cyclesUsed', 'neverAgain', 'coolingDown', 'needsFreshSignal'];

    expect(decision.reasons.map(({ code }) => code).find((code) => told.includes(code))).toBe(hindrance);
    expect(decision.state.status === 'handedOver').toBe(hindrance === undefined);
  });

  it('needs a sign of interest after the switch-on where the lead was there before', () => {
    const baseline = recycled({ status: 'baseline', cycle: 0, recycledAt: null });
    const signalAt = hoursAfter(T0, -1);
    const at = (baselineAt: string) => judge(baseline, {}, contextAt(T0, { baselineAt }));

    expect(codesOf(at(signalAt))).toContain('needsFreshSignal');
    expect(at(hoursAfter(signalAt, -0.001)).state.status).toBe('handedOver');
  });
});

describe('a stage set by hand in the hour in which the lead qualifies', () => {
  const cold = factsWith({ contact: { lifecyclestage: 'lead' } });
  const byHand = (value: string): Decision =>
    decideInTurn(agreementWith(), [
      { facts: cold, context: contextAt(T0) },
      {
        facts: hotWith({ contact: stage(value), signals: [signal('form', hoursAfter(T0, 0.5))] }),
        context: contextAt(LATER),
      },
    ]);

  it('hands the lead over once, by hand', () => {
    const { state } = byHand('marketingqualifiedlead');

    expect(state).toMatchObject({ status: 'handedOver', cycle: 1, byHand: true, acceptedAt: null });
  });

  it('is the acceptance where it is SQL', () => {
    expect(byHand('salesqualifiedlead').state).toMatchObject({ status: 'accepted', acceptedAt: LATER });
  });
});

describe('the end of a cycle', () => {
  const SIDE: readonly CustomStage[] = [
    { id: 'recycled', label: 'Recycled', lifecycle: '1002', after: null, moment: 'recycled' },
    { id: 'out', label: 'Out', lifecycle: '1003', after: null, moment: 'disqualified' },
  ];
  const back = { nurture: { recycledStage: 'lead' as const } };

  it.each<[string, AgreementChanges, Contact, string]>([
    [
      'leaves a disqualified lead its stage, though recycled ones go back',
      { ...BOUNCED, ...back },
      { bounced: 'yes', ...stage('marketingqualifiedlead') },
      'marketingqualifiedlead',
    ],
    [
      'puts a lead aside that a person had put back to the first stage, also where nothing is moved back',
      { ...BOUNCED, stages: { custom: SIDE, moveBack: 'never' } },
      { bounced: 'yes', ...stage('lead', HALF_LATER) },
      '1003',
    ],
    [
      'puts no lead aside that stands further where nothing is moved back',
      { ...BOUNCED, stages: { custom: SIDE, moveBack: 'never' } },
      { bounced: 'yes', ...stage('marketingqualifiedlead') },
      'marketingqualifiedlead',
    ],
    [
      'leaves a lead in the first stage that is to go back there',
      back,
      { ...rejectedAnswer, ...stage('lead', HALF_LATER) },
      'lead',
    ],
  ])('%s', (...[, changes, contact, expected]) => {
    expect(thenSeen(hotWith({ contact }), agreementWith(changes)).state.stage.value).toBe(expected);
  });
});

describe('the first stage', () => {
  const entered = { stages: { leadEntry: always } };

  it('is not for a lead that sales have, whatever stage a person gave it', () => {
    const { state } = thenSeen(hotWith({ contact: stage('subscriber', HALF_LATER) }), agreementWith(entered));

    expect([state.status, state.stage.value]).toEqual(['handedOver', 'subscriber']);
  });

  it('is not for a lead that was disqualified before any hand-over', () => {
    const facts = factsWith({ createdAt: hoursAfter(T0, -1), contact: { bounced: 'yes' } });
    const { state } = decideInTurn(agreementWith({ ...BOUNCED, ...entered }), [
      { facts, context: contextAt(T0) },
      { facts, context: contextAt(LATER) },
    ]);

    expect([state.status, state.stage.value]).toEqual(['disqualified', '']);
  });

  it('is never set where the agreement does not say who enters it', () => {
    const facts = factsWith({ createdAt: hoursAfter(T0, -1) });

    expect(decideInTurn(agreementWith(), [{ facts, context: contextAt(T0) }]).state.stage.value).toBe('');
  });
});
