// I2 for signals: what counts depends on what was seen, not on the order, the number of deliveries or the batches. And
// the second implementation, written from the README, agrees.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignalKind } from '#domain/agreement.ts';
import { emptyMirror, foldRead, type Mirror } from '#domain/mirror.ts';
import { sightingsOfEvents, sightingsOfMirror } from '#domain/mirror-sightings.ts';
import { addSightings, joinSightings, type Sighting, signalsOf } from '#domain/sightings.ts';
import { oracleSignals } from '#test/oracle/sightings.ts';
import { reached } from '#test/support/thorough.ts';

const START = Date.parse('2026-11-02T09:00:00.000Z');
const at = (seconds: number): string => new Date(START + seconds * 1_000).toISOString();

// Few instants, around the two minutes that make one activity, so that ties and coincidences are common.
const instant = fc.integer({ min: 0, max: 12 }).map((step) => at(step * 60));
const dated = fc
  .record({
    kind: fc.constantFrom<SignalKind>('form', 'pageView', 'emailReply', 'meeting', 'touch'),
    at: instant,
    detail: fc.constantFrom('', 'Demo', 'Pricing'),
  })
  .map((one): Sighting => ({ ...one, id: `${one.kind}:${one.at}`, source: 'property', seenAt: one.at }));
const activity = fc
  .record({
    id: fc.constantFrom(
      'call:1',
      'call:2',
      'email:3',
      'email:4',
      'meeting:5',
      'meeting:5:held',
      'communication:6',
    ),
    kind: fc.constantFrom<Sighting['kind']>('call', 'emailReply', 'meeting', 'touch', 'none'),
    at: instant,
    seenAt: instant,
    // Stored by an earlier release, or read just now: it has none.
    earlier: fc.option(fc.uniqueArray(instant, { minLength: 1, maxLength: 2 }), { nil: null, freq: 1 }),
  })
  .map(({ earlier, ...one }): Sighting => {
    const others = (earlier ?? []).filter((date) => date !== one.at).toSorted();
    const kept = others.length === 0 ? {} : { earlier: others };
    return { ...one, ...kept, source: 'engagement', detail: '', ownerId: '71', loggedAt: one.at };
  });
const total = fc
  .record({
    kind: fc.constantFrom<SignalKind>('form', 'emailReply'),
    contact: fc.constantFrom('55001', '55003'),
    count: fc.integer({ min: 0, max: 6 }),
    at: instant,
    seenAt: instant,
    detail: fc.constantFrom('', 'Demo'),
  })
  .map(
    ({ contact, ...one }): Sighting => ({
      ...one,
      id: `${one.kind}#${contact}:${one.count}`,
      source: 'counter',
    }),
  );
const merge = fc.tuple(fc.constantFrom('55001', '55003'), instant).map(
  ([contact, when]): Sighting => ({
    id: `merge#${contact}:${when}`,
    source: 'merge',
    kind: 'none',
    at: when,
    detail: '',
    seenAt: when,
  }),
);
const sightings = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: dated },
    { weight: 3, arbitrary: activity },
    { weight: 4, arbitrary: total },
    merge,
  ),
  { maxLength: 14 },
);

function gather(batches: readonly (readonly Sighting[])[]): readonly Sighting[] {
  return batches.reduce<readonly Sighting[]>((known, batch) => addSightings(known, batch).all, []);
}

describe('sightings', () => {
  it('make the same signals in any order, seen any number of times, in any batches', () => {
    fc.assert(
      fc.property(
        sightings.chain((list) =>
          fc.record({
            list: fc.constant(list),
            again: fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
            cut: fc.nat({ max: 28 }),
          }),
        ),
        ({ list, again, cut }) => {
          const once = signalsOf(gather([list]));

          expect(signalsOf(gather([again.slice(0, cut), again.slice(cut)]))).toEqual(once);
          expect(signalsOf(gather(again.map((one) => [one])))).toEqual(once);
        },
      ),
      { numRuns: 3_000 },
    );
  });

  it('join alike whichever comes first, and whichever two are joined first', () => {
    const sameId = (source: fc.Arbitrary<Sighting>) =>
      fc.tuple(source, source, source).map((all) => all.map((one) => ({ ...one, id: 'x' })));
    fc.assert(
      fc.property(fc.oneof(sameId(activity), sameId(total)), (all) => {
        const [a, b, c] = all as [Sighting, Sighting, Sighting];

        expect(joinSightings(a, b)).toEqual(joinSightings(b, a));
        expect(joinSightings(joinSightings(a, b), c)).toEqual(joinSightings(a, joinSightings(b, c)));
        expect(joinSightings(a, a)).toEqual(a);
      }),
      { numRuns: 3_000 },
    );
  });

  it('make the signals that the second implementation makes', () => {
    let counted = 0;
    fc.assert(
      fc.property(sightings, (list) => {
        const all = gather([list]);
        const signals = signalsOf(all);
        counted += signals.filter(({ id }) => id.includes('#')).length;

        expect(signals).toEqual(oracleSignals(all));
      }),
      { numRuns: 5_000 },
    );
    // Or the rarest rule was never looked at.
    expect(counted).toBeGreaterThan(reached(500));
  });
});

interface Visit {
  readonly gap: number;
  readonly told: boolean;
  readonly read: boolean;
}

const FORM = ['num_conversion_events', 'recent_conversion_date', 'recent_conversion_event_name'] as const;

/** The contact as HubSpot shows it after that many forms. */
function readAfter(mirror: Mirror, forms: readonly string[], before: number): Mirror {
  const [counter, date, name] = FORM;
  const last = forms.at(-1);
  return foldRead(mirror, {
    properties: {
      [counter]: String(before + forms.length),
      [date]: last ?? null,
      [name]: last === undefined ? null : `Form of ${last}`,
    },
    createdAt: at(0),
    updatedAt: last ?? at(0),
    readSet: 's',
  });
}

describe('a counter beside a date', () => {
  it('tells every form after first sight exactly once, whichever of them events told and whenever it was read', () => {
    const visits = fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 500 }), told: fc.boolean(), read: fc.boolean() }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(visits, fc.nat({ max: 9 }), (list: readonly Visit[], before) => {
        let known: readonly Sighting[] = [];
        let mirror = readAfter(emptyMirror(at(0)), [], before);
        const forms: string[] = [];
        let clock = 0;
        for (const visit of [...list, { gap: 1, told: false, read: true }]) {
          clock += visit.gap;
          forms.push(at(clock));
          const event = {
            key: String(clock),
            action: 'propertyChange',
            propertyName: FORM[1],
            propertyValue: String(Date.parse(at(clock))),
            occurredAt: at(clock),
          } as const;
          if (visit.told) known = addSightings(known, sightingsOfEvents('55001', [event])).all;
          if (!visit.read) continue;
          const next = readAfter(mirror, forms, before);
          known = addSightings(known, sightingsOfMirror('55001', mirror, next)).all;
          mirror = next;
        }
        const signals = signalsOf(known);

        expect(signals.length).toBe(forms.length);
        // Only the last of each read is told with its name.
        expect(signals.at(-1)?.detail).toBe(`Form of ${forms.at(-1)}`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('makes nothing of the total that was there at first sight (5a.8)', () => {
    const empty = emptyMirror(at(0));
    const first = readAfter(empty, [], 40);

    expect(signalsOf(sightingsOfMirror('55001', empty, first))).toEqual([]);
  });

  it('makes nothing of what a merge brought', () => {
    const before = readAfter(emptyMirror(at(0)), [at(10)], 2);
    const after = readAfter(before, [at(10), at(20), at(30)], 5);
    const merged = sightingsOfEvents('55001', [
      { key: 'm', action: 'merge', propertyName: null, propertyValue: null, occurredAt: at(25) },
    ]);
    const seen = sightingsOfMirror('55001', before, after);

    expect(signalsOf(seen)).toHaveLength(5);
    // The date of the last form is known all the same.
    expect(signalsOf([...seen, ...merged]).map(({ id }) => id)).toEqual([`form:${at(30)}`]);
  });
});
