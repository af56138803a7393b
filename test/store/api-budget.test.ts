// The shared budget of calls (D9): never over the limit, the urgent first, the backfill never starved.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portalId } from '#domain/ids.ts';
import { BUDGET_SPENT, type BudgetSlot, type Lane } from '#pipeline/ports.ts';
import { createApiBudget } from '#store/api-budget.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const LIMIT = 20;
let test: TestDatabase;
let serial = 700;
let portal = portalId('');

beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(() => {
  portal = portalId(String(++serial));
});
afterAll(() => test.close());

function acquire(lane: Lane, of = portal): Promise<BudgetSlot> {
  const call = { portalId: of, lane, signal: AbortSignal.timeout(10_000) };
  return createApiBudget(test.database, { general: LIMIT }).acquire(call, 'general');
}

/** How many of these a lane gets at once; the others are sent to the back of the line. */
async function granted(lane: Lane, wanted: number): Promise<number> {
  const settled = await Promise.allSettled(Array.from({ length: wanted }, () => acquire(lane)));
  const refusals = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []));
  const spent = expect.objectContaining({ code: BUDGET_SPENT, retryable: true });
  expect(refusals).toEqual(refusals.map(() => spent));
  return settled.length - refusals.length;
}

describe('the budget of calls', () => {
  it('is never exceeded, however many ask at once', async () => {
    expect(await granted('interactive', LIMIT + 5)).toBe(LIMIT);
  });

  it('leaves the last places to whoever is more urgent', async () => {
    expect(await granted('live', LIMIT)).toBe(LIMIT * 0.9);
    expect(await granted('clock', LIMIT)).toBe(1);
    expect(await granted('interactive', LIMIT)).toBe(1);
  });

  it('keeps a tenth for the backfill while live events fill it, and gives the backfill no more than its share', async () => {
    expect(await granted('live', LIMIT)).toBe(LIMIT * 0.9);
    expect(await granted('backfill', LIMIT)).toBe(LIMIT * 0.1);

    portal = portalId(String(++serial));
    expect(await granted('backfill', LIMIT)).toBe(LIMIT * 0.7);
  });

  it('counts a call for ten seconds after its answer', async () => {
    const slot = await acquire('live');
    await slot.release({ remaining: null, throttled: false, way: null, closedForMs: null });

    const { rows } = await sql<{ waits: number }>`
      select extract(epoch from frees_at - clock_timestamp())::float8 as waits from api_slot where portal_id = ${portal}`.execute(
      test.database.db,
    );
    expect(rows[0]?.waits).toBeGreaterThan(9);
    expect(rows[0]?.waits).toBeLessThanOrEqual(10);
  });

  it('stops a portal that was refused, and no other', async () => {
    const slot = await acquire('live');
    await slot.release({ remaining: 0, throttled: true, way: null, closedForMs: null });

    expect(await granted('interactive', 2)).toBe(0);
    await expect(acquire('live', portalId('799'))).resolves.toBeDefined();
  });
});
