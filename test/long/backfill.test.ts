// A portal with years of data. Its first reading: progress, pause, a worker killed in its middle, and how live leads fare beside it.
// What was over the line before Accord came stays where it is (5a.2): nothing is written while it observes, nobody hears of it once it
// is switched on, a fresh signal hands over whoever shows one, and a release of the backlog obeys its caps. Then more contacts than HubSpot's search reaches change at one
// instant, and no webhook tells. CONTACTS tries another size: 100,000 take half an hour.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVirtualClock, type VirtualClock } from '#demo/virtual-clock.ts';
import { addDuration } from '#domain/business-time.ts';
import { DAY_MS, fromEpochMs, MINUTE_MS, toEpochMs } from '#domain/instant.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { readAgreementsInForce } from '#store/agreements.ts';
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
const SHARE = 2;
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

function taskKeys(): readonly string[] {
  return tasks()
    .map(({ values }) => values['accord_task_key'] ?? '')
    .toSorted();
}

async function listBaseline(side: 'state' | 'shadow'): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select contact_id as id from lead
    where portal_id = ${PORTAL_TEXT} and ${sql.ref(side)} ->> 'status' = 'baseline' order by contact_id`.execute(
    world.test.database.db,
  );
  return rows.map(({ id }) => id);
}

interface Backlog {
  readonly plan: { readonly leads: number; readonly reps: number; readonly perDay: number };
  readonly items: readonly { readonly contactId: string; readonly ownerId: string }[];
}

/** When the release goes on: working time as the agreement has it. */
async function nextLook(api: string): Promise<number> {
  const { items } = await world.api<{ items: readonly { readonly nextAt: string | null }[] }>(
    'GET',
    `${api}/releases`,
  );
  return Date.parse(items[0]?.nextAt ?? '');
}

/** The start of a working day to come. */
async function nextOpening(): Promise<number> {
  const [agreement] = await readAgreementsInForce(world.test.database, PORTAL_TEXT);
  if (agreement === undefined) throw new Error('no agreement is in force');
  const tomorrow = fromEpochMs(clock.nowMs() + DAY_MS);
  const opens = addDuration(agreement.calendar, tomorrow, { unit: 'workingDays', amount: 1 });
  // The start of that day's working time, not the same hour of it.
  const midnight = fromEpochMs(Math.floor(toEpochMs(opens) / DAY_MS) * DAY_MS);
  return toEpochMs(addDuration(agreement.calendar, midnight, { unit: 'workingHours', amount: 0 }));
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
    'lets the backlog go at a person’s word: to each rep his share of the day, of the best leads, and stops at once',
    async () => {
      const before = new Set(handedOver());
      // Reps are told of what they get: nothing is let go without.
      await world.api('PUT', `/portals/${PORTAL_TEXT}/effects/tasks`, { enabled: true });
      const opensMs = await nextOpening();
      await clock.leapTo(opensMs - MINUTE_MS);
      await rest();
      const api = `/portals/${PORTAL_TEXT}/backlog`;
      const { plan, items } = await world.api<Backlog>('GET', `${api}?perRepAndDay=${SHARE}&limit=200`);
      expect(plan.leads).toBeGreaterThan(plan.perDay);
      const startedMs = performance.now();
      const { id } = await world.api<{ id: string }>('POST', `${api}/releases`, { perRepAndDay: SHARE });
      await rest();
      expect(handedOver().filter((contact) => !before.has(contact))).toEqual([]);

      await clock.leapTo(opensMs);
      const released = (): readonly string[] => handedOver().filter((contact) => !before.has(contact));
      await waitUntil('every rep has his share', async () => released().length >= plan.perDay, LIMIT_MS);
      await rest();
      const tomorrowMs = await nextLook(api);
      await world.api('POST', `${api}/releases/${id}/stop`);
      console.info('released', {
        backlog: plan.leads,
        reps: plan.reps,
        leads: released().length,
        seconds: Math.round((performance.now() - startedMs) / 1_000),
      });

      const { live } = world.sandbox.requirePortal(PORTAL).objects.contacts;
      const owners = Map.groupBy(
        released(),
        (contact) => live.get(contact)?.values['hubspot_owner_id'] ?? '',
      );
      expect([...owners.values()].map((leads) => leads.length)).toEqual(Array(plan.reps).fill(SHARE));
      // Who owned a lead before keeps it.
      const listed = new Map(items.map(({ contactId, ownerId }) => [contactId, ownerId]));
      const moved = released().filter((contact) => {
        const owner = listed.get(contact) ?? '';
        return owner !== '' && owner !== live.get(contact)?.values['hubspot_owner_id'];
      });
      expect(moved).toEqual([]);
      // The best that nobody owned went first.
      const free = items.filter(({ ownerId }) => ownerId === '').map(({ contactId }) => contactId);
      const gone = new Set(released());
      const firstLeft = free.findIndex((contact) => !gone.has(contact));
      expect(free.slice(firstLeft).filter((contact) => gone.has(contact))).toEqual([]);

      await clock.leapTo(tomorrowMs);
      await clock.run(1);
      await rest();
      expect(released()).toHaveLength(plan.perDay);
      const keys = released().map((contact) => `${PORTAL_TEXT}:${contact}:c1`);
      expect(taskKeys()).toEqual(keys.toSorted());
      await world.api('PUT', `/portals/${PORTAL_TEXT}/effects/tasks`, { enabled: false });
    },
    2 * LIMIT_MS + 60_000,
  );

  it(
    'makes no task for what was handed over before tasks were switched on, a month later',
    async () => {
      const before = handedOver();
      // Of what was released while they were on.
      const known = taskKeys();
      const later = (await listBaseline('state')).filter((id) => over.includes(id)).slice(-FRESH_LATER);
      await clock.leapTo(clock.nowMs() + LATER_DAYS * DAY_MS);
      await clock.run(1);
      await rest();
      await world.api('PUT', `/portals/${PORTAL_TEXT}/effects/tasks`, { enabled: true });
      await rest();
      expect(taskKeys()).toEqual(known);

      for (const id of later) showInterest(world, id);
      await waitUntil('they have tasks', async () => tasks().length >= known.length + FRESH_LATER, LIMIT_MS);
      await rest();

      expect(handedOver().toSorted()).toEqual([...before, ...later].toSorted());
      const added = later.map((id) => `${PORTAL_TEXT}:${id}:c1`);
      expect(taskKeys()).toEqual([...known, ...added].toSorted());
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
