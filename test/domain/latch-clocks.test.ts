// What fired before its lead was judged belongs to the state, of the very run that it fired for, and never twice.
import { describe, expect, it } from 'vitest';
import { decide } from '#domain/decide.ts';
import { decideAfterFiring, type FiredClock, latchClocks } from '#domain/latch-clocks.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { clausesWith, codesOf, contextAt, hoursAfter, T0 } from '#test/support/builders.ts';
import { agreementOn, DUE as DUE_TOUCH, overdueLead, type Story } from '#test/support/overdue-lead.ts';

const AT = '2026-03-02T09:00:00.000Z';
const WARNED = '2026-03-02T15:00:00.000Z';
const DUE = '2026-03-02T17:00:00.000Z';
const run = {
  clause: 'accept',
  run: 1,
  startedAt: AT,
  ownerId: '71',
  since: AT,
  dueAt: DUE,
  warnedAt: null,
  breachedAt: null,
  metAt: null,
};
const state: LeadState = { ...initialState(), cycle: 2, clocks: [run, { ...run, clause: 'first-touch' }] };
const fired = { clause: 'accept', cycle: 2, run: 1, warnedAt: WARNED, breachedAt: DUE };

describe('what fired', () => {
  it('is remembered by its run alone', () => {
    expect(latchClocks(state, [fired]).clocks).toEqual([
      { ...run, warnedAt: WARNED, breachedAt: DUE },
      { ...run, clause: 'first-touch' },
    ]);
  });

  it('may be a warning alone', () => {
    const warned = { ...fired, breachedAt: null };

    expect(latchClocks(state, [warned]).clocks?.[0]).toEqual({ ...run, warnedAt: WARNED });
  });

  it('does not take the place of what is remembered', () => {
    const known = { ...state, clocks: [{ ...run, warnedAt: AT }] };

    expect(latchClocks(known, [fired]).clocks).toEqual([{ ...run, warnedAt: AT, breachedAt: DUE }]);
  });

  it.each([
    ['nothing fired', []],
    ['it was another cycle', [{ ...fired, cycle: 1 }]],
    ['it was another run', [{ ...fired, run: 2 }]],
    ['it was another promise', [{ ...fired, clause: 'feedback' }]],
  ])('leaves the very state where %s', (_, others) => {
    expect(latchClocks(state, others)).toBe(state);
  });

  it('leaves a lead without clocks as it is', () => {
    const idle = initialState();

    expect(latchClocks(idle, [{ ...fired, cycle: 0 }])).toBe(idle);
  });
});

describe('a decision after a clock has fired', () => {
  const breach: FiredClock = {
    clause: 'first-touch',
    cycle: 1,
    run: 1,
    warnedAt: null,
    breachedAt: DUE_TOUCH,
  };
  const after = (hours: number) => contextAt(hoursAfter(DUE_TOUCH, hours));
  const decideOn = ({ agreement, facts, state }: Story, fired: readonly FiredClock[], hours = 1) =>
    decideAfterFiring(agreement, { facts, state, fired }, after(hours));
  const plainly = ({ agreement, facts, state }: Story, hours = 1) =>
    decide(agreement, { facts, state }, after(hours));

  it.each<[string, readonly FiredClock[]]>([
    ['nothing fired', []],
    ['it finds the very breach itself', [breach]],
  ])('starts from the state as it was left where %s, and tells the breach', (_, fired) => {
    const story = overdueLead(agreementOn());
    const decided = decideOn(story, fired);

    expect(decided.state).toBe(story.state);
    expect(decided.decision).toEqual(plainly(story));
    expect(codesOf(decided.decision)).toContain('clockBreached');
  });

  it('finds the breach itself also beside a promise that is not owed any more', () => {
    const { sales, stages, ...rest } = agreementOn();
    const clauses = sales.clauses.map((clause) =>
      clause.kind === 'feedback'
        ? { ...clause, within: { unit: 'elapsedHours', amount: 20 } as const }
        : clause,
    );
    const story = overdueLead({
      ...rest,
      stages: { ...stages, sql: 'propose' },
      sales: { ...sales, clauses },
    });
    story.see({ accord_answer: 'accept' }, hoursAfter(T0, 1));
    story.at(hoursAfter(T0, 1));
    story.see({ accord_answer: 'reject' }, hoursAfter(T0, 2));
    story.at(hoursAfter(T0, 2));
    const decided = decideOn(story, [{ ...breach, clause: 'feedback', breachedAt: hoursAfter(T0, 22) }]);

    expect(decided.decision.clocks.map(({ clause }) => clause)).not.toContain('first-touch');
    expect(decided.state).toBe(story.state);
    expect(codesOf(decided.decision)).toContain('clockBreached');
  });

  it('starts from what fired where a touch in time is known by now: it was known late', () => {
    const { sales, ...rest } = agreementOn();
    const within = { unit: 'workingDays', amount: 4 } as const;
    const clauses = clausesWith({}, [{ id: 'third-touch', start: 'handOver', count: 3, within }]);
    const story = overdueLead({ ...rest, sales: { ...sales, clauses } });
    story.touch(hoursAfter(T0, 20));
    const decided = decideOn(story, [breach]);

    expect(plainly(story).clocks).toMatchObject([{ status: 'met', breachedAt: null }, { status: 'running' }]);
    expect(decided.state).toEqual(latchClocks(story.state, [breach]));
    expect(decided.decision.clocks).toMatchObject([
      { clause: 'first-touch', run: 1, status: 'metKnownLate', dueAt: DUE_TOUCH, breachedAt: DUE_TOUCH },
      { clause: 'third-touch', status: 'running' },
    ]);
    expect(codesOf(decided.decision)).not.toContain('clockBreached');
  });

  it.each<[string, FiredClock]>([
    ['warned where no warning is agreed on any more', { ...breach, warnedAt: hoursAfter(T0, 20) }],
    ['was breached at another instant', { ...breach, breachedAt: hoursAfter(DUE_TOUCH, -1) }],
  ])('starts from what fired where it %s', (_, fired) => {
    const story = overdueLead(agreementOn());
    const { state, decision } = decideOn(story, [fired]);
    const { warnedAt, breachedAt } = fired;

    expect(state).toEqual(latchClocks(story.state, [fired]));
    expect(decision.clocks).toMatchObject([{ clause: 'first-touch', warnedAt, breachedAt }]);
  });

  it('hands over anew a lead whose cycle ended with a promise that the new one does not owe', () => {
    const { sales, stages, ...rest } = agreementOn();
    const clauses = sales.clauses.filter(({ kind }) => kind === 'feedback');
    const agreement = {
      ...rest,
      stages: { ...stages, sql: 'propose' as const },
      sales: { ...sales, clauses },
    };
    const { facts } = overdueLead(agreement);
    const ended: LeadState = {
      ...initialState(),
      regime: 1,
      cycle: 1,
      status: 'recycled',
      recycledAt: hoursAfter(T0, -2_000),
      recycleReason: 'rejected:budget',
      handOvers: [hoursAfter(T0, -2_500)],
      clocks: [{ ...run, clause: 'feedback' }],
    };
    const fired: FiredClock[] = [{ ...breach, clause: 'feedback' }];
    const { state, decision } = decideAfterFiring(agreement, { facts, state: ended, fired }, contextAt(T0));

    expect(state).toEqual(latchClocks(ended, fired));
    expect(decision.state).toMatchObject({ cycle: 2, status: 'handedOver' });
    expect(decision.clocks).toEqual([]);
  });

  it('starts from what fired of a run that has closed since', () => {
    const story = overdueLead(agreementOn());
    story.see({ hubspot_owner_id: '8' }, hoursAfter(T0, 20));
    const { decision } = decideOn(story, [breach]);

    expect(decision.clocks).toMatchObject([
      { run: 1, ownerId: '7', breachedAt: DUE_TOUCH },
      { run: 2, ownerId: '8', breachedAt: null },
    ]);
  });
});
