// Who of a pool can take a lead, what is in the way of the others, who says so, and when that ends.
import { describe, expect, it } from 'vitest';
import type { PoolMember, RoutingPool } from '#domain/agreement-routing.ts';
import type { Desk } from '#domain/decision.ts';
import { toEpochMs } from '#domain/instant.ts';
import { presencesIn } from '#domain/routing/presence.ts';
import { daysAfter, hoursAfter, NINE_TO_FIVE, T0 } from '#test/support/builders.ts';
import { deskOf, memberWith, poolWith, routingTo } from '#test/support/routing-builders.ts';

interface Scene {
  readonly now?: string;
  readonly desk?: Partial<Desk>;
  readonly activeOwners?: readonly string[];
}

/** Monday in New York begins at 5:00 in UTC, and the limits' day in Kolkata at 18:30. */
const NEW_YORK = 'America/New_York';
const ROUTING = { ...routingTo([]), timeZone: 'Asia/Kolkata', daysOff: ['2026-03-03'] };
const NEXT_DAY = '2026-03-02T18:30:00.000Z';

function see(pool: Partial<RoutingPool>, { now = T0, desk = {}, activeOwners = ['1', '2'] }: Scene = {}) {
  const room = {
    routing: ROUTING,
    desk: deskOf(['1', '2'], desk),
    owners: { activeOwners },
    nowMs: toEpochMs(now),
  };
  return presencesIn(poolWith(pool), room).map(({ ownerId, obstacle, by, untilMs }) => [
    ownerId,
    obstacle,
    by,
    untilMs === null ? null : new Date(untilMs).toISOString(),
  ]);
}

/** Of one rep alone. */
function seeRep(member: Partial<PoolMember>, scene: Scene = {}) {
  return see({ members: [memberWith('1', member)] }, scene)[0]?.slice(1);
}

const FREE = [null, 'agreement', null];

describe('the reps of a pool', () => {
  it('are its active members in their order, each once', () => {
    const members = ['2', '66', '1', '2'].map((id) => memberWith(id));

    expect(see({ members })).toEqual([
      ['2', ...FREE],
      ['1', ...FREE],
    ]);
  });

  it('are none of those whom HubSpot knows and has deactivated', () => {
    const members = ['1', '2'].map((id) => memberWith(id));

    expect(see({ members }, { activeOwners: ['2'] })).toEqual([['2', ...FREE]]);
  });

  it('are all active owners where it is everybody’s, the short ids first, as the first member of theirs', () => {
    const members = [memberWith('2', { maxOpen: 0 }), memberWith('1', { email: '*' })];
    const seen = see({ members }, { activeOwners: ['100', '21', '3', '2', '20'] });

    expect(seen.map(([id, obstacle]) => [id, obstacle])).toEqual([
      ['2', 'full'],
      ['3', null],
      ['20', null],
      ['21', null],
      ['100', null],
    ]);
  });
});

describe('an absence', () => {
  const away = { timeZone: NEW_YORK, absences: [{ from: '2026-03-02', until: '2026-03-03' }] };
  const back = '2026-03-04T05:00:00.000Z';

  it.each([
    ['has not begun before its first local day', '2026-03-02T04:59:59.999Z', FREE],
    ['begins with that day', '2026-03-02T05:00:00.000Z', ['absent', 'agreement', back]],
    ['lasts through its last local day', '2026-03-04T04:59:59.999Z', ['absent', 'agreement', back]],
    ['is over with the next one', back, FREE],
  ])('of the agreement %s', (_, now, standing) => {
    expect(seeRep(away, { now })).toEqual(standing);
  });

  const until = hoursAfter(T0, 2);
  it.each([
    ['has not begun before its instant', hoursAfter(T0, -0.001), FREE],
    ['begins at its instant', T0, ['absent', 'hubspot', until]],
    ['lasts until just before its end', hoursAfter(until, -0.001), ['absent', 'hubspot', until]],
    ['is over at its end', until, FREE],
  ])('of HubSpot %s', (_, now, standing) => {
    const users = { 1: { away: [{ from: T0, until }] }, 2: { away: [] } };
    expect(seeRep({}, { now, desk: { users } })).toEqual(standing);
  });
});

describe('hours', () => {
  const paris = { timeZone: 'Europe/Paris', week: { 1: NINE_TO_FIVE, 2: NINE_TO_FIVE, 3: NINE_TO_FIVE } };
  const kolkata = { timeZone: 'Asia/Kolkata', week: { 3: NINE_TO_FIVE } };
  const users = { 1: { hours: kolkata } };

  it.each<[string, Partial<PoolMember>, string, readonly unknown[]]>([
    [
      'are over at the end of a block, and a day off has none',
      { hours: paris },
      '2026-03-02T16:00:00.000Z',
      ['hours', 'agreement', '2026-03-04T08:00:00.000Z'],
    ],
    ['begin with the block', { hours: paris }, '2026-03-02T08:00:00.000Z', FREE],
    [
      'are HubSpot’s where the member has none',
      {},
      '2026-03-02T08:00:00.000Z',
      ['hours', 'hubspot', '2026-03-04T03:30:00.000Z'],
    ],
  ])('%s', (...[, member, now, standing]) => {
    expect(seeRep(member, { now, desk: { users } })).toEqual(standing);
  });
});

describe('a limit', () => {
  it.each<[string, Partial<PoolMember>, readonly unknown[]]>([
    ['of a day is reached until the next one', { maxPerDay: 3 }, ['full', 'agreement', NEXT_DAY]],
    ['of open leads is reached until one is closed', { maxOpen: 5 }, ['full', 'agreement', null]],
    ['of both is one of open leads', { maxPerDay: 3, maxOpen: 5 }, ['full', 'agreement', null]],
    ['is not reached by one lead less', { maxPerDay: 4, maxOpen: 6 }, FREE],
  ])('%s', (...[, limits, standing]) => {
    const desk = { loads: { 1: { today: 3, open: 5 }, 2: { today: 9, open: 9 } } };

    expect(seeRep(limits, { desk })).toEqual(standing);
    expect(see({ members: [memberWith('1')], ...limits }, { desk })).toEqual([['1', ...standing]]);
  });

  it('of a pool is one of all its reps together, and each says first what is in his own way', () => {
    const members = [
      memberWith('1', { absences: [{ from: '2026-03-02', until: '2026-03-02' }] }),
      memberWith('2'),
    ];
    const desk = { loads: { 1: { today: 2, open: 0 }, 2: { today: 1, open: 4 } } };

    expect(see({ members, maxPerDay: 3, maxOpen: 5 }, { desk })).toEqual([
      ['1', 'absent', 'agreement', '2026-03-02T23:00:00.000Z'],
      ['2', 'full', 'agreement', NEXT_DAY],
    ]);
    expect(see({ members, maxPerDay: 4, maxOpen: 4 }, { desk })[1]).toEqual(['2', 'full', 'agreement', null]);
    expect(see({ members, maxPerDay: 4, maxOpen: 5 }, { desk })[1]).toEqual(['2', ...FREE]);
    expect(see({ members, maxPerDay: 1 })[1]).toEqual(['2', ...FREE]);
  });

  it('is said behind hours, and hours behind an absence', () => {
    const night = { timeZone: 'Europe/Paris', week: { 1: [{ from: 1200, to: 1260 }] } };
    const member = { maxOpen: 0, hours: night };
    const absences = [{ from: '2026-03-02', until: daysAfter(T0, 1).slice(0, 10) }];

    expect(seeRep(member)?.[0]).toBe('hours');
    expect(seeRep({ ...member, absences })?.[0]).toBe('absent');
    expect(seeRep({ maxOpen: 0 })?.[0]).toBe('full');
  });
});
