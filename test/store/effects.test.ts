// Switching over a real database: regime, baseline and since; what is taken back; turns that are at work meanwhile.
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Effect } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import type { AdminStore } from '#pipeline/admin-ports.ts';
import { type SwitchCommand, switchEffects } from '#pipeline/switch-effects.ts';
import { createSecretBox } from '#platform/secrets.ts';
import { createAdminStore } from '#store/admin-store.ts';
import { acquireLease, holdLease } from '#store/leases.ts';
import { createAgreementCache, loadPortal } from '#store/portal-record.ts';
import { createReports } from '#store/reports.ts';
import { ENGLISH_TEMPLATE, templateAgreement } from '#test/support/agreement-text.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { planned } from '#test/support/planned.ts';
import { insertPortal, insertSignedVersion } from '#test/support/portal.ts';

const BY = { actor: 'tester', origin: 'cli' } as const;
let test: TestDatabase;
let store: AdminStore;
let portalId: string;
let woken: string[] = [];
let nextPortal = 1;

beforeAll(async () => {
  test = await testDatabase();
  const box = createSecretBox([{ id: 'k1', key: Buffer.alloc(32, 1) }]);
  store = createAdminStore(test.database, { box });
});
afterAll(() => test.close());
beforeEach(async () => {
  portalId = String(nextPortal++);
  woken = [];
  await insertPortal(test.database, portalId);
  await store.storeProvision(portalId, { uniqueTaskKey: true, by: BY });
  await insertSignedVersion(test.database, portalId, {
    agreement: templateAgreement('en'),
    document: ENGLISH_TEMPLATE,
  });
});

async function rows<T>(statement: ReturnType<typeof sql<T>>): Promise<T[]> {
  return (await statement.execute(test.database.db)).rows;
}

function command(change: SwitchCommand) {
  const wake = async (id: string): Promise<void> => void woken.push(id);
  return switchEffects({ store, wake }, portalId, { command: change, by: BY });
}
const on = (...effects: Effect[]) => command({ kind: 'effects', effects, enabled: true });
const off = (...effects: Effect[]) => command({ kind: 'effects', effects, enabled: false });

interface PortalRow {
  readonly regime: number;
  readonly baseline_at: string;
  readonly epoch: string;
  readonly paused: boolean;
}
async function portal(): Promise<PortalRow> {
  const [row] = await rows(
    sql<PortalRow>`select regime, baseline_at, epoch, paused from portal where portal_id = ${portalId}`,
  );
  return row!;
}

async function insertLead(id: string, cells: Readonly<Record<string, string>> = {}): Promise<void> {
  const known = Object.fromEntries(
    Object.entries(cells).map(([name, v]) => [name, { v, at: '2026-01-01T00:00:00.000Z', k: '' }]),
  );
  await rows(sql`insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
    values (${portalId}, ${id}, 'main', ${id}, ${JSON.stringify(initialState())}::jsonb)`);
  await rows(sql`insert into mirror (portal_id, object_type, object_id, cells, created_at)
    values (${portalId}, 'contact', ${id}, ${JSON.stringify(known)}::jsonb, now())`);
}

async function insertChange(
  lead: string,
  change: { property: string; value: string; state?: string; sent?: string },
): Promise<void> {
  const { property, value, state = 'intended', sent = null } = change;
  const { effect, ridesAlong } = planned(property, value);
  await rows(sql`insert into outbox_property (portal_id, lead_id, property, value, effect, rides_along, state, lane, sent_value, not_before, intended_at)
    values (${portalId}, ${lead}, ${property}, ${value}, ${effect}, ${ridesAlong}, ${state}, 2, ${sent}, now(), now())`);
}

async function insertTask(
  lead: string,
  task: { key: string; state?: string; id?: string; open?: boolean },
): Promise<void> {
  await rows(sql`insert into task (portal_id, lead_id, task_key, owner_id, clause, subject, body, due_at, open, state, lane, task_id, not_before, intended_at)
    values (${portalId}, ${lead}, ${`${portalId}:${lead}:${task.key}`}, '7', 'accept', 's', 'b', '2026-03-02T09:00:00Z', ${task.open ?? true},
      ${task.state ?? 'intended'}, 2, ${task.id ?? null}, now(), now())`);
}

async function outbox() {
  return rows(sql<{ lead_id: string; property: string; value: string; state: string; reason: string }>`
    select lead_id, property, value, state, reason from outbox_property where portal_id = ${portalId} order by lead_id, property`);
}
async function withheld() {
  return rows(sql<{ target: string; effect: string; value: string; current_value: string }>`
    select target, effect, value, current_value from withheld_change where portal_id = ${portalId} order by lead_id, target`);
}
async function tasks() {
  return rows(sql<{ task_key: string; state: string; open: boolean; reason: string }>`
    select task_key, state, open, reason from task where portal_id = ${portalId} order by task_key`);
}

describe('going live and back', () => {
  it('starts a new regime with a new baseline at the first visible effect, judges all again and wakes the portal', async () => {
    const before = await portal();

    const outcome = await on('scores', 'stage');

    const after = await portal();
    const since = await rows(
      sql<{
        effect: string;
        enabled: boolean;
        since: string;
      }>`select effect, enabled, since from portal_effect where portal_id = ${portalId} order by effect`,
    );
    const [work] = await rows(
      sql<{
        due: boolean;
      }>`select wake_at <= clock_timestamp() as due from portal_work where portal_id = ${portalId}`,
    );
    expect(outcome.ok).toBe(true);
    expect(after.regime).toBe(before.regime + 1);
    expect(Number(after.epoch)).toBe(Number(before.epoch) + 1);
    expect(after.baseline_at > before.baseline_at).toBe(true);
    expect(since).toEqual([
      { effect: 'scores', enabled: true, since: after.baseline_at },
      { effect: 'stage', enabled: true, since: after.baseline_at },
    ]);
    expect(work?.due).toBe(true);
    expect(woken).toEqual([portalId]);
  });

  it('takes its instants from business time, and never goes back behind the portal’s last now', async () => {
    await rows(sql`update portal set last_now = '2030-01-01T00:00:00.000Z' where portal_id = ${portalId}`);

    await on('stage');

    expect((await portal()).baseline_at).toBe('2030-01-01T00:00:00.000Z');
  });

  it('stays in its regime while another effect is switched, and remembers since when', async () => {
    await on('stage');
    const before = await portal();
    const [stage] = await rows(
      sql<{
        since: string;
      }>`select since from portal_effect where portal_id = ${portalId} and effect = 'stage'`,
    );

    await on('stage', 'owner');

    const since = await rows(
      sql<{
        effect: string;
        since: string;
      }>`select effect, since from portal_effect where portal_id = ${portalId} order by effect desc`,
    );
    expect(await portal()).toEqual(before);
    expect(since[0]).toEqual({ effect: 'stage', since: stage?.since });
    expect(since[1]!.since > stage!.since).toBe(true);
  });

  it('begins a new regime at a pause and another at its end, and leaves the switches on', async () => {
    await on('stage');
    const live = await portal();

    await command({ kind: 'pause' });
    const paused = await portal();
    await command({ kind: 'resume' });

    const resumed = await portal();
    expect([paused.paused, resumed.paused]).toEqual([true, false]);
    expect([paused.regime, resumed.regime]).toEqual([live.regime + 1, live.regime + 2]);
    expect(resumed.baseline_at > live.baseline_at).toBe(true);
    expect((await createReports(test.database).readPortal(portalId))?.mode).toBe('live');
  });

  it('counts from the first switch-on of any effect, which nothing moves afterwards', async () => {
    const agreements = createAgreementCache(test.database);
    const firstLive = async () => (await loadPortal(test.database, agreements, portalId))?.firstLiveAt;
    const [installed] = await rows(
      sql<{ at: string }>`select installed_at as at from portal where portal_id = ${portalId}`,
    );
    const observing = await firstLive();
    await on('scores');
    const switchedOn = await firstLive();
    await on('stage');
    await command({ kind: 'pause' });
    await command({ kind: 'resume' });
    await off('scores', 'stage');
    await on('scores', 'stage');

    expect(observing).toBe(installed?.at);
    expect(switchedOn! > observing!).toBe(true);
    expect(await firstLive()).toBe(switchedOn);
    expect((await portal()).baseline_at > switchedOn!).toBe(true);
  });

  it('refuses before our properties exist, and for who never installed', async () => {
    await rows(sql`update portal set provisioned_at = null where portal_id = ${portalId}`);

    const refused = await on('scores');

    expect(refused).toEqual({ ok: false, error: 'not-provisioned' });
    expect(await rows(sql`select 1 from portal_effect where portal_id = ${portalId}`)).toEqual([]);
    portalId = '999999';
    expect(await on('scores')).toEqual({ ok: false, error: 'not-installed' });
  });

  it('writes down who switched what, and nothing when nothing changed', async () => {
    await on('stage');
    await on('stage');

    const { items } = await createReports(test.database).listAudit(portalId, { after: null, limit: 10 });
    expect(items.filter(({ action }) => action.startsWith('effects')).length).toBe(1);
    expect(items[0]).toMatchObject({
      actor: 'tester',
      origin: 'cli',
      action: 'effects on: stage',
      before: { effects: { stage: false } },
    });
  });
});

describe('what is unsent when an effect goes off', () => {
  it('is kept as withheld and never sent, while other effects go on', async () => {
    await on('scores', 'stage', 'owner');
    await insertLead('1', { lifecyclestage: 'lead', hubspot_owner_id: '' });
    await insertChange('1', { property: 'lifecyclestage', value: 'marketingqualifiedlead' });
    await insertChange('1', { property: 'accord_stage_reason', value: 'because' });
    await insertChange('1', { property: 'hubspot_owner_id', value: '7' });
    await insertChange('1', { property: 'accord_score', value: '60' });

    await off('stage');

    expect((await outbox()).map(({ property, state }) => [property, state])).toEqual([
      ['accord_score', 'intended'],
      ['hubspot_owner_id', 'intended'],
    ]);
    expect(await withheld()).toEqual([
      { target: 'lifecyclestage', effect: 'stage', value: 'marketingqualifiedlead', current_value: 'lead' },
    ]);
  });

  it('leaves what was sent before known, so that its echo is recognised', async () => {
    await on('stage');
    await insertLead('1');
    await insertChange('1', { property: 'accord_cycle', value: '2', sent: '1' });
    await insertChange('1', { property: 'lifecyclestage', value: 'lead', state: 'sent', sent: 'lead' });

    await off('stage');

    expect((await outbox()).map(({ property, value, state }) => [property, value, state])).toEqual([
      ['accord_cycle', '1', 'confirmed'],
      ['lifecyclestage', 'lead', 'sent'],
    ]);
  });

  it('drops tasks that were never created and leaves those that exist as they are', async () => {
    await on('stage', 'tasks');
    for (const lead of ['1', '2', '3']) await insertLead(lead);
    await insertTask('1', { key: 'c1' });
    await insertTask('2', { key: 'c1', state: 'confirmed', id: '501' });
    await insertTask('3', { key: 'c1', id: '502', open: false });

    await off('tasks');

    expect((await tasks()).map(({ task_key, state, open }) => [task_key, state, open])).toEqual([
      [`${portalId}:2:c1`, 'confirmed', true],
      [`${portalId}:3:c1`, 'confirmed', true],
    ]);
    expect(await withheld()).toEqual([
      { target: 'task', effect: 'tasks', value: 'accept 7 2026-03-02T09:00:00.000Z', current_value: '' },
    ]);
  });

  it('stays blocked over a pause, without being called parked', async () => {
    await on('scores', 'stage', 'tasks');
    await insertLead('1');
    await insertChange('1', { property: 'lifecyclestage', value: 'marketingqualifiedlead' });
    await insertChange('1', { property: 'accord_score', value: '60' });
    await insertTask('1', { key: 'c1' });

    await command({ kind: 'pause' });
    await command({ kind: 'resume' });

    const reports = createReports(test.database);
    expect(await outbox()).toEqual([
      {
        lead_id: '1',
        property: 'lifecyclestage',
        value: 'marketingqualifiedlead',
        state: 'parked',
        reason: 'SWITCHED_OFF',
      },
    ]);
    expect((await tasks()).map(({ state, reason }) => [state, reason])).toEqual([['parked', 'SWITCHED_OFF']]);
    expect((await withheld()).map(({ target }) => target)).toEqual([
      'accord_score',
      'lifecyclestage',
      'task',
    ]);
    expect((await reports.readPortal(portalId))?.parked).toBe(0);
    expect((await store.retryParked(portalId, BY)).properties).toBe(0);
  });

  it('keeps one open task per lead when a pause comes between closing one and creating the next', async () => {
    await on('tasks');
    await insertLead('1');
    await insertTask('1', { key: 'c1', id: '501', open: false });
    await insertTask('1', { key: 'c2' });

    await command({ kind: 'pause' });

    expect((await tasks()).map(({ task_key, open, state }) => [task_key, open, state])).toEqual([
      [`${portalId}:1:c1`, true, 'confirmed'],
    ]);
  });

  it('touches no other portal', async () => {
    await on('stage');
    const own = portalId;
    portalId = String(nextPortal++);
    await insertPortal(test.database, portalId);
    await insertLead('1');
    await insertChange('1', { property: 'lifecyclestage', value: 'lead' });
    const other = portalId;

    portalId = own;
    await off('stage');

    portalId = other;
    expect((await outbox()).map(({ state }) => state)).toEqual(['intended']);
    expect(await withheld()).toEqual([]);
  });
});

describe('a turn at work while something is switched', () => {
  it('is waited for when it ends soon', async () => {
    const lease = await acquireLease(test.database, portalId, 'turn');
    const switching = on('stage');
    const held = test.database.transaction((tx) => holdLease(tx, lease!));
    await held;
    await store.releaseLease(lease!);

    expect((await switching).ok).toBe(true);
  });

  it('loses its lease when it does not, and can write nothing by the old switches', async () => {
    const lease = await acquireLease(test.database, portalId, 'turn');

    const outcome = await on('stage');

    expect(outcome.ok).toBe(true);
    await expect(test.database.transaction((tx) => holdLease(tx, lease!))).rejects.toMatchObject({
      code: 'LEASE_LOST',
    });
    expect(await acquireLease(test.database, portalId, 'next turn')).not.toBeNull();
  });
});

describe('parked changes tried again', () => {
  it('are forgotten and their leads judged anew, so that only what is still wanted is sent', async () => {
    await on('stage', 'tasks');
    await insertLead('1');
    await insertChange('1', { property: 'lifecyclestage', value: 'lead', state: 'parked' });
    await insertTask('1', { key: 'c1', state: 'parked' });
    await rows(sql`update outbox_property set reason = 'INVALID_OPTION' where portal_id = ${portalId}`);

    const retried = await store.retryParked(portalId, BY);

    const dirty = await rows(sql`select object_id from dirty where portal_id = ${portalId}`);
    expect(retried).toEqual({ properties: 1, tasks: 1 });
    expect(await outbox()).toEqual([]);
    expect(dirty).toEqual([{ object_id: '1' }]);
    expect((await tasks()).map(({ state }) => state)).toEqual(['intended']);
  });

  it('leave tasks alone while tasks are off or paused', async () => {
    await insertLead('1');
    await insertTask('1', { key: 'c1', state: 'parked' });

    expect((await store.retryParked(portalId, BY)).tasks).toBe(0);
    await on('tasks');
    await command({ kind: 'pause' });
    expect((await store.retryParked(portalId, BY)).tasks).toBe(0);
  });
});
