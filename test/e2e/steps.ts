// What several whole-app tests do or ask: switching Accord on, counting calls and judgements, looking for lost events.

import { putInForce } from '#demo/sign-agreement.ts';
import type { Effect } from '#domain/decision.ts';
import { sleep } from '#platform/clock.ts';
import { eventKey } from '#test/oracle/fold.ts';
import type { Evidence } from './collect.ts';
import { PORTAL_TEXT } from './scenario.ts';
import { readSandbox, type World } from './world.ts';

/** The agreement in force is signed by both sides first: nothing is switched on without (R02). */
export async function switchOn(world: World, effects = WRITING): Promise<void> {
  const inForce = await world.api<{ document: string }>('GET', `/portals/${PORTAL_TEXT}/agreement`);
  await putInForce({ ...world, portalId: PORTAL_TEXT }, inForce.document);
  await provision(world);
  for (const effect of effects) {
    await world.api('PUT', `/portals/${PORTAL_TEXT}/effects/${effect}`, { enabled: true });
  }
}

const WRITING: readonly Effect[] = ['scores', 'stage', 'owner', 'tasks'];

/** Under load HubSpot's budget may be spent: 503 asks to come again, as an admin would. */
async function provision(world: World): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return void (await world.api('POST', `/portals/${PORTAL_TEXT}/provision`));
    } catch (error) {
      if (tries === PROVISION_TRIES || !String(error).includes('answered 503')) throw error;
      await sleep(PROVISION_WAIT_MS);
    }
  }
}
const PROVISION_TRIES = 10;
const PROVISION_WAIT_MS = 3_000;

export interface Calls {
  readonly total: number;
  readonly recordWrites: number;
  readonly rateLimited: number;
  /** Most general calls in any rolling window. */
  readonly peak: number;
}

interface Stats {
  readonly calls: { readonly total: number; readonly recordWrites: number };
  readonly rateLimited: { readonly general: number; readonly search: number };
  readonly peaks: readonly { readonly bucket: string; readonly max: number }[];
}

export async function readCalls(world: World): Promise<Calls> {
  const { calls, rateLimited, peaks } = await readSandbox<Stats>(world, 'stats');
  return {
    ...calls,
    rateLimited: rateLimited.general + rateLimited.search,
    peak: Math.max(0, ...peaks.filter((peak) => peak.bucket === 'general').map((peak) => peak.max)),
  };
}

/** Leads judged so far, by the worker's own log. */
export function judgedIn(world: World): number {
  let judged = 0;
  for (const line of world.worker.log().split('\n')) {
    if (line.includes('a batch was judged')) judged += (JSON.parse(line) as { judged: number }).judged;
  }
  return judged;
}

/** I1: what was answered 2xx is in the inbox; and each event is there once. */
export function findLostEvents(evidence: Evidence): string[] {
  const kept = evidence.inbox.map((event) => eventKey(event));
  const known = new Set(kept);
  const lost = evidence.accepted.map((event) => eventKey(event)).filter((key) => !known.has(key));
  return [
    ...lost.map((key) => `accepted and lost: ${key}`),
    ...(known.size === kept.length ? [] : ['an event is stored twice']),
  ];
}
