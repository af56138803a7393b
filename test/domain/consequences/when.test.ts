// When what follows a breach is carried out: not before its time, and not of a lead that sales has no more.
import { describe, expect, it } from 'vitest';
import { hoursAfter } from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, SETTLED, step } from '#test/support/overdue-lead.ts';

const NO = { accord_answer: 'reject', accord_reject_reason: 'budget' };
const A_MINUTE_LATER = hoursAfter(DUE, 1 / 60);

describe('what follows a breach', () => {
  it.each([
    ['before it would have followed', A_MINUTE_LATER],
    ['in the very decision in which it would have followed', SETTLED],
  ])('is left alone where sales says no %s', (_, heardAt) => {
    const story = overdueLead(agreementOn(step('warn'), step('return')));
    story.at(DUE);
    story.see(NO, A_MINUTE_LATER);
    const heard = story.at(heardAt);
    const later = [SETTLED, hoursAfter(DUE, 50)].filter((at) => at > heardAt).map((at) => story.at(at));

    for (const decision of [heard, ...later]) {
      expect(decision.consequences).toEqual([]);
      expect(decision.state).toMatchObject({ status: 'recycled', recycleReason: 'rejected:No budget' });
    }
  });

  it('is looked at when its time has come, and not when the rep’s absence begins, which he was late before', () => {
    const story = overdueLead(agreementOn(step('warn', { after: { unit: 'elapsedHours', amount: 10 } })));
    story.pool = {
      absences: { 7: [{ from: hoursAfter(DUE, 3), until: hoursAfter(DUE, 4), by: 'hubspot' }] },
    };

    expect(story.at(DUE).reviewAt).toEqual({ at: hoursAfter(SETTLED, 10), exact: true });
  });
});
