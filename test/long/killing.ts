// Kills Accord's processes with SIGKILL at seeded instants while its portal lives, and counts what each kill cut off.
// Leaves judging the outcome to the caller.
import { sql } from 'kysely';
import { sleep } from '#platform/clock.ts';
import { createPlayer, createRandom, emitted, PORTAL_TEXT } from '#test/e2e/scenario.ts';
import { type AppProcess, isReady, type World, waitUntil } from '#test/e2e/world.ts';

const GAP_MS = [200, 2_500] as const;
/**
 * A killed worker's lease darkens its portal for ten seconds: at blind instants alone, most kills would hit idle workers.
 * So two of five are aimed: one into a turn, one at calls on the wire.
 */
const AIMS: readonly Aim[] = ['blind', 'wire', 'blind', 'turn', 'blind'];
const AIM_SPREAD_MS = { turn: 3_000, wire: 120 } as const;
/** Leases and unknown outcomes of 10 s each may follow one another, on a busy machine. */
const AIM_PATIENCE_MS = 60_000;
/** A kill while the process has hardly started. */
const AGAIN_SHARE = 0.3;
const AGAIN_SPREAD_MS = 1_500;
/** Odd, so that it meets each of the aims. */
const DATABASE_EVERY = 3;
/** The portal's people act this often. */
const ACT_EVERY_MS = 700;
const READY_MS = 30_000;

type Aim = 'blind' | 'turn' | 'wire';

interface Kill {
  /** What `afterMs` counts from: the kill before, the beginning of a turn, or a call just sent. */
  readonly aim: Aim;
  readonly afterMs: number;
  readonly victims: readonly ('web' | 'worker')[];
  /** After them, where the server is the test's own. */
  readonly alsoDatabase: boolean;
  /** Null: only once. */
  readonly againAfterMs: number | null;
}

export interface Toll {
  readonly instants: number;
  readonly webKills: number;
  readonly workerKills: number;
  readonly databaseKills: number;
  /** Of the database, the longest time until it answered again. */
  readonly longestMs: number;
  /** Kills that cut off calls to HubSpot, and the rows whose outcome nobody knew then. */
  readonly cuts: number;
  readonly cutRows: number;
  readonly killingMs: number;
}

export function planKills(seed: number, count: number): readonly Kill[] {
  const random = createRandom(seed);
  const between = (low: number, high: number): number => Math.round(low + random() * (high - low));
  return Array.from({ length: count }, (_, index): Kill => {
    const aim = AIMS[index % AIMS.length] ?? 'blind';
    return {
      aim,
      afterMs: aim === 'blind' ? between(...GAP_MS) : between(0, AIM_SPREAD_MS[aim]),
      victims: victimsOf(aim === 'blind' ? random() : random() * 0.6),
      againAfterMs: random() < AGAIN_SHARE ? between(0, AGAIN_SPREAD_MS) : null,
      alsoDatabase: index % DATABASE_EVERY === DATABASE_EVERY - 1,
    };
  });
}

function victimsOf(draw: number): Kill['victims'] {
  if (draw < 0.4) return ['worker'];
  return draw < 0.6 ? ['worker', 'web'] : ['web'];
}

/** Kills as planned while people act, then waits until the processes that were started last are ready. */
export async function killWhileActing(
  world: World,
  options: {
    readonly seed: number;
    readonly kills: readonly Kill[];
    readonly inTheMiddle: () => Promise<void>;
    readonly killDatabase: (() => Promise<number>) | null;
  },
): Promise<Toll> {
  const done = new AbortController();
  const acting = act(world, options.seed, done.signal);
  const startedMs = performance.now();
  const toll = {
    instants: 0,
    webKills: 0,
    workerKills: 0,
    databaseKills: 0,
    longestMs: 0,
    cuts: 0,
    cutRows: 0,
    killingMs: 0,
  };
  let workerSince = await readClock(world);
  for (const [index, kill] of options.kills.entries()) {
    if (index === Math.floor(options.kills.length / 2)) await options.inTheMiddle();
    await aimAt(world, kill.aim, workerSince);
    await sleep(kill.afterMs);
    for (const pauseMs of [0, ...(kill.againAfterMs === null ? [] : [kill.againAfterMs])]) {
      await sleep(pauseMs);
      const cutRows = await strike(world, kill.victims, workerSince);
      if (kill.victims.includes('worker')) workerSince = await readClock(world);
      toll.webKills += Number(kill.victims.includes('web'));
      toll.workerKills += Number(kill.victims.includes('worker'));
      toll.cuts += Number(cutRows > 0);
      toll.cutRows += cutRows;
    }
    if (kill.alsoDatabase && options.killDatabase !== null) {
      toll.longestMs = Math.max(toll.longestMs, await options.killDatabase());
      toll.databaseKills += 1;
    }
    toll.instants += 1;
  }
  toll.killingMs = Math.round(performance.now() - startedMs);
  done.abort();
  await acting;
  await waitUntil('the web is ready again', () => isReady(`${world.url}/readyz`), READY_MS);
  return toll;
}

/** Answers how many rows of the killed worker were sent and not answered. */
async function strike(world: World, victims: Kill['victims'], workerSince: string): Promise<number> {
  const processes = victims.map((name): AppProcess => world[name]);
  await Promise.all(processes.map((process) => process.kill()));
  const cutRows = victims.includes('worker') ? await countSent(world, workerSince) : 0;
  for (const process of processes) process.launch();
  return cutRows;
}

/** What an earlier worker had sent is waiting for its time-out: only rows of the one that was just killed count. */
async function countSent(world: World, since: string): Promise<number> {
  const { rows } = await sql<{ sent: number }>`
    select ((select count(*) from outbox_property where portal_id = ${PORTAL_TEXT} and state = 'sent' and sent_at >= ${since}::timestamptz)
      + (select count(*) from task where portal_id = ${PORTAL_TEXT} and state = 'sent' and sent_at >= ${since}::timestamptz))::int as sent`.execute(
    world.test.database.db,
  );
  return rows[0]?.sent ?? 0;
}

async function readClock(world: World): Promise<string> {
  const { rows } = await sql<{ now: string }>`select clock_timestamp()::text as now`.execute(
    world.test.database.db,
  );
  return rows[0]?.now ?? '';
}

/** Turns begun so far: each raises the fence of the portal's lease. */
export async function countTurns(world: World): Promise<number> {
  const { rows } = await sql<{ fence: number }>`
    select fence::int as fence from portal_lease where portal_id = ${PORTAL_TEXT}`.execute(
    world.test.database.db,
  );
  return rows[0]?.fence ?? 0;
}

async function aimAt(world: World, aim: Aim, workerSince: string): Promise<void> {
  if (aim === 'wire')
    await waitUntil('a call is sent', async () => (await countSent(world, workerSince)) > 0, AIM_PATIENCE_MS);
  if (aim !== 'turn') return;
  const before = await countTurns(world);
  await waitUntil('a turn begins', async () => (await countTurns(world)) > before, AIM_PATIENCE_MS);
}

async function act(world: World, seed: number, stop: AbortSignal): Promise<void> {
  const player = createPlayer(world, seed);
  while (!stop.aborted) await player.playUntil(emitted(world) + 1, ACT_EVERY_MS);
}
