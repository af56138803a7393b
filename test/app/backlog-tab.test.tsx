// The backlog on the settings page, in HubSpot's own renderer and against the real server: what waits, who may let it go, and
// what a release has come to.
import { Button, Link, LoadingSpinner, NumberInput, TableCell, TableRow } from '@hubspot/ui-extensions';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { SettingsPage } from '#app-manifest/src/app/settings/settings-page.tsx';
import { EFFECTS } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import { PATIENT, renderSettings, type Scene } from '#test/support/hubspot-page.tsx';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

const MARKETING = { userId: 301, userEmail: 'marketing.lead@our-company.example' };
const SALES = { userId: 302, userEmail: 'sales.lead@our-company.example' };
const LEADS = 12;

let web: TestWeb;

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(web.test.database.db);
}

beforeAll(async () => {
  web = await startWeb({ sandbox: { portals: [{ portalId: Number(PORTAL), timeZone: 'Europe/Paris' }] } });
  await installInBrowser(web);
  for (const [ownerId, name, email] of [
    ['71', 'Amélie Martin', 'amelie.martin@our-company.example'],
    ['72', 'Bruno Lefèvre', 'bruno.lefevre@our-company.example'],
  ])
    await run(sql`
      insert into owner (portal_id, owner_id, name, email, user_id, archived)
      values (${PORTAL}, ${ownerId}, ${name}, ${email}, ${`1${ownerId}`}, false)
      on conflict (portal_id, owner_id) do update set name = excluded.name, email = excluded.email, archived = false`);
  for (const effect of EFFECTS)
    await run(sql`insert into portal_effect (portal_id, effect, enabled, since) values (${PORTAL}, ${effect}, true, '2000-01-01')
      on conflict (portal_id, effect) do update set enabled = true`);
});
afterAll(() => web.close());
beforeEach(async () => {
  for (const table of ['backlog_release_lead', 'backlog_release', 'lead'])
    await run(sql`delete from ${sql.table(table)}`);
});

/** The n-th has the n-th most points. */
async function fill(count: number): Promise<void> {
  for (let place = 1; place <= count; place++) {
    const id = String(800 + place);
    const scored = {
      total: 100 - place,
      fit: 0,
      engagement: 0,
      grade: 'A1',
      at: '',
      signalCount: 0,
      status: 'baseline',
    };
    const state = JSON.stringify({ ...initialState(), status: 'baseline', scored });
    await run(sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state, in_backlog)
      values (${PORTAL}, ${id}, 'main', ${id}, ${state}::jsonb, true)`);
  }
}

type Page = ReturnType<typeof renderSettings>;

async function show(user: Scene['user']): Promise<Page> {
  const page = renderSettings({ web, portalId: PORTAL, user });
  page.render(<SettingsPage />);
  await settled(page);
  return page;
}

const settled = (page: Page): Promise<void> =>
  page.waitFor(() => expect(page.maybeFind(LoadingSpinner)).toBeNull(), PATIENT);
const textOf = (page: Page): string => page.getRootNode().toString();
const rowsOf = (page: Page): readonly (readonly string[])[] =>
  page
    .findAll(TableRow)
    .map((row) => row.findAll(TableCell).map((cell) => cell.maybeFind(Link)?.text ?? cell.text ?? ''));
const maybeButton = (page: Page, label: string) => page.findAll(Button).find(({ text }) => text === label);

async function click(page: Page, label: string): Promise<{ type?: string; message: string }> {
  const { calls } = page.mocks.actions.addAlert;
  const before = calls.length;
  maybeButton(page, label)?.trigger('onClick');
  await vi.waitFor(() => expect(calls.length).toBe(before + 1), { timeout: PATIENT.timeoutInMs });
  await settled(page);
  return calls.at(-1)?.[0] as { type?: string; message: string };
}

describe('the backlog on the page', () => {
  it('says so when nothing waits', async () => {
    const page = await show(SALES);

    expect(textOf(page)).toContain('Nothing waits: no lead is held back.');
    expect(maybeButton(page, 'Release the backlog')).toBeUndefined();
  });

  it('shows what waits, best first, and how long a release would take at another share', async () => {
    await fill(LEADS);
    const page = await show(SALES);

    expect(rowsOf(page)).toContainEqual(['1', '801', 'Grade A1, 99 points.']);
    expect(textOf(page)).toContain('And after these: 2.');
    const [, share] = /at most (\d+) a working day/.exec(textOf(page)) ?? [];
    expect(Number(share)).toBeGreaterThan(0);

    page.find(NumberInput, { name: 'perRepAndDay' }).trigger('onChange', 1 as never);

    const reps = Number(share) / 5;
    await page.waitFor(() => expect(textOf(page)).toContain(`at most ${reps} a working day`), PATIENT);
    expect(page.find(NumberInput, { name: 'perRepAndDay' }).props.value).toBe(1);
  });

  it('is let go by sales with its terms, and stopped', async () => {
    await fill(LEADS);
    const page = await show(SALES);
    page.find(NumberInput, { name: 'perRepAndDay' }).trigger('onChange', 2 as never);
    await page.waitFor(
      () => expect(page.find(NumberInput, { name: 'perRepAndDay' }).props.value).toBe(2),
      PATIENT,
    );
    page.find(NumberInput, { name: 'limit' }).trigger('onChange', 7 as never);
    await page.waitFor(() => expect(page.find(NumberInput, { name: 'limit' }).props.value).toBe(7), PATIENT);

    expect(await click(page, 'Release the backlog')).toEqual({
      type: 'success',
      message: 'The release has started',
    });

    const { items } = (await web.api('GET', `/portals/${PORTAL}/backlog/releases`)).json;
    expect(items).toMatchObject([{ state: 'running', perRepAndDay: 2, limit: 7 }]);
    await page.waitFor(() => expect(textOf(page)).toContain('At most 2 to each rep a day'), PATIENT);
    expect(await click(page, 'Release the backlog')).toMatchObject({
      type: 'danger',
      message: expect.stringContaining('A release of the backlog is under way.') as string,
    });
    expect(await click(page, 'Stop this release')).toMatchObject({ type: 'success' });
    await page.waitFor(() => expect(maybeButton(page, 'Stop this release')).toBeUndefined(), PATIENT);
    expect(textOf(page)).toContain('stopped');
  });

  it('is let go on the terms that stand in the fields, also by the click that left them', async () => {
    await fill(LEADS);
    const page = await show(SALES);
    const change = (name: string, value: number | undefined) =>
      page.find(NumberInput, { name }).trigger('onChange', value as never);
    // None of these is a number of leads.
    for (const none of [undefined, 0, 500, 2.5]) change('perRepAndDay', none);
    change('perRepAndDay', 1);
    change('limit', 9);
    change('limit', undefined);
    change('limit', 3);

    expect(await click(page, 'Release the backlog')).toMatchObject({ type: 'success' });

    const { items } = (await web.api('GET', `/portals/${PORTAL}/backlog/releases`)).json;
    expect(items).toMatchObject([{ perRepAndDay: 1, limit: 3 }]);
  });

  it('is shown to marketing, which lets nothing go', async () => {
    await fill(LEADS);
    const page = await show(MARKETING);

    expect(rowsOf(page)).toContainEqual(['1', '801', 'Grade A1, 99 points.']);
    expect(textOf(page)).toContain('An administrator or a lead of sales releases the backlog');
    expect(maybeButton(page, 'Release the backlog')).toBeUndefined();
  });

  it('speaks French to who speaks French', async () => {
    await fill(LEADS);
    const page = await show({ ...SALES, language: 'fr' });

    const text = textOf(page);
    for (const shown of ['Stock', 'Les premiers à partir', 'Et après ceux-ci\u00a0: 2.', 'jour ouvré'])
      expect(text).toContain(shown);
    expect(text).not.toMatch(/Release|Backlog|working day|waits/);
    expect(maybeButton(page, 'Libérer le stock')).toBeDefined();
  });
});
