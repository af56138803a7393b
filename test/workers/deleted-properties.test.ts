// An admin deletes properties of Accord's in the sandbox: they are made again, with their values, and an account without
// room for them is told before anything is created.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { portalId } from '#domain/ids.ts';
import { createOutputs } from '#pipeline/create-outputs.ts';
import { nameFit } from '#pipeline/fit-properties.ts';
import { OUTPUT_PROPERTY_NAMES } from '#pipeline/outputs.ts';
import type { CallContext } from '#pipeline/ports.ts';
import type { Portal } from '#sandbox/model.ts';
import { storeEvents } from '#store/inbox.ts';
import { changeEvent } from '#test/support/portal.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

let thread: Thread;
afterEach(() => thread.close());

function sandbox(): Portal {
  return thread.sandbox.requirePortal(PORTAL);
}

function call(): CallContext {
  return { portalId: portalId(String(PORTAL)), lane: 'interactive', signal: AbortSignal.timeout(20_000) };
}

/** As an admin does it in HubSpot's settings. */
async function deleteProperties(names: readonly string[]): Promise<void> {
  const { hubspot } = thread.deps;
  expect(await hubspot.archiveProperties(call(), 'contacts', names)).toEqual({ archived: names, kept: [] });
}

async function create(email: string): Promise<string> {
  const properties = {
    email,
    firstname: 'Ada',
    lastname: 'L',
    company: 'Nordfil',
    jobtitle: 'CEO',
    country: 'France',
    lifecyclestage: 'lead',
  };
  const [made] = thread.sandbox.apply(PORTAL, [{ type: 'create', properties }]);
  if (made === undefined || !made.ok) throw new Error(JSON.stringify(made));
  const at = new Date().toISOString();
  const event = { contact: String(made.id), property: 'lifecyclestage', value: 'lead', at, key: email };
  const events = [changeEvent(String(PORTAL), event)];
  await storeEvents(thread.test.database, String(PORTAL), { events, setAside: [] });
  return String(made.id);
}

function valueOf(id: string, name: string): string | undefined {
  return sandbox().objects.contacts.live.get(id)?.values[name];
}

async function restorations(
  action: 'restoreProperties' | 'addProperties' = 'restoreProperties',
): Promise<readonly { created: readonly string[] }[]> {
  const { rows } = await sql<{ after: { created: string[] } }>`
    select after from audit_entry where action = ${action} order by id`.execute(thread.test.database.db);
  return rows.map(({ after }) => after);
}

describe('properties that an admin deleted', () => {
  it('are made again at the next write, and every lead gets its values back', async () => {
    thread = await startThread();
    const first = await create('ada@lead.example');
    await thread.settle();
    expect(valueOf(first, 'accord_grade')).toMatch(/^[A-D]/);
    await deleteProperties(['accord_grade', 'accord_persona']);
    expect(valueOf(first, 'accord_grade')).toBeUndefined();

    const second = await create('bob@lead.example');
    await thread.settle();

    expect(sandbox().properties.contacts.has('accord_grade')).toBe(true);
    expect(valueOf(second, 'accord_grade')).toMatch(/^[A-D]/);
    expect(valueOf(first, 'accord_grade')).toMatch(/^[A-D]/);
    expect(await restorations()).toMatchObject([{ created: ['accord_grade', 'accord_persona'] }]);
    const { rows } = await sql`select 1 from outbox_property where state = 'parked'`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([]);
  });

  it('that are deleted again within the hour stay so, and are shown', async () => {
    thread = await startThread();
    await create('ada@lead.example');
    await thread.settle();
    await deleteProperties(['accord_grade']);
    await create('bob@lead.example');
    await thread.settle();
    await deleteProperties(['accord_grade']);

    await create('cy@lead.example');
    await thread.settle();

    expect(sandbox().properties.contacts.has('accord_grade')).toBe(false);
    expect(await restorations()).toHaveLength(1);
    const { rows } = await sql<{ reason: string }>`
      select distinct split_part(reason, ':', 1) as reason from outbox_property where state = 'parked'`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([{ reason: 'PROPERTY_DOESNT_EXIST (accord_grade)' }]);
  });
});

describe('a property that a new release needs', () => {
  it('is made once after the upgrade, which nobody takes for a deletion', async () => {
    thread = await startThread();
    await create('ada@lead.example');
    await thread.settle();
    await deleteProperties(['accord_reject_note']);
    await create('bob@lead.example');
    await thread.settle();
    expect(sandbox().properties.contacts.has('accord_reject_note')).toBe(false);

    const before = OUTPUT_PROPERTY_NAMES.filter((name) => name !== 'accord_reject_note');
    await sql`update portal set reasons_of = ${nameFit([thread.agreement], before)}`.execute(
      thread.test.database.db,
    );
    await create('cy@lead.example');
    await thread.settle();

    expect(sandbox().properties.contacts.has('accord_reject_note')).toBe(true);
    expect(await restorations('addProperties')).toMatchObject([{ created: ['accord_reject_note'] }]);
    expect(await restorations()).toEqual([]);
  });
});

describe('an account', () => {
  it('without room is told how many are needed, in both languages, and nothing is created', async () => {
    thread = await startThread();
    await deleteProperties(OUTPUT_PROPERTY_NAMES);
    const limits = sandbox().settings;
    Object.assign(limits, { customPropertyLimit: 3 });
    const { hubspot } = thread.deps;

    const english = await createOutputs(hubspot, call(), { language: 'en', agreements: [] });
    const french = await createOutputs(hubspot, call(), { language: 'fr', agreements: [] });

    const needed = OUTPUT_PROPERTY_NAMES.length;
    expect(english.created).toEqual([]);
    expect(english.conflicts[0]).toMatchObject({ code: 'PROPERTY_LIMIT' });
    expect(english.conflicts[0]?.message).toContain(`needs ${needed} more contact properties`);
    expect(french.conflicts[0]?.message).toContain(`Il manque à Accord ${needed} propriétés de contact`);
    expect([...sandbox().properties.contacts.keys()].filter((name) => name.startsWith('accord_'))).toEqual(
      [],
    );
  });

  it('that has them already loses nothing by asking again', async () => {
    thread = await startThread();
    const id = await create('ada@lead.example');
    await thread.settle();
    const before = valueOf(id, 'accord_grade');

    const again = await createOutputs(thread.deps.hubspot, call(), { language: 'en', agreements: [] });

    expect(again).toMatchObject({ conflicts: [], created: [] });
    expect(valueOf(id, 'accord_grade')).toBe(before);
  });
});
