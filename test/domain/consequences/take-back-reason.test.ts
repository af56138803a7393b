// Taking back what followed a reason of a no that was given in time (10.6), and became known late.
import { describe, expect, it } from 'vitest';
import { hoursAfter, T0 } from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, SETTLED, type Story, step } from '#test/support/overdue-lead.ts';

const LATER = hoursAfter(SETTLED, 1);

it('does not open a cycle again whose lead a person has sent to nurture since', () => {
  const story = overdueLead(agreementOn(step('return')));
  story.at(DUE);
  story.at(SETTLED);
  const takenBack = [{ clause: 'first-touch', cycle: 1, run: 1, step: 0, at: LATER }];
  story.facts = { ...story.facts, takenBack };
  const returned = story.state;
  expect(returned).toMatchObject({ status: 'recycled', recycleReason: 'returned:first-touch' });
  story.state = { ...returned, recycleReason: 'request:budget' };

  expect(story.at(LATER)).toMatchObject({
    consequences: [{ event: 'undone', isRestored: false }],
    state: { status: 'recycled', recycleReason: 'request:budget' },
  });
});

describe('a reason in time that became known late', () => {
  function unexplained(): Story {
    const { sales, ...rest } = agreementOn();
    const clauses = sales.clauses.map((clause) =>
      clause.kind === 'feedback'
        ? {
            ...clause,
            within: { unit: 'elapsedHours', amount: 22 } as const,
            consequences: [step('suspend')],
          }
        : clause,
    );
    const story = overdueLead({ ...rest, sales: { ...sales, clauses } });
    const no = hoursAfter(T0, 2);
    story.see({ accord_answer: 'reject' }, no);
    story.at(no);
    story.at(DUE);
    story.at(SETTLED);
    expect(story.state.consequences).toMatchObject([{ do: 'suspend', ownerId: '7' }]);
    return story;
  }

  it('lets the rep have leads again', () => {
    const story = unexplained();
    story.see({ accord_reject_reason: 'budget' }, hoursAfter(T0, 20));

    expect(story.at(LATER)).toMatchObject({
      consequences: [{ event: 'undone', do: 'suspend', touchedAt: hoursAfter(T0, 20) }],
      state: { status: 'recycled', recycleReason: 'rejected:No budget' },
    });
  });

  it.each<[string, string, number]>([
    ['it came too late', 'budget', 24 + 1 / 60],
    ['it was emptied', '', 20],
    ['it is that of the time before the no', 'budget', 2],
  ])('takes nothing back when %s', (_, reason, hours) => {
    const story = unexplained();
    story.see({ accord_reject_reason: reason }, hoursAfter(T0, hours));

    expect(story.at(LATER).consequences).toEqual([]);
  });

  it('takes nothing back when there is none, nor once the no itself is taken back', () => {
    const none = unexplained();
    const yes = unexplained();
    yes.see({ accord_answer: 'accept' }, hoursAfter(SETTLED, 0.5));
    expect(yes.at(hoursAfter(SETTLED, 0.5)).state).toMatchObject({ status: 'accepted', rejectedAt: null });
    yes.see({ accord_reject_reason: 'budget' }, hoursAfter(T0, 20));

    expect([none.at(LATER).consequences, yes.at(LATER).consequences]).toEqual([[], []]);
  });
});
