// Generators of what an agreement says about data and about leads that are not ready.
import * as fc from 'fast-check';
import type { Agreement, Duration, Filter } from './shapes.ts';

export const rarely = <T>(value: fc.Arbitrary<T>, otherwise: T): fc.Arbitrary<T> =>
  fc.oneof({ weight: 1, arbitrary: value }, { weight: 4, arbitrary: fc.constant(otherwise) });

export const nothing = { fields: [] as string[], how: 'block' };
export function dataWith(
  fields: readonly string[],
  duration: fc.Arbitrary<Duration>,
): fc.Arbitrary<Agreement['data']> {
  const asked = fc.record({
    fields: fc.subarray([...fields], { maxLength: 2 }),
    how: fc.constantFrom<string>('block', 'warn'),
  });
  return fc.record({
    mandatory: fc.record({
      lead: rarely(asked, nothing),
      mql: rarely(asked, nothing),
      sql: fc.oneof(asked, fc.constant(nothing)),
      opportunity: rarely(asked, nothing),
    }),
    normalize: fc.subarray(['email', 'phone', 'country']),
    placeholders: fc.constantFrom([], ['todo']),
    owes: fc.array(
      fc.record({
        fields: fc.subarray([...fields], { minLength: 1 }),
        by: fc.constantFrom('marketing', 'sales'),
        within: duration,
      }),
      { maxLength: 2 },
    ),
    completeness: fc.constant(950_000),
    duplicates: fc.constant({ ignoreGmailDots: true, oneOwner: false }),
  });
}

export function nurtureWith(anyFilter: fc.Arbitrary<Filter>): fc.Arbitrary<Agreement['nurture']> {
  return fc.record({
    coolDownDays: fc.constantFrom(0, 1, 7, 30),
    coolDowns: fc.constantFrom<Record<string, number | null>>(
      {},
      {
        rejected: 3,
        'rejected:Budget': null,
        dealLost: 0,
        noContact: 2,
        'disqualified:rule0': null,
        disqualified: 1,
      },
    ),
    cyclesPerYear: fc.constantFrom(1, 2, 4),
    recycledStage: fc.constantFrom('keep', 'lead'),
    inactiveAfterDays: fc.constantFrom(null, 2, 5, 30),
    relaunch: fc.constantFrom(
      null,
      { attempts: 1, sunsetAfterDays: 40 },
      { attempts: 2, sunsetAfterDays: 3 },
      { attempts: 3, sunsetAfterDays: 10 },
    ),
    maturing: fc.oneof(fc.constant(null), anyFilter),
    tracks: fc
      .array(
        fc.record({
          when: fc.oneof(fc.constant(null), anyFilter),
          after: fc.constantFrom(null, ['cooled', 'gate'], ['budget'], ['rejected']),
        }),
        { maxLength: 2, size: 'max' },
      )
      .map((list) => list.map((track, index) => ({ ...track, id: `track${index}`, label: 'Track' }))),
    themes: fc.constantFrom<readonly { id: string; label: string; contains: string[] }[]>(
      [],
      [
        { id: 'price', label: 'Price', contains: ['pricing', 'tarif'] },
        { id: 'demo', label: 'Demo', contains: ['demo'] },
        { id: 'news', label: 'News', contains: ['blog', 'newsletter'] },
      ],
    ),
    themeBy: fc.constantFrom('recent', 'frequent'),
  });
}

/** Undefined: the owner is told of no new interest. */
export function hotWith(atMostEvery: fc.Arbitrary<Duration>): fc.Arbitrary<Agreement['hot']> {
  const signals = fc.subarray(['form', 'meeting', 'emailReply', 'pageView', 'call'], { minLength: 1 });
  return fc.option(fc.record({ signals, atMostEvery }), { nil: undefined, freq: 3 });
}
