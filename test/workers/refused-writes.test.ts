// A permission that the account has not granted: HubSpot is asked once, not every few minutes; the admin is told; and what
// waits is sent after a new grant, or when a person asks.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import { retryParked } from '#store/parked.ts';
import { createReports } from '#store/reports.ts';
import { createHot } from '#test/support/handed-over.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

let thread: Thread;
afterEach(() => thread.close());

const SCOPES = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];
const BY = { actor: 'tester', origin: 'cli' } as const;

function gradeOf(id: string): string {
  return thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values['accord_grade'] ?? '';
}

function tasks(): number {
  return thread.sandbox.requirePortal(PORTAL).objects.tasks.live.size;
}

function refusedCalls(): number {
  return thread.sandbox.state.calls.calls.filter(({ status }) => status === 403).length;
}

async function unwritten() {
  return (await createReports(thread.test.database).readPortal(String(PORTAL)))?.unwritten;
}

/** As the worker would, whatever waits comes due. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) {
    for (const table of ['outbox_property', 'task'])
      await sql`update ${sql.table(table)} set not_before = clock_timestamp()`.execute(
        thread.test.database.db,
      );
    await thread.turn();
  }
}

/** HubSpot honours less than it says was granted, as where a super admin's right was taken away since. */
function honour(scopes: readonly string[]): void {
  for (const token of thread.sandbox.state.oauth.access.values()) Object.assign(token.grant, { scopes });
}

function forgetWrites(): void {
  honour(SCOPES.filter((scope) => scope !== 'crm.objects.contacts.write'));
}

describe('writes that the account has not granted', () => {
  it('are tried once, and rest', async () => {
    thread = await startThread();
    const id = createHot(thread.sandbox);
    forgetWrites();

    await turns(8);

    expect(refusedCalls()).toBe(1);
    expect(gradeOf(id)).toBe('');
    const told = await unwritten();
    expect(told).toMatchObject([{ object: 'contacts', because: 'MISSING_SCOPES' }]);
    expect(told?.[0]?.changes).toBeGreaterThan(1);
    expect(told?.[0]?.note).toContain('Install it again as an administrator');
    // Nothing is due while it rests: no worker is woken for it.
    const { rows } = await sql<{ soon: boolean }>`
      select coalesce(wake_at <= clock_timestamp(), false) as soon from portal_work`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([{ soon: false }]);
  });

  it('go after another grant', async () => {
    thread = await startThread();
    const id = createHot(thread.sandbox);
    forgetWrites();
    await turns(4);

    await thread.reinstall(SCOPES);
    await thread.settle();

    expect(gradeOf(id)).toMatch(/^[A-D]/);
    expect(await unwritten()).toEqual([]);
  });

  it('are tried again, once, when a person asks', async () => {
    thread = await startThread();
    createHot(thread.sandbox);
    forgetWrites();
    await turns(4);

    const retried = await retryParked(thread.test.database, String(PORTAL), BY);
    await turns(4);

    expect(retried.properties).toBeGreaterThan(1);
    expect(refusedCalls()).toBe(2);

    honour(SCOPES);
    await retryParked(thread.test.database, String(PORTAL), BY);
    await thread.settle();

    expect(tasks()).toBe(1);
    expect(await unwritten()).toEqual([]);
  });

  it('of tasks alone leave contacts to be written', async () => {
    thread = await startThread();
    const id = createHot(thread.sandbox);
    thread.sandbox.state.faults.configure({
      script: [{ kind: '403', times: 1, pathIncludes: '/tasks/batch/create' }],
    });

    await turns(8);

    expect(gradeOf(id)).toMatch(/^[A-D]/);
    expect(tasks()).toBe(0);
    expect(await unwritten()).toMatchObject([{ object: 'tasks', because: 'FORBIDDEN', changes: 1 }]);
  });

  it('for another reason than a scope are tried again after an hour, and are told no more once they pass', async () => {
    thread = await startThread();
    const id = createHot(thread.sandbox);
    thread.sandbox.state.faults.configure({
      script: [{ kind: '403', times: 1, pathIncludes: '/contacts/batch/update' }],
    });
    await turns(8);
    expect(gradeOf(id)).toBe('');
    expect(await unwritten()).toMatchObject([{ object: 'contacts', because: 'FORBIDDEN' }]);

    await sql`
      update portal set refused_writes = jsonb_set(refused_writes, '{contacts,at}',
        to_jsonb(clock_timestamp() - interval '61 minutes'))`.execute(thread.test.database.db);
    await turns(4);

    expect(gradeOf(id)).toMatch(/^[A-D]/);
    expect(await unwritten()).toEqual([]);
  });
});
