// The story of sales' promises on a whole Accord: web and worker processes, a sandbox, a clock that leaps. With chaos, worker, web
// and queue are killed at seeded leaps, and the clock jumps by an hour and back at others.
import { sql } from 'kysely';
import { putInForce } from '#demo/sign-agreement.ts';
import { writeAgreements } from '#demo/story-sla/agreement.ts';
import { FIRST_DAY, hireReps, instantOf } from '#demo/story-sla/cast.ts';
import type { Ground } from '#demo/story-sla/ground.ts';
import { createNarrator } from '#demo/story-sla/narrator.ts';
import { type Course, playStory } from '#demo/story-sla/play-story.ts';
import type { Language } from '#demo/texts.ts';
import { createVirtualClock } from '#demo/virtual-clock.ts';
import type { Agreement } from '#domain/agreement.ts';
import { EFFECTS } from '#domain/decision.ts';
import { HOUR_MS } from '#domain/instant.ts';
import { sleep, systemClock } from '#platform/clock.ts';
import { createRandom, PORTAL_TEXT } from '#test/e2e/scenario.ts';
import { isQuiescent, isReady, startWorld, type World, waitUntil } from '#test/e2e/world.ts';
import type { OwnRedis } from '#test/support/redis.ts';
import { type Views, watchLeads } from './story-views.ts';

const PORTAL = Number(PORTAL_TEXT);
const TIME_ZONES = { en: 'Europe/London', fr: 'Europe/Paris' } as const;
/** Hours that take no time know no window of HubSpot's limit. */
const CALLS = 2_000;
/** A killed worker's lease (10 s) and an unknown outcome (10 s) may follow one another. */
const REST_MS = 120_000;
/** A worker that has just begun its turn, or is in the middle of its writes. */
const KILL_WITHIN_MS = 1_200;
const WEB_STARTS_WITHIN_MS = 60_000;
/** Ten retries over minutes: no event may be given up while the web starts again. */
const PATIENT_WEBHOOKS = { webhook: { retryScale: 0.003 } } as const;

export interface Chaos {
  readonly seed: number;
  /** Of all leaps, how many in a thousand: the worker is killed; the web, while webhooks are on their way; Redis loses all. */
  readonly kills: number;
  readonly webKills: number;
  readonly losses: number;
  readonly jumps: number;
  /** Null: the queue is in Postgres, and there is nothing to lose. */
  readonly redis: OwnRedis | null;
}

export type Toll = Record<'kills' | 'webKills' | 'losses' | 'jumps', number>;

export interface PlayedStory {
  readonly world: World;
  readonly ground: Ground;
  readonly leads: number;
  /** As the demo tells it. */
  readonly log: readonly string[];
  readonly toll: Readonly<Toll>;
  /** Every lead as the portal showed it, leap by leap. */
  readonly views: Views;
  readonly standing: readonly StandingAtNight[];
}

/** What Accord's API says at the end of a day on which hand-overs from a source are paused. */
export interface StandingAtNight {
  readonly day: string;
  readonly sentence: string;
  readonly held: number;
  /** Contact ids. */
  readonly leads: readonly string[];
}

export async function playOnWorld(language: Language, chaos: Chaos | null): Promise<PlayedStory> {
  const timeZone = TIME_ZONES[language];
  const clock = createVirtualClock(instantOf(timeZone, FIRST_DAY, '08:00'), systemClock);
  const world = await startWorld({
    sandbox: {
      clock,
      portals: [{ portalId: PORTAL, timeZone }],
      rateLimit: { max: CALLS },
      ...(chaos === null ? {} : PATIENT_WEBHOOKS),
    },
    ...(chaos?.redis == null ? {} : { redisUrl: chaos.redis.url }),
    env: { HUBSPOT_RATE_LIMIT: String(CALLS) },
  });
  clock.attach(world.test.database);
  await clock.freeze();
  const ground: Ground = {
    language,
    timeZone,
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
  const documents = await writeAgreements(language);
  const agreement = await begin(world, ground, documents.first);
  const narrator = createNarrator(ground, agreement);
  const log: string[] = [];
  const toll = { kills: 0, webKills: 0, losses: 0, jumps: 0 };
  const trouble = chaos === null ? CALM : troubleMaker(world, ground, { chaos, toll });
  const watch = watchLeads(ground);
  const standing: StandingAtNight[] = [];
  const leads = await playStory(ground, {
    agreement,
    withAbsence: documents.withAbsence,
    onDayEnd: async (day) => {
      log.push(...(await narrator.tellDay(day)));
      standing.push(...(await readStanding(world, language, day)));
    },
    onActed: trouble.onActed,
    aroundLeap: async (atMs, leap) => {
      await trouble.aroundLeap(atMs, leap);
      watch.look();
    },
  });
  return { world, ground, leads, log, toll, views: watch.views, standing };
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

async function readStanding(
  world: World,
  language: Language,
  day: string,
): Promise<readonly StandingAtNight[]> {
  const path = `/portals/${PORTAL_TEXT}/source-pauses`;
  type Listed = Pick<StandingAtNight, 'sentence' | 'held'> & { readonly id: string };
  const { items } = await world.api<{ items: readonly Listed[] }>(
    'GET',
    `${path}?standing=true&language=${language}`,
  );
  return Promise.all(
    items.map(async ({ id, sentence, held }) => {
      const found = await world.api<{ items: readonly { contactId: string }[] }>(
        'GET',
        `${path}/${id}/leads`,
      );
      return { day, sentence, held, leads: found.items.map(({ contactId }) => contactId) };
    }),
  );
}

type Trouble = Required<Pick<Course, 'aroundLeap' | 'onActed'>>;

const CALM: Trouble = { aroundLeap: (_, leap) => leap(), onActed: async () => undefined };

type Blow = keyof Toll | 'none';

function troubleMaker(
  world: World,
  ground: Ground,
  { chaos, toll }: { readonly chaos: Chaos; readonly toll: Toll },
): Trouble {
  const random = createRandom(chaos.seed);
  let blow: Blow = 'none';
  return {
    aroundLeap: async (atMs, leap) => {
      blow = drawBlow(chaos, random() * 1_000);
      if (blow !== 'none') toll[blow] += 1;
      if (blow === 'jumps') {
        await ground.clock.leapTo(atMs + (random() < 0.5 ? HOUR_MS : -HOUR_MS));
        await ground.rest();
      }
      const leaping = leap();
      if (blow === 'kills') {
        await sleep(random() * KILL_WITHIN_MS);
        await world.worker.kill();
        world.worker.launch();
      }
      await leaping;
      // Who acts next finds Accord there.
      if (blow === 'webKills')
        await waitUntil('the web is back', () => isReady(`${world.url}/readyz`), WEB_STARTS_WITHIN_MS);
    },
    onActed: async () => {
      if (blow === 'losses') await chaos.redis?.flushAll();
      if (blow !== 'webKills') return;
      await world.web.kill();
      world.web.launch();
    },
  };
}

function drawBlow({ kills, webKills, losses, jumps, redis }: Chaos, draw: number): Blow {
  if (draw < kills) return 'kills';
  if (draw < kills + jumps) return 'jumps';
  if (draw < kills + jumps + webKills) return 'webKills';
  return redis !== null && draw < kills + jumps + webKills + losses ? 'losses' : 'none';
}
