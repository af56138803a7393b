// The settings page's part about which of the account's values mean what, from which properties fields are read, and to which
// outputs go: in HubSpot's own renderer, against the real server.
import { Select, Toggle } from '@hubspot/ui-extensions';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import { defineProperty } from '#test/support/define-property.ts';
import { PATIENT, type Scene } from '#test/support/hubspot-page.tsx';
import {
  button,
  click,
  fill,
  MARKETING,
  type Page,
  SALES,
  showSettings,
  textOf,
} from '#test/support/settings-page.tsx';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb({ sandbox: { portals: [{ portalId: Number(PORTAL), timeZone: 'Europe/Paris' }] } });
  await installInBrowser(web);
});
afterAll(() => web.close());
afterEach(() => vi.restoreAllMocks());

const show = (user: Scene['user']): Promise<Page> => showSettings(web, user);
const draft = async (): Promise<string> =>
  (await web.api('GET', `/portals/${PORTAL}/agreements/2`)).json.document;
const choices = (page: Page, name: string): readonly unknown[] =>
  (page.find(Select, { name }).props.options ?? []).map(({ value }) => value);

describe('the mapping', () => {
  it('shows the account’s values beside what they mean, and is saved as a draft that changes nothing else', async () => {
    const page = await show(MARKETING);
    button(page, 'Read this account’s values').trigger('onClick');
    await page.waitFor(() => expect(textOf(page)).toContain('From version 1, in force'), PATIENT);
    expect(page.find(Select, { name: 'leadStatus.OPEN_DEAL' }).props.value).toBe('accept');
    expect(page.find(Select, { name: 'leadStatus.CONNECTED' }).props.value).toBe('');

    button(page, 'Take the proposals where nothing is said').trigger('onClick');
    await page.waitFor(
      () => expect(page.find(Select, { name: 'leadStatus.CONNECTED' }).props.value).toBe('working'),
      PATIENT,
    );
    expect(page.find(Select, { name: 'leadStages.disqualified' }).props.value).toBe('reject: off-target');
    expect(page.find(Select, { name: 'leadReasons.NO_BUDGET' }).props.value).toBe('no-budget');
    await fill(page, 'leadStatus.CONNECTED', 'accept');
    expect(await click(page, 'Save as draft')).toMatchObject({ type: 'success' });
    expect(textOf(page)).toContain('Saved as the draft, version 2');
    expect(textOf(page)).not.toContain('To be mended first');
    expect(textOf(page)).toMatch(/CONNECTED/);

    const { json } = await web.api('GET', `/portals/${PORTAL}/agreements/2`);
    const inForce = await web.api('GET', `/portals/${PORTAL}/agreement`);
    const lines = new Set(json.document.split('\n'));
    const gone = inForce.json.document.split('\n').filter((line: string) => !lines.has(line));
    expect(gone).toEqual([expect.stringContaining('leadStatus:')]);
    expect(json.document).toContain('CONNECTED: accept');
    expect(inForce.json.version).toBe(1);

    const late = await show(SALES);
    button(late, 'Read this account’s values').trigger('onClick');
    await late.waitFor(() => expect(textOf(late)).toContain('From the draft, version 2'), PATIENT);
    await web.api('POST', `/portals/${PORTAL}/agreements/draft`, { body: { document: ENGLISH_TEMPLATE } });
    expect(await click(late, 'Save as draft')).toMatchObject({
      type: 'danger',
      message: expect.stringContaining('somebody has changed it meanwhile'),
    });
  });
});

describe('fields in properties of the account’s own', () => {
  it('are offered where they fit, proposed by their names, and saved as a draft, in both languages', async () => {
    for (const [name, type, fieldType] of [
      ['fonction', 'string', 'text'],
      ['pays', 'string', 'text'],
      ['effectif', 'number', 'number'],
    ] as const)
      await defineProperty(web.sandboxUrl, PORTAL, { name, type, fieldType });
    const page = await show({ ...MARKETING, language: 'fr' });
    button(page, 'Lire les valeurs de ce compte').trigger('onClick');
    await page.waitFor(
      () => expect(textOf(page)).toContain('Champs tenus dans vos propres propriétés'),
      PATIENT,
    );
    expect(textOf(page)).toContain('Contact · téléphone mobile');
    expect(choices(page, 'field.contact.jobtitle')).toEqual(['', 'fonction', 'pays']);
    expect(choices(page, 'field.company.country')).toEqual(['']);
    expect(page.find(Select, { name: 'field.contact.jobtitle' }).props.value).toBe('');

    button(page, 'Reprendre les propositions là où rien n’est dit').trigger('onClick');
    await page.waitFor(
      () => expect(page.find(Select, { name: 'field.contact.jobtitle' }).props.value).toBe('fonction'),
      PATIENT,
    );
    expect(page.find(Select, { name: 'field.contact.country' }).props.value).toBe('pays');
    await fill(page, 'field.contact.country', '');
    expect(await click(page, 'Enregistrer comme brouillon')).toMatchObject({ type: 'success' });
    expect(textOf(page)).toContain('se lit dans la propriété «\u00a0fonction\u00a0»');
    expect(await draft()).toMatch(/\n {2}readFrom:\n {4}contact:\n {6}jobtitle: fonction\n/);

    const english = await show(MARKETING);
    button(english, 'Read this account’s values').trigger('onClick');
    await english.waitFor(
      () => expect(english.find(Select, { name: 'field.contact.jobtitle' }).props.value).toBe('fonction'),
      PATIENT,
    );
    expect(textOf(english)).toContain('Contact · job title');
    await fill(english, 'field.contact.jobtitle', '');
    expect(await click(english, 'Save as draft')).toMatchObject({ type: 'success' });
    expect(textOf(english)).not.toContain('is read from the property');
    expect(await draft()).not.toContain('jobtitle: fonction');
  });
});

describe('what Accord writes', () => {
  it('goes to a property of the account’s once overwriting is confirmed, to ours, or nowhere, in both languages', async () => {
    await defineProperty(web.sandboxUrl, PORTAL, { name: 'lead_score', type: 'number', fieldType: 'number' });
    await defineProperty(web.sandboxUrl, PORTAL, { name: 'remark', type: 'string', fieldType: 'textarea' });
    const priorities = { name: 'urgency', type: 'enumeration', fieldType: 'select' };
    await defineProperty(web.sandboxUrl, PORTAL, { ...priorities, options: ['high', 'medium', 'low'] });
    await defineProperty(web.sandboxUrl, PORTAL, { name: 'tier', type: 'string', fieldType: 'text' });
    const read = ENGLISH_TEMPLATE.replace(
      'property: hs_email_optout, operator: EQ, value: true',
      'property: tier, operator: EQ, value: gone',
    );
    await web.api('POST', `/portals/${PORTAL}/agreements/draft`, { body: { document: read } });
    const page = await show(MARKETING);
    button(page, 'Read this account’s values').trigger('onClick');
    await page.waitFor(() => expect(textOf(page)).toContain('Where Accord writes'), PATIENT);
    // What the draft reads is not offered.
    expect(choices(page, 'output.score')).not.toContain('to:tier');
    expect(choices(page, 'output.score')).toEqual(
      expect.arrayContaining(['own', 'off', 'to:lead_score', 'to:remark']),
    );
    expect(choices(page, 'output.score')).not.toContain('to:urgency');
    expect(choices(page, 'output.priority')).toContain('to:urgency');
    expect(choices(page, 'output.slaDue')).toEqual(['own', 'off']);
    expect(page.find(Select, { name: 'output.score' }).props.value).toBe('own');

    await fill(page, 'output.persona', 'off');
    await fill(page, 'output.score', 'to:lead_score');
    expect(textOf(page)).toContain('Confirm for each property of yours');
    expect(button(page, 'Save as draft').props.disabled).toBe(true);
    page.find(Toggle, { name: 'overwrite.score' }).trigger('onChange', true as never);
    await page.waitFor(() => expect(button(page, 'Save as draft').props.disabled).toBe(false), PATIENT);
    expect(await click(page, 'Save as draft')).toMatchObject({ type: 'success' });
    expect(textOf(page)).toContain('is written to the property “lead_score”, over whatever stands there');
    expect(await draft()).toMatch(
      /\noutputs:\n {2}score:\n {4}property: lead_score\n {4}overwrite: true\n {2}persona: off\n/,
    );

    const french = await show({ ...MARKETING, language: 'fr' });
    button(french, 'Lire les valeurs de ce compte').trigger('onClick');
    await french.waitFor(() => expect(textOf(french)).toContain('Où Accord écrit'), PATIENT);
    expect(textOf(french)).toContain('Score Accord');
    expect(french.find(Select, { name: 'output.score' }).props.value).toBe('to:lead_score');
    expect(french.find(Toggle, { name: 'overwrite.score' }).props.checked).toBe(true);
    await fill(french, 'output.score', 'own');
    expect(await click(french, 'Enregistrer comme brouillon')).toMatchObject({ type: 'success' });
    expect(await draft()).toMatch(/\noutputs:\n {2}persona: off\n/);
  });
});
