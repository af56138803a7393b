// A lead taken over from what HubSpot shows (5a.14): one value read wrongly, and a rep is told twice or a lead taken from him.
import { describe, expect, it } from 'vitest';
import { adoptLead, dateByHistory, type ShownVersions } from '#domain/adopt-lead.ts';
import type { SalesClause } from '#domain/agreement-sales.ts';
import { type ClockState, initialState } from '#domain/lead.ts';
import { emptyMirror, foldRead } from '#domain/mirror.ts';
import { agreementWith, clausesWith, hoursAfter } from '#test/support/builders.ts';

const HANDED_OVER = '2026-03-02T09:00:00.000Z';
const OWNED = '2026-03-02T09:00:00.400Z';
const DUE = '2026-03-03T09:00:00.650Z';
const LOST = '2026-03-05T09:00:00.000Z';
const ANSWERED = '2026-03-02T10:00:00.000Z';
const ANSWERED_AT_ONCE = { accord_answer: [{ value: 'reject', at: HANDED_OVER }] };
const AGREEMENT = agreementWith();

function at(value: string, instant: string) {
  return { value, at: instant };
}

function shown(changes: ShownVersions = {}): ShownVersions {
  return {
    accord_handover_status: [at('handed_over', OWNED)],
    accord_handover_date: [at(HANDED_OVER, OWNED)],
    accord_cycle: [at('1', OWNED)],
    accord_next_step: [at('accept', OWNED)],
    accord_sla_status: [at('on_track', OWNED)],
    accord_sla_due: [at(DUE, OWNED)],
    hubspot_owner_id: [at('71', OWNED)],
    ...changes,
  };
}

/** A run of rep 71, as nobody was warned of it yet. */
function run(changes: Partial<ClockState> & Pick<ClockState, 'clause' | 'startedAt' | 'since' | 'dueAt'>) {
  return { ownerId: '71', run: 1, warnedAt: null, breachedAt: null, metAt: null, ...changes };
}

function accept(changes: Pick<ClockState, 'startedAt' | 'since' | 'dueAt'>) {
  return run({ clause: 'accept', ...changes });
}

describe('a lead that HubSpot shows in sales’ hands', () => {
  it('goes on with its cycle, its owner and the due time that he was told', () => {
    expect(adoptLead(AGREEMENT, shown(), LOST)).toEqual({
      ...initialState(),
      status: 'handedOver',
      cycle: 1,
      handedOverAt: HANDED_OVER,
      handOvers: [HANDED_OVER],
      newMqlAt: HANDED_OVER,
      byHand: true,
      assignedAt: OWNED,
      answersAfter: HANDED_OVER,
      clocks: [accept({ startedAt: OWNED, since: '2026-03-02T09:00:00.650Z', dueAt: DUE })],
    });
  });

  it('is not warned or broken a second time', () => {
    const overdue = adoptLead(AGREEMENT, shown({ accord_sla_status: [at('breached', DUE)] }), LOST);
    const warned = adoptLead(
      AGREEMENT,
      shown({ accord_sla_status: [at('warning', LOST), at('on_track', OWNED)] }),
      LOST,
    );

    expect(overdue?.clocks).toMatchObject([{ dueAt: DUE, breachedAt: DUE }]);
    expect(warned?.clocks).toMatchObject([{ warnedAt: LOST, breachedAt: null }]);
  });

  it('keeps since when it was answered, and by which answer', () => {
    const status = {
      accord_handover_status: [at('working', DUE), at('accepted', ANSWERED), at('handed_over', OWNED)],
    };
    const yes = adoptLead(AGREEMENT, shown({ ...status, accord_answer: [at('accept', ANSWERED)] }), LOST);
    const spent = adoptLead(
      AGREEMENT,
      shown({ accord_answer: [at('reject', '2026-01-01T10:00:00.000Z')] }),
      LOST,
    );

    expect(yes).toMatchObject({
      status: 'working',
      acceptedAt: ANSWERED,
      answeredAt: ANSWERED,
      touchedAt: DUE,
    });
    expect(spent).toMatchObject({ status: 'handedOver', answeredAt: null, rejectedAt: null });
  });

  it.each([
    ['with its no', { accord_answer: [at('reject', ANSWERED)] }, ANSWERED, ANSWERED],
    ['since its status where the no is gone', {}, null, DUE],
    [
      'since its status where the no was taken away',
      { accord_answer: [at('', OWNED), at('reject', ANSWERED)] },
      null,
      DUE,
    ],
    ['since its status where the answer is of the hand-over’s instant', ANSWERED_AT_ONCE, null, DUE],
  ])('owes the reason of a no %s', (...[, answer, answeredAt, rejectedAt]) => {
    const dueAt = hoursAfter(rejectedAt, 48);
    const refused = shown({
      accord_handover_status: [at('rejected', DUE), at('rejected', DUE), at('handed_over', OWNED)],
      accord_next_step: [at('give_reason', DUE)],
      accord_sla_due: [at(dueAt, DUE)],
      ...answer,
    });

    expect(adoptLead(AGREEMENT, refused, LOST)).toMatchObject({
      status: 'rejected',
      answeredAt,
      rejectedAt,
      acceptedAt: null,
      touchedAt: null,
      clocks: [run({ clause: 'feedback', startedAt: rejectedAt, since: rejectedAt, dueAt })],
    });
  });

  it('owes the first contact since its yes', () => {
    const dueAt = '2026-03-03T10:00:00.000Z';
    const accepted = shown({
      accord_handover_status: [at('accepted', ANSWERED), at('handed_over', OWNED)],
      accord_next_step: [at('first_touch', ANSWERED)],
      accord_sla_due: [at(dueAt, ANSWERED)],
    });

    expect(adoptLead(AGREEMENT, accepted, LOST)).toMatchObject({
      status: 'accepted',
      acceptedAt: ANSWERED,
      rejectedAt: null,
      touchedAt: null,
      clocks: [run({ clause: 'first-touch', startedAt: ANSWERED, since: ANSWERED, dueAt })],
    });
  });

  it.each<[string, Partial<SalesClause>]>([
    ['the hand-over', { start: 'handOver' }],
    ['the stage that the hand-over sets', { start: 'stage', stage: 'mql' }],
  ])('counts from its owner, and keeps that the promise began with %s', (_, start) => {
    const agreement = agreementWith({ sales: { clauses: clausesWith({ accept: start }) } });

    expect(adoptLead(agreement, shown(), LOST)?.clocks).toEqual([
      accept({ startedAt: HANDED_OVER, since: '2026-03-02T09:00:00.650Z', dueAt: DUE }),
    ]);
  });

  it('is its owner’s since the hand-over where it was his before', () => {
    const dueAt = '2026-03-03T09:00:00.000Z';
    const kept = shown({
      hubspot_owner_id: [at('71', '2025-01-01T00:00:00.000Z')],
      accord_sla_due: [at(dueAt, OWNED)],
    });

    expect(adoptLead(AGREEMENT, kept, LOST)).toMatchObject({
      assignedAt: HANDED_OVER,
      clocks: [accept({ startedAt: HANDED_OVER, since: HANDED_OVER, dueAt })],
    });
  });

  it.each([
    ['moments before the owner is shown', '2026-03-03T09:00:00.100Z', '2026-03-02T09:00:00.100Z'],
    ['less than a minute after it', '2026-03-03T09:01:00.399Z', '2026-03-02T09:01:00.399Z'],
    ['with the owner, as a minute is no moment', '2026-03-03T09:01:00.400Z', OWNED],
    ['with the owner, as an hour before is none either', '2026-03-03T08:00:00.400Z', OWNED],
  ])('was counted from %s', (_, dueAt, since) => {
    const startedAt = since < OWNED ? since : OWNED;

    expect(adoptLead(AGREEMENT, shown({ accord_sla_due: [at(dueAt, OWNED)] }), LOST)).toMatchObject({
      assignedAt: startedAt,
      clocks: [accept({ startedAt, since, dueAt })],
    });
  });

  it('was counted with the owner where moving the start would not move the end so', () => {
    const early = '2026-03-02T07:00:00.000Z';
    const dueAt = '2026-03-02T16:00:00.500Z';
    const night = shown({
      accord_handover_date: [at(early, early)],
      hubspot_owner_id: [at('71', early)],
      accord_sla_due: [at(dueAt, early)],
    });

    expect(adoptLead(AGREEMENT, night, LOST)?.clocks).toEqual([
      accept({ startedAt: early, since: early, dueAt }),
    ]);
  });

  it.each<[string, ShownVersions, Partial<SalesClause>]>([
    ['no due time is shown', { accord_sla_due: [at('', OWNED)] }, {}],
    ['nothing is due', { accord_next_step: [at('none', OWNED)] }, {}],
    ['the promise has not begun', { accord_next_step: [at('first_touch', OWNED)] }, {}],
    ['the promise is one of sales’ own', {}, { label: 'Quick look' }],
  ])('has its owner and no clock where %s', (_, changes, change) => {
    const agreement = agreementWith({ sales: { clauses: clausesWith({ accept: change }) } });
    const state = adoptLead(agreement, shown(changes), LOST);

    expect(state).toMatchObject({ assignedAt: OWNED });
    expect(state?.clocks).toBeUndefined();
  });

  it.each([
    ['first contact', '2026-03-03T10:00:00.000Z', 'first-touch'],
    ['attempts', '2026-03-04T10:00:00.000Z', 'attempts'],
    ['first contact, where neither is due then', '2026-03-06T10:00:00.000Z', 'first-touch'],
  ])('owes of two promises of one name the one that is due when he was told: %s', (_, dueAt, clause) => {
    const { sales } = agreementWith();
    const touch = sales.clauses.find(({ id }) => id === 'first-touch');
    if (touch === undefined) throw new Error('no promise of a first contact');
    const within = { unit: 'workingDays', amount: 2 } as const;
    const attempts: SalesClause = { ...touch, id: 'attempts', within, count: 3, untilReached: true };
    const agreement = agreementWith({ sales: { clauses: [...sales.clauses, attempts] } });
    const accepted = shown({
      accord_handover_status: [at('accepted', ANSWERED), at('handed_over', OWNED)],
      accord_next_step: [at('first_touch', ANSWERED)],
      accord_sla_due: [at(dueAt, ANSWERED)],
    });

    expect(adoptLead(agreement, accepted, LOST)?.clocks).toEqual([
      run({ clause, startedAt: ANSWERED, since: ANSWERED, dueAt }),
    ]);
  });

  it.each([
    ['any more', [at('', DUE), at('71', OWNED)]],
    ['and never had', []],
  ])('waits for an owner where it has none %s', (_, owners) => {
    const state = adoptLead(AGREEMENT, shown({ hubspot_owner_id: owners }), LOST);
    expect(state).toMatchObject({ assignedAt: null });
    expect(state?.clocks).toBeUndefined();
  });
});

describe('a lead whose cycle has ended', () => {
  it('cools down from there, and knows its hand-overs of before', () => {
    const first = '2026-01-12T09:00:00.000Z';
    const recycled = {
      accord_handover_status: [at('recycled', DUE), at('handed_over', OWNED)],
      accord_handover_date: [
        at(String(Date.parse(HANDED_OVER)), OWNED),
        at('', DUE),
        at(HANDED_OVER, OWNED),
        at(first, first),
      ],
      accord_cycle: [at('2', OWNED)],
    };
    expect(adoptLead(AGREEMENT, shown(recycled), LOST)).toEqual({
      ...initialState(),
      status: 'recycled',
      cycle: 2,
      recycledAt: DUE,
      answersAfter: DUE,
      handOvers: [first, HANDED_OVER],
      newMqlAt: first,
    });
  });

  it.each(['', 'many'])('has had one at least, though its number is “%s”', (cycle) => {
    const recycled = { accord_handover_status: [at('recycled', DUE)], accord_cycle: [at(cycle, OWNED)] };
    expect(adoptLead(AGREEMENT, shown(recycled), LOST)?.cycle).toBe(1);
  });

  it('stays won by the deal that was won since its hand-over', () => {
    const won = shown({ accord_handover_status: [at('won', DUE), at('working', OWNED)] });
    expect(adoptLead(AGREEMENT, won, LOST)).toMatchObject({
      status: 'won',
      handedOverAt: HANDED_OVER,
      answersAfter: HANDED_OVER,
      recycledAt: null,
    });
  });

  it('was disqualified before any hand-over', () => {
    const dismissed = shown({
      accord_handover_status: [at('disqualified', OWNED)],
      accord_handover_date: [],
    });
    expect(adoptLead(AGREEMENT, dismissed, LOST)).toEqual({
      ...initialState(),
      status: 'disqualified',
      recycledAt: OWNED,
      answersAfter: OWNED,
    });
  });
});

it.each([
  ['shows nothing of Accord’s', {}],
  ['shows what this Accord may have written', { accord_handover_status: [at('handed_over', LOST)] }],
  ['shows no date of a hand-over', { accord_handover_date: [] }],
  ['shows a status that is none of Accord’s', { accord_handover_status: [at('maybe', OWNED)] }],
  ['shows that Accord took its status away', { accord_handover_status: [at('', OWNED)] }],
])('a contact that %s is met for the first time', (_, changes) => {
  const given = Object.keys(changes).length === 0 ? {} : shown(changes);
  expect(adoptLead(AGREEMENT, given, LOST)).toBeNull();
});

it('dates what a list shows by when HubSpot got it', () => {
  const properties = {
    accord_answer: 'accept',
    hubspot_owner_id: '72',
    accord_cycle: '1',
    accord_reject_reason: '',
    accord_reject_note: 'Ring in May',
  };
  const mirror = foldRead(emptyMirror(OWNED), { properties, createdAt: OWNED, updatedAt: LOST, readSet: '' });
  const { cells } = dateByHistory(AGREEMENT, mirror, {
    accord_answer: [at('accept', DUE)],
    hubspot_owner_id: [at('71', OWNED)],
    accord_cycle: [at('1', '2026-03-06T09:00:00.000Z')],
    accord_reject_note: [at('Ring in May', DUE), at('Ring', OWNED)],
  });

  for (const name of ['accord_answer', 'accord_reject_note'])
    expect(cells[name]).toEqual({ ...mirror.cells[name], at: DUE });
  const others = ['hubspot_owner_id', 'accord_cycle', 'accord_reject_reason'] as const;
  for (const name of others) expect(cells[name]).toMatchObject({ v: properties[name], at: LOST });
});
