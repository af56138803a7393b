// The sandbox portal in a real browser: the app's own cards and settings page, run as HubSpot runs them, in both languages; and
// a click that ends in the portal.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INSTALLER } from '#sandbox/oauth.ts';
import { type Browser, startBrowser } from '#test/support/browser.ts';
import { switchOn } from './steps.ts';
import { isQuiescent, startWorld, type World, waitUntil } from './world.ts';

const PORTAL = 44001234;
const REP = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
const SIDEBAR = '.record-right .extension';
const TAB = '.record-middle .extension';

const BUTTONS = `[...document.querySelectorAll('${SIDEBAR} button')].map((one) => one.textContent)`;

let world: World;
let browser: Browser;
let contactId: string;

beforeAll(async () => {
  [world, browser] = await Promise.all([startWorld(), startBrowser()]);
  world.sandbox.apply(PORTAL, [{ type: 'createOwner', ...REP }]);
  await world.install(String(PORTAL));
  await switchOn(world);
  contactId = await handOver('claire@lead.example');
}, 120_000);
afterAll(async () => {
  await browser.close();
  await world.close();
});

/** Comes new, shows interest twice, is handed over to the rep. */
async function handOver(email: string): Promise<string> {
  const person = { firstname: 'Claire', lastname: '<b>Moreau</b>', company: 'Nordfil', jobtitle: 'CEO' };
  const results = world.sandbox.apply(PORTAL, [
    { type: 'create', properties: { ...person, country: 'France', email } },
    { type: 'submitForm', email, form: 'Request a demo' },
    { type: 'bookMeeting', email },
  ]);
  await waitUntil('the portal comes to rest', () => isQuiescent(world, String(PORTAL)), 60_000);
  const [created] = results;
  return created?.ok === true ? String(created.id) : '';
}

function address(path: string, more: string): string {
  return `${world.sandboxUrl}/portals/${PORTAL}/${path}?${more}`;
}

const stage = (): string =>
  world.sandbox.requirePortal(PORTAL).objects.contacts.live.get(contactId)?.values['lifecyclestage'] ?? '';

describe('the portal in a browser', () => {
  it('lists contacts, and finds one by a name that no markup comes out of', async () => {
    const { page } = browser;
    await page.open(address('contacts', `user=${REP.userId}&language=en&q=moreau`));

    await page.reads('1 contact');
    expect(await page.text('tbody')).toContain('Claire <b>Moreau</b>');
    await page.click('Claire <b>Moreau</b>');
    await page.reads('Contact information');
  });

  it('shows a lead in French, in sidebar and tab, with score, reasons, task and history', async () => {
    const { page } = browser;
    await page.open(address(`contacts/${contactId}`, `user=${REP.userId}&language=fr`));

    await page.reads('Pourquoi', SIDEBAR);
    expect(await page.text(SIDEBAR)).toMatch(/score\n+\d/i);
    expect(await page.text(SIDEBAR)).toContain('Accepter');
    expect(await page.text('[data-live="tasks"]')).toContain('Claire');
    expect(await page.text('[data-live="timeline"]')).toContain('Accord a modifié');
    expect(await page.text('.record-left details')).toContain('Accord');
    await page.open(address(`contacts/${contactId}`, `user=${REP.userId}&language=fr&tab=accord_lead_tab`));
    await page.reads('De quoi le score est fait', TAB);
    expect(page.errors).toEqual([]);
  });

  it('takes the rep’s yes: the card follows, and the stage is in the portal and on its page', async () => {
    const { page } = browser;
    expect(stage()).toBe('marketingqualifiedlead');
    await page.open(address(`contacts/${contactId}`, `user=${REP.userId}&language=en`));
    await page.reads('Why', SIDEBAR);

    await page.click('Accept');

    await page.reads('Accepted. Stage and tasks follow in a moment.', '[data-alerts]');
    await page.reads('Sales Qualified Lead', '[data-live="group-contactinformation"]');
    expect(stage()).toBe('salesqualifiedlead');
    await page.reads('Stage: SQL', SIDEBAR);
    // The page draws what a worker sends it, piece by piece.
    await page.reads(/Recycle\s*$/, SIDEBAR);
    expect(await page.evaluate(BUTTONS)).toEqual(['Reject', 'Recycle']);
    expect(page.errors).toEqual([]);
  });

  it('opens the settings page: for the admin in French with every tab, for a rep refused in words', async () => {
    const { page } = browser;
    await page.open(address('settings', `user=${INSTALLER.id}&language=fr`));

    await page.reads('Mettre en pause', '.extension');
    for (const [tab, shown] of [
      ['Ce qu’Accord écrit', 'Phase du cycle de vie'],
      ['L’accord', 'en vigueur'],
      ['Canaux', 'Slack et Teams'],
    ] as const) {
      await page.click(tab);
      await page.reads(shown, '.extension');
    }
    await page.open(address('settings', 'user=999&email=eve@corp.example&language=en'));
    await page.reads('Your role in Accord does not include this.', '.extension');
    expect(page.errors).toEqual([]);
  });
});
