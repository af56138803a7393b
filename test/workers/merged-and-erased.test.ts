// Merges while the facts move on: with new ids, one after the other, during a turn; and what is left of them when the person
// is erased, or the contact is deleted and comes back.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTurn } from '#pipeline/run-turn.ts';
import { type ErasedWorld, startErasedWorld } from '#test/support/erased-world.ts';
import { PORTAL } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const CLAIRE = { firstname: 'Zebulonne', lastname: 'Quastlbrunner', company: 'Wimpelkraft' };
const WORDS = ['zebulonne', 'quastlbrunner', 'wimpelkraft'];

let world: ErasedWorld;

beforeEach(async () => {
  world = await startErasedWorld();
});
afterEach(() => world.thread.close());

const person = (name: string): Record<string, string> => ({
  ...CLAIRE,
  email: `${name}@wimpelkraft.example`,
});

function merge(primaryId: string, secondaryId: string, mintsNewId = true): string {
  const [id = ''] = world.act({ type: 'merge', objectType: 'contacts', primaryId, secondaryId, mintsNewId });
  return id;
}

async function openTasks(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from task where open`.execute(
    world.thread.test.database.db,
  );
  return rows[0]?.n ?? 0;
}

async function countSignals(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from signal`.execute(
    world.thread.test.database.db,
  );
  return rows[0]?.n ?? 0;
}

/** Three contacts of one person, the first handed over. */
async function threeOfOne() {
  const first = await world.handedOver(person('a'));
  const before = await world.leadOf(first);
  const [second = '', third = ''] = world.act(
    { type: 'create', properties: person('b') },
    { type: 'create', properties: person('c') },
  );
  await world.tell();
  return { first, before, second, third };
}

describe('merges', () => {
  it('one after the other, each with a new id, leave one lead with one task', async () => {
    const { first, before, second, third } = await threeOfOne();
    const both = merge(first, second);
    await world.tell();
    const all = merge(third, both);
    await world.tell();

    const after = await world.leadOf(all);
    expect(after).toMatchObject({ leadId: before?.leadId, state: { status: 'handedOver', cycle: 1 } });
    expect(after?.state.handedOverAt).toBe(before?.state.handedOverAt);
    expect(await openTasks()).toBe(1);
  });

  it.each([
    ['in order', ''],
    ['the merges first', 'contact.merge'],
    ['the deletions first', 'contact.deletion'],
  ])('one after the other are followed when they are told at once, %s', async (_how, ahead) => {
    const { first, before, second, third } = await threeOfOne();
    const all = merge(third, merge(first, second));
    await world.tell(ahead);

    const after = await world.leadOf(all);
    expect(after?.state).toMatchObject({
      status: 'handedOver',
      cycle: 1,
      handedOverAt: before?.state.handedOverAt,
    });
    expect(await openTasks()).toBe(1);
  });

  it('one after the other are followed when the later one is told and judged first', async () => {
    const { first, before, second, third } = await threeOfOne();
    const all = merge(third, merge(first, second));
    await world.tellBackwards();

    const after = await world.leadOf(all);
    expect(after).toMatchObject({ leadId: before?.leadId, state: { status: 'handedOver', cycle: 1 } });
    expect(after?.state.handedOverAt).toBe(before?.state.handedOverAt);
    expect(await openTasks()).toBe(1);
  });

  it.each([true, false])(
    'while a turn decides about the lead lose nothing (a new id: %s)',
    async (mintsNewId) => {
      const lead = await world.handedOver(person('a'));
      const before = await world.leadOf(lead);
      const [twin = ''] = world.act({ type: 'create', properties: person('b') });
      await world.tell();
      world.act({ type: 'set', id: lead, properties: { jobtitle: 'CFO' } });
      await world.receive();
      let id = '';
      const { store } = world.thread.deps;
      const interrupted: typeof store = {
        ...store,
        // Between what the turn has read and what it commits.
        commitBatch: async (lease, batch) => {
          if (id === '') {
            id = merge(twin, lead, mintsNewId);
            await world.receive();
          }
          return store.commitBatch(lease, batch);
        },
      };
      await runTurn({ ...world.thread.deps, store: interrupted }, PORTAL_TEXT, new AbortController().signal);
      await world.thread.settle();

      const after = await world.leadOf(id);
      expect(after?.state).toMatchObject({
        status: 'handedOver',
        cycle: 1,
        handedOverAt: before?.state.handedOverAt,
      });
      expect(await openTasks()).toBe(1);
    },
  );
});

describe('a person who was merged and is then erased', () => {
  it.each([
    ['told one by one', false],
    ['told at once', true],
  ])('leaves nothing under any of the ids, %s', async (_how, atOnce) => {
    const first = await world.handedOver(person('a'));
    const second = await world.handedOver(person('b'));
    const third = await world.handedOver(person('c'));
    const both = merge(first, second);
    if (!atOnce) await world.tell();
    const all = merge(both, third);
    if (!atOnce) await world.tell();
    world.act({ type: 'privacyDelete', id: all });
    await world.receive();
    await world.thread.eraseAll();
    await world.thread.settle();

    expect(await world.find(...WORDS, first, second, third, both, all)).toEqual([]);
  });

  it.each(['contact.privacyDeletion', 'contact.deletion', 'contact.merge'])(
    'leaves nothing where HubSpot tells %s first',
    async (ahead) => {
      const first = await world.handedOver(person('a'));
      const second = await world.handedOver(person('b'));
      const both = merge(first, second);
      world.act({ type: 'privacyDelete', id: both });
      await world.receive(ahead);
      await world.thread.eraseAll();
      await world.repeat();
      await world.thread.eraseAll();
      await world.thread.settle();

      expect(await world.find(...WORDS, first, second, both)).toEqual([]);
    },
  );

  it('leaves nothing when asked for by an id of before, also of the contact that goes on and of its other parts', async () => {
    const first = await world.handedOver(person('a'));
    const second = await world.handedOver({ email: 'nora@lead.example', firstname: 'Nora' });
    const third = await world.handedOver(person('c'));
    const survivor = merge(second, first, false);
    const last = merge(survivor, third);
    await world.tell();
    const by = { actor: 'admin token', origin: 'api' } as const;
    await world.thread.erasures.store.request(PORTAL_TEXT, { contactIds: [first], by });
    const before = world.writes();
    world.act({ type: 'set', id: last, properties: { jobtitle: 'CFO' } });
    await world.tell();
    await world.thread.eraseAll();

    expect(await world.find(...WORDS, 'nora@lead.example', first, survivor, third, last)).toEqual([]);
    expect(world.writes()).toBe(before);
  });

  it('is erased while a turn decides about the lead: what the turn had read is not written', async () => {
    const lead = await world.handedOver(person('a'));
    world.act({ type: 'set', id: lead, properties: { jobtitle: 'CFO', message: 'Wimpelkraft' } });
    await world.receive();
    const before = world.writes();
    const { store } = world.thread.deps;
    const interrupted: typeof store = {
      ...store,
      commitBatch: async (lease, batch) => {
        world.act({ type: 'privacyDelete', id: lead });
        await world.receive();
        await sql`update erasure set next_at = now() - interval '1 minute'`.execute(
          world.thread.test.database.db,
        );
        return store.commitBatch(lease, batch);
      },
    };
    await runTurn({ ...world.thread.deps, store: interrupted }, PORTAL_TEXT, new AbortController().signal);
    await world.thread.eraseAll();
    await world.thread.settle();

    expect(await world.find(...WORDS, lead)).toEqual([]);
    expect(world.writes()).toBe(before);
  });
});

describe('a contact that was deleted and comes back', () => {
  it('within a day goes on with what was known of it', async () => {
    const id = await world.handedOver(person('a'));
    const before = (await world.leadOf(id))?.state;
    const signals = await countSignals();
    expect(signals).toBeGreaterThan(0);
    world.act({ type: 'delete', id, objectType: 'contacts' });
    await world.tell();
    expect((await world.leadOf(id))?.state.status).not.toBe('handedOver');
    // Facts are kept meanwhile.
    expect((await world.find('quastlbrunner')).length).toBeGreaterThan(0);

    world.act({ type: 'restore', id, objectType: 'contacts' });
    await world.tell();

    const after = await world.leadOf(id);
    expect(after?.state.cycle).toBe(before?.cycle);
    expect(await countSignals()).toBeGreaterThanOrEqual(signals);
    expect(await openTasks()).toBeLessThanOrEqual(1);
  });
});
