// Data quality from the sandbox portal to the reports: duplicates, completeness, feedback, and the options reps choose from.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { createDataReports } from '#store/data-reports.ts';
import { storeEvents } from '#store/inbox.ts';
import { insertSignedVersion } from '#test/support/portal.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const ALL = { after: null, limit: 200 };
let thread: Thread;

afterEach(() => thread.close());

function apply(...actions: Parameters<Thread['sandbox']['apply']>[1]): string[] {
  return thread.sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return 'id' in result ? String(result.id) : '';
  });
}

function createContacts(all: readonly Record<string, string>[]): string[] {
  return apply(...all.map((properties) => ({ type: 'create' as const, properties })));
}

function createRep(ownerId = '71'): void {
  const userId = Number(ownerId) + 100;
  apply({
    type: 'createOwner',
    ownerId,
    userId,
    email: `rep${ownerId}@sales.example`,
    firstName: 'Rep',
    lastName: ownerId,
  });
}

async function tellEmitted(types: readonly string[]): Promise<void> {
  const raw = thread.sandbox.state.events.events.map(({ event }) => event);
  const batch = parseWebhookBatch(raw.filter((event) => types.includes(String(event.subscriptionType))));
  if (!batch.ok) throw new Error(batch.error.message);
  await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
}

const reports = () => createDataReports(thread.test.database);

async function duplicatePairs(): Promise<Set<string>> {
  const { items } = await reports().listDuplicates(PORTAL_TEXT, ALL);
  return new Set(
    items.flatMap(({ leads }) =>
      leads.flatMap((a) =>
        leads.filter((b) => a.contactId < b.contactId).map((b) => `${a.contactId} ${b.contactId}`),
      ),
    ),
  );
}

const FIRST = ['Anna', 'Bruno', 'Chloé', 'David', 'Élodie', 'Farid', 'Gaëlle', 'Hugo', 'Inès', 'Jules'];
const LAST = ['Martin', 'Bernard', 'Petit', 'Durand', 'Leroy', 'Moreau'];

/** Sixty people of thirty companies; no two share both a name and a company. */
function person(index: number): Record<string, string> {
  const first = FIRST[index % FIRST.length] ?? '';
  const last = LAST[Math.floor(index / FIRST.length)] ?? '';
  const firm = `firm${index % 30}`;
  const plain = (text: string): string =>
    text
      .normalize('NFD')
      .replaceAll(/\p{Mn}/gu, '')
      .toLowerCase();
  return {
    firstname: first,
    lastname: last,
    email: `${plain(first)}.${plain(last)}@${firm}.example`,
    // Two colleagues share each switchboard.
    phone: `01 42 68 ${String(10 + (index % 30))} 00`,
    company: `Firm ${index % 30} SAS`,
    country: 'France',
  };
}

/** The same person once more, as forms, imports and reps make of it; the last two kinds leave nothing in common. */
const VARIANTS: readonly ((one: Record<string, string>, index: number) => Record<string, string>)[] = [
  (one) => ({
    ...one,
    email: `${one['firstname']?.charAt(0)}@${one['email']?.split('@')[1]}`.toLowerCase().replace('é', 'e'),
  }),
  (one, index) => ({
    ...one,
    firstname: one['lastname'] ?? '',
    lastname: one['firstname'] ?? '',
    email: `x${index}@${one['email']?.split('@')[1]}`,
  }),
  (one, index) => ({
    ...one,
    email: `home${index}@gmail.com`,
    company: '',
    phone: `+33 (0)${one['phone']?.slice(1)}`,
  }),
  (one, index) => ({
    ...one,
    email: `home${index}@gmail.com`,
    phone: '',
    company: `FIRM ${index % 30} s.a.s.`,
  }),
  (one, index) => ({ email: `other${index}@gmail.com`, lastname: one['lastname'] ?? '' }),
];

describe('duplicate candidates (R57)', () => {
  it('are found among seeded contacts: at least 95 % right, and all that share anything', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    const people = Array.from({ length: 60 }, (_, index) => person(index));
    const ids = createContacts(people);
    const seeded = people.slice(0, 25).map((one, index) => VARIANTS[index % VARIANTS.length]!(one, index));
    const copies = createContacts(seeded);
    await thread.settle();
    const truth = new Set(copies.map((copy, index) => [ids[index] ?? '', copy].sort().join(' ')));

    const found = await duplicatePairs();

    const right = [...found].filter((pair) => truth.has(pair)).length;
    const precision = right / found.size;
    const recall = right / truth.size;
    expect(precision).toBeGreaterThanOrEqual(0.95);
    // Of the five kinds of copies, two share neither address, number nor company with the original.
    expect(recall).toBeGreaterThanOrEqual(0.6);
    expect(found.size).toBeGreaterThan(10);
  });

  it('vanish when HubSpot merges them', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    const [first = '', second = ''] = createContacts([person(1), { ...person(1), email: 'b@firm1.example' }]);
    await thread.settle();
    expect(await duplicatePairs()).toHaveLength(1);

    apply({ type: 'merge', objectType: 'contacts', primaryId: first, secondaryId: second, mintsNewId: true });
    await tellEmitted(['contact.merge', 'contact.deletion']);
    await thread.settle();

    expect(await duplicatePairs()).toHaveLength(0);
  });

  it('of one person are one hand-over in the month’s volume, and two owners of one person are a conflict', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    createRep('71');
    createRep('72');
    const hot = { ...person(2), jobtitle: 'CEO', lifecyclestage: 'lead' };
    const [first = '', second = '', other = ''] = createContacts([
      { ...hot, hubspot_owner_id: '71' },
      { ...hot, email: 'second@firm2.example', hubspot_owner_id: '72' },
      { ...person(3), jobtitle: 'CEO', lifecyclestage: 'lead' },
    ]);
    const warm = [first, second, other].flatMap((id) => [
      { type: 'submitForm' as const, email: emailOf(id), form: 'Request a demo' },
      { type: 'bookMeeting' as const, id },
    ]);
    apply(...warm);
    await thread.settle();

    const [month, ...later] = await reports().countVolumes(PORTAL_TEXT);
    const { items } = await reports().listDuplicates(PORTAL_TEXT, ALL);

    expect(later).toEqual([]);
    expect(month).toMatchObject({ handOvers: 3, persons: 2 });
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ ownersConflict: true });
    expect(items[0]?.leads.map(({ ownerId }) => ownerId)).toEqual(['71', '72']);
    expect(items[0]?.reasons.map(({ kind }) => kind).sort()).toEqual(['name', 'phone']);
  });

  it('come page by page', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    createContacts(
      [4, 5, 6].flatMap((index) => [
        person(index),
        { ...person(index), email: `b${index}@firm${index}.example` },
      ]),
    );
    await thread.settle();

    const first = await reports().listDuplicates(PORTAL_TEXT, { after: null, limit: 2 });
    const second = await reports().listDuplicates(PORTAL_TEXT, { after: first.next, limit: 2 });

    expect(first.items).toHaveLength(2);
    expect(second.items).toHaveLength(1);
    expect(second.next).toBeNull();
    expect(new Set([...first.items, ...second.items].map(({ personId }) => personId)).size).toBe(3);
  });
});

function emailOf(id: string): string {
  return thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values['email'] ?? '';
}

describe('completeness of inbound leads (R35)', () => {
  it('counts fields of leads that came by themselves, per field, source and owner, and no others', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    createRep();
    createContacts([
      { ...person(1), hs_analytics_source: 'ORGANIC_SEARCH', hubspot_owner_id: '71' },
      { ...person(2), hs_analytics_source: 'ORGANIC_SEARCH', hubspot_owner_id: '71', company: 'N/A' },
      { ...person(3), hs_analytics_source: 'OFFLINE', company: '' },
      { ...person(4), lifecyclestage: 'customer', hs_analytics_source: 'ORGANIC_SEARCH', company: '' },
    ]);
    await thread.settle();

    const report = await reports().readCompleteness(PORTAL_TEXT);

    // The template asks a lead for e-mail, last name and company.
    expect(report).toMatchObject({
      inboundLeads: 2,
      asked: 6,
      present: 5,
      percent: 83.3,
      target: 95,
      met: false,
    });
    expect(report.rows).toContainEqual({
      field: 'company',
      source: 'ORGANIC_SEARCH',
      ownerId: '71',
      asked: 2,
      present: 1,
    });
    expect(report.rows.every(({ source }) => source === 'ORGANIC_SEARCH')).toBe(true);
  });
});

describe('feedback of sales (R41)', () => {
  it('is measured on the leads handed over; silent ones are listed, and rejects name their clause', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    createRep();
    const hot = [0, 1, 2, 3].map((index) => ({ ...person(index), jobtitle: 'CEO', lifecyclestage: 'lead' }));
    const ids = createContacts(hot);
    apply(
      ...ids.flatMap((id) => [
        { type: 'submitForm' as const, email: emailOf(id), form: 'Request a demo' },
        { type: 'bookMeeting' as const, id },
      ]),
    );
    await thread.settle();
    const [accepted = '', rejected = '', bare = '', silent = ''] = ids;
    apply(
      { type: 'answer', id: accepted, answer: 'accept' },
      { type: 'answer', id: rejected, answer: 'reject', reason: 'off-target' },
      { type: 'answer', id: bare, answer: 'reject' },
    );
    await tellEmitted(['contact.propertyChange']);
    await thread.settle();

    const report = await reports().readFeedback(PORTAL_TEXT);
    const list = await reports().listSilent(PORTAL_TEXT, { after: null, limit: 1 });
    const rest = await reports().listSilent(PORTAL_TEXT, { after: list.next, limit: 5 });

    expect(report).toEqual({
      handedOver: 4,
      answered: 2,
      silent: 2,
      withdrawn: 0,
      percent: 50,
      rejects: [{ reason: 'Not our target', clause: 'scope', leads: 1 }],
    });
    const silentOnes = [...list.items, ...rest.items].map(
      ({ contactId, status }) => `${contactId} ${status}`,
    );
    expect(new Set(silentOnes)).toEqual(new Set([`${bare} rejected`, `${silent} handedOver`]));
    expect(rest.next).toBeNull();
  });

  it('names a reason as the lead’s own agreement does, and holds its data against that agreement’s target', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    await thread.settle();
    const { db } = thread.test.database;
    const own = (id: string, label: string, completeness: number) => ({
      ...thread.agreement,
      id,
      version: 1,
      rejectReasons: [{ id: 'size', label, clause: null }],
      data: { ...thread.agreement.data, completeness },
    });
    for (const table of ['agreement_signature', 'agreement_signatory', 'agreement_version', 'agreement'])
      await sql`delete from ${sql.table(table)}`.execute(db);
    await insertSignedVersion(thread.test.database, PORTAL_TEXT, {
      agreement: own('first', 'Too small', 900_000),
      document: 'first',
    });
    await insertSignedVersion(thread.test.database, PORTAL_TEXT, {
      agreement: own('second', 'Not our size', 600_000),
      document: 'second',
    });
    await sql`update agreement set position = 2 where agreement_id = 'second'`.execute(db);
    // Of ten fields asked of each agreement's leads the first has nine, the second five.
    const insert = async (agreementId: string, index: number, isFilled: boolean): Promise<void> => {
      const state = JSON.stringify({ status: 'recycled', recycleReason: 'rejected:size', cycle: 1 });
      const id = `${agreementId}-${index}`;
      await sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state) values (${PORTAL_TEXT}, ${id}, ${agreementId}, ${id}, ${state}::jsonb)`.execute(
        db,
      );
      await sql`insert into lead_data (portal_id, lead_id, in_scope, source, owner_id, fields) values (${PORTAL_TEXT}, ${id}, true, 'ORGANIC_SEARCH', '', ${JSON.stringify({ company: isFilled })}::jsonb)`.execute(
        db,
      );
    };
    for (let index = 0; index < 10; index++) {
      await insert('first', index, index < 9);
      await insert('second', index, index < 5);
    }

    expect((await reports().readFeedback(PORTAL_TEXT)).rejects).toEqual([
      { reason: 'Too small', clause: null, leads: 10 },
      { reason: 'Not our size', clause: null, leads: 10 },
    ]);
    const before = await reports().readCompleteness(PORTAL_TEXT);
    expect(before).toEqual({
      inboundLeads: 20,
      asked: 20,
      present: 14,
      percent: 70,
      target: 75,
      met: false,
      rows: [{ field: 'company', source: 'ORGANIC_SEARCH', ownerId: '', asked: 20, present: 14 }],
    });

    await sql`update lead_data set fields = '{"company": true}' where lead_id = 'second-5'`.execute(db);
    // 75 % of all fields: each of the two now reaches its own target, 90 % and 60 %.
    expect(await reports().readCompleteness(PORTAL_TEXT)).toMatchObject({
      percent: 75,
      target: 75,
      met: true,
    });
    await sql`update lead_data set fields = '{"company": false}' where lead_id = 'first-8'`.execute(db);
    await sql`update lead_data set fields = '{"company": true}' where lead_id = 'second-6'`.execute(db);
    // As much in all, but the first agreement's own leads fall short.
    expect(await reports().readCompleteness(PORTAL_TEXT)).toMatchObject({ percent: 75, met: false });
  });

  it('chooses among the reasons of the agreement in force; a new version adds its own and keeps the old', async () => {
    thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
    await sql`update portal set provisioned_at = accord_now()`.execute(thread.test.database.db);
    const property = () =>
      thread.sandbox.requirePortal(PORTAL).properties.contacts.get('accord_reject_reason');
    const labels = (): (string | undefined)[] => property()?.options.map(({ label }) => label) ?? [];
    await makeEnumeration();
    await thread.settle();
    expect(labels()).toContain('Not our target');
    expect(labels()).toContain('Old reason');

    const { db } = thread.test.database;
    for (const table of ['agreement_signature', 'agreement_signatory', 'agreement_version', 'agreement'])
      await sql`delete from ${sql.table(table)}`.execute(db);
    await insertSignedVersion(thread.test.database, PORTAL_TEXT, {
      agreement: {
        ...thread.agreement,
        version: 2,
        rejectReasons: [{ id: 'too-small', label: 'Too small', clause: 'scope' }],
      },
      document: 'the second',
    });
    await sql`update portal set epoch = epoch + 1`.execute(thread.test.database.db);
    await thread.settle();

    expect(labels()[0]).toBe('Too small');
    expect(labels()).toContain('Not our target');
    expect(labels()).toContain('Old reason');

    // A second agreement of the same version: its reasons are offered beside those of the first.
    const second = (version: number, label: string) =>
      insertSignedVersion(thread.test.database, PORTAL_TEXT, {
        agreement: {
          ...thread.agreement,
          id: 'second',
          version,
          rejectReasons: [
            { id: 'too-small', label: 'Under ten people', clause: null },
            { id: 'tiny', label: 'Too small', clause: null },
            { id: 'reseller', label, clause: null },
          ],
        },
        document: `the second agreement ${version}`,
      });
    await second(2, 'A reseller');
    await sql`update agreement set position = 2 where agreement_id = 'second'`.execute(db);
    await sql`update portal set epoch = epoch + 1`.execute(db);
    await thread.settle();
    expect(
      property()
        ?.options.slice(0, 3)
        .map(({ label, value }) => `${value}: ${label}`),
    ).toEqual(['too-small: Too small / Under ten people', 'tiny: Too small', 'reseller: A reseller']);

    // Another version of the second alone: HubSpot is told, and once.
    for (const table of ['agreement_signature', 'agreement_signatory', 'agreement_version', 'agreement'])
      await sql`delete from ${sql.table(table)} where agreement_id = 'second'`.execute(db);
    await second(3, 'Resells others');
    await sql`update agreement set position = 2 where agreement_id = 'second'`.execute(db);
    await sql`update portal set epoch = epoch + 1`.execute(db);
    await thread.settle();
    expect(labels()).toContain('Resells others');
    const { rows } = await sql<{ reasons_of: string }>`select reasons_of from portal`.execute(db);
    expect(rows[0]?.reasons_of).toMatch(new RegExp(`^${thread.agreement.id} 2, second 3: [0-9a-f]{8}$`));
  });
});

/** As provisioning makes it where an agreement is in force; the option is one of an older version. */
async function makeEnumeration(): Promise<void> {
  const call = {
    portalId: PORTAL_TEXT as never,
    lane: 'interactive',
    signal: AbortSignal.timeout(10_000),
  } as const;
  const properties = thread.sandbox.requirePortal(PORTAL).properties.contacts;
  properties.delete('accord_reject_reason');
  const refused = await thread.deps.hubspot.createProperties(
    call,
    { objectType: 'contacts', groupName: 'accord' },
    [
      {
        name: 'accord_reject_reason',
        label: 'Reason',
        type: 'enumeration',
        fieldType: 'select',
        options: [{ label: 'Old reason', value: 'old' }],
      },
    ],
  );
  expect(refused).toEqual([]);
}
