// The whole app over HTTP against the sandbox: 2,000 contacts, 20,000 events with duplicates, disorder and late ones.
// Afterwards the independent oracle holds Accord's tables against HubSpot (I1, I2, I3, I5, I7, I8, I12).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replays } from '#cli/replay-command.ts';
import { type Findings, itHoldsTheInvariants } from './checks.ts';
import { collect } from './collect.ts';
import { findLeaks } from './leaks.ts';
import { createPlayer, emitted, fillPortal, PORTAL_TEXT } from './scenario.ts';
import { judgedIn, readCalls, switchOn } from './steps.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const CONTACTS = 2_000;
const EVENTS = 20_000;
const QUIET_MS = 150_000;

let world: World;
let findings: Findings;
const measured: Record<string, number> = {};

beforeAll(async () => {
  world = await startWorld({
    env: { LOG_LEVEL: 'debug' },
    sandbox: {
      countersFireWebhooks: true,
      webhook: { duplicateShare: 0.1, delayMs: [0, 2_000], shuffle: true },
    },
  });
  fillPortal(world, CONTACTS);
  await world.install(PORTAL_TEXT);
  await rest();
}, 120_000);

afterAll(async () => {
  console.info('measured', measured);
  await world.close();
});

async function rest(): Promise<void> {
  await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), QUIET_MS);
}

async function look(): Promise<void> {
  findings = { evidence: await collect(world, PORTAL_TEXT), calls: await readCalls(world) };
}

describe('the whole thread', () => {
  it('observes without writing a record (I12)', async () => {
    const player = createPlayer(world, 1);
    await player.playUntil(2_000, 50);
    await rest();

    const { recordWrites } = await readCalls(world);
    expect(recordWrites).toBe(0);
  });

  it('takes 20,000 events and comes to rest', async () => {
    await switchOn(world);
    await rest();
    const before = { calls: (await readCalls(world)).total, judged: judgedIn(world) };

    await createPlayer(world, 2).playUntil(EVENTS, 60);
    await rest();

    expect(emitted(world)).toBeGreaterThanOrEqual(EVENTS);
    measured['calls per 100 judgements, busy'] = perHundred(before, {
      calls: (await readCalls(world)).total,
      judged: judgedIn(world),
    });
    await look();
  });

  it('uses at most 8 calls per 100 judgements when turns are full', async () => {
    await fetch(`${world.sandboxUrl}/sandbox/webhook/pause`, { method: 'POST' });
    const events = emitted(world);
    await createPlayer(world, 3).playUntil(events + 6_000, 0);
    const before = { calls: (await readCalls(world)).total, judged: judgedIn(world) };
    await fetch(`${world.sandboxUrl}/sandbox/webhook/resume`, { method: 'POST' });
    await rest();

    const share = perHundred(before, { calls: (await readCalls(world)).total, judged: judgedIn(world) });
    measured['calls per 100 judgements, full turns'] = share;
    expect(share).toBeLessThanOrEqual(8);
  });

  it('uses a few calls per judgement in a trickle, where no batch can form', async () => {
    const before = { calls: (await readCalls(world)).total, judged: judgedIn(world) };
    const player = createPlayer(world, 4);
    for (let step = 0; step < 25; step++) await player.act(150);
    await rest();

    const share = perHundred(before, { calls: (await readCalls(world)).total, judged: judgedIn(world) });
    measured['calls per 100 judgements, trickle'] = share;
    // A read, the properties, the task created or moved on, and its company once.
    expect(share).toBeLessThanOrEqual(400);
    await look();
    measured['most calls in 10 s'] = findings.calls.peak;
  });

  itHoldsTheInvariants(() => findings);

  it('makes every stored decision again to the same bytes (I8)', async () => {
    const wrong: string[] = [];
    let count = 0;
    for await (const { decision, replay } of replays(world.test.database, PORTAL_TEXT)) {
      count += 1;
      if (replay.kind !== 'equal') wrong.push(`${decision.seq}: ${JSON.stringify(replay)}`);
    }
    measured['decisions replayed'] = count;

    expect(wrong.slice(0, 5)).toEqual([]);
    expect(count).toBeGreaterThan(CONTACTS);
  });

  it('has logged no token, address or name of all that it handled (I10)', () => {
    const log = world.web.log() + world.worker.log();
    const { found, looked } = findLeaks(world, log);

    expect(found).toEqual([]);
    expect(looked).toBeGreaterThan(CONTACTS);
    // It did log, also what is only for a closer look.
    expect(log.split('\n').length).toBeGreaterThan(200);
  });
});

function perHundred(
  before: { calls: number; judged: number },
  after: { calls: number; judged: number },
): number {
  return Math.round(((after.calls - before.calls) / Math.max(1, after.judged - before.judged)) * 1_000) / 10;
}
