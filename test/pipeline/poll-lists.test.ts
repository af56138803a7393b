// Who joined a list since the last look: pages in the order of joining, up to a bound, from where the last one ended.
import { describe, expect, it } from 'vitest';
import { emptyMirror, foldAside, type Mirror } from '#domain/mirror.ts';
import { LIST_MEMBERSHIPS } from '#domain/names.ts';
import type { UsedList } from '#pipeline/lists/list-store.ts';
import { pollLists } from '#pipeline/lists/poll-lists.ts';
import type { ListMembers } from '#pipeline/ports.ts';
import type { Turn } from '#pipeline/turn.ts';
import { AppError } from '#platform/errors.ts';
import { hoursAfter, T0 } from '#test/support/builders.ts';

const minutesAfter = (minutes: number): string => hoursAfter(T0, minutes / 60);
const LIST: UsedList = { key: 'competitors', listId: '7', after: '' };

function outside(cell = '-competitors', readAt = T0): Mirror {
  return foldAside(emptyMirror(T0), LIST_MEMBERSHIPS, { value: cell, at: readAt });
}

interface World {
  readonly lists?: readonly UsedList[];
  readonly pages?: Readonly<Record<string, ListMembers | AppError>>;
  readonly mirrors?: Readonly<Record<string, Mirror>>;
  readonly granted?: boolean;
  /** Calls until the slice is over. */
  readonly time?: number;
}

async function poll({ lists = [LIST], pages = {}, mirrors = {}, granted = true, time = 1_000 }: World) {
  const asked: string[] = [];
  const committed: unknown[] = [];
  const refusals: unknown[] = [];
  const turn = {
    portal: { portalId: '1', lists, reads: { lists: granted } },
    lease: { portalId: '1', fence: '1' },
    logger: { info: () => undefined, warn: () => undefined },
    readable: new Map(),
    signal: new AbortController().signal,
    hasTime: () => asked.length < time,
    hubspot: {
      listMembers: async (_: unknown, { listId, after, limit }: Record<string, unknown>) => {
        asked.push(`${String(listId)}:${String(after)}:${String(limit)}`);
        const page = pages[`${String(listId)}:${String(after)}`] ?? { members: [], next: null };
        if (page instanceof AppError) throw page;
        return page;
      },
    },
    store: {
      loadContacts: async (_: string, ids: readonly string[]) =>
        Object.fromEntries(Object.entries(mirrors).filter(([id]) => ids.includes(id))),
      commitMembers: async (_: unknown, { after, joined }: Record<string, unknown>) => {
        committed.push({ after, joined });
      },
      storeRefusal: async (_: unknown, refusal: unknown) => {
        refusals.push(refusal);
      },
    },
  } as unknown as Turn; // the parts that are used
  return { hasJoined: await pollLists(turn), asked, committed, refusals };
}

function page(joined: Readonly<Record<string, string>>, next: string | null = null): ListMembers {
  return { members: Object.entries(joined).map(([contactId, joinedAt]) => ({ contactId, joinedAt })), next };
}

function refused(code: string): AppError {
  return new AppError('no', { code, retryable: false });
}

describe('who joined', () => {
  it('is a lead that was outside when it was read last, and joined since or a moment before', async () => {
    const members = { now: minutesAfter(5), just: minutesAfter(-1), long: minutesAfter(-2) };
    const strangers = { unread: T0, unknown: T0, inside: T0 };
    const found = await poll({
      pages: { '7:': page({ ...members, ...strangers }) },
      mirrors: {
        now: outside(),
        just: outside(),
        long: outside(),
        unread: emptyMirror(T0),
        inside: outside('+competitors'),
      },
    });

    expect(found).toMatchObject({ hasJoined: true, committed: [{ after: '', joined: ['now', 'just'] }] });
  });

  it('is looked for from where the last look ended; the last page is looked at again next time', async () => {
    const found = await poll({
      lists: [{ ...LIST, after: 'b' }],
      pages: { '7:b': page({ one: T0 }, 'c'), '7:c': page({ two: T0 }) },
      mirrors: { one: outside(), two: outside() },
    });

    expect(found.asked).toEqual(['7:b:250', '7:c:250']);
    expect(found.committed).toEqual([
      { after: 'c', joined: ['one'] },
      { after: 'c', joined: ['two'] },
    ]);
  });

  /** A page for each number, and one behind. */
  const endless = (count: number, joined: Readonly<Record<number, string>> = {}) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, at) => {
        const id = joined[at];
        return [
          `7:${at === 0 ? '' : String(at)}`,
          page(id === undefined ? {} : { [id]: T0 }, String(at + 1)),
        ];
      }),
    );

  it('of a thousand at once is enough for one round', async () => {
    const found = await poll({ pages: endless(9, { 2: 'one' }), mirrors: { one: outside() } });

    expect(found.asked).toHaveLength(4);
    expect(found.committed.at(-1)).toEqual({ after: '4', joined: [] });
  });

  it('is looked for in all of a list that was named just now, until somebody is found', async () => {
    expect((await poll({ pages: endless(9) })).asked).toHaveLength(10);

    const found = await poll({ pages: endless(9, { 5: 'one' }), mirrors: { one: outside() } });
    expect(found.asked).toHaveLength(6);
    expect(found.committed.at(-1)).toEqual({ after: '6', joined: ['one'] });
  });

  it.each([
    ['ten thousand members', 1_000, 40],
    ['those that the slice has time for', 7, 7],
    ['a thousand members, however slow HubSpot is', 0, 4],
  ])(
    'is looked for among %s of a long list, and among the rest with the next rounds',
    async (_, time, pages) => {
      const found = await poll({ pages: endless(99), time });

      expect(found.asked).toHaveLength(pages);
      expect(found.committed.at(-1)).toEqual({ after: String(pages), joined: [] });
    },
  );

  it('is nothing to store where nobody did', async () => {
    expect(await poll({ pages: { '7:': page({ one: T0 }) } })).toMatchObject({
      hasJoined: false,
      committed: [],
    });
  });
});

describe('what cannot be read', () => {
  const other: UsedList = { key: 'partners', listId: '9', after: '' };

  it.each(['NOT_FOUND', 'SERVER_ERROR'])(
    'of one list (%s) keeps no other from being looked at',
    async (code) => {
      const found = await poll({ lists: [LIST, other], pages: { '7:': refused(code) } });
      expect(found).toMatchObject({ asked: ['7::250', '9::250'], refusals: [] });
    },
  );

  it('since HubSpot refuses is noted, and not asked for again in this slice', async () => {
    const found = await poll({ lists: [LIST, other], pages: { '7:': refused('MISSING_SCOPES') } });
    expect(found).toMatchObject({
      asked: ['7::250'],
      refusals: [{ object: 'lists', code: 'MISSING_SCOPES' }],
    });
  });

  it.each([
    ['without the scope', { granted: false }],
    ['that the account does not have', { lists: [{ ...LIST, listId: '' }] }],
  ])('%s is not asked for', async (_, world) => {
    expect((await poll(world)).asked).toEqual([]);
  });
});
