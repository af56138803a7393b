// The turn's statements on a real Postgres: claims, fences, generations, and that no wake-up is lost.

import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EFFECTS } from '#domain/decision.ts';
import { initialState } from '#domain/lead.ts';
import { foldEvents } from '#domain/mirror.ts';
import {
  type JudgedBatch,
  type JudgedLead,
  type Lease,
  LeaseLost,
  type TurnStore,
  type WritePlan,
} from '#pipeline/turn-store.ts';
import { storeEvents } from '#store/inbox.ts';
import { createTurnStore } from '#store/turn-store.ts';
import { findDuePortals } from '#store/work.ts';
import { type TestDatabase, testDatabase } from '#test/support/database.ts';
import { planned } from '#test/support/planned.ts';
import { changeEvent, insertPortal } from '#test/support/portal.ts';

let test: TestDatabase;
let store: TurnStore;
let portal = 100;
let portalId = '';

beforeAll(async () => {
  test = await testDatabase();
  store = createTurnStore(test.database, 'test');
});
beforeEach(async () => {
  portalId = String(++portal);
  await insertPortal(test.database, portalId);
});
afterAll(() => test.close());

const AT = '2026-11-02T09:00:00.000Z';
const ALL = { effects: EFFECTS, tasks: true };
const END = { pauseMs: 0, pauseReason: '', more: false, judges: true, polls: false, scope: ALL };
const NO_PLAN: WritePlan = {
  properties: [],
  setBacks: [],
  cancel: [],
  forget: [],
  withheld: [],
  tasks: [],
  dropTasks: [],
};

function eventOf(contact: string, key: string, value = 'Paris') {
  return changeEvent(portalId, { contact, property: 'city', value, at: AT, key });
}

async function hold(): Promise<Lease> {
  const lease = await store.acquireLease(portalId, 'test');
  if (lease === null) throw new Error('the lease is taken');
  return lease;
}

async function expireLease(): Promise<void> {
  await sql`update portal_lease set until = clock_timestamp() - interval '1 second' where portal_id = ${portalId}`.execute(
    test.database.db,
  );
}

async function judge(contact: string, plan: Partial<WritePlan> = {}): Promise<JudgedBatch> {
  const claimed = await store.claimDirty(portalId, 100);
  const { leads } = await store.loadBatch(portalId, claimed, 'default');
  const { now } = await store.readClock(portalId);
  const lead = leads.find((candidate) => candidate.contactId === contact);
  if (lead === undefined) throw new Error('the contact is not dirty');
  const judged: JudgedLead = {
    leadId: lead.leadId,
    agreementId: 'default',
    version: 1,
    contactId: contact,
    generation: lead.generation,
    lane: lead.lane,
    mirror: foldEvents(lead.mirror, lead.events),
    companyId: '',
    foldedKeys: lead.events.map((event) => event.key),
    deals: null,
    hubspotLeads: null,
    newSightings: [],
    data: { keys: [], inScope: true, source: '', ownerId: '', fields: {} },
    ledger: { reached: [], undoesVersion: false, undoesWin: false },
    state: { ...initialState(), regime: 0 },
    inBacklog: false,
    heldBy: null,
    undone: null,
    clockAt: null,
    clocks: [],
    consequences: [],
    notices: [],
    reviewAt: null,
    reviewExact: true,
    answerHash: 'a',
    decision: null,
    plan: { ...NO_PLAN, ...plan },
  };
  return {
    now,
    live: true,
    epoch: '1',
    side: 'main',
    ledgers: [],
    leads: [judged],
    obsolete: [],
    companies: {},
  };
}

async function dirtyCount(): Promise<number> {
  return (await store.claimDirty(portalId, 100)).length;
}

describe('lease', () => {
  it('gives a portal to one worker at a time, with a higher fence each time', async () => {
    const first = await hold();
    expect(await store.acquireLease(portalId, 'other')).toBeNull();

    await store.releaseLease(first);
    const second = await hold();

    expect(Number(second.fence)).toBeGreaterThan(Number(first.fence));
  });

  it('cannot be taken back by a renewal that comes after the release', async () => {
    const lease = await hold();
    await store.releaseLease(lease);

    expect(await store.renewLease(lease)).toBe(false);
    expect(await store.acquireLease(portalId, 'next')).not.toBeNull();
  });

  it('refuses the commit of a worker whose portal was taken over', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const slow = await hold();
    const batch = await judge('1');
    await expireLease();
    await hold();

    await expect(store.commitBatch(slow, batch)).rejects.toBeInstanceOf(LeaseLost);
    expect(await store.renewLease(slow)).toBe(false);
    expect(await dirtyCount()).toBe(1);
  });
});

describe('receiving', () => {
  it('stores an event that comes three times once and counts the others', async () => {
    const event = eventOf('1', 'k1');

    const first = await storeEvents(test.database, portalId, { events: [event, event], setAside: [] });
    const second = await storeEvents(test.database, portalId, { events: [event], setAside: [] });

    expect(first).toMatchObject({ accepted: 1, duplicated: 1 });
    expect(second).toMatchObject({ accepted: 0, duplicated: 1 });
  });

  it('keeps the dirty mark of an event that comes while its lead is being judged', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    const batch = await judge('1');

    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k2', 'Lyon')], setAside: [] });
    await store.commitBatch(lease, batch);

    expect(await dirtyCount()).toBe(1);
    const loaded = await store.loadBatch(portalId, await store.claimDirty(portalId, 100), 'default');
    expect(loaded.leads[0]?.events.map((event) => event.key)).toEqual(['k2']);
  });

  it('judges a lead again whose pause ended while it was decided, and not one whose pause stands', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    const batch = await judge('1');
    const { rows } = await sql<{ id: string }>`
      insert into source_pause (portal_id, agreement_id, version, clause, month, from_unit, to_unit, source, reached, matured, floor, since)
      values (${portalId}, 'default', 1, 'quality', '2026-10', 'mql', 'sql', 'PAID_SOCIAL', 0, 9, 100000, now())
      returning pause_id::text as id`.execute(test.database.db);
    const held = { ...batch, leads: batch.leads.map((lead) => ({ ...lead, heldBy: rows[0]?.id ?? '' })) };

    await store.commitBatch(lease, held);
    expect(await dirtyCount()).toBe(0);
    await sql`update source_pause set until = now(), ended_by = 'person'`.execute(test.database.db);
    await store.commitBatch(lease, held);
    expect(await dirtyCount()).toBe(1);
  });

  it('does not start a decision for the echo of a value on the wire, but does for another value', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    await store.commitBatch(lease, await judge('1', { properties: [planned('accord_score', '40')] }));
    expect(await store.claimPropertyWrites(lease, ALL, 100)).toHaveLength(1);

    const echo = changeEvent(portalId, {
      contact: '1',
      property: 'accord_score',
      value: '40',
      at: AT,
      key: 'k2',
    });
    expect(await storeEvents(test.database, portalId, { events: [echo], setAside: [] })).toMatchObject({
      accepted: 1,
      echoed: 1,
    });
    const edit = changeEvent(portalId, {
      contact: '1',
      property: 'accord_score',
      value: '99',
      at: AT,
      key: 'k3',
    });
    expect(await storeEvents(test.database, portalId, { events: [edit], setAside: [] })).toMatchObject({
      accepted: 1,
      echoed: 0,
    });
  });
});

describe('waking', () => {
  it('never leaves a dirty row without a due time, however receiving and settling interleave', async () => {
    const lease = await hold();
    for (let round = 0; round < 60; round++) {
      const contact = String(round);
      await Promise.all([
        storeEvents(test.database, portalId, { events: [eventOf(contact, `k${round}`)], setAside: [] }),
        store.settleWork(lease, END),
        storeEvents(test.database, portalId, { events: [eventOf(contact, `l${round}`)], setAside: [] }),
        store.settleWork(lease, END),
      ]);
      await store.releaseLease(lease);
      expect(await findDuePortals(test.database, 10)).toContain(portalId);
      await sql`delete from dirty where portal_id = ${portalId}`.execute(test.database.db);
      const again = await hold();
      Object.assign(lease, again);
      expect(await store.settleWork(lease, END)).toBe(false);
    }
  });

  it('lets a portal sleep when nothing is pending and puts it off when HubSpot asks for a pause', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();

    expect(await store.settleWork(lease, { ...END, pauseMs: 60_000, pauseReason: 'RATE_LIMITED' })).toBe(
      false,
    );
    await store.commitBatch(lease, await judge('1'));
    expect(await store.settleWork(lease, END)).toBe(false);
    await store.releaseLease(lease);
    expect(await findDuePortals(test.database, 10)).not.toContain(portalId);
  });
});

describe('outbox', () => {
  it('never has two writes of one lead in flight and replaces an unsent value', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    await store.commitBatch(lease, await judge('1', { properties: [planned('accord_score', '40')] }));
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k2')], setAside: [] });
    await store.commitBatch(lease, await judge('1', { properties: [planned('accord_score', '45')] }));

    const [write] = await store.claimPropertyWrites(lease, ALL, 100);
    expect(write?.properties).toEqual({ accord_score: '45' });
    expect(await store.claimPropertyWrites(lease, ALL, 100)).toEqual([]);

    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k3')], setAside: [] });
    expect(await store.claimDirty(portalId, 100)).toEqual([]);
  });

  it('parks only the refused property and sends the rest of the row again', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    const properties = [planned('accord_score', '40'), planned('hubspot_owner_id', '9')];
    await store.commitBatch(lease, await judge('1', { properties }));
    await store.claimPropertyWrites(lease, ALL, 100);

    await store.settleProperties(lease, [
      {
        leadId: '1',
        contactId: '1',
        kind: 'parked',
        properties: ['hubspot_owner_id'],
        reason: 'INVALID_OPTION',
        rest: 'again',
        refusesOwner: false,
      },
    ]);

    const [retry] = await store.claimPropertyWrites(lease, ALL, 100);
    expect(retry?.properties).toEqual({ accord_score: '40' });
  });

  it('allows one open task per lead and closes the old one first', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    const task = {
      ownerId: '7',
      clause: 'accept',
      subject: 's',
      body: 'b',
      dueAt: AT,
      noticedAt: null,
      taskId: null,
    };
    const first = { ...task, taskKey: `${portalId}:1:c1`, open: true };
    await store.commitBatch(lease, await judge('1', { tasks: [first] }));
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k2')], setAside: [] });

    const second = { ...task, taskKey: `${portalId}:1:c2`, open: true };
    await store.commitBatch(lease, await judge('1', { tasks: [second, { ...first, open: false }] }));

    const writes = await store.claimTaskWrites(lease, ALL, 100);
    expect(writes.map((write) => [write.taskKey, write.open])).toEqual([
      [`${portalId}:1:c1`, false],
      [`${portalId}:1:c2`, true],
    ]);
    await storeEvents(test.database, portalId, { events: [eventOf('2', 'k9')], setAside: [] });
    await expect(
      judge('2').then((batch) =>
        store.commitBatch(lease, {
          ...batch,
          leads: batch.leads.map((lead) => ({
            ...lead,
            leadId: '1',
            plan: { ...NO_PLAN, tasks: [{ ...second, taskKey: 'x' }] },
          })),
        }),
      ),
    ).rejects.toThrow(/task_one_open/);
  });

  it('sends nothing of an effect that is switched off, whatever lies in the outbox', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    await store.commitBatch(lease, await judge('1', { properties: [planned('hubspot_owner_id', '9')] }));
    const scope = { effects: ['scores'], tasks: false } as const;

    expect(await store.claimPropertyWrites(lease, scope, 100)).toEqual([]);
    expect(await store.settleWork(lease, { ...END, scope })).toBe(false);
  });

  it('does not give up on a change because HubSpot was out of reach for a minute', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    await store.commitBatch(lease, await judge('1', { properties: [planned('accord_score', '40')] }));
    await store.claimPropertyWrites(lease, ALL, 100);
    await sql`update outbox_property set attempts = 60 where portal_id = ${portalId}`.execute(
      test.database.db,
    );

    const lead = { leadId: '1', contactId: '1' };
    await store.settleProperties(lease, [{ ...lead, kind: 'again', afterMs: 1_000, reason: 'NOT_REACHED' }]);

    const { rows } = await sql<{ state: string; later: boolean }>`
      select state, not_before between clock_timestamp() + interval '4 minutes' and clock_timestamp() + interval '6 minutes' as later
      from outbox_property where portal_id = ${portalId}`.execute(test.database.db);
    expect(rows).toEqual([{ state: 'intended', later: true }]);
  });

  it('answers what is still unresolved after the time-out, and nothing before', async () => {
    await storeEvents(test.database, portalId, { events: [eventOf('1', 'k1')], setAside: [] });
    const lease = await hold();
    await store.commitBatch(lease, await judge('1', { properties: [planned('accord_score', '40')] }));
    await store.claimPropertyWrites(lease, ALL, 100);

    expect((await store.loadUnresolved(lease, 10_000)).properties).toEqual([]);
    expect((await store.loadUnresolved(lease, 0)).properties).toMatchObject([
      { leadId: '1', properties: { accord_score: '40' } },
    ]);
  });
});
