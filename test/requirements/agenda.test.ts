// R50 as tables: what a meeting of both sides has to talk about, of what was promised for November 2026.
import { describe, expect, it } from 'vitest';
import { agendaOf, monthsToDiscuss } from '#domain/alerts/agenda.ts';
import { judgeSales, many, SALES_AGREEMENT, UNMET } from '#test/support/handled.ts';
import { visible } from '#test/support/lead-stories.ts';
import { cohort, judge, NOVEMBER, paris, qualityOf } from '#test/support/ledger.ts';

/** A day after the month: nothing may be logged any more. */
const AFTER = paris('2026-12-02 09:00');

describe('R50: what a meeting has to talk about', () => {
  const { sales, marketing } = SALES_AGREEMENT;
  const step = { after: null, do: 'agenda', to: null, maxPerHour: null, coolDownHours: null } as const;
  const asking = {
    sales: { ...sales, clauses: sales.clauses.map((clause) => ({ ...clause, consequences: [step] })) },
    marketing: { ...marketing, agenda: true as const },
  };
  const now = paris('2026-12-31 00:00');
  const at = {
    agreement: SALES_AGREEMENT,
    month: NOVEMBER,
    now,
    marketing: judge({ now, entries: cohort(100, 10) }),
    sales: [],
    toldSince: paris('2026-12-24 00:00'),
  };

  it('is what was judged since the last one, where the agreement makes a point of it', () => {
    expect(
      agendaOf(at, asking, 'en').map(({ side, clause, text, leads }) => [side, clause, text, leads.length]),
    ).toEqual([
      [
        'marketing',
        'quality',
        '“Quality: 30% of the MQLs of November 2026 become SQLs”: quality is at 10 of 100 leads (10%), 30% promised.',
        90,
      ],
    ]);
    expect(agendaOf(at, SALES_AGREEMENT, 'en')).toEqual([]);
    expect(agendaOf({ ...at, toldSince: now }, asking, 'en')).toEqual([]);
    const slow = judgeSales({ now: AFTER, handled: [...many(15), ...many(5, UNMET)] });
    const late = { ...at, now: AFTER, marketing: [], sales: slow, toldSince: paris('2026-11-25 09:00') };
    expect(agendaOf(late, asking, 'fr').map(({ side, clause }) => [side, clause])).toEqual([
      ['sales', 'first-touch'],
    ]);
    expect(agendaOf(late, SALES_AGREEMENT, 'fr')).toEqual([]);
  });

  describe('that waits after the verdict', () => {
    // Judged on Thursday the 31st at midnight: two working days end on Monday the 4th at nine, as the first of them begins then.
    const waiting = {
      ...asking,
      marketing: { ...asking.marketing, agendaAfter: { amount: 2, unit: 'workingDays' as const } },
    };
    const DUE = paris('2027-01-04 09:00');
    const points = (at_: string, toldSince: string, given: Partial<Parameters<typeof judge>[0]> = {}) =>
      agendaOf(
        { ...at, now: at_, toldSince, marketing: judge({ now: at_, entries: cohort(100, 10), ...given }) },
        waiting,
        'en',
      ).map(({ clause }) => clause);

    it.each([
      ['a moment before', paris('2027-01-04 08:59'), paris('2026-12-28 09:00'), []],
      ['then', DUE, paris('2026-12-28 09:00'), ['quality']],
      ['for the next meeting, later', paris('2027-01-08 09:00'), paris('2027-01-01 09:00'), ['quality']],
      ['for that one alone', paris('2027-01-15 09:00'), DUE, []],
      ['however long ago the verdict is', paris('2027-02-03 09:00'), paris('2027-01-04 08:59'), ['quality']],
    ])('is one %s', (...[, now_, toldSince, clauses]) => {
      expect(points(now_, toldSince)).toEqual(clauses);
    });

    it('is none while it is only at risk', () => {
      const soon = paris('2026-11-27 09:00');
      const behind = { now: soon, entries: cohort(5, 0), volume: { perMonth: 100 } };
      const month = { ...at, now: soon, toldSince: paris('2026-11-20 09:00'), marketing: judge(behind) };

      expect(agendaOf(month, asking, 'en').map(({ clause }) => clause)).toContain('volume');
      expect(agendaOf(month, waiting, 'en')).toEqual([]);
    });

    it('leaves the points of sales as they are', () => {
      const slow = judgeSales({ now: AFTER, handled: [...many(15), ...many(5, UNMET)] });
      const late = { ...at, now: AFTER, marketing: [], sales: slow, toldSince: paris('2026-11-25 09:00') };

      expect(agendaOf(late, waiting, 'en')).toEqual(agendaOf(late, asking, 'en'));
    });

    it.each([
      ['at once', undefined, ['2027-01', '2026-12']],
      ['within days', 2, ['2027-01', '2026-12', '2026-11']],
      ['after three months', 63, ['2027-01', '2026-12', '2026-11', '2026-10', '2026-09']],
    ])('looks at the months whose verdict may be a point now: %s', (_what, amount, months) => {
      const { agendaAfter: _waits, ...plain } = waiting.marketing;
      const marketing =
        amount === undefined ? plain : { ...plain, agendaAfter: { amount, unit: 'workingDays' as const } };
      const window = {
        now: paris('2027-01-31 09:00'),
        since: paris('2027-01-01 09:00'),
        matureAfterDays: [30],
      };

      expect(monthsToDiscuss({ ...SALES_AGREEMENT, marketing }, window)).toEqual(months);
    });

    it('looks at no month whose verdict was a point of the meeting before at the latest', () => {
      const window = { now: paris('2027-01-31 09:00'), matureAfterDays: [30] };
      const months = (since: string) =>
        monthsToDiscuss({ ...SALES_AGREEMENT, ...waiting }, { ...window, since });

      expect(months(DUE)).toEqual(['2027-01', '2026-12']);
      expect(months(paris('2027-01-04 08:59'))).toEqual(['2027-01', '2026-12', '2026-11']);
    });

    it('looks back two years at most, however long there was no meeting', () => {
      const window = {
        now: paris('2027-01-31 09:00'),
        since: paris('2010-01-01 00:00'),
        matureAfterDays: [30],
      };
      const months = monthsToDiscuss({ ...SALES_AGREEMENT, ...waiting }, window);

      expect([months.length, months[0], months.at(-1)]).toEqual([25, '2027-01', '2025-01']);
    });

    it('looks as far back as a version before had cohorts mature', () => {
      // September, judged by a version of 90 days on the 30th of December, is a point two working days later; that of today has 30.
      const window = { now: paris('2027-01-05 09:00'), since: paris('2026-12-29 09:00') };
      const shorter = monthsToDiscuss(
        { ...SALES_AGREEMENT, ...waiting },
        { ...window, matureAfterDays: [30] },
      );
      const changed = monthsToDiscuss(
        { ...SALES_AGREEMENT, ...waiting },
        { ...window, matureAfterDays: [30, 90] },
      );

      expect(shorter).not.toContain('2026-09');
      expect(changed).toEqual(expect.arrayContaining(['2026-11', '2026-10', '2026-09']));
    });
  });

  it('is a clause of sales only where this very clause makes a point of it', () => {
    const slow = judgeSales({ now: AFTER, handled: [...many(15), ...many(5, UNMET)] });
    const late = { ...at, now: AFTER, marketing: [], sales: slow, toldSince: paris('2026-11-25 09:00') };
    const with_ = (id: string, does: 'agenda' | 'warn') => ({
      marketing,
      sales: {
        ...sales,
        clauses: sales.clauses.map((clause) =>
          clause.id === id
            ? {
                ...clause,
                consequences: [
                  { ...step, do: does },
                  { ...step, do: 'escalate' as const },
                ],
              }
            : clause,
        ),
      },
    });
    const [point, ...more] = agendaOf(late, with_('first-touch', 'agenda'), 'en');

    expect(more).toEqual([]);
    expect(point).toEqual({
      side: 'sales',
      clause: 'first-touch',
      text: '“Sales makes the first contact within 1 working day, for 90% of the leads due in November 2026”: kept for 15 of 20 leads (75%), 90% promised.',
      leads: slow.flatMap(({ leads }) => leads).flatMap((lead) => (lead.fulfils ? [] : [lead.leadId])),
    });
    expect(agendaOf(late, with_('first-touch', 'warn'), 'en')).toEqual([]);
    expect(agendaOf(late, with_('accept', 'agenda'), 'en')).toEqual([]);
    expect(agendaOf(late, with_('feedback', 'agenda'), 'en')).toEqual([]);
    // Nobody answers for it by name: it is a point all the same.
    const accepts = judgeSales({ now: AFTER, handled: many(2, { ...UNMET, clause: 'accept' }) });
    expect(agendaOf({ ...late, sales: accepts }, with_('accept', 'agenda'), 'en')).toHaveLength(1);
  });

  it('is a source below the floor though its clause was kept, and once only', () => {
    const given = {
      now,
      entries: [...cohort(300, 200), ...cohort(40, 1, { channel: 'PAID_SEARCH' })],
      quality: { floor: 150_000 },
      volume: { perMonth: 1_000 },
    };
    const points = (toldSince: string, agreed: Parameters<typeof agendaOf>[1]) =>
      agendaOf({ ...at, toldSince, marketing: judge(given) }, agreed, 'en').map(({ side, clause, leads }) => [
        side,
        clause,
        leads.length,
      ]);

    expect(points(paris('2026-11-30 00:00'), asking)).toEqual([
      ['marketing', 'volume', 340],
      ['marketing', 'quality', 39],
    ]);
    expect(points(paris('2026-12-30 23:59'), SALES_AGREEMENT)).toEqual([['marketing', 'quality', 39]]);
    expect(points(now, SALES_AGREEMENT)).toEqual([]);
    expect(agendaOf({ ...at, marketing: [] }, asking, 'en')).toEqual([]);
  });

  it('is a source below the floor in any case, with the clause as a whole', () => {
    const given = { now, entries: cohort(100, 10), quality: { floor: 200_000 } };
    const [point, ...more] = agendaOf({ ...at, marketing: judge(given) }, asking, 'fr');

    expect(more).toEqual([]);
    expect(visible(point?.text ?? '')).toMatch(/^Qualité~: 30~% .*Sous le plancher de 20~%~: ORGANIC_SEARCH/);
    const missed = qualityOf(given).leads.flatMap(({ fulfils, leadId }) => (fulfils ? [] : [leadId]));
    expect(missed).toHaveLength(90);
    expect(point?.leads).toEqual(missed);
  });
});
