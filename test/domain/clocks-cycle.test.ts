// The clocks of a lead through its cycle: a no and its taking back, the end, and what an agreement changes in between.
import { describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { decide } from '#domain/decide.ts';
import type { Clock, Decision } from '#domain/decision.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import {
  agreementWith,
  cell,
  clausesWith,
  contactIs,
  contextAt,
  factsWith,
  hotFacts,
  hotWith,
  hoursAfter,
  LONG_AGO,
  T0,
  wanted,
  when,
} from '#test/support/builders.ts';
import { agreementOn, DUE, overdueLead, type Story } from '#test/support/overdue-lead.ts';

const inHours = (hours: number): string => hoursAfter(T0, hours);
const WORKING_DAY = { unit: 'workingDays', amount: 1 } as const;

/** Sales may answer; of the three promises only these are agreed on. */
function offering(...ids: readonly string[]): Agreement {
  const { stages, sales, ...rest } = agreementOn();
  const clauses = sales.clauses.filter(({ id }) => ids.includes(id));
  return { ...rest, stages: { ...stages, sql: 'propose' }, sales: { ...sales, clauses } };
}

/** Judged at the very instant. */
function seen(story: Story, contact: Parameters<Story['see']>[0], hours: number): Decision {
  story.see(contact, inHours(hours));
  return story.at(inHours(hours));
}

/** Accepted after an hour, refused after two without a reason. */
function refused(agreement: Agreement): { readonly story: Story; readonly no: Decision } {
  const story = overdueLead(agreement);
  seen(story, { accord_answer: 'accept' }, 1);
  return { story, no: seen(story, { accord_answer: 'reject' }, 2) };
}

const clausesOf = ({ clocks }: Decision): readonly string[] => clocks.map(({ clause }) => clause);
const clockOf = ({ clocks }: Decision, clause: string): Clock | undefined =>
  clocks.find((clock) => clock.clause === clause);
const runOf = ({ clocks }: LeadState, clause: string) => clocks?.find((run) => run.clause === clause);

describe('a no', () => {
  const ALL = ['accept', 'first-touch', 'feedback'];

  it('ends the first touch, which is due at no time from then on', () => {
    const { no } = refused(offering(...ALL));

    expect(clockOf(no, 'first-touch')).toMatchObject({ status: 'ended', dueAt: hoursAfter(DUE, 1) });
    expect(runOf(no.state, 'first-touch')).toMatchObject({ run: 1, dueAt: null, metAt: null });
  });

  it('leaves the first touch as it was, untold, while it stands', () => {
    const { story, no } = refused(offering(...ALL));
    const later = story.at(inHours(30));

    expect(clausesOf(later)).toEqual(['accept', 'feedback']);
    expect(runOf(later.state, 'first-touch')).toEqual(runOf(no.state, 'first-touch'));
  });

  it.each([
    ['nothing that is late', 2.5, 'met', ''],
    ['nothing that becomes late', 30, 'met', ''],
  ])('leaves of a first touch %s in HubSpot', (...[, hours, status, due]) => {
    const later = refused(offering('accept', 'first-touch')).story.at(inHours(hours));

    expect(wanted(later, 'accord_sla_status')).toBe(status);
    expect(wanted(later, 'accord_sla_due')).toBe(due);
  });

  it('that is taken back gives the rep the whole time from now, of the lead’s total as before', () => {
    const { story } = refused(offering(...ALL));
    story.see({ accord_answer: 'accept' }, inHours(3));

    expect(clockOf(story.at(inHours(4)), 'first-touch')).toMatchObject({
      run: 2,
      ownerId: '7',
      status: 'running',
      startedAt: inHours(1),
      since: inHours(4),
      dueAt: hoursAfter(DUE, 4),
    });
  });

  it('that is taken back leaves a promise kept that a touch met meanwhile', () => {
    const { story } = refused(offering(...ALL));
    story.touch(inHours(2.5));
    story.see({ accord_answer: 'accept' }, inHours(3));

    expect(clockOf(story.at(inHours(4)), 'first-touch')).toMatchObject({
      run: 1,
      status: 'met',
      metAt: inHours(2.5),
    });
  });

  it('that is said a second time has its reason due from the second no', () => {
    const { story, no } = refused(offering(...ALL));
    expect(clockOf(no, 'feedback')).toMatchObject({ run: 1, startedAt: inHours(2), dueAt: inHours(50) });
    seen(story, { accord_answer: 'accept' }, 3);
    const again = seen(story, { accord_answer: 'reject' }, 5);

    expect(clockOf(again, 'feedback')).toMatchObject({
      run: 2,
      status: 'running',
      startedAt: inHours(5),
      since: inHours(5),
      dueAt: inHours(53),
    });
  });
});

describe('the end of a cycle', () => {
  const won = (hours: number): ReturnType<typeof cell> => cell('customer', inHours(hours));

  it('ends what is open, whose due time is remembered', () => {
    const decision = seen(overdueLead(agreementOn()), { lifecyclestage: won(2) }, 2);

    expect(decision.clocks).toMatchObject([{ clause: 'first-touch', status: 'ended', dueAt: DUE }]);
    expect(runOf(decision.state, 'first-touch')).toMatchObject({ dueAt: DUE, breachedAt: null });
  });

  it('is the end for the rep who had the lead, also where it is another’s by then', () => {
    const story = overdueLead(agreementOn());
    story.see({ hubspot_owner_id: '8' }, inHours(1));
    const decision = seen(story, { lifecyclestage: won(2) }, 2);

    expect(decision.clocks).toMatchObject([{ run: 1, ownerId: '7', status: 'ended' }]);
    expect(decision.state.clocks).toHaveLength(1);
  });

  it.each<[string, (story: Story) => void, number, string]>([
    ['a kept promise', (story) => story.touch(inHours(1)), 2, 'met'],
    ['a broken one', (story) => story.at(DUE), 26, 'breached'],
    ['one that ended before it was due', () => undefined, 2, ''],
  ])('leaves %s as it was, however often the lead is judged again', (...[, live, hours, status]) => {
    const story = overdueLead(agreementOn());
    live(story);
    const { state } = seen(story, { lifecyclestage: won(hours) }, hours);
    const later = story.at(inHours(100));

    expect(later.clocks).toEqual([]);
    expect(later.state.clocks).toEqual(state.clocks);
    expect(later.state.clocks).toHaveLength(1);
    expect(wanted(later, 'accord_sla_status')).toBe(status);
    expect(wanted(later, 'accord_sla_due')).toBe('');
  });

  it('keeps an excuse for what was broken', () => {
    const story = overdueLead(agreementOn());
    story.at(DUE);
    seen(story, { lifecyclestage: won(26) }, 26);
    story.facts = { ...story.facts, excuses: [{ clause: 'first-touch', cycle: 1, at: DUE }] };

    expect(wanted(story.at(inHours(100)), 'accord_sla_status')).toBe('excused');
  });

  it('ends at once what begins with it', () => {
    const { sales, ...rest } = offering();
    const last = { id: 'last-try', start: 'reject', within: WORKING_DAY } as const;
    const story = overdueLead({ ...rest, sales: { ...sales, clauses: clausesWith({}, [last]).slice(3) } });
    const decision = seen(story, { accord_answer: 'reject', accord_reject_reason: 'budget' }, 2);

    expect(decision.state.status).toBe('recycled');
    expect(decision.clocks).toMatchObject([{ clause: 'last-try', startedAt: inHours(2), status: 'ended' }]);
  });
});

describe('a promise that the agreement has no more', () => {
  function without(...ids: readonly string[]): Agreement {
    const { sales, ...rest } = agreementOn();
    return { ...rest, sales: { ...sales, clauses: sales.clauses.filter(({ id }) => !ids.includes(id)) } };
  }
  const judge = ({ facts, state }: Story, agreement: Agreement): Decision =>
    decide(agreement, { facts, state }, contextAt(inHours(30)));

  it('is told as ended, a last time, with what is recorded of it', () => {
    const story = overdueLead(agreementOn());
    story.at(DUE);
    const decision = judge(story, without('first-touch'));

    expect(decision.clocks).toMatchObject([
      { clause: 'first-touch', cycle: 1, run: 1, ownerId: '7', status: 'ended', breachedAt: DUE, dueAt: DUE },
    ]);
    expect(decision.state).not.toHaveProperty('clocks');
  });

  it('is told as excused where a manager excused it', () => {
    const story = overdueLead(agreementOn());
    story.facts = { ...story.facts, excuses: [{ clause: 'first-touch', cycle: 1, at: T0 }] };

    expect(judge(story, without('first-touch')).clocks).toMatchObject([{ status: 'excused' }]);
  });

  it('is told beside those that go on', () => {
    const { story } = refused(offering('accept', 'first-touch', 'feedback'));
    const decision = judge(story, offering('accept', 'feedback'));

    expect(clausesOf(decision).toSorted()).toEqual(['accept', 'feedback', 'first-touch']);
    expect(decision.state.clocks?.map(({ clause }) => clause)).toEqual(['accept', 'feedback']);
  });
});

describe('a promise of a segment', () => {
  const inSegment = (size: string): Agreement => ({
    ...agreementOn(),
    segments: [{ id: 'big', label: 'Big', when: when(contactIs('size', size)) }],
    sales: { ...agreementOn().sales, clauses: clausesWith({ 'first-touch': { segment: 'big' } }) },
  });

  it.each([
    ['starts for a lead in it', 'big', ['first-touch']],
    ['does not start for another', 'small', []],
  ])('%s', (...[, size, clauses]) => {
    const story = overdueLead(inSegment(size));

    expect(story.state.clocks?.map(({ clause }) => clause) ?? []).toEqual(clauses);
  });

  it('does not start later for a lead that comes into the segment, or for a version that brings it', () => {
    const outside = overdueLead(inSegment('bigger'));

    expect(seen(outside, { size: 'bigger' }, 2).clocks).toEqual([]);
    expect(
      decide(inSegment('big'), { facts: hotFacts, state: outside.state }, contextAt(inHours(2))).clocks,
    ).toEqual([]);
  });

  it('goes on for a lead that leaves it', () => {
    expect(seen(overdueLead(inSegment('big')), { size: 'small' }, 2).clocks).toMatchObject([
      { clause: 'first-touch', status: 'running' },
    ]);
  });
});

describe('nobody’s lead', () => {
  const nobody = { pool: { members: [], activeOwners: [] } };
  const owned = hotWith({ contact: { hubspot_owner_id: cell('5', LONG_AGO) } });

  it.each([
    ['nobody has', hotFacts],
    ['somebody has who is no rep any more', owned],
  ])('is accused of nothing: one that %s', (_, facts) => {
    const decision = decide(agreementOn(), { facts, state: initialState() }, contextAt(T0, nobody));

    expect(decision.state.assignedAt).toBeNull();
    expect(decision.clocks).toMatchObject([{ ownerId: '', dueAt: null }]);
  });

  it('has its first run go on as that of the rep who gets it, from then on', () => {
    const agreement = agreementOn();
    const { state } = decide(agreement, { facts: hotFacts, state: initialState() }, contextAt(T0, nobody));
    const facts = hotWith({ contact: { hubspot_owner_id: cell('7', inHours(2)) } });
    const { clocks } = decide(agreement, { facts, state }, contextAt(inHours(2)));

    expect(clocks).toMatchObject([
      { run: 1, ownerId: '7', startedAt: T0, since: inHours(2), dueAt: hoursAfter(DUE, 2) },
    ]);
  });

  it('is not said to be paused: its clock waits', () => {
    const { sales, ...rest } = agreementOn();
    const agreement = {
      ...rest,
      sales: {
        ...sales,
        clauses: clausesWith({ 'first-touch': { pauses: ['fair'] } }),
        pauses: [{ id: 'fair', label: 'Fair', atMost: WORKING_DAY, perLead: null }],
      },
    };
    const facts = { ...hotFacts, pauses: [{ reason: 'fair', from: T0, to: null }] };
    const { clocks } = decide(agreement, { facts, state: initialState() }, contextAt(T0, nobody));

    expect(clocks).toMatchObject([{ status: 'running', dueAt: null }]);
    expect(clocks[0]?.totalDueAt).not.toBeNull();
  });
});

describe('attempts until the lead is reached', () => {
  const attempts = (untilReached: boolean): Agreement => {
    const within = { unit: 'workingDays', amount: 5 } as const;
    const clause = { id: 'attempts', start: 'handOver', count: 3, untilReached, within } as const;
    return agreementWith({
      stages: { sql: 'auto' },
      sales: { clauses: clausesWith({}, [clause]).slice(3) },
    });
  };
  const meeting = { id: 'm', kind: 'meeting', at: inHours(2), detail: '' } as const;
  const booked = { ...factsWith(), ...hotWith({ signals: [meeting] }) };

  it.each([
    ['is looked at again when a meeting to come makes it reached', true, inHours(2)],
    ['is not, where so many are owed whatever comes of them', false, inHours(7 * 24)],
  ])('%s', (...[, untilReached, at]) => {
    const lead = { facts: booked, state: initialState() };
    const { clocks, reviewAt } = decide(attempts(untilReached), lead, contextAt(T0));

    expect(clocks).toMatchObject([{ clause: 'attempts', status: 'running', metAt: null }]);
    expect(reviewAt?.at).toBe(at);
  });
});
