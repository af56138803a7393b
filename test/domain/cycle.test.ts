// How a cycle goes on and ends: baseline, touch, answers, cooling, the next cycle.
import { describe, expect, it } from 'vitest';
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
  HALF_LATER,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  rejectedAnswer,
  scoreBelow,
  signal,
  T0,
  thenSeen,
  wanted,
  when,
} from '#test/support/builders.ts';

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
    ['is recycled on a no with a reason', { contact: rejectedAnswer }, 'recycled', 'rejected:No budget'],
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
  ] as const)('%s', (...[, changes, status, recycleReason]) => {
    const { state } = thenSeen(hotWith(changes));

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
    const ended = thenSeen(hotWith({ contact: rejectedAnswer, signals: [signal('touch', HALF_LATER)] }));

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
      'clockMet',
      'clockMet',
    ]);
  });

  it('is recycled once the reason of a no arrives', () => {
    const undecided = hotWith({ contact: { accord_answer: cell('reject', HALF_LATER) } });
    const explained = hotWith({
      contact: { ...rejectedAnswer, accord_reject_reason: cell('timing', hoursAfter(T0, 5)) },
    });

    const decision = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: undecided, context: contextAt(LATER) },
      { facts: explained, context: contextAt(hoursAfter(T0, 6)) },
    ]);

    expect(decision.state).toMatchObject({ status: 'recycled', recycleReason: 'rejected:Not now' });
  });

  it('has its answer and reason cleared after the end of the cycle', () => {
    const decision = thenSeen(hotWith({ contact: rejectedAnswer }));

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
  ] as const)('%s', (...[, agreement, status, recycleReason]) => {
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

describe('the next cycle', () => {
  const END = daysAfter(LATER, 30);
  const back = (signals: FactChanges['signals'] = []) =>
    hotWith({
      contact: { ...rejectedAnswer, lifecyclestage: cell('marketingqualifiedlead', hoursAfter(T0, 1)) },
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
  ])('%s', (...[, signals, now, status, code]) => {
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
