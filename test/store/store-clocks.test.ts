// What a batch leaves of its leads' clocks: rows by run, with what fired kept whatever a decision has not heard of yet.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '#domain/decision.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { claimReviews } from '#store/claims.ts';
import { fireClocks } from '#store/fire-clocks.ts';
import { readBatch } from '#store/load-batch.ts';
import { storeClocks } from '#store/store-clocks.ts';
import { insertLivePortal, readClocks } from '#test/support/clock-rows.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const HOUR_MS = 3_600_000;
const LEAD = '501';

let test: TestDatabase;
let serial = 0;
let portalId: string;

beforeAll(async () => {
  test = await testDatabase();
});
afterAll(() => test.close());
beforeEach(async () => {
  portalId = `7${++serial}`;
  await insertLivePortal(test.database, portalId);
  await insertLead(LEAD);
});

function fromNow(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

/** Due in an hour, warned of in half of it. */
function clockOf(changes: Partial<Clock> = {}): Clock {
  const since = fromNow(-HOUR_MS);
  return {
    clause: 'accept',
    cycle: 1,
    run: 1,
    ownerId: '71',
    startedAt: since,
    since,
    warnAt: fromNow(HOUR_MS / 2),
    dueAt: fromNow(HOUR_MS),
    totalDueAt: fromNow(HOUR_MS),
    warnedAt: null,
    breachedAt: null,
    metAt: null,
    status: 'running',
    ...changes,
  };
}

async function insertLead(leadId: string, changes: Partial<LeadState> = {}): Promise<void> {
  const state = { ...initialState(), status: 'handedOver', cycle: 1, ...changes };
  const { db } = test.database;
  await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state) values (${portalId}, ${leadId}, 'main', ${leadId}, ${JSON.stringify(state)}::jsonb)`.execute(
    db,
  );
  await sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${portalId}, ${leadId}, ${leadId})`.execute(
    db,
  );
}

function store(
  clocks: readonly Clock[],
  options: { live?: boolean; agreementId?: string } = {},
): Promise<void> {
  const { live = true, agreementId = 'main' } = options;
  const leads = [{ leadId: LEAD, agreementId, version: 3, clocks }];
  return test.database.transaction((tx) => storeClocks(tx, portalId, { now: fromNow(0), live, leads }));
}

function rows() {
  return readClocks(test.database, portalId);
}

async function reviewsDue(): Promise<number> {
  return (await claimReviews(test.database.db, portalId, 10)).length;
}

describe('clocks of a judged batch', () => {
  it('are stored by run, and written over by the next decision about the same run', async () => {
    const first = clockOf();
    await store([first]);
    const moved = { ...first, warnAt: fromNow(2 * HOUR_MS), dueAt: fromNow(3 * HOUR_MS) };
    await store([
      { ...first, status: 'ended', dueAt: null, warnAt: null },
      { ...moved, run: 2, ownerId: '72' },
    ]);

    expect(await rows()).toMatchObject([
      { status: 'running', due_at: moved.dueAt, next_at: moved.warnAt },
      { status: 'ended', next_at: null },
    ]);
  });

  it('are none while the portal observes', async () => {
    await store([clockOf()], { live: false });

    expect(await rows()).toEqual([]);
  });

  it('fire when a decision has found a breach before anything fired', async () => {
    const dueAt = fromNow(-60_000);
    await store([clockOf({ dueAt, warnAt: null, breachedAt: dueAt, status: 'breached' })]);

    await fireClocks(test.database, 10);

    expect(await rows()).toMatchObject([
      { status: 'breached', breached_at: dueAt, breach_late_ms: expect.any(Number) as number },
    ]);
  });

  it.each([
    ['metLate', fromNow(-1_000)],
    ['ended', null],
  ] as const)('fire with the decision that found a breach and the run %s', async (status, metAt) => {
    const [warnAt, dueAt] = [fromNow(-120_000), fromNow(-60_000)];
    await store([clockOf({ warnAt, dueAt, warnedAt: warnAt, breachedAt: dueAt, metAt, status })]);

    const [row] = await rows();
    const firedMs = Date.parse(row?.breach_fired_at ?? '');
    expect(firedMs).toBeGreaterThanOrEqual(Date.parse(dueAt) + 60_000);
    expect(row).toMatchObject({
      status,
      next_at: null,
      warn_fired_at: row?.breach_fired_at,
      warn_late_ms: firedMs - Date.parse(warnAt),
      breach_late_ms: firedMs - Date.parse(dueAt),
    });
  });

  it('fire only once, however often their end is told', async () => {
    const dueAt = fromNow(-60_000);
    const late = clockOf({ dueAt, breachedAt: dueAt, metAt: fromNow(-1_000), status: 'metLate' });
    await store([late]);
    const [first] = await rows();

    await store([late]);

    expect(await rows()).toEqual([first]);
  });

  it.each(['metKnownLate', 'excused'] as const)('fire nothing that a decision leaves %s', async (status) => {
    const dueAt = fromNow(-60_000);
    await store([clockOf({ dueAt, breachedAt: dueAt, status })]);

    expect(await rows()).toMatchObject([{ status, breached_at: dueAt, breach_fired_at: null }]);
  });

  it('do not fire what fell due before the portal’s last switch', async () => {
    await sql`update portal set switched_at = accord_now() - interval '30 seconds' where portal_id = ${portalId}`.execute(
      test.database.db,
    );
    const dueAt = fromNow(-60_000);
    await store([clockOf({ dueAt, breachedAt: dueAt, metAt: fromNow(-1_000), status: 'metLate' })]);

    expect(await rows()).toMatchObject([{ status: 'metLate', breach_fired_at: null, breach_late_ms: null }]);
  });

  it('fire no more once they are paused, and by the new due time once they run again', async () => {
    const clock = clockOf({ warnAt: null });
    await store([clock]);
    await store([{ ...clock, dueAt: null, status: 'paused' }]);
    expect(await rows()).toMatchObject([{ next_at: null }]);

    await store([{ ...clock, dueAt: fromNow(2 * HOUR_MS) }]);

    expect(await rows()).toMatchObject([{ next_at: (await rows())[0]?.due_at, status: 'running' }]);
  });

  it('end where no decision speaks of them: another agreement, a version without the promise', async () => {
    await store([clockOf(), clockOf({ clause: 'first-touch' })]);
    await store([clockOf({ clause: 'first-touch' })]);
    expect((await rows()).map(({ status }) => status).toSorted()).toEqual(['ended', 'running']);

    await store([clockOf()], { agreementId: 'second' });

    expect((await rows()).map(({ status }) => status).toSorted()).toEqual(['ended', 'ended', 'running']);
  });
});

describe('a clock that fires while its lead is being judged', () => {
  const warnAt = fromNow(-120_000);
  const dueAt = fromNow(-60_000);
  const ran = (changes: Partial<Clock> = {}): Clock => clockOf({ warnAt, dueAt, ...changes });

  it('stays fired, and the lead is judged again with it in its state', async () => {
    await store([ran()]);
    await fireClocks(test.database, 10);
    expect(await reviewsDue()).toBe(0);

    await store([ran({ metAt: fromNow(-90_000), status: 'met' })]);

    expect(await rows()).toMatchObject([
      { status: 'met', warned_at: warnAt, breached_at: dueAt, next_at: null },
    ]);
    expect(await reviewsDue()).toBe(1);
  });

  it('is not news once a decision has heard of it', async () => {
    await store([ran()]);
    await fireClocks(test.database, 10);

    await store([ran({ warnedAt: warnAt, breachedAt: dueAt, status: 'breached' })]);

    expect(await reviewsDue()).toBe(0);
    expect((await fireClocks(test.database, 10)).fired).toEqual([]);
  });

  it('is told to the next decision, of the agreement that judged the lead last', async () => {
    await store([ran(), ran({ cycle: 7, clause: 'first-touch' })]);
    await fireClocks(test.database, 10);
    await store([ran({ clause: 'feedback' })], { agreementId: 'second' });
    await fireClocks(test.database, 10);

    const { leads } = await readBatch(test.database.db, {
      portalId,
      claimed: [{ objectType: 'contact', objectId: LEAD, generation: null, lane: 1 }],
    });

    const fired = { run: 1, warnedAt: warnAt, breachedAt: dueAt };
    expect(leads[0]?.fired.toSorted((a, b) => a.cycle - b.cycle)).toMatchObject([
      { ...fired, clause: 'accept', cycle: 1 },
      { ...fired, clause: 'first-touch', cycle: 7 },
    ]);
  });
});

describe('claiming reviews', () => {
  it('takes leads whose clock has come before those whose score aged earlier', async () => {
    for (const [leadId, reviewMs, clockMs] of [
      ['601', -9_000, null],
      ['602', -8_000, HOUR_MS],
      ['603', -2_000, -2_000],
      ['604', -3_000, -3_000],
    ] as const) {
      await insertLead(leadId);
      const clockAt = clockMs === null ? null : fromNow(clockMs);
      await sql`update lead set review_at = ${fromNow(reviewMs)}, clock_at = ${clockAt} where portal_id = ${portalId} and lead_id = ${leadId}`.execute(
        test.database.db,
      );
    }

    const claimed = await claimReviews(test.database.db, portalId, 10);

    expect(claimed.map(({ objectId, lane }) => [objectId, lane])).toEqual([
      ['604', 1],
      ['603', 1],
      ['601', 2],
      ['602', 2],
    ]);
    expect((await claimReviews(test.database.db, portalId, 3)).map(({ objectId }) => objectId)).toEqual([
      '604',
      '603',
      '601',
    ]);
  });
});
