// A month that is over keeps its numbers, whoever of its leads is erased afterwards (I11, 10.8).
import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '#domain/canonical.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createClauseReports } from '#store/clause-reports.ts';
import { createErasureStore } from '#store/erasure/erasure-store.ts';
import { erasePass, findDueContacts } from '#store/erasure/requests.ts';
import { createTombstones, type Tombstones } from '#store/erasure/tombstones.ts';
import { acquireLease, releaseLease } from '#store/leases.ts';
import { ENGLISH_TEMPLATE, templateAgreement } from '#test/support/agreement-text.ts';
import { insertLivePortal } from '#test/support/clock-rows.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertSignedVersion } from '#test/support/portal.ts';

const PORTAL = '7020701';
const MONTH = '2026-01';
const BY = { actor: 'tester', origin: 'api' } as const;

let test: TestDatabase;
let tombstones: Tombstones;

beforeAll(async () => {
  test = await testDatabase();
  tombstones = createTombstones(test.database, createSecretBox([{ id: 'k', key: randomBytes(32) }]));
  await insertLivePortal(test.database, PORTAL);
  await run(sql`update portal set first_live_at = '2020-01-01', milestones_since = '2020-01-01'`);
  const template = templateAgreement('en');
  const agreement = {
    ...template,
    id: 'main',
    marketing: {
      ...template.marketing,
      meetings: [{ ...template.marketing.quality, id: 'met', to: 'meeting' as const }],
    },
  };
  await insertSignedVersion(test.database, PORTAL, { agreement, document: ENGLISH_TEMPLATE });
  await run(sql`delete from agreement_period`);
  await run(sql`
    insert into agreement_period (portal_id, agreement_id, seq, version, from_at, cause, seal, regime, regime_before, baseline_before)
    values (${PORTAL}, 'main', 1, 1, '2020-01-01', 'install', '', 0, 0, '2020-01-01')`);
});
afterAll(() => test.close());

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(test.database.db);
}

const STATUSES = [
  'running',
  'warned',
  'breached',
  'paused',
  'met',
  'metLate',
  'metKnownLate',
  'excused',
  'ended',
] as const;
const KINDS = ['accepted', 'sql', 'opportunity', 'customer', 'rejected', 'recycled'] as const;

const someDay = fc.integer({ min: 1, max: 28 });
const lead = fc.record({
  day: someDay,
  byHand: fc.boolean(),
  complete: fc.boolean(),
  channel: fc.constantFrom('ORGANIC_SEARCH', 'PAID_SEARCH'),
  reached: fc.uniqueArray(fc.constantFrom(...KINDS), { maxLength: 3 }),
  meetings: fc.array(fc.record({ day: someDay, detail: fc.constantFrom('', 'no show', 'With Zebulonne') }), {
    maxLength: 2,
  }),
  runs: fc.array(
    fc.record({
      status: fc.constantFrom(...STATUSES),
      day: someDay,
      breached: fc.boolean(),
      fired: fc.boolean(),
      excused: fc.boolean(),
    }),
    { maxLength: 2 },
  ),
  isErased: fc.boolean(),
});
type Lead = typeof lead extends fc.Arbitrary<infer T> ? T : never;

const at = (day: number, hour: number): string =>
  `2026-01-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000Z`;

async function fill(leads: readonly Lead[]): Promise<void> {
  for (const table of [
    'milestone',
    'clock',
    'clock_excuse',
    'signal',
    'lead',
    'lead_alias',
    'erased_contact',
    'erasure',
  ])
    await run(sql`delete from ${sql.table(table)}`);
  for (const [index, one] of leads.entries()) await insertLead(String(55_000 + index), one);
}

async function insertLead(id: string, one: Lead): Promise<void> {
  await run(sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${PORTAL}, ${id}, ${id})`);
  await run(
    sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state) values (${PORTAL}, ${id}, 'main', ${id}, '{}')`,
  );
  for (const [step, kind] of ['mql', ...one.reached].entries())
    await run(sql`
      insert into milestone (portal_id, lead_id, cycle, kind, agreement_id, version, at, by_hand, counts, segments, channel,
        campaigns, complete, ending, known_at)
      values (${PORTAL}, ${id}, 1, ${kind}, 'main', 1, ${at(one.day, 8 + step)}, ${one.byHand}, ${!one.byHand}, '{}',
        ${one.channel}, '{}', ${one.complete}, '', now())`);
  for (const [index, meeting] of one.meetings.entries())
    await run(sql`
      insert into signal (portal_id, lead_id, signal_id, source, kind, at, detail, known_at, seen_at)
      values (${PORTAL}, ${id}, ${`meeting:${id}${index}`}, 'engagement', 'meeting', ${at(meeting.day, 15)}, ${meeting.detail}, now(), now())`);
  for (const [index, clock] of one.runs.entries())
    await insertRun(id, { ...clock, clause: index === 0 ? 'accept' : 'first-touch' });
}

async function insertRun(
  id: string,
  clock: Lead['runs'][number] & { readonly clause: string },
): Promise<void> {
  const { clause, day, status } = clock;
  const due = status === 'paused' ? null : at(day, 17);
  const met = status.startsWith('met') ? at(day, status === 'met' ? 16 : 18) : null;
  const breached = clock.breached || status === 'breached' ? at(day, 17) : null;
  await run(sql`
    insert into clock (portal_id, lead_id, agreement_id, cycle, clause, run, version, owner_id, started_at, since, due_at,
      total_due_at, breached_at, breach_fired_at, met_at, status)
    values (${PORTAL}, ${id}, 'main', 1, ${clause}, 1, 1, '71', ${at(day, 9)}, ${at(day, 9)}, ${due}, ${due}, ${breached},
      ${clock.fired ? breached : null}, ${met}, ${status})`);
  if (!clock.excused) return;
  await run(
    sql`insert into clock_excuse (portal_id, lead_id, cycle, clause, at) values (${PORTAL}, ${id}, 1, ${clause}, now())`,
  );
}

/** The month without who it was: each lead's milestones and promises together, in an order that no id decides. */
async function readMonth(): Promise<readonly string[]> {
  const asked = { month: MONTH, agreementId: 'main' };
  const record = await createClauseReports(test.database).readMonth(PORTAL, asked);
  if (record === null) throw new Error('no agreement was in force');
  const rows = [...record.entries, ...record.handled];
  const groups = Map.groupBy(rows, ({ leadId }) => leadId);
  return [...groups.values()]
    .map((group) =>
      canonicalJson(group.map(({ leadId: _lead, contactId: _contact, ...row }) => standing(row)).toSorted()),
    )
    .toSorted();
}

/** Whether an overdue clock that nobody was told of is open still or over, no count looks at. */
function standing(row: object): string {
  if (!('isOver' in row)) return canonicalJson(row);
  const { isOver, isBreached, ...counted } = row as { isOver: boolean; isBreached: boolean };
  return canonicalJson({ ...counted, isBreached, endedUnbroken: isOver && !isBreached });
}

async function erase(leads: readonly Lead[]): Promise<void> {
  const store = createErasureStore(test.database, tombstones);
  for (const [index, { isErased }] of leads.entries())
    if (isErased) await store.request(PORTAL, { contactIds: [String(55_000 + index)], by: BY });
  const lease = await acquireLease(test.database, PORTAL, 'test');
  if (lease === null) throw new Error('the portal is held');
  for (const contactId of await findDueContacts(test.database, PORTAL, 100))
    await erasePass(test.database, tombstones, { lease, contactId });
  await releaseLease(test.database, lease);
}

describe('the clauses of a month that is over', () => {
  it('stand on the same rows, but for names, whoever is erased', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(lead, { minLength: 1, maxLength: 6 }), async (leads) => {
        await fill(leads);
        const before = await readMonth();

        await erase(leads);

        expect(await readMonth()).toEqual(before);
      }),
      { numRuns: 15 },
    );
  }, 60_000);
});
