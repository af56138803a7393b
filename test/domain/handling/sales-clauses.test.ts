// Everything that sales promised for a month: its clauses, and feedback on every lead where the document asks for it.
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { judgeSales } from '#domain/handling/sales-clauses.ts';
import { handled, SALES_AGREEMENT } from '#test/support/handled.ts';
import { entry, NOVEMBER, paris } from '#test/support/ledger.ts';

const { sales } = SALES_AGREEMENT;
const WITH_FEEDBACK: Agreement = { ...SALES_AGREEMENT, sales: { ...sales, feedbackOnAll: true } };

/** Two first touches that fell due in November, one of them made, and one lead handed over of which nobody said anything. */
function promises(agreement: Agreement) {
  const states = judgeSales(agreement, {
    month: NOVEMBER,
    now: paris('2026-12-03 09:00'),
    since: '2026-01-01T00:00:00.000Z',
    handled: [handled(), handled({ metAt: null, isBreached: true, hasFired: true })],
    entries: [entry()],
  });
  return states.map(({ promise, kept, due }) => [promise.id, kept, due]);
}

describe('what sales promised for a month', () => {
  it('is its clauses, in the order of the document', () => {
    expect(promises(SALES_AGREEMENT)).toEqual([
      ['accept', 0, 0],
      ['first-touch', 1, 2],
      ['feedback', 0, 0],
    ]);
  });

  it('is feedback on every lead, too, where the document says so', () => {
    expect(promises(WITH_FEEDBACK)).toEqual([
      ['accept', 0, 0],
      ['first-touch', 1, 2],
      ['feedback', 0, 0],
      ['feedback-on-all', 0, 1],
    ]);
  });
});
