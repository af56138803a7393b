// The way of a lead to its owner: the account, the pool with its overflow, the reps of before. Told step by step.
import { describe, expect, it } from 'vitest';
import type { RoutingModel, RoutingPool } from '#domain/agreement-routing.ts';
import { decide } from '#domain/decide.ts';
import type { Decision, Desk } from '#domain/decision.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { accountDomain, deskUsed } from '#domain/routing/desk.ts';
import {
  agreementWith,
  always,
  contextAt,
  daysAfter,
  factsWith,
  hotFacts,
  hoursAfter,
  NINE_TO_FIVE,
  T0,
} from '#test/support/builders.ts';
import { deskOf, memberWith, poolWith } from '#test/support/routing-builders.ts';

const ABSENT = { absences: [{ from: '2026-03-02', until: '2026-03-02' }] };
const BACK = '2026-03-02T23:00:00.000Z';
const OFF_WORK = { hours: { timeZone: 'Europe/Paris', week: { 2: NINE_TO_FIVE } } };
const FULL = { maxOpen: 0 };

interface Scene {
  readonly pools?: readonly RoutingPool[];
  readonly routing?: Partial<RoutingModel>;
  readonly desk?: Partial<Desk>;
  readonly companyOwner?: string;
  readonly state?: Partial<LeadState>;
  readonly activeOwners?: readonly string[];
}

/** A hot lead that is handed over at T0, with reps 1 to 4 at work. */
function route({ pools = [], routing = {}, desk = {}, state = {}, ...pool }: Scene): Decision {
  const members = ['1', '2', '3', '4'];
  const context = contextAt(T0, { pool: { members, activeOwners: members, ...pool }, desk });
  const agreement = agreementWith({ routing: { ...(pools.length === 0 ? {} : { pools }), ...routing } });
  return decide(agreement, { facts: hotFacts, state: { ...initialState(), ...state } }, context);
}

/** The reasons of the way, as code and parameters. */
function wayOf({ reasons }: Decision): readonly string[] {
  return reasons
    .filter(({ code }) => /^(owner|rule|overflow|reps)/.test(code))
    .map(({ code, params }) => [code, ...Object.values(params)].join(' '));
}

describe('the account', () => {
  const pool = (changes: Partial<RoutingPool> = {}) =>
    poolWith({ members: [memberWith('1', FULL), memberWith('2', OFF_WORK), memberWith('3')], ...changes });

  it('passes over an owner who is busy, told once, and has another one’s lead wait for his hours', () => {
    const desk = { domainOwner: '1', colleague: '2' };
    const decision = route({ pools: [pool()], companyOwner: '1', desk });

    expect(wayOf(decision)).toEqual(['ownerBusy 1 full agreement', 'ownerFromColleague 2']);
    expect(decision.route).toEqual({ pools: ['*'], ownerId: '2' });
    expect(decision.state).toMatchObject({ owner: { value: '2', by: 'accord' }, assignedAt: T0 });
  });

  it('tells each owner who is busy', () => {
    const members = [memberWith('1', FULL), memberWith('2', ABSENT), memberWith('3')];
    const decision = route({ pools: [poolWith({ members })], companyOwner: '1', desk: { colleague: '2' } });

    expect(wayOf(decision).slice(0, 3)).toEqual([
      'ownerBusy 1 full agreement',
      'ownerBusy 2 absent agreement',
      'repsSkipped * absent agreement 1 2',
    ]);
    expect(wayOf(decision).at(-1)).toBe('ownerByTurn 3 * 1 1 1 1');
  });

  it.each([
    ['uses up a turn of his where the pool says so', true, '3', { given: 1, ahead: 1 }],
    ['uses up none where it does not', false, '3', undefined],
    ['uses up none of a pool that is not his', true, '4', undefined],
  ])('%s', (...[, matchTakesTurn, companyOwner, turns]) => {
    const { route: found } = route({ pools: [pool({ matchTakesTurn })], companyOwner });
    const state = found?.turns?.state;

    expect(found?.ownerId).toBe(companyOwner);
    expect(state && { given: state.given, ahead: state.reps['3']?.ahead }).toEqual(turns);
  });

  it('is asked by a rule, which is told before it, and after who is busy where it is skipped', () => {
    const rule = { id: 'account', label: '', criteria: [{ by: 'when' as const, when: always }], pool: null };
    const routing = { useCompanyOwner: false, rules: [rule] };
    const given = route({ pools: [pool()], routing, companyOwner: '1', desk: { domainOwner: '3' } });
    const skipped = route({ pools: [pool()], routing, companyOwner: '1', desk: { colleague: '2' } });

    expect(wayOf(given)).toEqual(['ruleMatched account', 'ownerBusy 1 full agreement', 'ownerFromDomain 3']);
    expect(wayOf(skipped).slice(0, 2)).toEqual(['ownerBusy 1 full agreement', 'ruleSkipped account account']);
    expect(skipped.route?.ownerId).toBe('3');
  });

  it('is judged in the pool of the first rule with one that matches', () => {
    const criteria = [{ by: 'when' as const, when: always }];
    const rules = [
      { id: 'nobody', label: '', criteria: [{ by: 'when' as const, when: { anyOf: [] } }], pool: 'third' },
      { id: 'account', label: '', criteria, pool: null },
      { id: 'north', label: '', criteria: [...criteria, ...criteria], pool: 'north' },
    ];
    const north = poolWith({ id: 'north', members: [memberWith('1'), memberWith('2', FULL)] });
    const decision = route({ pools: [pool(), north], routing: { rules }, companyOwner: '2' });

    expect(wayOf(decision)).toEqual([
      'ownerBusy 2 full agreement',
      'ruleSkipped nobody when',
      'ruleSkipped account account',
      'ruleMatched north',
      'repsSkipped north full agreement 1 2',
      'ownerByTurn 1 north 1 1 1 1',
    ]);
    expect(decision.route?.pools).toEqual(['north']);
  });
});

describe('the overflow', () => {
  const chain = (...ids: readonly string[]) =>
    ids.map((id, index) => ({ id, overflow: ids[index + 1] ?? null }));

  it('goes on until somebody can take the lead, and tells who came nearest in each pool', () => {
    const members = [
      [],
      [memberWith('1', ABSENT)],
      [memberWith('1', ABSENT), memberWith('2', OFF_WORK)],
      [memberWith('2', OFF_WORK), memberWith('3', FULL), memberWith('1', ABSENT)],
      [memberWith('4')],
    ];
    const pools = chain('*', 'b', 'c', 'd', 'e').map((pool, index) =>
      poolWith({ ...pool, members: members[index] ?? [] }),
    );
    const decision = route({ pools });

    expect(wayOf(decision)).toEqual([
      'overflow * b nobody',
      'repsSkipped b absent agreement 1 1',
      'overflow b c absent',
      'repsSkipped c absent agreement 1 1',
      'repsSkipped c hours agreement 1 2',
      'overflow c d hours',
      'repsSkipped d absent agreement 1 1',
      'repsSkipped d hours agreement 1 2',
      'repsSkipped d full agreement 1 3',
      'overflow d e full',
      'ownerByTurn 4 e 1 1 1 1',
    ]);
    expect(decision.route).toMatchObject({ pools: ['*', 'b', 'c', 'd', 'e'], turns: { pool: 'e' } });
  });

  it('ends before a pool that was tried', () => {
    const [first, second] = chain('*', 'b').map((pool) => poolWith(pool));
    const decision = route({ pools: [first!, { ...second!, overflow: '*' }] });

    expect(wayOf(decision)).toEqual(['overflow * b nobody', 'ownerHold b nobody']);
    expect(decision.route).toEqual({ pools: ['*', 'b'], ownerId: '' });
  });

  it('ends at a pool that is not there, of which nothing is told', () => {
    const decision = route({ pools: [poolWith({ overflow: 'gone' })] });

    expect(wayOf(decision)).toEqual(['overflow * gone nobody', 'ownerHold gone nobody']);
    expect(decision.route).toEqual({ pools: ['*'], ownerId: '' });
  });

  it('knows a pool by its own name alone, whatever that is', () => {
    const pools = [poolWith({ id: 'constructor', members: [memberWith('1')] })];

    expect(route({ pools, routing: { otherwise: 'constructor' } }).route).toMatchObject({
      ownerId: '1',
      turns: { state: { given: 1 } },
    });
  });

  it('goes on with the turns of the pool, where those who are absent miss theirs', () => {
    const members = [memberWith('1', ABSENT), memberWith('2', OFF_WORK), memberWith('3')];
    const afterAbsence = { policy: 'catch-up', cap: null, expiresDays: null } as const;
    const reps = { 3: { weight: 1, taken: 0, balance: 0, last: 3, ahead: 0 } };
    const desk = { pools: { '*': { given: 8, madeUp: true, reps } } };
    const { route: found } = route({ pools: [poolWith({ members, afterAbsence })], desk });

    expect(found?.turns?.state).toEqual({
      given: 9,
      madeUp: false,
      reps: {
        1: { weight: 0, taken: 0, balance: 0, last: 0, ahead: 0, missed: 500 },
        3: { ...reps[3], last: 9 },
      },
    });
  });

  it('names ten of the reps who are passed by, and counts the others', () => {
    const ids = Array.from({ length: 12 }, (_, index) => String(index + 1));
    const members = [memberWith('1', { ...ABSENT, email: '*' })];

    expect(wayOf(route({ pools: [poolWith({ members })], activeOwners: ids }))[0]).toBe(
      'repsSkipped * absent agreement 12 1 2 3 4 5 6 7 8 9 10',
    );
  });
});

describe('a rep who had the lead before', () => {
  const members = ['1', '2', '3'].map((id) => memberWith(id));
  const before = (...reps: readonly (readonly [string, string])[]) => ({
    state: { formerReps: reps.map(([ownerId, until]) => ({ ownerId, until })) },
  });
  const sticky = (changes: Partial<RoutingPool> = {}) => [poolWith({ members, stickyDays: 2, ...changes })];

  it.each([
    ['gets it again within the days of the pool', hoursAfter(T0, -47.999), 'ownerSticky 3 *'],
    ['gets it no more at their end', daysAfter(T0, -2), 'ownerByTurn 1 * 1 3 1 1'],
    ['gets it again a moment after he lost it', hoursAfter(T0, -0.001), 'ownerSticky 3 *'],
    ['does not get it in the instant in which he lost it', T0, 'ownerByTurn 1 * 1 3 1 1'],
  ])('%s', (_, until, way) => {
    expect(wayOf(route({ pools: sticky(), ...before(['3', until], ['2', until]) }))).toEqual([way]);
  });

  it.each<[string, Partial<RoutingPool>, string, readonly string[]]>([
    ['without such days', { stickyDays: null }, '3', []],
    ['where he is of another pool', {}, '4', []],
    [
      'where he is full',
      { members: [...members.slice(0, 2), memberWith('3', FULL)] },
      '3',
      ['ownerBusy 3 full agreement', 'repsSkipped * full agreement 1 3'],
    ],
  ])('does not get it %s', (...[, changes, former, told]) => {
    const decision = route({ pools: sticky(changes), ...before([former, hoursAfter(T0, -1)]) });

    expect(decision.route?.ownerId).toBe('1');
    expect(wayOf(decision).slice(0, -1)).toEqual(told);
  });

  it('uses up a turn where the pool says so', () => {
    const pools = sticky({ matchTakesTurn: true });
    const { route: found } = route({ pools, ...before(['3', hoursAfter(T0, -1)]) });

    expect(found).toMatchObject({ ownerId: '3', turns: { state: { given: 1, reps: { 3: { ahead: 1 } } } } });
    expect(route({ pools: sticky(), ...before(['3', hoursAfter(T0, -1)]) }).route?.turns).toBeUndefined();
  });

  it.each([
    [0, 'ownerByTurn 1 * 1 3 1 1'],
    [1, 'ownerOutOfTurn 2 * 0 3 0 1'],
    [2, 'ownerOutOfTurn 3 * 0 3 0 1'],
    [3, 'ownerHold * passedOver'],
  ])('is passed over as one of the last %d', (skipPrevious, way) => {
    const reps = ['1', '2', '3'].map((id) => [id, hoursAfter(T0, -90)] as const);

    expect(wayOf(route({ pools: [poolWith({ members, skipPrevious })], ...before(...reps) }))).toEqual([way]);
  });
});

describe('a lead that waits', () => {
  it.each<[string, readonly RoutingPool[], string, boolean]>([
    [
      'a quarter of an hour without any end',
      [poolWith({ members: [memberWith('1', FULL)] })],
      hoursAfter(T0, 0.25),
      false,
    ],
    [
      'the end of an absence, where that is sooner',
      [poolWith({ members: [memberWith('1', ABSENT)] })],
      BACK,
      true,
    ],
  ])('looks again after %s', (...[, pools, at, exact]) => {
    const now = exact ? hoursAfter(BACK, -0.1) : T0;
    const context = contextAt(now, { pool: { members: ['1'], activeOwners: ['1'] } });
    const lead = { facts: hotFacts, state: initialState() };

    expect(decide(agreementWith({ routing: { pools } }), lead, context).reviewAt).toEqual({ at, exact });
  });

  it('looks again when somebody can take it, not when one obstacle gives way to the next', () => {
    const ends = [0.05, 0.1].map((hours) => hoursAfter(T0, hours));
    const [first, second] = ends.map((until, index) => ({ from: hoursAfter(T0, index - 1), until }));
    const away = [first!, { ...second!, from: ends[0]! }];
    const members = [memberWith('1')];
    const context = contextAt(T0, {
      pool: { members: ['1'], activeOwners: ['1'] },
      desk: { users: { 1: { away } } },
    });
    const lead = { facts: hotFacts, state: initialState() };

    const decision = decide(agreementWith({ routing: { pools: [poolWith({ members })] } }), lead, context);

    expect(decision.reviewAt).toEqual({ at: ends[1], exact: true });
  });
});

describe('what a decision has used of a desk', () => {
  const pools = [
    poolWith({ id: 'a', members: [memberWith('1'), memberWith('2')] }),
    poolWith({ id: 'b', members: [memberWith('3')] }),
    poolWith({ id: 'all', members: [memberWith('1', { email: '*' })] }),
  ];
  const { routing } = agreementWith({ routing: { pools } });
  const turns = { given: 0, madeUp: false, reps: {} };
  const load = { today: 0, open: 0 };
  const byRep = <Value>(ids: readonly string[], value: Value) =>
    Object.fromEntries(ids.map((id) => [id, value]));
  const desk = deskOf(['1', '2', '3'], {
    loads: byRep(['1', '3', '9'], load),
    users: byRep(['2', '3', '9'], {}),
    pools: byRep(['a', 'b', 'all'], turns),
    domainOwner: '5',
  });

  it('is its pools, and what concerns their reps', () => {
    expect(deskUsed(routing, desk, { pools: ['a'], ownerId: '1' })).toEqual({
      ...desk,
      ...deskOf(['1', '2'], {
        loads: { 1: load },
        users: { 2: {} },
        pools: { a: turns },
        domainOwner: '5',
      }),
    });
  });

  it('is every rep in everybody’s pool, and all of it while the lead waits', () => {
    expect(deskUsed(routing, desk, { pools: ['all'], ownerId: '9' })).toEqual({
      ...desk,
      reps: {},
      pools: { all: turns },
    });
    expect(deskUsed(routing, desk, { pools: ['a'], ownerId: '' })).toEqual(desk);
  });
});

it.each([
  ['ann@mail.acme.example', 'acme.example'],
  ['ann@gmail.com', ''],
  ['', ''],
])('the company of %s is found by “%s”', (email, domain) => {
  expect(accountDomain(factsWith({ contact: { email } }))).toBe(domain);
});
