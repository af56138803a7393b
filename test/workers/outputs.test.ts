// An account that wants the score in a property of its own and no persona at all, over HTTP: written there and nowhere else, once, and
// given back as every undo gives back.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { parseAgreement } from '#agreement/parse.ts';
import { portalId } from '#domain/ids.ts';
import { type Disconnected, type DisconnectWish, disconnect } from '#pipeline/disconnect.ts';
import { revertVersion } from '#pipeline/versions/revert.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createAdminStore } from '#store/admin-store.ts';
import { storeEvents } from '#store/inbox.ts';
import { ENGLISH_TEMPLATE } from '#test/support/agreement-text.ts';
import { testLogger } from '#test/support/database.ts';
import { defineProperty } from '#test/support/define-property.ts';
import { createHot } from '#test/support/handed-over.ts';
import { changeEvent } from '#test/support/portal.ts';
import { must, putInForce, SALES, versionDeps } from '#test/support/put-in-force.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const OUTPUTS = 'outputs:\n  score: { property: lead_score, overwrite: true }\n  persona: off\n';
const MAPPED = ENGLISH_TEMPLATE.replace('routing:\n', () => `${OUTPUTS}routing:\n`);
/** Of a person, before Accord. */
const BEFORE = '7';

let thread: Thread;
afterEach(() => thread.close());

async function start(document = MAPPED): Promise<string> {
  const year = new Date().getUTCFullYear();
  const parsed = parseAgreement(document, { id: 'default', version: 1, year });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  thread = await startThread({ indexLagMs: 0 }, () => parsed.value.agreement);
  const definition = { name: 'lead_score', type: 'number', fieldType: 'number' };
  await defineProperty(thread.sandboxUrl, PORTAL, definition);
  const id = createHot(thread.sandbox);
  set(id, 'lead_score', BEFORE);
  await poll();
  return id;
}

function set(id: string, name: string, value: string): void {
  const [result] = thread.sandbox.apply(PORTAL, [{ type: 'set', id, properties: { [name]: value } }]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
}

const portal = () => thread.sandbox.requirePortal(PORTAL);
const shown = (id: string, name: string): string | undefined =>
  portal().objects.contacts.live.get(id)?.values[name];

/** The next search is due at once, as it would be 45 s later. */
async function poll(): Promise<void> {
  await sql`update signal_poll set next_at = least(next_at, clock_timestamp())`.execute(
    thread.test.database.db,
  );
  await thread.settle();
}

function writes(): number {
  return thread.sandbox.state.calls.calls.filter(
    ({ path, method }) => method === 'POST' && path.endsWith('/batch/update') && /contacts|0-1/.test(path),
  ).length;
}

async function count(table: 'decision' | 'dirty'): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from ${sql.table(table)}`.execute(thread.test.database.db);
  return rows[0]?.count ?? -1;
}

async function tell(id: string, property: string, value: string): Promise<void> {
  const at = new Date().toISOString();
  const event = changeEvent(PORTAL_TEXT, { contact: id, property, value, at, key: `${property} ${value}` });
  await storeEvents(thread.test.database, PORTAL_TEXT, { events: [event], setAside: [] });
}

async function leave(properties: DisconnectWish['properties']): Promise<Disconnected> {
  const store = createAdminStore(thread.test.database, {
    box: createSecretBox([{ id: 'k', key: randomBytes(32) }]),
  });
  const { hubspot } = thread.deps;
  const wish: DisconnectWish = { tasks: 'keep', properties, data: 'keep' };
  const by = { actor: 'tester', origin: 'cli' } as const;
  const deps = { store, hubspot, wake: async () => undefined, logger: testLogger };
  return must(await disconnect(deps, PORTAL_TEXT, { wish, by }));
}

describe('an output in a property of the account’s own', () => {
  it('arrives there, and neither it nor what is off is made or written under our name', async () => {
    const id = await start();

    const score = shown(id, 'lead_score');
    expect(Number(score)).toBeGreaterThan(Number(BEFORE));
    expect(shown(id, 'accord_grade')).toMatch(/^[A-D]/);
    const made = [...portal().properties.contacts.keys()].filter((name) => name.startsWith('accord_'));
    expect(made).toContain('accord_grade');
    expect(made).not.toContain('accord_score');
    expect(made).not.toContain('accord_persona');
    const { rows } = await sql<{ property: string; effect: string }>`
      select property, effect from outbox_property where property in ('lead_score', 'accord_score', 'accord_persona')`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([{ property: 'lead_score', effect: 'scores' }]);
  });

  it('is not written again while it stands, and its echo starts no decision', async () => {
    const id = await start();
    const [written, decided] = [writes(), await count('decision')];
    expect(written).toBeGreaterThan(0);

    await poll();
    await tell(id, 'lead_score', shown(id, 'lead_score') ?? '');
    expect(await count('dirty')).toBe(0);
    await tell(id, 'firstname', 'Annette');
    await thread.settle();

    expect(writes()).toBe(written);
    expect(await count('decision')).toBe(decided);
  });

  it('is written again where somebody has overwritten it, which no webhook tells', async () => {
    const id = await start();
    const score = shown(id, 'lead_score');

    set(id, 'lead_score', '1');
    await poll();

    expect(shown(id, 'lead_score')).toBe(score);
  });

  it('is made in our own property when a version in force wants it there', async () => {
    const id = await start();
    const score = shown(id, 'lead_score');

    await putInForce(thread, ENGLISH_TEMPLATE);
    await thread.settle();

    expect(shown(id, 'accord_score')).toBe(score);
    expect(portal().properties.contacts.has('accord_persona')).toBe(true);
  });

  it('goes back to what stood there when the version that wrote it is taken back', async () => {
    const id = await start(ENGLISH_TEMPLATE);
    expect(shown(id, 'lead_score')).toBe(BEFORE);
    await putInForce(thread, ENGLISH_TEMPLATE);
    const version = await putInForce(thread, MAPPED);
    await thread.settle();
    expect(shown(id, 'lead_score')).toBe(shown(id, 'accord_score'));

    const key = { portalId: PORTAL_TEXT, agreementId: 'default', version };
    must(await revertVersion(versionDeps(thread), key, SALES));
    await thread.settle();

    expect(shown(id, 'lead_score')).toBe(BEFORE);
  });
});

describe('a property of the account’s own that an admin deleted', () => {
  it('is explained where the change is parked, and nothing of ours is looked for', async () => {
    const id = await start();
    const { hubspot } = thread.deps;
    const call = {
      portalId: portalId(PORTAL_TEXT),
      lane: 'interactive',
      signal: AbortSignal.timeout(20_000),
    } as const;
    await hubspot.archiveProperties(call, 'contacts', ['lead_score']);

    const [made] = thread.sandbox.apply(PORTAL, [
      { type: 'create', properties: { email: 'paul@firm.example', jobtitle: 'CEO' } },
    ]);
    expect(made?.ok).toBe(true);
    await poll();

    const { rows: parked } = await sql<{ reason: string }>`
      select split_part(reason, ':', 1) as reason from outbox_property where state = 'parked'`.execute(
      thread.test.database.db,
    );
    expect(parked).toEqual([{ reason: 'PROPERTY_DOESNT_EXIST (lead_score)' }]);
    const { rows } = await sql<{ missing: boolean; restored: number }>`
      select properties_missing as missing,
        (select count(*)::int from audit_entry where action = 'restoreProperties') as restored from portal`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([{ missing: false, restored: 0 }]);
    expect(shown(id, 'accord_grade')).toMatch(/^[A-D]/);
  });
});

describe('leaving an account that has a property of its own', () => {
  it('clears what Accord wrote there and keeps the property', async () => {
    const id = await start();
    const [made] = thread.sandbox.apply(PORTAL, [
      { type: 'create', properties: { email: 'paul@firm.example', jobtitle: 'CEO' } },
    ]);
    const other = made?.ok === true ? String(made.id) : '';
    await poll();
    expect(shown(other, 'lead_score')).not.toBe('3');
    set(other, 'lead_score', '3');

    await leave('clear');

    expect(shown(id, 'lead_score') ?? '').toBe('');
    expect(shown(other, 'lead_score')).toBe('3');
    expect(portal().properties.contacts.has('lead_score')).toBe(true);
    expect(portal().properties.contacts.has('accord_grade')).toBe(false);
  });

  it('clears also what a version before wrote elsewhere', async () => {
    const id = await start(ENGLISH_TEMPLATE);
    await putInForce(thread, MAPPED);
    await thread.settle();
    expect(shown(id, 'lead_score')).toBe(shown(id, 'accord_score'));
    const stage = shown(id, 'lifecyclestage');
    await putInForce(thread, ENGLISH_TEMPLATE);
    await thread.settle();

    await leave('clear');

    expect(shown(id, 'lead_score') ?? '').toBe('');
    expect(shown(id, 'lifecyclestage')).toBe(stage);
  });

  it('counts the properties that HubSpot archived, not those that were never made', async () => {
    await start();
    const ours = (object: 'contacts' | 'tasks') =>
      [...portal().properties[object].keys()].filter((name) => name.startsWith('accord_'));
    const made = ours('contacts').length + ours('tasks').length;
    expect(ours('contacts')).not.toContain('accord_score');

    expect((await leave('clear')).propertiesCleared).toBe(made);
  });

  it('leaves it alone where properties stay', async () => {
    const id = await start();
    const score = shown(id, 'lead_score');

    await leave('keep');

    expect(shown(id, 'lead_score')).toBe(score);
  });
});
