// Workflow actions from the request to the callback, against the sandbox's workflows: what the next step can branch on is what
// was decided after the action, once, whoever is killed when.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { type CallbackDeps, completeCallbacks } from '#pipeline/actions/complete-callbacks.ts';
import type { ActionName } from '#pipeline/actions/outputs.ts';
import type { ActionDeps } from '#pipeline/actions/run-action.ts';
import { systemClock } from '#platform/clock.ts';
import { runAction, type WorkflowRun } from '#sandbox/workflows/runs.ts';
import { createCallbackStore, decideCallbacks } from '#store/action-callbacks.ts';
import { createReports } from '#store/reports.ts';
import { createActionStore } from '#store/workflow-actions.ts';
import { type ActionServer, startActionServer } from '#test/support/action-server.ts';
import { testLogger } from '#test/support/database.ts';
import { type ErasedWorld, startErasedWorld } from '#test/support/erased-world.ts';
import { PORTAL } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const HOT = { email: 'hot@lead.example', firstname: 'Ada', lastname: 'Blanc', company: 'Nordfil' };
const COLD = { email: 'cold@lead.example', lifecyclestage: 'lead' };

let world: ErasedWorld;
let server: ActionServer;
let actions: ActionDeps;
let callbacks: CallbackDeps;

beforeEach(async () => {
  world = await startErasedWorld();
  const { test, tombstones, deps } = world.thread;
  actions = {
    store: createActionStore(test.database, tombstones),
    wake: async () => undefined,
    clock: systemClock,
    callsBack: true,
  };
  callbacks = { store: createCallbackStore(test.database), hubspot: deps.hubspot, logger: testLogger };
  server = await startActionServer(PORTAL_TEXT, () => actions);
});
afterEach(async () => {
  server.close();
  await world.thread.close();
});

function workflow(action: ActionName, contactId: string, more: object = {}): Promise<WorkflowRun> {
  const { sandbox } = world.thread;
  return runAction(sandbox.state, sandbox.requirePortal(PORTAL), {
    actionUrl: `${server.url}/${action}`,
    contactId,
    ...more,
  });
}

const run = (statement: ReturnType<typeof sql>): Promise<unknown> =>
  statement.execute(world.thread.test.database.db);

/** A worker that looks after the pauses between its tries. */
async function callBack(): Promise<void> {
  await run(sql`update action_callback set not_before = clock_timestamp(), written_by = clock_timestamp()`);
  await completeCallbacks(callbacks);
}

async function rowOf({ callbackId }: WorkflowRun): Promise<{ state: string; reason: string } | undefined> {
  const { rows } = await sql<{ state: string; reason: string }>`
    select state, reason from action_callback where callback_id = ${callbackId}`.execute(
    world.thread.test.database.db,
  );
  return rows[0];
}

async function uncalled() {
  return (await createReports(world.thread.test.database).readPortal(PORTAL_TEXT))?.uncalled;
}

function completionCalls(): number {
  return world.thread.sandbox.state.calls.calls.filter(({ kind }) => kind === 'actions.complete').length;
}

async function cold(): Promise<string> {
  const [id = ''] = world.act({ type: 'create', properties: COLD });
  await world.tell();
  return id;
}

describe('judge now', () => {
  it('keeps the workflow waiting, and then tells it the verdict on the form that was just submitted', async () => {
    const id = await cold();
    // No webhook has told of it.
    world.act({ type: 'submitForm', id, form: 'Request a demo', properties: { jobtitle: 'CEO' } });

    const blocked = { ...(await workflow('judge-now', id)) };
    await callBack();
    const undecided = { ...blocked, ...(await rowOf(blocked)) };
    await world.thread.settle();
    await callBack();
    const [decided] = world.thread.sandbox.requirePortal(PORTAL).workflowRuns.values();

    expect(blocked).toMatchObject({
      state: 'blocked',
      outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT60M' },
    });
    expect(undecided).toMatchObject({ state: 'undecided', completions: 0 });
    expect(decided).toMatchObject({ state: 'succeeded', completions: 1 });
    const verdict = (await latestVerdict(id)) ?? { total: 0, engagement: 0 };
    expect(verdict.engagement).toBeGreaterThan(0);
    expect(decided?.outputFields).toMatchObject({
      hs_execution_state: 'SUCCESS',
      score: String(Math.floor(verdict.total / 1_000)),
      engagement: String(Math.floor(verdict.engagement / 1_000)),
      completeness: expect.stringMatching(/^\d+$/),
    });
  });

  it('is told once, however often HubSpot repeats the execution', async () => {
    const id = await cold();
    const { callbackId } = await workflow('judge-now', id);
    await workflow('judge-now', id, { callbackId });
    await world.thread.settle();
    await callBack();
    const after = await workflow('judge-now', id, { callbackId });
    await world.thread.settle();
    await callBack();

    expect(after).toMatchObject({ requests: 3, state: 'succeeded', completions: 1 });
    expect(completionCalls()).toBe(1);
  });

  it('is told of a new contact, whose form was its first sign of life', async () => {
    const [id = ''] = world.act({ type: 'submitForm', email: 'new@lead.example', form: 'Request a demo' });

    const blocked = await workflow('judge-now', id);
    await world.thread.settle();
    await callBack();

    expect(blocked).toMatchObject({ state: 'succeeded', completions: 1 });
    expect(Number(blocked.outputFields['engagement'])).toBeGreaterThan(0);
    expect(blocked.outputFields['lead_status']).not.toBe('');
  });

  it('waits for the batch that has seen it, not for one that was claimed before', async () => {
    const id = await cold();
    const blocked = await workflow('judge-now', id);
    const { rows } = await sql<{ generation: string }>`select generation from action_callback`.execute(
      world.thread.test.database.db,
    );
    const seen = BigInt(rows[0]?.generation ?? 0);
    const decide = (generation: string | null): Promise<void> =>
      world.thread.test.database.transaction((tx) =>
        decideCallbacks(tx, PORTAL_TEXT, {
          now: new Date().toISOString(),
          judged: [{ objectType: 'contact', objectId: id, generation, lane: 0 }],
        }),
      );

    await decide(String(seen - 1n));
    await decide(null);
    const before = await rowOf(blocked);
    await decide(String(seen));

    expect(before).toMatchObject({ state: 'undecided' });
    expect(await rowOf(blocked)).toMatchObject({ state: 'decided' });
  });

  it('reads the contact though a turn that was under way stores what it had read before', async () => {
    const id = await cold();
    const db = world.thread.test.database.db;
    const { rows } = await sql<{ read_set: string }>`
      select read_set from mirror where object_id = ${id}`.execute(db);
    world.act({ type: 'submitForm', id, form: 'Request a demo' });
    const blocked = await workflow('judge-now', id);
    await run(
      sql`update mirror set read_set = ${rows[0]?.read_set}, read_at = now() where object_id = ${id}`,
    );

    await world.thread.settle();
    await callBack();

    expect(rows[0]?.read_set).not.toBe('');
    expect(Number(blocked.outputFields['engagement'])).toBeGreaterThan(0);
  });

  it('goes on once what was decided is in HubSpot', async () => {
    const id = await cold();
    const blocked = await workflow('judge-now', id);
    await world.thread.settle();
    await run(sql`update action_callback set not_before = clock_timestamp(), written_by = 'infinity'`);
    await run(sql`update outbox_property set state = 'intended' where lead_id = (
      select lead_id from lead_alias where contact_id = ${id}) and property = 'accord_grade'`);

    await completeCallbacks(callbacks);
    const waiting = blocked.state;
    await run(sql`update outbox_property set state = 'confirmed'`);
    await completeCallbacks(callbacks);

    expect([waiting, blocked.state]).toEqual(['blocked', 'succeeded']);
  });
});

async function latestVerdict(id: string): Promise<{ total: number; engagement: number } | undefined> {
  const { rows } = await sql<{ verdict: { total: number; engagement: number } }>`
    select d.outcome::jsonb -> 'verdict' as verdict from lead l join decision d on d.seq = l.last_decision
    where l.contact_id = ${id}`.execute(world.thread.test.database.db);
  return rows[0]?.verdict;
}

describe('hand over', () => {
  it('tells that the lead is with sales, and whose it is', async () => {
    const blocked = await workflow('hand-over', await cold());
    await world.thread.settle();
    await callBack();

    expect(blocked.outputFields).toMatchObject({
      result: 'handed_over',
      reason: '',
      owner_id: '71',
      lead_status: 'handedOver',
      hs_execution_state: 'SUCCESS',
    });
  });

  it('tells why a customer is not handed over', async () => {
    const [id = ''] = world.act({
      type: 'create',
      properties: { ...COLD, email: 'customer@lead.example', lifecyclestage: 'customer' },
    });
    await world.tell();

    const blocked = await workflow('hand-over', id);
    await world.thread.settle();
    await callBack();

    expect(blocked.outputFields).toMatchObject({ result: 'refused', reason: 'out_of_scope' });
  });

  it('tells that it is held while nobody can take it', async () => {
    const id = await cold();
    world.act({ type: 'archiveOwner', ownerId: '71' });
    await run(sql`update portal set owners_read_at = null`);

    const blocked = await workflow('hand-over', id);
    await world.thread.settle();
    await callBack();

    expect(blocked.outputFields).toMatchObject({ result: 'held', owner_id: '' });
    expect(blocked.outputFields['reason']).not.toBe('');
  });

  it('tells that nothing is handed over while Accord observes', async () => {
    const id = await cold();
    await run(sql`update portal_effect set enabled = false`);
    await run(sql`update portal set regime = regime + 1, epoch = epoch + 1`);

    const blocked = await workflow('hand-over', id);
    await world.thread.settle();
    await callBack();

    expect(blocked.outputFields).toMatchObject({ result: 'refused', reason: 'observing' });
  });

  it('is answered at once for a lead that is with sales, unless something has come since', async () => {
    const id = await world.handedOver(HOT);

    const known = await workflow('hand-over', id);
    world.act({ type: 'answer', id, answer: 'reject', reason: 'no_budget' });
    await world.receive();
    const unsure = { ...(await workflow('hand-over', id)) };

    expect(known).toMatchObject({ state: 'succeeded', outputFields: { result: 'already' }, completions: 0 });
    expect(unsure.state).toBe('blocked');
  });
});

describe('recycle', () => {
  it('tells that the lead was taken back, and into which track', async () => {
    const id = await world.handedOver(HOT);
    const [track] = await actions.store.listTracks(PORTAL_TEXT, id);

    const blocked = await workflow('recycle', id, { inputFields: { track: track?.id ?? '' } });
    await world.thread.settle();
    await callBack();

    expect(blocked).toMatchObject({
      completions: 1,
      outputFields: { result: 'recycled', lead_status: 'recycled', track: track?.id },
    });
  });
});

describe('whatever happens in between', () => {
  it('a worker killed before its call leaves the callback to another, with the same words', async () => {
    const id = await cold();
    const blocked = await workflow('judge-now', id);
    await world.thread.settle();
    await run(sql`update action_callback set not_before = clock_timestamp(), written_by = clock_timestamp()`);
    const [claimed] = await callbacks.store.claimDue(1);
    await callBack();
    const meanwhile = { ...blocked };
    await run(sql`update action_callback set sent_at = sent_at - interval '61 seconds'`);
    await callBack();

    expect(meanwhile).toMatchObject({ state: 'blocked', completions: 0 });
    expect(blocked).toMatchObject({ state: 'succeeded', completions: 1 });
    expect(blocked.outputFields).toEqual(claimed?.outputs);
    expect(await rowOf(blocked)).toMatchObject({ state: 'confirmed' });
  });

  it('one killed after it makes another ask HubSpot again, which knows it no more: completed once', async () => {
    const blocked = await workflow('judge-now', await cold());
    await world.thread.settle();
    world.thread.sandbox.state.faults.configure({
      script: [{ kind: 'resetAfterApply', times: 1, method: 'POST', pathIncludes: '/complete' }],
    });

    for (let tries = 0; tries < 8; tries++) await callBack();

    expect(blocked).toMatchObject({ state: 'succeeded', completions: 1 });
    expect(await rowOf(blocked)).toEqual({ state: 'parked', reason: 'NOT_FOUND' });
  });

  it('HubSpot that has not stored our answer yet is asked again', async () => {
    const blocked = await workflow('judge-now', await cold());
    await world.thread.settle();
    blocked.state = 'running';
    await callBack();
    const first = await rowOf(blocked);
    blocked.state = 'blocked';
    await callBack();

    expect(first).toEqual({ state: 'decided', reason: 'NOT_FOUND' });
    expect(blocked).toMatchObject({ state: 'succeeded', completions: 1 });
  });

  it('HubSpot that never got our answer asks again, and is told what was decided', async () => {
    const blocked = await workflow('judge-now', await cold());
    await world.thread.settle();
    blocked.state = 'running';
    for (let tries = 0; tries < 6; tries++) await callBack();
    const lost = await rowOf(blocked);

    const again = await workflow('judge-now', blocked.contactId, { callbackId: blocked.callbackId });
    const state = again.state;
    await callBack();

    expect(lost).toEqual({ state: 'parked', reason: 'NOT_FOUND' });
    expect(await uncalled()).toEqual([]);
    expect(state).toBe('blocked');
    expect(again).toMatchObject({ state: 'succeeded', completions: 1 });
  });

  it('nothing is told to a workflow that waits no longer', async () => {
    const blocked = await workflow('judge-now', await cold());
    await world.thread.settle();
    await run(sql`update action_callback set expires_at = clock_timestamp()`);
    await callBack();

    expect(completionCalls()).toBe(0);
    expect(await rowOf(blocked)).toEqual({ state: 'parked', reason: 'EXPIRED' });
    expect(await uncalled()).toMatchObject([{ because: 'EXPIRED', steps: 1 }]);
  });

  it('nothing is told after the app was uninstalled', async () => {
    await workflow('judge-now', await cold());
    await world.thread.settle();
    await run(sql`update portal set status = 'uninstalled'`);
    await callBack();

    expect(completionCalls()).toBe(0);
  });

  it('nothing is told of somebody who is being erased, nor of one who was', async () => {
    const id = await cold();
    const blocked = await workflow('judge-now', id);
    await world.thread.settle();
    world.act({ type: 'privacyDelete', id });
    await world.receive('contact.privacyDeletion');
    await callBack();
    await world.thread.eraseAll();
    await callBack();

    expect(completionCalls()).toBe(0);
    expect(await rowOf(blocked)).toBeUndefined();
  });
});

describe('several workflows that wait', () => {
  const states = (runs: readonly WorkflowRun[]): readonly string[] => runs.map(({ state }) => state);
  const callsOf = (kind: string): number =>
    world.thread.sandbox.state.calls.calls.filter((call) => call.kind === kind).length;

  async function enrol(): Promise<readonly WorkflowRun[]> {
    const runs: WorkflowRun[] = [];
    for (const name of ['a', 'b', 'c']) {
      const [id = ''] = world.act({ type: 'create', properties: { ...COLD, email: `${name}@lead.example` } });
      runs.push(await workflow('judge-now', id));
    }
    await world.thread.settle();
    return runs;
  }

  it('are called back in one call', async () => {
    const runs = await enrol();

    await callBack();

    expect(states(runs)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect([callsOf('actions.batchComplete'), callsOf('actions.complete')]).toEqual([1, 0]);
  });

  it('do not suffer from one that HubSpot does not know', async () => {
    const runs = await enrol();
    const [lost] = runs;
    if (lost !== undefined) lost.state = 'running';

    await callBack();
    await callBack();

    expect(states(runs)).toEqual(['running', 'succeeded', 'succeeded']);
    expect(runs.map(({ completions }) => completions)).toEqual([0, 1, 1]);
    expect([callsOf('actions.batchComplete'), callsOf('actions.complete')]).toEqual([1, 4]);
  });
});

describe('where HubSpot cannot be called back', () => {
  const WITHOUT = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES.filter((scope) => scope !== 'automation')];

  it('the action waits on the line for what is decided', async () => {
    const id = await cold();
    await world.thread.reinstall(WITHOUT);
    await world.thread.settle();
    world.act({ type: 'submitForm', id, form: 'Request a demo' });

    const asked = workflow('judge-now', id);
    await world.thread.settle();

    expect(await asked).toMatchObject({ state: 'succeeded', completions: 0 });
    expect(Number((await asked).outputFields['engagement'])).toBeGreaterThan(0);
  });

  it('and answers what was decided last where that takes too long, the same to a repetition', async () => {
    const id = await cold();
    actions = { ...actions, callsBack: false };
    const startedMs = Date.now();

    const asked = { ...(await workflow('hand-over', id)) };
    const tookMs = Date.now() - startedMs;
    await world.thread.settle();
    const again = await workflow('hand-over', id, { callbackId: asked.callbackId });

    expect(asked).toMatchObject({
      state: 'succeeded',
      outputFields: { result: 'asked', lead_status: 'none' },
    });
    expect(tookMs).toBeLessThan(4_500);
    expect(again.outputFields).toEqual(asked.outputFields);
    expect((await world.leadOf(id))?.state).toMatchObject({ status: 'handedOver' });
  });

  it('a refusal is remembered: the next action waits on the line', async () => {
    const id = await cold();
    await world.thread.reinstall([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES], WITHOUT);
    await world.thread.settle();
    const blocked = await workflow('judge-now', id);
    await world.thread.settle();
    await callBack();
    const refused = { ...blocked, ...(await rowOf(blocked)) };
    const next = workflow('judge-now', id);
    await world.thread.settle();

    expect(refused).toMatchObject({ state: 'parked', reason: 'MISSING_SCOPES', completions: 0 });
    expect(await uncalled()).toMatchObject([{ because: 'REFUSED', steps: 1 }]);
    expect(await next).toMatchObject({ state: 'succeeded' });
  });
});
