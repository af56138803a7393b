// HubSpot's lists in the sandbox portal, over HTTP: they send no webhook, so who joins is polled for and who leaves is found by the
// nightly comparison (5a.7).
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { sleep } from '#platform/clock.ts';
import { startReconciliation } from '#store/reconciliation.ts';
import { createReports } from '#store/reports.ts';
import { type HandedOver, handOver } from '#test/support/handed-over.ts';
import { PORTAL } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const SCOPES: readonly string[] = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];
const WITHOUT_LISTS = SCOPES.filter((scope) => scope !== 'crm.lists.read');
const TIMEOUT_MS = 60_000;
/** As HubSpot has it; the agreement writes it otherwise. */
const LIST = 'COMPETITORS ';
const HOT = {
  jobtitle: 'CEO',
  country: 'France',
  company: 'Nordfil',
  lifecyclestage: 'lead',
  lastname: 'Petit',
};
let lead: HandedOver;

afterEach(() => lead.thread.close());

function withGate(agreement: Agreement): Agreement {
  const { score, needs } = agreement;
  const condition = { kind: 'list', list: 'Competitors', operator: 'MEMBER' } as const;
  const gate = { id: 'listed', label: 'Competitors', when: { anyOf: [[condition]] } };
  return {
    ...agreement,
    score: { ...score, gates: [...score.gates, gate] },
    needs: { ...needs, lists: ['competitors'] },
  };
}

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(lead.thread.test.database.db);
}

/** The account has the list from now on, and its lists are looked up, as they are every quarter of an hour. */
async function makeList(): Promise<void> {
  lead.act([{ type: 'createList', list: LIST }]);
  await run(sql`update portal set owners_read_at = null`);
  await lead.tellAndSettle();
}

/** The next search, as 45 s later. */
async function poll(): Promise<void> {
  await run(sql`update signal_poll set next_at = least(next_at, clock_timestamp())`);
  await lead.thread.settle();
}

async function reconcile(): Promise<readonly string[]> {
  const { database } = lead.thread.test;
  expect(await startReconciliation(database, PORTAL_TEXT)).toBe('started');
  for (let look = 0; look < 60; look++) {
    await lead.thread.settle();
    const report = await createReports(database).readReconciliation(PORTAL_TEXT, { after: null, limit: 50 });
    if (report.run?.endedAt != null) return report.items.map(({ kind, detail }) => `${kind} [${detail}]`);
    await sleep(250);
  }
  throw new Error('the comparison does not come to its end');
}

/** What the last decision looked at, and whether the gate was met. */
async function judged(id = lead.id) {
  const { rows } = await sql<{ cell: string | null; gates: readonly string[] }>`
    select d.inputs::jsonb #>> '{facts,contact,$lists,value}' as cell, d.outcome::jsonb #> '{verdict,gates}' as gates
    from lead l join decision d on d.portal_id = l.portal_id and d.seq = l.last_decision
    where l.contact_id = ${id}`.execute(lead.thread.test.database.db);
  return { cell: rows[0]?.cell ?? null, isGated: rows[0]?.gates.includes('listed') === true };
}

async function knownCell(id = lead.id): Promise<string | null> {
  const { rows } = await sql<{ v: string | null }>`
    select cells -> '$lists' ->> 'v' as v from mirror where object_type = 'contact' and object_id = ${id}`.execute(
    lead.thread.test.database.db,
  );
  return rows[0]?.v ?? null;
}

async function unread() {
  return (await createReports(lead.thread.test.database).readPortal(PORTAL_TEXT))?.unread;
}

function callsForLists(sinceSeq = 0): readonly string[] {
  return lead.thread.sandbox.state.calls.calls
    .filter(({ seq, path }) => seq > sinceSeq && path.includes('/crm/lists/'))
    .map(({ path }) => path.slice('/crm/lists/2026-03/'.length));
}

function lastCall(): number {
  return lead.thread.sandbox.state.calls.calls.at(-1)?.seq ?? 0;
}

describe('a list that an agreement names', () => {
  it(
    'and the account does not have is told to the admin; made, every lead is judged on it',
    async () => {
      lead = await handOver(withGate);
      expect(await unread()).toEqual([
        {
          object: 'lists',
          because: 'missing',
          scope: 'crm.lists.read',
          note: expect.stringContaining('no list of contacts “competitors”'),
        },
      ]);
      expect(await knownCell()).toBeNull();

      await makeList();
      expect(await unread()).toEqual([]);
      expect(await knownCell()).toBe('-competitors');
    },
    TIMEOUT_MS,
  );

  it(
    'gates whoever joins it with the next search, and no longer whoever left after the night',
    async () => {
      lead = await handOver(withGate);
      await makeList();
      lead.act([{ type: 'addToList', list: LIST, id: lead.id }]);
      await poll();
      expect(await judged()).toEqual({ cell: '+competitors', isGated: true });

      // Once known, nobody is read again for it.
      const before = lastCall();
      await poll();
      expect(callsForLists(before)).toEqual([expect.stringMatching(/^\d+\/memberships\/join-order$/)]);

      lead.act([{ type: 'removeFromList', list: LIST, id: lead.id }]);
      await poll();
      expect(await judged()).toMatchObject({ isGated: true });
      expect(await reconcile()).toEqual(['contactDiffers [list.competitors]']);
      expect(await judged()).toEqual({ cell: '-competitors', isGated: false });
      expect(await reconcile()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'keeps a lead from being handed over until it is out of it, which any other news of the contact shows too',
    async () => {
      lead = await handOver(withGate);
      await makeList();
      const [id = ''] = lead.act([{ type: 'create', properties: { ...HOT, email: 'jean@lead.example' } }]);
      lead.act([
        { type: 'addToList', list: LIST, id },
        { type: 'submitForm', id, form: 'Request a demo' },
        { type: 'bookMeeting', id },
      ]);
      await lead.tellAndSettle();
      expect(await judged(id)).toEqual({ cell: '+competitors', isGated: true });
      expect(await lead.state(id)).toMatchObject({ status: 'none' });

      lead.act([
        { type: 'removeFromList', list: LIST, id },
        { type: 'set', id, properties: { city: 'Lyon' } },
      ]);
      await lead.tellAndSettle();
      expect(await judged(id)).toEqual({ cell: '-competitors', isGated: false });
      expect(await lead.state(id)).toMatchObject({ status: 'handedOver' });
    },
    TIMEOUT_MS,
  );

  it(
    'that looks after its members itself is heard likewise; one that is deleted has none any more',
    async () => {
      lead = await handOver(withGate);
      const filters = [{ propertyName: 'city', operator: 'EQ', value: 'Brest' } as const];
      lead.act([{ type: 'createList', list: LIST, filters }]);
      await run(sql`update portal set owners_read_at = null`);
      lead.act([{ type: 'set', id: lead.id, properties: { city: 'Brest' } }]);
      await lead.tellAndSettle();
      expect(await judged()).toEqual({ cell: '+competitors', isGated: true });

      lead.act([{ type: 'deleteList', list: LIST }]);
      await run(sql`update portal set owners_read_at = null`);
      await lead.tellAndSettle();
      expect(await judged()).toEqual({ cell: '', isGated: false });
      expect(await unread()).toMatchObject([{ object: 'lists', because: 'missing' }]);
    },
    TIMEOUT_MS,
  );

  it(
    'and that another takes the place of is read again of every lead, whenever its members joined',
    async () => {
      lead = await handOver(withGate);
      await makeList();
      const other = LIST.trim().toLowerCase();
      const atMs = Date.now() - 3_600_000;
      lead.act([
        { type: 'createList', list: other, atMs },
        { type: 'addToList', list: other, id: lead.id, atMs },
        { type: 'set', id: lead.id, properties: { city: 'Lyon' } },
      ]);
      await lead.tellAndSettle();
      expect(await knownCell()).toBe('-competitors');

      lead.act([{ type: 'deleteList', list: LIST }]);
      await run(sql`update portal set owners_read_at = null`);
      await lead.tellAndSettle();
      expect(await judged()).toEqual({ cell: '+competitors', isGated: true });
    },
    TIMEOUT_MS,
  );

  it(
    'is not asked about without the scope, which is said, and begins to count when it is granted',
    async () => {
      lead = await handOver(withGate);
      await lead.thread.reinstall(WITHOUT_LISTS);
      const before = lastCall();
      lead.act([
        { type: 'createList', list: LIST },
        { type: 'addToList', list: LIST, id: lead.id },
        { type: 'set', id: lead.id, properties: { city: 'Lyon' } },
      ]);
      await lead.tellAndSettle();
      await poll();
      expect(callsForLists(before)).toEqual([]);
      expect(await judged()).toMatchObject({ isGated: false });
      expect(await unread()).toMatchObject([
        { object: 'lists', because: 'notGranted', note: expect.stringContaining('crm.lists.read') },
      ]);

      await lead.thread.reinstall(SCOPES);
      await lead.tellAndSettle();
      expect(await judged()).toEqual({ cell: '+competitors', isGated: true });
      expect(await unread()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'that HubSpot refuses stops nothing, keeps what was known, and is asked about again after an hour',
    async () => {
      lead = await handOver(withGate);
      await makeList();
      lead.act([{ type: 'addToList', list: LIST, id: lead.id }]);
      await poll();
      await lead.thread.reinstall(SCOPES, WITHOUT_LISTS);
      const before = lastCall();
      lead.act([{ type: 'set', id: lead.id, properties: { city: 'Lyon' } }]);
      await lead.tellAndSettle();

      expect(callsForLists(before)).toHaveLength(1);
      expect(await judged()).toEqual({ cell: '+competitors', isGated: true });
      expect(await unread()).toMatchObject([
        { object: 'lists', because: 'refused', note: expect.stringContaining('(MISSING_SCOPES)') },
      ]);

      await lead.thread.reinstall(SCOPES);
      await run(
        sql`update portal set refused_reads = jsonb_set(refused_reads, '{lists,at}', '"2020-01-01T00:00:00Z"')`,
      );
      lead.act([{ type: 'removeFromList', list: LIST, id: lead.id }]);
      await run(sql`update portal set owners_read_at = null`);
      lead.act([{ type: 'set', id: lead.id, properties: { city: 'Metz' } }]);
      await lead.tellAndSettle();
      expect(await judged()).toEqual({ cell: '-competitors', isGated: false });
      expect(await unread()).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
