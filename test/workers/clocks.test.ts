// The loop that every worker process runs: what falls due while it runs fires once, in due order and never early; what fell
// due while nothing ran fires as soon as something does, and is marked late.
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Firing } from '#pipeline/clocks/clock-store.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { createClockWatch } from '#platform/clock-watch.ts';
import { createMetrics } from '#platform/metrics.ts';
import { fireClocks } from '#store/fire-clocks.ts';
import { insertClock, insertLivePortal, readClocks, type StoredClock } from '#test/support/clock-rows.ts';
import { type TestDatabase, testDatabase, testLogger } from '#test/support/database.ts';
import { type ClockDeps, fireDueClocks } from '#workers/clocks.ts';

const PORTALS = ['1', '2', '3'];
const HOUR_MS = 3_600_000;
const WAIT_MS = 20_000;

let test: TestDatabase;
let stop: AbortController;
let running: Promise<void>[] = [];

beforeAll(async () => {
  test = await testDatabase();
  for (const portalId of PORTALS) await insertLivePortal(test.database, portalId);
});
afterAll(() => test.close());
afterEach(async () => {
  stop.abort();
  await Promise.all(running);
});

/** As many processes as looks; answers what their metrics were told. */
function startWorkers(looks: readonly ClockDeps['fireClocks'][]): readonly Firing[] {
  const observed: Firing[] = [];
  stop = new AbortController();
  const metrics = {
    observeFiring: (kind: Firing['kind'], late: number) => observed.push({ kind, lateMs: late * 1_000 }),
  };
  running = looks.map((look) =>
    fireDueClocks({ fireClocks: look, lookAtClocks, metrics, logger: testLogger }, stop.signal),
  );
  return observed;
}

let areApart = false;
let lookAgain = (): void => undefined;
const lookAtClocks = async (): Promise<boolean> => {
  lookAgain();
  return areApart;
};

const look: ClockDeps['fireClocks'] = (limit) => fireClocks(test.database, limit);

async function breached(atLeast: number): Promise<readonly StoredClock[]> {
  const endsAt = Date.now() + WAIT_MS;
  while (Date.now() < endsAt) {
    const all = await Promise.all(PORTALS.map((portalId) => readClocks(test.database, portalId)));
    const rows = all.flat().filter(({ breach_fired_at: firedAt }) => firedAt !== null);
    if (rows.length >= atLeast) return rows;
    await sleep(20);
  }
  throw new Error('the clocks do not fire');
}

it('fires what is due at once and what comes due in its time, in every portal', async () => {
  for (const [index, portalId] of PORTALS.entries()) {
    await insertClock(test.database, {
      portalId,
      leadId: 'missed',
      warnInMs: -2 * HOUR_MS,
      dueInMs: -HOUR_MS + index,
    });
    for (let lead = 0; lead < 20; lead++)
      await insertClock(test.database, {
        portalId,
        leadId: String(lead),
        warnInMs: 300 + lead * 20,
        dueInMs: 600 + lead * 20,
      });
    await insertClock(test.database, { portalId, leadId: 'later', dueInMs: HOUR_MS });
  }

  const observed = startWorkers([look, look]);
  const rows = await breached(PORTALS.length * 21);
  stop.abort();
  await Promise.all(running);

  expect(observed.map(({ kind }) => kind).toSorted()).toEqual([
    ...Array.from({ length: 63 }, () => 'breach'),
    ...Array.from({ length: 63 }, () => 'warn'),
  ]);
  for (const row of rows) {
    expect(Date.parse(row.warn_fired_at ?? '')).toBeGreaterThanOrEqual(Date.parse(row.warn_at ?? ''));
    expect(Date.parse(row.breach_fired_at ?? '')).toBeGreaterThanOrEqual(Date.parse(row.due_at ?? ''));
  }
  const firedAt = (of: readonly StoredClock[]) => of.map((row) => row.breach_fired_at ?? '').toSorted();
  const missed = rows.filter(({ lead_id: leadId }) => leadId === 'missed');
  const others = rows.filter((row) => !missed.includes(row));
  expect(missed.map(({ breach_late_ms: ms }) => (ms ?? 0) >= HOUR_MS - 10)).toEqual([true, true, true]);
  expect([...firedAt(missed), ...firedAt(others)]).toEqual(firedAt(rows));
});

it('counts what fired, and how late, where a monitor reads it', async () => {
  await sql`delete from clock`.execute(test.database.db);
  for (const leadId of ['1', '2'])
    await insertClock(test.database, { portalId: '1', leadId, warnInMs: -7_200_000, dueInMs: -HOUR_MS });
  const metrics = createMetrics(createClockWatch(systemClock));
  stop = new AbortController();
  running = [fireDueClocks({ fireClocks: look, lookAtClocks, metrics, logger: testLogger }, stop.signal)];
  await breached(2);
  stop.abort();
  await Promise.all(running);

  const { text } = await metrics.render();
  for (const kind of ['warn', 'breach']) {
    expect(text).toContain(`accord_clocks_fired_total{kind="${kind}"} 2\n`);
    expect(text).toContain(`accord_clock_lateness_seconds_count{kind="${kind}"} 2\n`);
    expect(text).toContain(`accord_clock_lateness_seconds_bucket{le="1",kind="${kind}"} 0\n`);
  }
  const sum = (kind: string) =>
    Number(new RegExp(`lateness_seconds_sum\\{kind="${kind}"\\} (\\S+)`).exec(text)?.[1]);
  expect(sum('breach')).toBeGreaterThanOrEqual(2 * 3_600);
  expect(sum('warn')).toBeGreaterThanOrEqual(2 * 7_200);
});

it('goes on after the database was away', async () => {
  await sql`delete from clock`.execute(test.database.db);
  await insertClock(test.database, { portalId: '1', leadId: 'after', dueInMs: -1_000 });
  let looks = 0;
  startWorkers([
    (limit) => {
      looks++;
      return looks === 1 ? Promise.reject(new Error('the database is away')) : look(limit);
    },
  ]);

  expect(await breached(1)).toMatchObject([{ lead_id: 'after', status: 'breached' }]);
  expect(looks).toBeGreaterThan(1);
});

it('fires nothing while the clocks of machines disagree, and what fell due meanwhile once they agree', async () => {
  await sql`delete from clock`.execute(test.database.db);
  await insertClock(test.database, { portalId: '1', leadId: 'held', dueInMs: -1_000 });
  areApart = true;
  let fired = 0;
  const counted: ClockDeps['fireClocks'] = (limit) => {
    fired++;
    return look(limit);
  };
  const firedBefore: number[] = [];
  lookAgain = () => {
    firedBefore.push(fired);
    // The third look, ten seconds on, finds them set right.
    areApart = firedBefore.length < 3;
  };
  startWorkers([counted]);

  expect(await breached(1)).toMatchObject([{ lead_id: 'held', status: 'breached' }]);
  expect(firedBefore.slice(0, 3)).toEqual([0, 0, 0]);
}, 30_000);
