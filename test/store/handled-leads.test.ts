// A promise of sales about one lead, put together from the runs of its clock.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listHandled } from '#store/handled-leads.ts';
import { setVirtualClock } from '#store/ledger.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal } from '#test/support/portal.ts';

const PORTAL = '44';
const STARTED = '2026-11-02T09:00:00.000Z';
const DUE = '2026-11-10T10:00:00.000Z';
const LATER = '2026-11-12T10:00:00.000Z';
const NOVEMBER_LAST = '2026-11-30T10:00:00.000Z';
const NOVEMBER = { start: '2026-11-01T00:00:00.000Z', end: '2026-12-01T00:00:00.000Z' };

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  await insertPortal(test.database, PORTAL);
  await insertPortal(test.database, '45');
});
beforeEach(async () => {
  await sql`delete from clock`.execute(test.database.db);
  await sql`delete from clock_excuse`.execute(test.database.db);
  await setVirtualClock(test.database, { from: STARTED, speed: 1 });
});
afterAll(() => test.close());

interface Run {
  readonly portalId?: string;
  readonly agreementId?: string;
  readonly leadId?: string;
  readonly run?: number;
  readonly ownerId?: string;
  readonly startedAt?: string;
  readonly dueAt?: string | null;
  readonly totalDueAt?: string | null;
  readonly breachedAt?: string | null;
  readonly firedAt?: string | null;
  readonly metAt?: string | null;
  readonly status?: string;
}

async function insert(...runs: readonly Run[]): Promise<void> {
  for (const run of runs) {
    const row = {
      portalId: PORTAL,
      agreementId: 'main',
      leadId: 'l',
      run: 1,
      ownerId: '71',
      startedAt: STARTED,
      ...run,
    };
    const {
      dueAt = DUE,
      totalDueAt = DUE,
      breachedAt = null,
      firedAt = null,
      metAt = null,
      status = 'running',
    } = run;
    await sql`
      insert into clock (portal_id, lead_id, agreement_id, cycle, clause, run, version, owner_id, started_at, since, due_at,
        total_due_at, breached_at, breach_fired_at, met_at, status)
      values (${row.portalId}, ${row.leadId}, ${row.agreementId}, 1, 'accept', ${row.run}, 1, ${row.ownerId}, ${row.startedAt},
        ${row.startedAt}, ${dueAt}, ${totalDueAt}, ${breachedAt}, ${firedAt}, ${metAt}, ${status})`.execute(
      test.database.db,
    );
  }
}

const list = () => listHandled(test.database, { portalId: PORTAL, agreementId: 'main', span: NOVEMBER });

describe('the runs of one start', () => {
  it('are one promise, due when the first owner owed it, kept by the last', async () => {
    await insert(
      { run: 1, status: 'ended', breachedAt: DUE, firedAt: DUE },
      { run: 2, ownerId: '72', dueAt: LATER, metAt: '2026-11-11T10:00:00.000Z', status: 'met' },
    );

    expect(await list()).toEqual([
      {
        leadId: 'l',
        contactId: null,
        cycle: 1,
        clause: 'accept',
        ownerId: '72',
        dueAt: DUE,
        metAt: '2026-11-11T10:00:00.000Z',
        isExcused: false,
        isOver: false,
        isBreached: true,
        hasFired: true,
      },
    ]);
  });

  it('are due later than the lead’s total where the first owner saw it later', async () => {
    await insert({ dueAt: LATER, totalDueAt: DUE });

    expect(await list()).toMatchObject([{ dueAt: LATER }]);
  });

  it('are due by the total, which pauses have moved since', async () => {
    await insert(
      { run: 1, status: 'ended' },
      { run: 2, dueAt: '2026-11-20T10:00:00.000Z', totalDueAt: LATER },
    );

    expect(await list()).toMatchObject([{ dueAt: LATER, isOver: false }]);
  });

  it('are broken without firing where the portal stood still when they fell due', async () => {
    await insert(
      { leadId: 'a', dueAt: DUE },
      { leadId: 'b', dueAt: DUE, breachedAt: DUE, status: 'breached' },
      { leadId: 'c', dueAt: NOVEMBER_LAST, totalDueAt: NOVEMBER_LAST },
    );
    await setVirtualClock(test.database, { from: LATER, speed: 1 });

    expect((await list()).map(({ isBreached, hasFired }) => [isBreached, hasFired])).toEqual([
      [true, false],
      [true, false],
      [false, false],
    ]);
  });

  it('of another start are another promise: a second no', async () => {
    await insert(
      { run: 1, status: 'ended' },
      { run: 2, startedAt: LATER, status: 'breached', breachedAt: DUE },
    );

    expect((await list()).map(({ isOver, isBreached, hasFired }) => [isOver, isBreached, hasFired])).toEqual([
      [true, false, false],
      [false, true, false],
    ]);
  });
});

describe('a month', () => {
  it('has what falls due in it, in its own portal and agreement', async () => {
    await insert(
      { leadId: 'first', dueAt: NOVEMBER.start, totalDueAt: NOVEMBER.start },
      { leadId: 'next', dueAt: NOVEMBER.end, totalDueAt: NOVEMBER.end },
      { leadId: 'moved', dueAt: DUE, totalDueAt: NOVEMBER.end },
      { leadId: 'other', agreementId: 'emea' },
      { leadId: 'foreign', portalId: '45' },
    );

    expect((await list()).map(({ leadId }) => leadId)).toEqual(['first']);
  });

  it('has nothing of what stands still or is nobody’s yet', async () => {
    await insert(
      { leadId: 'paused', dueAt: null, totalDueAt: null, status: 'paused' },
      { leadId: 'nobody', ownerId: '', dueAt: null },
      { leadId: 'kept at once', ownerId: '', dueAt: null, metAt: STARTED, status: 'met' },
    );

    expect((await list()).map(({ leadId }) => leadId)).toEqual(['kept at once']);
  });

  it('knows what a manager excused, also after the cycle', async () => {
    await insert(
      { leadId: 'a', status: 'excused' },
      { leadId: 'b', status: 'ended', breachedAt: DUE },
      { leadId: 'c' },
    );
    await sql`insert into clock_excuse values (${PORTAL}, 'b', 1, 'accept', now()), (${PORTAL}, 'c', 2, 'accept', now())`.execute(
      test.database.db,
    );

    expect((await list()).map(({ isExcused }) => isExcused)).toEqual([true, true, false]);
  });
});
