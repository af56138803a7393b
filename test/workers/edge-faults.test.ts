// Connections that fail at HubSpot's edge (522, 525, 526): the account's report says so until an answer comes.
import { afterEach, describe, expect, it } from 'vitest';
import { portalId } from '#domain/ids.ts';
import type { CallContext } from '#pipeline/ports.ts';
import { createReports } from '#store/reports.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

let thread: Thread;
afterEach(() => thread.close());

const call: CallContext = {
  portalId: portalId(String(PORTAL)),
  lane: 'interactive',
  signal: AbortSignal.timeout(60_000),
};

async function failing() {
  return (await createReports(thread.test.database).readPortal(String(PORTAL)))?.failing;
}

describe('the way to HubSpot', () => {
  it('is told to be broken while its edge refuses us, with until when calls rest', async () => {
    thread = await startThread();
    const { hubspot } = thread.deps;
    expect(await failing()).toBeNull();

    thread.sandbox.state.faults.configure({ script: [{ kind: '525', times: 5 }] });
    await expect(hubspot.accountDetails(call)).rejects.toMatchObject({ code: 'EDGE_FAULT' });
    expect(await failing()).toEqual({ because: 'EDGE_FAULT', failures: 3, restUntil: null });

    await expect(hubspot.accountDetails(call)).rejects.toMatchObject({ code: 'CIRCUIT_OPEN' });
    expect(await failing()).toMatchObject({ because: 'EDGE_FAULT', failures: 5 });
    expect(Date.parse((await failing())?.restUntil ?? '')).toBeGreaterThan(Date.now() - 60_000);
  });

  it('is told to be sound after the next answer', async () => {
    thread = await startThread();
    thread.sandbox.state.faults.configure({ script: [{ kind: '522', times: 2 }] });

    await thread.deps.hubspot.accountDetails(call);

    expect(await failing()).toBeNull();
  });
});
