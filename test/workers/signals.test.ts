// Signals against the sandbox portal over HTTP: activities whose webhooks carry no contact, and what no webhook tells.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { runTurn } from '#pipeline/run-turn.ts';
import { sleep } from '#platform/clock.ts';
import type { ActionInput } from '#sandbox/actions/action.ts';
import type { SandboxOptions } from '#sandbox/options.ts';
import { storeEvents } from '#store/inbox.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const HOUR = 3_600_000;
let thread: Thread;
let told = 0;

afterEach(() => thread.close());

async function start(options: SandboxOptions = {}): Promise<string> {
  told = 0;
  thread = await startThread({
    indexLagMs: 0,
    ...options,
    portals: [{ portalId: PORTAL, timeZone: 'Europe/Paris', installed: true }],
    webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS, duplicateShare: 0 },
  });
  const id = act({ type: 'create', properties: { email: 'ada@lead.example', jobtitle: 'CEO' } });
  await deliver();
  await thread.settle();
  return id;
}

function act(action: ActionInput): string {
  const [result] = thread.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return String(result.id);
}

/** What the sandbox has emitted since, through the parsing of the webhook route. */
async function deliver(types: RegExp = /./): Promise<void> {
  const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
  told += raw.length;
  const wanted = raw.filter((event) => types.test(String(event['subscriptionType'])));
  for (let from = 0; from < wanted.length; from += 100) {
    const batch = parseWebhookBatch(wanted.slice(from, from + 100));
    if (!batch.ok) throw new Error(batch.error.message);
    expect(batch.value.setAside).toEqual([]);
    await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
  }
}

interface Row {
  readonly signal_id: string;
  readonly kind: string;
  readonly at: string;
  readonly detail: string;
  readonly owner_id: string | null;
  readonly logged_at: string | null;
  readonly outcome: string | null;
  readonly source: string;
}

async function rowsOf(lead: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select * from signal where portal_id = ${PORTAL_TEXT} and lead_id = ${lead} order by at, signal_id`.execute(
    thread.test.database.db,
  );
  return rows;
}

/** As the last stored decision counted them. */
async function counted(contact: string): Promise<readonly string[]> {
  const { rows } = await sql<{ kinds: string[] }>`
    select array(select s ->> 'kind' from jsonb_array_elements(d.inputs::jsonb -> 'facts' -> 'signals') s) as kinds
    from lead_alias a join lead l using (portal_id, lead_id) join decision d on d.seq = l.last_decision
    where a.portal_id = ${PORTAL_TEXT} and a.contact_id = ${contact}`.execute(thread.test.database.db);
  return rows[0]?.kinds.toSorted() ?? [];
}

/** As if so much time had passed for the poller and for what waits to be looked at again. */
async function due(): Promise<void> {
  const { db } = thread.test.database;
  await sql`update signal_poll set next_at = clock_timestamp()`.execute(db);
  await sql`update dirty set not_before = clock_timestamp() where not_before < 'infinity'`.execute(db);
}

const iso = (ms: number): string => new Date(ms).toISOString();
const CALL_IN = { hs_call_direction: 'INBOUND' };
const CALL_OUT = { hs_call_direction: 'OUTBOUND', hs_call_status: 'COMPLETED' };
const CONNECTED = 'f240bbac-87c9-4f6e-bf70-924b57d47db7';

describe('activities', () => {
  it.each<[string, ActionInput, Partial<Row>]>([
    [
      'an incoming call is a signal',
      { type: 'logActivity', objectType: 'calls', properties: CALL_IN },
      { kind: 'call' },
    ],
    [
      'a call by the rep is a touch, with who, when entered, and whether the lead was reached',
      {
        type: 'logActivity',
        objectType: 'calls',
        properties: { ...CALL_OUT, hs_call_disposition: CONNECTED, hubspot_owner_id: '71' },
      },
      { kind: 'touch', owner_id: '71', outcome: 'contact' },
    ],
    [
      'an answer by mail is a reply',
      { type: 'logActivity', objectType: 'emails', properties: { hs_email_direction: 'INCOMING_EMAIL' } },
      { kind: 'emailReply' },
    ],
    [
      'a one-to-one mail is a touch',
      { type: 'logActivity', objectType: 'emails', properties: { hs_email_direction: 'EMAIL' } },
      { kind: 'touch', outcome: 'attempt' },
    ],
    [
      'a message is a touch',
      {
        type: 'logActivity',
        objectType: 'communications',
        properties: { hs_communication_channel_type: 'WHATS_APP' },
      },
      { kind: 'touch', outcome: 'attempt' },
    ],
    ['a booked meeting is a signal', { type: 'bookMeeting' }, { kind: 'meeting', detail: 'booked' }],
  ])('%s, told by its webhooks alone', async (_, action, expected) => {
    const id = await start();
    act({
      type: 'createOwner',
      ownerId: '71',
      userId: 171,
      email: 'rep@sales.example',
      firstName: 'R',
      lastName: 'O',
    });
    act({ ...action, id } as ActionInput);

    await deliver(/^object/);
    await thread.settle();

    const rows = (await rowsOf(id)).filter((row) => row.source === 'engagement' && row.kind !== 'none');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject(expected);
    expect(rows[0]?.logged_at).not.toBeNull();
    expect(await counted(id)).toEqual([expected.kind]);
  });

  it('counts one seen as an activity, as a date of the contact and by a webhook that came twice once', async () => {
    const id = await start({ countersFireWebhooks: true });
    act({ type: 'logTouch', id });
    const before = told;

    await deliver();
    told = before;
    await deliver();
    await thread.settle();

    const rows = await rowsOf(id);
    expect(rows.map(({ source, kind }) => `${source} ${kind}`).toSorted()).toEqual([
      'engagement touch',
      'property touch',
    ]);
    expect(await counted(id)).toEqual(['touch']);
  });

  it('keeps a touch whose record HubSpot leaves out of an answer', async () => {
    const id = await start();
    const call = act({ type: 'logActivity', objectType: 'calls', properties: CALL_OUT, id });
    await deliver(/^object/);
    await thread.settle();
    const before = await rowsOf(id);
    act({ type: 'set', objectType: 'calls', id: call, properties: { hs_call_disposition: CONNECTED } });
    await deliver(/^object/);

    // As of a 207 that names neither the record nor that it is missing.
    const { hubspot } = thread.deps;
    let leftOut = 0;
    const partial: typeof hubspot = {
      ...hubspot,
      batchRead: async (call, request) => {
        const answer = await hubspot.batchRead(call, request);
        if (request.objectType !== 'calls') return answer;
        leftOut += answer.records.length;
        return { ...answer, records: [] };
      },
    };
    await runTurn({ ...thread.deps, hubspot: partial }, PORTAL_TEXT, new AbortController().signal);

    expect(leftOut).toBe(1);
    expect(before.map(({ kind }) => kind)).toEqual(['touch']);
    expect(await rowsOf(id)).toEqual(before);
    expect(await counted(id)).toEqual(['touch']);
  });

  it('waits for an association that comes after the activity, and is told of one that comes late', async () => {
    const id = await start();
    const call = act({ type: 'logActivity', objectType: 'calls', properties: CALL_IN, id, linked: false });
    await deliver(/^object/);
    await thread.turn();
    expect(await rowsOf(id)).toEqual([]);

    act({ type: 'link', objectType: 'calls', id: call, to: { type: 'contacts', id } });
    await due();
    await thread.settle();
    expect(await counted(id)).toEqual(['call']);

    const late = act({ type: 'logActivity', objectType: 'calls', properties: CALL_IN, id, linked: false });
    await deliver(/^object/);
    for (let look = 0; look < 4; look++) {
      await due();
      await thread.turn();
    }
    expect((await sql`select 1 from dirty`.execute(thread.test.database.db)).rows).toEqual([]);
    act({ type: 'link', objectType: 'calls', id: late, to: { type: 'contacts', id } });
    await deliver(/associationChange/);
    await thread.settle();
    expect(await counted(id)).toEqual(['call', 'call']);
  });

  it('takes a deleted activity back, and the date that it had moved with it', async () => {
    const id = await start({ countersFireWebhooks: true });
    const call = act({ type: 'logActivity', objectType: 'calls', properties: CALL_OUT, id });
    await deliver();
    await thread.settle();
    expect(await counted(id)).toEqual(['touch']);

    act({ type: 'delete', objectType: 'calls', id: call });
    await deliver();
    await due();
    await thread.settle();
    expect(await counted(id)).toEqual([]);

    act({ type: 'restore', objectType: 'calls', id: call });
    await deliver();
    await thread.settle();
    expect(await counted(id)).toEqual(['touch']);
  });

  it('follows a meeting from booked to held, and forgets one that is called off', async () => {
    const id = await start();
    const held = act({ type: 'bookMeeting', id });
    const off = act({ type: 'bookMeeting', id });
    await deliver(/^object/);
    await thread.settle();
    expect(await counted(id)).toEqual(['meeting', 'meeting']);

    const properties = { hs_meeting_outcome: 'COMPLETED', hs_meeting_start_time: iso(Date.now() - 60_000) };
    act({ type: 'set', objectType: 'meetings', id: held, properties });
    act({ type: 'set', objectType: 'meetings', id: off, properties: { hs_meeting_outcome: 'CANCELED' } });
    await deliver(/^object/);
    await thread.settle();
    // As many as before, and no other answer, so that no new decision is stored: the rows tell.
    const kinds = (await rowsOf(id)).map(({ kind }) => kind).filter((kind) => kind !== 'none');
    expect(kinds.toSorted()).toEqual(['meeting', 'touch']);
  });

  it('counts a call entered days late as if it had been known then (known_at tells when it was)', async () => {
    const id = await start();
    const happened = Date.now() - 72 * HOUR;
    act({
      type: 'logActivity',
      objectType: 'calls',
      id,
      properties: { ...CALL_IN, hs_timestamp: iso(happened) },
    });
    await deliver(/^object/);
    await thread.settle();

    const [row] = await rowsOf(id);
    expect(row?.at).toBe(iso(happened));
    const { rows } = await sql<{ late: boolean }>`
      select known_at > at + interval '71 hours' as late from signal`.execute(thread.test.database.db);
    expect(rows).toEqual([{ late: true }]);
  });

  it('keeps them on the lead whose contact a merge gave another id, none twice', async () => {
    const id = await start();
    const twin = act({ type: 'create', properties: { email: 'ada@home.example' } });
    const properties = CALL_IN;
    const call = act({ type: 'logActivity', objectType: 'calls', id, properties });
    act({ type: 'link', objectType: 'calls', id: call, to: { type: 'contacts', id: twin } });
    act({ type: 'logActivity', objectType: 'calls', id: twin, properties });
    await deliver();
    await thread.settle();

    const survivor = act({ type: 'merge', primaryId: id, secondaryId: twin });
    act({ type: 'logActivity', objectType: 'calls', id: survivor, properties });
    // The activity comes before the merge that explains whose it is.
    await deliver(/^object/);
    await thread.settle();
    told = 0;
    await deliver(/^contact/);
    await thread.settle();

    expect(await counted(survivor)).toEqual(['call', 'call', 'call']);
  });

  it('goes on judging where HubSpot does not let it read mail', async () => {
    const id = await start();
    act({ type: 'logActivity', objectType: 'emails', properties: { hs_email_direction: 'EMAIL' }, id });
    act({ type: 'logActivity', objectType: 'calls', properties: CALL_IN, id });
    await deliver(/^object/);
    for (const grant of thread.sandbox.state.oauth.access.values())
      Object.assign(grant.grant, {
        scopes: grant.grant.scopes.filter((scope) => scope !== 'sales-email-read'),
      });

    await thread.settle();

    expect(await counted(id)).toEqual(['call']);
  });
});

describe('the poller', () => {
  it('finds forms, page views and mail that no webhook told, each increase once', async () => {
    const id = await start();
    const quiet: readonly ActionInput[] = [
      { type: 'submitForm', email: 'ada@lead.example', form: 'Newsletter' },
      { type: 'submitForm', email: 'ada@lead.example', form: 'Request a demo' },
      { type: 'pageView', id, url: 'https://www.site.example/pricing', count: 3 },
      { type: 'emailClick', id },
    ];
    for (const action of quiet) {
      act(action);
      await sleep(5);
    }

    await due();
    await thread.settle();
    await due();
    await thread.settle();

    expect(await counted(id)).toEqual(['emailClick', 'form', 'form', 'pageView', 'pageView', 'pageView']);
    const forms = (await rowsOf(id)).filter((row) => row.source === 'property' && row.kind === 'form');
    expect(forms.map((row) => row.detail)).toEqual(['Request a demo']);
  });

  it('walks through any number of contacts that changed at one instant, and marks none that shows nothing new', async () => {
    await start({ rateLimit: { max: 1_000, searchMax: 1_000 } });
    const created = Array.from({ length: 450 }, (_, index) =>
      act({ type: 'create', properties: { email: `n${index}@lead.example` } }),
    );
    await deliver();
    await thread.settle();
    const atMs = Date.now();
    for (const id of created) act({ type: 'pageView', id, url: 'https://www.site.example/', atMs });

    await due();
    for (let turn = 0; turn < 20; turn++) {
      await sleep(400);
      await due();
      await thread.settle();
    }

    const { rows } = await sql<{ leads: number; signals: number }>`
      select count(distinct lead_id)::int as leads, count(*) filter (where source = 'property')::int as signals
      from signal where kind = 'pageView'`.execute(thread.test.database.db);
    expect(rows).toEqual([{ leads: 450, signals: 450 }]);
    const reads = thread.sandbox.state.calls.calls.filter(({ kind }) => kind === 'contacts.batchRead').length;
    await due();
    await thread.settle();
    expect(thread.sandbox.state.calls.calls.filter(({ kind }) => kind === 'contacts.batchRead')).toHaveLength(
      reads,
    );
  }, 60_000);

  it('loses nothing when it dies between searching and marking', async () => {
    const id = await start();
    act({ type: 'pageView', id, url: 'https://www.site.example/' });
    await due();
    const dying = {
      ...thread.deps,
      store: { ...thread.deps.store, commitPoll: () => Promise.reject(new Error('killed')) },
    };
    await runTurn(dying, PORTAL_TEXT, new AbortController().signal);
    expect(await rowsOf(id)).toEqual([]);

    await sql`update portal_work set paused_until = null`.execute(thread.test.database.db);
    // The searches of that second are used up.
    await sleep(1_100);
    await due();
    await thread.settle();

    expect(await counted(id)).toEqual(['pageView']);
  });

  it('finds what the index shows only after the next search has begun', async () => {
    const id = await start({ indexLagMs: 1_500 });
    act({ type: 'pageView', id, url: 'https://www.site.example/' });
    await due();
    await thread.settle();
    expect(await rowsOf(id)).toEqual([]);

    await sleep(1_600);
    await due();
    await thread.settle();
    expect(await counted(id)).toEqual(['pageView']);
  });

  it.each([
    ['is paused', `update portal set paused = true`],
    ['has no agreement', `update agreement_version set status = 'superseded'`],
    ['has uninstalled', `update portal set status = 'uninstalled'`],
  ])('asks nothing while the portal %s', async (_, change) => {
    await start();
    await sql.raw(change).execute(thread.test.database.db);
    const searches = (): number =>
      thread.sandbox.state.calls.calls.filter(({ kind }) => kind === 'contacts.search').length;
    const before = searches();

    await due();
    await thread.turn();
    await thread.turn();

    expect(searches()).toBe(before);
  });

  it('halves its searches when HubSpot says it is too much, and lets judging go on', async () => {
    const id = await start({ rateLimit: { searchMax: 0 } });
    act({ type: 'set', id, properties: { city: 'Nantes' } });
    await deliver(/^contact/);
    await due();

    expect(await thread.turn()).not.toBe('busy');

    const { rows } = await sql<{ ceiling: number }>`
      select ceiling from api_limit where bucket = 'search'`.execute(thread.test.database.db);
    expect(rows).toEqual([{ ceiling: 1 }]);
    const waits = await sql<{ waits: boolean }>`
      select paused_until is not null as waits from portal_work`.execute(thread.test.database.db);
    expect(waits.rows).toEqual([{ waits: false }]);
  });
});
