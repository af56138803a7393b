// What is kept for how long: on a fast clock, with a lead that was handed over and one that HubSpot deleted.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replays } from '#cli/replay-command.ts';
import { dropDue, type RetentionDeps } from '#pipeline/retention/retention.ts';
import { setVirtualClock } from '#store/ledger.ts';
import { createRetentionStore } from '#store/retention.ts';
import { testLogger } from '#test/support/database.ts';
import { type ErasedWorld, startErasedWorld } from '#test/support/erased-world.ts';
import { PORTAL } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const DAY_MS = 86_400_000;
const BY = { actor: 'admin token', origin: 'api', reason: 'our policy' } as const;
const PERSON = {
  email: 'zebulonne@wimpelkraft.example',
  firstname: 'Zebulonne',
  lastname: 'Quastlbrunner',
  company: 'Wimpelkraft',
};

let world: ErasedWorld;
let deps: RetentionDeps;
let id: string;
let start: number;

beforeEach(async () => {
  world = await startErasedWorld();
  deps = { store: createRetentionStore(world.thread.test.database), logger: testLogger };
  start = Date.now();
  id = await world.handedOver(PERSON);
});
afterEach(() => world.thread.close());

/** Nights pass, and in the last of them what is too old is dropped. */
async function nightAfter(days: number): Promise<void> {
  const from = new Date(start + days * DAY_MS + 3_600_000).toISOString();
  await setVirtualClock(world.thread.test.database, { from, speed: 1 });
  await dropDue(deps, new AbortController().signal);
}

async function counts(): Promise<{ events: number; inputs: number; outcomes: number }> {
  const { rows } = await sql<{ events: number; inputs: number; outcomes: number }>`
    select (select count(*)::int from inbox_event) as events,
      (select count(*)::int from decision where inputs <> '') as inputs,
      (select count(*)::int from decision where outcome <> '' and outcome_hash <> '') as outcomes`.execute(
    world.thread.test.database.db,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('nothing was counted');
  return row;
}

async function replayed(): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const { replay } of replays(world.thread.test.database, PORTAL_TEXT)) kinds.push(replay.kind);
  return [...new Set(kinds)];
}

describe('by default', () => {
  it('events go after 90 days, what decisions were made from after 400; answers and hashes stay', async () => {
    const before = await counts();
    expect(before.events).toBeGreaterThan(5);

    await nightAfter(89);
    expect(await counts()).toEqual(before);
    await nightAfter(91);
    expect(await counts()).toEqual({ ...before, events: 0 });
    await nightAfter(399);
    expect((await counts()).inputs).toBe(before.inputs);
    expect(await replayed()).toEqual(['equal']);
    await nightAfter(401);

    expect(await counts()).toEqual({ events: 0, inputs: 0, outcomes: before.outcomes });
    expect(await replayed()).toEqual(['compacted']);
  });

  it('nothing goes that a lead still waits to be judged by', async () => {
    world.act({ type: 'set', id, properties: { jobtitle: 'CFO' } });
    await world.receive();

    await nightAfter(91);

    const { rows } = await sql`
      select folded from inbox_event where property_name = 'jobtitle' and property_value = 'CFO'`.execute(
      world.thread.test.database.db,
    );
    expect(rows).toEqual([{ folded: false }]);
  });

  it('a lead goes on from facts whose events are gone', async () => {
    const before = await world.leadOf(id);
    await nightAfter(91);
    await sql`delete from clock_setting`.execute(world.thread.test.database.db);
    await sql`update portal set last_now = now()`.execute(world.thread.test.database.db);
    world.act({ type: 'set', id, properties: { jobtitle: 'CFO' } });
    await world.tell();

    const after = await world.leadOf(id);
    expect(after?.state).toMatchObject({ status: 'handedOver', handedOverAt: before?.state.handedOverAt });
  });
});

describe('the settings', () => {
  it('are kept with an entry in the audit trail, and obeyed from the next night on', async () => {
    expect(await deps.store.read(PORTAL_TEXT)).toEqual({ decisionsKeepDays: 400, eventsKeepDays: 90 });
    const wish = { decisionsKeepDays: 30, eventsKeepDays: 7 };

    expect(await deps.store.set(PORTAL_TEXT, { wish, by: BY })).toEqual(wish);
    await nightAfter(8);
    const early = await counts();
    await nightAfter(31);

    expect(early).toMatchObject({ events: 0 });
    expect(early.inputs).toBeGreaterThan(0);
    expect((await counts()).inputs).toBe(0);
    const { rows } = await sql`
      select actor, reason, before, after from audit_entry where action = 'set retention'`.execute(
      world.thread.test.database.db,
    );
    expect(rows).toEqual([
      {
        actor: 'admin token',
        reason: 'our policy',
        before: { decisionsKeepDays: 400, eventsKeepDays: 90 },
        after: wish,
      },
    ]);
  });

  it('set one leave the other', async () => {
    expect(await deps.store.set(PORTAL_TEXT, { wish: { eventsKeepDays: 30 }, by: BY })).toEqual({
      decisionsKeepDays: 400,
      eventsKeepDays: 30,
    });
  });

  it('are kept within bounds by the database too', async () => {
    await expect(deps.store.set(PORTAL_TEXT, { wish: { eventsKeepDays: 1 }, by: BY })).rejects.toThrow(
      /retention_events_keep_days_check/,
    );
  });
});

describe('the night', () => {
  it('comes once a day, whatever the portal’s state, and to one worker', async () => {
    await nightAfter(1);
    expect(await deps.store.claimDue(10)).toEqual([]);
    await setVirtualClock(world.thread.test.database, {
      from: new Date(start + 2 * DAY_MS + 3_600_000).toISOString(),
      speed: 1,
    });
    await sql`update portal set status = 'uninstalled'`.execute(world.thread.test.database.db);

    expect(await deps.store.claimDue(10)).toEqual([PORTAL_TEXT]);
    expect(await deps.store.claimDue(10)).toEqual([]);
  });
});

describe('a deleted contact', () => {
  it('keeps its facts for a day', async () => {
    world.act({ type: 'delete', id, objectType: 'contacts' });
    await world.tell();
    await nightAfter(0.9);

    expect((await world.find('quastlbrunner')).map((place) => place.split(':')[0])).toContain(
      'public.mirror',
    );
  });

  it('is forgotten after it, and is read afresh when it comes back', async () => {
    world.act({ type: 'delete', id, objectType: 'contacts' });
    await world.tell();
    await nightAfter(2);
    const places = (await world.find('quastlbrunner')).map((place) => place.split(':')[0]);
    expect(places).not.toContain('public.mirror');
    expect(places).not.toContain('public.task');
    await sql`delete from clock_setting`.execute(world.thread.test.database.db);
    await sql`update portal set last_now = now()`.execute(world.thread.test.database.db);

    world.act({ type: 'restore', id, objectType: 'contacts' });
    await world.tell();

    const after = await world.leadOf(id);
    expect(after?.state.cycle).toBe(1);
    const { rows } = await sql<{ name: string }>`
      select cells -> 'lastname' ->> 'v' as name from mirror where object_id = ${id}`.execute(
      world.thread.test.database.db,
    );
    expect(rows).toEqual([{ name: 'Quastlbrunner' }]);
  });
});
