// Workflow actions as the sandbox runs them: what it asks, what it makes of the answer, and how a blocked run is completed.
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readDurationMs } from '#sandbox/workflows/duration.ts';
import { ALL_SCOPES, type Harness, PORTAL_ID, startHarness } from './harness.ts';

const SECRET = '00000000-sand-box0-0000-000000000000';
const RUNS = `/portals/${PORTAL_ID}/workflow-runs`;
const COMPLETE = '/automation/actions/callbacks/2026-03';
const DONE = { outputFields: { score: '63', hs_execution_state: 'SUCCESS' }, typedOutputs: {} };

let hub: Harness;
let app: Server;
let actionUrl = '';
let contactId = '';
let token = '';
let answer: { readonly status: number; readonly body: unknown };
let asked: { readonly body: string; readonly signature: string } | null = null;

beforeAll(async () => {
  hub = await startHarness();
  app = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      asked = { body, signature: String(request.headers['x-hubspot-signature']) };
      response.writeHead(answer.status).end(JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => {
    app.listen(0, '127.0.0.1', resolve);
  });
  const address = app.address();
  actionUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/judge`;
  contactId = hub.act({ type: 'create', properties: { email: 'a@lead.example' } });
  const granted = await hub.control('POST', `/portals/${PORTAL_ID}/install`, {
    scopes: [...ALL_SCOPES, 'automation'],
  });
  token = granted.body.access_token;
});
afterAll(async () => {
  app.closeAllConnections();
  app.close();
  await hub.stop();
});
beforeEach(() => blockFor('PT10M'));

function blockFor(duration: string): void {
  answer = {
    status: 200,
    body: { outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: duration } },
  };
}

const run = async (more: object = {}) =>
  (await hub.control('POST', RUNS, { actionUrl, contactId, ...more })).body;
const stateOf = async (callbackId: string) =>
  (await hub.control('GET', RUNS)).body.results.find(
    (one: { callbackId: string }) => one.callbackId === callbackId,
  );
const complete = (callbackId: string, body: unknown = DONE) =>
  hub.call('POST', `${COMPLETE}/${callbackId}/complete`, body, token);

describe('a workflow that reaches an action', () => {
  it('asks it as HubSpot does, signed, and waits while it is blocked', async () => {
    const { callbackId, state } = await run({ inputFields: { track: 'budget' } });

    expect(state).toBe('blocked');
    expect(JSON.parse(asked?.body ?? '')).toMatchObject({
      callbackId,
      origin: { portalId: PORTAL_ID },
      context: { source: 'WORKFLOWS' },
      object: { objectId: Number(contactId), objectType: 'CONTACT' },
      fields: { track: 'budget' },
      inputFields: { track: 'budget' },
    });
    expect(asked?.signature).toBe(
      createHash('sha256').update(`${SECRET}POST${actionUrl}${asked?.body}`).digest('hex'),
    );
  });

  it.each([
    ['SUCCESS', 200, 'succeeded'],
    ['FAIL_CONTINUE', 200, 'failed'],
    ['SUCCESS', 403, 'failed'],
  ])('goes on after %s with %i as %s', async (execution, status, state) => {
    answer = { status, body: { outputFields: { hs_execution_state: execution } } };

    expect(await run()).toMatchObject({ state, completions: 0 });
  });

  it('goes on without an answer once the wait is over', async () => {
    blockFor('PT0.01S');
    const { callbackId } = await run();
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });

    expect(await stateOf(callbackId)).toMatchObject({ state: 'expired' });
    expect((await complete(callbackId)).status).toBe(404);
  });

  it('repeats an execution under its own id', async () => {
    const { callbackId } = await run();

    expect(await run({ callbackId })).toMatchObject({ callbackId, requests: 2, state: 'blocked' });
  });
});

describe('completing', () => {
  it('ends the wait with the outputs, and once', async () => {
    const { callbackId } = await run();

    const first = await complete(callbackId);
    const second = await complete(callbackId);

    expect([first.status, second.status]).toEqual([204, 404]);
    expect(second.body).toMatchObject({ status: 'error', category: 'OBJECT_NOT_FOUND' });
    expect(await stateOf(callbackId)).toMatchObject({
      state: 'succeeded',
      completions: 1,
      outputFields: { score: '63' },
    });
  });

  it.each<[string, unknown]>([
    ['without typed outputs', { outputFields: DONE.outputFields }],
    [
      'with a number that is no text',
      { ...DONE, outputFields: { score: 63, hs_execution_state: 'SUCCESS' } },
    ],
    ['without how it ended', { ...DONE, outputFields: { score: '63' } }],
    ['by blocking again', { ...DONE, outputFields: { hs_execution_state: 'BLOCK' } }],
  ])('is refused %s', async (_, body) => {
    const { callbackId } = await run();

    expect((await complete(callbackId, body)).status).toBe(400);
    expect(await stateOf(callbackId)).toMatchObject({ state: 'blocked' });
  });

  it('takes the scope, and the account’s own token', async () => {
    const { callbackId } = await run();

    const refused = await hub.call('POST', `${COMPLETE}/${callbackId}/complete`, DONE);

    expect(refused).toMatchObject({ status: 403, body: { category: 'MISSING_SCOPES' } });
    expect((await complete('ap-unknown')).status).toBe(404);
  });

  it('of several is all or none', async () => {
    const runs = [await run(), await run()];
    const inputs = runs.map(({ callbackId }) => ({ callbackId, ...DONE }));
    const send = (more: readonly object[]) =>
      hub.call('POST', `${COMPLETE}/complete`, { inputs: [...inputs, ...more] }, token);

    const refused = await send([{ callbackId: 'ap-unknown', ...DONE }]);
    const states = await Promise.all(runs.map(({ callbackId }) => stateOf(callbackId)));
    const done = await send([]);

    expect([refused.status, done.status]).toEqual([404, 204]);
    expect(states.map(({ state }) => state)).toEqual(['blocked', 'blocked']);
    expect(await stateOf(runs[1].callbackId)).toMatchObject({ state: 'succeeded' });
  });
});

describe('a duration', () => {
  it.each([
    ['PT10M', 600_000],
    ['P1WT1H', 608_400_000],
    ['P7DT12H', 648_000_000],
    ['PT0.5S', 500],
    ['P', null],
    ['PT', null],
    ['ten minutes', null],
  ])('%s is %s ms', (text, ms) => {
    expect(readDurationMs(text)).toBe(ms);
  });
});
