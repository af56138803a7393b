// The one open task of a lead: which clause it follows, for whom, until when.
import { describe, expect, it } from 'vitest';
import type { Standing } from '#domain/clocks.ts';
import type { ClockStatus } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import { latestHandOver, wantTask } from '#domain/tasks.ts';
import {
  agreementWith,
  cell,
  clausesWith,
  contextAt,
  decideInTurn,
  type FactChanges,
  factsWith,
  hotFacts,
  hoursAfter,
  signal,
  T0,
  wanted,
} from '#test/support/builders.ts';

const ANSWERED = hoursAfter(T0, 2);
const LATER = hoursAfter(T0, 3);

/** Handed over on Monday at 10:00 in Paris, then seen at 13:00. */
function after({ contact = {}, signals = [] }: FactChanges) {
  const facts = factsWith({
    contact: { ...hotFacts.contact, ...contact },
    signals: [...hotFacts.signals, ...signals],
  });
  return decideInTurn(agreementWith(), [
    { facts: hotFacts, context: contextAt(T0) },
    { facts, context: contextAt(LATER) },
  ]);
}

describe('the task', () => {
  it.each([
    ['asks for an answer first', {}, 'accept', '2026-03-03T09:00:00.000Z', 'accept'],
    [
      'asks for a touch after a yes',
      { contact: { accord_answer: cell('accept', ANSWERED) } },
      'firstTouch',
      '2026-03-03T11:00:00.000Z',
      'first_touch',
    ],
    [
      'asks for the reason after a no',
      { contact: { accord_answer: cell('reject', ANSWERED) } },
      'feedback',
      '2026-03-04T11:00:00.000Z',
      'give_reason',
    ],
  ])('%s', (...[, changes, clause, dueAt, nextStep]) => {
    const decision = after(changes);

    expect(decision.task).toMatchObject({ occurrence: 'c1', clause, dueAt, ownerId: '7', since: T0 });
    expect(wanted(decision, 'accord_next_step')).toBe(nextStep);
    expect(wanted(decision, 'accord_sla_due')).toBe(String(new Date(dueAt).getTime()));
  });

  it.each([
    [
      'the lead is worked on',
      { contact: { accord_answer: cell('accept', ANSWERED) }, signals: [signal('touch', ANSWERED)] },
      'none',
    ],
    [
      'the cycle is over',
      { contact: { accord_answer: cell('reject', ANSWERED), accord_reject_reason: 'budget' } },
      'nurture',
    ],
    ['a deal is open', { contact: { lifecyclestage: cell('opportunity', ANSWERED) } }, 'none'],
    ['the lead was won', { contact: { lifecyclestage: cell('customer', ANSWERED) } }, 'none'],
  ] as const)('is closed when %s', (_, changes, nextStep) => {
    const decision = after(changes);

    expect(decision.task).toBeNull();
    expect(wanted(decision, 'accord_next_step')).toBe(nextStep);
    expect(wanted(decision, 'accord_sla_due')).toBe('');
  });

  it('shows a rep the five largest parts of the score', () => {
    const rules = ['a', 'b', 'c', 'd', 'e', 'f'].map((id, index) => ({
      ...agreementWith().score.fit.rules[0]!,
      id,
      points: [1000, -9000, 30_000, 2000, 9000, 20_000][index]!,
    }));
    const agreement = agreementWith({ score: { fit: { cap: 100_000, groups: [], rules } } });

    const decision = decideInTurn(agreement, [{ facts: hotFacts, context: contextAt(T0) }]);

    expect(decision.task?.context.map(({ params }) => params['rule'])).toEqual(['form', 'c', 'f', 'b', 'e']);
  });
});

describe('the promise that the task follows', () => {
  const CLAUSES = clausesWith({}, [
    { id: 'second-call', start: 'handOver', within: { unit: 'elapsedHours', amount: 4 } },
  ]);
  const STATE = { ...initialState(), status: 'accepted' as const, cycle: 2, handOvers: [T0, LATER] };

  function standing(id: string | null, askedBy: string | null, status: ClockStatus = 'running'): Standing {
    const clause = CLAUSES.find((each) => each.id === id) ?? null;
    const run = {
      clause: id ?? 'gone',
      startedAt: T0,
      run: 1,
      ownerId: '7',
      since: T0,
      dueAt: askedBy,
      warnedAt: null,
      breachedAt: null,
      metAt: null,
    };
    return { clause, run, status, askedBy };
  }

  it('is the one that is due first, by its name where it is one of sales’ own', () => {
    const standings = [
      standing('accept', LATER),
      standing('second-call', ANSWERED),
      standing('feedback', LATER),
    ];

    expect(wantTask(STATE, standings, [])).toEqual({
      occurrence: 'c2',
      clause: 'firstTouch',
      label: 'second-call',
      ownerId: '',
      dueAt: ANSWERED,
      since: LATER,
      context: [],
    });
  });

  it('is the first of the agreement among those due together', () => {
    const task = wantTask(STATE, [standing('feedback', LATER), standing('accept', LATER)], []);

    expect(task?.clause).toBe('feedback');
    expect(task).not.toHaveProperty('label');
  });

  it.each(['running', 'warned', 'breached', 'paused'] as const)('is one that is %s', (status) => {
    expect(wantTask(STATE, [standing('accept', LATER, status)], [])?.dueAt).toBe(LATER);
  });

  it.each<[string, Standing]>([
    ['is met', standing('accept', T0, 'met')],
    ['is met late', standing('accept', T0, 'metLate')],
    ['is met, as is known late', standing('accept', T0, 'metKnownLate')],
    ['is excused', standing('accept', T0, 'excused')],
    ['has ended', standing('accept', T0, 'ended')],
    ['is no part of the agreement any more', standing(null, T0)],
    ['nobody is asked for', standing('accept', null)],
  ])('is none that %s', (_, other) => {
    expect(wantTask(STATE, [other], [])).toBeNull();
    expect(wantTask(STATE, [other, standing('feedback', LATER)], [])?.clause).toBe('feedback');
  });

  it('is none of a lead that sales do not have', () => {
    expect(wantTask({ ...STATE, status: 'recycled' }, [standing('accept', LATER)], [])).toBeNull();
  });

  it('is of the latest hand-over, if there was any', () => {
    expect([latestHandOver(STATE), latestHandOver(initialState())]).toEqual([LATER, '']);
  });
});
