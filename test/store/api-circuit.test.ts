// The portal's circuit (D9): rests after failures in a row or at HubSpot's wish, lets one call try, closes by one answer.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { portalId } from '#domain/ids.ts';
import type { Observed } from '#pipeline/ports.ts';
import { createApiBudget } from '#store/api-budget.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const SOUND: Observed = { remaining: null, throttled: false, way: 'sound', closedForMs: null };
const FAILED: Observed = { ...SOUND, way: 'failed' };
const DAY_MS = 86_400_000;
let test: TestDatabase;
let serial = 900;
let portal = portalId('');

beforeAll(async () => {
  test = await testDatabase();
});
beforeEach(() => {
  portal = portalId(String(++serial));
});
afterAll(() => test.close());

async function call(observed: Observed, of = portal): Promise<void> {
  const budget = createApiBudget(test.database, { general: 100 });
  const context = { portalId: of, lane: 'interactive', signal: AbortSignal.timeout(10_000) } as const;
  const slot = await budget.acquire(context, 'general');
  await slot.release(observed);
}

async function fail(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) await call(FAILED);
}

/** As if the rest had been over for a moment. */
async function endRest(): Promise<void> {
  await sql`update api_circuit set open_until = clock_timestamp() where portal_id = ${portal}`.execute(
    test.database.db,
  );
}

async function refusal(): Promise<{ code: string; retryAfterMs: number }> {
  return call(SOUND).then(
    () => ({ code: 'passed', retryAfterMs: 0 }),
    (error: unknown) => error as { code: string; retryAfterMs: number }, // only read by matchers
  );
}

describe('the circuit of a portal', () => {
  it('opens at the fifth failure in a row, for this portal alone', async () => {
    await fail(4);
    await call(SOUND);
    await fail(5);

    expect(await refusal()).toMatchObject({ code: 'CIRCUIT_OPEN', retryable: true });
    await expect(call(SOUND, portalId('899'))).resolves.toBeUndefined();
  });

  it('counts what fails at HubSpot’s edge as well, and one answer ends it', async () => {
    for (let time = 0; time < 5; time += 1) await call({ ...SOUND, way: 'broken' });
    const { rows } = await sql<{ reason: string; failures: number }>`
      select reason, failures from api_circuit where portal_id = ${portal}`.execute(test.database.db);
    expect(rows).toEqual([{ reason: 'EDGE_FAULT', failures: 5 }]);
    expect(await refusal()).toMatchObject({ code: 'CIRCUIT_OPEN' });

    await endRest();

    expect(await refusal()).toMatchObject({ code: 'passed' });
    expect(await refusal()).toMatchObject({ code: 'passed' });
  });

  it('rests longer after each try that fails, a minute at most', async () => {
    await fail(5);
    const first = await refusal();
    await endRest();
    await fail(1);
    const second = await refusal();
    for (let time = 0; time < 6; time += 1) {
      await endRest();
      await fail(1);
    }
    const last = await refusal();

    expect(first.retryAfterMs).toBeLessThanOrEqual(5_000);
    expect(second.retryAfterMs).toBeGreaterThan(5_000);
    expect(last.retryAfterMs).toBeGreaterThan(second.retryAfterMs);
    expect(last.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  it('lets one call try when the rest is over, and all when that is answered', async () => {
    await fail(5);
    await endRest();
    const budget = createApiBudget(test.database, { general: 100 });
    const context = { portalId: portal, lane: 'live', signal: AbortSignal.timeout(10_000) } as const;
    const asked = await Promise.allSettled(
      Array.from({ length: 5 }, () => budget.acquire(context, 'general')),
    );

    const passed = asked.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    expect(passed).toHaveLength(1);
    await passed[0]?.release(SOUND);
    await expect(call(SOUND)).resolves.toBeUndefined();
  });

  it('rests as long as HubSpot asks while it moves the portal, whatever was on the wire answers', async () => {
    const budget = createApiBudget(test.database, { general: 100 });
    const context = { portalId: portal, lane: 'live', signal: AbortSignal.timeout(10_000) } as const;
    const onTheWire = await budget.acquire(context, 'general');
    await call({ ...SOUND, closedForMs: DAY_MS });
    await onTheWire.release(SOUND);

    const { code, retryAfterMs } = await refusal();
    expect(code).toBe('CIRCUIT_OPEN');
    expect(retryAfterMs).toBeGreaterThan(DAY_MS - 60_000);
    expect(retryAfterMs).toBeLessThanOrEqual(DAY_MS);
  });

  it('is not moved by a call that tells nothing', async () => {
    await fail(4);
    await call({ ...SOUND, way: null });

    await fail(1);

    expect(await refusal()).toMatchObject({ code: 'CIRCUIT_OPEN' });
  });
});
