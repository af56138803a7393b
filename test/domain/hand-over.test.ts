// When a lead is offered to sales, to whom, and with which stage and task.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import type { DecisionContext, SourcePause } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
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
  hotWith,
  hoursAfter,
  LONG_AGO,
  mandatory,
  signal,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';
import { PAUSED_SOURCE } from '#test/support/source-pause.ts';

function firstDecision(agreement = agreementWith(), facts = hotFacts, context = contextAt(T0)) {
  return decide(agreement, { facts, state: initialState() }, context);
}

describe('hand-over', () => {
  it('offers a qualified lead to sales as MQL, with an owner and a task', () => {
    const decision = firstDecision();

    expect(decision.state).toMatchObject({
      status: 'handedOver',
      cycle: 1,
      handedOverAt: T0,
      handOvers: [T0],
      byHand: false,
      assignedAt: T0,
      stage: { value: 'marketingqualifiedlead', before: 'lead', by: 'accord', at: T0 },
      owner: { value: '7', before: '', by: 'accord', at: T0 },
    });
    expect(decision.route).toMatchObject({ pools: ['*'], ownerId: '7', turns: { state: { given: 1 } } });
    expect(decision.task).toMatchObject({
      occurrence: 'c1',
      clause: 'accept',
      ownerId: '7',
      dueAt: '2026-03-03T09:00:00.000Z',
      since: T0,
    });
    expect(codesOf(decision)).toEqual(['part', 'part', 'handedOver', 'ownerByTurn', 'stageSet']);
  });

  it('lists what should be in HubSpot in a fixed order', () => {
    const { properties } = firstDecision();

    expect(
      properties.map(({ name, value, effect, ridesAlong }) => [name, value, effect, ridesAlong]),
    ).toEqual([
      ['accord_score', '60', 'scores', false],
      ['accord_fit', '20', 'scores', false],
      ['accord_engagement', '40', 'scores', false],
      ['accord_grade', 'A1', 'scores', false],
      ['accord_engagement_level', 'hot', 'scores', false],
      ['accord_persona', '', 'scores', false],
      ['accord_completeness', '100', 'scores', false],
      ['accord_missing_fields', '', 'scores', false],
      ['accord_missing_due', '', 'scores', false],
      ['accord_nurture_track', '', 'scores', false],
      ['accord_maturity', '', 'scores', false],
      ['accord_theme', '', 'scores', false],
      ['accord_reentry_date', '', 'scores', false],
      ['accord_relaunch', '', 'scores', false],
      ['accord_agreement_version', '3', 'scores', true],
      ['accord_priority', 'high', 'scores', false],
      ['lifecyclestage', 'marketingqualifiedlead', 'stage', false],
      ['accord_handover_status', 'handed_over', 'stage', false],
      ['accord_handover_date', String(epochOf(T0)), 'stage', false],
      ['accord_cycle', '1', 'stage', false],
      ['accord_next_step', 'accept', 'stage', false],
      ['accord_sla_status', 'on_track', 'stage', false],
      ['accord_sla_due', String(epochOf('2026-03-03T09:00:00.000Z')), 'stage', false],
      ['accord_stage_reason', expect.any(String), 'stage', true],
      ['hubspot_owner_id', '7', 'owner', false],
    ]);
  });

  it.each([
    [
      'a gate is met, however high the score',
      { contact: { size: 'big', competitor: 'YES', lifecyclestage: 'lead' }, forms: 9 },
      {},
    ],
    ['the score is below the line', { contact: { lifecyclestage: 'lead' }, forms: 1 }, {}],
    [
      'a mandatory field is missing',
      { contact: { size: 'big' }, forms: 1 },
      { data: mandatory({ mql: ['phone'] }) },
    ],
    [
      'the lead is out of scope',
      { contact: { size: 'big', kind: 'own' }, forms: 1 },
      { scope: { include: null, exclude: when(contactIs('kind', 'own')) } },
    ],
    [
      'the stage is already SQL',
      { contact: { size: 'big', lifecyclestage: 'salesqualifiedlead' }, forms: 1 },
      {},
    ],
    [
      'the stage is the one of a yes, before SQL',
      { contact: { size: 'big', lifecyclestage: '1001' }, forms: 1 },
      {
        stages: {
          custom: [
            {
              id: 'yes',
              label: 'Yes',
              lifecycle: '1001',
              after: 'mql' as const,
              moment: 'accepted' as const,
            },
          ],
        },
      },
    ],
    ['the stage is protected', { contact: { size: 'big', lifecyclestage: 'customer' }, forms: 1 }, {}],
    [
      'the stage is one that the agreement does not know',
      { contact: { size: 'big', lifecyclestage: '123456' }, forms: 1 },
      {},
    ],
  ])('does not happen when %s', (_, lead, changes) => {
    const signals = Array.from({ length: lead.forms }, (_, index) => signal('form', hoursAfter(T0, -index)));

    const decision = firstDecision(agreementWith(changes), factsWith({ contact: lead.contact, signals }));

    expect(decision.state).toMatchObject({ status: 'none', cycle: 0 });
    expect(decision.task).toBeNull();
    expect(decision.route).toBeUndefined();
    expect(wanted(decision, 'lifecyclestage')).toBeUndefined();
    expect(wanted(decision, 'hubspot_owner_id')).toBeUndefined();
  });

  it('makes the lead an SQL at once where SQL is automatic, and asks for the first touch', () => {
    const decision = firstDecision(agreementWith({ stages: { sql: 'auto' } }));

    expect(decision.state).toMatchObject({
      status: 'accepted',
      acceptedAt: T0,
      stage: { value: 'salesqualifiedlead' },
    });
    expect(decision.task).toMatchObject({ clause: 'firstTouch', dueAt: daysAfter(T0, 1) });
    expect(wanted(decision, 'accord_next_step')).toBe('first_touch');
  });

  it('spends an answer that is older than the hand-over', () => {
    const facts = factsWith({
      ...hotFacts,
      contact: { ...hotFacts.contact, accord_answer: cell('accept', hoursAfter(T0, 1)) },
    });

    const decision = decideInTurn(agreementWith(), [
      { facts, context: contextAt(T0) },
      { facts, context: contextAt(hoursAfter(T0, 2)) },
    ]);

    expect(decision.state.status).toBe('handedOver');
  });
});

describe('a hand-over from a source that is paused', () => {
  const sourcePause: SourcePause = { ...PAUSED_SOURCE, since: daysAfter(T0, -1) };
  const paused = contextAt(T0, { sourcePause });
  const { id: _id, since: _since, ...told } = sourcePause;

  it('is held back since the first time, and told with what the pause rests on', () => {
    const held = firstDecision(agreementWith(), hotFacts, paused);
    const later = decide(
      agreementWith(),
      { facts: hotFacts, state: held.state },
      contextAt(hoursAfter(T0, 1), { sourcePause }),
    );

    expect(held.state).toMatchObject({ status: 'none', cycle: 0, heldSince: T0 });
    expect(held.reasons).toContainEqual({ code: 'sourcePaused', params: told });
    expect(later.state.heldSince).toBe(T0);
    expect(held.reviewAt).toBeNull();
  });

  it.each<[string, FactChanges, DecisionContext, string]>([
    ['comes when the pause is over', {}, contextAt(hoursAfter(T0, 1)), 'handedOver'],
    [
      'is not held any more when the lead does not qualify',
      { contact: { competitor: 'yes' } },
      paused,
      'none',
    ],
    [
      'comes by hand in spite of it',
      { contact: { $sales_request: cell('handOver', hoursAfter(T0, 0.5)) } },
      contextAt(hoursAfter(T0, 1), { sourcePause }),
      'handedOver',
    ],
  ])('%s', (...[, changes, context, status]) => {
    const held = firstDecision(agreementWith(), hotFacts, paused);
    const { state } = decide(agreementWith(), { facts: hotWith(changes), state: held.state }, context);

    expect(state.status).toBe(status);
    expect(state).not.toHaveProperty('heldSince');
  });
});

describe('owner at hand-over', () => {
  const owned = (owner: string) =>
    factsWith({ ...hotFacts, contact: { ...hotFacts.contact, hubspot_owner_id: owner } });

  it.each([
    ['keeps a valid contact owner', owned('9'), {}, { companyOwner: '8' }, '9', 'ownerKept'],
    [
      'takes the company owner when the contact has none',
      owned(''),
      {},
      { companyOwner: '8' },
      '8',
      'ownerFromCompany',
    ],
    [
      'takes the company owner when the contact owner left',
      owned('66'),
      {},
      { companyOwner: '8' },
      '8',
      'ownerFromCompany',
    ],
    [
      'takes the next of the pool when the company owner left',
      owned(''),
      {},
      { companyOwner: '66' },
      '7',
      'ownerByTurn',
    ],
    [
      'does not keep the contact owner where the agreement says so',
      owned('9'),
      { keepContactOwner: false },
      {},
      '7',
      'ownerByTurn',
    ],
    [
      'does not take the company owner where the agreement says so',
      owned(''),
      { useCompanyOwner: false },
      { companyOwner: '9' },
      '7',
      'ownerByTurn',
    ],
  ])('%s', (...[, facts, routing, pool, ownerId, code]) => {
    const agreement = agreementWith({
      routing,
    });

    const decision = firstDecision(agreement, facts, contextAt(T0, { pool }));

    expect(decision.state.owner.value).toBe(ownerId);
    expect(decision.state.assignedAt).toBe(T0);
    expect(codesOf(decision)).toContain(code);
    expect(decision.route?.turns?.state.given).toBe(code === 'ownerByTurn' ? 1 : undefined);
  });

  it.each([
    ['nobody', ''],
    ['somebody who left', '66'],
  ])(
    'holds a lead of %s while the pool is empty, looks again after 15 minutes and assigns then',
    (_, owner) => {
      const facts = owned(owner);
      const agreement = agreementWith();

      const held = firstDecision(agreement, facts, contextAt(T0, { pool: { members: [] } }));
      const later = decide(agreement, { facts, state: held.state }, contextAt(hoursAfter(T0, 0.25)));

      expect(held.state).toMatchObject({ status: 'handedOver', assignedAt: null });
      expect(held.task).toBeNull();
      expect(codesOf(held)).toContain('ownerHold');
      expect(held.reviewAt).toEqual({ at: hoursAfter(T0, 0.25), exact: false });
      expect(later.state).toMatchObject({
        owner: { value: '7', by: 'accord' },
        assignedAt: hoursAfter(T0, 0.25),
      });
    },
  );

  it('leaves a lead alone that somebody took the owner from after the hand-over', () => {
    const cleared = factsWith({
      ...hotFacts,
      contact: { ...hotFacts.contact, hubspot_owner_id: cell('', hoursAfter(T0, 2)) },
    });
    const assigned = factsWith({
      ...hotFacts,
      contact: { ...hotFacts.contact, hubspot_owner_id: cell('7', hoursAfter(T0, 1)) },
    });

    const decision = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: assigned, context: contextAt(hoursAfter(T0, 1)) },
      { facts: cleared, context: contextAt(hoursAfter(T0, 3)) },
    ]);

    expect(decision.state).toMatchObject({
      owner: { value: '', by: 'other' },
      assignedAt: null,
      status: 'handedOver',
    });
    expect(decision.route).toBeUndefined();
    expect(decision.task).toBeNull();
  });

  it('starts the acceptance anew when somebody else gets the lead', () => {
    const moved = factsWith({
      ...hotFacts,
      contact: { ...hotFacts.contact, hubspot_owner_id: cell('9', hoursAfter(T0, 2)) },
    });

    const decision = decideInTurn(agreementWith(), [
      { facts: hotFacts, context: contextAt(T0) },
      { facts: moved, context: contextAt(hoursAfter(T0, 3)) },
    ]);

    expect(decision.state).toMatchObject({
      owner: { value: '9', by: 'other' },
      assignedAt: hoursAfter(T0, 3),
    });
    expect(decision.task).toMatchObject({ ownerId: '9', dueAt: '2026-03-03T12:00:00.000Z' });
    expect(codesOf(decision)).toContain('ownerAdopted');
    expect(wanted(decision, 'hubspot_owner_id')).toBeUndefined();
  });
});

describe('the first stage', () => {
  const agreement = agreementWith({ stages: { leadEntry: always } });

  it.each([
    ['no stage', ''],
    ['a stage before lead', 'subscriber'],
  ])('is set on a lead with %s that meets its entry', (_, stage) => {
    const facts = factsWith({ createdAt: hoursAfter(LONG_AGO, 1), contact: { lifecyclestage: stage } });

    const decision = firstDecision(agreement, facts);

    expect(decision.state).toMatchObject({
      status: 'none',
      stage: { value: 'lead', before: stage, by: 'accord' },
    });
  });

  it('is not set on a lead that was there before the switch-on, until a new sign of interest (5a.2)', () => {
    expect(firstDecision(agreement, factsWith()).state.stage).toMatchObject({ value: '', by: 'other' });
  });

  it('is not set out of scope', () => {
    const outside = agreementWith({
      stages: { leadEntry: always },
      scope: { include: null, exclude: always },
    });

    expect(
      firstDecision(outside, factsWith({ createdAt: hoursAfter(LONG_AGO, 1) })).state.stage,
    ).toMatchObject({ value: '', by: 'other' });
  });
});

function epochOf(instant: string): number {
  return new Date(instant).getTime();
}
