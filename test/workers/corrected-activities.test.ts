// An activity whose date somebody corrects, against the sandbox portal over HTTP: HubSpot goes on showing the date it had.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { storeEvents } from '#store/inbox.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const HOUR = 3_600_000;
const CALL_OUT = { hs_call_direction: 'OUTBOUND', hs_call_status: 'COMPLETED' };
let thread: Thread;
let told = 0;

afterEach(() => thread.close());

async function start(): Promise<string> {
  told = 0;
  thread = await startThread({
    indexLagMs: 0,
    countersFireWebhooks: true,
    webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS, duplicateShare: 0 },
  });
  const id = act({ type: 'create', properties: { email: 'ada@lead.example', jobtitle: 'CEO' } });
  await tell();
  return id;
}

function act(action: ActionInput): string {
  const [result] = thread.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return String(result.id);
}

/** What the sandbox has emitted since, and what follows from it. */
async function tell(): Promise<void> {
  const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
  told += raw.length;
  const batch = parseWebhookBatch(raw);
  if (!batch.ok) throw new Error(batch.error.message);
  await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
  await thread.settle();
}

/** As the last stored decision counted them. */
async function counted(contact: string): Promise<readonly string[]> {
  const { rows } = await sql<{ kinds: string[] }>`
    select array(select s ->> 'kind' from jsonb_array_elements(d.inputs::jsonb -> 'facts' -> 'signals') s) as kinds
    from lead_alias a join lead l using (portal_id, lead_id) join decision d on d.seq = l.last_decision
    where a.portal_id = ${PORTAL_TEXT} and a.contact_id = ${contact}`.execute(thread.test.database.db);
  return rows[0]?.kinds.toSorted() ?? [];
}

const iso = (ms: number): string => new Date(ms).toISOString();

describe('an activity whose date is corrected', () => {
  it('counts once, and not at all once it is deleted', async () => {
    const id = await start();
    const happened = Date.now() - HOUR;
    const properties = { ...CALL_OUT, hs_timestamp: iso(happened) };
    const call = act({ type: 'logActivity', objectType: 'calls', properties, id });
    await tell();
    expect(await counted(id)).toEqual(['touch']);

    const corrected = { hs_timestamp: iso(happened + HOUR / 6) };
    act({ type: 'set', objectType: 'calls', id: call, properties: corrected });
    await tell();
    act({ type: 'set', id, properties: { jobtitle: 'Chief executive' } });
    await tell();
    expect(await counted(id)).toEqual(['touch']);

    act({ type: 'delete', objectType: 'calls', id: call });
    await tell();
    expect(await counted(id)).toEqual([]);
  });

  it.each([
    ['the contact that saw it corrected', true],
    ['the one that was linked to it later', false],
  ])('counts once after a merge into %s', async (_which, isPrimary) => {
    const id = await start();
    const twin = act({ type: 'create', properties: { email: 'ada@home.example', jobtitle: 'CEO' } });
    const happened = Date.now() - HOUR;
    const call = act({
      type: 'logActivity',
      objectType: 'calls',
      properties: { ...CALL_OUT, hs_timestamp: iso(happened) },
      id,
    });
    await tell();
    const corrected = { hs_timestamp: iso(happened + HOUR / 6) };
    act({ type: 'set', objectType: 'calls', id: call, properties: corrected });
    await tell();
    act({ type: 'link', objectType: 'calls', id: call, to: { type: 'contacts', id: twin } });
    act({ type: 'set', objectType: 'calls', id: call, properties: { hs_call_body: 'Asked for a quote' } });
    await tell();

    const [primaryId, secondaryId] = isPrimary ? [id, twin] : [twin, id];
    const survivor = act({ type: 'merge', primaryId, secondaryId, mintsNewId: false });
    await tell();

    expect(await counted(survivor)).toEqual(['touch']);
    const { rows } = await sql<{ earlier: string[] }>`
      select s.earlier from signal s join lead_alias a using (portal_id, lead_id)
      where a.contact_id = ${survivor} and s.signal_id = ${`call:${call}`}`.execute(thread.test.database.db);
    expect(rows).toEqual([{ earlier: [iso(happened)] }]);
  });
});
