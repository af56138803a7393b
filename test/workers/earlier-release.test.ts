// A database that an earlier release has filled: its versions and leads lack what that release did not know. They are run
// with what their own documents say of it, or refused in a sentence; never do they fail over a field that is not there.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agreement } from '#domain/agreement.ts';
import { runTurn } from '#pipeline/run-turn.ts';
import { verifyAndPark } from '#pipeline/versions/integrity.ts';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerLeads } from '#store/ledger.ts';
import { createReports } from '#store/reports.ts';
import { createTurnStore } from '#store/turn-store.ts';
import { createVersionStore } from '#store/version-store.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import { createHot } from '#test/support/handed-over.ts';
import { changeEvent, insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
let thread: Thread;
let told = 0;

beforeEach(async () => {
  thread = await startThread();
});
afterEach(() => thread.close());

const db = () => thread.test.database.db;

/** Puts another version in the place of the one in force, as if it had been frozen so, long ago. */
async function frozenAs(agreement: Agreement, document: string): Promise<void> {
  for (const table of ['agreement_signature', 'agreement_signatory', 'agreement_version', 'agreement'])
    await sql`delete from ${sql.table(table)}`.execute(db());
  await insertSignedVersion(thread.test.database, PORTAL_TEXT, { agreement, document, shape: 0 });
}

/** Without what came later: custom stages, disqualification, answers, data. */
function earlier({ disqualify: _d, answers: _a, data: _data, ...agreement }: Agreement): Agreement {
  const { custom: _custom, before: _before, ...stages } = agreement.stages;
  return { ...agreement, stages } as unknown as Agreement;
}

/** A worker that starts now. */
function restarted() {
  return runTurn(
    { ...thread.deps, store: createTurnStore(thread.test.database, 'test') },
    PORTAL_TEXT,
    new AbortController().signal,
  );
}

async function tell(contact: string): Promise<void> {
  const at = new Date().toISOString();
  const change = { contact, property: 'city', value: `Town ${++told}`, at, key: `told ${told}` };
  await storeEvents(thread.test.database, PORTAL_TEXT, {
    events: [changeEvent(PORTAL_TEXT, change)],
    setAside: [],
  });
}

async function statusOf(contact: string): Promise<string | undefined> {
  const leads = await loadLedgerLeads(thread.test.database, PORTAL_TEXT);
  return leads.find((lead) => lead.contactId === contact)?.state.status;
}

describe('a version that an earlier release froze', () => {
  it('runs with what its own document says of the rest, and is still what was signed', async () => {
    await frozenAs(earlier(thread.agreement), ENGLISH_TEMPLATE);
    const id = createHot(thread.sandbox);
    await tell(id);

    await restarted();
    await thread.settle();

    expect(await statusOf(id)).toBe('handedOver');
    const portal = await createTurnStore(thread.test.database, 'test').loadPortal(PORTAL_TEXT);
    expect(portal?.agreement).toEqual(thread.agreement);
    const findings = await verifyAndPark(createVersionStore(thread.test.database), PORTAL_TEXT);
    expect(findings).toEqual([]);
    const report = await createReports(thread.test.database).readPortal(PORTAL_TEXT);
    expect(report).toMatchObject({ status: 'active', blockedStages: [] });
  });

  it('parks the portal in a sentence where this release cannot read its document', async () => {
    await frozenAs(earlier(thread.agreement), 'scope: as it was spelled once');

    const result = await restarted();

    const report = await createReports(thread.test.database).readPortal(PORTAL_TEXT);
    expect([result, report?.status]).toEqual(['absent', 'parked']);
    expect(report?.statusReason).toMatch(
      /^AGREEMENT_OUTDATED: version 1 of agreement default was frozen by an earlier release.*cannot read its document.*update again\.$/,
    );
  });
});

describe('a lead that an earlier release kept', () => {
  it('is judged on, as if seen for the first time in what was not kept of it', async () => {
    const id = createHot(thread.sandbox);
    await tell(id);
    await thread.settle();
    const later = ['handOvers', 'answeredAt', 'newMqlAt', 'byHand'];
    await sql`update lead set state = state - ${later}::text[]`.execute(db());
    await tell(id);

    await thread.settle();

    expect(await statusOf(id)).toBe('handedOver');
    const { rows } = await sql<{ kept: boolean }>`
      select state ?& ${later}::text[] as kept from lead where contact_id = ${id}`.execute(db());
    expect(rows).toEqual([{ kept: true }]);
  });
});
