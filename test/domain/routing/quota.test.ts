// Whose turn it is, at weights where counting on (stride scheduling) or rounding would drift: after every turn each rep has his
// share of the turns so far, to less than one.
import { describe, expect, it } from 'vitest';
import { mostOwed, nextInTurn, roundOf, type Share } from '#domain/routing/quota.ts';

function sharesOf(weights: readonly number[]): readonly Share[] {
  return weights.map((weight, index) => ({ ownerId: String(index), weight, taken: 0, balance: 0, last: 0 }));
}

/** Of so many turns, who got each. */
function play(
  weights: readonly number[],
  turns: number,
): { readonly worst: number; readonly order: readonly number[] } {
  let shares = sharesOf(weights);
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
    ['where the most owed first would break it', [11, 11, 6, 6, 6, 1, 1, 1]],
    ['many small ones', [2, ...Array<number>(25).fill(3)]],
  ])('are shared out to less than one at every turn: %s', (_what, weights) => {
    const length = weights.reduce((sum, weight) => sum + weight, 0);
    const { worst, order } = play(weights, 2 * length);

    expect(worst).toBeLessThan(1);
    // In a round each has his weight, and the next one is the same again.
    for (const [index, weight] of weights.entries())
      expect(order.slice(0, length).filter((owner) => owner === index)).toHaveLength(weight);
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
