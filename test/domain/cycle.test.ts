// How a cycle goes on and ends: baseline, touch, answers, stages set by people, cooling, the way back, the next cycle.
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { initialState, type LeadFacts } from '#domain/lead.ts';
import {
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
  hotFacts,
  hoursAfter,
  scoreBelow,
  signal,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';

const LATER = hoursAfter(T0, 3);
const HALF_LATER = hoursAfter(T0, 2);

/** The hot lead with more: contact values, or signals beside its own. */
function hotWith({ contact = {}, signals = [] }: FactChanges): LeadFacts {
  return factsWith({
    contact: { ...hotFacts.contact, ...contact },
    signals: [...hotFacts.signals, ...signals],
  });
}

/** Handed over at T0, then seen with other facts at a later instant. */
function thenSeen(facts: LeadFacts, agreement: Agreement = agreementWith(), now = LATER): Decision {
  return decideInTurn(agreement, [
    { facts: hotFacts, context: contextAt(T0) },
    { facts, context: contextAt(now) },
  ]);
}

/** Rejected with a reason at LATER, so that the first cycle is over. */
const rejected = {
  accord_answer: cell('reject', HALF_LATER),
  accord_reject_reason: cell('budget', HALF_LATER),
};

describe('baseline', () => {
  const switchedOn = contextAt(T0, { baselineAt: T0 });

  it('leaves a lead alone that was over the line before the switch-on', () => {
    const decision = decide(agreementWith(), { facts: hotFacts, state: initialState() }, switchedOn);

    expect(decision.state).toMatchObject({ status: 'baseline', cycle: 0, regime: 1 });
    expect(codesOf(decision)).toEqual(['part', 'part', 'baseline', 'needsFreshSignal']);
    expect([decision.task, wanted(decision, 'lifecyclestage'), wanted(decision, 'hubspot_owner_id')]).toEqual(
      [null, undefined, undefined],
    );
  });

  it.each([
    ['hands it over at the next qualifying signal', [signal('form', HALF_LATER)], 'handedOver'],
    ['does not count a signal without positive points', [signal('pageView', HALF_LATER)], 'baseline'],
    ['does not count a signal that has yet to happen', [signal('form', hoursAfter(T0, 9))], 'baseline'],
  ])('%s', (_, signals, status) => {
    const decision = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: switchedOn },
      { facts: hotWith({ signals }), context: contextAt(LATER, { baselineAt: T0 }) },
    ]);

    expect(decision.state.status).toBe(status);
  });

  it.each([
    ['created after the switch-on', { createdAt: HALF_LATER }],
    ['with a signal after the switch-on', { signals: [...hotFacts.signals, signal('form', HALF_LATER)] }],
  ])('hands over a lead %s', (_, changes) => {
    const facts = { ...hotFacts, ...changes };

    const decision = decide(
      agreementWith(),
      { facts, state: initialState() },
      contextAt(LATER, { baselineAt: T0 }),
    );

    expect(decision.state.status).toBe('handedOver');
  });

  it('judges idle leads anew under the next regime and leaves running cycles alone', () => {
    const nextRegime = contextAt(LATER, { regime: 2, baselineAt: LATER });
    const cold = factsWith({ contact: { size: 'big' } });

    const idle = decideInTurn(agreementWith(), [
      { facts: cold, context: contextAt(T0) },
      { facts: hotFacts, context: nextRegime },
    ]);
    const running = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotFacts, context: nextRegime },
    ]);

    expect([idle.state.status, idle.state.regime]).toEqual(['baseline', 2]);
    expect([running.state.status, running.state.regime]).toEqual(['handedOver', 2]);
  });
});

describe('an open lead', () => {
  it.each([
    [
      'is won when it becomes a customer',
      { contact: { lifecyclestage: cell('customer', HALF_LATER) } },
      'won',
      '',
    ],
    [
      'is recycled at another protected stage',
      { contact: { lifecyclestage: cell('other', HALF_LATER) } },
      'recycled',
      'protected',
    ],
    [
      'is recycled at a gate before anybody touched it',
      { contact: { competitor: 'yes' } },
      'recycled',
      'gate:competitor',
    ],
    ['is recycled on a no with a reason', { contact: rejected }, 'recycled', 'rejected:budget'],
    [
      'waits for the reason of a no without one',
      { contact: { accord_answer: cell('REJECT', HALF_LATER) } },
      'rejected',
      '',
    ],
    ['is accepted on a yes', { contact: { accord_answer: cell('Accept', HALF_LATER) } }, 'accepted', ''],
    [
      'does not listen to another answer',
      { contact: { accord_answer: cell('perhaps', HALF_LATER) } },
      'handedOver',
      '',
    ],
    [
      'is accepted when a person makes it an SQL',
      { contact: { lifecyclestage: cell('salesqualifiedlead', HALF_LATER) } },
      'accepted',
      '',
    ],
    ['stays handed over after a touch alone', { signals: [signal('touch', HALF_LATER)] }, 'handedOver', ''],
    [
      'ignores a touch before the hand-over',
      { signals: [signal('touch', hoursAfter(T0, -1))] },
      'handedOver',
      '',
    ],
    [
      'is worked after a yes and a touch',
      { contact: { accord_answer: cell('accept', HALF_LATER) }, signals: [signal('touch', HALF_LATER)] },
      'working',
      '',
    ],
    [
      'keeps a gate away once it is touched',
      { contact: { competitor: 'yes' }, signals: [signal('touch', HALF_LATER)] },
      'handedOver',
      '',
    ],
  ] as const)('%s', (_, changes, status, recycleReason) => {
    const { state } = thenSeen(hotWith(changes as FactChanges));

    expect([state.status, state.recycleReason]).toEqual([status, recycleReason]);
  });

  it('is recycled when it leaves the scope, and when HubSpot no longer has it', () => {
    const scoped = agreementWith({ scope: { include: null, exclude: when(contactIs('kind', 'own')) } });

    const left = thenSeen(hotWith({ contact: { kind: 'own' } }), scoped);
    const gone = thenSeen({ ...hotFacts, gone: true });

    expect(left.state.recycleReason).toBe('scope');
    expect(gone.state).toMatchObject({ status: 'recycled', recycleReason: 'gone' });
    expect([gone.properties, gone.task, gone.reviewAt, codesOf(gone)]).toEqual([
      [],
      null,
      null,
      ['outOfScope', 'recycled'],
    ]);
  });

  it('notes when it was accepted, touched and rejected, and forgets it at the end of the cycle', () => {
    const accepted = thenSeen(
      hotWith({
        contact: { accord_answer: cell('accept', HALF_LATER) },
        signals: [signal('touch', HALF_LATER)],
      }),
    );
    const ended = thenSeen(hotWith({ contact: rejected, signals: [signal('touch', HALF_LATER)] }));

    expect(accepted.state).toMatchObject({
      acceptedAt: HALF_LATER,
      touchedAt: HALF_LATER,
      stage: { value: 'salesqualifiedlead' },
    });
    expect(ended.state).toMatchObject({
      handedOverAt: null,
      assignedAt: null,
      touchedAt: null,
      recycledAt: LATER,
      answersAfter: LATER,
      handOvers: [T0],
    });
    expect(codesOf(ended).filter((code) => code !== 'part')).toEqual([
      'touched',
      'rejected',
      'recycled',
      'coolingDown',
    ]);
  });

  it('is recycled once the reason of a no arrives', () => {
    const undecided = hotWith({ contact: { accord_answer: cell('reject', HALF_LATER) } });
    const explained = hotWith({
      contact: { ...rejected, accord_reject_reason: cell('timing', hoursAfter(T0, 5)) },
    });

    const decision = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: undecided, context: contextAt(LATER) },
      { facts: explained, context: contextAt(hoursAfter(T0, 6)) },
    ]);

    expect(decision.state).toMatchObject({ status: 'recycled', recycleReason: 'rejected:timing' });
  });

  it('has its answer and reason cleared after the end of the cycle', () => {
    const decision = thenSeen(hotWith({ contact: rejected }));

    expect([wanted(decision, 'accord_answer'), wanted(decision, 'accord_reject_reason')]).toEqual(['', '']);
    expect([wanted(decision, 'accord_handover_status'), wanted(decision, 'accord_next_step')]).toEqual([
      'recycled',
      'nurture',
    ]);
  });
});

describe('how SQL happens', () => {
  it.each([
    ['propose', 'salesqualifiedlead'],
    ['manual', 'marketingqualifiedlead'],
  ] as const)('a yes under %s gives %s', (sql, stage) => {
    const { state } = thenSeen(
      hotWith({ contact: { accord_answer: cell('accept', HALF_LATER) } }),
      agreementWith({ stages: { sql } }),
    );

    expect([state.status, state.stage.value]).toEqual(['accepted', stage]);
  });
});

describe('cooling', () => {
  const cooler = factsWith({ contact: hotFacts.contact, signals: [] });
  const lukewarm = agreementWith({ stages: { mqlExit: when(scoreBelow(10)) } });

  it.each([
    ['ends the cycle below the exit line', agreementWith(), 'recycled', 'cooled'],
    ['does not between the exit and the entry line', lukewarm, 'handedOver', ''],
    ['does not without an exit', agreementWith({ stages: { mqlExit: null } }), 'handedOver', ''],
    ['does not after an automatic acceptance', agreementWith({ stages: { sql: 'auto' } }), 'accepted', ''],
  ] as const)('%s', (_, agreement, status, recycleReason) => {
    const { state } = thenSeen(cooler, agreement);

    expect([state.status, state.recycleReason]).toEqual([status, recycleReason]);
  });

  it('does not end a cycle that a person began, or one that was touched', () => {
    const set = factsWith({ contact: { lifecyclestage: cell('marketingqualifiedlead', HALF_LATER) } });
    const touched = factsWith({ contact: hotFacts.contact, signals: [signal('touch', HALF_LATER)] });

    const byHand = decideInTurn(agreementWith(), [
      { facts: factsWith(), context: contextAt(T0) },
      { facts: set, context: contextAt(LATER) },
      { facts: set, context: contextAt(daysAfter(T0, 3)) },
    ]);

    expect([byHand.state.status, byHand.state.byHand]).toEqual(['handedOver', true]);
    expect(thenSeen(touched).state.status).toBe('handedOver');
  });

  it('does not undo a hand-over at once where the exit line lies above the entry', () => {
    const crossed = agreementWith({ stages: { mqlExit: always } });

    const decision = thenSeen(hotFacts, crossed);

    expect(decision.verdict).toMatchObject({ meetsMql: true, meetsExit: true });
    expect(decision.state.status).toBe('handedOver');
  });
});

describe('a stage set by a person', () => {
  function setTo(value: string, changes: FactChanges = {}, agreement = agreementWith()): Decision {
    const cold = factsWith({ contact: { lifecyclestage: 'lead' } });
    const facts = factsWith({
      ...changes,
      contact: { ...changes.contact, lifecyclestage: cell(value, HALF_LATER) },
    });
    return decideInTurn(agreement, [
      { facts: cold, context: contextAt(T0) },
      { facts, context: contextAt(LATER) },
    ]);
  }

  it.each([
    ['marketingqualifiedlead', 'handedOver', 'accept'],
    ['salesqualifiedlead', 'accepted', 'firstTouch'],
  ])('%s hands the lead over by hand, against the criteria', (value, status, clause) => {
    const decision = setTo(value, { contact: { competitor: 'yes' } });

    expect(decision.state).toMatchObject({
      status,
      byHand: true,
      cycle: 1,
      stage: { value, by: 'other', at: HALF_LATER },
    });
    expect(decision.task?.clause).toBe(clause);
    expect(decision.reasons).toContainEqual({ code: 'handedOver', params: { cycle: 1, byHand: 1 } });
    expect(wanted(decision, 'lifecyclestage')).toBeUndefined();
  });

  it.each([
    ['opportunity', {}],
    ['subscriber', {}],
    ['customer', {}],
  ])('%s is adopted and starts nothing', (value, changes) => {
    const decision = setTo(value, changes);

    expect(decision.state).toMatchObject({ status: 'none', stage: { value, by: 'other' } });
    expect(codesOf(decision)).toContain('stageAdopted');
  });

  it('starts nothing out of scope, at first sight, or with a new regime', () => {
    const outside = agreementWith({ scope: { include: null, exclude: when(contactIs('kind', 'own')) } });
    const mql = factsWith({ contact: { lifecyclestage: cell('marketingqualifiedlead', HALF_LATER) } });

    const firstSight = decide(agreementWith(), { facts: mql, state: initialState() }, contextAt(LATER));
    const newRegime = decideInTurn(agreementWith(), [
      { facts: factsWith(), context: contextAt(T0) },
      { facts: mql, context: contextAt(LATER, { regime: 2 }) },
    ]);

    expect(setTo('marketingqualifiedlead', { contact: { kind: 'own' } }, outside).state.status).toBe('none');
    expect([firstSight.state.status, newRegime.state.status]).toEqual(['none', 'none']);
  });

  it('starts nothing when a lead comes back that was gone at first sight', () => {
    const mql = factsWith({ contact: { lifecyclestage: 'marketingqualifiedlead' } });

    const decision = decideInTurn(agreementWith(), [
      { facts: { ...mql, gone: true }, context: contextAt(T0) },
      { facts: mql, context: contextAt(LATER) },
    ]);

    expect(decision.state).toMatchObject({ status: 'none', cycle: 0, regime: 1 });
  });
});

describe('our own write', () => {
  it.each([
    [
      'is on its way while HubSpot shows what was there before',
      cell('lead', hoursAfter(T0, -5)),
      'accord',
      'marketingqualifiedlead',
    ],
    [
      'has arrived when HubSpot shows it',
      cell('marketingqualifiedlead', HALF_LATER),
      'accord',
      'marketingqualifiedlead',
    ],
    ['was undone when somebody set the old value after it', cell('lead', HALF_LATER), 'other', 'lead'],
    ['gives way to another value', cell('opportunity', HALF_LATER), 'other', 'opportunity'],
  ])('%s', (_, seen, by, value) => {
    const { state } = thenSeen(hotWith({ contact: { lifecyclestage: seen } }));

    expect(state.stage).toMatchObject({ by, value });
  });

  it('is not taken for undone because HubSpot’s clock is ahead of ours', () => {
    const ahead = hotWith({ contact: { lifecyclestage: cell('lead', hoursAfter(T0, 0.01)) } });

    const decision = decideInTurn(agreementWith(), [
      { facts: ahead, context: contextAt(T0) },
      { facts: ahead, context: contextAt(LATER) },
    ]);

    expect(decision.state.stage).toMatchObject({ by: 'accord', value: 'marketingqualifiedlead' });
  });
});

describe('the way back', () => {
  const ended = hotWith({
    contact: { ...rejected, lifecyclestage: cell('marketingqualifiedlead', hoursAfter(T0, 1)) },
  });
  const setByPerson = hotWith({
    contact: { ...rejected, lifecyclestage: cell('salesqualifiedlead', hoursAfter(T0, 1)) },
  });

  it.each([
    ['keeps the stage by default', 'keep', 'own', ended, 'marketingqualifiedlead'],
    ['takes back what Accord set', 'lead', 'own', ended, 'lead'],
    ['does not take back what a person set', 'lead', 'own', setByPerson, 'salesqualifiedlead'],
    ['takes back anything where the agreement says so', 'lead', 'any', setByPerson, 'lead'],
    ['takes back nothing where the agreement says so', 'lead', 'never', ended, 'marketingqualifiedlead'],
  ] as const)('%s', (_, recycledStage, moveBack, facts, stage) => {
    const nurture = { coolDownDays: 30, cyclesPerYear: 3, recycledStage };

    const { state } = thenSeen(facts, agreementWith({ nurture, stages: { moveBack } }));

    expect([state.status, state.stage.value]).toEqual(['recycled', stage]);
  });

  it('is not taken for a person’s doing while HubSpot shows nothing in between', () => {
    const nurture = { coolDownDays: 30, cyclesPerYear: 3, recycledStage: 'lead' as const };
    const between = hotWith({ contact: { ...rejected, lifecyclestage: cell('', hoursAfter(T0, 4)) } });

    const decision = decideInTurn(agreementWith({ nurture }), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: ended, context: contextAt(LATER) },
      { facts: between, context: contextAt(hoursAfter(T0, 5)) },
    ]);

    expect(decision.state.stage).toMatchObject({
      value: 'lead',
      before: 'marketingqualifiedlead',
      by: 'accord',
    });
  });
});

describe('the next cycle', () => {
  const END = daysAfter(LATER, 30);
  const back = (signals: FactChanges['signals'] = []) =>
    hotWith({
      contact: { ...rejected, lifecyclestage: cell('marketingqualifiedlead', hoursAfter(T0, 1)) },
      signals,
    });

  function returning(facts: LeadFacts, now: string, agreement = agreementWith()): Decision {
    return decideInTurn(agreement, [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: back(), context: contextAt(LATER) },
      { facts, context: contextAt(now) },
    ]);
  }

  it.each([
    [
      'waits for the end of the cool-down',
      [signal('form', daysAfter(LATER, 29))],
      daysAfter(LATER, 29.5),
      'recycled',
      'coolingDown',
    ],
    [
      'wants a signal after the cool-down',
      [signal('form', daysAfter(LATER, 29))],
      daysAfter(LATER, 31),
      'recycled',
      'needsFreshSignal',
    ],
    [
      'begins with a signal after the cool-down',
      [signal('form', hoursAfter(END, 1))],
      hoursAfter(END, 2),
      'handedOver',
      'handedOver',
    ],
  ])('%s', (_, signals, now, status, code) => {
    const decision = returning(back(signals), now);

    expect(decision.state.status).toBe(status);
    expect(codesOf(decision)).toContain(code);
    expect(decision.state.cycle).toBe(status === 'handedOver' ? 2 : 1);
  });

  it('is refused beyond the cycles of a year, and granted when the oldest is a year ago', () => {
    const agreement = agreementWith({
      nurture: { coolDownDays: 30, cyclesPerYear: 1, recycledStage: 'keep' },
    });
    const facts = back([signal('form', hoursAfter(END, 1))]);

    const refused = returning(facts, hoursAfter(END, 2), agreement);
    const stillRefused = returning(facts, hoursAfter(daysAfter(T0, 365), -0.001), agreement);
    const granted = returning(facts, daysAfter(T0, 365), agreement);

    expect(codesOf(refused)).toContain('cyclesUsed');
    expect(stillRefused.state.status).toBe('recycled');
    expect(granted.state).toMatchObject({ status: 'handedOver', cycle: 2, handOvers: [daysAfter(T0, 365)] });
  });

  it('does not hear the answer of the one before', () => {
    const decision = returning(back([signal('form', hoursAfter(END, 1))]), hoursAfter(END, 2));
    const again = decide(
      agreementWith(),
      { facts: back([signal('form', hoursAfter(END, 1))]), state: decision.state },
      contextAt(hoursAfter(END, 3)),
    );

    expect(again.state.status).toBe('handedOver');
  });
});
