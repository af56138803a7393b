// The nightly comparison against the sandbox portal: each thing that HubSpot's webhooks failed to tell is found within one
// run, mended, and written down; a run right after it finds nothing.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import type { ReconciliationReport } from '#pipeline/reports.ts';
import { sleep } from '#platform/clock.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerTasks } from '#store/ledger.ts';
import { startReconciliation } from '#store/reconciliation.ts';
import { createReports } from '#store/reports.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const LEAD = {
  email: 'claire@lead.example',
  firstname: 'Claire',
  lastname: 'Moreau',
  jobtitle: 'CEO',
  country: 'France',
  phone: '+33 1 44 55 66 77',
  company: 'Nordfil',
  lifecyclestage: 'lead',
};
let thread: Thread;
let told = 0;

afterEach(() => thread.close());

function act(action: ActionInput): string {
  const [result] = thread.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return String(result.id);
}

async function deliver(): Promise<void> {
  const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
  told += raw.length;
  for (let from = 0; from < raw.length; from += 100) {
    const batch = parseWebhookBatch(raw.slice(from, from + 100));
    if (!batch.ok) throw new Error(batch.error.message);
    await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
  }
}

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(thread.test.database.db);
}

/** One lead that sales has in hand, at a company, with its task; all of it known. */
async function handOver(): Promise<{ readonly id: string; readonly company: string }> {
  told = 0;
  thread = await startThread({
    indexLagMs: 0,
    portals: [{ portalId: PORTAL, timeZone: 'Europe/Paris', installed: true }],
    webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS, duplicateShare: 0 },
  });
  const rep = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
  act({ type: 'createOwner', ...rep });
  const company = act({
    type: 'create',
    objectType: 'companies',
    properties: { name: 'Nordfil', domain: 'nordfil.example', numberofemployees: '120' },
  });
  const links = [{ type: 'companies', id: company, primary: true }] as const;
  const id = act({ type: 'create', properties: LEAD, links: [...links] });
  act({ type: 'submitForm', email: LEAD.email, form: 'Request a demo' });
  act({ type: 'bookMeeting', id });
  await deliver();
  await thread.settle();
  await deliver();
  await thread.settle();
  await run(sql`update signal_poll set next_at = 'infinity'`);
  return { id, company };
}

/** A run waits for its share of HubSpot's budget when several follow one another. */
async function waitForEnd(): Promise<ReconciliationReport> {
  const reports = createReports(thread.test.database);
  for (let look = 0; look < 60; look++) {
    await thread.settle();
    const report = await reports.readReconciliation(PORTAL_TEXT, { after: null, limit: 50 });
    if (report.run?.endedAt != null) return report;
    await sleep(500);
  }
  throw new Error('the comparison does not come to its end');
}

/** What one run writes down, after everything it led to is done. */
async function reconcile(): Promise<readonly string[]> {
  // Only the comparison is to find anything.
  await run(sql`update signal_poll set next_at = 'infinity'`);
  expect(await startReconciliation(thread.test.database, PORTAL_TEXT)).toBe('started');
  const { items } = await waitForEnd();
  return items.map(
    ({ kind, subject, detail, isMended }) => `${kind} ${subject} [${detail}]${isMended ? '' : ' open'}`,
  );
}

function valuesOf(id: string): Record<string, string> {
  return thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values ?? {};
}

async function knownValue(id: string, property: string): Promise<string> {
  const { rows } = await sql<{ v: string | null }>`
    select cells -> ${property}::text ->> 'v' as v from mirror where object_type = 'contact' and object_id = ${id}`.execute(
    thread.test.database.db,
  );
  return rows[0]?.v ?? '';
}

async function signalKinds(contact: string): Promise<readonly string[]> {
  const { rows } = await sql<{ kind: string }>`
    select s.kind from signal s join lead_alias a using (portal_id, lead_id)
    where a.contact_id = ${contact} and s.source = 'engagement' and s.kind <> 'none' order by s.kind`.execute(
    thread.test.database.db,
  );
  return rows.map(({ kind }) => kind);
}

describe('the comparison of portal and ledger', { timeout: 90_000 }, () => {
  it('finds nothing where everything was told', async () => {
    await handOver();

    expect(await reconcile()).toEqual([]);
  });

  it('reads values again that no webhook told, and finds nothing the night after', async () => {
    const { id } = await handOver();
    act({ type: 'set', id, properties: { jobtitle: 'Head of Sales', hs_lead_status: 'OPEN' } });

    const found = await reconcile();

    expect(found).toEqual([expect.stringMatching(new RegExp(`^contactDiffers ${id} \\[.*jobtitle.*\\]$`))]);
    expect(await knownValue(id, 'jobtitle')).toBe('Head of Sales');
    expect(await reconcile()).toEqual([]);
  });

  it('puts back what others wrote over Accord’s own values', async () => {
    const { id } = await handOver();
    const score = valuesOf(id)['accord_score'];
    act({ type: 'set', id, properties: { accord_score: '1' } });

    expect(await reconcile()).toEqual([`contactDiffers ${id} [accord_score]`]);

    expect(score).toBeDefined();
    expect(valuesOf(id)['accord_score']).toBe(score);
    expect(await reconcile()).toEqual([]);
  });

  it('makes a deleted property again, with the values it had', async () => {
    const { id } = await handOver();
    const grade = valuesOf(id)['accord_grade'];
    act({ type: 'deleteProperty', objectType: 'contacts', name: 'accord_grade' });
    expect(valuesOf(id)['accord_grade']).toBeUndefined();

    expect(await reconcile()).toEqual([
      `contactDiffers ${id} [accord_grade]`,
      'propertyDeleted accord_grade []',
    ]);

    expect(grade).toBeDefined();
    expect(valuesOf(id)['accord_grade']).toBe(grade);
    expect(await reconcile()).toEqual([]);
  });

  it('takes in contacts that nobody told of, and lets go of those that are gone', async () => {
    const { id } = await handOver();
    const born = act({ type: 'create', properties: { email: 'born@lead.example' } });
    act({ type: 'delete', id });

    expect((await reconcile()).toSorted()).toEqual([`contactGone ${id} []`, `contactUnknown ${born} []`]);

    expect(await reconcile()).toEqual([]);
    act({ type: 'restore', id });
    expect(await reconcile()).toEqual([`contactBack ${id} []`]);
    expect(await reconcile()).toEqual([]);
  });

  it.each([true, false])('follows a merge that nobody told (new id: %s)', async (mintsNewId) => {
    const { id } = await handOver();
    const twin = act({ type: 'create', properties: { email: 'claire@home.example' } });
    await deliver();
    await thread.settle();
    const [task] = await loadLedgerTasks(thread.test.database, PORTAL_TEXT);

    const survivor = act({ type: 'merge', primaryId: twin, secondaryId: id, mintsNewId });
    const found = await reconcile();

    expect(found).toContain(`contactMerged ${id} [${survivor}]`);
    const { rows } = await sql<{ contact: string; status: string }>`
      select contact_id as contact, state ->> 'status' as status from lead where lead_id = ${id}`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([{ contact: survivor, status: 'handedOver' }]);
    expect((await loadLedgerTasks(thread.test.database, PORTAL_TEXT)).filter(({ open }) => open)).toEqual([
      expect.objectContaining({ taskId: task?.taskId, contactId: survivor }),
    ]);
    expect(await reconcile()).toEqual([]);
  });

  it('finds activities of a lead in hand: new, changed and deleted ones', async () => {
    const { id } = await handOver();
    const properties = { hs_call_direction: 'OUTBOUND', hs_call_status: 'COMPLETED', hubspot_owner_id: '71' };
    const call = act({ type: 'logActivity', objectType: 'calls', id, properties });
    const before = await signalKinds(id);

    expect(await reconcile()).toContain(`activityDiffers call ${call} [call]`);
    expect(await signalKinds(id)).toEqual([...before, 'touch'].toSorted());
    expect(await reconcile()).toEqual([]);

    const status = { hs_call_status: 'CANCELED' };
    act({ type: 'set', objectType: 'calls', id: call, properties: status });
    expect(await reconcile()).toEqual([`activityDiffers call ${call} [call]`]);
    expect(await signalKinds(id)).toEqual(before);

    act({ type: 'set', objectType: 'calls', id: call, properties: { hs_call_status: 'COMPLETED' } });
    await reconcile();
    act({ type: 'delete', objectType: 'calls', id: call });
    expect(await reconcile()).toContain(`activityDiffers call ${call} [call]`);
    expect(await signalKinds(id)).toEqual(before);
  });

  it('finds a company that changed, and a lead that belongs to another one', async () => {
    const { id, company } = await handOver();
    act({ type: 'set', objectType: 'companies', id: company, properties: { numberofemployees: '900' } });
    expect(await reconcile()).toEqual([`companyDiffers ${company} [numberofemployees]`]);

    const other = act({ type: 'create', objectType: 'companies', properties: { name: 'Sudfil' } });
    const to = { type: 'companies', id: other, primary: true } as const;
    act({ type: 'link', id, to });
    expect(await reconcile()).toContain(`companyLinkDiffers ${id} []`);
    const { rows } = await sql<{ company: string }>`
      select company_id as company from lead where lead_id = ${id}`.execute(thread.test.database.db);
    expect(rows).toEqual([{ company: other }]);
    expect(await reconcile()).toEqual([]);
  });

  it('finds a deal of a lead in hand', async () => {
    const { id } = await handOver();
    act({
      type: 'create',
      objectType: 'deals',
      properties: { dealname: 'Nordfil', dealstage: 'appointmentscheduled', hubspot_owner_id: '71' },
      links: [{ type: 'contacts', id }],
    });

    expect(await reconcile()).toContain(`dealsDiffer ${id} []`);
    expect(await reconcile()).toEqual([]);
  });

  it('closes the second of two tasks for one promise', async () => {
    const { id } = await handOver();
    const [task] = await loadLedgerTasks(thread.test.database, PORTAL_TEXT);
    const tasks = thread.sandbox.requirePortal(PORTAL).objects.tasks.live;
    const double = act({
      type: 'create',
      objectType: 'tasks',
      properties: { hs_timestamp: '1790000000000', hs_task_subject: 'Again', hs_task_status: 'NOT_STARTED' },
      links: [{ type: 'contacts', id }],
    });
    // As where HubSpot keeps no unique key.
    const record = tasks.get(double);
    if (record === undefined) throw new Error('no second task');
    Object.assign(record.values, { accord_task_key: task?.taskKey });
    thread.sandbox.requirePortal(PORTAL).objects.tasks.index.put(record);

    expect(await reconcile()).toEqual([`taskDoubled ${double} []`]);

    expect(tasks.get(double)?.values['hs_task_status']).toBe('COMPLETED');
    expect(tasks.get(task?.taskId ?? '')?.values['hs_task_status']).toBe('NOT_STARTED');
    expect(await reconcile()).toEqual([]);
  });

  it('goes on where it was killed, and counts nothing twice', async () => {
    const { id } = await handOver();
    act({ type: 'set', id, properties: { jobtitle: 'Head of Sales' } });
    expect(await startReconciliation(thread.test.database, PORTAL_TEXT)).toBe('started');
    expect(await startReconciliation(thread.test.database, PORTAL_TEXT)).toBe('running');
    const { store } = thread.deps;
    let commits = 0;
    Object.assign(thread.deps, {
      store: {
        ...store,
        commitReconciled: (...args: Parameters<typeof store.commitReconciled>) =>
          commits++ === 1 ? Promise.reject(new Error('killed')) : store.commitReconciled(...args),
      },
    });
    await thread.turn();
    await run(sql`update portal_work set paused_until = null`);

    const { run: ended } = await waitForEnd();

    expect(ended).toMatchObject({ contacts: 1, differences: 1, mended: 1 });
  });
});
