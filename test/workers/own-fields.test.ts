// An account that keeps job titles, countries and sources in properties of its own, over HTTP: read, polled, judged and reported
// from there, and HubSpot's standard ones not at all. No webhook is delivered.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import type { Agreement } from '#domain/agreement.ts';
import type { Decision } from '#domain/decision.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { readLeads } from '#store/notice-messages.ts';
import { createSourcePauseLog } from '#store/source-pause-log.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import { defineProperty } from '#test/support/define-property.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const READ_FROM = `readFrom:
    contact: { jobtitle: fonction, country: pays, hs_analytics_source: origine, lastname: nom_de_famille }
  mandatory:`;
const OWN = ['fonction', 'pays', 'origine', 'nom_de_famille'];
let thread: Thread;

afterEach(() => thread.close());

function compiled(): Agreement {
  const text = ENGLISH_TEMPLATE.replace('  mandatory:', () => `  ${READ_FROM}`).replace(
    'mql: [email, lastname, company]',
    'mql: [email, jobtitle, lastname]',
  );
  const parsed = parseAgreement(text, { id: 'default', version: 1, year: new Date().getUTCFullYear() });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.agreement;
}

async function start(change: (agreement: Agreement) => Agreement = (agreement) => agreement): Promise<void> {
  thread = await startThread({ indexLagMs: 0 }, () => change(compiled()));
  for (const name of OWN)
    await defineProperty(thread.sandboxUrl, PORTAL, { name, type: 'string', fieldType: 'text' });
}

function act(action: ActionInput): string {
  const [result] = thread.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return String(result.id);
}

/** The next search is due at once, as it would be 45 s later. */
async function poll(): Promise<void> {
  await sql`update signal_poll set next_at = least(next_at, clock_timestamp())`.execute(
    thread.test.database.db,
  );
  await thread.settle();
}

async function decisionOf(contactId: string): Promise<Decision> {
  const { rows } = await sql<{ outcome: string }>`
    select d.outcome from lead l join decision d on d.portal_id = l.portal_id and d.seq = l.last_decision
    where l.contact_id = ${contactId}`.execute(thread.test.database.db);
  return JSON.parse(rows[0]?.outcome ?? 'null') as Decision;
}

const partsOf = ({ verdict }: Decision): readonly string[] => verdict.parts.map(({ rule }) => rule);

function hot(email: string, properties: Record<string, string> = {}): string {
  const id = act({
    type: 'create',
    properties: {
      email,
      firstname: 'Anne',
      nom_de_famille: 'Petit',
      lastname: 'Grand',
      fonction: 'CEO',
      pays: 'France',
      phone: '01 42 68 53 00',
      lifecyclestage: 'lead',
      ...properties,
    },
  });
  act({ type: 'submitForm', id, form: 'Request a demo' });
  act({ type: 'bookMeeting', id });
  return id;
}

describe('an account with properties of its own', () => {
  it('is judged by them, whatever the standard ones hold, and a change of one is found by the poll', async () => {
    await start();
    const id = act({
      type: 'create',
      properties: { email: 'anne@firm.example', fonction: 'Directrice commerciale', jobtitle: '' },
    });
    const other = act({
      type: 'create',
      properties: { email: 'paul@firm.example', jobtitle: 'Directeur commercial' },
    });
    await poll();
    expect(partsOf(await decisionOf(id))).toContain('title-director');
    expect(partsOf(await decisionOf(other))).not.toContain('title-director');

    act({ type: 'set', id, properties: { fonction: 'Présidente' } });
    await poll();

    expect(partsOf(await decisionOf(id))).not.toContain('title-director');
    expect(partsOf(await decisionOf(id))).toContain('title-head');
  });

  it('is told what is missing by the names that its reps fill in, and nothing else is read', async () => {
    await start();
    const id = act({
      type: 'create',
      properties: { email: 'anne@firm.example', jobtitle: 'CEO', lastname: 'Grand' },
    });
    await poll();

    expect((await decisionOf(id)).verdict.missingFields).toEqual(['fonction', 'nom_de_famille']);
    const { rows } = await sql<{ cells: object; fields: object; source: string }>`
      select m.cells, d.fields, d.source from mirror m
      join lead l on l.portal_id = m.portal_id and l.contact_id = m.object_id
      join lead_data d on d.portal_id = l.portal_id and d.lead_id = l.lead_id
      where m.object_type = 'contact' and m.object_id = ${id}`.execute(thread.test.database.db);
    expect(rows[0]?.fields).toMatchObject({ fonction: false, nom_de_famille: false, email: true });
    // Only a read could have told them.
    const known = Object.keys(rows[0]?.cells ?? {});
    expect(known).toContain('email');
    for (const standard of ['jobtitle', 'country', 'hs_analytics_source', 'lastname'])
      expect(known).not.toContain(standard);
  });

  it('has its source, its duplicates and its names read there too', async () => {
    await start();
    const first = hot('anne@firm.example', { origine: 'Salon', hs_analytics_source: 'OFFLINE' });
    const second = hot('a.petit@home.example', { lastname: 'Other' });
    await poll();

    const { rows } = await sql<{ leadId: string; contactId: string; source: string }>`
      select l.lead_id as "leadId", l.contact_id as "contactId", d.source
      from lead l join lead_data d on d.portal_id = l.portal_id and d.lead_id = l.lead_id`.execute(
      thread.test.database.db,
    );
    const lead = rows.find(({ contactId }) => contactId === first);
    expect(lead?.source).toBe('Salon');
    const names = await readLeads(thread.test.database, PORTAL_TEXT, [lead?.leadId ?? '']);
    expect(names.get(lead?.leadId ?? '')?.name).toBe('Anne Petit');
    // The same number, read as one of the country that stands in `pays`, and the same name.
    const shared = await sql<{ key: string; leads: number }>`
      select key, count(*)::int as leads from lead_key where kind = 'phone' group by 1`.execute(
      thread.test.database.db,
    );
    expect(shared.rows).toEqual([{ key: expect.stringContaining('+33142685300'), leads: 2 }]);
    expect(second).not.toBe(first);
    const { rows: tasks } = await sql<{ subject: string }>`select subject from task`.execute(
      thread.test.database.db,
    );
    expect(tasks.map(({ subject }) => subject).join(' ')).not.toContain('Grand');
  });

  it('has the hand-overs of a paused source held by its own one, listed, and released', async () => {
    await start((agreement) => ({
      ...agreement,
      marketing: { ...agreement.marketing, sourcePause: { after: null, maxPerHour: 1, coolDownHours: 24 } },
    }));
    act({
      type: 'createOwner',
      ownerId: '71',
      userId: 171,
      email: 'rep@sales.example',
      firstName: 'Rep',
      lastName: 'One',
    });
    const { database } = thread.test;
    await sql`
      insert into source_pause (portal_id, agreement_id, version, clause, month, from_unit, to_unit, source, reached, matured, floor, since)
      values (${PORTAL_TEXT}, 'default', 1, 'quality', '2026-01', 'mql', 'accepted', 'PAID_SOCIAL', 0, 8, 400000, accord_now())`.execute(
      database.db,
    );
    const held = hot('anne@firm.example', { origine: 'PAID_SOCIAL', hs_analytics_source: 'OFFLINE' });
    const passed = hot('paul@firm.example', { origine: 'Web', hs_analytics_source: 'PAID_SOCIAL' });
    await poll();
    const statuses = async () =>
      [(await decisionOf(held)).state.status, (await decisionOf(passed)).state.status].join(' ');
    expect(await statuses()).toBe('none handedOver');

    const log = createSourcePauseLog(database);
    const [pause] = (await log.list(PORTAL_TEXT, { standing: true, after: null, limit: 5 })).items;
    expect(pause).toMatchObject({ source: 'PAID_SOCIAL', held: 1 });
    expect(await log.listHeld(PORTAL_TEXT, pause?.id ?? '', 5)).toMatchObject([{ contactId: held }]);
    const by = { actor: 'user 171', origin: 'api', role: 'admin' } as const;
    expect(await log.lift(PORTAL_TEXT, pause?.id ?? '', by)).toMatchObject({ released: 1 });
    await thread.settle();

    expect(await statuses()).toBe('handedOver handedOver');
  });
});
