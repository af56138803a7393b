// What a release of the backlog does next: whom it tries, until when it waits, when it is over.
import { describe, expect, it } from 'vitest';
import { type BacklogLead, orderBacklog } from '#domain/backlog/backlog.ts';
import {
  mayBeTaken,
  nextReleaseStep,
  putOffUntil,
  type ReleaseScene,
  releaseDay,
} from '#domain/backlog/release-step.ts';
import { agreementWith, hoursAfter, T0 } from '#test/support/builders.ts';
import { deskOf, memberWith, poolWith, routingTo } from '#test/support/routing-builders.ts';

/** Nine to five in Paris, Mondays to Fridays; T0 is a Monday, 10:00 there. */
const { calendar, score } = agreementWith();
const TOMORROW = '2026-03-03T08:00:00.000Z';
const FRIDAY = '2026-03-06T15:30:00.000Z';
const NEXT_MONDAY = '2026-03-09T08:00:00.000Z';

function leadOf(leadId: string, changes: Partial<BacklogLead> = {}): BacklogLead {
  const plain = {
    leadId,
    contactId: leadId,
    agreementId: 'agreement-1',
    ownerId: '',
    grade: 'A1',
    score: 60,
  };
  return { ...plain, pools: null, putOffUntil: null, ...changes };
}

interface Setting extends Partial<Omit<ReleaseScene, 'progress' | 'desks'>> {
  readonly given?: Readonly<Record<string, number>>;
  readonly limit?: number;
  readonly released?: number;
  readonly routing?: Partial<ReturnType<typeof routingTo>>;
  readonly loads?: Readonly<Record<string, { readonly today: number; readonly open: number }>>;
}

function stepOf(setting: Setting) {
  const { given = {}, limit = null, released = 0, routing = {}, loads = {}, ...scene } = setting;
  const release = { number: 1, by: '', startedAt: T0, perRepAndDay: 2, given };
  const desk = deskOf(['7', '8'], { loads });
  return nextReleaseStep({
    now: T0,
    calendar,
    progress: { release, limit, released },
    leads: [leadOf('1'), leadOf('2')],
    isWhole: true,
    desks: new Map([
      [
        'agreement-1',
        {
          routing: { ...routingTo(['7', '8']), ...routing },
          desk,
          owners: { activeOwners: ['7', '8', '9'] },
        },
      ],
    ]),
    ...scene,
  });
}

const tried = (setting: Setting): readonly string[] | string => {
  const step = stepOf(setting);
  return step.kind === 'try' ? step.leads.map(({ leadId }) => leadId) : step.kind;
};

describe('the order of the backlog', () => {
  it('is by grade, score and lead id, and by agreement first', () => {
    const leads = [
      leadOf('5', { agreementId: 'second', grade: 'A1', score: 99 }),
      leadOf('4', { grade: 'B1', score: 90 }),
      leadOf('3', { grade: 'A2', score: 10 }),
      leadOf('2', { grade: 'A1', score: 60 }),
      leadOf('1', { grade: 'A1', score: 60 }),
      leadOf('0', { grade: 'A1', score: 61 }),
      leadOf('6', { agreementId: 'gone' }),
    ];
    const agreements = [
      { id: 'agreement-1', score },
      { id: 'without leads', score },
      { id: 'second', score },
    ];

    expect(orderBacklog(agreements, leads).map(({ leadId }) => leadId)).toEqual([
      '0',
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
  });
});

describe('a release', () => {
  it('tries the leads in their order', () => {
    expect(tried({})).toEqual(['1', '2']);
  });

  it.each([
    ['it has let go fewer than it may', { limit: 4, released: 3 }, 'try'],
    ['none is left', { leads: [] }, 'done'],
    ['it has let go as many as it may', { limit: 4, released: 4 }, 'done'],
    ['none is left, but not all are judged', { leads: [], isWhole: false }, 'wait'],
    ['one that is put off is left', { leads: [leadOf('1', { putOffUntil: TOMORROW })] }, 'wait'],
  ] as const)('when %s', (_, setting, kind) => {
    expect(stepOf(setting).kind).toBe(kind);
  });

  it.each([
    ['before the working day', '2026-03-02T05:00:00.000Z', '2026-03-02T08:00:00.000Z'],
    ['after it', '2026-03-02T16:00:00.000Z', TOMORROW],
    ['at the week’s end', '2026-03-07T12:00:00.000Z', NEXT_MONDAY],
  ])('waits for working time %s', (_, now, until) => {
    expect(stepOf({ now })).toEqual({ kind: 'wait', until });
  });

  it('leaves out who is put off until then', () => {
    const [early, late] = [hoursAfter(T0, -1), hoursAfter(T0, 1)];
    const leads = [
      leadOf('1', { putOffUntil: late }),
      leadOf('2', { putOffUntil: early }),
      leadOf('3', { putOffUntil: T0 }),
    ];

    expect(tried({ leads })).toEqual(['2', '3']);
  });

  it('leaves out who can go to nobody: their owners have had their share, or are full', () => {
    const leads = [
      leadOf('1', { ownerId: '7' }),
      leadOf('2', { ownerId: '8' }),
      leadOf('3', { ownerId: '9' }),
      leadOf('4'),
      leadOf('5', { ownerId: '55' }),
    ];
    const pools = [poolWith({ members: [memberWith('7', { maxOpen: 3 }), memberWith('8')] })];
    const loads = { 7: { today: 0, open: 3 } };

    expect(tried({ leads })).toEqual(['1', '2', '3', '4', '5']);
    expect(tried({ leads, given: { 7: 2, 9: 2 } })).toEqual(['2', '4', '5']);
    expect(tried({ leads, loads, routing: { pools } })).toEqual(['2', '3', '4', '5']);
    expect(tried({ leads, given: { 7: 2, 8: 2 } })).toEqual(['3']);
    // Whose leads go to the pool anyway are nobody's.
    expect(tried({ leads, given: { 7: 2, 9: 2 }, routing: { keepContactOwner: false } })).toEqual([
      '1',
      '2',
      '3',
      '4',
      '5',
    ]);
    expect(tried({ leads: [leadOf('1', { agreementId: 'gone' })] })).toBe('wait');
  });

  it('leaves out whose pools are known to have nobody free, and waits for these alone', () => {
    const pools = [
      poolWith({ members: [memberWith('7')] }),
      poolWith({ id: 'big', members: [memberWith('8')] }),
    ];
    const leads = [
      leadOf('1', { pools: ['big'] }),
      leadOf('2', { pools: ['*'] }),
      leadOf('3', { pools: ['*', 'big'] }),
      leadOf('4'),
    ];
    const [first] = leads;

    expect(tried({ leads, routing: { pools }, given: { 8: 2 } })).toEqual(['2', '3', '4']);
    expect(
      stepOf({ leads: first === undefined ? [] : [first], routing: { pools }, given: { 8: 2 } }),
    ).toEqual({ kind: 'wait', until: TOMORROW });
  });

  it('waits for the next day once everybody has had his share, else looks again in a quarter of an hour', () => {
    const given = { 7: 2, 8: 2 };
    const soon = hoursAfter(T0, 0.25);
    const pools = [poolWith({ members: [memberWith('7', { maxOpen: 1 }), memberWith('8')] })];

    expect(stepOf({ given })).toEqual({ kind: 'wait', until: TOMORROW });
    expect(stepOf({ given, now: FRIDAY })).toEqual({ kind: 'wait', until: NEXT_MONDAY });
    expect(stepOf({ given: { 8: 2 }, loads: { 7: { today: 0, open: 1 } }, routing: { pools } })).toEqual({
      kind: 'wait',
      until: soon,
    });
    expect(stepOf({ leads: [], isWhole: false })).toEqual({ kind: 'wait', until: soon });
    // A lead of an agreement that is gone waits for no share.
    expect(stepOf({ leads: [leadOf('1', { agreementId: 'gone' })] })).toEqual({
      kind: 'wait',
      until: TOMORROW,
    });
    // A kept owner who is full may close a lead any time.
    const [owned, loads] = [leadOf('1', { ownerId: '7' }), { 7: { today: 0, open: 1 } }];
    expect(stepOf({ leads: [owned], loads, routing: { pools } })).toEqual({ kind: 'wait', until: soon });
    // A kept owner's own share counts, not the pool's.
    expect(stepOf({ given: { 7: 2 }, leads: [leadOf('1', { ownerId: '7' })] })).toEqual({
      kind: 'wait',
      until: TOMORROW,
    });
  });

  it.each([-1, 0])('does not wait for one whose time came %d hours ago', (hours) => {
    const leads = [leadOf('1', { putOffUntil: hoursAfter(T0, hours) }), leadOf('2')];

    expect(stepOf({ leads, given: { 7: 2, 8: 2 } })).toEqual({ kind: 'wait', until: TOMORROW });
  });

  it('comes back for the first who is put off, in working time', () => {
    const leads = [
      leadOf('1', { putOffUntil: hoursAfter(T0, 2) }),
      leadOf('2', { putOffUntil: hoursAfter(T0, 1) }),
    ];

    expect(stepOf({ leads })).toEqual({ kind: 'wait', until: hoursAfter(T0, 1) });
    expect(stepOf({ leads: [leadOf('1', { putOffUntil: '2026-03-02T16:00:00.000Z' })] })).toEqual({
      kind: 'wait',
      until: TOMORROW,
    });
  });
});

it.each<[string, Partial<BacklogLead>, Readonly<Record<string, number>>, boolean]>([
  ['nobody’s while a rep of the pool has not had his share', {}, { 7: 2 }, true],
  ['nobody’s once all have', {}, { 7: 2, 8: 2 }, false],
  ['its owner’s who has had his', { ownerId: '7' }, { 7: 2 }, false],
  ['its owner’s who has not', { ownerId: '7' }, { 8: 2 }, true],
])('a lead may be worth a try that is %s', (_, changes, ...[given, isWorth]) => {
  const desk = {
    routing: routingTo(['7', '8']),
    desk: deskOf(['7', '8']),
    owners: { activeOwners: ['7', '8'] },
  };
  const release = { number: 1, by: '', startedAt: T0, perRepAndDay: 2, given };

  expect(mayBeTaken(desk, leadOf('1', changes), { release, now: T0 })).toBe(isWorth);
});

it.each([
  [T0, TOMORROW],
  [FRIDAY, NEXT_MONDAY],
])('a lead that nobody took though it looked as if at %s is tried again at %s', (now, until) => {
  expect(putOffUntil(calendar, now)).toBe(until);
});

it('counts shares by the days of the agreement’s calendar', () => {
  expect(releaseDay(calendar, '2026-03-02T22:59:59.999Z')).toBe('2026-03-02');
  expect(releaseDay(calendar, '2026-03-02T23:00:00.000Z')).toBe('2026-03-03');
});
