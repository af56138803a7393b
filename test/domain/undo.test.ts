// Taking a version back, lead by lead (5a.9): who goes back to the state before, and who keeps what sales has done since.
import { describe, expect, it } from 'vitest';
import {
  type ClockState,
  type DoneConsequence,
  initialState,
  type LeadFacts,
  type LeadState,
  type TrackedValue,
} from '#domain/lead.ts';
import { undoVersion } from '#domain/undo.ts';
import { cell, factsWith, signal } from '#test/support/builders.ts';

const BEFORE_IT = '2026-11-01T09:00:00.000Z';
const SINCE = '2026-11-10T09:00:00.000Z';
const MEANWHILE = '2026-11-11T09:00:00.000Z';
const NOW = '2026-11-12T09:00:00.000Z';

const theirs = (value: string, at = BEFORE_IT): TrackedValue => ({ value, before: value, by: 'other', at });
const ours = (value: string, before: string): TrackedValue => ({
  value,
  before,
  by: 'accord',
  at: MEANWHILE,
});

const before: LeadState = { ...initialState(), regime: 1, stage: theirs('lead'), owner: theirs('') };
/** Handed over by the version, to rep 7. */
const current: LeadState = {
  ...before,
  regime: 2,
  status: 'handedOver',
  cycle: 1,
  handOvers: [MEANWHILE],
  handedOverAt: MEANWHILE,
  assignedAt: MEANWHILE,
  stage: ours('marketingqualifiedlead', 'lead'),
  owner: ours('7', ''),
};

/** HubSpot holds what the version wrote, unless told otherwise. */
function held(changes: Parameters<typeof factsWith>[0] = {}): LeadFacts {
  return factsWith({
    ...changes,
    contact: {
      lifecyclestage: cell('marketingqualifiedlead', MEANWHILE),
      hubspot_owner_id: cell('7', MEANWHILE),
      ...changes?.contact,
    },
  });
}

const undo = (
  facts: LeadFacts,
  changes: { before?: LeadState | null; current?: LeadState } = {},
): LeadState => undoVersion(facts, { before, current, since: SINCE, now: NOW, ...changes });

describe('undoing what a version did to a lead', () => {
  it('goes on from the state before; what HubSpot still shows is on its way back, nobody’s change', () => {
    const state = undo(held());

    expect(state).toMatchObject({ status: 'none', cycle: 0, handOvers: [], handedOverAt: null });
    expect(state.stage).toEqual({ value: 'lead', before: 'marketingqualifiedlead', by: 'other', at: NOW });
    expect(state.owner).toEqual({ value: '', before: '7', by: 'other', at: NOW });
  });

  it('leaves a value alone that HubSpot never got', () => {
    const state = undo(
      held({ contact: { lifecyclestage: cell('lead', BEFORE_IT), hubspot_owner_id: cell('', BEFORE_IT) } }),
    );

    expect([state.stage, state.owner]).toEqual([before.stage, before.owner]);
  });

  it('keeps a yes that a rep gave on the card, by the lead status or by a deal', () => {
    const accepted: LeadState = {
      ...current,
      status: 'accepted',
      acceptedAt: MEANWHILE,
      answeredAt: MEANWHILE,
    };

    expect(undo(held(), { current: accepted })).toEqual(accepted);
  });

  it('keeps what somebody asked for since', () => {
    const asked: LeadState = { ...current, requestedAt: BEFORE_IT };

    expect(undo(held(), { current: asked })).toEqual(asked);
  });

  it('opens again what the version had recycled', () => {
    const working: LeadState = {
      ...current,
      status: 'working',
      touchedAt: BEFORE_IT,
      handedOverAt: BEFORE_IT,
    };
    const recycled: LeadState = {
      ...working,
      status: 'recycled',
      recycledAt: MEANWHILE,
      recycleReason: 'cooled',
    };

    expect(undo(held(), { before: working, current: recycled }).status).toBe('working');
  });

  it.each<[string, LeadFacts, Partial<LeadState>]>([
    ['touched the lead', held({ signals: [signal('touch', MEANWHILE)] }), {}],
    ['answered', held({ contact: { accord_answer: cell('accept', MEANWHILE) } }), { status: 'accepted' }],
    [
      'rejected it with a reason',
      held(),
      { status: 'recycled', recycledAt: MEANWHILE, recycleReason: 'rejected:No budget' },
    ],
    ['set another stage', held({ contact: { lifecyclestage: cell('opportunity', MEANWHILE) } }), {}],
    [
      'set a stage that was adopted',
      held({ contact: { lifecyclestage: cell('opportunity', MEANWHILE) } }),
      { stage: theirs('opportunity', MEANWHILE) },
    ],
    ['gave it to another rep', held({ contact: { hubspot_owner_id: cell('8', MEANWHILE) } }), {}],
    ['rejected it and owes the reason', held(), { status: 'rejected', rejectedAt: MEANWHILE }],
    ['set an owner that was adopted and is gone', held(), { owner: theirs('8', MEANWHILE) }],
  ])('keeps the lead where it is when somebody %s since', (_what, facts, changes) => {
    const now = { ...current, ...changes };

    expect(undo(facts, { current: now })).toBe(now);
  });

  it('does not count what was so before the version: a touch, an answer, a stage of last week', () => {
    const facts = held({
      signals: [signal('touch', BEFORE_IT)],
      contact: { accord_answer: cell('accept', BEFORE_IT) },
    });

    expect(undo(facts).status).toBe('none');
  });

  it.each<[string, LeadFacts, Partial<LeadState>]>([
    ['a touch', held({ signals: [signal('touch', SINCE)] }), {}],
    ['a signal of the lead', held({ signals: [signal('form', MEANWHILE)] }), {}],
    ['an answer', held({ contact: { accord_answer: cell('accept', SINCE) } }), {}],
    ['an answer that was cleared', held({ contact: { accord_answer: cell('', MEANWHILE) } }), {}],
    ['an answer heard', held(), { answeredAt: SINCE }],
    ['a no', held(), { rejectedAt: SINCE }],
    ['the end of a cycle by a no', held(), { recycledAt: SINCE, recycleReason: 'rejected:No budget' }],
    [
      'a stage adopted',
      held({ contact: { lifecyclestage: cell('opportunity', SINCE) } }),
      { stage: theirs('opportunity', SINCE) },
    ],
    [
      'a stage adopted that is the one of before',
      held({ contact: { lifecyclestage: cell('lead', MEANWHILE) } }),
      { stage: theirs('lead', MEANWHILE) },
    ],
    ['a stage seen', held({ contact: { lifecyclestage: cell('opportunity', SINCE) } }), {}],
    ['the stage of before seen again', held({ contact: { lifecyclestage: cell('lead', MEANWHILE) } }), {}],
    [
      'the stage of before, put back where the version found another one',
      held({ contact: { lifecyclestage: cell('lead', MEANWHILE) } }),
      { stage: ours('marketingqualifiedlead', 'subscriber') },
    ],
    [
      'what our own write was made upon',
      held({ contact: { lifecyclestage: cell('subscriber', MEANWHILE) } }),
      { stage: ours('marketingqualifiedlead', 'subscriber') },
    ],
  ])('does not take for somebody’s doing, at the very start or by nature: %s', (_what, facts, changes) => {
    expect(undo(facts, { current: { ...current, ...changes } }).status).toBe('none');
  });

  it('is dated behind what HubSpot shows where its clock is ahead', () => {
    const ahead = '2026-11-12T09:00:01.000Z';
    const state = undo(held({ contact: { lifecyclestage: cell('marketingqualifiedlead', ahead) } }));

    expect([state.stage.at, state.owner.at]).toEqual([ahead, NOW]);
  });

  it('knows no value where HubSpot has none', () => {
    const state = undo(factsWith());

    expect(state.stage).toEqual({ value: 'lead', before: '', by: 'other', at: NOW });
    expect(state.owner).toEqual(before.owner);
  });

  it('does not tell again what was warned and breached of a run that both states have', () => {
    const run = (clause: string, changes: Partial<ClockState> = {}): ClockState => ({
      clause,
      run: 1,
      startedAt: BEFORE_IT,
      ownerId: '7',
      since: BEFORE_IT,
      dueAt: NOW,
      warnedAt: null,
      breachedAt: null,
      metAt: null,
      ...changes,
    });
    const told = { warnedAt: SINCE, breachedAt: MEANWHILE };
    const clocks = [
      run('accept'),
      run('first-touch', { warnedAt: BEFORE_IT, breachedAt: BEFORE_IT }),
      run('another-run'),
      run('another-start'),
      run('feedback'),
    ];
    const since = [
      run('another-run', { ...told, run: 2 }),
      run('another-start', { ...told, startedAt: SINCE }),
      run('first-touch', told),
      run('accept', { ...told, dueAt: null, metAt: NOW }),
    ];

    expect(
      undo(held(), { before: { ...before, clocks }, current: { ...current, clocks: since } }).clocks,
    ).toEqual([run('accept', told), ...clocks.slice(1)]);
    expect(undo(held(), { before: { ...before, clocks } }).clocks).toEqual(clocks);
    expect(undo(held())).not.toHaveProperty('clocks');
  });

  it('keeps what followed a breach of the cycle that both states have, and of no other', () => {
    const warned: DoneConsequence = {
      cycle: 1,
      clause: 'first-touch',
      run: 1,
      step: 0,
      do: 'warn',
      at: MEANWHILE,
      startedAt: BEFORE_IT,
      dueAt: SINCE,
      ownerId: '7',
      before: null,
      undoneAt: null,
    };
    const consequences = [warned];
    const earlier = [{ ...warned, clause: 'accept' }];
    const inCycle = { ...before, cycle: 1 };

    expect(undo(held(), { before: inCycle, current: { ...current, consequences } })).toMatchObject({
      consequences,
    });
    expect(
      undo(held(), { before: { ...before, consequences: earlier }, current: { ...current, consequences } }),
    ).toMatchObject({
      consequences: earlier,
    });
    expect(undo(held(), { before: inCycle })).not.toHaveProperty('consequences');
  });

  it('has nothing to undo where the version decided nothing that was lived', () => {
    expect(undo(held(), { before: null })).toBe(current);
  });
});
