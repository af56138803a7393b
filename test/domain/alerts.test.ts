// A promise of marketing that was broken is told to both sides while it is news, and never again.
import { expect, it } from 'vitest';
import { alertsOf } from '#domain/alerts/alerts.ts';
import { SALES_AGREEMENT } from '#test/support/handled.ts';
import { judge, NOVEMBER, paris } from '#test/support/ledger.ts';

const LONG_AGO = '2026-01-01T00:00:00.000Z';

/** The month ended, and was judged, with November: none of a hundred leads came. */
it.each([
  ['a day after the verdict', '2026-12-02 09:00', LONG_AGO, ['sales', 'marketing']],
  ['a month after it at the latest', '2026-12-31 23:59', LONG_AGO, ['sales', 'marketing']],
  ['no more after that', '2027-01-01 00:00', LONG_AGO, []],
  ['not where people are told since the verdict alone', '2026-12-02 09:00', paris('2026-12-01 00:00'), []],
])('is told %s', (_, at, ...[toldSince, audiences]) => {
  const now = paris(at);
  const marketing = judge({ now }).filter(({ kind }) => kind === 'volume');
  const alerts = alertsOf({
    agreement: SALES_AGREEMENT,
    month: NOVEMBER,
    now,
    marketing,
    sales: [],
    toldSince,
  });

  expect(alerts).toHaveLength(audiences.length);
  expect(alerts.map(({ kind, audience }) => [kind, audience])).toEqual(
    audiences.map((audience) => ['volumeBehind', audience]),
  );
});
