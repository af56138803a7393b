// Generators of the promises of sales: short times, so that histories outlive them, early warnings, pauses, clauses of
// their own for a segment, a form, several touches.
import * as fc from 'fast-check';
import type { Step } from './consequence-shapes.ts';
import type { Agreement, Clause, Duration } from './shapes.ts';

export const PAUSES = ['travel', 'illness'];

const usual = (duration: fc.Arbitrary<Duration>) => ({
  within: duration,
  warnAt: fc.constantFrom(null, 0, 500_000, 750_000, 1_000_000, 333_333),
  counts: fc.constantFrom('attempt', 'attempt', 'contact'),
  logWithin: fc.constantFrom({ unit: 'elapsedHours', amount: 24 }, { unit: 'workingHours', amount: 2 }),
  pauses: fc.subarray(PAUSES),
  consequences: fc.oneof(fc.constant([]), fc.array(consequence(duration), { minLength: 1, maxLength: 3 })),
});

/** Mostly at once, so that histories live to see it. */
function consequence(duration: fc.Arbitrary<Duration>): fc.Arbitrary<Step> {
  return fc.record({
    after: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: duration }),
    do: fc.constantFrom(
      'warn',
      'escalate',
      'reassign',
      'reassign',
      'reassign',
      'return',
      'suspend',
      'agenda',
    ),
    to: fc.constantFrom(null, 'sales lead'),
    maxPerHour: fc.constantFrom(null, null, 1, 1, 2),
    coolDownHours: fc.constantFrom(null, null, 1, 0.5, 40),
  });
}

const starts = fc.constantFrom(
  { start: 'handOver', stage: null },
  { start: 'assignment', stage: null },
  { start: 'form', stage: null },
  { start: 'reject', stage: null },
  { start: 'stage', stage: 'mql' },
  { start: 'stage', stage: 'sql' },
  { start: 'stage', stage: 'opportunity' },
);

function fixed(
  kind: string,
  duration: fc.Arbitrary<Duration>,
  given: Pick<Clause, 'id' | 'start' | 'stage'>,
): fc.Arbitrary<Clause> {
  const start = fc.oneof(
    { weight: 5, arbitrary: fc.constant({ start: given.start, stage: given.stage }) },
    { weight: 1, arbitrary: starts },
  );
  return fc.record({ ...usual(duration), start }).map(({ start: from, ...rest }) => ({
    ...rest,
    ...from,
    ...plain(given.id),
    label: null,
    kind,
    count: 1,
  }));
}

function own(id: string, duration: fc.Arbitrary<Duration>): fc.Arbitrary<Clause> {
  return fc
    .record({
      ...usual(duration),
      start: starts,
      segment: fc.constantFrom(null, 'segment0', 'segment1'),
      count: fc.integer({ min: 1, max: 2 }),
    })
    .map(({ start, ...rest }) => ({ ...plain(id), ...rest, ...start, label: `Own ${id}`, kind: 'touch' }));
}

/** Mostly until the lead is reached; else so many contacts are promised. */
function tries(duration: fc.Arbitrary<Duration>): fc.Arbitrary<Clause> {
  const given = { id: 'attempts', start: 'handOver', stage: null };
  return fc
    .record({
      clause: fixed('touch', duration, given),
      count: fc.constantFrom(1, 2, 2, 3),
      counts: fc.constantFrom('attempt', 'attempt', 'attempt', 'contact'),
    })
    .map(({ clause, count, counts }) => ({ ...clause, count, counts, untilReached: counts === 'attempt' }));
}

function plain(id: string) {
  return { id, segment: null, rate: 1_000_000, owner: null };
}

export function clausesWith(duration: fc.Arbitrary<Duration>): fc.Arbitrary<readonly Clause[]> {
  return fc
    .tuple(
      fixed('accept', duration, { id: 'accept', start: 'assignment', stage: null }),
      fixed('touch', duration, { id: 'first-touch', start: 'stage', stage: 'sql' }),
      fixed('feedback', duration, { id: 'feedback', start: 'reject', stage: null }),
      fc.oneof(fc.constant([]), fc.tuple(tries(duration))),
      fc.oneof(
        fc.constant([]),
        fc.tuple(own('hot', duration)),
        fc.tuple(own('hot', duration), own('warm', duration)),
      ),
    )
    .map(([accept, touch, feedback, attempts, further]) => [
      accept,
      touch,
      feedback,
      ...attempts,
      ...further,
    ]);
}

export function pausesWith(duration: fc.Arbitrary<Duration>): fc.Arbitrary<Agreement['sales']['pauses']> {
  return fc.tuple(
    ...PAUSES.map((id) =>
      fc.record({
        id: fc.constant(id),
        label: fc.constant(id),
        atMost: duration,
        perLead: fc.constantFrom(null, 1, 2),
      }),
    ),
  );
}
