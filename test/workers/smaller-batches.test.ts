// An account whose HubSpot cannot process long batches: it is read and written all the same, in shorter ones.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

let thread: Thread;
afterEach(() => thread.close());

const MAX_INPUTS = 40;

/** Batches by the records that they named, of those that HubSpot processed. */
function longest(kind: string): number {
  const { calls } = thread.sandbox.state.calls;
  return Math.max(...calls.filter((call) => call.kind === kind).map(({ rows }) => rows));
}

function refused(): number {
  return thread.sandbox.state.calls.calls.filter(({ status }) => status === 504).length;
}

describe('batches that are too long for HubSpot', () => {
  it('are halved until they pass, once for each kind of call, and nothing is lost', async () => {
    thread = await startThread({ faults: { maxInputs: MAX_INPUTS } });
    generatePortal(thread.sandbox.requirePortal(PORTAL), { seed: 5, contacts: 60, companies: 10 });

    await thread.settle();

    const { rows } = await sql<{ state: string; leads: number }>`
      select state, count(distinct lead_id)::int as leads from outbox_property group by state`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([{ state: 'confirmed', leads: expect.any(Number) }]);
    expect(rows[0]?.leads).toBeGreaterThan(MAX_INPUTS);
    const held = [...thread.sandbox.requirePortal(PORTAL).objects.contacts.live.values()];
    expect(held.filter(({ values }) => (values['accord_score'] ?? '') !== '')).toHaveLength(
      rows[0]?.leads ?? 0,
    );
    expect(longest('contacts.batchUpdate')).toBeLessThanOrEqual(MAX_INPUTS);
    expect(longest('contacts.batchUpdate')).toBeGreaterThan(1);
    // The associations with companies, and the update; each once. Pages of the poll's search are halved from 200 on.
    expect(refused()).toBeGreaterThan(0);
    expect(refused()).toBeLessThanOrEqual(4 + 3);
  }, 60_000);
});
