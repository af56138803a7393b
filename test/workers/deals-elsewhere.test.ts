// Deals that a lead comes by otherwise than by its own record and the portal's first agreement.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerLeads } from '#store/ledger.ts';
import { contactIs, when } from '#test/support/builders.ts';
import { insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const REP = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
const PERSON = {
  firstname: 'Claire',
  lastname: 'Moreau',
  company: 'Nordfil',
  jobtitle: 'CEO',
  country: 'France',
};
let thread: Thread;
let told = 0;

afterEach(() => thread.close());

async function start(change?: Parameters<typeof startThread>[1]): Promise<void> {
  told = 0;
  thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } }, change);
  act([{ type: 'createOwner', ...REP }]);
}

function act(actions: Parameters<Thread['sandbox']['apply']>[1]): string[] {
  return thread.sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return result.id ?? '';
  });
}

async function handOver(email: string): Promise<string> {
  const [id = ''] = act([{ type: 'create', properties: { ...PERSON, email, lifecyclestage: 'lead' } }]);
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

function createDeal(contact: string, ownerId = ''): string {
  const properties = {
    dealname: 'Nordfil',
    pipeline: 'default',
    dealstage: 'qualifiedtobuy',
    hubspot_owner_id: ownerId,
  };
  const links = [{ type: 'contacts' as const, id: contact }];
  return act([{ type: 'create', objectType: 'deals', properties, links }])[0] ?? '';
}

async function leadOf(contact: string) {
  const leads = await loadLedgerLeads(thread.test.database, PORTAL_TEXT);
  return leads.find((lead) => lead.contactId === contact);
}

async function dealsOf(contact: string): Promise<readonly string[]> {
  const { rows } = await sql<{
    deals: { id: string }[];
  }>`select deals from lead where contact_id = ${contact}`.execute(thread.test.database.db);
  return (rows[0]?.deals ?? []).map(({ id }) => id);
}

describe('the deals of a contact', () => {
  it('that is merged away are the survivor’s at once, also where it keeps its id', async () => {
    await start();
    const id = await handOver('claire@lead.example');
    const [twin = ''] = act([{ type: 'create', properties: { ...PERSON, email: 'c.moreau@lead.example' } }]);
    const deal = createDeal(twin);
    await tellAndSettle();
    expect([await dealsOf(id), await dealsOf(twin)]).toEqual([[], [deal]]);

    act([{ type: 'merge', primaryId: id, secondaryId: twin, mintsNewId: false }]);
    await tellAndSettle();

    expect(await dealsOf(id)).toEqual([deal]);
    act([{ type: 'set', objectType: 'deals', id: deal, properties: { dealstage: 'closedwon' } }]);
    await tellAndSettle();
    expect((await leadOf(id))?.state).toMatchObject({ status: 'won' });
  });

  it('are read for a portal’s second agreement, where the first looks at none', async () => {
    await start((agreement) => ({
      ...agreement,
      scope: { include: when(contactIs('country', 'Germany')), exclude: null },
      needs: { ...agreement.needs, deals: false },
    }));
    const { agreement } = thread;
    const second = { ...agreement, id: 'second', scope: { include: null, exclude: null } };
    await insertSignedVersion(thread.test.database, PORTAL_TEXT, {
      agreement: { ...second, needs: { ...agreement.needs, deals: true } },
      document: 'second',
    });
    const id = await handOver('claire@lead.example');

    const deal = createDeal(id, REP.ownerId);
    await tellAndSettle();

    expect(await dealsOf(id)).toEqual([deal]);
    expect((await leadOf(id))?.state).toMatchObject({ status: 'accepted' });
    const { rows } = await sql<{
      agreement_id: string;
    }>`select agreement_id from lead where contact_id = ${id}`.execute(thread.test.database.db);
    expect(rows).toEqual([{ agreement_id: 'second' }]);
  });
});
