// A portal that lives through everything HubSpot does to an app, all at once: one call in ten fails in one of its ways, rows are
// refused, one webhook in twenty never comes, contacts are merged and deleted, Accord's properties are deleted, tokens expire, the
// grant is withdrawn and given again. It comes to rest under fire; after the fire, one comparison and one retry of what was refused,
// the independent oracle finds nothing wrong and HubSpot's budget was never overrun. SOAK_EVENTS tries a longer one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uninstallApp } from '#sandbox/install.ts';
import { expireAccessTokens } from '#sandbox/oauth.ts';
import { countPending } from '#store/ledger.ts';
import { collect, type Evidence } from '#test/e2e/collect.ts';
import { findLeaks, peopleIn } from '#test/e2e/leaks.ts';
import { countKinds, findMissing, reconcile, shake } from '#test/e2e/reconciling.ts';
import { createPlayer, emitted, fillPortal, PORTAL_TEXT } from '#test/e2e/scenario.ts';
import { type Calls, findLostEvents, judgedIn, readCalls, switchOn } from '#test/e2e/steps.ts';
import { isQuiescent, readSandbox, startWorld, type World, waitUntil } from '#test/e2e/world.ts';
import type { RawEvent } from '#test/oracle/fold.ts';
import {
  findChainViolations,
  findDecisionViolations,
  findTaskViolations,
  findUnsettledLeads,
  findUnwrittenProperties,
} from '#test/oracle/invariants.ts';

const PORTAL = Number(PORTAL_TEXT);
const CONTACTS = 250;
const EVENTS = Number(process.env['SOAK_EVENTS'] ?? 1_200);
const SEED = Number(process.env['SOAK_SEED'] ?? 1);
const PAIRS = 15;
/** Between two things people do to a hundred contacts: the fire outlasts the pauses that HubSpot's refusals ask for. */
const ACT_EVERY_MS = 1_200;
const LOST_SHARE = 0.05;
/** 5 % too many, 2 % broken, 1 % without an answer, 1 % locked. */
const SHARES = {
  '429': 0.05,
  '500': 0.005,
  '502': 0.005,
  '503': 0.005,
  '504': 0.005,
  hangBeforeApply: 0.005,
  hangAfterApply: 0.005,
  '423': 0.01,
};
/** Each at least once, and a portal that moves to another data centre. */
const KINDS = [...(Object.keys(SHARES) as (keyof typeof SHARES)[]), '477'] as const; // Object.keys forgets the literal type
const ROW_REFUSALS = 0.01;
/** What people do while the app is not installed, and no webhook could tell. */
const UNHEARD = 20;
/** HubSpot's limits for marketplace apps: in 10 s, and searches in 1 s. */
const RATE_LIMIT = 110;
const SEARCH_LIMIT = 5;
const QUIET_MS = 120_000 + EVENTS * 20;

interface Soaked {
  readonly evidence: Evidence;
  readonly calls: Calls;
  readonly faults: Readonly<Record<string, number>>;
  readonly searchPeak: number;
  /** Whom merges, deletions and restorations were about. */
  readonly shaken: ReadonlySet<string>;
  readonly parked: { readonly underFire: number; readonly afterRetry: number };
  readonly lostWebhooks: number;
  /** Before some of them were merged, deleted and restored. */
  readonly people: readonly string[];
}

let world: World;
let soaked: Soaked;

beforeAll(async () => {
  world = await startWorld({
    sandbox: {
      seed: SEED,
      webhook: { duplicateShare: 0.1, delayMs: [0, 1_000], shuffle: true, retryScale: 0.0002 },
    },
    env: { POLL_SECONDS: '5' },
  });
  fillPortal(world, CONTACTS);
  await world.install(PORTAL_TEXT);
  await rest();
  await switchOn(world);
  await rest();
  soaked = await soak();
}, 600_000 + QUIET_MS);

afterAll(() => world.close());

async function soak(): Promise<Soaked> {
  const before = { calls: (await readCalls(world)).total, judged: judgedIn(world) };
  const { faults, webhooks, events } = world.sandbox.state;
  webhooks.configure({ lostShare: LOST_SHARE });
  faults.configure({ shares: SHARES, rowRefusalShare: ROW_REFUSALS });
  const { shaken, people } = await liveUnderFire();
  await rest();
  const underFire = await countParked();

  faults.configure({ shares: {}, rowRefusalShare: 0 });
  webhooks.configure({ lostShare: 0 });
  const report = await reconcile(world, QUIET_MS);
  await world.api('POST', `/portals/${PORTAL_TEXT}/parked/retry`);
  await rest();
  const evidence = await collect(world, PORTAL_TEXT);
  const calls = await readCalls(world);
  const parked = { underFire, afterRetry: await countParked() };
  const judged = judgedIn(world);
  const lostWebhooks = events.events.filter(({ abandoned }) => abandoned).length;
  const injected = faults.injected();
  const searchPeak = await readSearchPeak();
  console.info('soaked', {
    events: emitted(world),
    lostWebhooks,
    faults: injected,
    parked,
    mended: countKinds(report),
    callsPer100Leads: Math.round((100 * (calls.total - before.calls)) / Math.max(1, judged - before.judged)),
    peak: calls.peak,
    searchPeak,
  });
  return { evidence, calls, faults: injected, searchPeak, shaken, people, parked, lostWebhooks };
}

/** A failure tells what the worker said last: a portal that never rests is what this test is for. */
async function rest(): Promise<void> {
  try {
    await waitUntil('the portal comes to rest', () => isQuiescent(world, PORTAL_TEXT), QUIET_MS);
  } catch (error) {
    const pending = await countPending(world.test.database, PORTAL_TEXT);
    const webhooks = await readSandbox(world, 'quiescent');
    const said = world.worker.log().slice(-4_000);
    throw new Error(`${pending} pending, ${JSON.stringify(webhooks)}, the worker's log ends with:\n${said}`, {
      cause: error,
    });
  }
}

async function liveUnderFire(): Promise<Pick<Soaked, 'shaken' | 'people'>> {
  const { state } = world.sandbox;
  const portal = world.sandbox.requirePortal(PORTAL);
  const player = createPlayer(world, 30 + SEED);
  const live = (): Promise<void> => player.playUntil(emitted(world) + EVENTS / 4, ACT_EVERY_MS);

  await live();
  world.sandbox.apply(PORTAL, [{ type: 'deleteProperty', objectType: 'contacts', name: 'accord_score' }]);
  expireAccessTokens(state.oauth, PORTAL);
  await live();
  const people = peopleIn(world.sandbox);
  const shaken = shake(world, PAIRS);
  await live();
  state.faults.configure({ script: KINDS.map((kind) => ({ kind, times: 1 })) });
  await live();
  uninstallApp(state, portal);
  await waitUntil('the portal is parked', async () => (await readStatus()) === 'parked', QUIET_MS);
  for (let act = 0; act < UNHEARD; act++) await player.act(10);
  await world.install(PORTAL_TEXT);
  await live();
  return { shaken, people };
}

async function readStatus(): Promise<string> {
  return (await world.api<{ status: string }>('GET', `/portals/${PORTAL_TEXT}`)).status;
}

async function countParked(): Promise<number> {
  const { items } = await world.api<{ items: unknown[] }>('GET', `/portals/${PORTAL_TEXT}/parked?limit=200`);
  return items.length;
}

async function readSearchPeak(): Promise<number> {
  const { peaks } = await readSandbox<{ peaks: { bucket: string; max: number }[] }>(world, 'stats');
  return Math.max(0, ...peaks.filter(({ bucket }) => bucket === 'search').map(({ max }) => max));
}

function isMerge({ subscriptionType }: RawEvent): boolean {
  return subscriptionType === 'contact.merge';
}

/** Of merges the oracle has no reading: who was merged, deleted or restored is held against HubSpot alone. */
function aboutUnshaken(violations: readonly string[]): readonly string[] {
  return violations.filter((text) => !soaked.shaken.has(/lead (\d+)/.exec(text)?.[1] ?? ''));
}

describe('a portal under fire', () => {
  it('met every kind of fault', () => {
    const { faults, lostWebhooks, parked } = soaked;
    expect([...KINDS, 'rowRefusal'].filter((kind) => (faults[kind] ?? 0) === 0)).toEqual([]);
    expect(lostWebhooks).toBeGreaterThan(EVENTS * LOST_SHARE * 0.5);
    expect(parked.underFire).toBeGreaterThan(0);
  });

  it('lost no accepted event, and knows all that HubSpot holds', () => {
    const { accepted, inbox } = soaked.evidence;
    // A merge is stored for each contact that it is about.
    const [told, kept] = [accepted, inbox].map((events) => events.filter((event) => !isMerge(event)));
    expect(findLostEvents({ ...soaked.evidence, accepted: told ?? [], inbox: kept ?? [] })).toEqual([]);
    expect(findMissing(world, soaked.evidence).slice(0, 5)).toEqual([]);
  });

  it('decided as the oracle does throughout, and would change nothing by deciding again', () => {
    const { decisions, facts, now } = soaked.evidence;
    expect(findDecisionViolations(decisions).slice(0, 5)).toEqual([]);
    expect(aboutUnshaken(findChainViolations(decisions)).slice(0, 5)).toEqual([]);
    expect(aboutUnshaken(findUnsettledLeads(decisions, facts, now)).slice(0, 5)).toEqual([]);
  });

  it('has in HubSpot what it wants there, in the property that was deleted too, and nothing is parked', () => {
    const { decisions, hubspot } = soaked.evidence;
    expect(aboutUnshaken(findUnwrittenProperties(decisions, hubspot)).slice(0, 5)).toEqual([]);
    expect(aboutUnshaken(findTaskViolations(decisions, hubspot)).slice(0, 5)).toEqual([]);
    expect(hubspot.tasks.length).toBeGreaterThan(20);
    expect(hubspot.contacts.filter(({ properties }) => properties['accord_score']).length).toBeGreaterThan(
      20,
    );
    expect(soaked.parked.afterRetry).toBe(0);
  });

  it('made no task twice', () => {
    const keys = soaked.evidence.hubspot.tasks.map(({ properties }) => properties['accord_task_key']);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('has logged no token, address or name, of whom somebody merged or deleted neither (I10)', () => {
    const log = world.web.log() + world.worker.log();
    const { found, looked } = findLeaks(world, log, soaked.people);

    expect(found).toEqual([]);
    expect(looked).toBeGreaterThan(findLeaks(world, log).looked);
    expect(log).toContain('hubspot call refused');
  });

  it('never called more often than HubSpot lets it', () => {
    const { calls, searchPeak } = soaked;
    expect(calls.rateLimited).toBe(0);
    expect(calls.peak).toBeLessThanOrEqual(RATE_LIMIT);
    expect(searchPeak).toBeLessThanOrEqual(SEARCH_LIMIT);
  });
});
