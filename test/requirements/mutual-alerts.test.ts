// R32 as tables: for how many leads of November 2026 sales kept its promises, and what each side is told of the other's.
import { describe, expect, it } from 'vitest';
import { alertsOf } from '#domain/alerts/alerts.ts';
import { monthsToAlert } from '#domain/alerts/months.ts';
import { describeHandling, labelHandling, sayHandling } from '#domain/handling/handling-sentences.ts';
import { HANDLING_STANDINGS, type HandledLead } from '#domain/handling/standing.ts';
import { labelClause } from '#domain/marketing/clause-sentences.ts';
import { type ClauseState, judgeMonth } from '#domain/marketing/clauses.ts';
import { meetingsOf } from '#domain/marketing/meetings.ts';
import { wilson } from '#domain/marketing/wilson.ts';
import { noticeWords } from '#domain/notices/notice-words.ts';
import type { Sighting } from '#domain/sightings.ts';
import { handled, handlingOf, judgeSales, many, SALES_AGREEMENT, UNMET } from '#test/support/handled.ts';
import { visible } from '#test/support/lead-stories.ts';
import { CALENDAR, cohort, entries, entry, judge, NOVEMBER, paris } from '#test/support/ledger.ts';

/** A day after the month: nothing may be logged any more. */
const AFTER = paris('2026-12-02 09:00');
const DUE = paris('2026-11-10 11:00');

describe('a promise of sales about one lead', () => {
  const rows: readonly (readonly [string, Partial<HandledLead>, string, string])[] = [
    ['met in time', {}, AFTER, 'kept'],
    ['met at the very instant', { metAt: DUE }, AFTER, 'kept'],
    ['met in time, known after the breach', { isBreached: true, hasFired: true }, AFTER, 'kept'],
    ['met, and due a moment ago: more may be logged', {}, paris('2026-11-11 10:59'), 'tooYoung'],
    ['the last moment to log is over', {}, paris('2026-11-11 11:00'), 'kept'],
    ['not met, and its owner may still log it', UNMET, paris('2026-11-11 10:59'), 'tooYoung'],
    ['not met', UNMET, AFTER, 'broken'],
    ['met afterwards', { ...UNMET, metAt: paris('2026-11-10 11:01') }, AFTER, 'late'],
    [
      'passed on before each owner’s due time, and late in all',
      { metAt: paris('2026-11-12 09:00') },
      AFTER,
      'late',
    ],
    ['breached, then its cycle ended', { ...UNMET, isOver: true }, AFTER, 'broken'],
    ['its cycle ended before', { metAt: null, isOver: true }, AFTER, 'ended'],
    ['excused', { ...UNMET, isExcused: true }, AFTER, 'excused'],
    ['excused, and kept all the same', { isExcused: true }, AFTER, 'kept'],
    ['fell due in a pause of the portal', { metAt: null, isBreached: true }, AFTER, 'stoodStill'],
    ['a yes or a no is known at once', { ...UNMET, clause: 'accept' }, DUE, 'broken'],
    ['not due yet', { ...UNMET, clause: 'accept' }, paris('2026-11-10 10:59'), 'tooYoung'],
  ];
  it.each(rows)('%s', (_what, given, ...[now, standing]) => {
    const lead = handled(given);

    expect(handlingOf({ now, handled: [lead] }, lead.clause).leads).toMatchObject([
      { standing, counts: ['kept', 'late', 'broken'].includes(standing), fulfils: standing === 'kept' },
    ]);
  });

  it('counts from the switch-on, and in the month in which it fell due', () => {
    const list = [
      handled(),
      handled({ dueAt: paris('2026-12-01 00:00') }),
      handled({ dueAt: paris('2026-10-31 23:59') }),
    ];

    const { leads } = handlingOf({ now: AFTER, handled: list, since: paris('2026-11-10 11:01') });
    expect(leads.map(({ standing }) => standing)).toEqual(['beforeStart']);
    const due = handlingOf({ now: AFTER, handled: list, since: paris('2026-11-10 11:00') });
    expect(due.leads.map(({ standing }) => standing)).toEqual(['kept']);
    const first = [
      handled({ leadId: 'b' }),
      handled({ dueAt: paris('2026-11-01 00:00') }),
      handled({ leadId: 'a' }),
    ];
    const observed = handlingOf({ now: AFTER, handled: [handled()], since: null });
    expect(observed.leads.map(({ standing }) => standing)).toEqual(['beforeStart']);
    const { leads: sorted, interval } = handlingOf({ now: AFTER, handled: first });
    expect(sorted.map(({ leadId }) => leadId)).toEqual(['a', 'b', first[1]?.leadId]);
    expect(interval).toEqual(wilson(2, 3));
  });
});

describe('a promise of sales for a month', () => {
  it.each([
    // 20 working days, on the 16th nine are over: 20 leads come to 44, of which four may be missed.
    ['all kept', 20, 0, '2026-11-16 09:00', 'onPace', 'none'],
    ['two in twenty is what was promised', 18, 2, '2026-11-16 09:00', 'onPace', 'none'],
    ['four can be made up for', 16, 4, '2026-11-16 09:00', 'behind', 'none'],
    ['of forty to come four may be missed', 14, 4, '2026-11-16 09:00', 'behind', 'none'],
    ['five cannot', 15, 5, '2026-11-16 09:00', 'behind', 'atRisk'],
    ['the month is over, the last contacts may be logged', 15, 5, '2026-12-01 23:59', 'behind', 'none'],
    ['nothing more comes', 15, 5, '2026-12-02 00:00', 'missed', 'broken'],
    ['the very share', 18, 2, '2026-12-02 00:00', 'kept', 'none'],
    ['no lead', 0, 0, '2026-12-02 00:00', 'noLeads', 'none'],
    ['its first instant', 0, 0, '2026-11-01 00:00', 'noLeads', 'none'],
    ['before the month', 0, 0, '2026-10-30 00:00', 'notStarted', 'none'],
  ])('%s: %i kept, %i not, at %s', (_what, kept, ...[broken, now, status, alarm]) => {
    const list = [...many(kept), ...many(broken, UNMET)];

    expect(handlingOf({ now: paris(now), handled: list })).toMatchObject({
      status,
      alarm,
      due: kept + broken,
      kept,
      broken,
    });
  });

  it('is made up for by the young, too, which are some of those to come', () => {
    const young = many(2, { dueAt: paris('2026-11-16 08:00') });
    const list = [...many(14), ...many(4, UNMET), ...young];
    const state = handlingOf({ now: paris('2026-11-16 09:00'), handled: list });

    expect(state).toMatchObject({ kind: 'handling', status: 'behind', alarm: 'none', due: 18, young: 2 });
  });

  it('is no alarm on the first day, of which nothing is projected', () => {
    const first = handled({ ...UNMET, clause: 'accept', dueAt: paris('2026-11-02 11:00') });
    const state = handlingOf({ now: paris('2026-11-02 12:00'), handled: [first] }, 'accept');

    expect(state).toMatchObject({ status: 'behind', alarm: 'none', due: 1, broken: 1 });
  });

  it('is not measured before Accord is switched on', () => {
    expect(handlingOf({ now: AFTER, handled: [handled()], since: null }).status).toBe('notMeasured');
    expect(handlingOf({ now: AFTER, handled: [], since: paris('2026-12-01 00:00') }).status).toBe(
      'notMeasured',
    );
  });

  it('never alarms for what is young, however bad it looks', () => {
    const state = handlingOf({ now: paris('2026-11-11 10:00'), handled: many(50, UNMET) });

    expect(state).toMatchObject({ status: 'noLeads', alarm: 'none', due: 0, young: 50 });
  });

  it('is told in sentences, in both languages', () => {
    const list = [
      ...many(12),
      ...many(3, { ...UNMET, metAt: paris('2026-11-10 15:00') }),
      ...many(5, UNMET),
      ...many(2, { ...UNMET, isExcused: true }),
      handled({ dueAt: paris('2026-11-16 08:00') }),
    ];
    const state = handlingOf({ now: paris('2026-11-16 09:00'), handled: list });

    expect(labelHandling(state, { month: NOVEMBER, language: 'en' })).toBe(
      'Sales makes the first contact within 1 working day, for 90% of the leads due in November 2026',
    );
    expect(visible(labelHandling(state, { month: NOVEMBER, language: 'fr' }))).toBe(
      'Les ventes prennent le premier contact sous 1 jour ouvré, pour 90~% des leads à échéance en novembre 2026',
    );
    expect(describeHandling(state, 'en')).toBe(
      'Behind: in time for 12 of 20, 60%, 3 late, 5 not at all. 1 lead is too young to be counted. 2 leads are excused.',
    );
    expect(visible(describeHandling(state, 'fr'))).toBe(
      'En retard~: à temps pour 12 sur 20, soit 60~%, 3 en retard, 5 pas du tout. 1 lead est trop jeune pour compter. 2 leads sont excusés.',
    );
    const texts = HANDLING_STANDINGS.flatMap((one) => [sayHandling(one, 'en'), sayHandling(one, 'fr')]);
    expect(new Set(texts).size).toBe(2 * HANDLING_STANDINGS.length);
  });

  it('is told in sentences that say no more than there is', () => {
    const said = (given: Parameters<typeof handlingOf>[0]) =>
      (['en', 'fr'] as const).map((language) => visible(describeHandling(handlingOf(given), language)));
    expect(said({ now: AFTER, handled: many(1_999).concat(handled(UNMET)) })).toEqual([
      'Kept: in time for 1,999 of 2,000, 99.95%, 1 not at all.',
      'Tenu~: à temps pour 1_999 sur 2_000, soit 99,95~%, 1 pas du tout.',
    ]);
    const lateOne = handled({ ...UNMET, metAt: paris('2026-11-10 15:00') });
    expect(said({ now: AFTER, handled: [lateOne] })).toEqual([
      'Not kept: in time for 0 of 1, 0%, 1 late.',
      'Non tenu~: à temps pour 0 sur 1, soit 0~%, 1 en retard.',
    ]);
    expect(said({ now: AFTER, handled: [handled({ ...UNMET, isExcused: true })] })).toEqual([
      'There is no lead to judge by. 1 lead is excused.',
      'Aucun lead ne permet de juger. 1 lead est excusé.',
    ]);
    expect(said({ now: AFTER, handled: [], since: null })).toEqual([
      'Accord was not switched on in this month, so nothing was counted.',
      'Accord n’était pas activé ce mois-là~: rien n’a été compté.',
    ]);
    expect(said({ now: paris('2026-10-20 10:00'), handled: [] })).toEqual([
      'The month has not begun.',
      'Le mois n’a pas commencé.',
    ]);
    const own = {
      promise: {
        ...handlingOf({ now: AFTER, handled: [] }).promise,
        label: 'Call back',
        counts: 'attempt',
        count: 2,
      },
    } as const;
    expect(
      (['en', 'fr'] as const).map((language) => visible(labelHandling(own, { month: NOVEMBER, language }))),
    ).toEqual([
      'Call back: 2 attempts within 1 working day, for 90% of the leads due in November 2026',
      'Call back~: 2 tentatives sous 1 jour ouvré, pour 90~% des leads à échéance en novembre 2026',
    ]);
  });
});

describe('the meetings of a cohort', () => {
  const handOver = entry({ at: paris('2026-11-13 10:00') });
  const meeting = (given: Partial<Sighting>): Sighting => ({
    id: 'meeting:1',
    source: 'engagement',
    kind: 'meeting',
    at: paris('2026-11-20 10:00'),
    detail: 'booked',
    seenAt: paris('2026-11-20 10:05'),
    ...given,
  });
  const shown = meeting({ id: 'meeting:x', source: 'property', detail: '' });

  it.each([
    ['booked after the hand-over', [meeting({})], 1],
    ['held', [meeting({ detail: 'held' })], 1],
    ['that only the contact shows', [shown], 1],
    ['seen twice is one', [meeting({}), shown], 1],
    ['called off, which the contact still shows', [meeting({ kind: 'none', detail: '' }), shown], 0],
    ['to which the lead did not come', [meeting({ detail: 'no show' })], 0],
    ['booked before', [meeting({ at: paris('2026-11-13 10:00') })], 0],
    ['none, but a touch', [meeting({ id: 'meeting:1:held', kind: 'touch', detail: '' })], 0],
  ])('%s', (_what, sightings, count) => {
    expect(meetingsOf(handOver, sightings)).toHaveLength(count);
  });

  it.each([
    ['too young', '2026-12-30 23:59', 10, 'tooYoung', 'none'],
    ['too few', '2026-12-31 00:00', 10, 'missed', 'broken'],
    ['enough', '2026-12-31 00:00', 60, 'kept', 'none'],
  ])('%s', (_what, now, ...[met, status, alarm]) => {
    const promise = {
      ...SALES_AGREEMENT.marketing.quality,
      id: 'objectives.meetings',
      to: 'meeting',
      rate: 400_000,
    } as const;
    const arrivals = entries(100);
    const meetings = arrivals.slice(0, met).flatMap((mql) => meetingsOf(mql, [meeting({})]));
    const marketing = judgeMonth(
      { marketing: { ...SALES_AGREEMENT.marketing, meetings: [promise] }, calendar: CALENDAR },
      {
        month: NOVEMBER,
        now: paris(now),
        since: '2026-01-01T00:00:00.000Z',
        entries: [...arrivals, ...meetings],
      },
    );
    const state = marketing.find(({ promise: { id } }) => id === promise.id);

    expect(state).toMatchObject({ status, alarm });
    const telling = { agreement: SALES_AGREEMENT, month: NOVEMBER };
    expect(labelClause(state!, { ...telling, language: 'en' })).toBe(
      'Meetings: 40% of the MQLs of November 2026 book one',
    );
    expect(visible(labelClause(state!, { ...telling, language: 'fr' }))).toBe(
      'Rendez-vous~: 40~% des MQL de novembre 2026 en prennent un',
    );
    const alerts = alertsOf({
      ...telling,
      now: paris(now),
      marketing: [state!],
      sales: [],
      toldSince: '2026-01-01T00:00:00.000Z',
    });
    expect(alerts.map(({ kind, params }) => [kind, params])).toEqual(
      alarm === 'none'
        ? []
        : [0, 1].map(() => ['fewMeetings', { reached: met, total: 100, target: 400_000 }]),
    );
  });
});

describe('R32: what each side is told', () => {
  const told = (given: {
    readonly now: string;
    readonly marketing?: readonly ClauseState[];
    readonly handled?: readonly HandledLead[];
    readonly toldSince?: string;
  }) =>
    alertsOf({
      agreement: SALES_AGREEMENT,
      month: NOVEMBER,
      now: given.now,
      marketing: given.marketing ?? [],
      sales: judgeSales({ now: given.now, handled: given.handled ?? [] }),
      toldSince: given.toldSince ?? '2026-01-01T00:00:00.000Z',
    });
  const slow = [
    ...many(15),
    ...many(4, UNMET),
    handled({ ...UNMET, leadId: 'latest', dueAt: paris('2026-11-12 10:00') }),
  ];

  it('of sales: marketing, and who answers for the clause, by clause, numbers and leads', () => {
    const alerts = told({ now: paris('2026-11-16 09:00'), handled: slow });

    expect(
      alerts.map(({ audience, recipient, kind, clause, params }) => [
        audience,
        recipient,
        kind,
        clause.id,
        params,
      ]),
    ).toEqual([
      ['marketing', '', 'slowHandling', 'first-touch', { reached: 15, total: 20, target: 900_000 }],
      [
        'manager',
        'head.of.sales@our-company.example',
        'slowHandling',
        'first-touch',
        { reached: 15, total: 20, target: 900_000 },
      ],
    ]);
    expect(alerts[0]).toMatchObject({
      agreementId: SALES_AGREEMENT.id,
      key: `alert ${SALES_AGREEMENT.id} 2026-11 first-touch atRisk marketing`,
      teams: [],
      language: 'en',
      at: paris('2026-11-16 09:00'),
    });
    expect(alerts[0]?.leads).toHaveLength(5);
    expect(alerts[0]?.leads[0]).toBe('latest');
    expect(noticeWords('en').sentence(alerts[0]!, { label: alerts[0]!.clause.label, leads: 5 })).toBe(
      '“Sales makes the first contact within 1 working day, for 90% of the leads due in November 2026”: kept for 15 of 20 leads (75%), 90% promised.',
    );
  });

  it('of sales: marketing alone where nobody answers for the clause', () => {
    const alerts = told({ now: AFTER, handled: many(2, { ...UNMET, clause: 'accept' }) });

    expect(alerts.map(({ audience, clause }) => [audience, clause.id])).toEqual([['marketing', 'accept']]);
  });

  it.each([
    [
      'volume',
      { now: paris('2026-11-16 09:00'), entries: entries(20) },
      'volumeBehind',
      { reached: 20, expected: 45, promised: 100 },
      20,
    ],
    [
      'quality',
      { now: paris('2026-12-31 00:00'), entries: cohort(100, 10) },
      'qualityLow',
      { reached: 10, total: 100, target: 300_000 },
      90,
    ],
    [
      'completeness',
      { now: paris('2026-12-01 09:00'), entries: [...entries(90), ...entries(10, { complete: false })] },
      'completenessLow',
      { reached: 90, total: 100, target: 950_000 },
      10,
    ],
  ])('of marketing’s %s: sales and marketing', (clause, given, ...[kind, params, leads]) => {
    const marketing = judge(given).filter(({ promise }) => promise.id === clause);

    expect(told({ now: given.now, marketing })).toMatchObject(
      ['sales', 'marketing'].map((audience) => ({
        audience,
        recipient: '',
        kind,
        params,
        clause: { id: clause },
        leads: { length: leads },
      })),
    );
  });

  it('once as at risk and once more as broken, whatever the hour', () => {
    const keys = (now: string) => told({ now: paris(now), handled: slow }).map(({ key }) => key);

    expect(keys('2026-11-16 09:00')).toEqual(keys('2026-11-17 15:00'));
    const all = [...keys('2026-11-16 09:00'), ...keys('2026-12-02 09:00')];
    expect(new Set(all).size).toBe(4);
  });

  it('nothing of a cohort that is too young, of an old month, nor of what was decided before people are told', () => {
    const young = judge({ now: paris('2026-12-15 09:00'), entries: cohort(100, 1) }).filter(
      ({ kind }) => kind === 'quality',
    );

    expect(told({ now: paris('2026-12-15 09:00'), marketing: young })).toEqual([]);
    expect(told({ now: paris('2027-01-05 09:00'), handled: slow })).toEqual([]);
    expect(told({ now: AFTER, handled: slow, toldSince: paris('2026-12-02 00:01') })).toEqual([]);
    expect(told({ now: AFTER, handled: slow, toldSince: paris('2026-12-02 00:00') })).toEqual([]);
    // A verdict is news for 31 days.
    expect(told({ now: paris('2027-01-01 23:59'), handled: slow })).toHaveLength(2);
    expect(told({ now: paris('2027-01-02 00:00'), handled: slow })).toEqual([]);
    expect(told({ now: AFTER, handled: slow, toldSince: paris('2026-12-01 23:59') })).toHaveLength(2);
  });

  it('looks at the months whose verdict may be news', () => {
    expect(monthsToAlert(CALENDAR, paris('2026-12-31 09:00'), [30])).toEqual(['2026-12', '2026-11']);
    expect(monthsToAlert(CALENDAR, paris('2027-01-15 09:00'), [30, 90])).toEqual([
      '2027-01',
      '2026-12',
      '2026-11',
      '2026-09',
    ]);
  });
});
