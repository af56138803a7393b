// Whose turn it is, as a team would reckon it by hand. That it is so in any history, turns.prop.test.ts shows.
import { describe, expect, it } from 'vitest';
import type { ReturnRule } from '#domain/agreement-routing.ts';
import type { PoolState, RepTurns } from '#domain/decision.ts';
import { nextInTurn, type Share } from '#domain/routing/quota.ts';
import { type Given, type Seat, type Table, takeAhead, takeTurn } from '#domain/routing/turns.ts';
import { daysAfter, hoursAfter, T0 } from '#test/support/builders.ts';

const FORGIVE: ReturnRule = { policy: 'forgive', cap: null, expiresDays: null };
const CATCH_UP: ReturnRule = { ...FORGIVE, policy: 'catch-up' };

/** `ann: 300` is here with weight 3; `['away', 100]` or `['out', 100]` is not. */
type Team = Readonly<Record<string, number | readonly ['away' | 'out', number]>>;

function tableOf(team: Team, { afterAbsence = FORGIVE, now = T0 }: Partial<Table> = {}): Table {
  const seats = Object.entries(team).map(([ownerId, given]): Seat => {
    const [presence, weight] = typeof given === 'number' ? (['here', given] as const) : given;
    return { ownerId, weight, presence };
  });
  return { seats, afterAbsence, now };
}

/** So many leads one after the other. */
function deal(table: Table, leads: number, before?: PoolState): readonly Given[] {
  const given: Given[] = [];
  for (let lead = 0; lead < leads; lead++) {
    const next = takeTurn(given.at(-1)?.state ?? before, table, []);
    if (next !== null) given.push(next);
  }
  return given;
}

const names = (given: readonly Given[]): string => given.map(({ ownerId }) => ownerId).join(' ');

function rep(changes: Partial<RepTurns>): RepTurns {
  return { weight: 0, taken: 0, balance: 0, last: 0, ahead: 0, ...changes };
}

function poolOf(reps: PoolState['reps'], given = 9, madeUp = false): PoolState {
  return { given, madeUp, reps };
}

describe('turns', () => {
  it('go round by weight, and tell which of how many it was', () => {
    const given = deal(tableOf({ ann: 300, bob: 200, cid: 100 }), 7);

    expect(names(given)).toBe('ann bob cid ann bob ann ann');
    expect(given.map(({ turn, of, taken, weight }) => `${turn}/${of} ${taken}/${weight}`)).toEqual([
      '1/6 1/3',
      '2/6 1/2',
      '3/6 1/1',
      '4/6 2/3',
      '5/6 2/2',
      '6/6 3/3',
      '1/6 1/3',
    ]);
    expect(given.at(-1)).toMatchObject({
      kind: 'turn',
      state: poolOf(
        {
          ann: rep({ weight: 3, taken: 1, last: 7 }),
          bob: rep({ weight: 2, last: 5 }),
          cid: rep({ weight: 1, last: 3 }),
        },
        7,
      ),
    });
  });

  it('go to him who waits longest where all are owed the same', () => {
    const reps = {
      ann: rep({ last: 3 }),
      bob: rep({ last: 1 }),
      cid: rep({ last: 2 }),
      dan: rep({ last: 1 }),
    };

    expect(names(deal(tableOf({ ann: 100, bob: 100, cid: 100, dan: 100 }), 4, poolOf(reps)))).toBe(
      'bob dan cid ann',
    );
  });

  it('begin anew when others take part: what is owed stays owed, rounded half up', () => {
    const [first] = deal(tableOf({ ann: 1500, bob: 100 }), 1);
    const [next] = deal(tableOf({ ann: 1500, bob: ['out', 100], cid: 500 }), 1, first?.state);

    expect(next?.state.reps).toEqual({
      ann: rep({ weight: 3, taken: 1, balance: -62, last: 2 }),
      bob: rep({ balance: 63 }),
      cid: rep({ weight: 1 }),
    });
    expect(next).toMatchObject({ turn: 1, of: 4, taken: 1, weight: 3 });
  });

  it.each([
    ['go on where all weights grow alike', { ann: 600, bob: 400 }, 'bob', 2],
    ['begin anew where one weight grows', { ann: 600, bob: 200 }, 'bob', 1],
    ['begin anew where one comes', { ann: 300, bob: 200, cid: 100 }, 'bob', 1],
    ['begin anew where one goes', { ann: 300 }, 'ann', 1],
  ])('%s', (...[, team, ownerId, turn]) => {
    const [first] = deal(tableOf({ ann: 300, bob: 200 }), 1);

    expect(deal(tableOf(team), 1, first?.state)[0]).toMatchObject({ ownerId, turn });
  });

  it('owe nothing for an interval in which a rep took no part', () => {
    const pool = poolOf({
      ann: rep({ weight: 1, taken: 1 }),
      bob: rep({ balance: 70 }),
      cid: rep({ weight: 1 }),
    });
    const state = deal(tableOf({ dan: 100 }), 1, pool)[0]?.state;

    expect(state?.reps).toMatchObject({
      ann: rep({ balance: -500 }),
      bob: rep({ balance: 70 }),
      cid: rep({ balance: 500 }),
    });
  });
});

describe('a lead out of turn', () => {
  const team = tableOf({ ann: 100, bob: 100, cid: 100 });

  it('passes over who may not have it, and is a turn to come of the rep who gets it', () => {
    const out = takeTurn(undefined, team, ['ann']);
    const rest = deal(team, 3, out?.state);

    expect(out).toEqual({
      ownerId: 'bob',
      kind: 'ahead',
      turn: 0,
      of: 3,
      taken: 0,
      weight: 1,
      state: poolOf(
        { ann: rep({ weight: 1 }), bob: rep({ weight: 1, last: 1, ahead: 1 }), cid: rep({ weight: 1 }) },
        1,
      ),
    });
    expect(rest.map(({ ownerId, turn }) => `${ownerId} ${turn}`)).toEqual(['ann 1', 'cid 2', 'bob 1']);
    expect(rest[2]?.state.reps['bob']).toEqual(rep({ weight: 1, taken: 1, last: 4 }));
  });

  it('goes to him who is owed most of those who may have it', () => {
    const pool = poolOf({ ann: rep({ balance: 90 }), bob: rep({ balance: -5 }), cid: rep({ balance: 5 }) });

    expect(takeTurn(pool, team, ['ann'])).toMatchObject({ ownerId: 'cid', kind: 'ahead' });
  });

  it.each([
    ['everybody is passed over', team, ['ann', 'bob', 'cid']],
    ['nobody is here', tableOf({ ann: ['away', 100], bob: ['out', 100] }), []],
  ])('is nobody’s where %s', (_, table, passedOver) => {
    expect(takeTurn(undefined, table, passedOver)).toBeNull();
  });

  it('that is his in any case is a turn to come too, also of a rep who is away', () => {
    const table = tableOf({ ann: 100, bob: ['away', 100] });
    const once = takeAhead(undefined, table, 'bob');

    expect(takeAhead(once, table, 'bob')).toEqual(
      poolOf({ ann: rep({ weight: 1 }), bob: rep({ ahead: 2, last: 2 }) }, 2),
    );
  });
});

describe('turns missed while away', () => {
  it.each<[string, ReturnRule, number | undefined]>([
    ['are a share of each turn, rounded down', CATCH_UP, 666],
    ['are no more than the cap', { ...CATCH_UP, cap: 0.5 }, 500],
    ['are nothing where they are forgiven', FORGIVE, undefined],
  ])('%s', (_, afterAbsence, missed) => {
    const table = tableOf({ ann: 200, bob: ['away', 100], cid: ['out', 900] }, { afterAbsence });
    const state = deal(table, 2)[1]?.state;

    expect(state?.reps['bob']?.missed).toBe(missed);
    expect(state?.reps['cid']).toBeUndefined();
  });

  const away = (changes: Partial<RepTurns>, madeUp = false): PoolState =>
    poolOf({ ann: rep({ weight: 1 }), bob: rep({ weight: 1, ...changes }) }, 9, madeUp);
  const both = { ann: 100, bob: 100 };
  const credit: ReturnRule = { ...CATCH_UP, policy: 'credit' };

  it('are made up for by every second lead, as long as a whole one is left', () => {
    const given = deal(tableOf(both, { afterAbsence: CATCH_UP }), 4, away({ missed: 2400 }));

    expect(given.map(({ ownerId, kind }) => `${ownerId} ${kind}`)).toEqual([
      'bob madeUp',
      'ann turn',
      'bob madeUp',
      'bob turn',
    ]);
    expect(given[0]).toMatchObject({
      turn: 0,
      of: 2,
      taken: 0,
      weight: 1,
      state: { given: 10, madeUp: true },
    });
    expect(given[0]?.state.reps['bob']).toEqual(rep({ weight: 1, last: 10, missed: 1400, backAt: T0 }));
    expect(given[2]?.state.reps['bob']).toEqual(rep({ weight: 1, last: 12 }));
    expect(given[3]?.state.madeUp).toBe(false);
  });

  it('are made up for on credit after each turn of his', () => {
    const given = deal(tableOf(both, { afterAbsence: credit }), 6, away({ missed: 2000 }));

    expect(given.map(({ ownerId, kind }) => `${ownerId} ${kind}`)).toEqual([
      'ann turn',
      'bob turn',
      'bob madeUp',
      'ann turn',
      'bob turn',
      'bob madeUp',
    ]);
    expect(given[1]?.state.reps['bob']).toEqual(
      rep({ weight: 1, last: 11, missed: 2000, backAt: T0, earned: true }),
    );
    expect(given[2]?.state.reps['bob']).toEqual(rep({ weight: 1, last: 12, missed: 1000, backAt: T0 }));
    expect(given[5]?.state.reps['bob']).toEqual(rep({ weight: 1, last: 15 }));
  });

  it('are first made up for to him who missed most, then to him who waits longest, never where he may not have the lead', () => {
    const back = (missed: number, last: number) => rep({ weight: 1, missed, last });
    const table = tableOf({ ann: 100, bob: 100, cid: 100 }, { afterAbsence: CATCH_UP });
    const most = poolOf({ ann: back(1000, 1), bob: back(3000, 3), cid: back(2000, 2) });
    const alike = poolOf({ ann: back(2000, 3), bob: back(2000, 2), cid: back(2000, 2) });

    expect(takeTurn(most, table, [])?.ownerId).toBe('bob');
    expect(takeTurn(most, table, ['bob'])).toMatchObject({ ownerId: 'cid', kind: 'madeUp' });
    expect(takeTurn(alike, table, [])?.ownerId).toBe('bob');
  });

  const rule: ReturnRule = { ...credit, cap: 3, expiresDays: 2 };
  const back = hoursAfter(T0, -1);
  const over = daysAfter(back, 2);
  it.each<[string, Team, string, Partial<RepTurns>, Partial<RepTurns>]>([
    ['are kept while he is away', { ann: 100, bob: ['away', 100] }, T0, { missed: 700 }, { missed: 1200 }],
    [
      'are kept when he goes again, as if he had not been back',
      { ann: 100, bob: ['away', 100] },
      over,
      { missed: 1500, backAt: back, earned: true },
      { missed: 2000 },
    ],
    [
      'are cut to the cap',
      { ann: 100, bob: ['out', 100] },
      T0,
      { missed: 3001 },
      { missed: 3000, backAt: T0 },
    ],
    ['are no whole turn once he is back', both, T0, { missed: 999 }, {}],
    ['are one', both, T0, { missed: 1000 }, { missed: 1000, backAt: T0 }],
    [
      'wait for him since he was first seen back',
      both,
      hoursAfter(over, -0.001),
      { missed: 1000, backAt: back },
      { missed: 1000, backAt: back },
    ],
    ['are over after their days', both, over, { missed: 1000, backAt: back, earned: true }, {}],
  ])('%s', (...[, team, now, before, after]) => {
    const table = tableOf(team, { afterAbsence: rule, now });
    const state = takeTurn(away({ ...before, last: 5 }), table, ['bob'])?.state;
    const weight = team['bob'] === 100 ? 1 : 0;

    expect(state?.reps['bob']).toEqual(rep({ weight, last: 5, ...after }));
  });

  it('are dropped, also while he is away, where the agreement forgives them now', () => {
    const table = tableOf({ ann: 100, bob: ['away', 100] });

    expect(takeTurn(away({ missed: 5000 }), table, [])?.state.reps['bob']).toEqual(rep({}));
  });
});

describe('a pool of very many', () => {
  const share = (ownerId: string, changes: Partial<Share> = {}): Share => ({
    ownerId,
    weight: 1,
    taken: 0,
    balance: 0,
    last: 0,
    ...changes,
  });

  it('gives the turn that cannot wait longest where none falls due in ten thousand turns', () => {
    const many = Array.from({ length: 20_009 }, (_, index) => share(`rep ${index}`));
    const half = share('half', { weight: 2, last: 5 });

    expect(nextInTurn([...many, half])?.ownerId).toBe('half');
  });

  it('gives nothing without anybody', () => {
    expect(nextInTurn([])).toBeUndefined();
  });
});
