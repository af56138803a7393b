// What pools count as load, and who has an account: on the side that is acted on, nothing that was only rehearsed.
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { initialState, type LeadState } from '#domain/lead.ts';
import { readAccounts, readOpenLoads } from '#store/routing.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { insertPortal } from '#test/support/portal.ts';

const PORTAL = '1';
const AT = '2026-11-20T09:00:00.000Z';

let test: TestDatabase;

beforeAll(async () => {
  test = await testDatabase();
  await insertPortal(test.database, PORTAL);
  await insertLead('1', { lived: heldBy('71'), shadow: null });
  // Rehearsed in the period before the switch-on, and not judged since.
  await insertLead('2', { lived: idle(), shadow: heldBy('72', 4) });
  await insertLead('3', { lived: heldBy('71'), shadow: heldBy('73', 5) });
  await insertLead('4', { lived: heldBy('71'), shadow: { ...idle(), regime: 4 } });
});
afterAll(() => test.close());

function idle(): LeadState {
  return { ...initialState(), regime: 1 };
}

function heldBy(ownerId: string, regime = 1): LeadState {
  const owner = { value: ownerId, before: '', by: 'accord' as const, at: AT };
  return { ...idle(), regime, status: 'handedOver', handedOverAt: AT, assignedAt: AT, owner };
}

async function insertLead(
  id: string,
  { lived, shadow }: { readonly lived: LeadState; readonly shadow: LeadState | null },
): Promise<void> {
  await sql`
    insert into lead (portal_id, lead_id, agreement_id, contact_id, company_id, state, shadow)
    values (${PORTAL}, ${id}, 'default', ${id}, '900', ${JSON.stringify(lived)}::jsonb,
      ${shadow === null ? null : JSON.stringify(shadow)}::jsonb)`.execute(test.database.db);
}

it.each([
  ['main', { '71': 3 }],
  ['observe:5', { '71': 2, '73': 1 }],
  ['observe:4', { '71': 2, '72': 1 }],
])('on %s the reps hold these', async (side, loads) => {
  expect(await readOpenLoads(test.database, PORTAL, side)).toEqual(loads);
});

it('a rehearsed owner is no colleague once the portal acts', async () => {
  const asked = [{ leadId: '9', companyId: '900', domain: '' }];
  await sql`delete from lead where lead_id in ('1', '3', '4')`.execute(test.database.db);

  const [acting, rehearsing] = await Promise.all(
    ['main', 'observe:4'].map((side) => readAccounts(test.database, PORTAL, { asked, side })),
  );

  expect([acting?.['9']?.colleague, rehearsing?.['9']?.colleague]).toEqual(['', '72']);
});
