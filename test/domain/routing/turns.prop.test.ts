// A pool's turns against the oracle, which tries what is possible instead of looking ahead: reps come and go, are away and
// come back, leads pass reps over or go to them whoever's turn it is. And what holds of every turn.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReturnRule } from '#domain/agreement-routing.ts';
import type { PoolState } from '#domain/decision.ts';
import { DAY_MS, fromEpochMs } from '#domain/instant.ts';
import { type Seat, type Table, takeAhead, takeTurn } from '#domain/routing/turns.ts';
import { deal, dealAhead } from '#test/oracle/pool-turns.ts';
import { reached } from '#test/support/thorough.ts';

const IDS = ['1', '2', '3', '4'];
const START = Date.UTC(2026, 2, 2);

const seats: fc.Arbitrary<readonly Seat[]> = fc
  .tuple(
    fc.subarray(IDS, { minLength: 1 }),
    fc.array(fc.constantFrom(100, 100, 200, 300, 250, 1000), { minLength: 4, maxLength: 4 }),
    fc.array(
      fc.constantFrom('here' as const, 'here' as const, 'here' as const, 'away' as const, 'out' as const),
      {
        minLength: 4,
        maxLength: 4,
      },
    ),
  )
  .map(([ids, weights, presences]) =>
    ids.map((ownerId, index) => ({
      ownerId,
      weight: weights[index] ?? 100,
      presence: presences[index] ?? 'here',
    })),
  );

const afterAbsence: fc.Arbitrary<ReturnRule> = fc.record({
  policy: fc.constantFrom('forgive', 'credit', 'catch-up'),
  cap: fc.constantFrom(null, 1, 4),
  expiresDays: fc.constantFrom(null, 3),
});

/** For a while the same reps are there; some of their leads pass somebody over, or are somebody's in any case. */
const spells = fc.array(
  fc.record({
    seats,
    leads: fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.record({ passedOver: fc.constant([] as string[]) }) },
        { weight: 1, arbitrary: fc.record({ passedOver: fc.subarray(IDS, { minLength: 1 }) }) },
        { weight: 1, arbitrary: fc.record({ matched: fc.nat({ max: 3 }) }) },
      ),
      { maxLength: 12, size: 'max' },
    ),
    days: fc.nat({ max: 4 }),
  }),
  { minLength: 1, maxLength: 8, size: 'max' },
);

type Spell = typeof spells extends fc.Arbitrary<readonly (infer One)[]> ? One : never;
type Lead = Spell['leads'][number];

interface Books {
  readonly kind: string;
  readonly ownerId: string | undefined;
  readonly pool: PoolState | undefined;
}

function dealtBySubject(pool: PoolState | undefined, table: Table, lead: Lead): Books {
  if ('matched' in lead) {
    const { ownerId } = table.seats[lead.matched % table.seats.length]!;
    return { kind: 'matched', ownerId, pool: takeAhead(pool, table, ownerId) };
  }
  const given = takeTurn(pool, table, lead.passedOver);
  return { kind: given?.kind ?? 'nobody', ownerId: given?.ownerId, pool: given?.state ?? pool };
}

const KINDS = { ownerByTurn: 'turn', ownerOutOfTurn: 'ahead', ownerCatchesUp: 'madeUp' } as const;

function dealtByOracle(
  pool: PoolState | undefined,
  { seats: seated, afterAbsence: rule, now }: Table,
  lead: Lead,
): Books {
  const chairs = seated.map(({ ownerId, weight, presence }) => ({ id: ownerId, weight, state: presence }));
  const how = { chairs, rule, now };
  if ('matched' in lead) {
    const { ownerId } = seated[lead.matched % seated.length]!;
    return { kind: 'matched', ownerId, pool: dealAhead(pool, how, ownerId) };
  }
  const dealt = deal(pool, how, lead.passedOver);
  return {
    kind: dealt === null ? 'nobody' : KINDS[dealt.code],
    ownerId: dealt?.id,
    pool: dealt?.pool ?? pool,
  };
}

describe('a pool', () => {
  it('gives every lead to whom the oracle gives it, and keeps the same books', () => {
    const kinds = new Map<string, number>();

    fc.assert(
      fc.property(spells, afterAbsence, (played, rule) => {
        let pool: PoolState | undefined;
        let day = 0;
        for (const { seats: seated, leads, days } of played) {
          day += days;
          const table = { seats: seated, afterAbsence: rule, now: fromEpochMs(START + day * DAY_MS) };
          for (const lead of leads) {
            const books = dealtBySubject(pool, table, lead);
            expect(books).toEqual(dealtByOracle(pool, table, lead));
            kinds.set(books.kind, (kinds.get(books.kind) ?? 0) + 1);
            ({ pool } = books);
          }
        }
      }),
      { numRuns: 1_500 },
    );

    const rare = ['turn', 'ahead', 'madeUp', 'matched', 'nobody'].filter(
      (kind) => (kinds.get(kind) ?? 0) <= reached(50),
    );
    expect(rare).toEqual([]);
  }, 120_000);
});

describe('turns among the same reps', () => {
  const weights = fc.array(
    fc.integer({ min: 1, max: 30 }).map((weight) => weight * 50),
    {
      minLength: 1,
      maxLength: 12,
    },
  );

  it('leave nobody a whole turn from his share at any turn, and everybody with his weight after a round', () => {
    const table = (all: readonly number[]) => ({
      seats: all.map((weight, index): Seat => ({ ownerId: String(index), weight, presence: 'here' })),
      afterAbsence: { policy: 'forgive', cap: null, expiresDays: null } as const,
      now: fromEpochMs(START),
    });

    fc.assert(
      fc.property(weights, (all) => {
        const whole = all.reduce((sum, weight) => sum + weight, 0);
        const taken = all.map(() => 0);
        let pool: PoolState | undefined;
        for (let turn = 1; turn <= Math.min(whole / 50, 200); turn++) {
          const given = takeTurn(pool, table(all), [])!;
          pool = given.state;
          taken[Number(given.ownerId)]! += 1;
          const furthest = Math.max(...all.map((weight, i) => Math.abs(taken[i]! * whole - turn * weight)));
          expect(furthest).toBeLessThan(whole);
        }
      }),
      { numRuns: 300 },
    );
  }, 120_000);
});
