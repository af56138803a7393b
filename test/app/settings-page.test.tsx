// The settings page in HubSpot's own renderer, against the real server: what it shows, and every step of an agreement's life
// as the people who take it.
import {
  Alert,
  Button,
  ErrorState,
  hubspot,
  Input,
  Link,
  LoadingSpinner,
  Select,
  TableRow,
  TextArea,
  Toggle,
} from '@hubspot/ui-extensions';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { SettingsPage } from '#app-manifest/src/app/settings/settings-page.tsx';
import { eraseDue } from '#pipeline/erasure/erase-due.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import {
  breakFetches,
  PATIENT,
  renderSettings,
  type Scene,
  signFetches,
} from '#test/support/hubspot-page.tsx';
import {
  button,
  click,
  fill,
  labels,
  MARKETING,
  type Page,
  SALES,
  showSettings,
  textOf,
  toldNext,
} from '#test/support/settings-page.tsx';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;
let admin: Scene['user'];

beforeAll(async () => {
  web = await startWeb({ sandbox: { portals: [{ portalId: Number(PORTAL), timeZone: 'Europe/Paris' }] } });
  await installInBrowser(web);
  const { rows } = await sql<{ subject: string }>`
    select subject from role_grant where portal_id = ${PORTAL} and role = 'admin'`.execute(
    web.test.database.db,
  );
  admin = { userId: Number(rows[0]?.subject), userEmail: 'admin@our-company.example' };
});
afterAll(() => web.close());
afterEach(() => vi.restoreAllMocks());

const show = (user: Scene['user']): Promise<Page> => showSettings(web, user);

/** The newest version's part, opened. */
async function open(user: Scene['user'], look = 'What changes'): Promise<Page> {
  const page = await show(user);
  page.findAll(Button, { size: 'xs' })[0]?.trigger('onClick');
  await page.waitFor(() => expect(textOf(page)).toContain(look), PATIENT);
  return page;
}

describe('the settings page', () => {
  it('shows that it loads, then how the portal stands; changing is for an admin', async () => {
    const page = renderSettings({ web, portalId: PORTAL, user: MARKETING });
    page.render(<SettingsPage />);

    expect(page.find(LoadingSpinner).props.label).toBe('Loading');
    await page.waitFor(() => expect(page.maybeFind(LoadingSpinner)).toBeNull(), PATIENT);
    expect(textOf(page)).toContain('observes, writes nothing');
    expect(page.find(Alert).props.title).toBe('An administrator changes these settings');
    expect(page.findAll(Toggle).every(({ props }) => props.readonly === true)).toBe(true);
    expect(labels(page)).not.toContain('Pause');
    expect(textOf(page)).not.toContain('Channels');
  });

  it('speaks French to who speaks French', async () => {
    const text = textOf(await show({ ...admin, language: 'fr' }));

    for (const shown of ['Connexion', 'Mettre en pause', 'Ce qui aurait été écrit', 'observe, n’écrit rien'])
      expect(text).toContain(shown);
    expect(text).not.toMatch(/Pause now|What would|Connection|Would/);
  });

  it('names what HubSpot does not let Accord write in the words of who looks', async () => {
    const refuse = (writes: string) =>
      sql`update portal set refused_writes = ${writes}::jsonb where portal_id = ${PORTAL}`.execute(
        web.test.database.db,
      );
    await refuse('{"tasks": {"code": "FORBIDDEN", "at": "2026-11-20T09:00:00Z"}}');
    const [english, french] = [await show(admin), await show({ ...admin, language: 'fr' })];
    await refuse('{}');

    expect(english.find(Alert).props.title).toBe('Not written: tasks');
    expect(french.find(Alert).props.title).toBe('Non écrit\u00a0: tâches');
  });

  it('tells of workflows that went on without an answer', async () => {
    const { db } = web.test.database;
    await sql`insert into action_callback (portal_id, callback_id, contact_id, received_at, action, state, reason)
      values (${PORTAL}, 'late', '1', accord_now(), 'judge-now', 'parked', 'EXPIRED')`.execute(db);
    const [english, french] = [await show(admin), await show({ ...admin, language: 'fr' })];
    await sql`delete from action_callback where portal_id = ${PORTAL}`.execute(db);

    expect(english.find(Alert).props.title).toBe('Workflows without an answer');
    expect(textOf(english)).toContain('one step of a workflow went on without Accord’s answer');
    expect(french.find(Alert).props.title).toBe('Workflows sans réponse');
  });

  it('says what failed, and is shown to nobody without a role', async () => {
    const stranger = await show({ userId: 999, userEmail: 'nobody@our-company.example' });
    expect(textOf(stranger)).toContain('Your role in Accord does not include this.');

    const page = renderSettings({ web, portalId: PORTAL, user: admin });
    breakFetches();
    page.render(<SettingsPage />);
    await page.waitFor(() => expect(page.maybeFind(ErrorState)).not.toBeNull(), PATIENT);
  });
});

describe('an admin', () => {
  it('meets the order of steps: nothing is switched on before properties and signatures', async () => {
    const page = await show(admin);

    page.find(Toggle, { name: 'scores' }).trigger('onChange', true as never);
    await vi.waitFor(() => expect(page.mocks.actions.addAlert.calls.length).toBe(1), { timeout: 20_000 });
    expect(page.mocks.actions.addAlert.calls[0]?.[0]).toMatchObject({ type: 'danger' });
    expect(await click(page, 'Create Accord’s properties')).toMatchObject({ type: 'success' });
  });

  it('pauses and goes on, changes the language, and sets and removes a webhook', async () => {
    const page = await show(admin);

    expect(await click(page, 'Pause')).toMatchObject({ type: 'success' });
    await page.waitFor(() => expect(labels(page)).toContain('Go on'), PATIENT);
    expect(await click(page, 'Go on')).toMatchObject({ type: 'success' });
    page.find(Select, { name: 'language' }).trigger('onChange', 'fr' as never);
    await page.waitFor(() => expect(page.find(Select, { name: 'language' }).props.value).toBe('fr'), PATIENT);
    page
      .find(Input, { name: 'url' })
      .trigger('onChange', 'https://hooks.slack.com/services/T0/B0/x' as never);
    await page.waitFor(() => expect(button(page, 'Save').props.disabled).toBe(false), PATIENT);
    expect(await click(page, 'Save')).toMatchObject({ type: 'success' });
    await page.waitFor(() => expect(textOf(page)).toContain('hooks.slack.com'), PATIENT);
    expect(textOf(page)).not.toContain('services/T0');
    expect(await click(page, 'Remove')).toMatchObject({ type: 'success' });
    await page.waitFor(() => expect(textOf(page)).toContain('No webhook is set.'), PATIENT);
  });
});

describe('an admin, of the account', () => {
  it('is told what HubSpot has not granted, what for, and where to grant it', async () => {
    await sql`
      update portal_token set scopes = array_remove(scopes, 'crm.objects.deals.read') where portal_id = ${PORTAL}`.execute(
      web.test.database.db,
    );
    const page = await show({ ...admin, language: 'fr' });

    expect(textOf(page)).toContain('crm.objects.deals.read');
    expect(textOf(page)).toContain('Les transactions gagnées et perdues closent un cycle');
    const link = page.find(Link, (node) => node.text === 'Accorder dans HubSpot');
    expect(link.props.href).toMatchObject({ url: `${web.url}/oauth/install?account=${PORTAL}` });
    await installInBrowser(web);
    expect(textOf(await show(admin))).not.toContain('crm.objects.deals.read');
  });

  it('grants a role, which opens the page to read, and takes it away; his own he keeps', async () => {
    const page = await show(admin);

    await fill(page, 'subject', 'other:');
    await fill(page, 'userId', '999');
    await fill(page, 'role', 'reader');
    expect(await click(page, 'Grant')).toMatchObject({ type: 'success' });
    await page.waitFor(() => expect(textOf(page)).toContain('User 999'), PATIENT);
    // Whoever was shown last is who calls.
    const reader = await show({ userId: 999, userEmail: 'nobody@our-company.example' });
    expect(textOf(reader)).toContain('observes, writes nothing');
    expect(textOf(reader)).not.toContain('Who has which role');
    signFetches({ web, portalId: PORTAL, user: admin });

    const take = (of: string) =>
      page
        .findAll(TableRow)
        .find((row) => row.toString().includes(of))
        ?.find(Button);
    const before = page.mocks.actions.addAlert.calls.length;
    take(`User ${admin.userId}`)?.trigger('onClick');
    expect(await toldNext(page, before)).toMatchObject({
      type: 'danger',
      message: expect.stringContaining('You would no longer be an administrator.'),
    });
    await vi.waitFor(() => expect(take('User 999')?.props.disabled).toBe(false), { timeout: 20_000 });
    take('User 999')?.trigger('onClick');
    expect(await toldNext(page, before + 1)).toMatchObject({ type: 'success' });
    await page.waitFor(() => expect(textOf(page)).not.toContain('User 999'), PATIENT);
  });

  it('sets how long data are kept, and erases a person by the address, with the proof', async () => {
    const page = await show(admin);

    await fill(page, 'eventsKeepDays', 30);
    expect(await click(page, 'Save periods')).toMatchObject({ type: 'success' });
    expect((await web.api('GET', `/portals/${PORTAL}/retention`)).json.eventsKeepDays).toBe(30);

    const properties = { email: 'Zebulonne@Lead.example' };
    web.sandbox.apply(Number(PORTAL), [{ type: 'create', properties }]);
    await fill(page, 'person', 'zebulonne@lead.example');
    expect(button(page, 'Erase for good').props.disabled).toBe(true);
    await fill(page, 'personAgain', 'zebulonne@lead.example');
    expect(await click(page, 'Erase for good')).toMatchObject({ type: 'success' });
    expect(textOf(page)).toContain('the last traces are looked for');
    for (let pass = 0; pass < 2; pass++) {
      await sql`update erasure set next_at = now()`.execute(web.test.database.db);
      await eraseDue(web.context.erasures, new AbortController().signal);
    }
    await click(page, 'Look again');
    expect(textOf(page)).toContain('nothing is left since');
    await fill(page, 'person', 'nobody@lead.example');
    await fill(page, 'personAgain', 'nobody@lead.example');
    expect(await click(page, 'Erase for good')).toMatchObject({ type: 'danger' });
  });
});

describe('an agreement, from the page alone', () => {
  it('is uploaded with its problems named, mended, compared, read, previewed, proposed, signed by both, activated, taken back', async () => {
    const upload = async (page: Page, document: string): Promise<unknown> => {
      page.find(TextArea, { name: 'document' }).trigger('onChange', document as never);
      await page.waitFor(() => expect(button(page, 'Upload as draft').props.disabled).toBe(false), PATIENT);
      return click(page, 'Upload as draft');
    };
    const author = await show(MARKETING);
    await upload(author, ENGLISH_TEMPLATE.replace('  gates:\n', '  gatez:\n'));
    expect(textOf(author)).toContain('To be mended first');
    expect(textOf(author)).toContain('gates');
    const changed = ENGLISH_TEMPLATE.replace('cyclesPerYear: 3', 'cyclesPerYear: 4');
    expect(changed).not.toBe(ENGLISH_TEMPLATE);
    expect(await upload(author, changed)).toMatchObject({ type: 'success' });

    const marketing = await open(MARKETING);
    await click(marketing, 'What changes');
    expect(textOf(marketing)).toMatch(/from 3 to 4|4/);
    await click(marketing, 'Read it');
    expect(textOf(marketing)).toContain('Sales lead');
    await click(marketing, 'Who would move');
    expect(textOf(marketing)).toContain('leads in scope would change');
    expect(await click(marketing, 'Propose')).toMatchObject({ type: 'success' });
    await marketing.waitFor(() => expect(labels(marketing)).toContain('Sign for Marketing'), PATIENT);
    expect(await click(marketing, 'Sign for Sales')).toMatchObject({ type: 'danger' });
    expect(await click(marketing, 'Sign for Marketing')).toMatchObject({ type: 'success' });
    const sales = await open(SALES);
    expect(await click(sales, 'Sign for Sales')).toMatchObject({ type: 'success' });
    await sales.waitFor(() => expect(labels(sales)).toContain('Put in force'), PATIENT);
    expect(await click(sales, 'Put in force')).toMatchObject({ type: 'success' });
    await sales.waitFor(() => expect(labels(sales)).toContain('Take back'), PATIENT);
    expect(await click(sales, 'Take back')).toMatchObject({ type: 'success' });

    const { json } = await web.api('GET', `/portals/${PORTAL}/agreements`);
    expect(
      json.items
        .map(({ version, status }: { version: number; status: string }) => `${version} ${status}`)
        .sort(),
    ).toEqual(['1 active', '2 reverted']);
  });
});

describe('a preview that takes longer than HubSpot lets a page wait', () => {
  const isPreview = (url: unknown, method: string | undefined): boolean =>
    method === 'POST' && String(url).includes('/preview?');

  /** HubSpot gives up on previews; the server goes on with them, and is done after the delay. */
  function giveUpOnPreviews(answer: () => Promise<Response>, delayMs: number | null): void {
    const proxied = vi.mocked(hubspot.fetch).getMockImplementation();
    vi.mocked(hubspot.fetch).mockImplementation(async (url, options) => {
      if (!isPreview(url, options?.method)) return proxied?.(url, options) as Promise<Response>;
      if (delayMs !== null) setTimeout(() => void proxied?.(url, options), delayMs);
      return answer();
    });
  }

  it('is shown when it is there, and the version can be put in force on it', async () => {
    const document = ENGLISH_TEMPLATE.replace('cyclesPerYear: 3', 'cyclesPerYear: 5');
    await web.api('POST', `/portals/${PORTAL}/agreements/draft`, { body: { document } });
    const marketing = await open(MARKETING);
    giveUpOnPreviews(() => Promise.reject(new Error('timeout')), 2_000);
    const before = marketing.mocks.actions.addAlert.calls.length;
    button(marketing, 'Who would move').trigger('onClick');
    await marketing.waitFor(
      () => expect(textOf(marketing)).toContain('Every lead is being judged under this version'),
      PATIENT,
    );
    expect(await toldNext(marketing, before)).toMatchObject({ type: 'success' });
    expect(textOf(marketing)).toContain('leads in scope would change');
    expect(textOf(marketing)).not.toContain('Every lead is being judged');

    expect(await click(marketing, 'Propose')).toMatchObject({ type: 'success' });
    await marketing.waitFor(() => expect(labels(marketing)).toContain('Sign for Marketing'), PATIENT);
    expect(await click(marketing, 'Sign for Marketing')).toMatchObject({ type: 'success' });
    const sales = await open(SALES);
    expect(await click(sales, 'Sign for Sales')).toMatchObject({ type: 'success' });
    await sales.waitFor(() => expect(labels(sales)).toContain('Put in force'), PATIENT);
    vi.mocked(hubspot.fetch).mockClear();
    expect(await click(sales, 'Put in force')).toMatchObject({ type: 'success' });
    // What was found before is enough: nobody judges all leads once more.
    expect(
      vi.mocked(hubspot.fetch).mock.calls.filter(([url, options]) => isPreview(url, options?.method)),
    ).toEqual([]);
    await sales.waitFor(() => expect(labels(sales)).toContain('Take back'), PATIENT);
    expect(await click(sales, 'Take back')).toMatchObject({ type: 'success' });
  });

  it('is waited for too where HubSpot answers for the server; what the server refuses is shown at once', async () => {
    const document = ENGLISH_TEMPLATE.replace('cyclesPerYear: 3', 'cyclesPerYear: 6');
    await web.api('POST', `/portals/${PORTAL}/agreements/draft`, { body: { document } });
    const page = await open({ ...MARKETING, language: 'fr' }, 'Ce qui change');
    const gaveUp = { status: 'error', message: 'Gateway timeout', category: 'TIMEOUT' };
    giveUpOnPreviews(async () => new Response(JSON.stringify(gaveUp), { status: 504 }), 1_000);
    const before = page.mocks.actions.addAlert.calls.length;
    button(page, 'Qui changerait').trigger('onClick');
    await page.waitFor(
      () => expect(textOf(page)).toContain('Chaque lead est évalué sous cette version'),
      PATIENT,
    );
    expect(await toldNext(page, before)).toMatchObject({ type: 'success' });
    expect(textOf(page)).toContain('dans le champ changeraient');

    const refused = { error: 'UNAVAILABLE', message: 'La base de données est absente.' };
    giveUpOnPreviews(async () => new Response(JSON.stringify(refused), { status: 503 }), null);
    expect(await click(page, 'Qui changerait')).toMatchObject({
      type: 'danger',
      message: 'La base de données est absente.',
    });
  });
});

describe('leaving', () => {
  it('asks for the account’s number, tidies up, uninstalls, and says what was done', async () => {
    const page = await show(admin);
    const leave = () => button(page, 'Disconnect this account');

    expect(leave().props.disabled).toBe(true);
    await fill(page, 'properties', 'clear');
    await fill(page, 'data', 'erase');
    await fill(page, 'confirmDisconnect', PORTAL);
    expect(await click(page, 'Disconnect this account')).toMatchObject({ type: 'success' });
    expect(textOf(page)).toContain('Accord is uninstalled from this HubSpot account.');
    expect(textOf(page)).toContain('Everything Accord stored is erased');
    expect((await web.api('GET', `/portals/${PORTAL}`)).status).toBe(404);
  });
});
