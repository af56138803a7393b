// Whose turn it is, at weights where counting on (stride scheduling) or rounding would drift: after every turn each rep has his
// share of the turns so far, to less than one.
import { describe, expect, it } from 'vitest';
import { mostOwed, nextInTurn, roundOf, type Share } from '#domain/routing/quota.ts';

/** Nobody has had a turn yet; `owed`: thousandths of a turn from before, of nobody where it is not said. */
function sharesOf(weights: readonly number[], owed: readonly number[] = []): readonly Share[] {
  return weights.map((weight, index) => ({
    ownerId: String(index),
    weight,
    taken: 0,
    balance: owed[index] ?? 0,
    last: 0,
  }));
}

interface Played {
  /** How far anybody was from his share at most, in turns. */
  readonly worst: number;
  /** Who got each turn. */
  readonly order: readonly number[];
}

function play(weights: readonly number[], turns: number, owed: readonly number[] = []): Played {
  let shares = sharesOf(weights, owed);
  const { length } = roundOf(shares);
  const order: number[] = [];
  let worst = 0;
  for (let turn = 1; turn <= turns; turn++) {
    const next = nextInTurn(shares);
    if (next === undefined) throw new Error('nobody is next');
    order.push(Number(next.ownerId));
    shares = shares.map((share) =>
      share.ownerId === next.ownerId ? { ...share, taken: share.taken + 1, last: turn } : share,
    );
    // In turns × length, so that nothing is rounded.
    for (const { taken, weight } of shares) worst = Math.max(worst, Math.abs(taken * length - turn * weight));
  }
  return { worst: worst / length, order };
}

describe('the turns of a round', () => {
  it.each<[string, readonly number[]]>([
    ['alone', [1]],
    ['equal weights', [1, 1, 1, 1]],
    ['one of ten and ten of one', [10, ...Array<number>(10).fill(1)]],
    ['twenty, ten and eighteen of one', [20, 10, ...Array<number>(18).fill(1)]],
    ['nearly equal', [3, 2, 2]],
    ['all different', [7, 5, 3, 1]],
    ['one of a hundred', [100, 1]],
    ['pairs', [5, 5, 4, 1, 1]],
    ['groups of equal ones', [11, 11, 6, 6, 6, 1, 1, 1]],
    ['where the most owed first would break it', [1, 5, 21, 21]],
    ['many small ones', [2, ...Array<number>(25).fill(3)]],
  ])('are shared out to less than one at every turn: %s', (_what, weights) => {
    const length = weights.reduce((sum, weight) => sum + weight, 0);
    const { worst, order } = play(weights, 2 * length);

    expect(worst).toBeLessThan(1);
    // In a round each has his weight, and the next one is the same again.
    for (const [index, weight] of weights.entries())
      expect(order.slice(0, length).filter((owner) => owner === index)).toHaveLength(weight);
  });

  it.each<[string, readonly number[], readonly number[], string]>([
    ['who is owed a whole turn gets no two in a row of every four', [1, 2, 1], [0, 1000, 0], '1012'],
    ['who had a turn too many still gets the second at the latest', [2, 1, 1], [-1000, 0, 0], '1020'],
    ['two who had too much get none later than the third', [1, 1, 2, 2], [0, 0, -500, -500], '023123'],
    ['one who had too much of many', [3, 2, 1, 2, 4], [0, 0, 0, 0, -500], '014324014304'],
  ])('follow what is owed from before as far as the shares allow: %s', (...[, weights, owed, order]) => {
    const played = play(weights, order.length, owed);

    expect(played.order.join('')).toBe(order);
    expect(played.worst).toBeLessThan(1);
  });

  it.each<[readonly number[], readonly number[]]>([
    [
      [11, 12, 3, 7],
      [-408, -949, 974, -1642],
    ],
    [
      [4, 9, 11, 11, 6, 1],
      [-1582, -1233, 826, -1968, -1017, -242],
    ],
    [
      [12, 9, 12, 4, 6, 11],
      [611, 1606, 1846, -1342, 1431, 1627],
    ],
  ])('are shared out to less than one at weights %j, though %j is owed from before', (weights, owed) => {
    expect(play(weights, 2 * roundOf(sharesOf(weights)).length, owed).worst).toBeLessThan(1);
  });

  it('go by what is due after each turn: three of five are every other one', () => {
    expect(play([3, 1, 1], 5).order).toEqual([0, 1, 0, 2, 0]);
  });

  it('go to who is owed most among more reps than turns are looked ahead', () => {
    const crowd = sharesOf(Array<number>(10_001).fill(1)).map((share) =>
      share.ownerId === '5000' ? { ...share, balance: 1 } : share,
    );

    expect(nextInTurn(crowd)?.ownerId).toBe('5000');
  });

  it('go to who has waited longest where all are owed alike, and to the first of those', () => {
    expect(play([1, 1, 1], 6).order).toEqual([0, 1, 2, 0, 1, 2]);
    const [a, b] = sharesOf([1, 1]);
    if (a === undefined || b === undefined) return;
    expect(
      mostOwed(
        [
          { ...a, last: 5 },
          { ...b, last: 3 },
        ],
        sharesOf([1, 1]),
      )?.ownerId,
    ).toBe('1');
    expect(
      mostOwed(
        [
          { ...a, last: 3 },
          { ...b, last: 3 },
        ],
        sharesOf([1, 1]),
      )?.ownerId,
    ).toBe('0');
  });

  it('go first to who is owed from before, as far as the shares allow', () => {
    const [a, b] = sharesOf([1, 1]);
    if (a === undefined || b === undefined) return;

    expect(nextInTurn([a, { ...b, balance: 1 }])?.ownerId).toBe('1');
    expect(
      nextInTurn([
        { ...a, last: 2 },
        { ...b, balance: -1 },
      ])?.ownerId,
    ).toBe('0');
    // He has had his turn of the round already.
    expect(nextInTurn([a, { ...b, taken: 1, balance: 5_000 }])?.ownerId).toBe('0');
  });

  it('go to nobody where there is nobody', () => {
    expect(nextInTurn([])).toBeUndefined();
    expect(mostOwed([], sharesOf([1]))).toBeUndefined();
    expect(
      roundOf([
        { taken: 2, weight: 3 },
        { taken: 1, weight: 4 },
      ]),
    ).toEqual({ turn: 3, length: 7 });
  });
});
