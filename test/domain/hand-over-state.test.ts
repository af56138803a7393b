// What a hand-over sets and leaves behind, and when a lead that a paused source holds back is looked at again.
import { describe, expect, it } from 'vitest';
import type { Agreement, Instant } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { SourcePause } from '#domain/decision.ts';
import { initialState, type LeadFacts, type LeadState } from '#domain/lead.ts';
import {
  agreementWith,
  always,
  cell,
  contextAt,
  daysAfter,
  factsWith,
  hotFacts,
  hotWith,
  hoursAfter,
  LATER,
  LONG_AGO,
  never,
  signal,
  T0,
  when,
} from '#test/support/builders.ts';
import { PAUSED_SOURCE } from '#test/support/source-pause.ts';

const ENDED = daysAfter(T0, -40);
const RECYCLED: LeadState = {
  ...initialState(),
  regime: 1,
  status: 'recycled',
  cycle: 1,
  stage: { value: 'lead', before: 'lead', by: 'other', at: LONG_AGO },
  handOvers: [daysAfter(ENDED, -5)],
  newMqlAt: daysAfter(ENDED, -5),
  recycledAt: ENDED,
  recycleReason: 'rejected:No budget',
  answersAfter: ENDED,
};

function stateAt(now: Instant, facts: LeadFacts = hotFacts, state: LeadState = initialState()): LeadState {
  return decide(agreementWith(), { facts, state }, contextAt(now)).state;
}

describe('the first hand-over', () => {
  it('makes the lead a new MQL, and knows of no end before', () => {
    const state = stateAt(T0);

    expect(state).toMatchObject({ status: 'handedOver', cycle: 1, newMqlAt: T0 });
    expect(state).not.toHaveProperty('lastEnd');
    expect(state).not.toHaveProperty('released');
  });

  it('by hand makes it no new MQL, nor does the next one', () => {
    const cold = stateAt(T0, factsWith({ contact: { lifecyclestage: 'lead' } }));
    const byHand = factsWith({
      contact: { lifecyclestage: cell('marketingqualifiedlead', hoursAfter(T0, 1)) },
    });
    const given = stateAt(LATER, byHand, cold);

    expect(given).toMatchObject({ status: 'handedOver', cycle: 1, byHand: true, newMqlAt: null });
    expect(stateAt(T0, hotFacts, { ...RECYCLED, newMqlAt: null })).toMatchObject({
      cycle: 2,
      newMqlAt: null,
    });
  });
});

describe('a hand-over of a lead that comes back', () => {
  it.each<[string, Partial<LeadState>]>([
    ['the consequences', { consequences: [] }],
    ['the wait', { heldSince: daysAfter(T0, -1) }],
    ['the release from the backlog', { released: { number: 2, by: 'Nora Blanc', startedAt: LONG_AGO } }],
  ])('leaves behind %s of before', (_, past) => {
    const state = stateAt(T0, hotFacts, { ...RECYCLED, ...past });

    expect(state).toMatchObject({ status: 'handedOver', cycle: 2 });
    for (const name of Object.keys(past)) expect(state).not.toHaveProperty(name);
  });
});

it('a release from the backlog lets go of no lead that sales gave back, and that shows no new interest', () => {
  const release = { number: 2, by: 'Nora Blanc', startedAt: LONG_AGO, perRepAndDay: 3, given: {} };
  const facts = { ...hotFacts, signals: [signal('form', daysAfter(T0, -45))] };
  const agreement = agreementWith({ stages: { mqlEntry: always } });
  const { state, reasons } = decide(agreement, { facts, state: RECYCLED }, contextAt(T0, { release }));

  expect(state).toMatchObject({ status: 'recycled', cycle: 1 });
  expect(reasons.map(({ code }) => code)).toContain('needsFreshSignal');
});

describe('a lead from a paused source', () => {
  const sourcePause: SourcePause = { ...PAUSED_SOURCE, since: daysAfter(T0, -1) };
  const seen = (state: LeadState, facts: LeadFacts, agreement: Agreement = agreementWith()) =>
    decide(agreement, { facts, state }, contextAt(T0, { sourcePause }));

  it('is looked at when its cool-down is over, to be held back then', () => {
    const cooling = { ...RECYCLED, recycledAt: daysAfter(T0, -20), answersAfter: daysAfter(T0, -20) };
    const back = hotWith({ signals: [signal('form', hoursAfter(daysAfter(T0, 10), 1))] });
    const decision = seen(cooling, back);

    expect(decision.reviewAt).toEqual({ at: hoursAfter(daysAfter(T0, 10), 1), exact: true });
    const then = contextAt(hoursAfter(daysAfter(T0, 10), 1), { sourcePause });
    const held = decide(agreementWith(), { facts: back, state: decision.state }, then);
    expect(held.state).toMatchObject({ status: 'recycled', heldSince: then.now });
  });

  it.each<[string, Partial<Parameters<typeof agreementWith>[0]>]>([
    ['that is held already', {}],
    ['that does not qualify', { stages: { mqlEntry: never, mqlExit: null } }],
  ])('%s is not looked at where nothing changes', (_, changes) => {
    const count = { kind: 'signals', signal: 'form', operator: 'GTE', count: 3, withinDays: 7 } as const;
    const gates = [{ id: 'many', label: 'Many', when: when(count) }];

    expect(
      seen(initialState(), hotFacts, agreementWith({ ...changes, score: { gates } })).reviewAt,
    ).toBeNull();
  });
});
