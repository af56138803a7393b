// A lead taken over from what HubSpot shows (5a.14): one value read wrongly, and a rep is told twice or a lead taken from him.
import { describe, expect, it } from 'vitest';
import { adoptLead, dateByHistory, type ShownVersions } from '#domain/adopt-lead.ts';
import { emptyMirror, foldRead } from '#domain/mirror.ts';
import { agreementWith } from '#test/support/builders.ts';

const HANDED_OVER = '2026-03-02T09:00:00.000Z';
const OWNED = '2026-03-02T09:00:00.400Z';
const DUE = '2026-03-03T09:00:00.650Z';
const LOST = '2026-03-05T09:00:00.000Z';
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

describe('a lead that HubSpot shows in sales’ hands', () => {
  it('goes on with its cycle, its owner and the due time that he was told', () => {
    expect(adoptLead(AGREEMENT, shown(), LOST)).toMatchObject({
      regime: -1,
      status: 'handedOver',
      cycle: 1,
      handedOverAt: HANDED_OVER,
      handOvers: [HANDED_OVER],
      assignedAt: OWNED,
      answersAfter: HANDED_OVER,
      clocks: [{ ownerId: '71', run: 1, dueAt: DUE, warnedAt: null, breachedAt: null, metAt: null }],
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
    const answered = '2026-03-02T10:00:00.000Z';
    const status = {
      accord_handover_status: [at('working', DUE), at('accepted', answered), at('handed_over', OWNED)],
    };
    const yes = adoptLead(AGREEMENT, shown({ ...status, accord_answer: [at('accept', answered)] }), LOST);
    const spent = adoptLead(
      AGREEMENT,
      shown({ accord_answer: [at('reject', '2026-01-01T10:00:00.000Z')] }),
      LOST,
    );

    expect(yes).toMatchObject({
      status: 'working',
      acceptedAt: answered,
      answeredAt: answered,
      touchedAt: DUE,
    });
    expect(spent).toMatchObject({ status: 'handedOver', answeredAt: null, rejectedAt: null });
  });

  it('waits for an owner where it has none', () => {
    const state = adoptLead(AGREEMENT, shown({ hubspot_owner_id: [at('', DUE), at('71', OWNED)] }), LOST);
    expect(state).toMatchObject({ assignedAt: null });
    expect(state?.clocks).toBeUndefined();
  });
});

describe('a lead whose cycle has ended', () => {
  it('cools down from there, and knows its hand-overs of before', () => {
    const first = '2026-01-12T09:00:00.000Z';
    const recycled = {
      accord_handover_status: [at('recycled', DUE), at('handed_over', OWNED)],
      accord_handover_date: [at(String(Date.parse(HANDED_OVER)), OWNED), at(first, first)],
      accord_cycle: [at('2', OWNED)],
    };
    expect(adoptLead(AGREEMENT, shown(recycled), LOST)).toMatchObject({
      status: 'recycled',
      cycle: 2,
      recycledAt: DUE,
      handedOverAt: null,
      handOvers: [first, HANDED_OVER],
      newMqlAt: first,
    });
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
    const state = adoptLead(AGREEMENT, { accord_handover_status: [at('disqualified', OWNED)] }, LOST);
    expect(state).toMatchObject({ status: 'disqualified', cycle: 0, recycledAt: OWNED });
  });
});

it.each([
  ['shows nothing of Accord’s', {}],
  ['shows what this Accord may have written', { accord_handover_status: [at('handed_over', LOST)] }],
  ['shows no date of a hand-over', { accord_handover_date: [] }],
  ['shows a status that is none of Accord’s', { accord_handover_status: [at('maybe', OWNED)] }],
])('a contact that %s is met for the first time', (_, changes) => {
  const given = Object.keys(changes).length === 0 ? {} : shown(changes);
  expect(adoptLead(AGREEMENT, given, LOST)).toBeNull();
});

it('dates what a list shows by when HubSpot got it', () => {
  const properties = { accord_answer: 'accept', hubspot_owner_id: '72' };
  const mirror = foldRead(emptyMirror(OWNED), { properties, createdAt: OWNED, updatedAt: LOST, readSet: '' });
  const { cells } = dateByHistory(mirror, {
    accord_answer: [at('accept', DUE)],
    hubspot_owner_id: [at('71', OWNED)],
  });

  expect(cells['accord_answer']).toMatchObject({ v: 'accept', at: DUE });
  expect(cells['hubspot_owner_id']).toMatchObject({ v: '72', at: LOST });
});
