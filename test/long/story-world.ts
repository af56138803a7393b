// The story of sales' promises on a whole Accord: web and worker processes, a sandbox, a clock that leaps. With chaos, the worker
// is killed at seeded leaps, and the clock jumps by an hour and back at others.
import { sql } from 'kysely';
import { putInForce } from '#demo/sign-agreement.ts';
import { writeAgreements } from '#demo/story-sla/agreement.ts';
import { FIRST_DAY, hireReps, instantOf } from '#demo/story-sla/cast.ts';
import type { Ground } from '#demo/story-sla/ground.ts';
import { createNarrator } from '#demo/story-sla/narrator.ts';
import { playStory } from '#demo/story-sla/play-story.ts';
import { createVirtualClock } from '#demo/virtual-clock.ts';
import type { Agreement } from '#domain/agreement.ts';
import { EFFECTS } from '#domain/decision.ts';
import { HOUR_MS } from '#domain/instant.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { createRandom, PORTAL_TEXT } from '#test/e2e/scenario.ts';
import { isQuiescent, startWorld, type World, waitUntil } from '#test/e2e/world.ts';

const PORTAL = Number(PORTAL_TEXT);
const TIME_ZONE = 'Europe/London';
/** Hours that take no time know no window of HubSpot's limit. */
const CALLS = 2_000;
/** A killed worker's lease (10 s) and an unknown outcome (10 s) may follow one another. */
const REST_MS = 120_000;
/** A worker that has just begun its turn, or is in the middle of its writes. */
const KILL_WITHIN_MS = 1_200;

export interface Chaos {
  readonly seed: number;
  /** Of all leaps, how many in a thousand. */
  readonly kills: number;
  readonly jumps: number;
}

export interface PlayedStory {
  readonly world: World;
  readonly ground: Ground;
  readonly leads: number;
  /** As the demo tells it. */
  readonly log: readonly string[];
  readonly toll: { readonly kills: number; readonly jumps: number };
}

export async function playOnWorld(chaos: Chaos | null): Promise<PlayedStory> {
  const clock = createVirtualClock(instantOf(TIME_ZONE, FIRST_DAY, '08:00'), systemClock);
  const world = await startWorld({
    sandbox: { clock, portals: [{ portalId: PORTAL, timeZone: TIME_ZONE }], rateLimit: { max: CALLS } },
    env: { HUBSPOT_RATE_LIMIT: String(CALLS) },
  });
  clock.attach(world.test.database);
  await clock.freeze();
  const ground: Ground = {
    language: 'en',
    timeZone: TIME_ZONE,
    seed: 1,
    url: world.url,
    sandboxUrl: world.sandboxUrl,
    portalId: PORTAL_TEXT,
    portalNumber: PORTAL,
    sandbox: world.sandbox,
    clock,
    database: world.test.database,
    rest: () => waitUntil('the portal is at rest', () => isQuiescent(world, PORTAL_TEXT), REST_MS),
  };
  const documents = await writeAgreements('en');
  const agreement = await begin(world, ground, documents.first);
  const narrator = createNarrator(ground, agreement);
  const log: string[] = [];
  const toll = { kills: 0, jumps: 0 };
  const around = chaos === null ? null : troubleMaker(world, ground, { chaos, toll });
  const leads = await playStory(ground, {
    agreement,
    withAbsence: documents.withAbsence,
    onDayEnd: async (day) => void log.push(...(await narrator.tellDay(day))),
    ...(around === null ? {} : { aroundLeap: around }),
  });
  return { world, ground, leads, log, toll };
}

async function begin(world: World, ground: Ground, document: string): Promise<Agreement> {
  hireReps(world.sandbox, PORTAL);
  await world.install(PORTAL_TEXT);
  const version = await putInForce(ground, document);
  await world.api('POST', `/portals/${PORTAL_TEXT}/provision`);
  for (const effect of EFFECTS)
    await world.api('PUT', `/portals/${PORTAL_TEXT}/effects/${effect}`, { enabled: true });
  await ground.rest();
  const { rows } = await sql<{ compiled: string }>`
    select compiled from agreement_version where portal_id = ${PORTAL_TEXT} and version = ${version}`.execute(
    world.test.database.db,
  );
  return JSON.parse(rows[0]?.compiled ?? '') as Agreement; // as compile.ts made it
}

type AroundLeap = (atMs: number, leap: () => Promise<void>) => Promise<void>;

function troubleMaker(
  { worker }: World,
  ground: Ground,
  { chaos, toll }: { readonly chaos: Chaos; readonly toll: { kills: number; jumps: number } },
): AroundLeap {
  const random = createRandom(chaos.seed);
  return async (atMs, leap) => {
    const draw = random() * 1_000;
    if (draw < chaos.kills) {
      toll.kills += 1;
      const leaping = leap();
      await sleep(random() * KILL_WITHIN_MS);
      await worker.kill();
      worker.launch();
      return leaping;
    }
    if (draw < chaos.kills + chaos.jumps) {
      toll.jumps += 1;
      await ground.clock.leapTo(atMs + (random() < 0.5 ? HOUR_MS : -HOUR_MS));
      await ground.rest();
    }
    return leap();
  };
}
