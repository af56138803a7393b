// A memory that outlives decisions keeps what was worked out, up to so much; beyond that it starts anew.
import { describe, expect, it } from 'vitest';
import { remember } from '#domain/remember.ts';

const MOST = 3;

/** What it knows once so many pages were asked for, one after the other. */
function knownAfter(pages: number): readonly string[] {
  const known = new Map<string, number>();
  for (let page = 1; page <= pages; page++) remember(known, MOST, [`page ${page}`, page]);
  return [...known.keys()];
}

describe('a memory', () => {
  it.each<[number, readonly string[]]>([
    [1, ['page 1']],
    [2, ['page 1', 'page 2']],
    [3, ['page 1', 'page 2', 'page 3']],
    [4, ['page 4']],
    [5, ['page 4', 'page 5']],
    [7, ['page 7']],
  ])('of three at most knows after %i pages %j', (pages, known) => {
    expect(knownAfter(pages)).toEqual(known);
  });

  it('gives back what it is given, and keeps it', () => {
    const known = new Map([['/prices', 1]]);

    expect(remember(known, MOST, ['/demo', 2])).toBe(2);
    expect([...known]).toEqual([
      ['/prices', 1],
      ['/demo', 2],
    ]);
  });

  it('that is full gives back what it is given, too', () => {
    const known = new Map([['/prices', 1]]);

    expect(remember(known, 1, ['/demo', 2])).toBe(2);
    expect([...known]).toEqual([['/demo', 2]]);
  });
});
