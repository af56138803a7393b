// Clocks fire in sets (I4): once, never early, in due order, and only where the portal is live.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fireClocks } from '#store/fire-clocks.ts';
import { insertClock, insertLivePortal, readClocks } from '#test/support/clock-rows.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const HOUR_MS = 3_600_000;

let test: TestDatabase;
let serial = 0;
let portalId: string;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  await sql`delete from clock`.execute(test.database.db);
  portalId = String(++serial);
  await insertLivePortal(test.database, portalId);
});

function clock(leadId: string, row: Omit<Parameters<typeof insertClock>[1], 'portalId' | 'leadId'>) {
  return insertClock(test.database, { portalId, leadId, ...row });
}

async function fire(limit = 100) {
  return fireClocks(test.database, limit);
}

async function one() {
  const [row] = await readClocks(test.database, portalId);
  if (row === undefined) throw new Error('there is no clock');
  return row;
}

describe('firing clocks', () => {
  it('fires neither a warning nor a breach before its instant', async () => {
    await clock('1', { warnInMs: HOUR_MS, dueInMs: 2 * HOUR_MS });

    expect(await fire()).toEqual({ fired: [], more: false });
    expect(await one()).toMatchObject({ status: 'running', warn_fired_at: null, breach_fired_at: null });
  });

  it('fires the warning once, then waits for the end of the promise', async () => {
    await clock('1', { warnInMs: -5_000, dueInMs: HOUR_MS });

    const { fired } = await fire();

    expect(fired).toEqual([{ kind: 'warn', lateMs: expect.any(Number) as number }]);
    expect(fired[0]?.lateMs).toBeGreaterThanOrEqual(5_000);
    const row = await one();
    expect(row).toMatchObject({
      status: 'warned',
      warned_at: row.warn_at,
      breach_fired_at: null,
      next_at: row.due_at,
    });
    expect(await fire()).toEqual({ fired: [], more: false });
    expect(await one()).toEqual(row);
  });

  it('waits for the judgement of a lead of which somebody has just said something', async () => {
    const { db } = test.database;
    await clock('1', { dueInMs: -5_000 });
    await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
      values (${portalId}, '1', 'main', '7', '{}')`.execute(db);
    const mark = (lane: number) =>
      sql`insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
        values (${portalId}, 'contact', '7', nextval('dirty_generation'), ${lane}::int, now())
        on conflict (portal_id, object_type, object_id) do update set lane = excluded.lane`.execute(db);

    await mark(0);
    expect(await fire()).toEqual({ fired: [], more: false });
    // What is merely new of it holds nothing up.
    await mark(2);
    expect((await fire()).fired.map(({ kind }) => kind)).toEqual(['breach']);
  });

  it('fires both at once after an outage, with the instants they were due and how late they are', async () => {
    await clock('1', { warnInMs: -HOUR_MS, dueInMs: -HOUR_MS / 2 });

    const { fired } = await fire();

    expect(fired.map(({ kind }) => kind)).toEqual(['warn', 'breach']);
    const row = await one();
    expect(row).toMatchObject({
      status: 'breached',
      warned_at: row.warn_at,
      breached_at: row.due_at,
      next_at: null,
    });
    expect(row.warn_late_ms).toBeGreaterThanOrEqual(HOUR_MS);
    expect(row.breach_late_ms).toBeGreaterThanOrEqual(HOUR_MS / 2);
    expect(row.breach_late_ms).toBe(Date.parse(row.breach_fired_at ?? '') - Date.parse(row.due_at ?? ''));
    expect(await fire()).toEqual({ fired: [], more: false });
  });

  it.each(['met', 'metLate', 'metKnownLate', 'excused', 'paused', 'ended'])(
    'fires nothing of a clock that is %s',
    async (status) => {
      await clock('1', { warnInMs: -HOUR_MS, dueInMs: -HOUR_MS / 2, status });

      expect(await fire()).toEqual({ fired: [], more: false });
    },
  );

  it('takes those due first first, and says when there are more', async () => {
    for (const [leadId, dueInMs] of [
      ['1', -1_000],
      ['2', -3_000],
      ['3', -2_000],
    ] as const)
      await clock(leadId, { dueInMs });

    expect((await fire(2)).more).toBe(true);
    expect(
      (await readClocks(test.database, portalId)).filter((row) => row.breach_fired_at !== null),
    ).toMatchObject([{ lead_id: '2' }, { lead_id: '3' }]);
    expect((await fire(2)).more).toBe(false);
    expect((await readClocks(test.database, portalId)).every((row) => row.breach_fired_at !== null)).toBe(
      true,
    );
  });

  it('fires each clock once, however many processes look at the same time', async () => {
    const leads = Array.from({ length: 60 }, (_, index) => String(index));
    for (const leadId of leads) await clock(leadId, { warnInMs: -2_000, dueInMs: -1_000 });

    const looks = await Promise.all(Array.from({ length: 8 }, () => fire(25)));
    looks.push(await fire(100));

    const fired = looks.flatMap((look) => look.fired);
    expect(fired.filter(({ kind }) => kind === 'warn')).toHaveLength(60);
    expect(fired.filter(({ kind }) => kind === 'breach')).toHaveLength(60);
  });

  it('leaves a clock to the decision that is at it, and does not fire what that decision ended', async () => {
    await clock('1', { dueInMs: -1_000 });

    await test.database.transaction(async (tx) => {
      await sql`update clock set status = 'met', next_at = null where portal_id = ${portalId}`.execute(tx);
      expect(await fire()).toEqual({ fired: [], more: false });
    });

    expect(await fire()).toEqual({ fired: [], more: false });
    expect(await one()).toMatchObject({ status: 'met', breach_fired_at: null });
  });

  it.each([
    ['observes', sql`update portal_effect set enabled = false`],
    ['writes scores only', sql`update portal_effect set effect = 'scores'`],
    ['is paused', sql`update portal set paused = true`],
    ['is parked', sql`update portal set status = 'parked'`],
    ['is uninstalled', sql`update portal set status = 'uninstalled'`],
  ])('fires nothing for a portal that %s, and is not held up by it', async (_, stop) => {
    await clock('1', { dueInMs: -2_000 });
    await clock('2', { warnInMs: -2_000, dueInMs: HOUR_MS });
    await sql`${stop} where portal_id = ${portalId}`.execute(test.database.db);
    const other = String(++serial);
    await insertLivePortal(test.database, other);
    await insertClock(test.database, { portalId: other, leadId: '1', dueInMs: -1_000 });

    await fire(2);
    expect((await fire(2)).fired).toMatchObject([{ kind: 'breach' }]);

    const [first, second] = await readClocks(test.database, portalId);
    expect(first).toMatchObject({ status: 'running', breach_fired_at: null, next_at: null });
    expect(second).toMatchObject({ status: 'running', warn_fired_at: null, next_at: second?.due_at });
  });

  it('never fires what fell due before the portal was switched on, but what comes after', async () => {
    await clock('1', { warnInMs: -HOUR_MS, dueInMs: -1_000 });
    await sql`update portal set switched_at = accord_now() - interval '1 minute' where portal_id = ${portalId}`.execute(
      test.database.db,
    );

    expect((await fire()).fired).toMatchObject([{ kind: 'breach' }]);
    expect(await one()).toMatchObject({ status: 'breached', warn_fired_at: null });
  });

  it('fires at the portal’s own now, which does not go back when a clock does', async () => {
    await clock('1', { dueInMs: -1_000 });
    const { rows } = await sql<{ last_now: string }>`
      update portal set last_now = accord_now() + interval '1 hour' where portal_id = ${portalId} returning last_now`.execute(
      test.database.db,
    );

    await fire();

    expect((await one()).breach_fired_at).toBe(rows[0]?.last_now);
  });
});
