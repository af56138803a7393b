// One in twenty of HubSpot's webhooks never comes: creations, changes, activities, and then deletions, merges, restores, of
// which the oracle has no reading. After the polls that follow by themselves and one comparison nothing is missing; a second
// comparison finds nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  findChainViolations,
  findDecisionViolations,
  findTaskViolations,
  findUnsettledLeads,
  findUnwrittenProperties,
} from '#test/oracle/invariants.ts';
import { collect, type Evidence } from './collect.ts';
import { countKinds, findMissing, reconcile, shake } from './reconciling.ts';
import { createPlayer, emitted, fillPortal, PORTAL_TEXT } from './scenario.ts';
import { findLostEvents, readCalls, switchOn } from './steps.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const CONTACTS = 400;
const EVENTS = 2_000;
const LOST_SHARE = 0.05;
const PAIRS = 40;
const BORN = { jobtitle: 'CEO', lastname: 'Nouveau', company: 'Nordfil' };
const QUIET_MS = 240_000;

let world: World;
let evidence: Evidence;

beforeAll(async () => {
  world = await startWorld({
    sandbox: { webhook: { duplicateShare: 0.05, lostShare: LOST_SHARE, delayMs: [0, 500] } },
    env: { POLL_SECONDS: '5' },
  });
  fillPortal(world, CONTACTS);
  await world.install(PORTAL_TEXT);
  await rest();
  await switchOn(world);
  await rest();
}, 600_000);

afterAll(() => world.close());

async function rest(): Promise<void> {
  await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), QUIET_MS);
}

/** People are born, and reps call others. */
function populate(): void {
  const portal = Number(PORTAL_TEXT);
  const ids = [...world.sandbox.requirePortal(portal).objects.contacts.live.keys()];
  const call = { hs_call_direction: 'OUTBOUND', hs_call_status: 'COMPLETED' };
  for (const [index, id] of ids.slice(0, PAIRS).entries())
    world.sandbox.apply(portal, [
      { type: 'create', properties: { ...BORN, email: `born${index}@lead.example` } },
      { type: 'logActivity', objectType: 'calls', id, properties: call },
    ]);
}

describe('a portal of which one webhook in twenty gets lost', () => {
  it('is known whole after its polls and one comparison', async () => {
    await createPlayer(world, 21).playUntil(emitted(world) + EVENTS, 30);
    populate();
    await rest();

    const report = await reconcile(world, QUIET_MS);
    console.info('the comparison found', countKinds(report));

    evidence = await collect(world, PORTAL_TEXT);
    const lost = world.sandbox.state.events.events.filter(({ abandoned }) => abandoned);
    expect(lost.length).toBeGreaterThan(EVENTS * LOST_SHARE * 0.5);
    expect(findMissing(world, evidence).slice(0, 5)).toEqual([]);
  });

  it('decided as the oracle does throughout, and HubSpot holds what is wanted', async () => {
    expect(findLostEvents(evidence)).toEqual([]);
    expect(findDecisionViolations(evidence.decisions).slice(0, 5)).toEqual([]);
    expect(findChainViolations(evidence.decisions).slice(0, 5)).toEqual([]);
    expect(findUnsettledLeads(evidence.decisions, evidence.facts, evidence.now).slice(0, 5)).toEqual([]);
    expect(findUnwrittenProperties(evidence.decisions, evidence.hubspot).slice(0, 5)).toEqual([]);
    expect(findTaskViolations(evidence.decisions, evidence.hubspot).slice(0, 5)).toEqual([]);
    expect((await readCalls(world)).rateLimited).toBe(0);
  });

  it('is known whole after merges, deletions and restores as well', async () => {
    shake(world, PAIRS);
    await rest();

    const report = await reconcile(world, QUIET_MS);
    console.info('the comparison found', countKinds(report));

    evidence = await collect(world, PORTAL_TEXT);
    expect(findMissing(world, evidence).slice(0, 5)).toEqual([]);
  });

  it('has nothing to mend in a comparison right after', async () => {
    const { run, items } = await reconcile(world, QUIET_MS);

    expect(items).toEqual([]);
    expect(run).toMatchObject({ differences: 0 });
    expect(run.contacts).toBe(world.sandbox.requirePortal(Number(PORTAL_TEXT)).objects.contacts.live.size);
  });
});
