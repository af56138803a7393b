// The oracle's own fold: no order and no number of deliveries matters (I2), and ties fall the same way everywhere.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventKey, foldContact, type RawEvent } from '#test/oracle/fold.ts';

const T = 1_795_309_200_123;

function changed(propertyName: string, propertyValue: string, occurredAt = T): RawEvent {
  return {
    eventId: occurredAt % 1000,
    subscriptionId: 3301,
    portalId: 44_001_234,
    appId: 7_788_991,
    occurredAt,
    subscriptionType: 'contact.propertyChange',
    attemptNumber: 0,
    objectId: 55_001,
    propertyName,
    propertyValue,
    changeSource: 'CRM_UI',
  };
}

function lived(subscriptionType: string, occurredAt: number, rest: RawEvent = {}): RawEvent {
  return { portalId: 44_001_234, occurredAt, subscriptionType, attemptNumber: 0, objectId: 55_001, ...rest };
}

const anyEvent = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('phone', 'country', 'recent_conversion_date', 'recent_conversion_event_name'),
      fc.constantFrom('', '1795309200000', '2026-11-22T09:00:00Z', 'x'),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([name, value, later]) => changed(name, value, T + later)),
  fc
    .tuple(
      fc.constantFrom('contact.deletion', 'contact.restore', 'contact.creation'),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([type, later]) => lived(type, T + later)),
);

describe('folding events', () => {
  it('gives the same facts for any order and any number of deliveries', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyEvent, fc.nat(), fc.nat(3))), (deliveries) => {
        const once = deliveries.map(([event]) => event);
        const shuffled = deliveries
          .flatMap(([event, place, again]) =>
            Array.from({ length: again + 1 }, (_, n) => ({
              place: place * (n + 1),
              event: { ...event, attemptNumber: n },
            })),
          )
          .sort((a, b) => a.place - b.place)
          .map(({ event }) => event);

        expect(foldContact('55001', shuffled)).toEqual(foldContact('55001', once));
      }),
    );
  });

  it('keys an event without its attempt and its order of fields', () => {
    const event = changed('phone', '1');
    const reversed = Object.fromEntries(Object.entries(event).toReversed());

    expect(eventKey({ ...reversed, attemptNumber: 9 })).toBe(eventKey(event));
    expect(eventKey(changed('phone', '2'))).not.toBe(eventKey(event));
    expect(eventKey({ b: [1, { d: 'é', c: null }], a: 'x', attemptNumber: 0 })).toBe(
      'bc4a533ea7fdd2890ede3c8ae0b66a7f5458d0744935ed8059ee9ed36418e34e',
    );
  });

  it('takes the latest value, and of two at one instant the one with the greater key', () => {
    const [one, two] = [changed('phone', '1'), changed('phone', '2')];
    const winner = eventKey(one) > eventKey(two) ? '1' : '2';

    expect(foldContact('55001', [one, two]).properties['phone']?.value).toBe(winner);
    expect(foldContact('55001', [changed('phone', '3', T + 1), one, two]).properties['phone']?.value).toBe(
      '3',
    );
  });

  it('makes one signal of each value of a dated property, in either notation of instants', () => {
    const { signals } = foldContact('55001', [
      changed('recent_conversion_date', '1795309200000', T),
      changed('recent_conversion_event_name', 'Demo', T),
      changed('recent_conversion_date', new Date(1_795_309_200_000).toISOString(), T + 5),
      changed('notes_last_contacted', '1795309100000', T + 6),
      changed('notes_last_contacted', '', T + 7),
    ]);

    expect(signals).toEqual([
      { id: 'touch:1795309100000', kind: 'touch', at: '2026-11-22T00:58:20.000Z', detail: '' },
      { id: 'form:1795309200000', kind: 'form', at: '2026-11-22T01:00:00.000Z', detail: 'Demo' },
    ]);
  });

  it.each<[string, RawEvent[], object]>([
    [
      'a deletion',
      [lived('contact.deletion', T + 1), lived('contact.creation', T)],
      { gone: true, erased: false },
    ],
    ['a restore', [lived('contact.restore', T + 2), lived('contact.deletion', T + 1)], { gone: false }],
    ['an erasure', [lived('contact.privacyDeletion', T)], { gone: true, erased: true }],
    [
      'a merge into another id',
      [
        lived('contact.merge', T, {
          objectId: 55_010,
          primaryObjectId: 55_001,
          mergedObjectIds: [55_003],
          newObjectId: 55_010,
        }),
      ],
      { gone: true, mergedInto: '55010' },
    ],
    ['the generic notation', [lived('object.deletion', T, { objectTypeId: '0-1' })], { gone: true }],
    [
      'another object',
      [lived('object.deletion', T, { objectTypeId: '0-2' })],
      { gone: false, created: false },
    ],
  ])('knows %s', (_, events, expected) => {
    expect(foldContact('55001', events)).toMatchObject(expected);
  });
});
