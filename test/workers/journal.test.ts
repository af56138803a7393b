// Catching up by the webhooks journal against the sandbox: what no webhook told comes into the same inbox, once.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { receiveJournal } from '#http/receive-journal.ts';
import { createJournal } from '#hubspot/journal.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import type { JournalDeps } from '#pipeline/journal/ports.ts';
import { readJournal } from '#pipeline/journal/read-journal.ts';
import { systemClock } from '#platform/clock.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { uninstallApp } from '#sandbox/install.ts';
import { NOBODY_ERASED } from '#store/erasure/tombstones.ts';
import { listUntold, storeEvents } from '#store/inbox.ts';
import { createInboxStore } from '#store/inbox-store.ts';
import { createJournalStore } from '#store/journal.ts';
import { testLogger } from '#test/support/database.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
let thread: Thread;
let deps: JournalDeps;

afterEach(() => thread.close());

async function start(): Promise<void> {
  thread = await startThread({
    indexLagMs: 0,
    portals: [{ portalId: PORTAL, timeZone: 'Europe/Paris', installed: true }],
    webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS, duplicateShare: 0 },
  });
  const { database } = thread.test;
  const { app } = thread.sandbox.state;
  deps = {
    store: createJournalStore(database),
    journal: createJournal({ ...app, apiUrl: thread.sandboxUrl, apiVersion: '2026-03', clock: systemClock }),
    receive: receiveJournal(
      { inbox: createInboxStore(database, NOBODY_ERASED), wake: () => Promise.resolve(), logger: testLogger },
      (events) => listUntold(database, events),
    ),
    logger: testLogger,
  };
  // The first look asks for everything: what happens from here on is written down.
  await read();
}

async function read(): Promise<void> {
  await sql`update webhooks_journal set next_at = clock_timestamp(), claimed_until = null`.execute(
    thread.test.database.db,
  );
  while (await readJournal(deps, new AbortController().signal));
}

function act(action: ActionInput): string {
  const [result] = thread.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return String(result.id);
}

async function inbox(): Promise<readonly string[]> {
  const { rows } = await sql<{ told: string }>`
    select concat_ws(' ', object_type, object_id, action, property_name, property_value) as told from inbox_event order by 1`.execute(
    thread.test.database.db,
  );
  return rows.map(({ told }) => told);
}

/** All that the sandbox has pushed, through the parsing of the webhook route. */
async function deliver(): Promise<void> {
  const batch = parseWebhookBatch(thread.sandbox.state.events.events.map(({ event }) => event));
  if (!batch.ok) throw new Error(batch.error.message);
  await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
}

describe('catching up by the journal', () => {
  it('takes in what no webhook told, and the same file only once', async () => {
    await start();
    const id = act({ type: 'create', properties: { email: 'ada@lead.example', jobtitle: 'CEO' } });
    act({ type: 'delete', id: act({ type: 'create', properties: { email: 'gone@lead.example' } }) });

    await read();
    const once = await inbox();
    await sql`update webhooks_journal set last_offset = null`.execute(thread.test.database.db);
    await read();

    expect(once).toContain(`contact ${id} creation`);
    expect(once).toContain(`contact ${id} propertyChange jobtitle CEO`);
    expect(once.filter((told) => told.endsWith('deletion'))).toHaveLength(1);
    expect(await inbox()).toEqual(once);
    await thread.settle();
    const { rows } =
      await sql`select 1 from lead where contact_id = ${id} and last_decision is not null`.execute(
        thread.test.database.db,
      );
    expect(rows).toHaveLength(1);
  });

  it('leaves out what webhooks have told', async () => {
    await start();
    const id = act({ type: 'create', properties: { email: 'ada@lead.example', jobtitle: 'CEO' } });
    act({ type: 'set', id, properties: { jobtitle: 'CTO' } });
    act({ type: 'logActivity', objectType: 'calls', id, properties: { hs_call_direction: 'INBOUND' } });
    await deliver();
    const told = await inbox();

    await read();

    expect(await inbox()).toEqual(told);
  });

  it('tells a property that only this account’s agreement looks at', async () => {
    await start();
    const id = act({ type: 'create', properties: { email: 'ada@lead.example' } });
    const { rows } = await sql<{ name: string }>`
      select name from agreement_version, jsonb_array_elements_text(compiled::jsonb -> 'needs' -> 'contact') name`.execute(
      thread.test.database.db,
    );
    const pushed = WEBHOOK_SUBSCRIPTIONS.map(({ propertyName }) => propertyName);
    const asked = [...thread.sandbox.state.journal.subscriptions.values()].find(
      ({ subscriptionType, objectTypeId }) => subscriptionType === 'OBJECT' && objectTypeId === '0-1',
    );

    const own = rows.map(({ name }) => name).filter((name) => !pushed.includes(name));

    expect(id).not.toBe('');
    expect(asked?.properties).toEqual(expect.arrayContaining(own));
  });

  it('ends the install that HubSpot says has ended, and no later one', async () => {
    await start();
    const status = async (): Promise<unknown> =>
      (await sql`select status from portal`.execute(thread.test.database.db)).rows[0];
    uninstallApp(thread.sandbox.state, thread.sandbox.requirePortal(PORTAL));
    await read();
    expect(await status()).toEqual({ status: 'uninstalled' });

    await thread.reinstall(['oauth']);
    await sql`update webhooks_journal set last_offset = null`.execute(thread.test.database.db);
    await read();
    expect(await status()).toEqual({ status: 'active' });
  });

  it('goes three days back at most, and says nothing of what it missed', async () => {
    await start();
    act({ type: 'create', properties: { email: 'old@lead.example' } });
    thread.sandbox.state.journal.latest();
    await sql`update webhooks_journal set last_offset = '1'`.execute(thread.test.database.db);

    await read();

    expect((await inbox()).some((told) => told.endsWith('creation'))).toBe(true);
  });

  it('is read by one process at a time', async () => {
    await start();
    await sql`update webhooks_journal set next_at = clock_timestamp(), claimed_until = null`.execute(
      thread.test.database.db,
    );

    expect(await deps.store.claimJournal()).not.toBeNull();
    expect(await deps.store.claimJournal()).toBeNull();
  });
});
