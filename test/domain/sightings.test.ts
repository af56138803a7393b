// Two sightings of one behaviour, and activities whose properties HubSpot leaves out.
import { describe, expect, it } from 'vitest';
import { type Engagement, sightingsOfEngagement } from '#domain/engagements.ts';
import { addSightings, joinSightings, type Sighting, signalsOf } from '#domain/sightings.ts';

const at = (minute: number): string => `2026-11-02T09:${String(minute).padStart(2, '0')}:00.000Z`;

function call(changes: Partial<Sighting> = {}): Sighting {
  return {
    id: 'call:1',
    source: 'engagement',
    kind: 'touch',
    at: at(0),
    detail: '',
    seenAt: at(1),
    ...changes,
  };
}
function form(changes: Partial<Sighting> = {}): Sighting {
  return {
    id: `form:${at(0)}`,
    source: 'property',
    kind: 'form',
    at: at(0),
    detail: '',
    seenAt: at(0),
    ...changes,
  };
}
function total(count: number, minute: number, changes: Partial<Sighting> = {}): Sighting {
  const seenAt = at(minute);
  return {
    id: `form#7:${count}`,
    source: 'counter',
    kind: 'form',
    at: seenAt,
    detail: '',
    seenAt,
    count,
    ...changes,
  };
}

describe('one behaviour seen twice', () => {
  it.each<[string, Sighting, Sighting, object]>([
    [
      'an activity is what was read last',
      call(),
      call({ kind: 'none', seenAt: at(2) }),
      { kind: 'none', seenAt: at(2) },
    ],
    [
      'an activity keeps the dates that it has had',
      call({ at: at(10), seenAt: at(11), earlier: [at(5)] }),
      call({ at: at(20), seenAt: at(21) }),
      { at: at(20), earlier: [at(5), at(10)] },
    ],
    ['a date has the detail that is known', form(), form({ detail: 'Demo' }), { detail: 'Demo' }],
    [
      'of two details it has the smaller',
      form({ detail: 'Demo' }),
      form({ detail: 'Contact' }),
      { detail: 'Contact' },
    ],
    [
      'a total was reached when it was first seen',
      total(3, 5),
      total(3, 8, { detail: 'Demo' }),
      { seenAt: at(5), at: at(5), detail: 'Demo' },
    ],
  ])('%s, whichever came first', (...[, a, b, expected]) => {
    expect(joinSightings(a, b)).toMatchObject(expected);
    expect(joinSightings(b, a)).toEqual(joinSightings(a, b));
  });

  it('is kept once, and is fresh only where it is new or different', () => {
    const known = [call(), form()];
    const { all, fresh } = addSightings(known, [
      call(),
      form({ detail: 'Demo' }),
      total(3, 5),
      call({ seenAt: at(3) }),
    ]);

    expect(all.map(({ id, detail, seenAt }) => [id, detail, seenAt])).toEqual([
      ['call:1', '', at(3)],
      [`form:${at(0)}`, 'Demo', at(0)],
      ['form#7:3', '', at(5)],
    ]);
    expect(fresh.map(({ id }) => id)).toEqual([`form:${at(0)}`, 'form#7:3', 'call:1']);
    expect(addSightings(all, known).fresh).toEqual([]);
  });

  it('is different where a date comes to be known that it had before, once', () => {
    const moved = call({ at: at(20), seenAt: at(21) });
    const first = addSightings([moved], [call({ at: at(10), seenAt: at(11) })]);
    const second = addSightings(first.all, [call({ at: at(5), seenAt: at(6) })]);

    expect(first.fresh).toEqual([{ ...moved, earlier: [at(10)] }]);
    expect(second.fresh).toEqual([{ ...moved, earlier: [at(5), at(10)] }]);
    expect(addSightings(second.all, [call({ at: at(10), seenAt: at(11) }), moved]).fresh).toEqual([]);
  });
});

describe('signals', () => {
  const idsOf = (...sightings: Sighting[]): string[] => signalsOf(sightings).map(({ id }) => id);

  it('are sorted by instant, then by id', () => {
    const b = call({ id: 'call:2', at: at(3) });
    const a = call({ id: 'call:1', at: at(3) });
    const first = call({ id: 'call:3', at: at(1) });

    expect(idsOf(b, a, first)).toEqual(['call:3', 'call:1', 'call:2']);
  });

  it('are counted between two reads but for those around a merge', () => {
    const merge = (minute: number): Sighting =>
      form({ id: `merge#7:${at(minute)}`, source: 'merge', kind: 'none', at: at(minute) });

    expect(idsOf(total(1, 5), total(3, 9))).toEqual(['form#7:2', 'form#7:3']);
    expect(idsOf(total(1, 5), total(3, 9), merge(7))).toEqual([]);
    expect(idsOf(total(1, 5), total(3, 9), merge(9))).toEqual([]);
    expect(idsOf(total(1, 5), total(3, 9), merge(5))).toEqual(['form#7:2', 'form#7:3']);
  });

  it('are not counted twice where their dates are known, also where one turned out to be none', () => {
    const reply = (count: number, minute: number): Sighting =>
      total(count, minute, { id: `emailReply#7:${count}`, kind: 'emailReply' });
    const mail = (kind: Sighting['kind'], id = 'email:1'): Sighting => call({ id, kind, at: at(7) });

    expect(idsOf(reply(1, 5), reply(2, 9), mail('emailReply'))).toEqual(['email:1']);
    expect(idsOf(reply(1, 5), reply(2, 9), mail('none'))).toEqual([]);
    expect(idsOf(reply(1, 5), reply(2, 9), mail('none', 'call:1'))).toEqual(['emailReply#7:2']);
    expect(idsOf(reply(1, 5), reply(2, 9), mail('touch'))).toEqual(['email:1', 'emailReply#7:2']);
    expect(idsOf(total(1, 5), total(2, 9), mail('none'))).toEqual(['form#7:2']);
  });
});

describe('an activity of which HubSpot says little', () => {
  function shown(type: Engagement['type'], properties: Engagement['properties']): readonly Sighting[] {
    return sightingsOfEngagement({ type, id: '1', properties, createdAt: at(2), readAt: at(3) });
  }
  const base = { source: 'engagement', detail: '', seenAt: at(3), loggedAt: at(2) };
  const when = { hs_timestamp: at(1) };

  it.each<[string, Engagement['type'], Engagement['properties'], object[]]>([
    ['a call without a time', 'call', {}, []],
    ['a call', 'call', when, [{ ...base, id: 'call:1', kind: 'touch', at: at(1) }]],
    [
      'a call that is still ringing',
      'call',
      { ...when, hs_call_status: 'RINGING' },
      [{ ...base, id: 'call:1', kind: 'none', at: at(1) }],
    ],
    ['a mail', 'email', when, [{ ...base, id: 'email:1', kind: 'none', at: at(1) }]],
    [
      'a mail that was sent',
      'email',
      { ...when, hs_email_direction: 'EMAIL' },
      [{ ...base, id: 'email:1', kind: 'touch', outcome: 'attempt', at: at(1) }],
    ],
    [
      'a message with its owner and entry',
      'communication',
      { ...when, hubspot_owner_id: '71', hs_createdate: at(9) },
      [
        {
          ...base,
          id: 'communication:1',
          kind: 'touch',
          outcome: 'attempt',
          at: at(1),
          ownerId: '71',
          loggedAt: at(9),
        },
      ],
    ],
    [
      'a meeting without a time',
      'meeting',
      {},
      [{ ...base, id: 'meeting:1', kind: 'meeting', detail: 'booked', at: at(2) }],
    ],
    [
      'a meeting that was held at its start',
      'meeting',
      { ...when, hs_meeting_start_time: at(5), hs_meeting_outcome: 'COMPLETED' },
      [
        { ...base, id: 'meeting:1', kind: 'meeting', detail: 'held', at: at(2) },
        { ...base, id: 'meeting:1:held', kind: 'touch', outcome: 'contact', at: at(5) },
      ],
    ],
    [
      'a meeting to come, without a start',
      'meeting',
      when,
      [
        { ...base, id: 'meeting:1', kind: 'meeting', detail: 'booked', at: at(2) },
        { ...base, id: 'meeting:1:held', kind: 'none', at: at(1) },
      ],
    ],
  ])('%s', (...[, type, properties, expected]) => {
    expect(shown(type, properties)).toEqual(expected);
  });
});
