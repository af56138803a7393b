// The clocks of one lead, as its decisions tell them: times, status, what meets them, what stops them.
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import type { SalesClause } from '#domain/agreement-sales.ts';
import { isExcusedIn, statusOf } from '#domain/clock-run.ts';
import { decide } from '#domain/decide.ts';
import type { Clock, DecisionContext } from '#domain/decision.ts';
import { type ClockState, initialState, type LeadPause } from '#domain/lead.ts';
import { clausesWith, contextAt, factsWith, hotFacts, hoursAfter, T0 } from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, type Story } from '#test/support/overdue-lead.ts';

const HALF = hoursAfter(T0, 4);
const THREE_DAYS = { unit: 'workingDays', amount: 3 } as const;

/** First touch within a working day, with what is said of it instead; it stands still for a holiday of at most six hours. */
function touchWithin(changes: Partial<SalesClause> = {}): Agreement {
  const { sales, ...rest } = agreementOn();
  const atMost = { unit: 'elapsedHours', amount: 6 } as const;
  return {
    ...rest,
    sales: {
      ...sales,
      clauses: clausesWith({ 'first-touch': { pauses: ['holiday'], ...changes } }),
      pauses: [{ id: 'holiday', label: 'Holiday', atMost, perLead: null }],
    },
  };
}

interface Then extends Partial<Pick<DecisionContext, 'ownerShownAt' | 'baselineAt' | 'pool'>> {
  readonly agreement?: Agreement;
}

/** Of the first touch, on the state that the story left. */
function clockAt({ agreement, facts, state }: Story, now: string, then: Then = {}): Clock | undefined {
  const { agreement: another = agreement, ...context } = then;
  const { clocks } = decide(another, { facts, state }, contextAt(now, context));
  return clocks.find(({ clause }) => clause === 'first-touch');
}

describe('the times of a clock', () => {
  it('are told while they are to come, and a warning stays as it was told', () => {
    const story = overdueLead(touchWithin({ warnAt: 500_000 }));
    const times = { warnAt: HALF, dueAt: DUE, totalDueAt: DUE };

    expect(clockAt(story, hoursAfter(T0, 1))).toMatchObject({ status: 'running', ...times });
    expect(story.at(hoursAfter(T0, 1)).reviewAt).toEqual({ at: HALF, exact: true });
    story.at(HALF);
    expect(story.at(hoursAfter(T0, 5)).reviewAt).toEqual({ at: DUE, exact: true });
    const agreement = touchWithin({ warnAt: 500_000, within: THREE_DAYS });
    expect(clockAt(story, hoursAfter(T0, 6), { agreement })).toMatchObject({
      status: 'warned',
      warnAt: HALF,
      dueAt: hoursAfter(T0, 72),
    });
  });

  it('are over with the promise: a version that warns, or gives longer, comes too late', () => {
    const story = overdueLead(touchWithin());
    story.at(DUE);
    const agreement = touchWithin({ warnAt: 500_000, within: THREE_DAYS });

    expect(clockAt(story, hoursAfter(T0, 60), { agreement })).toMatchObject({
      status: 'breached',
      warnAt: null,
      warnedAt: null,
      dueAt: DUE,
      totalDueAt: DUE,
    });
  });

  it('wait until the rep could see the lead; once told, they stay', () => {
    const agreement = touchWithin();
    const unseen = { facts: hotFacts, state: initialState() };
    const waiting = decide(agreement, unseen, contextAt(T0, { ownerShownAt: null }));
    const story = overdueLead(agreement);
    const seen = decide(
      agreement,
      { facts: hotFacts, state: waiting.state },
      contextAt(hoursAfter(T0, 3), { ownerShownAt: hoursAfter(T0, 2) }),
    );

    expect(seen.clocks).toMatchObject([
      { since: hoursAfter(T0, 2), dueAt: hoursAfter(DUE, 2), totalDueAt: DUE },
    ]);
    expect(waiting.clocks).toMatchObject([{ dueAt: null, warnAt: null, totalDueAt: DUE, status: 'running' }]);
    expect(clockAt(story, hoursAfter(T0, 1), { ownerShownAt: null })).toMatchObject({ dueAt: DUE });
  });

  it('are those of the team of the rep', () => {
    const changes = { sales: { 'first-touch': THREE_DAYS } };
    const overlays = [{ id: 'paris', label: 'Paris', when: null, teams: ['Paris'], changes }];
    const story = overdueLead({ ...touchWithin(), overlays });
    const pool = { activeOwners: ['7', '8'], companyOwner: '', teams: { '7': ['Paris'] } };

    expect(clockAt(story, hoursAfter(T0, 1), { pool })).toMatchObject({ dueAt: hoursAfter(T0, 72) });
  });

  it('of a run that was met stay those of whoever met it', () => {
    const story = overdueLead(touchWithin());
    story.touch(hoursAfter(T0, 1));
    story.at(hoursAfter(T0, 1));
    story.see({ hubspot_owner_id: '8' }, hoursAfter(T0, 5));
    const { state, clocks } = story.at(hoursAfter(T0, 5));

    expect(state).toMatchObject({ owner: { value: '8' }, assignedAt: hoursAfter(T0, 5) });
    expect(clocks).toMatchObject([{ ownerId: '7', since: T0, dueAt: DUE, status: 'met' }]);
  });

  it('of nobody’s lead count from the start, whenever HubSpot showed an owner', () => {
    const ownerShownAt = hoursAfter(T0, 2);
    const nobody = decide(
      touchWithin(),
      { facts: hotFacts, state: initialState() },
      contextAt(T0, { pool: { members: [], activeOwners: [] }, ownerShownAt }),
    );

    expect(nobody.state.assignedAt).toBeNull();
    expect(nobody.clocks).toMatchObject([{ ownerId: '', since: T0, dueAt: null }]);
  });
});

describe('a pause', () => {
  const pause = (from: number, to: number | null): LeadPause => ({
    reason: 'holiday',
    from: hoursAfter(T0, from),
    to: to === null ? null : hoursAfter(T0, to),
  });
  function paused(...pauses: readonly LeadPause[]): Story {
    const story = overdueLead(touchWithin());
    story.facts = { ...story.facts, pauses };
    return story;
  }
  const STILL = { status: 'paused', dueAt: null, warnAt: null, totalDueAt: null };

  it('stops the clock from its very start until its end, and then the time goes on', () => {
    const story = paused(pause(1, 3));

    expect(clockAt(story, hoursAfter(T0, 0.9))).toMatchObject({ status: 'running' });
    expect(clockAt(story, hoursAfter(T0, 1))).toMatchObject(STILL);
    expect(story.at(hoursAfter(T0, 2))).toMatchObject({
      clocks: [STILL],
      reviewAt: { at: hoursAfter(T0, 3), exact: true },
    });
    expect(clockAt(story, hoursAfter(T0, 3))).toMatchObject({ status: 'running', dueAt: hoursAfter(DUE, 2) });
  });

  it('is reviewed at its start when it is to come', () => {
    expect(paused(pause(2, 3)).at(hoursAfter(T0, 1)).reviewAt).toMatchObject({ at: hoursAfter(T0, 2) });
  });

  it('counts only in the cycle in which it is asked for', () => {
    expect(clockAt(paused(pause(-1, 3)), hoursAfter(T0, 1))).toMatchObject({ status: 'running', dueAt: DUE });
  });

  it('does not stop what is met, excused or overdue', () => {
    const met = paused(pause(1, 3));
    met.touch(hoursAfter(T0, 0.5));
    const excused = paused(pause(1, 3));
    excused.facts = { ...excused.facts, excuses: [{ clause: 'first-touch', cycle: 1, at: T0 }] };
    const overdue = paused(pause(24, 26));

    expect(clockAt(met, hoursAfter(T0, 2))).toMatchObject({ status: 'met', dueAt: hoursAfter(DUE, 2) });
    expect(clockAt(excused, hoursAfter(T0, 2))).toMatchObject({
      status: 'excused',
      dueAt: hoursAfter(DUE, 2),
    });
    expect(clockAt(overdue, DUE)).toMatchObject({ status: 'breached', dueAt: DUE });
    expect(clockAt(overdue, hoursAfter(T0, 25))).toMatchObject({ status: 'breached', dueAt: DUE });
  });
});

describe('what meets a promise', () => {
  function offered(): Story {
    const { stages, answers, ...rest } = agreementOn();
    return overdueLead({
      ...rest,
      stages: { ...stages, sql: 'propose' },
      answers: { ...answers, dealCreated: true },
    });
  }
  const of = (story: Story, now: string, clause: string): Clock | undefined =>
    story.at(now).clocks.find((clock) => clock.clause === clause);

  it('is the first word of sales on an offer, a deal of the rep among them, though a later one was taken', () => {
    const story = offered();
    story.see({ accord_answer: 'accept' }, hoursAfter(T0, 5));
    expect(of(story, hoursAfter(T0, 5), 'accept')).toMatchObject({ status: 'met', metAt: hoursAfter(T0, 5) });
    const made = {
      id: '1',
      createdAt: hoursAfter(T0, 3),
      status: 'open',
      statusAt: T0,
      pipeline: '',
      stage: '',
    } as const;
    story.facts = { ...story.facts, deals: [{ ...made, ownerId: '9' }] };
    expect(of(story, hoursAfter(T0, 6), 'accept')).toMatchObject({ metAt: hoursAfter(T0, 5) });
    story.facts = { ...story.facts, deals: [{ ...made, ownerId: '7' }] };

    expect(of(story, hoursAfter(T0, 6), 'accept')).toMatchObject({ metAt: hoursAfter(T0, 3) });
  });

  it.each([
    ['in time', 24, 'met', null],
    ['too late', 24.1, 'metLate', DUE],
  ] as const)(
    'is a touch, also where it became known after the due time: %s',
    (...[, hours, status, breachedAt]) => {
      const story = overdueLead(touchWithin());
      story.touch(hoursAfter(T0, hours));

      expect(clockAt(story, hoursAfter(T0, 26))).toMatchObject({
        status,
        breachedAt,
        metAt: hoursAfter(T0, hours),
      });
    },
  );

  it('is a touch after the hand-over, where the promise counts from the yes', () => {
    const touched = (hours: number): Clock | undefined => {
      const story = offered();
      story.touch(hoursAfter(T0, hours));
      story.see({ accord_answer: 'accept' }, hoursAfter(T0, 2));
      return of(story, hoursAfter(T0, 3), 'first-touch');
    };

    expect(touched(1)).toMatchObject({
      status: 'met',
      startedAt: hoursAfter(T0, 2),
      metAt: hoursAfter(T0, 1),
    });
    expect(touched(-0.5)).toMatchObject({ status: 'running', metAt: null });
  });

  it('is a touch after the form, where the promise counts from that', () => {
    const story = overdueLead(touchWithin({ start: 'form' }));
    story.touch(hoursAfter(T0, -0.5));

    expect(clockAt(story, T0)).toMatchObject({ status: 'met', metAt: hoursAfter(T0, -0.5) });
  });

  it.each<[string, (story: Story) => void, number]>([
    [
      'with the no',
      (story) => story.see({ accord_answer: 'reject', accord_reject_reason: 'budget' }, hoursAfter(T0, 2)),
      2,
    ],
    [
      'with a no that was known for long',
      (story) => {
        story.see({ accord_answer: 'reject' }, hoursAfter(T0, 2));
        story.at(hoursAfter(T0, 2));
        story.see({ accord_reject_reason: 'budget' }, hoursAfter(T0, 4));
      },
      4,
    ],
    [
      'on the record card, which dates no reason: in this decision with a new no',
      (story) => story.see({ $card_answer: 'reject:budget' }, hoursAfter(T0, 2)),
      2,
    ],
    [
      'on the record card after a no: by now',
      (story) => {
        story.see({ accord_answer: 'reject' }, hoursAfter(T0, 2));
        story.at(hoursAfter(T0, 2));
        story.see({ $card_answer: 'reject:budget' }, hoursAfter(T0, 4));
      },
      6,
    ],
  ])('is the reason %s', (...[, give, hours]) => {
    const story = offered();
    give(story);

    expect(of(story, hoursAfter(T0, 6), 'feedback')).toMatchObject({
      status: 'met',
      metAt: hoursAfter(T0, hours),
    });
  });

  it('is no reason that was never given: a no whose lead becomes a customer', () => {
    const story = offered();
    story.see({ accord_answer: 'reject' }, hoursAfter(T0, 2));
    story.at(hoursAfter(T0, 2));
    story.see({ lifecyclestage: 'customer' }, hoursAfter(T0, 4));

    expect(of(story, hoursAfter(T0, 4), 'feedback')).toMatchObject({ status: 'ended', metAt: null });
  });
});

describe('the status of a run', () => {
  const run: ClockState = {
    clause: 'first-touch',
    run: 1,
    startedAt: T0,
    ownerId: '7',
    since: T0,
    dueAt: DUE,
    warnedAt: null,
    breachedAt: null,
    metAt: null,
  };
  const late = hoursAfter(DUE, 1);

  it.each<[string, Partial<ClockState>, { isExcused?: boolean; isClosed?: boolean }]>([
    ['running', {}, {}],
    ['warned', { warnedAt: HALF }, {}],
    ['breached', { warnedAt: HALF, breachedAt: DUE }, {}],
    ['ended', { breachedAt: DUE }, { isClosed: true }],
    ['excused', { breachedAt: DUE }, { isExcused: true, isClosed: true }],
    ['met', { metAt: DUE }, {}],
    ['met', { metAt: DUE, dueAt: null }, {}],
    ['met', { metAt: DUE }, { isExcused: true, isClosed: true }],
    ['metLate', { metAt: late }, {}],
    ['metLate', { metAt: late, breachedAt: DUE, dueAt: null }, {}],
    ['excused', { metAt: late, breachedAt: DUE }, { isExcused: true }],
    ['metKnownLate', { metAt: DUE, breachedAt: DUE }, {}],
    ['metKnownLate', { metAt: DUE, breachedAt: DUE, dueAt: HALF }, {}],
  ])('is %s', (status, changes, { isExcused = false, isClosed = false }) => {
    expect(statusOf({ ...run, ...changes }, { isExcused, isClosed })).toBe(status);
  });

  it('is excused in the cycle and of the promise that the manager named', () => {
    const excuse = { clause: 'first-touch', cycle: 2, at: T0 };
    const facts = factsWith({ excuses: [excuse, { ...excuse, clause: 'feedback' }] });

    expect(isExcusedIn(facts, 'first-touch', 2)).toBe(true);
    expect(isExcusedIn(facts, 'first-touch', 1)).toBe(false);
    expect(isExcusedIn(facts, 'accept', 2)).toBe(false);
    expect(isExcusedIn(factsWith(), 'first-touch', 2)).toBe(false);
  });
});
