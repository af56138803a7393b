// Deals of the sandbox portal, over HTTP: what their events and properties say about the lead (5a.3, 5a.7).
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { createReports } from '#store/reports.ts';
import { type HandedOver, handOver } from '#test/support/handed-over.ts';
import { PORTAL } from '#test/support/thread.ts';

let lead: HandedOver;

afterEach(() => lead.thread.close());

function createDeal(contact: string, ownerId: string): string {
  const properties = {
    dealname: 'Nordfil',
    pipeline: 'default',
    dealstage: 'qualifiedtobuy',
    hubspot_owner_id: ownerId,
  };
  const links = [{ type: 'contacts' as const, id: contact }];
  return lead.act([{ type: 'create', objectType: 'deals', properties, links }])[0] ?? '';
}

describe('a deal', () => {
  it('created by the owner is a yes; lost, it takes the lead back to nurture', async () => {
    lead = await handOver();
    const { id } = lead;
    expect(await lead.state()).toMatchObject({ status: 'handedOver' });

    const deal = createDeal(id, '71');
    await lead.tellAndSettle();
    expect(await lead.state()).toMatchObject({ status: 'accepted', stage: { value: 'salesqualifiedlead' } });

    lead.act([{ type: 'set', objectType: 'deals', id: deal, properties: { dealstage: 'closedlost' } }]);
    await lead.tellAndSettle();
    expect(await lead.state()).toMatchObject({ status: 'recycled', recycleReason: 'dealLost' });
  });

  it('won, it wins the lead; of another owner, it is no answer', async () => {
    lead = await handOver();
    const { id } = lead;

    const deal = createDeal(id, '');
    await lead.tellAndSettle();
    expect(await lead.state()).toMatchObject({ status: 'handedOver' });

    lead.act([{ type: 'set', objectType: 'deals', id: deal, properties: { dealstage: 'closedwon' } }]);
    await lead.tellAndSettle();
    expect(await lead.state()).toMatchObject({ status: 'won' });
  });

  it('that is deleted no longer counts', async () => {
    lead = await handOver();
    const { id } = lead;
    const deal = createDeal(id, '');
    await lead.tellAndSettle();

    lead.act([{ type: 'delete', objectType: 'deals', id: deal }]);
    await lead.tellAndSettle();

    const rows = await sql<{ deals: unknown }>`select deals from lead where contact_id = ${id}`.execute(
      lead.thread.test.database.db,
    );
    expect(rows.rows).toEqual([{ deals: [] }]);
  });

  it('that HubSpot keeps from us stops nothing: the admin is told, and sales is heard otherwise', async () => {
    lead = await handOver();
    const scopes = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];
    await lead.thread.reinstall(
      scopes,
      scopes.filter((scope) => scope !== 'crm.objects.deals.read'),
    );
    createDeal(lead.id, '71');
    await lead.tellAndSettle();
    const { db } = lead.thread.test.database;
    const waits = await sql`select paused_until > clock_timestamp() as waits from portal_work`.execute(db);
    const report = await createReports(lead.thread.test.database).readPortal(String(PORTAL));

    expect(await lead.state()).toMatchObject({ status: 'handedOver' });
    expect(waits.rows).toEqual([{ waits: null }]);
    expect(report?.unread).toMatchObject([{ object: 'deals', because: 'refused' }]);

    lead.act([{ type: 'answer', id: lead.id, answer: 'accept' }]);
    await lead.tellAndSettle();
    expect(await lead.state()).toMatchObject({ status: 'accepted' });
  });
});
