// Generators of routing: rules, pools with limits, hours and absences, and what a desk knows of the reps meanwhile.
import * as fc from 'fast-check';
import { anyFilter, REPS } from './arbitrary-conditions.ts';
import type { Desk, DeskPool, PoolTurns, RoutingRule } from './routing-shapes.ts';
import { type Agreement, type Context, iso } from './shapes.ts';

const ZONES = ['Europe/Paris', 'America/New_York', 'Asia/Kolkata'];
const week = fc.constantFrom(
  Object.fromEntries(['1', '2', '3', '4', '5'].map((day) => [day, [{ from: 540, to: 1080 }]])),
  Object.fromEntries(
    ['1', '3', '5', '7'].map((day) => [
      day,
      [
        { from: 0, to: 720 },
        { from: 725, to: 1440 },
      ],
    ]),
  ),
);
const hours = fc.record({ timeZone: fc.constantFrom(...ZONES), week });

/** Half a year away, or a few days of every month. */
const absences = fc.constantFrom(
  [],
  [],
  [],
  [],
  [{ from: '2026-03-01', until: '2026-08-31' }],
  Array.from({ length: 24 }, (_, month) => {
    const start = `${2026 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    return { from: `${start}-03`, until: `${start}-12` };
  }),
);

const seldom = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const member = (email: string): fc.Arbitrary<DeskPool['members'][number]> =>
  fc.record({
    email: fc.constant(email),
    weight: fc.constantFrom(100, 100, 200, 300, 150, 1000),
    maxPerDay: seldom(fc.constantFrom(1, 2)),
    maxOpen: seldom(fc.constantFrom(1, 3)),
    hours: seldom(hours),
    timeZone: fc.constantFrom(...ZONES),
    absences,
  });

const everyone = member('*').map((one) => [one]);
const some = (least: number) =>
  fc
    .subarray(REPS, { minLength: least })
    .chain((reps) => fc.tuple(...reps.map((id) => member(`rep${id}@example.com`))));

const pool = (id: string, others: (string | null)[]): fc.Arbitrary<DeskPool> =>
  fc.record({
    id: fc.constant(id),
    label: fc.constant(id),
    members: fc.oneof({ weight: 4, arbitrary: some(1) }, { weight: 1, arbitrary: some(0) }, everyone),
    maxPerDay: seldom(fc.constantFrom(2, 4)),
    maxOpen: seldom(fc.constantFrom(2, 5)),
    afterAbsence: fc.record({
      policy: fc.constantFrom('forgive', 'credit', 'credit', 'catch-up', 'catch-up'),
      cap: fc.constantFrom(null, 1, 3),
      expiresDays: fc.constantFrom(null, 20),
    }),
    overflow: fc.constantFrom(...others),
    stickyDays: fc.constantFrom(null, 10, 100),
    skipPrevious: fc.constantFrom(0, 1, 1, 2),
    matchTakesTurn: fc.boolean(),
  });

const KINDS = ['segment', 'when', 'source', 'campaign', 'country', 'score', 'grade'];
const score = fc
  .record({ from: fc.integer({ min: 0, max: 60 }), part: fc.constantFrom('total', 'engagement') })
  .map(({ from, part }) => ({
    anyOf: [[{ kind: 'score', part, operator: 'GTE', milliPoints: from * 1000 }]],
  }));
const criterion = fc.record({ by: fc.constantFrom(...KINDS), when: fc.oneof(anyFilter, anyFilter, score) });
const rule: fc.Arbitrary<RoutingRule> = fc.record({
  id: fc.constant(''),
  label: fc.constant('A rule'),
  criteria: fc.array(criterion, { maxLength: 2 }),
  pool: fc.constantFrom('north', 'south', null, null),
});

export const routing: fc.Arbitrary<Agreement['routing']> = fc.record({
  keepContactOwner: fc.boolean(),
  useCompanyOwner: fc.boolean(),
  onReturn: fc.constantFrom(null, 'same', 'pool'),
  timeZone: fc.constantFrom(...ZONES),
  daysOff: fc.constantFrom([], ['2026-05-01', '2026-12-25']),
  rules: fc
    .oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(rule, { maxLength: 3 }) },
    )
    .map((rules) => rules.map((one, index) => ({ ...one, id: `rule${index}` }))),
  otherwise: fc.constantFrom('*', '*', '*', '*', 'north', 'lost'),
  pools: fc.tuple(
    pool('*', [null, null, 'north']),
    pool('north', [null, 'south', 'south']),
    pool('south', [null, 'north', '*']),
  ),
});

/** What changes about the reps while a lead lives; the turns of pools go on. */
export type DeskChange = Omit<Desk, 'pools' | 'users'> & {
  /** A pool between two intervals; null: as it stands. */
  pools: Record<string, PoolTurns> | null;
  users: Record<string, { hours?: NonNullable<Desk['users'][string]['hours']>; awayMs?: [number, number] }>;
};

const load = fc.record({ today: fc.constantFrom(0, 0, 1, 2), open: fc.constantFrom(0, 0, 1, 3) });
const minutes = fc.integer({ min: -200, max: 200 }).map((count) => count * 60_000);
const user = fc.record(
  {
    hours,
    awayMs: fc.tuple(minutes, fc.integer({ min: 1, max: 7_200_000 })),
  },
  { requiredKeys: [] },
);
const perRep = <T>(value: fc.Arbitrary<T>) =>
  fc
    .tuple(fc.subarray(REPS), fc.array(value, { minLength: REPS.length, maxLength: REPS.length }))
    .map(([reps, values]) => Object.fromEntries(reps.map((id, index) => [id, values[index]!])));

/** Starts that many milliseconds from now. */
export interface AbsenceSpan {
  startMs: number;
  lastsMs: number;
  by: 'agreement' | 'hubspot';
}

const HOUR = 3_600_000;
/** On whole hours, so that some touch. */
const absenceSpan: fc.Arbitrary<AbsenceSpan> = fc.record({
  startMs: fc
    .oneof(fc.integer({ min: -30, max: 0 }), fc.integer({ min: -5, max: 60 }))
    .map((hours) => hours * HOUR),
  lastsMs: fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 30, max: 900 })).map((h) => h * HOUR),
  by: fc.constantFrom('agreement', 'hubspot'),
});
export const absenceSpans = perRep(fc.array(absenceSpan, { maxLength: 3 }));

export function absencesAt(
  spans: Record<string, AbsenceSpan[]>,
  nowMs: number,
): NonNullable<Context['pool']['absences']> {
  const entries = Object.entries(spans).map(([id, own]) => {
    const absences = own.map(({ startMs, lastsMs, by }) => ({
      from: iso(nowMs + startMs),
      until: iso(nowMs + startMs + lastsMs),
      by,
    }));
    const keyOf = ({ from, until, by }: (typeof absences)[number]): string => `${from} ${until} ${by}`;
    return [id, absences.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))] as const;
  });
  return Object.fromEntries(entries);
}

const backAt = fc.constantFrom('2026-01-01T00:00:00.000Z', '2027-06-01T00:00:00.000Z');
const turnsOfRep = fc.record(
  {
    weight: fc.constant(0),
    taken: fc.constant(0),
    balance: fc.integer({ min: -1500, max: 1500 }),
    last: fc.nat({ max: 5 }),
    ahead: fc.constantFrom(0, 0, 0, 1, 2),
    missed: fc.integer({ min: 0, max: 4000 }),
    backAt,
    earned: fc.constant(true as const),
  },
  { requiredKeys: ['weight', 'taken', 'balance', 'last', 'ahead'] },
);
const turns: fc.Arbitrary<PoolTurns> = fc.record({
  given: fc.integer({ min: 5, max: 9 }),
  madeUp: fc.constantFrom(false, false, true),
  reps: perRep(turnsOfRep),
});

export const deskChange: fc.Arbitrary<DeskChange> = fc.record({
  reps: fc
    .oneof({ weight: 3, arbitrary: fc.constant(REPS) }, fc.subarray(REPS))
    .map((reps) => Object.fromEntries(reps.map((id) => [`rep${id}@example.com`, id]))),
  loads: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, perRep(load)),
  users: fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, perRep(user)),
  pools: fc.oneof(fc.constant(null), fc.record({ '*': turns, north: turns }, { requiredKeys: [] })),
  domainOwner: fc.constantFrom('', '', ...REPS),
  colleague: fc.constantFrom('', '', ...REPS),
});

/** The desk as it is from an instant on. */
export function deskAt(change: DeskChange, nowMs: number, pools: Desk['pools'] = {}): Desk {
  const users = Object.entries(change.users).map(([id, { awayMs, ...own }]) => {
    const away = awayMs && [{ from: iso(nowMs + awayMs[0]), until: iso(nowMs + awayMs[0] + awayMs[1]) }];
    return [id, { ...own, ...(away === undefined ? {} : { away }) }] as const;
  });
  return { ...change, users: Object.fromEntries(users), pools: change.pools ?? pools };
}
