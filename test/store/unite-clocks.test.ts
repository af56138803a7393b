// Of two leads that a merge made one: what people said goes along, what fired does not fire again, what ran has ended.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { initialState, type LeadState } from '#domain/lead.ts';
import { fireClocks } from '#store/fire-clocks.ts';
import { loadSaid } from '#store/load-clocks.ts';
import { uniteClocks } from '#store/unite-clocks.ts';
import { insertClock, insertLivePortal } from '#test/support/clock-rows.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';

const PORTAL = '1';
const [STAYS, GOES] = ['501', '502'];
const EARLY = '2026-03-02T09:00:00.000Z';
const LATE = '2026-03-02T11:00:00.000Z';

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  await insertLivePortal(test.database, PORTAL);
  for (const leadId of [STAYS, GOES])
    await run(sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
      values (${PORTAL}, ${leadId}, 'main', ${leadId}, ${JSON.stringify(initialState())}::jsonb)`);
});
afterAll(() => test.close());

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(test.database.db);
}

/** As the joined states leave it: with the clock of the lead that goes, which is breached. */
async function joined(): Promise<LeadState> {
  const { rows } = await sql<{ since: string; due_at: string }>`
    select since, due_at from clock where lead_id = ${GOES}`.execute(test.database.db);
  const { since = '', due_at: dueAt = '' } = rows[0] ?? {};
  const clock = {
    clause: 'accept',
    run: 1,
    ownerId: '71',
    startedAt: since,
    since,
    dueAt,
    warnedAt: null,
    breachedAt: dueAt,
    metAt: null,
  };
  return { ...initialState(), status: 'handedOver', cycle: 1, clocks: [clock] };
}

it('keeps one pause open, the first; every excuse; and fires the breach no second time', async () => {
  await run(sql`insert into lead_pause (portal_id, lead_id, from_at, reason) values
    (${PORTAL}, ${STAYS}, ${LATE}, 'budget'), (${PORTAL}, ${GOES}, ${EARLY}, 'holiday')`);
  await run(sql`insert into clock_excuse (portal_id, lead_id, cycle, clause, at) values
    (${PORTAL}, ${STAYS}, 1, 'accept', ${LATE}), (${PORTAL}, ${GOES}, 1, 'accept', ${EARLY}), (${PORTAL}, ${GOES}, 1, 'feedback', ${EARLY})`);
  await insertClock(test.database, { portalId: PORTAL, leadId: GOES, dueInMs: -5_000 });
  await fireClocks(test.database, 10);
  await insertClock(test.database, { portalId: PORTAL, leadId: STAYS, dueInMs: 3_600_000 });
  const state = await joined();

  await test.database.transaction((tx) => uniteClocks(tx, PORTAL, { leadId: STAYS, from: [GOES], state }));

  const said = await loadSaid(test.database.db, { portalId: PORTAL, leadIds: [STAYS, GOES] });
  expect([...said.keys()]).toEqual([STAYS]);
  expect(said.get(STAYS)?.pauses.map(({ reason, to }) => [reason, to === null])).toEqual([
    ['holiday', true],
    ['budget', false],
  ]);
  expect(said.get(STAYS)?.excuses.map(({ clause, at }) => [clause, at])).toEqual([
    ['feedback', EARLY],
    ['accept', LATE],
  ]);
  const { rows } = await sql<Record<string, unknown>>`
    select lead_id, status, breached_at, breach_fired_at is not null as fired from clock order by lead_id`.execute(
    test.database.db,
  );
  expect(rows).toEqual([
    { lead_id: STAYS, status: 'running', breached_at: state.clocks?.[0]?.breachedAt, fired: true },
    { lead_id: GOES, status: 'ended', breached_at: state.clocks?.[0]?.breachedAt, fired: true },
  ]);
});
