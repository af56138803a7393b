// Lifecycle stages that people set, that Accord sets, and the way back.
import { describe, expect, it } from 'vitest';
import type { CustomStage, StageModel } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Decision } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import {
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
  mandatory,
  rejectedAnswer,
  signal,
  T0,
  thenSeen,
  wanted,
  when,
} from '#test/support/builders.ts';

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
  ])('%s', (...[, seen, by, value]) => {
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

describe('an owner set by a person', () => {
  const owned = (value: string) => hotWith({ contact: { hubspot_owner_id: cell(value, HALF_LATER) } });

  it('is told of where sales have the lead, and starts their time anew', () => {
    const decision = thenSeen(owned('8'));

    expect(decision.reasons).toContainEqual({ code: 'ownerAdopted', params: { ownerId: '8' } });
    expect(decision.state).toMatchObject({ owner: { value: '8', by: 'other' }, assignedAt: LATER });
  });

  it('is taken over in silence where they have not', () => {
    const cold = factsWith({ contact: { lifecyclestage: 'lead' } });
    const decision = decideInTurn(agreementWith(), [
      { facts: cold, context: contextAt(T0) },
      {
        facts: {
          ...cold,
          contact: { ...cold.contact, ...owned('8').contact, size: cell('', T0) },
          signals: [],
        },
        context: contextAt(LATER),
      },
    ]);

    expect(decision.state).toMatchObject({
      status: 'none',
      owner: { value: '8', by: 'other' },
      assignedAt: null,
    });
    expect(codesOf(decision)).toEqual(['belowMql']);
  });
});

describe('a stage that HubSpot shows empty', () => {
  it('was emptied by somebody where no move back was on its way', () => {
    const { state } = thenSeen(hotWith({ contact: { lifecyclestage: cell('', HALF_LATER) } }));

    expect(state.stage).toMatchObject({ value: '', by: 'other' });
  });
});

describe('the way back', () => {
  const ended = hotWith({
    contact: { ...rejectedAnswer, lifecyclestage: cell('marketingqualifiedlead', hoursAfter(T0, 1)) },
  });
  const setByPerson = hotWith({
    contact: { ...rejectedAnswer, lifecyclestage: cell('salesqualifiedlead', hoursAfter(T0, 1)) },
  });

  it.each([
    ['keeps the stage by default', 'keep', 'own', ended, 'marketingqualifiedlead'],
    ['takes back what Accord set', 'lead', 'own', ended, 'lead'],
    ['does not take back what a person set', 'lead', 'own', setByPerson, 'salesqualifiedlead'],
    ['takes back anything where the agreement says so', 'lead', 'any', setByPerson, 'lead'],
    ['takes back nothing where the agreement says so', 'lead', 'never', ended, 'marketingqualifiedlead'],
  ] as const)('%s', (...[, recycledStage, moveBack, facts, stage]) => {
    const nurture = { coolDownDays: 30, cyclesPerYear: 3, recycledStage };

    const { state } = thenSeen(facts, agreementWith({ nurture, stages: { moveBack } }));

    expect([state.status, state.stage.value]).toEqual(['recycled', stage]);
  });

  it('gives way to another stage that a person sets while it is on its way', () => {
    const agreement = agreementWith({ nurture: { recycledStage: 'lead' } });
    const other = hotWith({
      contact: { ...rejectedAnswer, lifecyclestage: cell('opportunity', hoursAfter(T0, 4)) },
    });
    const { state } = decideInTurn(agreement, [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: ended, context: contextAt(LATER) },
      { facts: other, context: contextAt(hoursAfter(T0, 5)) },
    ]);

    expect(state.stage).toMatchObject({ value: 'opportunity', by: 'other' });
  });

  it('is only Accord’s: a stage at the side that a person sets and empties is empty', () => {
    const side: CustomStage = { id: 'parked', label: 'Parked', lifecycle: '1009', after: null, moment: null };
    const at = (value: string, hours: number) => ({
      facts: factsWith({ contact: { lifecyclestage: cell(value, hoursAfter(T0, hours)) } }),
      context: contextAt(hoursAfter(T0, hours)),
    });
    const { state } = decideInTurn(agreementWith({ stages: { custom: [side] } }), [
      at('lead', 0),
      at('1009', 1),
      at('', 2),
    ]);

    expect(state.stage).toMatchObject({ value: '', by: 'other' });
  });

  it('is not taken for a person’s doing while HubSpot shows nothing in between', () => {
    const nurture = { coolDownDays: 30, cyclesPerYear: 3, recycledStage: 'lead' as const };
    const between = hotWith({ contact: { ...rejectedAnswer, lifecyclestage: cell('', hoursAfter(T0, 4)) } });

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

describe('SQL, where it asks for a field', () => {
  const SAL: CustomStage = { id: 'sal', label: 'SAL', lifecycle: '1001', after: 'mql', moment: 'accepted' };
  const WORK: CustomStage = {
    id: 'work',
    label: 'In work',
    lifecycle: '1004',
    after: 'mql',
    moment: 'working',
  };
  const MQL = cell('marketingqualifiedlead', T0);
  const YES = { accord_answer: cell('accept', HALF_LATER), lifecyclestage: MQL };
  const CALLED = [signal('touch', HALF_LATER)];

  /** The stage without a phone number, then with one. */
  function stagesOf(
    stages: Partial<StageModel>,
    seen: FactChanges,
    how: 'block' | 'warn' = 'block',
  ): string[] {
    const agreement = agreementWith({ stages, data: mandatory({ sql: ['phone'] }, how) });
    const steps = [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith(seen), context: contextAt(LATER) },
    ];
    const named = hotWith({ ...seen, contact: { ...seen.contact, phone: '01 42 68 53 00' } });
    const filled = [...steps, { facts: named, context: contextAt(hoursAfter(T0, 24)) }];
    return [steps, filled].map((each) => decideInTurn(agreement, each).state.stage.value);
  }

  it.each<[string, string[], Partial<StageModel>, FactChanges]>([
    ['waits for it after a yes', ['marketingqualifiedlead', 'salesqualifiedlead'], {}, { contact: YES }],
    [
      'does not come after a call alone, which is no yes',
      ['marketingqualifiedlead', 'marketingqualifiedlead'],
      {},
      { contact: { lifecyclestage: MQL }, signals: CALLED },
    ],
    [
      'does not come while sales have not said yes',
      ['marketingqualifiedlead', 'marketingqualifiedlead'],
      {},
      { contact: { lifecyclestage: MQL } },
    ],
    [
      'does not come where people set it',
      ['marketingqualifiedlead', 'marketingqualifiedlead'],
      { sql: 'manual' },
      { contact: YES },
    ],
    [
      'does not come once a person has moved the stage',
      ['1004', '1004'],
      { custom: [{ ...WORK, moment: null }] },
      { contact: { ...YES, lifecyclestage: cell('1004', hoursAfter(T0, 2.5)) } },
    ],
    [
      'waits for it after the first work, where a yes has a stage of its own',
      ['1001', 'salesqualifiedlead'],
      { custom: [SAL] },
      { contact: { ...YES, lifecyclestage: cell('1001', HALF_LATER) }, signals: CALLED },
    ],
    [
      'does not come while there is only the yes that has a stage of its own',
      ['1001', '1001'],
      { custom: [SAL] },
      { contact: YES },
    ],
    [
      'does not come where the work has a stage of its own too',
      ['1004', '1004'],
      { custom: [SAL, { ...WORK, after: 'mql' }] },
      { contact: YES, signals: CALLED },
    ],
    [
      'waits for it also once the work has begun',
      ['marketingqualifiedlead', 'salesqualifiedlead'],
      {},
      { contact: YES, signals: CALLED },
    ],
    [
      'waits for it where it is automatic',
      ['marketingqualifiedlead', 'salesqualifiedlead'],
      { sql: 'auto' },
      { contact: { lifecyclestage: MQL } },
    ],
    [
      'does not come with the very yes that has a stage of its own',
      ['1001', '1001'],
      { custom: [SAL] },
      { contact: { ...YES, accord_answer: cell('accept', LATER) } },
    ],
    [
      'does not come once a person has moved a lead that is worked on',
      ['1009', '1009'],
      { custom: [SAL, { ...WORK, lifecycle: '1009', moment: null }] },
      { contact: { ...YES, lifecyclestage: cell('1009', hoursAfter(T0, 2.5)) }, signals: CALLED },
    ],
    [
      'does not come where the stage of the work lies before that of the yes',
      ['1001', '1001'],
      { custom: [WORK, SAL] },
      { contact: { ...YES, lifecyclestage: cell('1001', HALF_LATER) }, signals: CALLED },
    ],
    [
      'does not come where a no has followed the yes',
      ['marketingqualifiedlead', 'marketingqualifiedlead'],
      {},
      { contact: { ...YES, accord_answer: cell('reject', HALF_LATER) } },
    ],
    [
      'does not come where the yes was a rep who set the stage of the work',
      ['1004', '1004'],
      { custom: [WORK] },
      { contact: { lifecyclestage: cell('1004', HALF_LATER) } },
    ],
  ])('%s', (...[, expected, stages, seen]) => {
    expect(stagesOf(stages, seen)).toEqual(expected);
  });

  it('does not come while a no after the yes waits for its reason', () => {
    const agreement = agreementWith({ data: mandatory({ sql: ['phone'] }) });
    const contact = (answer: string, hours: number) => ({
      lifecyclestage: MQL,
      accord_answer: cell(answer, hoursAfter(T0, hours)),
    });
    const { state } = decideInTurn(agreement, [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: hotWith({ contact: contact('accept', 1) }), context: contextAt(hoursAfter(T0, 1)) },
      { facts: hotWith({ contact: contact('reject', 2) }), context: contextAt(LATER) },
      {
        facts: hotWith({ contact: { ...contact('reject', 2), phone: '01 42 68 53 00' } }),
        context: contextAt(hoursAfter(T0, 24)),
      },
    ]);

    expect([state.status, state.stage.value]).toEqual(['rejected', 'marketingqualifiedlead']);
  });

  it('comes at once where the agreement only warns, and never after where a person moved the stage back', () => {
    const movedBack = { ...YES, lifecyclestage: cell('1004', hoursAfter(T0, 2.5)) };

    expect(stagesOf({}, { contact: YES }, 'warn')).toEqual(['salesqualifiedlead', 'salesqualifiedlead']);
    expect(stagesOf({ custom: [{ ...WORK, moment: null }] }, { contact: movedBack }, 'warn')).toEqual([
      'salesqualifiedlead',
      'salesqualifiedlead',
    ]);
  });
});
