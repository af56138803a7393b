// A portal with years of data. Its first reading: progress, pause, a worker killed in its middle, and how live leads fare beside it.
// What was over the line before Accord came stays where it is (5a.2): nothing is written while it observes, nobody hears of it once it
// is switched on, and a fresh signal hands over whoever shows one. Then more contacts than HubSpot's search reaches change at one
// instant, and no webhook tells. CONTACTS tries another size: 100,000 take half an hour.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '#demo/virtual-clock.ts';
import { DAY_MS } from '#domain/instant.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { PORTAL_TEXT } from '#test/e2e/scenario.ts';
import { createKnown } from '#test/e2e/signal-acts.ts';
import { readCalls, switchOn } from '#test/e2e/steps.ts';
import { isQuiescent, startWorld, type World, waitUntil } from '#test/e2e/world.ts';
import { fillOldPortal, showInterest } from './old-portal.ts';

/** HubSpot's search reaches 10,000. */
const CONTACTS = Number(process.env['CONTACTS'] ?? 10_400);
const PAGE = 100;
const SAMPLES = 15;
/** On a machine that others load as well. */
const LIMIT_MS = 60_000 + CONTACTS * 60;
const API = `/portals/${PORTAL_TEXT}/backfill`;
const PORTAL = Number(PORTAL_TEXT);

interface Backfill {
  readonly state: 'reading' | 'paused' | 'judging' | 'done';
  readonly total: number | null;
  readonly read: number;
  readonly toJudge: number;
  readonly secondsLeft: number | null;
}

const FRESH = 50;
const FRESH_LATER = 10;
const LATER_DAYS = 30;

let world: World;
let clock: VirtualClock;
/** Over the line before Accord came. */
let over: readonly string[];

beforeAll(async () => {
  clock = createVirtualClock(Date.now(), systemClock);
  world = await startWorld({
    sandbox: { clock, webhook: { duplicateShare: 0 } },
    env: { POLL_SECONDS: '10' },
  });
  clock.attach(world.test.database);
  await clock.run(1);
  over = fillOldPortal(world, CONTACTS);
  // Filling takes this process a minute: that the web has closed its connections meanwhile is noticed now.
  await sleep(100);
  await world.install(PORTAL_TEXT);
  await world.api('POST', `${API}/pause`);
}, 240_000);

afterAll(() => world.close());

function look(): Promise<Backfill> {
  return world.api('GET', API);
}

/** Milliseconds from a contact's creation in HubSpot to its first decision. */
async function measure(name: string): Promise<readonly number[]> {
  const samples: number[] = [];
  for (let index = 0; index < SAMPLES; index++) {
    const startedMs = performance.now();
    await createKnown(world, `${name}${index}`);
    samples.push(performance.now() - startedMs);
    await sleep(200);
  }
  return samples.toSorted((a, b) => a - b);
}

async function rest(): Promise<void> {
  await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), LIMIT_MS);
}

/** What sales would notice: stage and owner of every contact. */
function readStanding(): ReadonlyMap<string, string> {
  const { live } = world.sandbox.requirePortal(PORTAL).objects.contacts;
  return new Map(
    [...live].map(([id, { values }]) => [
      id,
      `${values['lifecyclestage'] ?? ''} ${values['hubspot_owner_id'] ?? ''}`,
    ]),
  );
}

function handedOver(): readonly string[] {
  const { live } = world.sandbox.requirePortal(PORTAL).objects.contacts;
  return [...live]
    .filter(([, { values }]) => values['accord_handover_status'] === 'handed_over')
    .map(([id]) => id);
}

function tasks() {
  return [...world.sandbox.requirePortal(PORTAL).objects.tasks.live.values()];
}

async function listBaseline(side: 'state' | 'shadow'): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select contact_id as id from lead
    where portal_id = ${PORTAL_TEXT} and ${sql.ref(side)} ->> 'status' = 'baseline' order by contact_id`.execute(
    world.test.database.db,
  );
  return rows.map(({ id }) => id);
}

const median = (sorted: readonly number[]): number => sorted[Math.floor(sorted.length / 2)] ?? 0;

function pagesRead(): number {
  return world.sandbox.state.calls.calls.filter(({ kind }) => kind === 'contacts.list').length;
}

describe(`the first reading of ${CONTACTS} contacts`, () => {
  it(
    'can be paused, goes on where it was killed, says how far it is, and lets live leads pass',
    async () => {
      await waitUntil('what is read is judged', async () => (await look()).toJudge === 0, 60_000);
      const paused = await look();
      expect(paused).toMatchObject({ state: 'paused', secondsLeft: null });
      expect(paused.read).toBeLessThan(CONTACTS / 2);
      const alone = await measure('Alone');
      expect((await look()).read).toBe(paused.read);

      const startedMs = performance.now();
      await world.api('POST', `${API}/resume`);
      await waitUntil('a page is read', async () => (await look()).read > paused.read, 60_000);
      const beside = await measure('Beside');
      const during = await look();
      expect(during.state).toBe('reading');
      // Counted with the first page: those that came during the pause may be among them.
      expect(during.total).toBeGreaterThanOrEqual(CONTACTS);
      expect(during.secondsLeft).toBeGreaterThan(0);

      await world.worker.kill();
      const killed = await look();
      await world.worker.start();
      await waitUntil('all is read and judged', async () => (await look()).state === 'done', LIMIT_MS);
      await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), 120_000);

      const seconds = (performance.now() - startedMs) / 1_000;
      const { rateLimited, total } = await readCalls(world);
      console.info('backfill', {
        contacts: CONTACTS,
        seconds: Math.round(seconds),
        perSecond: Math.round(CONTACTS / seconds),
        saidLeft: during.secondsLeft,
        liveAloneMs: Math.round(median(alone)),
        liveBesideMs: Math.round(median(beside)),
        ratio: Number((median(beside) / median(alone)).toFixed(2)),
        worstBesideMs: Math.round(beside.at(-1) ?? 0),
        calls: total,
        workerMb: world.worker.peakMemoryMb(),
        webMb: world.web.peakMemoryMb(),
      });
      expect(killed.read).toBeGreaterThanOrEqual(during.read);
      // The page in work when it was killed is read twice at most, and those that came meanwhile are listed too.
      expect(pagesRead()).toBeLessThanOrEqual(Math.ceil((CONTACTS + 2 * SAMPLES) / PAGE) + 2);
      expect(rateLimited).toBe(0);
      const { rows } = await sql<{ leads: number }>`
      select count(*)::int as leads from lead where portal_id = ${PORTAL_TEXT} and last_decision is not null`.execute(
        world.test.database.db,
      );
      expect(rows[0]?.leads).toBe(CONTACTS + 2 * SAMPLES);
    },
    LIMIT_MS + 600_000,
  );

  it('observes them without writing a record', async () => {
    const baseline = await listBaseline('shadow');

    console.info('over the line before', { made: over.length, found: baseline.length });
    const known = new Set(baseline);
    expect(over.filter((id) => !known.has(id))).toEqual([]);
    expect((await readCalls(world)).recordWrites).toBe(0);
  });

  it(
    'moves nobody and asks nobody for anything when it is switched on',
    async () => {
      const before = readStanding();
      const startedMs = performance.now();

      await switchOn(world, ['scores', 'stage', 'owner']);
      await rest();

      console.info('switched on', { seconds: Math.round((performance.now() - startedMs) / 1_000) });
      expect(readStanding()).toEqual(before);
      expect(handedOver()).toEqual([]);
      expect(tasks()).toEqual([]);
    },
    LIMIT_MS + 60_000,
  );

  it(
    'hands over exactly those who show a fresh signal',
    async () => {
      const fresh = (await listBaseline('state')).filter((id) => over.includes(id)).slice(0, FRESH);
      for (const id of fresh) showInterest(world, id);
      await waitUntil('they are handed over', async () => handedOver().length >= FRESH, LIMIT_MS);
      await rest();

      expect(fresh).toHaveLength(FRESH);
      expect(handedOver().toSorted()).toEqual(fresh.toSorted());
      expect(tasks()).toEqual([]);
    },
    LIMIT_MS + 60_000,
  );

  it(
    'makes no task for what was handed over before tasks were switched on, a month later',
    async () => {
      const before = handedOver();
      const later = (await listBaseline('state')).filter((id) => over.includes(id)).slice(-FRESH_LATER);
      await clock.leapTo(clock.nowMs() + LATER_DAYS * DAY_MS);
      await clock.run(1);
      await rest();
      await world.api('PUT', `/portals/${PORTAL_TEXT}/effects/tasks`, { enabled: true });
      await rest();
      expect(tasks()).toEqual([]);

      for (const id of later) showInterest(world, id);
      await waitUntil('they have tasks', async () => tasks().length >= FRESH_LATER, LIMIT_MS);
      await rest();

      expect(handedOver().toSorted()).toEqual([...before, ...later].toSorted());
      expect(
        tasks()
          .map(({ values }) => values['accord_task_key'] ?? '')
          .toSorted(),
      ).toEqual(later.map((id) => `${PORTAL_TEXT}:${id}:c1`).toSorted());
      expect((await readCalls(world)).rateLimited).toBe(0);
    },
    2 * LIMIT_MS + 60_000,
  );

  it(
    'finds each of them after a change at one instant that no webhook tells',
    async () => {
      world.sandbox.state.webhooks.configure({ lostShare: 1 });
      const atMs = clock.nowMs();
      const ids = [...world.sandbox.requirePortal(PORTAL).objects.contacts.live.keys()];
      for (const id of ids)
        world.sandbox.apply(PORTAL, [{ type: 'set', id, atMs, properties: { jobtitle: 'Moved on' } }]);
      const known = async (): Promise<number> => {
        const { rows } = await sql<{ known: number }>`
        select count(*)::int as known from mirror where portal_id = ${PORTAL_TEXT} and object_type = 'contact'
          and cells -> 'jobtitle' ->> 'v' = 'Moved on'`.execute(world.test.database.db);
        return rows[0]?.known ?? 0;
      };

      await waitUntil('all are known', async () => (await known()) === ids.length, LIMIT_MS);

      expect(await known()).toBe(ids.length);
    },
    LIMIT_MS + 60_000,
  );
});
