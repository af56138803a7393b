// R18 and R23 as tables: a pool of reps and its marketer, what the two came to in November 2026, and the week that lies ahead.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { EVERYONE, type RoutingPool } from '#domain/agreement-routing.ts';
import { noticesOf } from '#domain/consequences/notices.ts';
import type { ConsequenceEvent } from '#domain/decision.ts';
import { judgeHandling } from '#domain/handling/handling.ts';
import type { HandledLead } from '#domain/handling/standing.ts';
import type { LedgerEntry } from '#domain/marketing/ledger.ts';
import { forecastFrom, type PodLedger, type PodScore, podOf, scorePods } from '#domain/routing/pods.ts';
import { agreementWith } from '#test/support/builders.ts';
import { handled, SALES_AGREEMENT, UNMET } from '#test/support/handled.ts';
import { CALENDAR, entry, NOVEMBER, paris } from '#test/support/ledger.ts';
import { memberWith, poolWith, routingTo } from '#test/support/routing-builders.ts';

const rep = (
  name: string,
  more: Partial<RoutingPool['members'][number]> = {},
): RoutingPool['members'][number] => ({
  ...memberWith('0'),
  email: `${name}@sales.example`,
  ...more,
});
const NORTH = poolWith({
  id: 'north',
  label: 'North',
  marketer: 'mia@marketing.example',
  members: [rep('ann', { maxPerDay: 3 }), rep('bob', { maxPerDay: 2 })],
});
const SOUTH = poolWith({ id: 'south', label: 'South', members: [rep('cem'), rep('ann')], maxPerDay: 4 });
const EMAILS = {
  '1': 'Ann@sales.example',
  '2': 'bob@sales.example',
  '3': 'cem@sales.example',
  '4': 'zoe@else.example',
};
const MONDAY = paris('2026-11-16 09:00');

function agreementOn(pools: readonly RoutingPool[]): Agreement {
  return { ...SALES_AGREEMENT, routing: { ...routingTo([]), pools } };
}

interface Given {
  readonly pools?: readonly RoutingPool[];
  readonly list?: readonly LedgerEntry[];
  readonly promised?: readonly HandledLead[];
  readonly recent?: readonly string[];
  readonly now?: string;
  readonly since?: string | null;
  readonly emails?: Readonly<Record<string, string>>;
}

/** Leads are called after who has them: `2 …` is Bob's. */
function score(given: Given): readonly PodScore[] {
  const { pools = [NORTH, SOUTH], list = [], promised = [], recent = [], now = MONDAY } = given;
  const since = given.since === undefined ? '2026-01-01T00:00:00.000Z' : given.since;
  const agreement = agreementOn(pools);
  const at = { month: NOVEMBER, now, since };
  const ledger: PodLedger = {
    ...at,
    entries: list,
    handling: judgeHandling(agreement, { ...at, handled: promised }),
    holders: Object.fromEntries(list.map(({ leadId }) => [leadId, leadId.split(' ')[0] ?? ''])),
    emails: given.emails ?? EMAILS,
    recent,
  };
  return scorePods(agreement, ledger);
}

const of = (ownerId: string, serial: number, changes: Partial<LedgerEntry> = {}): LedgerEntry =>
  entry({ leadId: `${ownerId} ${serial}`, ...changes });

describe('the pod of a rep', () => {
  const everyone = poolWith({ id: 'all', members: [{ ...rep('x'), email: EVERYONE }] });
  it.each<[string, string, readonly RoutingPool[], string | null]>([
    ['the pool that names him', 'bob@sales.example', [NORTH, SOUTH], 'north'],
    ['however HubSpot writes him', 'Bob@Sales.example', [NORTH, SOUTH], 'north'],
    ['the first of two', 'ann@sales.example', [SOUTH, NORTH], 'south'],
    ['rather one that names him than everyone’s', 'bob@sales.example', [everyone, NORTH], 'north'],
    ['else everyone’s', 'zoe@else.example', [NORTH, everyone], 'all'],
    ['none', 'zoe@else.example', [NORTH, SOUTH], null],
    ['none without an address', '', [everyone], null],
  ])('is %s', (_what, email, ...[pools, id]) => {
    expect(podOf(pools, email)?.id ?? null).toBe(id);
  });
});

describe('what a pod came to', () => {
  it('is told with its marketer, in the order of the document', () => {
    const list = [
      of('1', 1),
      of('2', 1),
      of('2', 1, { kind: 'accepted' }),
      of('2', 1, { kind: 'sql' }),
      of('2', 2, { at: paris('2026-10-31 23:59') }),
      of('3', 1),
      of('3', 1, { kind: 'accepted' }),
    ];
    const promised = [
      handled({ ownerId: '1' }),
      handled({ ownerId: '2', ...UNMET }),
      handled({ ownerId: '3' }),
    ];

    expect(score({ list, promised })).toMatchObject([
      {
        pool: 'north',
        label: 'North',
        marketer: 'mia@marketing.example',
        handedOver: 2,
        accepted: 1,
        sql: 1,
        promises: [
          { clause: 'accept', due: 0, kept: 0 },
          { clause: 'first-touch', due: 2, kept: 1 },
          { clause: 'feedback', due: 0, kept: 0 },
        ],
      },
      { pool: 'south', label: 'South', marketer: null, handedOver: 1, accepted: 1, sql: 0 },
    ]);
  });

  it('leaves nobody out: who is in no pool, and whom nobody has, stand apart', () => {
    const list = [of('4', 1), of('', 1), of('1', 1)];
    const [north, south, rest] = score({ list, promised: [handled({ ownerId: '' })] });

    expect([north?.handedOver, south?.handedOver]).toEqual([1, 0]);
    expect(rest).toMatchObject({ pool: null, label: '', marketer: null, handedOver: 2 });
    expect(rest?.promises[1]).toEqual({ clause: 'first-touch', due: 1, kept: 1 });
    expect(score({ promised: [handled({ ownerId: '4' })] })).toHaveLength(3);
    expect(score({ recent: Array(4).fill('4') })).toHaveLength(3);
    expect(score({ list: [of('1', 1)] })).toHaveLength(2);
  });

  it('counts from the switch-on', () => {
    const list = [
      of('1', 1, { at: paris('2026-11-09 10:00') }),
      of('1', 2, { at: paris('2026-11-09 10:01') }),
    ];

    expect(score({ list, since: paris('2026-11-09 10:01') })[0]?.handedOver).toBe(1);
    expect(score({ list, since: null })[0]?.handedOver).toBe(0);
  });

  it('is of the month alone, from its first instant to before the next one', () => {
    const edges = ['2026-11-01 00:00', '2026-11-30 23:59', '2026-12-01 00:00', '2026-12-05 10:00'];
    const list = edges.map((at, serial) => of('1', serial, { at: paris(at) }));

    expect(score({ list, now: paris('2026-12-07 09:00') })[0]?.handedOver).toBe(2);
  });

  it('adds up to what the clauses of the month say, whoever has which lead', () => {
    const owner = fc.constantFrom('', '1', '2', '3', '4');
    const leads = fc.array(
      fc.record({ owner, kind: fc.constantFrom('mql', 'accepted', 'sql'), isKept: fc.boolean() }),
    );
    fc.assert(
      fc.property(leads, (made) => {
        const list = made.map(({ owner: id, kind }, index) =>
          of(id, index, { kind: kind as LedgerEntry['kind'] }),
        );
        const promised = made.map(({ owner: id, isKept }) =>
          handled({ ownerId: id, ...(isKept ? {} : UNMET) }),
        );
        const scores = score({ list, promised });
        const [whole] = score({
          pools: [poolWith({ members: [{ ...rep('x'), email: EVERYONE }] })],
          list: [],
          promised,
        });
        const sum = (part: (one: PodScore) => number): number =>
          scores.reduce((total, one) => total + part(one), 0);

        expect(sum(({ handedOver }) => handedOver)).toBe(list.filter(({ kind }) => kind === 'mql').length);
        expect(sum(({ accepted }) => accepted)).toBe(list.filter(({ kind }) => kind === 'accepted').length);
        expect(sum(({ promises }) => promises[1]?.due ?? 0)).toBe(promised.length);
        expect(sum(({ promises }) => promises[1]?.kept ?? 0)).toBe(
          made.filter(({ isKept }) => isKept).length,
        );
        expect(whole?.promises[1]?.due ?? 0).toBe(promised.filter(({ ownerId }) => ownerId !== '').length);
      }),
    );
  });
});

describe('the week that lies ahead of a pod', () => {
  /** On Monday the 16th, 19 working days lie in the 28 days before: Armistice Day was off. */
  it.each<[string, string, readonly string[], number]>([
    ['as many as in the working days before, for five to come', MONDAY, Array(19).fill('1'), 5],
    ['shared out by who has them', MONDAY, [...Array(19).fill('1'), ...Array(19).fill('3')], 5],
    ['none after none', MONDAY, [], 0],
    ['before a week with a holiday', paris('2026-11-08 12:00'), Array(20).fill('1'), 4],
    [
      'from the next day on, so none for the holiday of today',
      paris('2026-11-11 12:00'),
      Array(20).fill('1'),
      5,
    ],
  ])('expects %s', (_what, now, ...[recent, expected]) => {
    expect(score({ recent, now })[0]?.nextWeek.expected).toBe(expected);
  });

  it('looks four weeks back, and not before the switch-on', () => {
    expect(forecastFrom(CALENDAR, MONDAY)).toBe('2026-10-18T22:00:00.000Z');
    const recent = Array(4).fill('1');
    // Two working days of eight hours have brought four leads.
    expect(score({ recent, since: paris('2026-11-12 09:00') })[0]?.nextWeek.expected).toBe(10);
    expect(score({ recent, since: null })[0]?.nextWeek.expected).toBe(0);
    expect(score({ recent, since: MONDAY })[0]?.nextWeek.expected).toBe(0);
  });

  it.each<[string, RoutingPool, number | null]>([
    ['the limits of its reps', NORTH, 25],
    ['its own limit where a rep has none', SOUTH, 20],
    ['the lower of the two', { ...NORTH, maxPerDay: 4 }, 20],
    ['its reps’ where its own is higher', { ...NORTH, maxPerDay: 9 }, 25],
    ['no limit at all', { ...SOUTH, maxPerDay: null }, null],
    [
      'no limit where on one day a rep without one is there',
      poolWith({
        members: [
          rep('cem', { absences: [{ from: '2026-11-17', until: '2026-11-20' }] }),
          rep('ann', { maxPerDay: 3 }),
        ],
      }),
      null,
    ],
    [
      'its own where everyone is in it beside a rep by name',
      poolWith({
        members: [rep('ann', { maxPerDay: 3 }), { ...rep('x'), email: EVERYONE, maxPerDay: 1 }],
        maxPerDay: 7,
      }),
      35,
    ],
    [
      'as many as ever before a rep goes, and none on his first day away',
      poolWith({
        members: [rep('ann', { maxPerDay: 3, absences: [{ from: '2026-11-18', until: '2026-11-19' }] })],
      }),
      9,
    ],
    [
      'its own where everyone is in it',
      poolWith({ members: [{ ...rep('x'), email: EVERYONE, maxPerDay: 1 }], maxPerDay: 7 }),
      35,
    ],
    [
      'less while a rep is away',
      {
        ...NORTH,
        members: [rep('ann', { maxPerDay: 3, absences: [{ from: '2026-11-10', until: '2026-11-18' }] })],
      },
      6,
    ],
  ])('takes %s', (_what, pool, capacity) => {
    // Sunday: Monday to Friday lie ahead.
    expect(score({ pools: [pool], now: paris('2026-11-15 12:00') })[0]?.nextWeek.capacity).toBe(capacity);
  });

  it('takes the working days from tomorrow on', () => {
    // Armistice Day: five working days lie ahead until the next Wednesday.
    expect(score({ pools: [NORTH], now: paris('2026-11-11 12:00') })[0]?.nextWeek.capacity).toBe(25);
  });

  it('has no limit where leads are in no pool', () => {
    expect(score({ recent: Array(4).fill('4') })[2]?.nextWeek.capacity).toBeNull();
  });
});

describe('what follows a breach', () => {
  const agreement = { ...agreementOn([NORTH, SOUTH]), id: agreementWith().id };
  const owners = [
    { id: '2', email: 'Bob@sales.example', teams: ['Lille'] },
    { id: '3', email: 'cem@sales.example', teams: [] },
  ];
  const event: ConsequenceEvent = {
    event: 'done',
    clause: 'first-touch',
    cycle: 1,
    run: 1,
    step: 0,
    do: 'warn',
    dueAt: MONDAY,
    ownerId: '2',
    ownerAfter: '2',
    touchedAt: null,
    isRestored: false,
  };
  const tell = (ownerId: string) =>
    noticesOf({ agreement, leadId: '501', owners, now: MONDAY }, [{ ...event, ownerId }]);

  it('is told to the rep and to the marketer of his pod', () => {
    expect(tell('2')).toMatchObject([
      { audience: 'owner', recipient: 'Bob@sales.example' },
      {
        audience: 'marketingPerson',
        recipient: 'mia@marketing.example',
        key: 'consequence done agreement-1 501 1 first-touch 1 0 marketing pod',
        leads: ['501'],
      },
    ]);
  });

  it('is told to nobody else where his pod has no marketer, or he is in none', () => {
    expect(tell('3')).toHaveLength(1);
    expect(tell('9')).toHaveLength(1);
    // Of whom HubSpot shows no address, nobody knows the pod.
    const everyone = poolWith({
      id: 'all',
      marketer: 'mia@marketing.example',
      members: [{ ...rep('x'), email: EVERYONE }],
    });
    const open = { ...agreementOn([everyone]), id: agreement.id };
    const nameless = [{ id: '9', email: null, teams: [] }];
    expect(
      noticesOf({ agreement: open, leadId: '501', owners: nameless, now: MONDAY }, [event]),
    ).toHaveLength(1);
  });
});
