// R29, R30, R35 as tables that a RevOps person can read: what marketing promised for November 2026, and where it stands.
// The month has 20 working days (Armistice Day is off), so 100 MQLs are 5 a day.
import { describe, expect, it } from 'vitest';
import { findingsOf } from '#domain/marketing/clauses.ts';
import {
  CALENDAR,
  cohort,
  completenessOf,
  entries,
  entry,
  judge,
  NOVEMBER,
  paris,
  qualityOf,
  volumeOf,
} from '#test/support/ledger.ts';

const AFTER = paris('2026-12-01 00:00');
/** Thirty days after the month's end. */
const JUDGED = '2026-12-30T23:00:00.000Z';

describe('R29: the volume of a month', () => {
  it.each([
    ['the month begins', '2026-11-01 00:00', 0, 0, 'onPace'],
    ['Monday 2, noon of the first working day', '2026-11-02 13:00', 0, 2, 'behind'],
    ['Monday 9, before work: five days are over', '2026-11-09 09:00', 25, 25, 'onPace'],
    ['one less', '2026-11-09 09:00', 24, 25, 'behind'],
    ['the weekend before owes no more', '2026-11-07 12:00', 25, 25, 'onPace'],
    ['Thursday 12: Armistice Day was no working day', '2026-11-12 09:00', 35, 35, 'onPace'],
    ['Monday 16, before work', '2026-11-16 09:00', 45, 45, 'onPace'],
    ['Wednesday 18, noon: half a day more', '2026-11-18 13:00', 56, 57, 'behind'],
    ['the promise is reached early', '2026-11-25 09:00', 100, 80, 'kept'],
    ['the last working day is over', '2026-11-30 17:00', 99, 100, 'behind'],
    ['the month is over', '2026-12-01 00:00', 99, 100, 'missed'],
    ['and reached', '2026-12-01 00:00', 100, 100, 'kept'],
  ])('%s (%s): %i came, %i were to come: %s', (_what, now, ...[came, expected, status]) => {
    const state = volumeOf({ now: paris(now), entries: entries(came, { at: paris('2026-11-01 00:00') }) });

    expect(state).toMatchObject({ promised: 100, delivered: came, expected, status });
  });

  it('projects the month at the pace so far, with an interval', () => {
    const state = volumeOf({ now: paris('2026-11-16 09:00'), entries: entries(36) });

    // 36 in 9 of 20 days.
    expect(state.projection).toMatchObject({ count: 80 });
    expect(state.projection?.low).toBeLessThan(74);
    expect(state.projection?.high).toBeGreaterThan(86);
    // The line is missed by nine, and the whole interval lies below the promise.
    expect(state).toMatchObject({ status: 'behind', alarm: 'atRisk' });
  });

  it.each([
    ['a little behind is no alarm: it may well come', 42, 'behind', 'none'],
    ['far behind is one', 30, 'behind', 'atRisk'],
    ['on pace is none', 45, 'onPace', 'none'],
  ])('%s', (_what, came, ...[status, alarm]) => {
    const now = paris('2026-11-16 09:00');
    expect(volumeOf({ now, entries: entries(came) })).toMatchObject({ status, alarm });
  });

  it('is not called at risk before the share of the month that warnAt names', () => {
    const given = { now: paris('2026-11-16 09:00'), entries: entries(30) };

    expect(volumeOf({ ...given, warnAt: 450_000 }).alarm).toBe('atRisk');
    expect(volumeOf({ ...given, warnAt: 460_000 }).alarm).toBe('none');
  });

  it('has months that differ', () => {
    const volume = { months: { '2026-11': 40, '2026-12': 10 } };
    const november = volumeOf({ now: AFTER, volume, entries: entries(40) });

    expect(november).toMatchObject({ promised: 40, status: 'kept' });
    expect(volumeOf({ now: AFTER, volume, month: '2026-10' }).promised).toBe(100);
  });

  it.each([
    ['any lead', {}, 5],
    ['one segment', { segment: 'large' }, 2],
    ['one channel, in any spelling of case', { channel: 'paid_search' }, 2],
    ['one channel, in spite of spaces', { channel: ' Paid_Search ' }, 2],
    ['one campaign, whichever drill-down names it', { campaign: 'autumn' }, 2],
    ['all three', { segment: 'large', channel: 'PAID_SEARCH', campaign: 'Autumn' }, 1],
  ])('counts %s', (_what, volume, delivered) => {
    const list = [
      entry(),
      entry({ segments: ['large'], channel: 'PAID_SEARCH', campaigns: ['Autumn', 'crm software'] }),
      entry({ segments: ['large', 'french'], channel: 'REFERRALS' }),
      entry({ channel: 'PAID_SEARCH', campaigns: ['Spring'] }),
      entry({ channel: 'PAID_SOCIAL', campaigns: ['LinkedIn', ' Autumn'] }),
    ];
    expect(volumeOf({ now: AFTER, entries: list, volume }).delivered).toBe(delivered);
  });

  it('counts other units by their own month, each lead once', () => {
    const late = entry({ at: paris('2026-10-20 10:00') });
    const list = [...cohort(4, 3), late, { ...late, kind: 'sql' as const, at: paris('2026-11-04 10:00') }];

    expect(volumeOf({ now: AFTER, entries: list, volume: { unit: 'mql' } }).delivered).toBe(4);
    expect(volumeOf({ now: AFTER, entries: list, volume: { unit: 'sql' } }).delivered).toBe(4);
    expect(volumeOf({ now: AFTER, entries: list, volume: { unit: 'customer' } }).delivered).toBe(0);
  });

  it('says of every lead whether it counts, and why not', () => {
    const list = [
      entry({ leadId: 'new' }),
      entry({ leadId: 'set by a rep', byHand: true, counts: false }),
      entry({ leadId: 'back again', cycle: 2, counts: false }),
      entry({ leadId: 'small', segments: [] }),
      entry({ leadId: 'deleted', contactId: null, segments: ['large'] }),
      entry({ leadId: 'elsewhere', segments: ['large'], channel: 'REFERRALS' }),
      entry({ leadId: 'of spring', segments: ['large'], campaigns: ['Spring'] }),
      entry({ leadId: 'in October', at: paris('2026-10-31 23:59'), segments: ['large'] }),
      entry({ leadId: 'in December', at: paris('2026-12-01 00:00'), segments: ['large'] }),
      entry({ leadId: 'in November', at: paris('2026-11-01 00:00'), segments: ['large'] }),
    ].map((one) => ({
      ...one,
      segments: one.leadId === 'new' ? ['large'] : one.segments,
      campaigns: one.campaigns.length === 0 ? ['Autumn'] : one.campaigns,
    }));
    const volume = { segment: 'large', channel: 'ORGANIC_SEARCH', campaign: 'Autumn' };
    const { leads } = volumeOf({ now: AFTER, entries: list, volume });

    expect(leads.map(({ leadId, counts, standing }) => [leadId, counts, standing])).toEqual([
      ['in November', true, 'counted'],
      ['back again', false, 'again'],
      ['deleted', true, 'counted'],
      ['elsewhere', false, 'otherChannel'],
      ['new', true, 'counted'],
      ['of spring', false, 'otherCampaign'],
      ['set by a rep', false, 'byHand'],
      ['small', false, 'otherSegment'],
    ]);
  });

  it('owes for what is left of the month where Accord was switched on during it', () => {
    // Ten working days are left from Tuesday 17 on.
    const since = paris('2026-11-17 00:00');
    const list = [
      ...entries(30, { at: paris('2026-11-10 10:00') }),
      ...entries(50, { at: paris('2026-11-20 10:00') }),
    ];

    expect(volumeOf({ now: AFTER, since, entries: list })).toMatchObject({
      promised: 100,
      owed: 50,
      delivered: 50,
      status: 'kept',
    });
    expect(volumeOf({ now: paris('2026-11-24 00:00'), since, entries: list }).expected).toBe(25);
  });

  it.each([
    ['a month to come', { now: paris('2026-10-20 10:00') }, 'notStarted'],
    ['a month before the switch-on', { now: AFTER, since: paris('2026-12-01 00:00') }, 'notMeasured'],
    ['a portal that only observes', { now: AFTER, since: null }, 'notMeasured'],
    ['an amount of money', { now: AFTER, volume: { unit: 'pipeline' as const } }, 'notMeasured'],
  ])('neither keeps nor breaks %s', (_what, given, status) => {
    expect(volumeOf({ entries: entries(3), ...given })).toMatchObject({ status, alarm: 'none' });
  });

  it('says day by day what should have come and what had, as far as days have begun', () => {
    const state = volumeOf({
      now: paris('2026-11-04 00:00'),
      since: paris('2026-11-03 00:00'),
      entries: [
        entry({ at: paris('2026-11-02 23:59') }),
        entry({ at: paris('2026-11-03 00:00') }),
        entry({ at: paris('2026-11-03 10:00'), byHand: true, counts: false }),
        entry({ at: paris('2026-11-04 00:00') }),
      ],
    });

    expect(state).toMatchObject({ owed: 95, expected: 5, workingDays: 20, daysBegun: 3 });
    expect(state.leads[1]).toMatchObject({ standing: 'counted', counts: true, fulfils: true });
    expect(state.pace.slice(1, 5)).toEqual([
      { day: '2026-11-02', expected: 0, delivered: 0 },
      { day: '2026-11-03', expected: 5, delivered: 1 },
      { day: '2026-11-04', expected: 10, delivered: 2 },
      { day: '2026-11-05', expected: 15, delivered: null },
    ]);
  });

  it('owes nothing where Accord only observes', () => {
    const { leads, ...state } = volumeOf({ now: AFTER, since: null, entries: [entry()] });
    expect(state).toMatchObject({ owed: 0, expected: 0, delivered: 0, projection: null });
    expect(leads).toMatchObject([{ standing: 'beforeStart', counts: false, fulfils: false }]);
  });

  it('is projected once one working day of what is left of the month is over, and until its end', () => {
    const known = (now: string) =>
      volumeOf({ now: paris(now), since: paris('2026-11-03 00:00'), entries: entries(3) }).projection !==
      null;

    expect(
      [
        '2026-10-30 10:00',
        '2026-11-03 16:59',
        '2026-11-03 17:00',
        '2026-11-30 23:59',
        '2026-12-01 00:00',
      ].map(known),
    ).toEqual([false, false, true, true, false]);
  });

  it('takes every day of a month without work', () => {
    const closed = { ...CALENDAR, week: {} };
    const state = volumeOf({ now: paris('2026-11-16 00:00'), entries: entries(50), calendar: closed });

    expect(state).toMatchObject({ expected: 50, workingDays: 30, status: 'onPace' });
  });
});

describe('R30: the quality of a month’s MQLs', () => {
  it.each([
    ['none of 100 so far, during the month', '2026-11-28 10:00', 100, 0, 'tooYoung'],
    ['none of 100 so far, a day before it is judged', '2026-12-30 00:00', 100, 0, 'tooYoung'],
    ['all of 100, as young', '2026-12-30 00:00', 100, 100, 'tooYoung'],
    ['45 of 100', '2026-12-31 00:00', 100, 45, 'kept'],
    ['30 of 100 reach it, but so few are no proof', '2026-12-31 00:00', 100, 30, 'undecided'],
    ['25 of 100: nor are they of the contrary', '2026-12-31 00:00', 100, 25, 'undecided'],
    ['250 of 1,000 are', '2026-12-31 00:00', 1000, 250, 'missed'],
    ['15 of 100, the average', '2026-12-31 00:00', 100, 15, 'missed'],
    ['none of 5', '2026-12-31 00:00', 5, 0, 'undecided'],
    ['no MQL at all', '2026-12-31 00:00', 0, 0, 'noLeads'],
  ])('%s (%s): %i MQLs, %i SQLs: %s', (_what, now, ...[all, reached, status]) => {
    const state = qualityOf({ now: paris(now), entries: cohort(all, reached) });

    expect(state).toMatchObject({ judgedAt: JUDGED, cohort: all, status });
    expect(state.alarm).toBe(status === 'missed' ? 'broken' : 'none');
  });

  it('says whether the share is reached as counted, however few the leads are', () => {
    const meets = (reached: number) => qualityOf({ now: JUDGED, entries: cohort(100, reached) }).meets;

    expect([meets(29), meets(30)]).toEqual([false, true]);
  });

  it('goes by the month of the MQL, not of the SQL', () => {
    const october = cohort(10, 10, { at: paris('2026-10-20 10:00'), sqlAt: paris('2026-11-05 10:00') });
    const november = cohort(10, 2, { sqlAt: paris('2026-12-20 10:00') });

    expect(qualityOf({ now: JUDGED, entries: [...october, ...november] })).toMatchObject({
      matured: 10,
      reached: 2,
    });
  });

  it('counts a lead when it has had its time, and those that got there before it no earlier', () => {
    const list = [
      ...cohort(4, 1, { at: paris('2026-11-02 10:00'), sqlAt: paris('2026-11-09 10:00') }),
      ...cohort(6, 6, { at: paris('2026-11-20 10:00'), sqlAt: paris('2026-11-23 10:00') }),
    ];
    const state = qualityOf({ now: paris('2026-12-05 10:00'), entries: list });

    expect(state).toMatchObject({ status: 'tooYoung', cohort: 10, matured: 4, reached: 1 });
  });

  it('takes the first time that a lead got there since its hand-over, from that instant to the verdict’s', () => {
    const mql = entry({ at: paris('2026-11-13 10:00') });
    const sqlAt = (...days: readonly string[]) =>
      qualityOf({
        now: '2027-02-01T00:00:00.000Z',
        entries: [mql, ...days.map((day) => ({ ...mql, kind: 'sql' as const, at: paris(day) }))],
      }).leads.map(({ standing }) => standing);

    expect(sqlAt('2026-11-13 09:59')).toEqual(['notReached']);
    expect(sqlAt('2026-11-13 10:00')).toEqual(['reached']);
    expect(sqlAt('2026-12-31 00:00')).toEqual(['reached']);
    expect(sqlAt('2026-12-31 00:01')).toEqual(['reachedLate']);
    expect(sqlAt('2027-01-15 10:00', '2026-11-20 10:00', '2026-11-01 10:00')).toEqual(['reached']);
  });

  it('counts a lead from the very end of its time', () => {
    const given = { entries: cohort(1, 0, { at: paris('2026-11-13 10:00') }) };

    expect(qualityOf({ ...given, now: paris('2026-12-13 09:59') })).toMatchObject({
      matured: 0,
      meets: null,
    });
    expect(qualityOf({ ...given, now: paris('2026-12-13 10:00') })).toMatchObject({
      matured: 1,
      meets: false,
    });
  });

  it.each([
    ['all of them, as all of them are', { rate: 1_000_000, floor: 1_000_000 }, 10, 'undecided'],
    ['none, as none is', { rate: 0, floor: 0 }, 0, 'kept'],
  ])('decides nothing against marketing where it promised %s', (_what, quality, ...[reached, status]) => {
    const state = qualityOf({ now: JUDGED, quality, entries: cohort(10, reached) });

    expect(state).toMatchObject({ status, belowFloor: [] });
  });

  it.each([
    ['a month to come', { now: paris('2026-10-20 10:00') }, 'notStarted'],
    ['a month before the switch-on', { now: JUDGED, since: paris('2026-12-01 00:00') }, 'notMeasured'],
    ['a portal that only observes', { now: JUDGED, since: null }, 'notMeasured'],
    ['an amount of money', { now: JUDGED, quality: { to: 'revenue' as const } }, 'notMeasured'],
  ])('neither keeps nor breaks %s', (_what, given, status) => {
    const state = qualityOf({ entries: cohort(100, 1), ...given });
    expect(state).toMatchObject({ status, alarm: 'none', matured: 0 });
  });

  it('is final: what comes after the month was judged changes nothing', () => {
    const late = cohort(100, 60, { sqlAt: '2027-01-10T10:00:00.000Z' });
    const state = qualityOf({ now: '2027-02-01T00:00:00.000Z', entries: late });

    expect(state).toMatchObject({ status: 'missed', cohort: 100, matured: 100, reached: 0 });
    expect(state.leads.filter(({ standing }) => standing === 'reachedLate')).toHaveLength(60);
  });

  it('leaves out what a person handed over and what came back, and takes a yes of a later cycle', () => {
    const again = entry();
    const list = [
      entry({ byHand: true, counts: false }),
      entry({ cycle: 2, counts: false }),
      again,
      { ...again, kind: 'sql' as const, cycle: 2, at: paris('2026-12-10 10:00') },
    ];
    expect(qualityOf({ now: JUDGED, entries: list })).toMatchObject({ matured: 1, reached: 1 });
  });

  it('names channels that are surely below the floor, and only once the month is judged', () => {
    const list = [
      ...cohort(140, 80, { channel: 'REFERRALS' }),
      ...cohort(40, 1, { channel: 'PAID_SEARCH' }),
      entry({ channel: 'PAID_SEARCH', byHand: true }),
      ...cohort(2, 0, { channel: 'OTHER_CAMPAIGNS' }),
      ...cohort(40, 0, { channel: 'PAID_SOCIAL' }),
      ...cohort(40, 0, { channel: 'EMAIL_MARKETING' }),
    ];
    const quality = { floor: 150_000 };

    expect(qualityOf({ now: JUDGED, entries: list, quality }).belowFloor).toEqual([
      { channel: 'EMAIL_MARKETING', matured: 40, reached: 0 },
      { channel: 'PAID_SEARCH', matured: 40, reached: 1 },
      { channel: 'PAID_SOCIAL', matured: 40, reached: 0 },
    ]);
    expect(qualityOf({ now: paris('2026-12-30 00:00'), entries: list, quality }).belowFloor).toEqual([]);
  });
});

describe('R35: completeness of inbound leads', () => {
  it.each([
    ['during the month', '2026-11-20 10:00', 20, 19, 'onPace', 'none'],
    ['below, and time to make up for it', '2026-11-05 17:00', 10, 8, 'behind', 'none'],
    ['below on the first day', '2026-11-02 12:00', 2, 0, 'behind', 'none'],
    ['below, and the last that may be missed of a hundred', '2026-11-16 09:00', 45, 40, 'behind', 'none'],
    ['one more', '2026-11-16 09:00', 45, 39, 'behind', 'atRisk'],
    ['before the month', '2026-10-30 09:00', 0, 0, 'notStarted', 'none'],
    ['from its first instant', '2026-11-01 00:00', 0, 0, 'noLeads', 'none'],
    ['below, though all to come were complete', '2026-11-20 10:00', 60, 40, 'behind', 'atRisk'],
    ['95 of 100', '2026-12-01 00:00', 100, 95, 'kept', 'none'],
    ['94 of 100', '2026-12-01 00:00', 100, 94, 'missed', 'broken'],
    ['no lead', '2026-12-01 00:00', 0, 0, 'noLeads', 'none'],
  ])(
    '%s (%s): of %i handed over, %i complete: %s, alarm %s',
    (_what, now, ...[all, complete, status, alarm]) => {
      const list = [...entries(complete), ...entries(all - complete, { complete: false })];
      const state = completenessOf({ now: paris(now), entries: list });

      expect(state).toMatchObject({ handedOver: all, complete, status, alarm });
    },
  );

  it('is asked of what came by itself: not of imports, unknown sources, or what a person handed over', () => {
    const list = [
      entry(),
      entry({ cycle: 2, counts: false, complete: false }),
      entry({ channel: 'OFFLINE', complete: false }),
      entry({ channel: '', complete: false }),
      entry({ byHand: true, counts: false, complete: false }),
    ];
    const { leads, handedOver, complete } = completenessOf({ now: AFTER, entries: list });

    expect([handedOver, complete]).toEqual([2, 1]);
    expect(leads.map(({ standing }) => standing).toSorted()).toEqual([
      'byHand',
      'complete',
      'incomplete',
      'notInbound',
      'notInbound',
    ]);
  });
});

it('counts completeness from the switch-on, and not at all before it', () => {
  const list = [
    entry({ at: paris('2026-11-09 23:59'), complete: false }),
    entry({ at: paris('2026-11-10 00:00') }),
  ];
  const judged = (since: string | null) => {
    const { status, leads } = completenessOf({ now: AFTER, since, entries: list });
    return [status, ...leads.map(({ standing }) => standing)];
  };

  expect(judged(paris('2026-11-10 00:00'))).toEqual(['kept', 'beforeStart', 'complete']);
  expect(judged(paris('2026-12-01 00:00'))).toEqual(['notMeasured', 'beforeStart', 'beforeStart']);
  expect(judged(null)).toEqual(['notMeasured', 'beforeStart', 'beforeStart']);
});

describe('R32: what somebody is told', () => {
  it('of a month under way is what it will come to, and each lead once', () => {
    const again = entry({ complete: false });
    const list = [
      ...entries(20),
      ...entries(4, { complete: false }),
      again,
      { ...again, cycle: 2, counts: false },
    ];
    const given = { now: paris('2026-11-16 09:00'), entries: list };
    const { projection } = volumeOf(given);
    const findings = findingsOf(NOVEMBER, judge(given));

    expect(findings.map(({ leadIds: _ids, ...rest }) => rest)).toEqual([
      {
        clauseId: 'volume',
        month: NOVEMBER,
        alarm: 'atRisk',
        kind: 'volume',
        numbers: {
          promised: 100,
          owed: 100,
          delivered: 25,
          expected: 45,
          projected: 56,
          atMost: projection?.high,
        },
      },
      {
        clauseId: 'completeness',
        month: NOVEMBER,
        alarm: 'atRisk',
        kind: 'completeness',
        numbers: { promised: 950_000, handedOver: 26, complete: 20 },
      },
    ]);
    expect(findings[0]?.leadIds).toHaveLength(25);
    expect(findings[1]?.leadIds).toHaveLength(5);
  });

  it('is the clause, the numbers and the leads', () => {
    const list = cohort(100, 10);
    const findings = findingsOf(NOVEMBER, judge({ now: JUDGED, entries: list, volume: { perMonth: 200 } }));

    expect(findings.map(({ clauseId, alarm, numbers }) => [clauseId, alarm, numbers])).toEqual([
      ['volume', 'broken', { promised: 200, owed: 200, delivered: 100, expected: 200 }],
      ['quality', 'broken', { promised: 300_000, matured: 100, reached: 10 }],
    ]);
    expect(findings[1]?.leadIds).toHaveLength(90);
  });

  it('is nothing while all is well', () => {
    const states = judge({ now: JUDGED, entries: cohort(100, 45) });
    expect(states.map(({ kind }) => kind)).toEqual(['volume', 'quality', 'completeness']);
    expect(findingsOf(NOVEMBER, states)).toEqual([]);
  });
});
