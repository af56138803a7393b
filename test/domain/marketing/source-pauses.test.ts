// Which sources a judged month pauses, and which pauses it ends (R27, R30); the agreement's floor is 15 %, told to both sides.
import { describe, expect, it } from 'vitest';
import { pausedNotices, resumedNotices } from '#domain/alerts/source-pause-notices.ts';
import type { LedgerEntry } from '#domain/marketing/ledger.ts';
import type { QualityPromise, SourcePauseTerms } from '#domain/marketing/promises.ts';
import { judgeSources, type KnownPause } from '#domain/marketing/source-pauses.ts';
import { agreementWith } from '#test/support/builders.ts';
import { CALENDAR, cohort, judge, NOVEMBER, paris, qualityOf } from '#test/support/ledger.ts';

/** The last day of the year, thirty days after November's end. */
const JUDGED = paris('2026-12-31 00:00');
const LONG_AGO = '2026-01-01T00:00:00.000Z';
const TERMS: SourcePauseTerms = { after: null, maxPerHour: null, coolDownHours: null };
/** 1 of 40, 2 of 100 and 0 of 40 are surely below the floor; 20 of 40 are not, and 0 of 2 say nothing. */
const LEADS = [
  ...cohort(40, 1, { channel: 'PAID_SEARCH' }),
  ...cohort(100, 2, { channel: 'EMAIL_MARKETING' }),
  ...cohort(40, 0, { channel: 'PAID_SOCIAL' }),
  ...cohort(40, 20, { channel: 'REFERRALS' }),
  ...cohort(2, 0, { channel: 'OTHER_CAMPAIGNS' }),
  ...cohort(40, 0, { channel: '' }),
];

interface Given {
  readonly terms?: Partial<SourcePauseTerms> | null;
  readonly entries?: readonly LedgerEntry[];
  readonly quality?: Partial<QualityPromise>;
  readonly month?: string;
  readonly now?: string;
  readonly newsSince?: string;
  readonly known?: readonly KnownPause[];
}

function look({ terms = {}, entries = LEADS, quality = {}, now = JUDGED, ...given }: Given) {
  const { marketing } = agreementWith();
  const month = given.month ?? NOVEMBER;
  return judgeSources({
    agreement: {
      calendar: CALENDAR,
      marketing: terms === null ? marketing : { ...marketing, sourcePause: { ...TERMS, ...terms } },
    },
    clauses: judge({ now, entries, month, quality: { floor: 150_000, ...quality } }),
    month,
    now,
    newsSince: given.newsSince ?? LONG_AGO,
    known: given.known ?? [],
  });
}

/** Of October's cohort, ended in mid-December, but for what is given. */
function pause(given: Partial<KnownPause> = {}): KnownPause {
  return {
    id: 'pause-1',
    source: 'PAID_SEARCH',
    clause: 'quality',
    month: '2026-10',
    from: 'mql',
    to: 'sql',
    reached: 1,
    matured: 50,
    floor: 150_000,
    since: paris('2026-12-01 00:00'),
    until: paris('2026-12-15 00:00'),
    ...given,
  };
}

const begun = (given: Given) => look(given).begin.map(({ source }) => source);
const WORST_FIRST = ['PAID_SOCIAL', 'EMAIL_MARKETING', 'PAID_SEARCH'];

describe('a pause of a source begins', () => {
  it('for each known one that is surely below the floor, the worst first, with clause and numbers', () => {
    expect(begun({})).toEqual(WORST_FIRST);
    expect(look({}).begin.at(-1)).toEqual({
      source: 'PAID_SEARCH',
      clause: 'quality',
      month: NOVEMBER,
      from: 'mql',
      to: 'sql',
      reached: 1,
      matured: 40,
      floor: 150_000,
    });
  });

  it('for the worse one first, whichever HubSpot names first', () => {
    const entries = [
      ...cohort(60, 3, { channel: 'DIRECT_TRAFFIC' }),
      ...cohort(60, 1, { channel: 'REFERRALS' }),
    ];

    expect(begun({ entries })).toEqual(['REFERRALS', 'DIRECT_TRAFFIC']);
  });

  it.each<[string, Given]>([
    ['before the month is judged', { now: paris('2026-12-30 23:59') }],
    ['under an agreement that pauses none', { terms: null }],
    ['without a floor', { quality: { floor: null } }],
    ['by objectives of meetings', { quality: { to: 'meeting' } }],
    ['by a verdict that is no news', { newsSince: JUDGED }],
    ['before its time', { terms: { after: { unit: 'workingHours', amount: 1 } } }],
  ])('not %s', (_what, given) => {
    expect(look(given)).toEqual({ begin: [], end: [] });
  });

  it('at its time, counted from the verdict', () => {
    const terms = { after: { unit: 'workingHours', amount: 1 } } as const;

    expect(begun({ terms, now: paris('2026-12-31 09:59') })).toEqual([]);
    expect(begun({ terms, now: paris('2026-12-31 10:00') })).toEqual(WORST_FIRST);
  });

  it('no more often than so many times an hour, the worst alone', () => {
    const recent = (time: string) => pause({ source: 'DISPLAY', since: paris(time) });
    const [justNow, hourAgo] = [recent('2026-12-30 23:01'), recent('2026-12-30 23:00')];

    expect(begun({ terms: { maxPerHour: 2 } })).toEqual(WORST_FIRST.slice(0, 2));
    expect(begun({ terms: { maxPerHour: 2 }, known: [hourAgo, justNow] })).toEqual(WORST_FIRST.slice(0, 1));
    expect(begun({ terms: { maxPerHour: 1 }, known: [justNow, justNow] })).toEqual([]);
  });

  it.each<[string, Partial<KnownPause>, number | null, boolean]>([
    ['that was paused for an earlier month', {}, null, true],
    ['that is paused', { until: null }, null, false],
    ['that was paused for this month before', { month: NOVEMBER }, null, false],
    ['that was paused for a later month', { month: '2026-12' }, null, false],
    ['whose pause ended sixteen days ago, of which all must pass', {}, 16 * 24, true],
    ['whose pause has not ended long enough ago', {}, 16 * 24 + 1, false],
    ['beside one that is paused', { source: 'REFERRALS', until: null, month: '2026-12' }, null, true],
  ])('of a source %s', (_what, given, ...[coolDownHours, begins]) => {
    const sources = begun({ terms: { coolDownHours }, known: [pause(given)] });

    expect(sources.includes('PAID_SEARCH')).toBe(begins);
  });
});

describe('a pause of a source ends', () => {
  const standing = (given: Partial<KnownPause> = {}) => pause({ until: null, ...given });

  it('with a later month that meets the floor as counted, by its numbers', () => {
    const known = [
      standing({ id: 'met', source: 'REFERRALS' }),
      standing({ id: 'below' }),
      standing({ id: 'too few, and none of them', source: 'OTHER_CAMPAIGNS' }),
      standing({ id: 'without leads', source: 'DISPLAY' }),
      pause({ id: 'ended', source: 'REFERRALS' }),
      standing({ id: 'of a later month', source: 'REFERRALS', month: '2026-12' }),
    ];

    expect(look({ known }).end).toEqual([{ id: 'met', month: NOVEMBER, reached: 20, matured: 40 }]);
    expect(look({ known, quality: { floor: null } }).end).toEqual([]);
    expect(look({ known, terms: null }).end).toEqual([]);
    expect(look({ known, quality: { to: 'meeting', floor: 0 } }).end).toEqual([]);
  });

  it.each([
    ['the floor itself', 6, 1],
    ['one below', 5, 0],
  ])('at %s', (_what, reached, ends) => {
    const entries = cohort(40, reached, { channel: 'PAID_SEARCH' });

    expect(look({ entries, known: [standing()] }).end).toHaveLength(ends);
  });

  it('with its own month when nothing of it is left below the floor', () => {
    const known = [standing({ month: NOVEMBER })];

    expect(look({ known }).end).toEqual([]);
    expect(look({ known, now: paris('2026-12-30 23:59') }).end).toEqual([]);
    const another = standing({ month: NOVEMBER, source: 'REFERRALS' });
    expect(look({ known: [another] }).end).toHaveLength(1);
    expect(look({ known, entries: [] }).end).toEqual([
      { id: 'pause-1', month: NOVEMBER, reached: 0, matured: 0 },
    ]);
    // Not surely below any more, though fewer than the floor asks.
    expect(look({ known, entries: cohort(40, 5, { channel: 'PAID_SEARCH' }) }).end).toHaveLength(1);
  });
});

describe('both sides are told of a source', () => {
  const telling = { agreementId: 'agreement-1', language: 'en', at: JUDGED } as const;
  const { leads } = qualityOf({ now: JUDGED, entries: LEADS });

  it('that is paused: by clause, numbers, and the leads that came to nothing', () => {
    const [first, second, ...more] = pausedNotices(pause({ matured: 40 }), [...leads, ...leads], telling);

    expect(first).toEqual({
      kind: 'sourcePaused',
      params: { reached: 1, total: 40, target: 150_000 },
      key: 'sourcePause agreement-1 PAID_SEARCH 2026-10 sourcePaused sales',
      agreementId: 'agreement-1',
      audience: 'sales',
      recipient: '',
      teams: [],
      clause: { id: 'quality', label: 'Quality of “PAID_SEARCH”, October 2026' },
      leads: leads
        .filter(({ channel, standing }) => channel === 'PAID_SEARCH' && standing === 'notReached')
        .map(({ leadId }) => leadId),
      language: 'en',
      at: JUDGED,
    });
    expect(first?.leads).toHaveLength(39);
    expect(second).toEqual({
      ...first,
      audience: 'marketing',
      key: first?.key.replace('sales', 'marketing'),
    });
    expect(more).toEqual([]);
  });

  it('that goes on: by the numbers that say so, else by those of the pause', () => {
    const numbers = { reached: 20, matured: 40 };
    const notices = [
      ...resumedNotices(pause(), { ...telling, language: 'fr' }, numbers),
      ...resumedNotices(pause(), telling),
    ];

    expect(notices.map(({ kind, params, leads: named }) => [kind, params, named])).toEqual(
      [20, 20, 1, 1].map((reached) => [
        'sourceResumed',
        { reached, total: reached === 20 ? 40 : 50, target: 150_000 },
        [],
      ]),
    );
    expect(notices[0]?.clause.label).toBe('Qualité de «\u00a0PAID_SEARCH\u00a0», octobre 2026');
  });
});
