// The record card in HubSpot's own renderer, against the real server.
import {
  Alert,
  Button,
  EmptyState,
  ErrorState,
  hubspot,
  LoadingSpinner,
  Select,
  TextArea,
} from '@hubspot/ui-extensions';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { LeadCard } from '#app-manifest/src/app/cards/lead-card.tsx';
import { insertCardLead, insertOwner } from '#test/support/card-leads.ts';
import { breakFetches, PATIENT, renderRecord, type Scene, signFetches } from '#test/support/hubspot-page.tsx';
import { installInBrowser, PORTAL, startWeb, type TestWeb } from '#test/support/web.ts';

const HANDED_OVER = '9001';
const COLD = '9002';
const REHEARSED = '9003';
const UNKNOWN = '424242';
const REP = { userId: 171, userEmail: 'rep@sales.example' };
const MARKETER = { userId: 301, userEmail: 'marketing.lead@our-company.example' };

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb({ sandbox: { portals: [{ portalId: Number(PORTAL), timeZone: 'Europe/Paris' }] } });
  await installInBrowser(web);
  await insertOwner(web, PORTAL);
  await insertCardLead(web, { portalId: PORTAL, contactId: HANDED_OVER, kind: 'handedOver' });
  await insertCardLead(web, { portalId: PORTAL, contactId: COLD, kind: 'cold' });
  await insertCardLead(web, { portalId: PORTAL, contactId: REHEARSED, kind: 'handedOver', live: false });
});
afterAll(() => web.close());
afterEach(() => vi.restoreAllMocks());

function as(user: Scene['user']): Scene {
  return { web, portalId: PORTAL, user };
}

/** Drawn, and the answer there. */
async function show(
  scene: Scene,
  contactId: string,
  size: 'small' | 'full' = 'full',
): Promise<ReturnType<typeof renderRecord>> {
  const page = renderRecord(size === 'full' ? 'crm.record.tab' : 'crm.record.sidebar', scene, contactId);
  page.render(<LeadCard size={size} />);
  await page.waitFor(() => expect(page.maybeFind(LoadingSpinner)).toBeNull(), PATIENT);
  return page;
}

const textOf = (page: ReturnType<typeof renderRecord>): string => page.getRootNode().toString();

async function heard(property: string): Promise<readonly string[]> {
  const { rows } = await sql<{ value: string }>`
    select property_value as value from inbox_event where property_name = ${property} order by received_at`.execute(
    web.test.database.db,
  );
  return rows.map(({ value }) => value);
}

/** Bodies of the answers that the card gave. */
function sent(): readonly unknown[] {
  return vi
    .mocked(hubspot.fetch)
    .mock.calls.filter(([url]) => String(url).includes('/card/answer?'))
    .map(([, options]) => options?.body);
}

describe('the record card', () => {
  it('shows that it loads, and then score, parts, reasons and the promise with its time', async () => {
    const page = renderRecord('crm.record.tab', as(REP), HANDED_OVER);
    page.render(<LeadCard size="full" />);

    expect(page.find(LoadingSpinner).props.label).toBe('Loading');
    await page.waitFor(() => expect(page.maybeFind(LoadingSpinner)).toBeNull(), PATIENT);
    const text = textOf(page);
    for (const shown of ['Score', 'Grade', 'What the score is made of', 'Promises', 'Why', 'handed over'])
      expect(text).toContain(shown);
    expect(text).toMatch(/(left|overdue by) \d/);
    expect(page.maybeFind(Alert)).toBeNull();
  });

  it('says all of it in French to who speaks French', async () => {
    const text = textOf(await show(as({ ...REP, language: 'fr-ca' }), HANDED_OVER));

    for (const shown of ['De quoi le score est fait', 'Promesses', 'Pourquoi', 'transmis, à accepter'])
      expect(text).toContain(shown);
    expect(text).not.toMatch(/Promises|handed over|Loading|overdue/);
  });

  it('takes the owner’s no with a reason of the agreement’s, and not without one', async () => {
    const page = await show(as(REP), HANDED_OVER);
    const button = (label: string) => page.find(Button, (node) => node.text === label);
    expect(button('Reject').props.disabled).toBe(true);

    const reasons = page.find(Select, { name: 'reason' });
    // What is written beside a reason waits for one.
    expect(page.maybeFind(TextArea)).toBeNull();
    reasons.trigger('onChange', 'no-budget' as never);
    await page.waitFor(() => expect(button('Reject').props.disabled).toBe(false), PATIENT);
    expect(page.find(TextArea, { name: 'note' }).props).toMatchObject({
      label: 'Note for marketing (optional)',
      maxLength: 1_000,
    });
    button('Reject').trigger('onClick');

    await vi.waitFor(async () => expect(await heard('$card_answer')).toEqual(['reject:no-budget']), {
      timeout: 20_000,
    });
    // The renderer looks again only when its tree has changed, and an alert is no part of it.
    await vi.waitFor(() => expect(page.mocks.actions.addAlert.calls.length).toBe(1), { timeout: 20_000 });
    expect(page.mocks.actions.addAlert.calls[0]?.[0]).toMatchObject({ type: 'success' });
    // The server of the release before knows no note, and refuses what it does not know.
    expect(sent()).toEqual([{ contactId: HANDED_OVER, answer: 'reject', reason: 'no-budget' }]);
  });

  it('sends what the owner writes beside the no, in French as well', async () => {
    const page = await show(as({ ...REP, language: 'fr' }), HANDED_OVER);
    page.find(Select, { name: 'reason' }).trigger('onChange', 'no-budget' as never);
    await page.waitFor(() => expect(page.maybeFind(TextArea)).not.toBeNull(), PATIENT);
    const field = page.find(TextArea, { name: 'note' });
    expect(field.props).toMatchObject({
      label: 'Note pour le marketing (facultative)',
      description: 'Conservée avec le refus, 1 000 caractères au plus.',
    });
    field.trigger('onChange', ' Rappeler en mai ' as never);
    await page.waitFor(() => expect(page.find(TextArea).props.value).toBe(' Rappeler en mai '), PATIENT);
    page.find(Button, (node) => node.text === 'Refuser').trigger('onClick');

    await vi.waitFor(
      async () => expect(await heard('$card_answer')).toContain('reject:no-budget\u001fRappeler en mai'),
      { timeout: 20_000 },
    );
  });

  it('hands a lead over for marketing, and recycles one into a chosen track for its owner', async () => {
    const cold = await show(as(MARKETER), COLD);
    cold.find(Button, (node) => node.text === 'Hand over to sales').trigger('onClick');
    const page = await show(as(REP), HANDED_OVER);
    const tracks = page.find(Select, { name: 'track' });
    const chosen = String(tracks.props.options[1]?.value);
    tracks.trigger('onChange', chosen as never);
    await page.waitFor(() => expect(page.find(Select, { name: 'track' }).props.value).toBe(chosen), PATIENT);
    page.find(Button, (node) => node.text === 'Recycle').trigger('onClick');

    await vi.waitFor(
      async () =>
        expect([...(await heard('$sales_request'))].sort()).toEqual(['handOver', `recycle:${chosen}`]),
      { timeout: 20_000 },
    );
  });

  it('has no button for who may do nothing', async () => {
    const page = await show(as(MARKETER), HANDED_OVER);

    expect(page.findAll(Button)).toEqual([]);
  });

  it('says what it would take, and that all of it is a rehearsal while Accord observes', async () => {
    expect(textOf(await show(as(MARKETER), COLD))).toContain('What it would take');
    const page = await show(as(MARKETER), REHEARSED, 'small');

    expect(page.find(Alert).props.title).toBe('Rehearsal');
    expect(page.findAll(Button)).toEqual([]);
  });

  it('has an empty state for a contact that nobody knows, or that is somebody else’s', async () => {
    const page = await show(as({ ...MARKETER, language: 'fr' }), UNKNOWN);

    expect(page.find(EmptyState).props.title).toBe('Rien à montrer ici');
  });

  it('says what the server refuses, in the user’s language, and loads again on a click', async () => {
    const stranger = { userId: 999, userEmail: 'nobody@our-company.example', language: 'fr' };
    const refused = await show(as(stranger), HANDED_OVER);
    expect(textOf(refused)).toContain('Votre rôle dans Accord ne le permet pas.');

    const page = renderRecord('crm.record.tab', as(REP), HANDED_OVER);
    breakFetches();
    page.render(<LeadCard size="full" />);
    await page.waitFor(() => expect(page.maybeFind(ErrorState)).not.toBeNull(), PATIENT);
    expect(textOf(page)).toContain('Accord does not answer.');
    signFetches(as(REP));
    page.find(Button).trigger('onClick');

    await page.waitFor(() => expect(textOf(page)).toContain('Promises'), PATIENT);
  });
});
