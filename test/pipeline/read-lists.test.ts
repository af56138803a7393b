// Which lists there are and which contacts are in them, and what becomes of a portal whose lists cannot be read.
import { describe, expect, it } from 'vitest';
import { emptyMirror, foldAside, type Mirror, valueOf } from '#domain/mirror.ts';
import { LIST_MEMBERSHIPS } from '#domain/names.ts';
import type { ReadyLead } from '#pipeline/lead-inputs.ts';
import { readLists } from '#pipeline/lists/read-lists.ts';
import { refreshLists } from '#pipeline/lists/refresh-lists.ts';
import type { Turn } from '#pipeline/turn.ts';
import { AppError } from '#platform/errors.ts';
import { agreementWith, hoursAfter, T0 } from '#test/support/builders.ts';

const LIST = { key: 'competitors', listId: '7', after: '' };
const NOW = hoursAfter(T0, 1);

interface World {
  readonly lists?: readonly (typeof LIST)[];
  /** What every call for lists ends with. */
  readonly fault?: unknown;
  readonly memberships?: Readonly<Record<string, readonly string[]>>;
}

function turnOf({ lists = [LIST], fault = null, memberships = {} }: World = {}) {
  const asked: string[] = [];
  const refusals: unknown[] = [];
  const { needs } = agreementWith();
  const turn = {
    portal: {
      portalId: '1',
      lists,
      reads: { lists: true },
      agreements: [agreementWith({ needs: { ...needs, lists: ['competitors'] } })],
    },
    lease: { portalId: '1', fence: '1' },
    startedAt: NOW,
    lane: 'live',
    logger: { warn: () => undefined },
    readable: new Map(),
    signal: new AbortController().signal,
    hubspot: {
      listContactLists: async () => {
        if (fault !== null) throw fault;
        return [];
      },
      readListMemberships: async (_: unknown, ids: readonly string[]) => {
        asked.push(...ids);
        if (fault !== null) throw fault;
        return new Map(Object.entries(memberships));
      },
    },
    store: {
      storeRefusal: async (_: unknown, refusal: unknown) => {
        refusals.push(refusal);
      },
    },
  } as unknown as Turn; // the parts that are used
  return { turn, asked, refusals };
}

function leadOf(mirror: Mirror): ReadyLead {
  return { loaded: { contactId: '11' }, mirror } as unknown as ReadyLead; // the parts that are used
}

const NEW = leadOf(emptyMirror(T0));

function failure(code: string, retryable = false): AppError {
  return new AppError('no', { code, retryable });
}

/** As the client has them. */
const REFUSALS = [
  failure('MISSING_SCOPES'),
  failure('FORBIDDEN'),
  failure('BAD_REQUEST'),
  failure('NOT_FOUND'),
  failure('WRONG_SHAPE', true),
  failure('TOO_MANY_PAGES'),
];

describe('which lists a contact is in', () => {
  it('is read once, and again where a name has come to mean another list', async () => {
    const first = turnOf({ memberships: { '11': ['9'] } });
    const [outside] = await readLists(first.turn, [NEW], [NEW]);
    if (outside === undefined) throw new Error('the lead is gone');
    expect(valueOf(outside.mirror, LIST_MEMBERSHIPS)).toBe('-competitors');

    const same = turnOf({ memberships: { '11': ['7'] } });
    expect(await readLists(same.turn, [outside], [outside])).toEqual([outside]);
    expect(same.asked).toEqual([]);

    const other = turnOf({ lists: [{ ...LIST, listId: '8' }], memberships: { '11': ['8'] } });
    const [inside] = await readLists(other.turn, [outside], [outside]);
    expect(inside === undefined ? null : valueOf(inside.mirror, LIST_MEMBERSHIPS)).toBe('+competitors');
  });

  it('is no list any more where the account has none of them', async () => {
    const { turn } = turnOf({ memberships: { '11': ['7'] } });
    const [inside = NEW] = await readLists(turn, [NEW], [NEW]);
    const gone = turnOf({ lists: [{ ...LIST, listId: '' }] });
    const [outside = NEW] = await readLists(gone.turn, [inside], [inside]);

    expect(valueOf(inside.mirror, LIST_MEMBERSHIPS)).toBe('+competitors');
    expect(valueOf(outside.mirror, LIST_MEMBERSHIPS)).toBe('');
    expect(gone.asked).toEqual([]);
    expect(await readLists(gone.turn, [outside], [outside])).toEqual([outside]);
  });
});

describe('lists that HubSpot does not tell', () => {
  it.each(REFUSALS)(
    'are gone on without, with what was known, and the reason noted once: $code',
    async (fault) => {
      const { turn, asked, refusals } = turnOf({ fault });
      const known = leadOf(foldAside(emptyMirror(T0), LIST_MEMBERSHIPS, { value: '+partners', at: T0 }));

      expect(await readLists(turn, [known], [known])).toEqual([known]);
      expect(await readLists(turn, [known], [known])).toEqual([known]);
      expect(await refreshLists(turn, true)).toEqual([LIST]);
      expect(asked).toEqual(['11']);
      expect(refusals).toEqual([{ object: 'lists', code: fault.code }]);
    },
  );

  it.each(REFUSALS)('stay those that were known where they cannot be looked up: $code', async (fault) => {
    const { turn, refusals } = turnOf({ fault });

    expect(await refreshLists(turn, true)).toEqual([LIST]);
    expect(refusals).toEqual([{ object: 'lists', code: fault.code }]);
  });

  it.each([
    failure('RATE_LIMITED', true),
    failure('SERVER_ERROR', true),
    failure('PORTAL_MOVING', true),
    failure('NETWORK', true),
    failure('GRANT_DEAD'),
    failure('NOT_INSTALLED'),
    failure('secret_unknown_key'),
    new Error('a mistake of ours'),
  ])('for what is not about lists end the turn like any call: %s', async (fault) => {
    const { turn, refusals } = turnOf({ fault });
    const lead = leadOf(emptyMirror(T0));

    await expect(readLists(turn, [lead], [lead])).rejects.toBe(fault);
    await expect(refreshLists(turn, true)).rejects.toBe(fault);
    expect(refusals).toEqual([]);
  });
});
