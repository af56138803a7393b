// Taking back what followed a breach (10.6, 5a.9): by a touch that turns out to have been in time, or by a person.
import { describe, expect, it } from 'vitest';
import type { Consequence, SalesClause } from '#domain/agreement-sales.ts';
import { takeBack as takeBackAll } from '#domain/consequences/take-back.ts';
import { decide } from '#domain/decide.ts';
import type { TakenBackConsequence } from '#domain/lead.ts';
import { viewLead } from '#domain/view.ts';
import {
  clausesWith,
  contactIs,
  contextAt,
  hoursAfter,
  LONG_AGO,
  signal,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, SETTLED, type Story, step } from '#test/support/overdue-lead.ts';

const LATER = hoursAfter(SETTLED, 1);

/** Breached, and what follows carried out. */
function carriedOut(...steps: readonly Consequence[]): Story {
  const story = overdueLead(agreementOn(...steps));
  story.at(DUE);
  story.at(SETTLED);
  return story;
}

function takeBack(story: Story, at = LATER, changes: Partial<TakenBackConsequence> = {}): void {
  const asked = { clause: 'first-touch', cycle: 1, run: 1, step: 0, at, ...changes };
  story.facts = { ...story.facts, takenBack: [asked] };
}

describe('a touch in time that became known late', () => {
  it('gives the lead back to the rep it was taken from, and his task with it', () => {
    const story = carriedOut(step('reassign'));
    story.touch(hoursAfter(T0, 20));
    const decision = story.at(LATER);

    expect(wanted(decision, 'hubspot_owner_id')).toBe('7');
    expect(decision.clocks).toMatchObject([{ run: 1, ownerId: '7', status: 'metKnownLate', dueAt: DUE }]);
    expect(decision.consequences).toEqual([
      {
        event: 'undone',
        clause: 'first-touch',
        cycle: 1,
        run: 1,
        step: 0,
        do: 'reassign',
        dueAt: DUE,
        ownerId: '7',
        ownerAfter: '7',
        touchedAt: hoursAfter(T0, 20),
        isRestored: true,
      },
    ]);
    expect(decision.reasons[0]).toEqual({
      code: 'consequenceUndone',
      params: { clause: 'first-touch', do: 'reassign', ownerId: '7' },
    });
  });

  it('opens the cycle again that was given back to marketing', () => {
    const story = carriedOut(step('return'));
    story.touch(hoursAfter(T0, 20));
    const decision = story.at(LATER);

    expect(decision.state).toMatchObject({ status: 'working', cycle: 1, handedOverAt: T0, recycledAt: null });
    expect(wanted(decision, 'lifecyclestage')).toBe('salesqualifiedlead');
    expect(wanted(decision, 'accord_sla_status')).toBe('met');
    // Nobody took the owner away: he is whoever's he was.
    expect(decision.state.owner).toMatchObject({ value: '7', by: 'other', at: LONG_AGO });
  });

  it('counts at the very due time', () => {
    const story = carriedOut(step('warn'));
    story.touch(DUE);

    expect(story.at(LATER).consequences).toMatchObject([{ event: 'undone', do: 'warn', touchedAt: DUE }]);
  });

  it('leaves an empty stage as it is now', () => {
    const { agreement, facts, state } = carriedOut(step('return'));
    const [done] = state.consequences!;
    const stage = { value: '', before: '', by: 'other', at: LONG_AGO } as const;
    const before = { ...done!.before!, stage };
    const touch = { ...signal('touch', hoursAfter(T0, 20)), ownerId: '7' };
    const known = { ...facts, signals: [...facts.signals, touch] };
    const taken = takeBackAll(
      { agreement, view: viewLead(agreement, known) },
      { ...state, consequences: [{ ...done!, before }] },
      contextAt(LATER, { consequences: { since: LONG_AGO, recent: {} } }),
    );

    expect(taken).toMatchObject({ undone: [{ isRestored: true }], state: { status: 'accepted' } });
    expect(taken.state.stage).toEqual(state.stage);
  });

  it('takes nothing back of a promise that the agreement has no more, nor of a cycle that is over', () => {
    const { agreement, facts, state } = carriedOut(step('warn'));
    const known = {
      ...facts,
      signals: [...facts.signals, { ...signal('touch', hoursAfter(T0, 20)), ownerId: '7' }],
    };
    const context = contextAt(LATER, { consequences: { since: LONG_AGO, recent: {} } });
    const clauses = agreement.sales.clauses.filter(({ id }) => id !== 'first-touch');
    const without = { ...agreement, sales: { ...agreement.sales, clauses } };
    const over = carriedOut(step('warn'));
    over.see({ accord_answer: 'reject', accord_reject_reason: 'budget' }, hoursAfter(SETTLED, 0.5));
    over.at(hoursAfter(SETTLED, 0.5));
    over.touch(hoursAfter(T0, 20));

    expect(decide(without, { facts: known, state }, context).consequences).toEqual([]);
    expect(over.at(LATER)).toMatchObject({ consequences: [], state: { status: 'recycled' } });
  });

  it.each<[string, Partial<SalesClause>, number, boolean]>([
    ['counts after the form that the promise counts from', { start: 'form' }, -0.5, true],
    ['does not count before that form', { start: 'form' }, -1.5, false],
    ['counts before the answer that the promise counts from', { start: 'stage', stage: 'sql' }, 1, true],
    ['does not count before the hand-over else', { start: 'stage', stage: 'sql' }, -0.5, false],
  ])('%s', (...[, changes, hours, isUndone]) => {
    const { sales, stages, ...rest } = agreementOn(step('warn'));
    const clauses = sales.clauses.map((clause) =>
      clause.id === 'first-touch' ? { ...clause, ...changes } : clause,
    );
    const story = overdueLead({
      ...rest,
      stages: { ...stages, sql: 'propose' },
      sales: { ...sales, clauses },
    });
    story.see({ accord_answer: 'accept' }, hoursAfter(T0, 2));
    story.at(hoursAfter(T0, 2));
    story.at(hoursAfter(T0, 27));
    story.at(hoursAfter(T0, 28));
    expect(story.state.consequences).toMatchObject([{ do: 'warn' }]);
    story.touch(hoursAfter(T0, hours));

    expect(story.at(hoursAfter(T0, 29)).consequences.map(({ event }) => event)).toEqual(
      isUndone ? ['undone'] : [],
    );
  });

  it('takes everything back that followed the breach, and once', () => {
    const story = carriedOut(step('warn'), step('agenda'), step('reassign'));
    story.touch(hoursAfter(T0, 20));

    expect(story.at(LATER).consequences.map((event) => event.do)).toEqual(['reassign', 'agenda', 'warn']);
    expect(story.at(hoursAfter(LATER, 1)).consequences).toEqual([]);
  });

  it('takes nothing back when it came after the due time, or another rep made it', () => {
    const late = carriedOut(step('reassign'));
    late.touch(hoursAfter(DUE, 1 / 60));
    const other = carriedOut(step('reassign'));
    other.touch(hoursAfter(T0, 20), '8');

    expect([late.at(LATER).consequences, other.at(LATER).consequences]).toEqual([[], []]);
  });

  it('leaves the lead with the next rep once he has touched it', () => {
    const story = carriedOut(step('reassign'));
    story.touch(hoursAfter(SETTLED, 0.5), '8');
    story.touch(hoursAfter(T0, 20));
    const decision = story.at(LATER);

    expect(decision.consequences).toMatchObject([{ event: 'undone', isRestored: false, ownerAfter: '8' }]);
    expect(decision.state.owner.value).toBe('8');
  });

  it('leaves the lead with whom a person gave it to since', () => {
    const story = carriedOut(step('reassign'));
    story.see({ hubspot_owner_id: '9' }, hoursAfter(SETTLED, 0.5));
    story.touch(hoursAfter(T0, 20));

    expect(story.at(LATER)).toMatchObject({
      consequences: [{ isRestored: false, ownerAfter: '9' }],
      state: { owner: { value: '9', by: 'other' } },
    });
  });

  it('is not undone while consequences are off', () => {
    const story = carriedOut(step('reassign'));
    story.touch(hoursAfter(T0, 20));
    story.since = null;

    expect(story.at(LATER)).toMatchObject({ consequences: [], state: { owner: { value: '8' } } });
  });
});

/** Nobody answered within a day; what followed that breach was carried out. */
function unanswered(...steps: readonly Consequence[]): Story {
  const { stages, sales, ...rest } = agreementOn();
  const clauses = sales.clauses.map((clause) =>
    clause.kind === 'accept' ? { ...clause, consequences: steps } : clause,
  );
  const story = overdueLead({
    ...rest,
    answers: {
      ...rest.answers,
      dealCreated: true,
      leadStatus: { connected: { answer: 'accept', reason: '' } },
    },
    stages: { ...stages, sql: 'propose' },
    sales: { ...sales, clauses },
  });
  story.at(DUE);
  story.at(SETTLED);
  return story;
}

describe('an answer in time that became known late', () => {
  it.each(['accept', 'reject'])('%s gives the lead back to whoever gave it', (answer) => {
    const story = unanswered(step('warn'), step('reassign'));
    expect(story.state.owner.value).toBe('8');
    story.see({ accord_answer: answer }, hoursAfter(T0, 20));
    const decision = story.at(LATER);

    expect(wanted(decision, 'hubspot_owner_id')).toBe('7');
    expect(decision.consequences).toMatchObject([
      { event: 'undone', do: 'reassign', touchedAt: hoursAfter(T0, 20), isRestored: true },
      { event: 'undone', do: 'warn', touchedAt: hoursAfter(T0, 20) },
    ]);
    expect(decision.clocks.find(({ clause }) => clause === 'accept')).toMatchObject({
      run: 1,
      ownerId: '7',
      status: 'metKnownLate',
      metAt: hoursAfter(T0, 20),
    });
    expect(decision.state).toMatchObject({ status: answer === 'accept' ? 'accepted' : 'rejected' });
  });

  it('opens the cycle again that was given back to marketing, though its answers are spent', () => {
    const story = unanswered(step('return'));
    story.see({ accord_answer: 'accept' }, hoursAfter(T0, 20));
    const decision = story.at(LATER);

    expect(decision.state).toMatchObject({ status: 'accepted', acceptedAt: hoursAfter(T0, 20), cycle: 1 });
    expect(wanted(decision, 'accord_answer')).toBeUndefined();
  });

  it('hears the lead status, too, and the deal of whoever had to answer', () => {
    const status = unanswered(step('warn'));
    status.see({ hs_lead_status: 'CONNECTED' }, hoursAfter(T0, 20));
    const deal = (ownerId: string): Story => {
      const story = unanswered(step('reassign'));
      const at = hoursAfter(T0, 20);
      const made = {
        id: '1',
        ownerId,
        createdAt: at,
        status: 'open',
        statusAt: at,
        pipeline: '',
        stage: '',
      } as const;
      story.facts = { ...story.facts, deals: [made] };
      return story;
    };

    expect(status.at(LATER).consequences).toMatchObject([{ event: 'undone', do: 'warn' }]);
    expect(deal('7').at(LATER).consequences).toMatchObject([{ event: 'undone', do: 'reassign' }]);
    expect(deal('9').at(LATER).consequences).toEqual([]);
  });

  it('takes nothing back when it came after the due time, or belongs to the time before the hand-over', () => {
    const late = unanswered(step('reassign'));
    late.see({ accord_answer: 'accept' }, hoursAfter(DUE, 1 / 60));
    const spent = unanswered(step('reassign'));
    spent.see({ accord_answer: 'accept' }, hoursAfter(T0, -1));

    expect([late.at(LATER).consequences, spent.at(LATER).consequences]).toEqual([[], []]);
  });
});

describe('a person who takes a consequence back', () => {
  it('restores owner, task and clock, and what was done stays done', () => {
    const story = carriedOut(step('reassign'));
    takeBack(story);
    const decision = story.at(LATER);

    expect(decision.task).toMatchObject({ ownerId: '7', dueAt: DUE });
    expect(decision.clocks).toMatchObject([{ run: 1, ownerId: '7', status: 'breached', breachedAt: DUE }]);
    expect(decision.consequences).toMatchObject([{ event: 'undone', touchedAt: null, isRestored: true }]);
    expect(story.at(hoursAfter(LATER, 50)).consequences).toEqual([]);
  });

  it('lets what the agreement says next follow', () => {
    const story = carriedOut(
      step('reassign'),
      step('return', { after: { unit: 'elapsedHours', amount: 4 } }),
    );
    takeBack(story);
    story.at(LATER);

    expect(story.at(hoursAfter(SETTLED, 4)).consequences).toMatchObject([{ do: 'return', ownerId: '7' }]);
  });

  it('gives the next run a number that none has had', () => {
    const story = carriedOut(step('reassign'));
    takeBack(story);
    story.at(LATER);
    story.see({ hubspot_owner_id: '9' }, hoursAfter(LATER, 1));

    expect(story.at(hoursAfter(LATER, 1)).clocks).toMatchObject([
      { run: 1, ownerId: '7', status: 'ended' },
      { run: 3, ownerId: '9', status: 'running' },
    ]);
  });

  it.each([
    ['another cycle', { cycle: 2 }],
    ['another run', { run: 2 }],
    ['another step', { step: 1 }],
    ['another clause', { clause: 'accept' }],
    ['a time before it was done', { at: DUE }],
    ['the very time at which it was done', { at: SETTLED }],
  ])('says nothing of it with %s', (_, changes) => {
    const story = carriedOut(step('reassign'));
    takeBack(story, LATER, changes);

    expect(story.at(LATER).consequences).toEqual([]);
  });

  it('does not restore what the next consequence has followed', () => {
    const story = carriedOut(step('reassign'));
    story.pool = { members: ['7', '8', '9'] };
    const second = hoursAfter(SETTLED, 24);
    story.at(second);
    expect(story.at(hoursAfter(second, 1)).state.owner.value).toBe('9');
    takeBack(story, hoursAfter(second, 2));

    expect(story.at(hoursAfter(second, 2)).consequences).toMatchObject([
      { ownerId: '7', isRestored: false, ownerAfter: '9' },
    ]);
  });

  it('restores what only a warning has followed; what else the breach asks for follows then', () => {
    const story = carriedOut(step('reassign', { coolDownHours: 1_000 }), step('warn'));
    story.at(hoursAfter(DUE, 24.1));
    story.at(hoursAfter(DUE, 25));
    expect(story.state.consequences).toMatchObject([{ do: 'reassign' }, { do: 'warn', ownerId: '8' }]);
    takeBack(story, hoursAfter(DUE, 26));

    expect(story.at(hoursAfter(DUE, 26))).toMatchObject({
      consequences: [
        { event: 'undone', do: 'reassign', isRestored: true, ownerAfter: '7' },
        { event: 'done', do: 'warn', ownerId: '7', run: 1 },
      ],
      state: { consequences: [{ undoneAt: hoursAfter(DUE, 26) }, { undoneAt: null }, { undoneAt: null }] },
    });
  });

  it('restores one consequence after the other, the latest first', () => {
    const story = carriedOut(step('reassign'));
    story.pool = { members: ['7', '8', '9'] };
    story.at(hoursAfter(DUE, 24.1));
    story.at(hoursAfter(DUE, 25));
    expect(story.state.owner.value).toBe('9');
    const asked = { clause: 'first-touch', cycle: 1, step: 0, at: hoursAfter(DUE, 26) };
    story.facts = { ...story.facts, takenBack: [1, 2].map((run) => ({ ...asked, run })) };

    expect(story.at(hoursAfter(DUE, 26)).consequences).toMatchObject([
      { event: 'undone', run: 2, isRestored: true },
      { event: 'undone', run: 1, isRestored: true, ownerAfter: '7' },
    ]);
  });

  it('numbers the runs of each promise apart', () => {
    const { sales, ...rest } = agreementOn();
    const second = {
      id: 'second-touch',
      start: 'handOver',
      count: 2,
      within: { unit: 'workingDays', amount: 1 },
      consequences: [step('reassign')],
    } as const;
    const story = overdueLead({ ...rest, sales: { ...sales, clauses: clausesWith({}, [second]) } });
    story.touch(hoursAfter(T0, 1));
    story.at(DUE);
    story.at(SETTLED);
    takeBack(story, LATER, { clause: 'second-touch' });
    const [first, other] = story.at(LATER).state.clocks!;

    expect(first).toMatchObject({ clause: 'first-touch', run: 1, metAt: hoursAfter(T0, 1) });
    expect(first).not.toHaveProperty('lastRun');
    expect(other).toMatchObject({ clause: 'second-touch', run: 1, lastRun: 2, ownerId: '7' });
  });

  it('does not open a cycle again whose lead is disqualified since', () => {
    const disqualify = [
      { id: 'competitor', label: 'Competitor', when: when(contactIs('competitor', 'yes')) },
    ];
    const story = overdueLead({ ...agreementOn(step('return')), disqualify });
    story.at(DUE);
    story.at(SETTLED);
    story.see({ competitor: 'yes' }, hoursAfter(SETTLED, 0.5));
    expect(story.at(hoursAfter(SETTLED, 0.5)).state).toMatchObject({ status: 'disqualified' });
    takeBack(story);

    expect(story.at(LATER)).toMatchObject({
      consequences: [{ event: 'undone', isRestored: false }],
      state: { status: 'disqualified' },
    });
  });

  it('does not open a cycle that ended otherwise', () => {
    const story = carriedOut(step('reassign'));
    const no = hoursAfter(SETTLED, 0.5);
    story.see({ accord_answer: 'reject', accord_reject_reason: 'budget' }, no);
    story.at(no);
    takeBack(story);

    expect(story.at(LATER)).toMatchObject({
      consequences: [{ isRestored: false, ownerAfter: '' }],
      state: { status: 'recycled', recycleReason: 'rejected:No budget' },
    });
  });
});
