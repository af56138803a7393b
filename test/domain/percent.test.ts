// Shares in percent, as reports answer them.
import { describe, expect, it } from 'vitest';
import { percentOf } from '#domain/percent.ts';

describe('a share in percent', () => {
  it.each([
    ['a half', 1, 2, 50],
    ['all', 7, 7, 100],
    ['nothing of some', 0, 7, 0],
    ['a third, to one decimal', 1, 3, 33.3],
    ['two thirds, rounded down', 2, 3, 66.6],
    ['one missing of a thousand', 999, 1000, 99.9],
    ['one missing of ten thousand: a target that was missed never looks met', 9999, 10_000, 99.9],
  ])('%s', (...[, part, all, percent]) => {
    expect(percentOf(part, all)).toBe(percent);
  });

  it('is not told where there is nothing to have a share of', () => {
    expect(percentOf(0, 0)).toBeNull();
  });
});
