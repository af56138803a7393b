// R41 as tables: of which leads handed over in November 2026 sales has given feedback, and what follows when it has not.
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { agendaOf } from '#domain/alerts/agenda.ts';
import { alertsOf } from '#domain/alerts/alerts.ts';
import {
  COVERAGE_STANDINGS,
  type CoverageStanding,
  type CoverageState,
  judgeCoverage,
} from '#domain/handling/coverage.ts';
import { describeCoverage, labelCoverage, sayCoverage } from '#domain/handling/coverage-sentences.ts';
import type { LedgerEntry } from '#domain/marketing/ledger.ts';
import { noticeWords } from '#domain/notices/notice-words.ts';
import { agreementWith, clausesWith } from '#test/support/builders.ts';
import { visible } from '#test/support/lead-stories.ts';
import { CALENDAR, entries, entry, NOVEMBER, paris } from '#test/support/ledger.ts';

const PROMISED: Agreement = { ...agreementWith({ sales: { feedbackOnAll: true } }), calendar: CALENDAR };
/** Handed over on Friday the 13th at ten; the builders' first contact is promised within a working day, the answer within 8 hours. */
const HANDED_OVER = paris('2026-11-13 10:00');
const RIPE = paris('2026-11-16 10:00');
const AFTER = paris('2026-12-03 09:00');

interface Terms {
  readonly agreement?: Agreement;
  readonly since?: string | null;
}

function judge(
  list: readonly LedgerEntry[],
  now = AFTER,
  { agreement = PROMISED, since = '2026-01-01T00:00:00.000Z' }: Terms = {},
): CoverageState {
  const state = judgeCoverage(agreement, { month: NOVEMBER, now, since, entries: list });
  if (state === null) throw new Error('not promised');
  return state;
}

function standingOf(list: readonly LedgerEntry[], ...rest: [string?, Terms?]) {
  return judge(list, ...rest).leads.map(({ standing }) => standing);
}

const handOver = entry({ leadId: 'a', at: HANDED_OVER });
const then = (changes: Partial<LedgerEntry>): LedgerEntry =>
  entry({ leadId: 'a', at: paris('2026-11-20 10:00'), ...changes });

describe('the time for feedback', () => {
  const promising = (clauses: Agreement['sales']['clauses']): Terms => ({
    agreement: { ...PROMISED, sales: { ...PROMISED.sales, clauses } },
  });
  const days = (amount: number) => ({ unit: 'workingDays' as const, amount });
  const at = (now: string, clauses: Agreement['sales']['clauses']) =>
    standingOf([handOver], paris(now), promising(clauses));

  it('is the longer one of answer and first contact, whichever the agreement names first', () => {
    const slow = PROMISED.sales.clauses.map((one) =>
      one.kind === 'accept' ? { ...one, within: days(3) } : one,
    );

    for (const clauses of [slow, slow.toReversed()]) {
      expect(at('2026-11-18 09:59', clauses)).toEqual(['tooYoung']);
      expect(at('2026-11-18 10:00', clauses)).toEqual(['silent']);
    }
  });

  it('is no longer for a promise of the agreement’s own', () => {
    const own = clausesWith({}, [{ id: 'demo', start: 'assignment', within: days(9) }]);

    expect(at('2026-11-16 10:00', own)).toEqual(['silent']);
  });
});

it('lists the leads of a month by their hand-over, the latest first, and then by their number', () => {
  const given = [
    ['b', '2026-11-13 10:00'],
    ['c', '2026-11-12 10:00'],
    ['a', '2026-11-13 10:00'],
    ['d', '2026-11-16 10:00'],
  ] as const;
  const list = given.map(([leadId, time]) => entry({ leadId, at: paris(time) }));

  expect(judge(list).leads.map(({ leadId }) => leadId)).toEqual(['d', 'a', 'b', 'c']);
});

describe('feedback on a lead', () => {
  const rows: readonly (readonly [string, readonly Partial<LedgerEntry>[], CoverageStanding])[] = [
    ['nobody said anything', [], 'silent'],
    ['a yes', [{ kind: 'accepted' }], 'answered'],
    ['set to SQL by the rep', [{ kind: 'sql' }], 'answered'],
    ['a first contact, no answer yet', [{ kind: 'touch' }], 'answered'],
    ['a no without a reason', [{ kind: 'rejected' }], 'silent'],
    ['a no with its reason', [{ kind: 'rejected' }, { kind: 'recycled', ending: 'rejected' }], 'answered'],
    ['all attempts made, nobody reached', [{ kind: 'recycled', ending: 'noContact' }], 'answered'],
    ['an opportunity', [{ kind: 'opportunity' }], 'answered'],
    ['a deal lost', [{ kind: 'recycled', ending: 'dealLost' }], 'answered'],
    ['a customer', [{ kind: 'customer' }], 'answered'],
    [
      'taken back by the agreement, as sales said nothing',
      [{ kind: 'recycled', ending: 'returned' }],
      'silent',
    ],
    ['cooled before anybody said anything', [{ kind: 'recycled', ending: 'cooled' }], 'withdrawn'],
    ['a yes, but in the next cycle', [{ kind: 'accepted', cycle: 2 }], 'silent'],
    ['a yes about another lead', [{ kind: 'accepted', leadId: 'b' }], 'silent'],
  ];
  it.each(rows)('%s', (_what, later, standing) => {
    const state = judge([handOver, ...later.map(then)]);

    expect(state.leads).toMatchObject([
      {
        leadId: 'a',
        handedOverAt: HANDED_OVER,
        standing,
        counts: standing !== 'withdrawn',
        fulfils: standing === 'answered',
      },
    ]);
  });

  it('is no yes where the hand-over itself is one', () => {
    const { stages } = PROMISED;
    const agreement: Agreement = { ...PROMISED, stages: { ...stages, sql: 'auto' } };
    const yes = [then({ kind: 'accepted', at: HANDED_OVER }), then({ kind: 'sql', at: HANDED_OVER })];

    expect(standingOf([handOver, ...yes], AFTER, { agreement })).toEqual(['silent']);
    expect(standingOf([handOver, ...yes, then({ kind: 'touch' })], AFTER, { agreement })).toEqual([
      'answered',
    ]);
  });

  it('has the time that sales promised for it', () => {
    const before = new Date(Date.parse(RIPE) - 1).toISOString();

    expect(standingOf([handOver], before)).toEqual(['tooYoung']);
    expect(standingOf([handOver, then({ kind: 'touch', at: HANDED_OVER })], before)).toEqual(['tooYoung']);
    expect(standingOf([handOver], RIPE)).toEqual(['silent']);
  });

  it('is asked for from the switch-on, of every hand-over of the month', () => {
    const list = [
      entry({ leadId: 'new', at: paris('2026-11-01 00:00') }),
      entry({ leadId: 'again', at: paris('2026-11-09 10:00'), counts: false }),
      entry({ leadId: 'byHand', at: paris('2026-11-09 10:00'), byHand: true, counts: false }),
      entry({ leadId: 'before', at: paris('2026-10-31 23:59') }),
      entry({ leadId: 'after', at: paris('2026-12-01 00:00') }),
    ];

    expect(judge(list).leads.map(({ leadId, standing }) => [leadId, standing])).toEqual([
      ['again', 'silent'],
      ['byHand', 'silent'],
      ['new', 'silent'],
    ]);
    const since = paris('2026-11-09 10:00');
    expect(standingOf(list, AFTER, { since })).toEqual(['silent', 'silent', 'beforeStart']);
    expect(standingOf(list, AFTER, { since: null })).toEqual(['beforeStart', 'beforeStart', 'beforeStart']);
  });
});

describe('feedback on every lead of a month', () => {
  const answered = (count: number): readonly LedgerEntry[] =>
    entries(count, { at: HANDED_OVER }).flatMap((mql) => [mql, { ...mql, kind: 'accepted' as const }]);

  it.each([
    ['all of them', 20, 0, '2026-11-20 09:00', 'onPace', 'none'],
    ['one is silent and may still speak', 19, 1, '2026-11-20 09:00', 'behind', 'none'],
    ['the month is over, its last leads are young', 19, 1, '2026-12-02 08:59', 'behind', 'none'],
    ['sales had its time', 19, 1, '2026-12-02 09:00', 'missed', 'broken'],
    ['sales had its time, and all are told', 20, 0, '2026-12-02 09:00', 'kept', 'none'],
    ['no lead', 0, 0, '2026-12-03 09:00', 'noLeads', 'none'],
    ['before the month', 0, 0, '2026-10-30 09:00', 'notStarted', 'none'],
    ['its first instant', 0, 0, '2026-11-01 00:00', 'noLeads', 'none'],
  ])('%s: %i told, %i silent, at %s', (_what, kept, ...[silent, now, status, alarm]) => {
    const state = judge([...answered(kept), ...entries(silent, { at: HANDED_OVER })], paris(now));

    expect(state).toMatchObject({ kind: 'coverage', status, alarm, due: kept + silent, kept, young: 0 });
    expect(state.promise).toEqual({ id: 'feedback-on-all', rate: 1_000_000, owner: null });
  });

  it('is not measured before the switch-on, and not promised where the document does not say so', () => {
    expect(judge(answered(1), AFTER, { since: null }).status).toBe('notMeasured');
    expect(judge(answered(1), AFTER, { since: paris('2026-12-01 00:00') }).status).toBe('notMeasured');
    const ledger = { month: NOVEMBER, now: AFTER, since: null, entries: [] };
    expect(judgeCoverage(agreementWith(), ledger)).toBeNull();
  });

  it('is told in sentences, in both languages', () => {
    const young = entry({ at: paris('2026-11-20 16:00') });
    const state = judge(
      [...answered(18), ...entries(2, { at: HANDED_OVER }), young],
      paris('2026-11-20 17:00'),
    );

    expect(labelCoverage({ month: NOVEMBER, language: 'en' })).toBe(
      'Sales gives feedback on every lead handed over in November 2026',
    );
    expect(labelCoverage({ month: NOVEMBER, language: 'fr' })).toBe(
      'Les ventes font un retour sur chaque lead transmis en novembre 2026',
    );
    expect(describeCoverage(state, 'en')).toBe(
      'Behind: feedback on 18 of 20, 90%, nothing on 2. 1 lead is too young to be counted.',
    );
    expect(visible(describeCoverage(state, 'fr'))).toBe(
      'En retard~: un retour sur 18 leads sur 20, soit 90~%, rien sur 2. 1 lead est trop jeune pour compter.',
    );
    expect(describeCoverage(judge(answered(3)), 'en')).toBe('Kept: feedback on 3 of 3, 100%.');
    expect(describeCoverage(judge([]), 'en')).toBe('There is no lead to judge by.');
    expect(describeCoverage(judge([], paris('2026-10-30 09:00')), 'en')).toBe('The month has not begun.');
    expect(describeCoverage(judge([], AFTER, { since: null }), 'en')).toMatch(/not switched on/);
    for (const language of ['en', 'fr'] as const)
      expect(new Set(COVERAGE_STANDINGS.map((standing) => sayCoverage(standing, language))).size).toBe(5);
  });

  it('is a matter for marketing once it is broken, and for the meeting where the document says so', () => {
    const silent = entry({ leadId: 'silent', at: HANDED_OVER });
    const coverage = judge([...answered(3), silent]);
    const month = {
      agreement: PROMISED,
      month: NOVEMBER,
      now: AFTER,
      marketing: [],
      sales: [coverage],
      toldSince: paris('2026-11-01 00:00'),
    };
    const [told, ...others] = alertsOf(month);

    expect(others).toEqual([]);
    expect(told).toMatchObject({
      audience: 'marketing',
      clause: { id: 'feedback-on-all' },
      kind: 'slowHandling',
      params: { reached: 3, total: 4, target: 1_000_000 },
      leads: ['silent'],
    });
    if (told === undefined) return;
    const { clause, leads } = told;
    expect(noticeWords('en').sentence(told, { label: clause.label, leads: leads.length })).toContain(
      '“Sales gives feedback on every lead handed over in November 2026”: kept for 3 of 4 leads (75%)',
    );
    const asking = (doing: 'agenda' | 'warn', of = 'feedback'): Agreement => {
      const { sales } = PROMISED;
      const consequence = { after: null, do: doing, to: null, maxPerHour: null, coolDownHours: null };
      const clauses = sales.clauses.map((one) => ({
        ...one,
        consequences: one.kind === of ? [consequence] : [],
      }));
      return { ...PROMISED, sales: { ...sales, clauses } };
    };
    expect(agendaOf(month, asking('agenda'), 'en')).toMatchObject([
      { side: 'sales', clause: 'feedback-on-all', leads: ['silent'] },
    ]);
    expect(agendaOf(month, asking('warn'), 'en')).toEqual([]);
    expect(agendaOf(month, asking('agenda', 'touch'), 'en')).toEqual([]);
  });
});
