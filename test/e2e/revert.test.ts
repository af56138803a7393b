// A bad publish, taken back (5a.9), over HTTP against the sandbox. Two portals live the same life; in one a version with a
// threshold 40 points lower comes into force and is reverted. Afterwards it equals the other, human edits apart.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DumpRecord, readPortal } from '#demo/portal-dump.ts';
import { putInForce } from '#demo/sign-agreement.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import { generatePortal } from '#sandbox/generator/portal.ts';
import { countPending } from '#store/ledger.ts';
import { askAs, MARKETING, type Proposed, propose, SALES, sign } from '#test/support/agreements.ts';
import { readSandbox, startWorld, type World, waitUntil } from './world.ts';

const BAD = 44001234;
const TWIN = 44005678;
const CONTACTS = 240;
const REST_MS = 60_000;
/** What Accord may write, and what it follows. */
const WATCHED = /^(accord_.*|lifecyclestage|hubspot_owner_id|jobtitle)$/;

/** Debts are due a while after the portal's first switch-on, and one portal was switched on seconds before the other. */
const COUNTED_FROM_SWITCH = 'accord_missing_due';
const SWITCHED_WITHIN_MS = 60_000;

let world: World;
let document = '';
let bad: Proposed;

beforeAll(async () => {
  world = await startWorld({
    sandbox: {
      portals: [BAD, TWIN].map((portalId) => ({ portalId, timeZone: 'Europe/Paris' })),
    },
  });
  // One instant for both: lives that are drawn up to now would be others a minute later.
  const untilMs = Date.now();
  for (const portal of [BAD, TWIN]) {
    generatePortal(world.sandbox.requirePortal(portal), {
      seed: 5,
      contacts: CONTACTS,
      companies: 40,
      reps: 4,
      untilMs,
    });
    await world.install(String(portal));
  }
  await rest();
  for (const portal of [BAD, TWIN]) {
    const portalId = String(portal);
    const inForce = await world.api<{ document: string }>('GET', `/portals/${portalId}/agreement`);
    ({ document } = inForce);
    await putInForce({ ...world, portalId }, document);
    await world.api('POST', `/portals/${portalId}/provision`);
    for (const effect of ['scores', 'stage', 'owner', 'tasks'])
      await world.api('PUT', `/portals/${portalId}/effects/${effect}`, { enabled: true });
  }
  await rest();
}, 180_000);
afterAll(() => world.close());

async function rest(): Promise<void> {
  await waitUntil(
    'both portals come to rest',
    async () => {
      const { quiescent } = await readSandbox<{ quiescent: boolean }>(world, 'quiescent');
      if (!quiescent) return false;
      for (const portal of [BAD, TWIN])
        if ((await countPending(world.test.database, String(portal))) > 0) return false;
      return true;
    },
    REST_MS,
  );
}

/** By e-mail address: the same person has another id in the other portal. */
async function people(portal: number): Promise<Map<string, DumpRecord>> {
  const { contacts } = await readPortal(world.sandboxUrl, String(portal));
  return new Map(contacts.map((record) => [record.values['email'] ?? record.id, record]));
}

/** The same deed in both portals. */
function both(emails: readonly string[], deed: (id: string, email: string) => ActionInput): void {
  for (const portal of [BAD, TWIN]) {
    const { contacts } = world.sandbox.requirePortal(portal).objects;
    const idOf = new Map([...contacts.live.values()].map((record) => [record.values['email'], record.id]));
    const actions = emails.map((email) => deed(String(idOf.get(email)), email));
    const results = world.sandbox.apply(portal, actions);
    expect(results.filter((result) => !result.ok)).toEqual([]);
  }
}

function watched(record: DumpRecord | undefined): Record<string, string> {
  const entries = Object.entries(record?.values ?? {}).filter(
    ([name, value]) => WATCHED.test(name) && (value ?? '') !== '',
  );
  return Object.fromEntries(
    entries.map(([name, value]) => [name, value ?? '']).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
}

function archivedOwners(): readonly string[] {
  return [...world.sandbox.requirePortal(TWIN).owners.values()]
    .filter(({ archived }) => archived)
    .map(({ id }) => id);
}

function statusOf(record: DumpRecord | undefined): string {
  return record?.values['accord_handover_status'] ?? '';
}

/**
 * Without what a human edit has moved: a title changes the fit, which is written at once where the lead was judged anew and
 * within a day elsewhere. And without an owner who has left, whom HubSpot takes back for nobody: that change is parked.
 */
function compared(email: string, record: DumpRecord | undefined): Record<string, string> {
  const hidden = retitled.includes(email) ? ['accord_score', 'accord_fit', 'accord_grade'] : [];
  const gone = formerlyOwned.has(email) ? ['hubspot_owner_id'] : [];
  return Object.fromEntries(
    Object.entries(watched(record)).filter(([name]) => ![...hidden, ...gone].includes(name)),
  );
}

/** What is counted from the switch may differ by as much as the switches do. */
function isSame(is: Readonly<Record<string, string>>, was: Readonly<Record<string, string>>): boolean {
  const { [COUNTED_FROM_SWITCH]: due = '', ...rest } = is;
  const { [COUNTED_FROM_SWITCH]: dueBefore = '', ...restBefore } = was;
  if (JSON.stringify(rest) !== JSON.stringify(restBefore)) return false;
  return due === dueBefore || Math.abs(readMs(due) - readMs(dueBefore)) < SWITCHED_WITHIN_MS;
}

/** HubSpot shows instants as ISO text or as epoch milliseconds; NaN where there is none. */
function readMs(value: string): number {
  return /^\d+$/.test(value) ? Number(value) : Date.parse(value);
}

let formerlyOwned: ReadonlySet<string> = new Set();
let touched: readonly string[] = [];
let owned: readonly string[] = [];
let staged: readonly string[] = [];
let retitled: readonly string[] = [];

describe('a threshold 40 points lower', () => {
  it('shows in the preview how many would move, and asks twice', async () => {
    const lower = document
      .replace(
        'entry: [{ score: total, operator: GTE, value: 60 }]',
        'entry: [{ score: total, operator: GTE, value: 20 }]',
      )
      .replace(
        'exit: [{ score: total, operator: LT, value: 40 }]',
        'exit: [{ score: total, operator: LT, value: 10 }]',
      );
    expect(lower).not.toBe(document);
    bad = await propose(world, lower);
    await sign(world, MARKETING, bad);
    await sign(world, SALES, bad);

    const preview = await askAs(world, SALES, { path: `${bad.version}/preview` });
    const once = await askAs(world, SALES, { path: `${bad.version}/activate` });
    const twice = await askAs(world, SALES, {
      path: `${bad.version}/activate`,
      body: { confirm: preview.json.token },
    });
    await rest();

    expect(preview.json).toMatchObject({ leads: CONTACTS, overLimit: true });
    expect(preview.json.baseline).toBeGreaterThan(CONTACTS / 20);
    expect([once.status, once.json.error]).toEqual([409, 'BLAST_LIMIT']);
    expect(twice.json).toMatchObject({ status: 'active' });
    // Whoever is over the line because the line moved is baseline: nobody is handed over by the publication (5a.2).
    expect([...(await people(BAD)).values()].map(statusOf).filter((status) => status !== '')).toEqual([]);
  });

  it('hands over who shows fresh interest, and people go on working', async () => {
    const emails = [...(await people(TWIN)).keys()].filter((email) => email.includes('@')).slice(0, 120);
    both(emails, (_id, email) => ({ type: 'submitForm', email, form: 'Newsletter' }));
    await rest();
    const handed = [...(await people(BAD))]
      .filter(([, record]) => statusOf(record) === 'handed_over')
      .map(([email]) => email);
    const meant = new Set(
      [...(await people(TWIN))].filter(([, record]) => statusOf(record) !== '').map(([email]) => email),
    );
    const wrongly = handed.filter((email) => !meant.has(email));
    expect(wrongly.length).toBeGreaterThan(16);

    touched = wrongly.slice(0, 3);
    owned = wrongly.slice(3, 6);
    staged = wrongly.slice(6, 9);
    retitled = wrongly.slice(9, 12);
    const reps = [...world.sandbox.requirePortal(BAD).owners.values()].filter(({ archived }) => !archived);
    const mine = await people(BAD);
    const anotherRep = (email: string): string =>
      reps.find(({ id }) => id !== mine.get(email)?.values['hubspot_owner_id'])?.id ?? '';
    both(touched, (id) => ({ type: 'logTouch', id }));
    both(owned, (id, email) => ({ type: 'set', id, properties: { hubspot_owner_id: anotherRep(email) } }));
    both(staged, (id) => ({ type: 'set', id, properties: { lifecyclestage: 'salesqualifiedlead' } }));
    both(retitled, (id) => ({ type: 'set', id, properties: { jobtitle: 'Gardener' } }));
    await rest();
  });

  it('is reverted by one signatory; the portal then equals what it was, later human edits apart', async () => {
    const prepared = await world.api<{ state: string }>(
      'POST',
      `/portals/${BAD}/agreements/${bad.version}/revert`,
      { reason: 'far too low' },
    );
    const reverted = await askAs(world, SALES, {
      path: `${bad.version}/revert`,
      body: { reason: 'far too low' },
    });
    await rest();

    const mine = await people(BAD);
    const twin = await people(TWIN);
    formerlyOwned = new Set(
      [...twin]
        .filter(([, { values }]) => archivedOwners().includes(values['hubspot_owner_id'] ?? ''))
        .map(([email]) => email),
    );
    const edited = new Set([...touched, ...owned, ...staged]);
    const comparable = [...twin].filter(([email, record]) => !edited.has(email) && statusOf(record) === '');
    const differing = comparable
      .map(([email, record]) => ({
        email,
        is: compared(email, mine.get(email)),
        was: compared(email, record),
      }))
      .filter(({ is, was }) => !isSame(is, was));
    expect(prepared.state).toBe('prepared');
    expect(reverted.json).toEqual({
      version: bad.version,
      to: bad.version - 1,
      state: 'reverted',
      tell: 'marketing',
    });
    expect(comparable.length).toBeGreaterThan(CONTACTS / 2);
    expect(differing.slice(0, 3)).toEqual([]);
    const parked = await world.api<{ items: { target: string; value: string }[] }>(
      'GET',
      `/portals/${BAD}/parked`,
    );
    for (const { target, value } of parked.items)
      expect([target, archivedOwners().includes(value)]).toEqual(['hubspot_owner_id', true]);
    // What sales has worked on stays theirs; what a person has set is left alone.
    for (const email of touched) expect(statusOf(mine.get(email))).not.toBe('');
    for (const email of owned)
      expect(mine.get(email)?.values['hubspot_owner_id']).toBe(twin.get(email)?.values['hubspot_owner_id']);
    for (const email of staged) expect(mine.get(email)?.values['lifecyclestage']).toBe('salesqualifiedlead');
    for (const email of retitled) expect(mine.get(email)?.values['jobtitle']).toBe('Gardener');
  });

  it('leaves open only the tasks that the agreement before wants, or that sales works on', async () => {
    const open = async (portal: number) => {
      const { tasks } = await readPortal(world.sandboxUrl, String(portal));
      return tasks.filter(
        ({ values }) => (values['accord_task_key'] ?? '') !== '' && values['hs_task_status'] !== 'COMPLETED',
      ).length;
    };
    const all = (await readPortal(world.sandboxUrl, String(BAD))).tasks.filter(
      ({ values }) => (values['accord_task_key'] ?? '') !== '',
    );

    expect(all.length).toBeGreaterThan(16);
    expect(await open(BAD)).toBeLessThanOrEqual((await open(TWIN)) + owned.length + staged.length);
  });
});
