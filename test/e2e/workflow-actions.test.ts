// A workflow of HubSpot's that asks Accord, over HTTP with web and worker as processes of their own: it waits, and goes on with
// what was decided after it asked, once, also when the worker is killed in between.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkflowRun } from '#sandbox/workflows/runs.ts';
import { PORTAL_TEXT } from './scenario.ts';
import { ACTS, act, createKnown } from './signal-acts.ts';
import { isQuiescent, readSandbox, startWorld, type World, waitUntil } from './world.ts';

const WAIT_MS = 60_000;

let world: World;

beforeAll(async () => {
  // No poll comes before the workflow.
  world = await startWorld({ env: { POLL_SECONDS: '600' } });
  await world.install(PORTAL_TEXT);
  await waitUntil('the portal is at rest', () => isQuiescent(world, PORTAL_TEXT), WAIT_MS);
}, 120_000);
afterAll(() => world.close());

async function reach(action: string, contactId: string, more: object = {}): Promise<WorkflowRun> {
  const response = await fetch(`${world.sandboxUrl}/sandbox/portals/${PORTAL_TEXT}/workflow-runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ actionUrl: `${world.url}/hubspot/actions/${action}`, contactId, ...more }),
  });
  return (await response.json()) as WorkflowRun; // documented by the sandbox's README
}

async function look({ callbackId }: WorkflowRun): Promise<WorkflowRun | undefined> {
  const path = `portals/${PORTAL_TEXT}/workflow-runs`;
  const { results } = await readSandbox<{ results: WorkflowRun[] }>(world, path);
  return results.find((run) => run.callbackId === callbackId);
}

const goesOn = (run: WorkflowRun): Promise<void> =>
  waitUntil('the workflow goes on', async () => (await look(run))?.state !== 'blocked', WAIT_MS);

async function stateOf({ callbackId }: WorkflowRun): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select state from action_callback where callback_id = ${callbackId}`.execute(world.test.database.db);
  return rows[0]?.state ?? '';
}

async function callNoEarlierThan({ callbackId }: WorkflowRun, at: 'infinity' | 'now'): Promise<void> {
  await sql`
    update action_callback set not_before = ${at}::timestamptz where callback_id = ${callbackId}`.execute(
    world.test.database.db,
  );
}

describe('a workflow behind a form', () => {
  it('waits for the verdict on that form, and hears it once', async () => {
    const id = await createKnown(world, 'form');
    const before = await reach('judge-now', id);
    await goesOn(before);
    act(world, ACTS.form(id));

    const blocked = await reach('judge-now', id);
    const repeated = await reach('judge-now', id, { callbackId: blocked.callbackId });
    await goesOn(blocked);

    expect([blocked.state, repeated.state]).toEqual(['blocked', 'blocked']);
    expect((await look(before))?.outputFields).toMatchObject({ engagement: '0' });
    const told = await look(blocked);
    expect(told).toMatchObject({ state: 'succeeded', requests: 2, completions: 1 });
    expect(Number(told?.outputFields['engagement'])).toBeGreaterThan(0);
    await waitUntil('the callback is confirmed', async () => (await stateOf(blocked)) === 'confirmed', 5_000);
  }, 180_000);

  it('is called back though the worker is killed between decision and callback', async () => {
    const id = await createKnown(world, 'killed');
    act(world, ACTS.form(id));
    const blocked = await reach('judge-now', id);
    // The second that a first call waits for, made long enough for the kill.
    await callNoEarlierThan(blocked, 'infinity');
    await waitUntil('it is decided', async () => (await stateOf(blocked)) === 'decided', WAIT_MS);
    await world.worker.kill();
    const meanwhile = await look(blocked);
    const left = await stateOf(blocked);
    await callNoEarlierThan(blocked, 'now');
    await world.worker.start();
    await goesOn(blocked);

    expect([meanwhile?.state, left]).toEqual(['blocked', 'decided']);
    const told = await look(blocked);
    expect(told).toMatchObject({ state: 'succeeded', completions: 1 });
    expect(Number(told?.outputFields['engagement'])).toBeGreaterThan(0);
  }, 180_000);

  it('hears that nothing is handed over while Accord observes', async () => {
    const blocked = await reach('hand-over', await createKnown(world, 'observed'));
    await goesOn(blocked);

    expect((await look(blocked))?.outputFields).toMatchObject({ result: 'refused', reason: 'observing' });
  }, 120_000);
});
