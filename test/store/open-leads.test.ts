// The work queue and the silent leads of a portal that has many others: in order, and without looking at those.
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initialState } from '#domain/lead.ts';
import { sleep } from '#platform/clock.ts';
import { createReports } from '#store/reports.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { decisionOf } from '#test/support/decisions.ts';
import { insertPortal } from '#test/support/portal.ts';

const PORTAL = '44001234';
const LEADS = 20_000;

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  await insertPortal(test.database, PORTAL);
  const state = JSON.stringify(initialState());
  // One in a hundred is open, those handed over last are due first; every other of them is observed only.
  await sql`
    insert into lead (portal_id, lead_id, agreement_id, contact_id, state, shadow, due_at, last_decision)
    select ${PORTAL}, i::text, 'main', i::text, case when i % 200 = 0 then ${state}::jsonb else s end,
      case when i % 200 = 0 then s end, timestamptz '2026-12-01' - i * interval '1 minute', i
    from (select i, ${state}::jsonb || jsonb_build_object(
        'status', case when i % 100 > 0 then 'none' when i % 300 = 0 then 'accepted' else 'handedOver' end,
        'handedOverAt', to_char(timestamp '2026-01-01' + i * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) as s
      from generate_series(1, ${LEADS}::int) i) made`.execute(test.database.db);
  await sql`
    insert into decision (seq, portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
    select i, ${PORTAL}, i::text, 'main', 1, now(), true, 'test', '{}', ${JSON.stringify(decisionOf({}))}, ''
    from generate_series(100, ${LEADS}::int, 100) i`.execute(test.database.db);
  await sql`analyze lead`.execute(test.database.db);
});
afterAll(() => test.close());

/** How often an index was asked; PostgreSQL counts a moment after the statement. */
async function scansOf(index: string): Promise<number> {
  const { rows } = await sql<{ scans: number }>`
    select idx_scan::int as scans from pg_stat_user_indexes where indexrelname = ${index}`.execute(
    test.database.db,
  );
  return rows[0]?.scans ?? 0;
}

async function waitForScan(index: string): Promise<void> {
  const endsAt = Date.now() + 10_000;
  while ((await scansOf(index)) === 0) {
    if (Date.now() > endsAt) throw new Error(`${index} was not used`);
    await sleep(50);
  }
}

describe('open leads among many others', () => {
  it('come in the order in which they are due, lived and rehearsed ones alike', async () => {
    const { leads } = await createReports(test.database).listOpenLeads(PORTAL, { ownerId: null });

    expect(leads).toHaveLength(LEADS / 100);
    expect(leads.map(({ contactId }) => Number(contactId))).toEqual(
      Array.from({ length: LEADS / 100 }, (_, index) => LEADS - 100 * index),
    );
    await waitForScan('lead_due');
  });

  it('that are silent come longest first, page by page', async () => {
    const reports = createReports(test.database);
    const first = await reports.listSilent(PORTAL, { after: null, limit: 3 });
    const second = await reports.listSilent(PORTAL, { after: first.next, limit: 3 });

    expect([...first.items, ...second.items].map(({ contactId }) => contactId)).toEqual([
      '100',
      '200',
      '400',
      '500',
      '700',
      '800',
    ]);
    await waitForScan('lead_handed_over');
  });
});
