// How soon each kind of signal is known, measured over HTTP with web and worker as processes of their own: from the act in
// HubSpot to the decision that counts it. The poll's interval is shortened; what is promised on top of it is not.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KNOWN_WITHIN } from '#domain/known-within.ts';
import { SETTINGS } from '#platform/settings.ts';
import { runAction } from '#sandbox/workflows/runs.ts';
import { PORTAL_TEXT } from './scenario.ts';
import { ACTS, act, countedKinds, createKnown } from './signal-acts.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const PORTAL = Number(PORTAL_TEXT);
const POLL_SECONDS = 5;
const measured: Record<string, number> = {};

let world: World;

beforeAll(async () => {
  world = await startWorld({ env: { POLL_SECONDS: String(POLL_SECONDS) } });
  await world.install(PORTAL_TEXT);
  await waitUntil('the portal is at rest', () => isQuiescent(world, PORTAL_TEXT), 30_000);
}, 90_000);

afterAll(async () => {
  console.info('known within seconds', measured);
  await world.close();
});

describe('a signal', () => {
  it.each(Object.entries(KNOWN_WITHIN))(
    '%s is known within what the README says',
    async (kind, { by, seconds }) => {
      const id = await createKnown(world, kind);
      const startedMs = Date.now();

      act(world, ACTS[kind as keyof typeof KNOWN_WITHIN](id));
      await waitUntil(
        `${kind} is counted`,
        async () => (await countedKinds(world, id)).includes(kind),
        90_000,
      );

      measured[kind] = (Date.now() - startedMs) / 1_000;
      const shortened = by === 'poll' ? Number(SETTINGS.POLL_SECONDS.byDefault) - POLL_SECONDS : 0;
      expect(measured[kind]).toBeLessThanOrEqual(seconds - shortened);
    },
    120_000,
  );

  it('that no webhook tells is known at once when a workflow says so', async () => {
    const id = await createKnown(world, 'workflow');
    const startedMs = Date.now();

    act(world, ACTS.form(id));
    const { sandbox, url } = world;
    const run = await runAction(sandbox.state, sandbox.requirePortal(PORTAL), {
      actionUrl: `${url}/hubspot/actions/judge-now`,
      contactId: id,
    });
    const first = run.state;
    await waitUntil('form is counted', async () => (await countedKinds(world, id)).includes('form'), 30_000);
    measured['form, by workflow action'] = (Date.now() - startedMs) / 1_000;
    await waitUntil('the workflow goes on', async () => run.state !== 'blocked', 30_000);

    measured['and told to the workflow'] = (Date.now() - startedMs) / 1_000;
    expect([first, run.state]).toEqual(['blocked', 'succeeded']);
    expect(Number(run.outputFields['engagement'])).toBeGreaterThan(0);
    expect(measured['form, by workflow action']).toBeLessThan(2);
  });
});
