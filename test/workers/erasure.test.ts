// A person whom HubSpot has erased for good: nothing of him stays here, nothing is written, and nobody brings him back.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerCard } from '#pipeline/answer-card.ts';
import { eraseDue } from '#pipeline/erasure/erase-due.ts';
import { createClockActs } from '#store/clock-acts.ts';
import { createInboxStore } from '#store/inbox-store.ts';
import { createReports } from '#store/reports.ts';
import { createActionStore } from '#store/workflow-actions.ts';
import { testLogger } from '#test/support/database.ts';
import { droppedIn, type ErasedWorld, startErasedWorld } from '#test/support/erased-world.ts';
import { PORTAL } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const PERSON = {
  email: 'zebulonne@wimpelkraft.example',
  firstname: 'Zebulonne',
  lastname: 'Quastlbrunner',
  phone: '+33698765432',
  company: 'Wimpelkraft',
};
const WORDS = ['zebulonne', 'quastlbrunner', '98765432', 'wimpelkraft'];
const OTHER = { email: 'nora@lead.example', firstname: 'Nora', lastname: 'Blanc', company: 'Nordfil' };

let world: ErasedWorld;

beforeEach(async () => {
  world = await startErasedWorld();
});
afterEach(() => world.thread.close());

const run = (statement: ReturnType<typeof sql>): Promise<unknown> =>
  statement.execute(world.thread.test.database.db);

async function countIn(table: string, where = sql`true`): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)} where ${where}`.execute(world.thread.test.database.db);
  return rows[0]?.n ?? 0;
}

/** What no short story brings along: rows of sweeps, workflows, previews, people's words and consequences. */
async function leaveTraces(id: string, other: string): Promise<void> {
  const { database } = world.thread.test;
  await createClockActs(database).changeClocks(
    { portalId: PORTAL_TEXT, contactId: id },
    {
      change: { kind: 'pause', reason: 'holiday' },
      by: { actor: 'user 171', origin: 'hubspot', reason: 'Zebulonne is away' },
      check: () => null,
    },
  );
  await world.thread.settle();
  await run(sql`insert into orphan (portal_id, kind, subject, contact_id, detail, found_at, seen_at)
    values (${PORTAL_TEXT}, 'noClock', ${id}, ${id}, '', now(), now()),
      (${PORTAL_TEXT}, 'waitsTooLong', ${`contact ${id}`}, '', '', now(), now())`);
  await run(sql`insert into set_aside_event (portal_id, reason, raw, received_at)
    values (${PORTAL_TEXT}, 'unreadable', ${`{"objectId":${id},"propertyValue":"Quastlbrunner"}`}, now())`);
  await run(sql`insert into action_callback (portal_id, callback_id, contact_id, received_at, answer)
    values (${PORTAL_TEXT}, 'cb-1', ${id}, now(), '{}')`);
  await run(sql`insert into agreement_preview (portal_id, agreement_id, preview_hash, at, token, summary)
    values (${PORTAL_TEXT}, 'default', 'h', now(), 't', ${JSON.stringify({ moves: [{ contactId: id }] })}::jsonb)`);
  await run(sql`insert into consequence (portal_id, lead_id, agreement_id, version, cycle, clause, run, step, kind, at, due_at, owner_id, owner_after)
    values (${PORTAL_TEXT}, ${id}, 'default', 1, 1, 'accept', 1, 0, 'suspend', now(), now(), '71', '71')`);
  await run(sql`insert into clock_excuse (portal_id, lead_id, cycle, clause, at)
    values (${PORTAL_TEXT}, ${id}, 1, 'accept', now())`);
  await run(sql`insert into withheld_change (portal_id, lead_id, target, effect, value, current_value, regime, withheld_at)
    values (${PORTAL_TEXT}, ${id}, 'task', 'tasks', 'Call Quastlbrunner', '', 0, now())`);
  await run(sql`insert into notice (portal_id, notice_key, agreement_id, kind, audience, recipient, teams, clause_id, clause_label,
      lead_ids, params, language, at, intended_at, state)
    select ${PORTAL_TEXT}, 'consequence ' || l[1], 'default', 'clockBreached', 'sales', '', '{}', 'accept', 'x', l, '{}', 'en',
      now(), now(), 'routed'
    from (values (array[${id}]), (array[${other}, ${id}])) v(l)`);
  await run(sql`insert into notice_message (portal_id, message_id, channel, destination, state, intended_at, not_before)
    values (${PORTAL_TEXT}, 'm1', 'email', 'boss@sales.example', 'intended', now(), now())`);
  await run(sql`insert into notice_delivery (portal_id, notice_key, channel, destination, personal_data, due_at, rest_ms, message_id)
    values (${PORTAL_TEXT}, ${`consequence ${id}`}, 'email', 'boss@sales.example', true, now(), 1, 'm1')`);
  await run(sql`update signal_poll set after_id = ${id}`);
  await run(sql`update portal set backfill_after = ${id}`);
}

describe('a privacy deletion', () => {
  it('leaves no word, no number and no id of the person in any row', async () => {
    const other = await world.handedOver(OTHER);
    const id = await world.handedOver(PERSON);
    await leaveTraces(id, other);
    const before = await world.find(...WORDS, id);
    expect(new Set(before.map((place) => place.split(':')[0]))).toEqual(
      new Set([
        'public.action_callback',
        'public.agreement_preview',
        'public.audit_entry',
        'public.clock',
        'public.clock_excuse',
        'public.consequence',
        expect.stringMatching(/^public\.decision_/),
        'public.inbox_event',
        'public.lead',
        'public.lead_alias',
        'public.lead_data',
        'public.lead_key',
        'public.lead_pause',
        'public.milestone',
        'public.mirror',
        'public.notice',
        'public.notice_delivery',
        'public.orphan',
        'public.outbox_property',
        'public.portal',
        'public.set_aside_event',
        'public.signal',
        'public.signal_poll',
        'public.task',
        'public.withheld_change',
      ]),
    );

    world.act({ type: 'privacyDelete', id });
    await world.receive();
    await world.thread.eraseAll();
    await world.thread.settle();

    expect(await world.find(...WORDS, id)).toEqual([]);
    // The other's are all there.
    expect((await world.find(other, 'nordfil')).length).toBeGreaterThan(10);
    expect((await world.leadOf(other))?.state.status).toBe('handedOver');
    expect(await countIn('notice', sql`lead_ids = array[${other}]`)).toBe(1);
    expect(await countIn('notice_message')).toBe(0);
  });

  it('leaves nothing of what sales wrote beside a no, on the card and in HubSpot', async () => {
    const id = await world.handedOver(PERSON);
    const { thread } = world;
    const reports = createReports(thread.test.database);
    const inbox = createInboxStore(thread.test.database, thread.tombstones);
    const receive = { inbox, wake: async () => undefined, logger: testLogger };
    const answered = await answerCard(
      { reports, receive },
      {
        portalId: PORTAL_TEXT,
        userId: '171',
        userEmail: 'rep@sales.example',
        contactId: id,
        answer: 'reject',
        reason: 'no-budget',
        note: 'Knurrhahn says no',
        at: new Date().toISOString(),
      },
    );
    expect(answered).toBe('taken');
    await thread.settle();
    expect(world.thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values).toMatchObject({
      accord_reject_note: 'Knurrhahn says no',
    });
    const before = await world.find('knurrhahn');
    expect(new Set(before.map((place) => place.split(':')[0]))).toEqual(
      new Set([
        expect.stringMatching(/^public\.decision_/),
        'public.inbox_event',
        'public.lead',
        'public.mirror',
        'public.outbox_property',
      ]),
    );

    world.act({ type: 'privacyDelete', id });
    await world.receive();
    await world.thread.eraseAll();
    await world.thread.settle();

    expect(await world.find('knurrhahn', ...WORDS, id)).toEqual([]);
  });

  it('leaves a hash, an entry in the audit trail, and rows that are counted', async () => {
    const id = await world.handedOver(PERSON);
    await leaveTraces(id, '1');
    const counted = ['milestone', 'clock', 'consequence', 'clock_excuse', 'decision'] as const;
    const before = await Promise.all(counted.map((table) => countIn(table)));

    world.act({ type: 'privacyDelete', id });
    await world.receive();
    await world.thread.eraseAll();

    expect(await Promise.all(counted.map((table) => countIn(table)))).toEqual(before);
    expect(
      await countIn(
        'clock',
        sql`next_at is not null or status in ('running', 'warned', 'breached', 'paused')`,
      ),
    ).toBe(0);
    const { rows } = await sql<{ entry: unknown }>`
      select jsonb_build_object('actor', actor, 'action', action, 'after', after, 'reason', reason) as entry
      from audit_entry where action in ('pause lead', 'erase contact') order by id`.execute(
      world.thread.test.database.db,
    );
    expect(rows.map(({ entry }) => entry)).toEqual([
      {
        actor: 'user 171',
        action: 'pause lead',
        after: { cycle: 1, kind: 'pause', at: expect.any(String), erased: true },
        reason: '',
      },
      {
        actor: 'HubSpot',
        action: 'erase contact',
        after: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
        reason: 'contact.privacyDeletion',
      },
    ]);
    const { items } = await world.thread.erasures.store.list(PORTAL_TEXT, { after: null, limit: 10 });
    expect(items).toEqual([
      // Dropped: echoes of what Accord had written, and the deletion that HubSpot sends along.
      {
        hash: expect.any(String),
        requestedAt: expect.any(String),
        erasedAt: expect.any(String),
        dropped: expect.any(Number),
      },
    ]);
  });

  it('lets nothing of the person be written from the moment it is received on', async () => {
    const id = await world.handedOver(PERSON);
    // Something to write: judged, and not sent.
    await run(
      sql`update outbox_property set state = 'intended', value = '12', not_before = now() where property = 'accord_score'`,
    );
    await run(sql`update task set state = 'intended', subject = 'Call again', not_before = now()`);
    const before = world.writes();

    world.act({ type: 'privacyDelete', id });
    await world.receive();
    await world.thread.turn();
    await world.thread.turn();
    await world.thread.eraseAll();
    await world.thread.settle();

    expect(world.writes()).toBe(before);
  });

  it('is heard where the portal stands still: paused, parked or uninstalled', async () => {
    for (const status of ['active', 'parked', 'uninstalled']) {
      const id = await world.handedOver({ ...PERSON, email: `${status}@wimpelkraft.example` });
      await run(sql`update portal set status = ${status}, paused = true`);
      world.act({ type: 'privacyDelete', id });
      await world.receive();
      await world.thread.eraseAll();

      expect(await world.find(...WORDS, id)).toEqual([]);
      await run(sql`update portal set status = 'active', paused = false`);
    }
  });

  it('takes the portal from a turn that holds on to it', async () => {
    const id = await world.handedOver(PERSON);
    const stuck = await world.thread.deps.store.acquireLease(PORTAL_TEXT, 'stuck');
    world.act({ type: 'privacyDelete', id });
    await world.receive();
    await run(sql`update erasure set next_at = now() - interval '5 seconds'`);

    await eraseDue(world.thread.erasures, new AbortController().signal);

    expect(await world.find(...WORDS)).toEqual([]);
    expect(stuck === null ? true : await world.thread.deps.store.renewLease(stuck)).toBe(false);
  });
});

describe('an erased contact', () => {
  async function erased(): Promise<string> {
    const id = await world.handedOver(PERSON);
    world.act({ type: 'privacyDelete', id });
    await world.receive();
    await world.thread.eraseAll();
    return id;
  }

  it('is not brought back by events that come late or again', async () => {
    const id = await world.handedOver(PERSON);
    world.act({ type: 'set', id, properties: { jobtitle: 'Quastlbrunner of all' } });
    world.act({ type: 'privacyDelete', id });
    // The change of the title comes after the word.
    await world.receive('contact.privacyDeletion');
    await world.thread.eraseAll();
    const again = await world.repeat();
    await world.thread.settle();

    // What is told again of the task alone names nobody.
    expect(again).toMatchObject({ accepted: 0, duplicated: 1 });
    expect(again.dropped).toBeGreaterThanOrEqual(3);
    expect(await world.find(...WORDS, id)).toEqual([]);
    expect(await droppedIn(world)).toBeGreaterThanOrEqual(5);
  });

  it('is not brought back by a mark, wherever it came from: a search, an import, a sweep', async () => {
    const id = await erased();
    await run(sql`insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      values (${PORTAL_TEXT}, 'contact', ${id}, nextval('dirty_generation'), 3, now())`);
    await run(sql`insert into mirror (portal_id, object_type, object_id, cells, created_at)
      values (${PORTAL_TEXT}, 'contact', ${id}, '{"firstname": {"v": "Zebulonne", "at": "", "k": ""}}', now())`);
    await run(sql`insert into signal (portal_id, lead_id, signal_id, kind, at, detail, known_at, seen_at)
      values (${PORTAL_TEXT}, ${id}, 's', 'form', now(), 'Wimpelkraft', now(), now())`);
    await run(sql`update portal_work set wake_at = now()`);

    await world.thread.settle();

    expect(await world.find(...WORDS, id)).toEqual([]);
  });

  it('is not brought back by a workflow that asks about it', async () => {
    const id = await erased();
    const store = createActionStore(world.thread.test.database, world.thread.tombstones);
    const answer = { hs_execution_state: 'SUCCESS' } as Parameters<typeof store.takeExecution>[1]['answer'];
    const execution = { callbackId: 'cb', contactId: id, answer };
    const wish = { ...execution, action: 'judge-now', event: null, blockedMinutes: 60 } as const;

    expect(await store.takeExecution(PORTAL_TEXT, execution)).toEqual(answer);
    expect(await store.takeWish(PORTAL_TEXT, wish)).toEqual({ isNew: false, answer: null, isErased: true });
    expect(await world.find(id)).toEqual([]);
  });

  it('is somebody new under a new id, also with the same address', async () => {
    const id = await erased();

    const again = await world.handedOver(PERSON);

    expect(again).not.toBe(id);
    expect((await world.leadOf(again))?.state).toMatchObject({ status: 'handedOver', cycle: 1 });
    expect(await world.find(id)).toEqual([]);
  });

  it('is erased by an admin who asks for it, though HubSpot goes on having it', async () => {
    const id = await world.handedOver(PERSON);
    const by = { actor: 'admin token', origin: 'api', role: 'admin' } as const;

    expect(await world.thread.erasures.store.request(PORTAL_TEXT, { contactIds: [id], by })).toMatchObject({
      isNew: true,
    });
    expect(await world.thread.erasures.store.request(PORTAL_TEXT, { contactIds: [id], by })).toMatchObject({
      isNew: false,
    });
    await world.thread.eraseAll();
    const before = world.writes();
    world.act({ type: 'set', id, properties: { jobtitle: 'CTO' } }, { type: 'logTouch', id });
    await world.tell();

    expect(await world.find(...WORDS, id)).toEqual([]);
    expect(world.writes()).toBe(before);
  });
});
