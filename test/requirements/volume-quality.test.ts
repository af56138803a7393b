// R29, R30, R35 as tables that a RevOps person can read: what marketing promised for November 2026, and where it stands.
// The month has 20 working days (Armistice Day is off), so 100 MQLs are 5 a day.
import { describe, expect, it } from 'vitest';
import { describeClause, labelClause } from '#domain/marketing/clause-sentences.ts';
import { findingsOf } from '#domain/marketing/clauses.ts';
import { agreementWith } from '#test/support/builders.ts';
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

    expect(volumeOf({ now: AFTER, volume, entries: entries(40) })).toMatchObject({
      promised: 40,
      status: 'kept',
    });
    expect(volumeOf({ now: AFTER, volume, month: '2026-10' }).promised).toBe(100);
  });

  it.each([
    ['any lead', {}, 5],
    ['one segment', { segment: 'large' }, 2],
    ['one channel, in any spelling of case', { channel: 'paid_search' }, 2],
    ['one campaign, whichever drill-down names it', { campaign: 'autumn' }, 2],
    ['all three', { segment: 'large', channel: 'PAID_SEARCH', campaign: 'Autumn' }, 1],
  ])('counts %s', (_what, volume, delivered) => {
    const list = [
      entry(),
      entry({ segments: ['large'], channel: 'PAID_SEARCH', campaigns: ['Autumn', 'crm software'] }),
      entry({ segments: ['large', 'french'], channel: 'REFERRALS' }),
      entry({ channel: 'PAID_SEARCH', campaigns: ['Spring'] }),
      entry({ channel: 'PAID_SOCIAL', campaigns: ['LinkedIn', 'Autumn'] }),
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
      entry({ leadId: 'in October', at: paris('2026-10-31 23:59'), segments: ['large'] }),
      entry({ leadId: 'in November', at: paris('2026-11-01 00:00'), segments: ['large'] }),
    ].map((one) => (one.leadId === 'new' ? { ...one, segments: ['large'] } : one));
    const { leads } = volumeOf({ now: AFTER, entries: list, volume: { segment: 'large' } });

    expect(leads.map(({ leadId, counts, standing }) => [leadId, counts, standing])).toEqual([
      ['in November', true, 'counted'],
      ['back again', false, 'again'],
      ['deleted', true, 'counted'],
      ['new', true, 'counted'],
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

  it('is final: what comes after the month was judged changes nothing', () => {
    const late = cohort(100, 60, { sqlAt: '2027-01-10T10:00:00.000Z' });
    const state = qualityOf({ now: '2027-02-01T00:00:00.000Z', entries: late });

    expect(state).toMatchObject({ status: 'missed', reached: 0 });
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
      ...cohort(40, 20, { channel: 'REFERRALS' }),
      ...cohort(40, 1, { channel: 'PAID_SEARCH' }),
      ...cohort(2, 0, { channel: 'OTHER_CAMPAIGNS' }),
    ];
    const quality = { floor: 150_000 };

    expect(qualityOf({ now: JUDGED, entries: list, quality }).belowFloor).toEqual([
      { channel: 'PAID_SEARCH', matured: 40, reached: 1 },
    ]);
    expect(qualityOf({ now: paris('2026-12-30 00:00'), entries: list, quality }).belowFloor).toEqual([]);
  });
});

describe('R35: completeness of inbound leads', () => {
  it.each([
    ['during the month', '2026-11-20 10:00', 20, 19, 'onPace', 'none'],
    ['below, and time to make up for it', '2026-11-05 17:00', 10, 8, 'behind', 'none'],
    ['below on the first day', '2026-11-02 12:00', 2, 0, 'behind', 'none'],
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

describe('R32: what somebody is told', () => {
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
    expect(findingsOf(NOVEMBER, judge({ now: JUDGED, entries: cohort(100, 45) }))).toEqual([]);
  });
});

describe('the sentences', () => {
  const agreement = {
    ...agreementWith({ calendar: CALENDAR }),
    segments: [{ id: 'large', label: 'Large companies', when: { anyOf: [] } }],
  };
  const told = (given: Parameters<typeof judge>[0], kind: string, language: 'en' | 'fr') =>
    judge(given)
      .filter((state) => state.kind === kind)
      .map((state) => [
        labelClause(state, { agreement, month: NOVEMBER, language }),
        describeClause(state, { agreement, month: NOVEMBER, language }),
      ])[0]
      ?.map((text) => text.replaceAll('\u00a0', ' '));
  const behind = {
    now: paris('2026-11-16 09:00'),
    entries: entries(36, { segments: ['large'] }),
    volume: { segment: 'large' },
  };

  it('say what was promised and where it stands', () => {
    expect(told(behind, 'volume', 'en')).toEqual([
      'Volume: 100 MQLs in November 2026 (segment “Large companies”)',
      expect.stringMatching(
        /^Behind: 36 of 100 came, 45 were to come by now, 9 are lacking\. At this pace the month comes to 80, with 80% certainty to between \d+ and \d+\.$/,
      ),
    ]);
    expect(told(behind, 'volume', 'fr')).toEqual([
      'Volume : 100 MQL en novembre 2026 (segment « Large companies »)',
      expect.stringMatching(
        /^En retard : 36 arrivés sur 100, 45 attendus à ce jour, il en manque 9\. À ce rythme, le mois en comptera 80, avec 80 % de certitude entre \d+ et \d+\.$/,
      ),
    ]);
  });

  it('call a young month young', () => {
    const young = {
      now: paris('2026-12-15 10:00'),
      entries: [...cohort(10, 2), ...entries(3, { at: paris('2026-11-20 10:00') })],
    };

    expect(told(young, 'quality', 'en')).toEqual([
      'Quality: 30% of the MQLs of November 2026 become SQLs',
      'Too young to judge: the month is judged on 31 December 2026. 2 of 10 got there, 20%, with 95% certainty between 5.67% and 50.98%. 3 leads are too young to be counted.',
    ]);
    expect(told(young, 'quality', 'fr')?.[1]).toBe(
      'Trop jeune pour être jugé : le mois sera jugé le 31 décembre 2026. 2 sur 10 y sont arrivés, soit 20 %, avec 95 % de certitude entre 5,67 % et 50,98 %. 3 leads sont trop jeunes pour compter.',
    );
  });

  it('say why few leads decide nothing', () => {
    const few = { now: JUDGED, entries: cohort(10, 2) };

    expect(told(few, 'quality', 'en')?.[1]).toContain('too few leads to tell it from 30%.');
    expect(told(few, 'completeness', 'fr')?.[1]).toBe('Tenu : 10 complets sur 10, soit 100 %.');
  });
});
