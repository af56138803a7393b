// The orphan sweep against the sandbox portal (R22): each fault is put in, found within one sweep, and mended or shown.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { type SweepDeps, sweepPortal } from '#pipeline/sweep/sweep-portal.ts';
import { AppError } from '#platform/errors.ts';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerTasks } from '#store/ledger.ts';
import { createReports } from '#store/reports.ts';
import { createSweepStore } from '#store/sweeps.ts';
import { testLogger } from '#test/support/database.ts';
import { changeEvent } from '#test/support/portal.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

let thread: Thread;

afterEach(() => thread.close());

const PORTAL_TEXT = String(PORTAL);
const LEAD = {
  email: 'claire@lead.example',
  firstname: 'Claire',
  lastname: 'Moreau',
  jobtitle: 'CEO',
  country: 'France',
  phone: '+33 1 44 55 66 77',
  company: 'Nordfil',
  lifecyclestage: 'lead',
};
const HOUR_MS = 3_600_000;

/** One lead that sales has for two hours, with its task in HubSpot. */
async function handOver(): Promise<{
  readonly id: string;
  readonly taskId: string;
  readonly taskKey: string;
}> {
  thread = await startThread();
  await run(sql`update portal set installed_at = accord_now() - interval '3 hours'`);
  const rep = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
  act({ type: 'createOwner', ...rep });
  const id = act({ type: 'create', properties: LEAD });
  act({ type: 'submitForm', email: LEAD.email, form: 'Request a demo' });
  act({ type: 'bookMeeting', id });
  await thread.settle();
  const [task] = await loadLedgerTasks(thread.test.database, PORTAL_TEXT);
  return { id, taskId: task?.taskId ?? '', taskKey: task?.taskKey ?? '' };
}

function act(action: Parameters<Thread['sandbox']['apply']>[1][number]): string {
  const [result] = thread.sandbox.apply(PORTAL, [action]);
  if (result === undefined || !result.ok) throw new Error(JSON.stringify(result));
  return result.id ?? '';
}

async function run(statement: ReturnType<typeof sql>): Promise<void> {
  await statement.execute(thread.test.database.db);
}

/** The same HubSpot, which nobody waits for: how long is the client's matter. */
function hasty(hubspot: SweepDeps['hubspot']): SweepDeps['hubspot'] {
  const hasten = (error: unknown): never => {
    if (!(error instanceof AppError)) throw error;
    const { message, code, retryable } = error;
    throw new AppError(message, { code, retryable, retryAfterMs: 1 });
  };
  return {
    batchRead: (...asked) => hubspot.batchRead(...asked).catch(hasten),
    searchContacts: (...asked) => hubspot.searchContacts(...asked).catch(hasten),
  };
}

async function sweep(hubspot: SweepDeps['hubspot'] = thread.deps.hubspot) {
  const store = createSweepStore(thread.test.database);
  const deps = {
    store,
    hubspot,
    startReconciliation: () => Promise.resolve(),
    wake: () => Promise.resolve(),
    logger: testLogger,
  };
  const swept = await sweepPortal(deps, PORTAL_TEXT, AbortSignal.timeout(60_000));
  const { items } = await createReports(thread.test.database).listOrphans(PORTAL_TEXT, {
    after: null,
    limit: 50,
  });
  return {
    swept,
    found: items.map(({ kind, subject, isMended }) => `${kind} ${subject} ${isMended ? 'mended' : 'shown'}`),
  };
}

function contacts() {
  return thread.sandbox.requirePortal(PORTAL).objects.contacts;
}

function taskValues(taskId: string): Record<string, string> {
  const record = thread.sandbox.requirePortal(PORTAL).objects.tasks.live.get(taskId);
  if (record === undefined) throw new Error(`no task ${taskId}`);
  // Changed as HubSpot's people and workflows can, past the API's rules.
  return record.values;
}

async function stateOf(id: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<Record<string, unknown>>`
    select review_at is not null as "hasReview", due_at is not null as "hasDue" from lead where contact_id = ${id}`.execute(
    thread.test.database.db,
  );
  return rows[0] ?? {};
}

describe('a sweep', () => {
  it('finds nothing where nobody is forgotten', async () => {
    await handOver();

    expect(await sweep()).toEqual({ swept: { found: 0, mended: 0, unchecked: [] }, found: [] });
  });

  it('shows a lead whose owner has left, and what to do', async () => {
    const { id } = await handOver();
    await run(sql`update owner set archived = true`);

    expect((await sweep()).found).toEqual([`ownerMissing ${id} mended`]);
    await run(sql`update owner set archived = true`);
    await run(sql`update portal set owners_read_at = accord_now()`);
    await run(sql`delete from dirty`);
    expect((await sweep()).found).toEqual([`ownerMissing ${id} shown`]);
  });

  it('gives a lead without clock its clock again', async () => {
    const { id } = await handOver();
    await run(sql`update lead set due_at = null, review_at = null`);

    expect((await sweep()).found).toEqual([`noClock ${id} mended`]);
    await thread.settle();
    expect(await stateOf(id)).toMatchObject({ hasReview: true });
  });

  it('makes a task again that our table has lost', async () => {
    const { id } = await handOver();
    await run(sql`delete from task`);

    expect((await sweep()).found).toEqual([`taskMissing ${id} mended`]);
    await thread.settle();
    const tasks = await loadLedgerTasks(thread.test.database, PORTAL_TEXT);
    expect(tasks.map(({ open }) => open)).toEqual([true]);
    expect(thread.sandbox.requirePortal(PORTAL).objects.tasks.live.size).toBe(1);
    expect((await sweep()).found).toEqual([]);
  });

  it('gives a task its due time back', async () => {
    const { taskId, taskKey } = await handOver();
    const due = taskValues(taskId)['hs_timestamp'];
    delete taskValues(taskId)['hs_timestamp'];

    expect((await sweep()).found).toEqual([`taskNoDue ${taskKey} mended`]);
    await thread.settle();
    expect(taskValues(taskId)['hs_timestamp']).toBe(due);
    expect((await sweep()).found).toEqual([]);
  });

  it('opens a task again that was completed without a trace, once', async () => {
    const { taskId, taskKey } = await handOver();
    act({ type: 'completeTask', id: taskId, atMs: Date.now() - 2 * HOUR_MS });

    expect((await sweep()).found).toEqual([`taskDoneNoTrace ${taskKey} mended`]);
    await thread.settle();
    expect(taskValues(taskId)['hs_task_status']).toBe('NOT_STARTED');
    expect((await sweep()).found).toEqual([]);

    act({ type: 'completeTask', id: taskId, atMs: Date.now() - 2 * HOUR_MS });
    expect((await sweep()).found).toEqual([`taskDoneNoTrace ${taskKey} shown`]);
    await thread.settle();
    expect(taskValues(taskId)['hs_task_status']).toBe('COMPLETED');
  });

  it('lets whoever completes a task log what he did', async () => {
    const { taskId } = await handOver();
    act({ type: 'completeTask', id: taskId });

    expect((await sweep()).found).toEqual([]);
  });

  it('never makes a deleted task again, while its promise goes on', async () => {
    const { id, taskId, taskKey } = await handOver();
    act({ type: 'delete', objectType: 'tasks', id: taskId });

    expect((await sweep()).found).toEqual([`taskDeleted ${taskKey} shown`]);
    await run(sql`update portal set epoch = epoch + 1`);
    act({ type: 'answer', email: LEAD.email, answer: 'accept' });
    await answer(id, 'accept');
    await thread.settle();

    const tasks = await loadLedgerTasks(thread.test.database, PORTAL_TEXT);
    expect(tasks.map(({ clause, open }) => [clause, open])).toEqual([['firstTouch', true]]);
    expect(thread.sandbox.requirePortal(PORTAL).objects.tasks.live.size).toBe(0);
    expect(await stateOf(id)).toMatchObject({ hasDue: true });
    expect((await sweep()).found).toEqual([`taskDeleted ${taskKey} shown`]);
  });

  it('closes a task that is open though nothing is owed', async () => {
    const { id, taskId, taskKey } = await handOver();
    await answer(id, 'reject');
    await tell(id, 'accord_reject_reason', 'Budget');
    act({ type: 'set', id, properties: { accord_answer: 'reject', accord_reject_reason: 'Budget' } });
    await thread.settle();
    expect(taskValues(taskId)['hs_task_status']).toBe('COMPLETED');
    taskValues(taskId)['hs_task_status'] = 'NOT_STARTED';

    expect((await sweep()).found).toEqual([`taskOpenLeadClosed ${taskKey} mended`]);
    await thread.settle();
    expect(taskValues(taskId)['hs_task_status']).toBe('COMPLETED');
  });

  it('judges a lead whose events nobody waits for', async () => {
    const { id } = await handOver();
    await tell(id, 'phone', '+33 1 00 00 00 00');
    await run(sql`update inbox_event set received_at = received_at - interval '1 hour'`);
    await run(sql`delete from dirty`);

    expect((await sweep()).found).toEqual([`notJudged ${id} mended`]);
    await thread.settle();
    expect((await sweep()).found).toEqual([]);
  });

  it('tries again what was put aside, and what is behind', async () => {
    const { id } = await handOver();
    await run(sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before, attempts, last_error)
      values (${PORTAL_TEXT}, 'contact', ${id}, nextval('dirty_generation'), 3, 'infinity', 8, 'broke')`);

    const { swept, found } = await sweep();
    expect(found).toEqual([`waitsTooLong contact ${id} mended`]);
    expect(swept?.mended).toBe(1);
    await thread.settle();
    await run(sql`update lead set review_at = accord_now() - interval '1 hour'`);
    expect((await sweep()).found).toEqual([`reviewLate ${id} mended`]);
  });

  it('sees that no webhook told a contact’s creation, though a search found it', async () => {
    await handOver();
    const created = act({
      type: 'create',
      properties: { email: 'untold@lead.example' },
      atMs: Date.now() - HOUR_MS,
    });
    await tell(created, 'email', 'untold@lead.example');
    await thread.settle();
    await run(sql`delete from inbox_event`);
    contacts().index.settle();

    expect((await sweep()).found).toEqual([`webhookGap ${created} mended`]);
    await tell(created, 'email', 'untold@lead.example');
    await thread.settle();
    expect((await sweep()).found).toEqual([]);
  });

  it('sees that no webhook told a change, and reads the contact again', async () => {
    const { id } = await handOver();
    const record = contacts().live.get(id);
    if (record === undefined) throw new Error('no contact');
    // Changed an hour ago, past every webhook; what we know is older.
    const changed = { ...record, values: { ...record.values, phone: '+33 1 99 99 99 99' } };
    contacts().live.set(id, Object.assign(record, changed, { updatedAtMs: Date.now() - HOUR_MS }));
    contacts().index.put(record);
    contacts().index.settle();
    await run(sql`
      update mirror set cells = jsonb_set(cells, '{phone}', '{"v": "old", "at": "2026-01-01T00:00:00.000Z", "k": ""}')
      where object_id = ${id}`);

    expect((await sweep()).found).toEqual([`webhookGap ${id} mended`]);
    await thread.settle();
    expect((await sweep()).found).toEqual([]);
    const { rows } = await sql<{ phone: string }>`
      select cells -> 'phone' ->> 'v' as phone from mirror where object_id = ${id}`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([{ phone: '+33 1 99 99 99 99' }]);
  });

  it('shows what HubSpot did not take', async () => {
    const { id } = await handOver();
    await run(sql`
      update outbox_property set state = 'parked', reason = 'INVALID: no such option' where property = 'accord_grade'`);

    expect((await sweep()).found).toEqual([`parked ${id} accord_grade shown`]);
  });

  it('mends no task while tasks are off', async () => {
    const { taskId, taskKey } = await handOver();
    act({ type: 'completeTask', id: taskId, atMs: Date.now() - 2 * HOUR_MS });
    await run(sql`update portal_effect set enabled = false where effect = 'tasks'`);

    expect((await sweep()).found).toEqual([`taskDoneNoTrace ${taskKey} shown`]);
    await thread.settle();
    expect(taskValues(taskId)['hs_task_status']).toBe('COMPLETED');
  });

  it('keeps what it knew of HubSpot while HubSpot does not answer', async () => {
    const { taskId, taskKey } = await handOver();
    act({ type: 'completeTask', id: taskId, atMs: Date.now() - 2 * HOUR_MS });
    await run(sql`update portal_effect set enabled = false where effect = 'tasks'`);
    await sweep();
    await thread.sandbox.stop();

    const { swept, found } = await sweep(hasty(thread.deps.hubspot));
    expect(swept?.unchecked).toEqual([
      'taskNoDue',
      'taskOpenLeadClosed',
      'taskDoneNoTrace',
      'taskDeleted',
      'webhookGap',
    ]);
    expect(found).toEqual([`taskDoneNoTrace ${taskKey} shown`]);
  }, 60_000);

  it('is due once a night, in the portal’s own zone', async () => {
    await handOver();
    const store = createSweepStore(thread.test.database);
    const setNow = (now: string) =>
      run(sql`
        insert into clock_setting (one, anchor_real, anchor_virtual, speed) values (true, clock_timestamp(), ${now}, 1)
        on conflict (one) do update set anchor_real = excluded.anchor_real, anchor_virtual = excluded.anchor_virtual`);
    await run(
      sql`update portal set time_zone = 'America/New_York', installed_at = '2026-11-20T12:00:00Z', last_now = '2026-11-20T12:00:00Z'`,
    );

    await setNow('2026-11-21T07:59:00Z');
    expect(await store.claimDueSweeps(3)).toEqual([]);
    await setNow('2026-11-21T08:01:00Z');
    expect(await store.claimDueSweeps(3)).toEqual([PORTAL_TEXT]);
    expect(await store.claimDueSweeps(3)).toEqual([]);
    const { now = '' } = (await store.startSweep(PORTAL_TEXT)) ?? {};
    await store.endSweep(PORTAL_TEXT, { now, findings: [], looked: [] });
    await setNow('2026-11-22T07:59:00Z');
    expect(await store.claimDueSweeps(3)).toEqual([]);
    await setNow('2026-11-22T08:00:01Z');
    expect(await store.claimDueSweeps(3)).toEqual([PORTAL_TEXT]);
    // A worker that died in the middle.
    await setNow('2026-11-22T09:01:00Z');
    expect(await store.claimDueSweeps(3)).toEqual([PORTAL_TEXT]);
  });
});

async function answer(contact: string, value: string): Promise<void> {
  await tell(contact, 'accord_answer', value);
}

let keys = 0;

/** As the webhook would. */
async function tell(contact: string, property: string, value: string): Promise<void> {
  const at = new Date().toISOString();
  const event = changeEvent(PORTAL_TEXT, { contact, property, value, at, key: `sweep-${++keys}` });
  await storeEvents(thread.test.database, PORTAL_TEXT, { events: [event], setAside: [] });
}

it('a sweep that was overtaken by another one changes nothing', async () => {
  await handOver();
  const store = createSweepStore(thread.test.database);
  const slow = await store.startSweep(PORTAL_TEXT);
  await store.startSweep(PORTAL_TEXT);
  const findings = [{ kind: 'stageNoClock', subject: '1', leadId: '1', detail: {} }] as never;
  const end = { now: slow?.now ?? '', findings, looked: [] };

  expect(await store.endSweep(PORTAL_TEXT, end)).toEqual({ found: 0, mended: 0 });
  const { rows } = await sql<{ swept: string | null; orphans: number }>`
    select swept_at as swept, (select count(*)::int from orphan) as orphans from sweep`.execute(
    thread.test.database.db,
  );
  expect(rows).toEqual([{ swept: null, orphans: 0 }]);
});
