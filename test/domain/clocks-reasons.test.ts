// What a decision says of sales' promises: each warning, breach and kept promise once, of the very run that it is about.
import { describe, expect, it } from 'vitest';
import type { Decision, Reason } from '#domain/decision.ts';
import { decideAfterFiring } from '#domain/latch-clocks.ts';
import { contextAt, hoursAfter, T0 } from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, type Story } from '#test/support/overdue-lead.ts';

const CLAUSE = 'first-touch';
const LATE = hoursAfter(DUE, 2);
const toldOf = ({ reasons }: Decision): readonly Reason[] =>
  reasons.filter(({ params }) => params['clause'] === CLAUSE);
const told = (code: string, params: Reason['params'] = {}): Reason => ({
  code,
  params: { clause: CLAUSE, ...params },
});

/** Touched by rep 7 after so many hours. */
function touched(hours: number): Story {
  const story = overdueLead(agreementOn());
  story.touch(hoursAfter(T0, hours));
  return story;
}

describe('a kept promise is told', () => {
  it('as met, with the instant of the touch, and not again', () => {
    const story = touched(1);

    expect(toldOf(story.at(hoursAfter(T0, 2)))).toEqual([told('clockMet', { at: hoursAfter(T0, 1) })]);
    expect(toldOf(story.at(hoursAfter(T0, 3)))).toEqual([]);
  });

  it('as met too late, beside the breach where nobody looked at it in between', () => {
    const at = hoursAfter(DUE, 1);

    expect(toldOf(touched(25).at(LATE))).toEqual([
      told('clockBreached', { dueAt: DUE }),
      told('clockMetLate', { at, dueAt: DUE }),
    ]);
  });

  it.each([
    ['in time', 23, 'clockMetKnownLate'],
    ['at the very due time', 24, 'clockMetKnownLate'],
    ['a minute after it', 24 + 1 / 60, 'clockMetLate'],
  ])('after the breach was told, by a touch %s', (...[, hours, code]) => {
    const story = overdueLead(agreementOn());
    expect(toldOf(story.at(DUE))).toEqual([told('clockBreached', { dueAt: DUE })]);
    story.touch(hoursAfter(T0, hours));

    expect(toldOf(story.at(LATE))).toEqual([told(code, { at: hoursAfter(T0, hours), dueAt: DUE })]);
  });

  it('without a breach where the breach that fired is remembered', () => {
    const { agreement, facts, state } = touched(24);
    const fired = [{ clause: CLAUSE, cycle: 1, run: 1, warnedAt: null, breachedAt: DUE }];
    const { decision } = decideAfterFiring(agreement, { facts, state, fired }, contextAt(LATE));

    expect(toldOf(decision)).toEqual([told('clockMetKnownLate', { at: DUE, dueAt: DUE })]);
  });
});

describe('a promise whose touch was deleted', () => {
  function deleted(by: (story: Story) => void): Story {
    const story = touched(1);
    const { facts } = story;
    story.at(hoursAfter(T0, 2));
    story.facts = { ...facts, signals: facts.signals.filter(({ kind }) => kind !== 'touch') };
    by(story);
    return story;
  }

  it('is told to be open again, once', () => {
    const story = deleted(() => undefined);

    expect(toldOf(story.at(hoursAfter(T0, 4)))).toEqual([told('clockReopened')]);
    expect(toldOf(story.at(hoursAfter(T0, 5)))).toEqual([]);
  });

  it('is told of the rep it was met by alone, not of the one who has the lead by now', () => {
    const story = deleted((lead) => lead.see({ hubspot_owner_id: '8' }, hoursAfter(T0, 3)));
    const decision = story.at(hoursAfter(T0, 6));

    expect(toldOf(decision)).toEqual([told('clockReopened')]);
    expect(decision.clocks).toMatchObject([
      { run: 1, ownerId: '7', status: 'ended', metAt: null },
      { run: 2, ownerId: '8', status: 'running' },
    ]);
  });

  it('gives the whole time from now to a rep who got the lead while the promise was kept', () => {
    const story = touched(1);
    const { facts } = overdueLead(agreementOn());
    story.at(hoursAfter(T0, 2));
    story.see({ hubspot_owner_id: '8' }, hoursAfter(T0, 3));
    story.at(hoursAfter(T0, 3));
    story.facts = { ...story.facts, signals: facts.signals };

    expect(story.at(hoursAfter(T0, 6)).clocks).toMatchObject([
      { run: 1, ownerId: '7', status: 'ended' },
      { run: 2, ownerId: '8', startedAt: T0, since: hoursAfter(T0, 6), dueAt: hoursAfter(DUE, 6) },
    ]);
  });
});

describe('a promise whose rep is taken away while it is open', () => {
  it('goes on as nobody’s from its start', () => {
    const story = overdueLead(agreementOn());
    story.pool = { members: [], activeOwners: [] };
    story.see({ hubspot_owner_id: '' }, hoursAfter(T0, 3));

    expect(story.at(hoursAfter(T0, 6)).clocks).toMatchObject([
      { run: 1, ownerId: '7', status: 'ended' },
      { run: 2, ownerId: '', startedAt: T0, since: T0, dueAt: null },
    ]);
  });
});
