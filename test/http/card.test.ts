// The record card's answer over HTTP: who may give it, that it is stored once and first in line, and what refusals reveal.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { initialState } from '#domain/lead.ts';
import { edited, templateAgreement } from '#test/support/agreement-text.ts';
import { insertPortal, insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, SECRET, signature, startWeb, type TestWeb } from '#test/support/web.ts';

let web: TestWeb;

beforeAll(async () => {
  web = await startWeb();
  await insertPortal(web.test.database, PORTAL);
  const state = { ...initialState(), owner: { value: '71', before: '', by: 'accord', at: '' } };
  const { db } = web.test.database;
  await sql`insert into owner (portal_id, owner_id, user_id, archived) values (${PORTAL}, '71', '171', false), (${PORTAL}, '72', '172', false)`.execute(
    db,
  );
  await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state) values (${PORTAL}, '501', 'main', '501', ${JSON.stringify(state)}::jsonb)`.execute(
    db,
  );
  await sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${PORTAL}, '501', '501'), (${PORTAL}, '500', '501')`.execute(
    db,
  );
});
afterAll(() => web.close());
beforeEach(async () => {
  await sql`delete from inbox_event`.execute(web.test.database.db);
  await sql`delete from dirty`.execute(web.test.database.db);
});

interface Click {
  readonly portalId?: string;
  readonly userId?: string;
  readonly userEmail?: string;
  readonly body?: unknown;
  readonly secret?: string;
}

async function click({
  portalId = PORTAL,
  userId = '171',
  userEmail = 'rep@sales.example',
  body = { contactId: '501', answer: 'accept' },
  secret,
}: Click = {}) {
  const address = `${web.url}/hubspot/card/answer?portalId=${portalId}&userId=${userId}&userEmail=${encodeURIComponent(userEmail)}&appId=1`;
  const text = JSON.stringify(body);
  const headers = signature(address, text, { secret: secret ?? SECRET });
  return { send: () => fetch(address, { method: 'POST', body: text, headers: { ...headers } }) };
}

async function inbox() {
  const { rows } = await sql<{ value: string; lane: number }>`
    select e.property_value as value, d.lane from inbox_event e
    left join dirty d on d.portal_id = e.portal_id and d.object_id = e.object_id
    where e.property_name = '$card_answer'`.execute(web.test.database.db);
  return rows;
}

describe('the record card', () => {
  it('takes the owner’s answer once, first in line, however often the click arrives', async () => {
    const { send } = await click({ body: { contactId: 501, answer: 'reject', reason: 'no-budget' } });

    const statuses = [(await send()).status, (await send()).status];

    expect(statuses).toEqual([202, 202]);
    expect(await inbox()).toEqual([{ value: 'reject:no-budget', lane: 0 }]);
  });

  it('keeps the note beside the no, without what is around it', async () => {
    const body = { contactId: '501', answer: 'reject', reason: 'no-budget' };
    const noted = await click({
      body: { ...body, note: ' \r\nRing in May.\r\nAsk for Anna\u0000\u001f \n' },
    });
    const longest = await click({ body: { ...body, note: `  ${'x'.repeat(1_000)}  ` } });
    const empty = await click({ body: { ...body, note: ' \n ' } });

    for (const { send } of [noted, longest, empty]) expect((await send()).status).toBe(202);

    expect((await inbox()).map(({ value }) => value).toSorted()).toEqual([
      'reject:no-budget',
      'reject:no-budget\u001fRing in May.\nAsk for Anna',
      `reject:no-budget\u001f${'x'.repeat(1_000)}`,
    ]);
  });

  it('takes the answer of the sales signatory for any lead, whatever types the agreement needs the portal for', async () => {
    // A day of a property that only the portal knows to be a date.
    const document = edited(
      '  gates:\n',
      '  gates:\n    - { id: ends, label: Ends, when: [{ property: ends_on, operator: LT, value: today }] }\n',
    );
    const agreement = templateAgreement('en');
    await insertSignedVersion(web.test.database, PORTAL, { agreement, document });
    const { send } = await click({ userId: '900003', userEmail: 'sales.lead@our-company.example' });

    expect((await send()).status).toBe(202);
    expect(await inbox()).toEqual([{ value: 'accept', lane: 0 }]);
  });

  describe('for a lead of the second agreement', () => {
    const dayFrom = (days: number): string =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const delegate = (name: string, days: readonly [number, number], side = 'sales'): string =>
      `    - { for: ${side}, name: ${name}, email: ${name}@emea.example, from: ${dayFrom(days[0])}, until: ${dayFrom(days[1])} }\n`;

    beforeAll(async () => {
      const { db } = web.test.database;
      const document = edited(
        '  sales: { name: Sales lead, email: sales.lead@our-company.example }\n',
        `  sales: { name: Emea lead, email: lead@emea.example }\n  delegates:\n${delegate('today', [-2, 2])}${delegate('late', [-9, -2])}${delegate('early', [2, 9])}${delegate('marketer', [-2, 2], 'marketing')}`,
      );
      await insertSignedVersion(web.test.database, PORTAL, {
        agreement: { ...templateAgreement('en'), id: 'second' },
        document,
      });
      await sql`update agreement set position = 2 where agreement_id = 'second'`.execute(db);
      await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state) values (${PORTAL}, '601', 'second', '601', ${JSON.stringify(initialState())}::jsonb)`.execute(
        db,
      );
      await sql`insert into lead_alias (portal_id, contact_id, lead_id) values (${PORTAL}, '601', '601')`.execute(
        db,
      );
    });

    it.each([
      ['its own sales signatory', '601', 'lead@emea.example', 202],
      ['a delegate of today, however the address is written', '601', 'Today@EMEA.example', 202],
      ['a delegate whose days are over', '601', 'late@emea.example', 403],
      ['a delegate whose days have not begun', '601', 'early@emea.example', 403],
      ['a delegate of marketing', '601', 'marketer@emea.example', 403],
      ['the sales signatory of the first agreement', '601', 'sales.lead@our-company.example', 403],
      ['its own sales signatory, of a lead of the first', '501', 'lead@emea.example', 403],
    ])('answers %s: lead %s, %s, %i', async (...[, contactId, userEmail, status]) => {
      const { send } = await click({ userId: '999', userEmail, body: { contactId, answer: 'accept' } });

      expect((await send()).status).toBe(status);
      expect(await inbox()).toHaveLength(status === 202 ? 1 : 0);
    });
  });

  it.each([
    ['with another secret', { secret: 'somebody-elses-secret-000000' }, 401],
    ['by another rep', { userId: '172' }, 403],
    ['by a user who is no owner', { userId: '999' }, 403],
    ['of a lead that does not exist', { body: { contactId: '999', answer: 'accept' } }, 404],
    ['under an id that a merge has taken away', { body: { contactId: '500', answer: 'accept' } }, 404],
    ['of another portal', { portalId: '999' }, 404],
    ['that is none', { body: { contactId: '501', answer: 'perhaps' } }, 400],
    ['with too long a note', { body: { contactId: '501', answer: 'reject', note: 'x'.repeat(1_001) } }, 400],
    ['with a note beside a yes', { body: { contactId: '501', answer: 'accept', note: 'nice' } }, 400],
    ['with something more', { body: { contactId: '501', answer: 'accept', userId: '171' } }, 400],
  ] as const)('refuses an answer %s, and stores nothing', async (...[, given, status]) => {
    const { send } = await click(given);

    const response = await send();

    expect(response.status).toBe(status);
    expect(await response.text()).not.toMatch(/501|171|rep@/);
    expect(await inbox()).toEqual([]);
  });
});
