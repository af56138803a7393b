// Whose an open lead is: kept, taken from who has left, on hold, given back on its return; and who had it before.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { isOnHold } from '#domain/routing/assign.ts';
import { repOf } from '#domain/routing/former-reps.ts';
import {
  agreementWith,
  cell,
  contextAt,
  daysAfter,
  hotWith,
  hoursAfter,
  LATER,
  T0,
} from '#test/support/builders.ts';
import { HELD } from '#test/support/held-lead.ts';

function judge(state: Partial<LeadState>, context = contextAt(LATER), routing = {}) {
  const contact = { lifecyclestage: cell('marketingqualifiedlead', T0), hubspot_owner_id: cell('7', T0) };
  const lead = { facts: hotWith({ contact }), state: { ...HELD, ...state } };
  return decide(agreementWith({ routing }), lead, context);
}

describe('an owner who has left', () => {
  const left = (ids: readonly string[]) =>
    contextAt(LATER, { pool: { left: ids, members: ['8'], activeOwners: ['8'] } });

  it('has the lead no more: it goes to another rep, and he is known as the one before', () => {
    const { state, reasons } = judge(
      {
        formerReps: [
          { ownerId: '7', until: T0 },
          { ownerId: '9', until: T0 },
        ],
      },
      left(['7']),
    );

    expect(reasons).toContainEqual({ code: 'ownerLeft', params: { ownerId: '7' } });
    expect(state).toMatchObject({ owner: { value: '8', by: 'accord' }, assignedAt: LATER });
    expect(state.formerReps).toEqual([
      { ownerId: '7', until: LATER },
      { ownerId: '9', until: T0 },
    ]);
  });

  it('had no lead that waits for an owner, of which his leaving tells nothing', () => {
    const owner = { ...HELD.owner, by: 'other' } as const;
    const { state, reasons } = judge({ assignedAt: null, owner }, left(['7']));

    expect(reasons.map(({ code }) => code)).not.toContain('ownerLeft');
    expect(state).toMatchObject({ owner: { value: '8' }, assignedAt: LATER });
    expect(state).not.toHaveProperty('formerReps');
  });

  it('is another one’s matter', () => {
    const { state } = judge({}, left(['6']));

    expect(state).toMatchObject({ owner: { value: '7' }, assignedAt: T0 });
    expect(state).not.toHaveProperty('formerReps');
  });

  it('is remembered as one of fifty at most', () => {
    const formerReps = Array.from({ length: 50 }, (_, index) => ({ ownerId: `1${index}`, until: T0 }));
    const { state } = judge({ formerReps }, left(['7']));

    expect(state.formerReps).toEqual([{ ownerId: '7', until: LATER }, ...formerReps.slice(0, 49)]);
  });
});

it.each<[string, Partial<LeadState>, boolean, string]>([
  ['assigned', {}, false, '7'],
  ['given to nobody yet', { assignedAt: null }, true, ''],
  [
    'of an owner whom others set, and who may hold none',
    { assignedAt: null, owner: { ...HELD.owner, by: 'other' } },
    true,
    '',
  ],
  [
    'that had no owner at its hand-over',
    { assignedAt: null, owner: { value: '', before: '', by: 'other', at: T0 } },
    true,
    '',
  ],
  [
    'whose owner somebody took away since',
    { assignedAt: null, owner: { value: '', before: '', by: 'other', at: LATER } },
    false,
    '',
  ],
  [
    'whose owner somebody set since',
    { assignedAt: null, owner: { value: '9', before: '', by: 'other', at: LATER } },
    true,
    '',
  ],
  [
    'whose owner Accord itself took away since',
    { assignedAt: null, owner: { value: '', before: '7', by: 'accord', at: LATER } },
    true,
    '',
  ],
  ['that ended', { status: 'recycled' }, false, ''],
  ['that ended without an owner', { status: 'recycled', assignedAt: null }, false, ''],
])('a lead %s', (...[, changes, isWaiting, rep]) => {
  const state = { ...HELD, ...changes };

  expect([isOnHold(state), repOf(state)]).toEqual([isWaiting, rep]);
});

describe('a lead at its hand-over', () => {
  const handOver = (contact: Parameters<typeof hotWith>[0]['contact'], withDesk: boolean) => {
    const { desk, ...context } = contextAt(T0);
    const seen = withDesk && desk !== undefined ? { ...context, desk } : context;
    return decide(
      agreementWith(),
      { facts: hotWith({ contact: contact ?? {} }), state: initialState() },
      seen,
    );
  };

  it('stays its owner’s, by name, and nobody had it before', () => {
    const { state, reasons } = handOver({ hubspot_owner_id: '9' }, true);

    expect(reasons).toContainEqual({ code: 'ownerKept', params: { ownerId: '9' } });
    expect(state).toMatchObject({ owner: { value: '9', by: 'other' }, assignedAt: T0 });
    expect(state).not.toHaveProperty('formerReps');
  });

  it('waits, as is told, where nobody can be looked for', () => {
    const { state, reasons, route } = handOver({}, false);

    expect(reasons).toContainEqual({ code: 'ownerHold', params: {} });
    expect([state.assignedAt, state.owner.value, route]).toEqual([null, '', undefined]);
  });
});

describe('the owner of a lead that comes back', () => {
  const BACK = hoursAfter(daysAfter(T0, -31), -2);
  const returning = {
    status: 'recycled',
    assignedAt: null,
    handedOverAt: null,
    recycledAt: BACK,
    handOvers: [],
  } as const;

  it.each([
    ['as at first where nothing is agreed', null, false, 1, 'ownerFromCompany'],
    ['its own, as agreed', 'same', false, 1, 'ownerKept'],
    ['the pool’s, as agreed', 'pool', true, 1, 'ownerByTurn'],
    ['as at first where it never was handed over', 'pool', true, 0, 'ownerKept'],
    ['as at first where it is its second time and nothing is agreed', null, true, 1, 'ownerKept'],
  ] as const)('is %s', (...[, onReturn, keepContactOwner, cycle, code]) => {
    const context = contextAt(T0, { pool: { companyOwner: '8' } });
    const { reasons } = judge({ ...returning, cycle }, context, { onReturn, keepContactOwner });

    expect(reasons.map((reason) => reason.code).filter((each) => each.startsWith('owner'))).toEqual([code]);
  });

  it('is found by the company, too, where its own has left', () => {
    const context = contextAt(T0, { pool: { companyOwner: '8', activeOwners: ['8'] } });
    const { state } = judge({ ...returning }, context, { onReturn: 'same', keepContactOwner: false });

    expect(state.owner.value).toBe('8');
  });
});
