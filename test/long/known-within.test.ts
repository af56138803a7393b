// How soon each kind of signal is known with the settings that a portal runs on: the poll's own interval, in real time.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KNOWN_WITHIN } from '#domain/known-within.ts';
import { PORTAL_TEXT } from '#test/e2e/scenario.ts';
import { ACTS, act, countedKinds, createKnown } from '#test/e2e/signal-acts.ts';
import { isQuiescent, startWorld, type World, waitUntil } from '#test/e2e/world.ts';

/** So that acts fall on other moments of the poll's interval. */
const ROUNDS = 2;
const SHIFT_MS = 14_000;
const LIMIT_MS = 120_000;
const KINDS = Object.keys(KNOWN_WITHIN) as (keyof typeof KNOWN_WITHIN)[]; // Object.keys forgets the literal type

let world: World;

beforeAll(async () => {
  world = await startWorld({});
  await world.install(PORTAL_TEXT);
  await waitUntil('the portal is at rest', () => isQuiescent(world, PORTAL_TEXT), 30_000);
}, 90_000);

afterAll(() => world.close());

async function measure(kind: keyof typeof KNOWN_WITHIN, round: number): Promise<number> {
  const id = await createKnown(world, `${kind}${round}`);
  const startedMs = Date.now();
  act(world, ACTS[kind](id));
  await waitUntil(`${kind} is counted`, async () => (await countedKinds(world, id)).includes(kind), LIMIT_MS);
  return (Date.now() - startedMs) / 1_000;
}

it('every kind is known within what the README says, at the default interval', async () => {
  const slowest: Record<string, number> = {};
  for (let round = 0; round < ROUNDS; round++) {
    const seconds = await Promise.all(KINDS.map((kind) => measure(kind, round)));
    for (const [index, kind] of KINDS.entries())
      slowest[kind] = Math.max(slowest[kind] ?? 0, seconds[index] ?? Number.POSITIVE_INFINITY);
    await new Promise((resolve) => setTimeout(resolve, SHIFT_MS));
  }
  console.info('known within seconds, slowest of', ROUNDS, slowest);

  const promised = Object.fromEntries(KINDS.map((kind) => [kind, KNOWN_WITHIN[kind].seconds]));
  expect(KINDS.filter((kind) => (slowest[kind] ?? 0) > (promised[kind] ?? 0))).toEqual([]);
}, 600_000);
