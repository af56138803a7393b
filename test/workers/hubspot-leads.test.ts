// Records of HubSpot's lead object in the sandbox portal, over HTTP: what sales do there is their answer (5a.7).
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { Agreement, HubspotLeadAnswers } from '#domain/agreement.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import type { SandboxOptions } from '#sandbox/options.ts';
import { createReports } from '#store/reports.ts';
import { type HandedOver, handOver } from '#test/support/handed-over.ts';
import { insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL } from '#test/support/thread.ts';

const SCOPES: readonly string[] = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];
const TIMEOUT_MS = 60_000;
const MAPPED: HubspotLeadAnswers = {
  stages: {
    connected: { answer: 'accept', reason: '' },
    disqualified: { answer: 'reject', reason: '' },
    '4711': { answer: 'working', reason: '' },
  },
  reasons: { no_budget: 'No budget' },
};
let lead: HandedOver;

afterEach(() => lead.thread.close());

function withLeads(agreement: Agreement): Agreement {
  const { answers, needs } = agreement;
  return {
    ...agreement,
    answers: { ...answers, hubspotLeads: MAPPED },
    needs: { ...needs, hubspotLeads: true },
  };
}

async function start(options: SandboxOptions = {}): Promise<void> {
  lead = await handOver(withLeads, options);
}

/** The card in the rep's prospecting workspace. */
function createLead(contact = lead.id, primary = true): string {
  const links = [{ type: 'contacts' as const, id: contact, primary }];
  return (
    lead.act([{ type: 'create', objectType: 'leads', properties: { hs_lead_name: 'Claire' }, links }])[0] ??
    ''
  );
}

function move(id: string, hs_pipeline_stage: string, reason?: string): void {
  const because = reason === undefined ? {} : { hs_lead_disqualification_reason: reason };
  lead.act([{ type: 'set', objectType: 'leads', id, properties: { hs_pipeline_stage, ...because } }]);
}

/** Paths of HubSpot's API that were called for leads since then. */
function callsForLeads(sinceSeq = 0): readonly string[] {
  return lead.thread.sandbox.state.calls.calls
    .filter(({ seq, path }) => seq > sinceSeq && path.includes('lead'))
    .map(({ path }) => path);
}

function lastCall(): number {
  return lead.thread.sandbox.state.calls.calls.at(-1)?.seq ?? 0;
}

function report() {
  return createReports(lead.thread.test.database).readPortal(String(PORTAL));
}

describe('a HubSpot lead', () => {
  it(
    'that is connected is a yes; disqualified with its reason, a no that takes the lead back to nurture',
    async () => {
      await start();
      const id = createLead();
      await lead.tellAndSettle();
      expect(await lead.state()).toMatchObject({ status: 'handedOver' });

      move(id, 'connected-stage-id');
      await lead.tellAndSettle();
      expect(await lead.state()).toMatchObject({
        status: 'accepted',
        stage: { value: 'salesqualifiedlead' },
      });

      move(id, 'unqualified-stage-id', 'NO_BUDGET');
      await lead.tellAndSettle();
      expect(await lead.state()).toMatchObject({ status: 'recycled', recycleReason: 'rejected:No budget' });
    },
    TIMEOUT_MS,
  );

  it(
    'that is disqualified without a reason leaves it owed until the rep gives it there',
    async () => {
      await start();
      const id = createLead();
      move(id, 'unqualified-stage-id');
      await lead.tellAndSettle();
      expect(await lead.state()).toMatchObject({ status: 'rejected' });

      lead.act([
        {
          type: 'set',
          objectType: 'leads',
          id,
          properties: { hs_lead_disqualification_reason: 'NO_BUDGET' },
        },
      ]);
      await lead.tellAndSettle();
      expect(await lead.state()).toMatchObject({ status: 'recycled', recycleReason: 'rejected:No budget' });
    },
    TIMEOUT_MS,
  );

  it(
    'in a stage of an admin’s own pipeline answers by its id, and one that is deleted no longer counts',
    async () => {
      const own = {
        id: '77',
        label: 'Inbound',
        stages: [
          { id: '4710', label: 'New', state: 'new' as const },
          { id: '4711', label: 'Called', state: 'in_progress' as const },
        ],
      };
      await start({ portals: [{ portalId: PORTAL, timeZone: 'Europe/Paris', leadPipelines: [own] }] });
      const id = createLead();
      move(id, '4711');
      await lead.tellAndSettle();
      expect(await lead.state()).toMatchObject({ status: 'working' });

      lead.act([{ type: 'delete', objectType: 'leads', id }]);
      await lead.tellAndSettle();
      const known =
        await sql`select hubspot_leads, hubspot_leads_stale from lead where contact_id = ${lead.id}`.execute(
          lead.thread.test.database.db,
        );
      expect(known.rows).toEqual([{ hubspot_leads: [], hubspot_leads_stale: false }]);
    },
    TIMEOUT_MS,
  );

  it(
    'answers for its primary contact only, and is dated by its stage, not by what else changes on it',
    async () => {
      await start();
      const other = lead.act([{ type: 'create', properties: { email: 'jean@lead.example' } }])[0] ?? '';
      const id = createLead(other);
      lead.act([{ type: 'link', objectType: 'leads', id, to: { type: 'contacts', id: lead.id } }]);
      move(id, 'unqualified-stage-id', 'NO_BUDGET');
      // Long disqualified, and renamed today: no answer to this hand-over.
      const old = createLead();
      const agoMs = Date.now() - 90 * 86_400_000;
      lead.act([
        {
          type: 'set',
          objectType: 'leads',
          id: old,
          atMs: agoMs,
          properties: { hs_pipeline_stage: 'unqualified-stage-id' },
        },
        { type: 'set', objectType: 'leads', id: old, properties: { hs_lead_name: 'Claire again' } },
      ]);

      await lead.tellAndSettle();

      expect(await lead.state()).toMatchObject({ status: 'handedOver' });
    },
    TIMEOUT_MS,
  );

  it(
    'goes along when its contact is merged into another',
    async () => {
      await start();
      const twin = lead.act([{ type: 'create', properties: { email: 'c.moreau@lead.example' } }])[0] ?? '';
      const id = createLead(twin);
      await lead.tellAndSettle();
      move(id, 'connected-stage-id');

      const merged = lead.act([{ type: 'merge', primaryId: lead.id, secondaryId: twin }])[0] ?? '';
      await lead.tellAndSettle();

      expect(await lead.state(merged)).toMatchObject({ status: 'accepted', cycle: 1 });
    },
    TIMEOUT_MS,
  );
});

describe('several agreements', () => {
  it(
    'are each answered by HubSpot leads only where they map them',
    async () => {
      // The lead is judged by the first, whose scope it is in; the second maps leads, for others.
      lead = await handOver();
      const { test, agreement } = lead.thread;
      const second = { ...withLeads(agreement), id: 'brand' };
      await insertSignedVersion(test.database, String(PORTAL), { agreement: second, document: 'brand' });
      await sql`update agreement set position = 2 where agreement_id = 'brand'`.execute(test.database.db);
      move(createLead(), 'connected-stage-id');
      await lead.tellAndSettle();

      const { rows } = await sql<{ leads: number; deciding: number }>`
        select jsonb_array_length(l.hubspot_leads) as leads,
          (select count(*)::int from decision d where d.inputs like '%hubspotLeads%') as deciding
        from lead l where l.contact_id = ${lead.id}`.execute(test.database.db);
      expect(rows).toEqual([{ leads: 1, deciding: 0 }]);
      expect(await lead.state()).toMatchObject({ status: 'handedOver' });

      await sql`update agreement set position = 0 where agreement_id = 'brand'`.execute(test.database.db);
      lead.act([{ type: 'set', id: lead.id, properties: { city: 'Lyon' } }]);
      await lead.tellAndSettle();
      expect(await lead.state()).toMatchObject({ status: 'accepted' });
    },
    TIMEOUT_MS,
  );
});

describe('reading HubSpot leads', () => {
  it(
    'costs no call where no agreement maps them, also when their events come',
    async () => {
      lead = await handOver();
      const id = createLead();
      move(id, 'connected-stage-id');
      await lead.tellAndSettle();

      expect(callsForLeads()).toEqual([]);
      expect(await lead.state()).toMatchObject({ status: 'handedOver' });
      expect((await report())?.unread).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'takes four calls for the new leads of forty contacts, and none for contacts whose leads did not change',
    async () => {
      await start();
      const contacts = lead.act(
        Array.from({ length: 40 }, (_, n) => ({
          type: 'create' as const,
          properties: { email: `p${n}@lead.example` },
        })),
      );
      await lead.tellAndSettle();
      const first = lastCall();
      for (const contact of contacts) createLead(contact);
      await lead.tellAndSettle();
      const second = lastCall();
      lead.act(contacts.map((id) => ({ type: 'set' as const, id, properties: { city: 'Lyon' } })));
      await lead.tellAndSettle();

      expect(callsForLeads(first)).toEqual([
        '/crm/associations/2026-03/leads/contacts/batch/read',
        '/crm/associations/2026-03/contacts/leads/batch/read',
        '/crm/objects/2026-03/leads/batch/read',
        '/crm/associations/2026-03/leads/contacts/batch/read',
      ]);
      expect(callsForLeads(second)).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'that HubSpot refuses stops nothing, is told to the admin once, and is asked again after an hour',
    async () => {
      await start({ portals: [{ portalId: PORTAL, timeZone: 'Europe/Paris', leadPipelines: [] }] });
      const refused = callsForLeads().length;
      lead.act([{ type: 'answer', id: lead.id, answer: 'accept' }]);
      await lead.tellAndSettle();

      expect(refused).toBe(1);
      expect(callsForLeads()).toHaveLength(refused);
      expect(await lead.state()).toMatchObject({ status: 'accepted' });
      expect((await report())?.unread).toEqual([
        {
          object: 'leads',
          because: 'refused',
          scope: 'crm.objects.leads.read',
          note: expect.stringContaining('HubSpot leads'),
        },
      ]);

      const { db } = lead.thread.test.database;
      await sql`update portal set refused_reads = jsonb_set(refused_reads, '{leads,at}', '"2020-01-01T00:00:00Z"')`.execute(
        db,
      );
      lead.act([{ type: 'set', id: lead.id, properties: { city: 'Lyon' } }]);
      await lead.tellAndSettle();
      expect(callsForLeads()).toHaveLength(refused + 1);
    },
    TIMEOUT_MS,
  );

  it(
    'that HubSpot allows again looks at every open lead: their events said nothing meanwhile',
    async () => {
      await start();
      const { db } = lead.thread.test.database;
      const other = lead.act([{ type: 'create', properties: { email: 'jean@lead.example' } }])[0] ?? '';
      await lead.tellAndSettle();
      move(createLead(), 'connected-stage-id');
      lead.forget();
      await sql`update portal set refused_reads = '{"leads": {"at": "2020-01-01T00:00:00Z"}}'`.execute(db);
      await sql`update lead set hubspot_leads_stale = contact_id = ${other}`.execute(db);

      lead.act([{ type: 'set', id: other, properties: { city: 'Lyon' } }]);
      await lead.tellAndSettle();

      expect(await lead.state()).toMatchObject({ status: 'accepted' });
      expect((await report())?.unread).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'is not tried without the scope, and begins when the account grants it',
    async () => {
      await start();
      const id = createLead();
      await lead.thread.reinstall(SCOPES.filter((scope) => scope !== 'crm.objects.leads.read'));
      const read = callsForLeads().length;
      move(id, 'connected-stage-id');
      await lead.tellAndSettle();

      expect(callsForLeads()).toHaveLength(read);
      expect(await lead.state()).toMatchObject({ status: 'handedOver' });
      expect((await report())?.unread).toMatchObject([{ object: 'leads', because: 'notGranted' }]);

      await lead.thread.reinstall(SCOPES);
      await lead.tellAndSettle();
      expect(await lead.state()).toMatchObject({ status: 'accepted' });
      expect((await report())?.unread).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
