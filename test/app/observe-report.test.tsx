// The observe report on the settings page, in HubSpot's own renderer and against the real server.
import { LoadingSpinner, TableCell, TableHeader, TableRow } from '@hubspot/ui-extensions';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SettingsPage } from '#app-manifest/src/app/settings/settings-page.tsx';
import { initialState } from '#domain/lead.ts';
import { PATIENT, renderSettings } from '#test/support/hubspot-page.tsx';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

const MARKETING = { userId: 301, userEmail: 'marketing.lead@our-company.example' };

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb({ sandbox: { portals: [{ portalId: Number(PORTAL), timeZone: 'Europe/Paris' }] } });
  await installInBrowser(web);
});
afterAll(() => web.close());
afterEach(() => vi.restoreAllMocks());

async function show(language: string) {
  const page = renderSettings({ web, portalId: PORTAL, user: { ...MARKETING, language } });
  page.render(<SettingsPage />);
  await page.waitFor(() => expect(page.maybeFind(LoadingSpinner)).toBeNull(), PATIENT);
  return {
    text: page.getRootNode().toString(),
    rows: page
      .findAll(TableRow)
      .map((row) => [...row.findAll(TableHeader), ...row.findAll(TableCell)].map(({ text }) => text ?? '')),
  };
}

/** Yesterday at noon UTC: on the same day in Paris, and within the report. */
const DAY = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const AT = `${DAY}T12:00:00.000Z`;

async function rehearse(leadId: string, ownerId: string): Promise<void> {
  const state = initialState();
  const shadow = {
    ...state,
    status: 'handedOver',
    cycle: 1,
    handedOverAt: AT,
    handOvers: [AT],
    owner: { value: ownerId, before: '', by: 'accord', at: AT },
    stage: { value: 'marketingqualifiedlead', before: 'lead', by: 'accord', at: AT },
  };
  await sql`
    insert into lead (portal_id, lead_id, agreement_id, contact_id, state, shadow)
    values (${PORTAL}, ${leadId}, 'main', ${leadId}, ${JSON.stringify(state)}::jsonb, ${JSON.stringify(shadow)}::jsonb)`.execute(
    web.test.database.db,
  );
}

async function hear(key: string, property: string, change: Readonly<Record<string, unknown>>): Promise<void> {
  await sql`
    insert into inbox_event (portal_id, event_key, object_type, object_id, action, property_name, property_value,
      occurred_at, received_at, folded, event)
    values (${PORTAL}, ${key}, 'contact', ${key}, 'propertyChange', ${property}, 'x', ${AT}, now(), true,
      ${JSON.stringify({ appId: 1, ...change })}::jsonb)`.execute(web.test.database.db);
}

describe('the observe report on the page', () => {
  it('says so when there is nothing to tell yet', async () => {
    const { text } = await show('en');

    for (const shown of [
      'Nothing would have been handed over.',
      'every stage would have stayed',
      'Nobody else.',
    ])
      expect(text).toContain(shown);
  });

  it('shows hand-overs by rep and day, stages, and who else writes, in both languages', async () => {
    await sql`
      insert into owner (portal_id, owner_id, name, email, user_id, archived)
      values (${PORTAL}, '71', 'Nora Berg', 'nora@our-company.example', '171', false)
      on conflict (portal_id, owner_id) do update set name = excluded.name, user_id = excluded.user_id`.execute(
      web.test.database.db,
    );
    for (const leadId of ['7001', '7002']) await rehearse(leadId, '71');
    await rehearse('7003', '');
    await rehearse('7004', '99');
    await hear('1', 'lifecyclestage', { changeSource: 'CRM_UI', sourceId: 'userId:171' });
    await hear('2', 'lifecyclestage', { changeSource: 'WORKFLOWS', sourceId: 'enrollmentId:1' });
    await hear('3', 'hubspot_owner_id', { changeSource: 'AUTOMATION_PLATFORM' });
    await hear('4', 'hubspot_owner_id', { changeSource: 'QUANTUM', sourceId: '8' });
    await hear('5', 'hubspot_owner_id', { changeSource: 'INTEGRATION', sourceId: '1' });
    const dayOf = (locale: string) =>
      new Date(AT).toLocaleDateString(locale, { weekday: 'short', day: 'numeric', month: 'short' });

    const english = await show('en');
    const french = await show('fr');

    expect(english.rows).toEqual(
      expect.arrayContaining([
        ['Rep', 'Total', 'Most in a day', dayOf('en-GB')],
        ['Nora Berg', '2', '2', '2'],
        ['Nobody found yet', '1', '1', '1'],
        ['Owner 99', '1', '1', '1'],
        ['lead', 'MQL', '4'],
        ['someone in HubSpot (Nora Berg)', '1', '0', expect.any(String)],
        ['a workflow', '1', '1', expect.any(String)],
        ['QUANTUM (8)', '0', '1', expect.any(String)],
      ]),
    );
    expect(english.text).toContain('Changes by Accord itself: stage 0, owner 1.');
    expect(french.rows).toEqual(
      expect.arrayContaining([
        ['Commercial', 'Total', 'Maximum en un jour', dayOf('fr-FR')],
        ['Personne trouvé pour l’instant', '1', '1', '1'],
        ['Propriétaire 99', '1', '1', '1'],
        ['quelqu’un dans HubSpot (Nora Berg)', '1', '0', expect.any(String)],
        ['un workflow', '1', '1', expect.any(String)],
      ]),
    );
    expect(french.text).toContain('Qui d’autre écrit la phase et le propriétaire');
    expect(french.text).not.toMatch(/Who else|Nobody|someone|workflow that/);
  });

  it('tells of no rehearsal once Accord acts', async () => {
    await sql`update portal_effect set enabled = true where portal_id = ${PORTAL} and effect = 'stage'`.execute(
      web.test.database.db,
    );
    await sql`
      insert into portal_effect (portal_id, effect, enabled, since) values (${PORTAL}, 'stage', true, now())
      on conflict do nothing`.execute(web.test.database.db);

    const { text } = await show('en');

    expect(text).not.toContain('Hand-overs by rep and day');
    expect(text).toContain('Who else writes stage and owner');
  });
});
