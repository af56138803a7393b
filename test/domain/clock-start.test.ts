// When a promise of sales starts, whether it is owed, and what answers it: the table of the README, row by row, at its edges.
import { describe, expect, it } from 'vitest';
import type { SalesClause } from '#domain/agreement-sales.ts';
import { answeredAt, isOwed, reachTurns, reasonAt, startOf, touchedAt } from '#domain/clock-start.ts';
import {
  type Deal,
  initialState,
  type LeadFacts,
  type LeadState,
  type Signal,
  type TrackedValue,
} from '#domain/lead.ts';
import { viewLead } from '#domain/view.ts';
import { agreementWith, cell, daysAfter, factsWith, hoursAfter, signal, T0 } from '#test/support/builders.ts';

const agreement = agreementWith();
const [ACCEPT, TOUCH, FEEDBACK] = agreement.sales.clauses as readonly [SalesClause, SalesClause, SalesClause];
const clause = (start: SalesClause['start'], stage: SalesClause['stage'] = null): SalesClause => ({
  ...TOUCH,
  start,
  stage,
});
const set = (value: string, at: string): TrackedValue => ({ value, before: '', by: 'other', at });

/** Handed over at T0, given to a rep an hour later, accepted after two hours. */
const lead: LeadState = {
  ...initialState(),
  cycle: 1,
  status: 'accepted',
  handedOverAt: T0,
  assignedAt: hoursAfter(T0, 1),
  acceptedAt: hoursAfter(T0, 2),
  stage: set('salesqualifiedlead', hoursAfter(T0, 2)),
};

const startIn = (start: SalesClause, changes: Partial<LeadState> = {}, facts = factsWith()) =>
  startOf(agreement, start, { state: { ...lead, ...changes }, view: viewLead(agreement, facts) });

describe('the start of a promise', () => {
  it.each<[string, SalesClause, Partial<LeadState>, number | null]>([
    ['the hand-over', clause('handOver'), {}, 0],
    ['the assignment', clause('assignment'), {}, 1],
    ['a lead', clause('stage', 'lead'), {}, 0],
    ['an MQL', clause('stage', 'mql'), {}, 0],
    ['an SQL', clause('stage', 'sql'), {}, 2],
    ['the no', clause('reject'), { rejectedAt: hoursAfter(T0, 3) }, 3],
    ['an opportunity', clause('stage', 'opportunity'), { stage: set('opportunity', hoursAfter(T0, 4)) }, 4],
    ['an opportunity that it is not', clause('stage', 'opportunity'), {}, null],
    [
      'an opportunity that it was at the hand-over',
      clause('stage', 'opportunity'),
      { stage: set('opportunity', T0) },
      null,
    ],
    [
      'an opportunity without a hand-over',
      clause('stage', 'opportunity'),
      { stage: set('opportunity', T0), handedOverAt: null },
      null,
    ],
    ['a hand-over that is over', clause('handOver'), { status: 'recycled' }, null],
    ['a form without a hand-over', clause('form'), { handedOverAt: null }, null],
  ])('is that of %s', (...[, start, changes, hours]) => {
    expect(startIn(start, changes)).toBe(hours === null ? null : hoursAfter(T0, hours));
  });

  it.each<[string, readonly number[], number]>([
    ['the latest of the day before the hand-over', [-23, -2, 1], -2],
    ['one at the very hand-over', [-2, 0], 0],
    ['one just within the day', [-23.999], -23.999],
    ['else the hand-over: one is a day old', [-24], 0],
    ['else the hand-over: one came after it', [0.001], 0],
  ])('by a form is %s', (_, forms, hours) => {
    const facts = factsWith({ signals: forms.map((at) => signal('form', hoursAfter(T0, at))) });

    expect(startIn(clause('form'), {}, facts)).toBe(hoursAfter(T0, hours));
  });
});

describe('a promise is owed', () => {
  const no = { status: 'rejected', rejectedAt: T0 } as const;

  it.each<[string, SalesClause, Partial<LeadState>, boolean]>([
    ['an answer', ACCEPT, {}, true],
    ['an answer, also after a no', ACCEPT, no, true],
    ['a touch', TOUCH, {}, true],
    ['no touch after a no', TOUCH, no, false],
    ['a reason after a no', FEEDBACK, no, true],
    ['no reason without a no', FEEDBACK, {}, false],
    ['a reason that counts from the hand-over, after a no', { ...FEEDBACK, start: 'handOver' }, no, true],
    ['no such reason without a no', { ...FEEDBACK, start: 'handOver' }, {}, false],
    ['a last touch after a no', clause('reject'), no, true],
    ['no last touch without a no', clause('reject'), {}, false],
    ['nothing once the cycle is over', ACCEPT, { status: 'recycled' }, false],
  ])('%s', (...[, owed, changes, expected]) => {
    expect(isOwed(agreement, owed, { ...lead, ...changes })).toBe(expected);
  });

  it('no answer where every MQL is SQL', () => {
    expect(isOwed(agreementWith({ stages: { sql: 'auto' } }), ACCEPT, lead)).toBe(false);
  });
});

describe('what answers an offer', () => {
  const open = { acceptedAt: null };
  const later = hoursAfter(T0, 5);

  it.each<[string, Partial<LeadState>, string | null]>([
    ['a yes', {}, hoursAfter(T0, 2)],
    ['a no', { ...open, rejectedAt: later }, later],
    ['the earlier of both', { rejectedAt: hoursAfter(T0, 1) }, hoursAfter(T0, 1)],
    ['a stage as far as an opportunity', { ...open, stage: set('opportunity', later) }, later],
    ['no stage before that', { ...open, stage: set('salesqualifiedlead', later) }, null],
    ['no stage of the hand-over or before', { ...open, stage: set('opportunity', T0) }, null],
    [
      'no stage of a lead that was not handed over',
      { ...open, handedOverAt: null, stage: set('opportunity', later) },
      null,
    ],
  ])('is %s', (_, changes, at) => {
    expect(answeredAt(agreement, { ...lead, ...changes })).toBe(at);
  });
});

describe('the touch that meets a promise', () => {
  const touch = (hours: number, changes: Partial<Signal> = {}): Signal => ({
    ...signal('touch', hoursAfter(T0, hours)),
    ownerId: '7',
    ...changes,
  });
  const metBy = (signals: readonly Signal[], changes: Partial<SalesClause> = {}) =>
    touchedAt(viewLead(agreement, factsWith({ signals })), {
      clause: { ...TOUCH, ...changes },
      calendar: agreement.calendar,
      ownerId: '7',
      after: T0,
      nowMs: Date.parse(hoursAfter(T0, 10)),
      farAt: null,
    });

  it.each<[string, readonly Signal[], Partial<SalesClause>, number | null]>([
    ['the first after the hand-over', [touch(0), touch(1), touch(2)], {}, 1],
    ['the second of two that are asked', [touch(1), touch(3)], { count: 2 }, 3],
    ['none while one is missing', [touch(1)], { count: 2 }, null],
    ['one of this very instant', [touch(10)], {}, 10],
    ['none that is to come', [touch(10.001)], {}, null],
    ['none of another rep', [touch(1, { ownerId: '8' })], {}, null],
    ['one of nobody named', [signal('touch', hoursAfter(T0, 1))], {}, 1],
    ['one that was entered just in time', [touch(1, { loggedAt: hoursAfter(T0, 25) })], {}, 1],
    ['none that was entered too late', [touch(1, { loggedAt: hoursAfter(T0, 25.001) })], {}, null],
    ['no form', [signal('form', hoursAfter(T0, 1))], {}, null],
    ['an attempt', [touch(1, { outcome: 'attempt' })], {}, 1],
    ['a contact where that is asked', [touch(1, { outcome: 'contact' })], { counts: 'contact' }, 1],
    ['no attempt where a contact is asked', [touch(1, { outcome: 'attempt' })], { counts: 'contact' }, null],
  ])('is %s', (...[, signals, changes, hours]) => {
    expect(metBy(signals, changes)).toBe(hours === null ? null : hoursAfter(T0, hours));
  });
});

describe('attempts are over once the lead is reached', () => {
  const NOW = Date.parse(hoursAfter(T0, 10));
  const made = (hours: number): Deal => ({
    id: `${hours}`,
    createdAt: hoursAfter(T0, hours),
    status: 'open',
    statusAt: T0,
    pipeline: '',
    stage: '',
    ownerId: '7',
  });
  const of = (kind: Signal['kind'], ...hours: readonly number[]): readonly Signal[] =>
    hours.map((at) => signal(kind, hoursAfter(T0, at)));

  it.each<[string, readonly Signal[], readonly Deal[], number | null]>([
    ['by an answer after the hand-over', of('emailReply', 0, 2), [], 2],
    ['not by one of the very hand-over', of('emailReply', 0), [], null],
    ['by a contact after the hand-over', of('touch', 0, 2), [], 2],
    ['by a meeting of this very instant', of('meeting', 10), [], 10],
    ['not by a meeting that is to come', of('meeting', 10.001), [], null],
    ['not by a contact that is to come', of('touch', 10.001), [], null],
    ['by a deal made after the hand-over', [], [made(0), made(3)], 3],
    ['not by a deal that is dated ahead', [], [made(10.001)], null],
    ['by the first of all', of('call', 4), [made(3), made(2)], 2],
  ])('%s', (...[, signals, deals, hours]) => {
    const view = viewLead(agreement, factsWith({ signals, deals }));
    const met = touchedAt(view, {
      clause: { ...TOUCH, count: 3, untilReached: true },
      calendar: agreement.calendar,
      ownerId: '7',
      after: T0,
      nowMs: NOW,
      farAt: null,
    });

    expect(met).toBe(hours === null ? null : hoursAfter(T0, hours));
  });

  it('by time alone at each answer, and each deal, that is dated ahead', () => {
    const signals = [
      ...of('emailReply', 9, 10, 11),
      ...of('meeting', 13),
      ...of('call', 12),
      ...of('form', 14),
      ...of('touch', 15),
    ];
    const deals = [made(9), made(10), made(16)];
    const turns = reachTurns(viewLead(agreement, factsWith({ signals, deals })), NOW);

    expect(turns.toSorted()).toEqual([11, 12, 13, 16].map((hours) => hoursAfter(T0, hours)));
  });
});

describe('the reason of a no', () => {
  const NOW = daysAfter(T0, 1);
  const given = (value: string, at: string): LeadFacts =>
    factsWith({ contact: { accord_reject_reason: cell(value, at) } });

  it.each<[string, LeadFacts, boolean, string]>([
    ['dated as it was written', given('budget', hoursAfter(T0, 3)), true, hoursAfter(T0, 3)],
    ['dated now at the latest', given('budget', daysAfter(T0, 2)), true, NOW],
    ['given with the no where that is new', given('budget', T0), false, T0],
    ['given now where it was written before the no that was known', given('budget', T0), true, NOW],
    ['given now where an empty one was written since', given('', hoursAfter(T0, 3)), true, NOW],
    ['given elsewhere with the no', factsWith(), false, T0],
    ['given elsewhere since', factsWith(), true, NOW],
  ])('is %s', (...[, facts, wasRejected, at]) => {
    expect(reasonAt(viewLead(agreement, facts), { rejectedAt: T0, wasRejected, now: NOW })).toBe(at);
  });
});
