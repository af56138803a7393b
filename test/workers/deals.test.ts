// Deals of the sandbox portal, over HTTP: what their events and properties say about the lead (5a.3, 5a.7).
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerLeads } from '#store/ledger.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
let thread: Thread;
let told = 0;

afterEach(() => thread.close());

function act(actions: Parameters<Thread['sandbox']['apply']>[1]): string[] {
  return thread.sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return result.id ?? '';
  });
}

/** A hot contact, handed over to the only rep. */
async function handOver(): Promise<string> {
  told = 0;
  thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
  const rep = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
  const contact = {
    email: 'claire@lead.example',
    firstname: 'Claire',
    lastname: 'Moreau',
    company: 'Nordfil',
  };
  const properties = { ...contact, jobtitle: 'CEO', country: 'France', lifecyclestage: 'lead' };
  const [, id = ''] = act([
    { type: 'createOwner', ...rep },
    { type: 'create', properties },
  ]);
  act([
    { type: 'submitForm', id, form: 'Request a demo' },
    { type: 'bookMeeting', id },
  ]);
  await tellAndSettle();
  return id;
}

async function tellAndSettle(): Promise<void> {
  const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
  told += raw.length;
  const batch = parseWebhookBatch(raw);
  if (!batch.ok) throw new Error(batch.error.message);
  await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
  await thread.settle();
}

function createDeal(contact: string, ownerId: string): string {
  const properties = {
    dealname: 'Nordfil',
    pipeline: 'default',
    dealstage: 'qualifiedtobuy',
    hubspot_owner_id: ownerId,
  };
  const links = [{ type: 'contacts' as const, id: contact }];
  return act([{ type: 'create', objectType: 'deals', properties, links }])[0] ?? '';
}

async function stateOf(id: string) {
  const leads = await loadLedgerLeads(thread.test.database, PORTAL_TEXT);
  return leads.find((lead) => lead.contactId === id)?.state;
}

describe('a deal', () => {
  it('created by the owner is a yes; lost, it takes the lead back to nurture', async () => {
    const id = await handOver();
    expect(await stateOf(id)).toMatchObject({ status: 'handedOver' });

    const deal = createDeal(id, '71');
    await tellAndSettle();
    expect(await stateOf(id)).toMatchObject({ status: 'accepted', stage: { value: 'salesqualifiedlead' } });

    act([{ type: 'set', objectType: 'deals', id: deal, properties: { dealstage: 'closedlost' } }]);
    await tellAndSettle();
    expect(await stateOf(id)).toMatchObject({ status: 'recycled', recycleReason: 'dealLost' });
  });

  it('won, it wins the lead; of another owner, it is no answer', async () => {
    const id = await handOver();

    const deal = createDeal(id, '');
    await tellAndSettle();
    expect(await stateOf(id)).toMatchObject({ status: 'handedOver' });

    act([{ type: 'set', objectType: 'deals', id: deal, properties: { dealstage: 'closedwon' } }]);
    await tellAndSettle();
    expect(await stateOf(id)).toMatchObject({ status: 'won' });
  });

  it('that is deleted no longer counts', async () => {
    const id = await handOver();
    const deal = createDeal(id, '');
    await tellAndSettle();

    act([{ type: 'delete', objectType: 'deals', id: deal }]);
    await tellAndSettle();

    const rows = await sql<{ deals: unknown }>`select deals from lead where contact_id = ${id}`.execute(
      thread.test.database.db,
    );
    expect(rows.rows).toEqual([{ deals: [] }]);
  });
});
