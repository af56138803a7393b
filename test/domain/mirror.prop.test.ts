// I2: what events and reads tell folds to the same facts in whatever order and however often they come.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  emptyMirror,
  foldEvents,
  foldRead,
  isGone,
  type Mirror,
  type MirrorEvent,
  valueOf,
} from '#domain/mirror.ts';
import { sightingsOfEvents } from '#domain/mirror-sightings.ts';

const START = '2026-11-02T09:00:00.000Z';

function instantAt(ms: number): string {
  return new Date(Date.parse(START) + ms).toISOString();
}

const change: fc.Arbitrary<MirrorEvent> = fc.record({
  key: fc.stringMatching(/^[0-9a-f]{6}$/),
  action: fc.constantFrom(
    'propertyChange' as const,
    'creation' as const,
    'deletion' as const,
    'restore' as const,
    'associationChange' as const,
  ),
  propertyName: fc.constantFrom('city', 'jobtitle'),
  propertyValue: fc.constantFrom('', 'a', 'b', 'c'),
  // Few instants, so that ties are common.
  occurredAt: fc.integer({ min: 0, max: 6 }).map(instantAt),
});
const events = fc.uniqueArray(change, { selector: (event) => event.key, maxLength: 12 });

function empty(): Mirror {
  return emptyMirror(instantAt(1_000_000));
}

describe('events', () => {
  it('give the same bytes in any order, delivered any number of times, in any batches', () => {
    fc.assert(
      fc.property(
        events.chain((list) =>
          fc.record({
            list: fc.constant(list),
            again: fc
              .shuffledSubarray([...list, ...list], { minLength: 0 })
              .map((extra) => [...extra, ...list]),
            cut: fc.nat({ max: 24 }),
          }),
        ),
        ({ list, again, cut }) => {
          const once = foldEvents(empty(), list);
          const batches = foldEvents(foldEvents(empty(), again.slice(0, cut)), again.slice(cut));
          const reversed = foldEvents(empty(), list.toReversed());

          expect(sorted(batches)).toEqual(sorted(once));
          expect(sorted(reversed)).toEqual(sorted(once));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('tell each signal once, by its kind and instant', () => {
    const click = {
      action: 'propertyChange',
      propertyName: 'hs_email_last_click_date',
      occurredAt: START,
    } as const;
    const asMs = { ...click, key: 'a', propertyValue: String(Date.parse(START)) };
    const asIso = { ...click, key: 'b', propertyValue: START };

    const ids = sightingsOfEvents('1', [asMs, asIso]).map((sighting) => sighting.id);

    expect(new Set(ids)).toEqual(new Set([`emailClick:${START}`]));
  });
});

describe('reads', () => {
  it('end at what HubSpot holds, whenever they happen between the events of its history', () => {
    const history = fc.array(fc.constantFrom('', 'a', 'b', 'c'), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        history.chain((values) =>
          fc.record({
            values: fc.constant(values),
            reads: fc.array(fc.nat({ max: values.length - 1 }), { maxLength: 3 }),
            order: fc.shuffledSubarray(
              values.map((_, index) => index),
              { minLength: values.length },
            ),
            readFirst: fc.boolean(),
          }),
        ),
        ({ values, reads, order, readFirst }) => {
          const told = order.map(
            (index): MirrorEvent => ({
              key: `k${index}`,
              action: 'propertyChange',
              propertyName: 'city',
              propertyValue: values[index] ?? '',
              occurredAt: instantAt(index),
            }),
          );
          const read = (mirror: Mirror): Mirror =>
            reads.reduce(
              (folded, index) =>
                foldRead(folded, {
                  properties: { city: values[index] ?? null },
                  createdAt: START,
                  updatedAt: instantAt(index),
                  readSet: 's',
                }),
              mirror,
            );
          const mirror = readFirst ? foldEvents(read(empty()), told) : read(foldEvents(empty(), told));

          expect(valueOf(mirror, 'city')).toBe(values.at(-1));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('keep the instant since when a value is so', () => {
    const told = foldEvents(empty(), [
      {
        key: 'k',
        action: 'propertyChange',
        propertyName: 'city',
        propertyValue: 'a',
        occurredAt: instantAt(1),
      },
    ]);

    const read = foldRead(told, {
      properties: { city: 'a' },
      createdAt: START,
      updatedAt: instantAt(9),
      readSet: 's',
    });

    expect(read.cells['city']).toMatchObject({ v: 'a', at: instantAt(1), r: instantAt(9) });
  });

  it('bring back a record that was restored without a word', () => {
    const gone = foldEvents(empty(), [
      { key: 'k', action: 'deletion', propertyName: null, propertyValue: null, occurredAt: instantAt(1) },
    ]);
    expect(isGone(gone)).toBe(true);

    expect(
      isGone(foldRead(gone, { properties: {}, createdAt: START, updatedAt: instantAt(2), readSet: 's' })),
    ).toBe(false);
  });
});

function sorted(mirror: Mirror): unknown {
  return { ...mirror, cells: Object.entries(mirror.cells).toSorted(([a], [b]) => (a < b ? -1 : 1)) };
}
