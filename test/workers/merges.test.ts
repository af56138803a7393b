// Two contacts of one person, merged in HubSpot: what sales have in hand goes on, whichever of the two survives.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { LeadState } from '#domain/lead.ts';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { createDataReports } from '#store/data-reports.ts';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerLeads, loadLedgerTasks } from '#store/ledger.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
const PERSON = {
  firstname: 'Claire',
  lastname: 'Moreau',
  company: 'Nordfil',
  jobtitle: 'CEO',
  country: 'France',
  lifecyclestage: 'lead',
};
let thread: Thread;
let told = 0;

afterEach(() => thread.close());

async function start(): Promise<void> {
  told = 0;
  thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
  for (const [ownerId, userId] of [
    ['71', 171],
    ['72', 172],
  ] as const)
    act({
      type: 'createOwner',
      ownerId,
      userId,
      email: `${ownerId}@sales.example`,
      firstName: 'Rep',
      lastName: ownerId,
    });
}

function act(...actions: Parameters<Thread['sandbox']['apply']>[1]): string[] {
  return thread.sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return result.id ?? '';
  });
}

/** In the order in which HubSpot sent them, or with those of one type ahead. */
async function tell(first = ''): Promise<void> {
  const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
  told += raw.length;
  const ahead = raw.filter((event) => event.subscriptionType === first);
  for (const part of [ahead, raw.filter((event) => event.subscriptionType !== first)]) {
    if (part.length === 0) continue;
    const batch = parseWebhookBatch(part);
    if (!batch.ok) throw new Error(batch.error.message);
    await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
    await thread.settle();
  }
}

async function create(email: string, properties: Record<string, string> = {}): Promise<string> {
  const [id = ''] = act({ type: 'create', properties: { ...PERSON, email, ...properties } });
  await tell();
  return id;
}

async function handedOver(email: string): Promise<string> {
  const [id = ''] = act({ type: 'create', properties: { ...PERSON, email } });
  act({ type: 'submitForm', email, form: 'Request a demo' }, { type: 'bookMeeting', id });
  await tell();
  return id;
}

async function answer(id: string, properties: Record<string, string>): Promise<void> {
  act({ type: 'set', id, properties });
  await tell();
}

/** `ahead`: the type of event that is told before the others. */
async function merge(
  [lead, twin]: readonly [string, string],
  { isPrimary, mintsNewId }: Pick<(typeof WAYS)[number], 'isPrimary' | 'mintsNewId'>,
  ahead = '',
): Promise<string> {
  const [primaryId, secondaryId] = isPrimary ? [lead, twin] : [twin, lead];
  const [id = ''] = act({ type: 'merge', objectType: 'contacts', primaryId, secondaryId, mintsNewId });
  await tell(ahead);
  return id;
}

async function stateOf(contact: string): Promise<LeadState> {
  const leads = await loadLedgerLeads(thread.test.database, PORTAL_TEXT);
  const lead = leads.find(({ contactId }) => contactId === contact);
  if (lead === undefined) throw new Error(`no lead ${contact}`);
  return lead.state;
}

const tasks = () => loadLedgerTasks(thread.test.database, PORTAL_TEXT);
const openTasks = async () => (await tasks()).filter(({ open }) => open);
const reports = () => createDataReports(thread.test.database);

function tasksInHubspot(): string[] {
  const all = [...thread.sandbox.requirePortal(PORTAL).objects.tasks.live.values()];
  return all.map(({ values }) => values['hs_task_status'] ?? '');
}

const WAYS = [
  { kept: 'its own contact', isPrimary: true, mintsNewId: false },
  { kept: 'its own contact, which gets a new id', isPrimary: true, mintsNewId: true },
  { kept: 'the other contact', isPrimary: false, mintsNewId: false },
  { kept: 'the other contact, which gets a new id', isPrimary: false, mintsNewId: true },
] as const;

describe('a merge', () => {
  it.each(WAYS)(
    'leaves an accepted lead with sales, with its task and its clock, under $kept',
    async (way) => {
      await start();
      const lead = await handedOver('claire@lead.example');
      await answer(lead, { accord_answer: 'accept' });
      const twin = await create('claire.moreau@lead.example');
      const before = await stateOf(lead);
      const [task] = await openTasks();
      expect(before).toMatchObject({ status: 'accepted', cycle: 1 });

      const id = await merge([lead, twin], way);

      const { handedOverAt, acceptedAt, assignedAt, newMqlAt, handOvers } = before;
      expect(await stateOf(id)).toMatchObject({
        status: 'accepted',
        cycle: 1,
        byHand: false,
        handedOverAt,
        acceptedAt,
        assignedAt,
        newMqlAt,
        handOvers,
      });
      expect(await tasks()).toEqual([{ ...task, contactId: id }]);
      expect(tasksInHubspot()).toEqual(['NOT_STARTED']);
      expect(await reports().countVolumes(PORTAL_TEXT)).toMatchObject([{ handOvers: 1, persons: 1 }]);
      expect(await reports().readFeedback(PORTAL_TEXT)).toMatchObject({
        handedOver: 1,
        answered: 1,
        withdrawn: 0,
      });
      const shown = thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values;
      expect(shown).toMatchObject({ accord_handover_status: 'accepted', accord_cycle: '1' });
    },
  );

  it.each(WAYS)('keeps away for good who was rejected for good, under $kept', async (way) => {
    await start();
    const lead = await handedOver('claire@lead.example');
    await answer(lead, { accord_answer: 'reject', accord_reject_reason: 'competitor' });
    const twin = await create('claire.moreau@lead.example');
    const before = await stateOf(lead);
    expect(before).toMatchObject({ status: 'recycled' });

    const id = await merge([lead, twin], way);
    act({ type: 'submitForm', id, form: 'Request a demo' });
    await tell();

    const { recycleReason, recycledAt, handOvers } = before;
    expect(await stateOf(id)).toMatchObject({
      status: 'recycled',
      cycle: 1,
      recycleReason,
      recycledAt,
      handOvers,
    });
    expect(await openTasks()).toEqual([]);
    expect(await reports().readFeedback(PORTAL_TEXT)).toMatchObject({
      handedOver: 1,
      answered: 1,
      withdrawn: 0,
    });
  });

  it.each(WAYS)(
    'leaves a note to the cycle that it was written in, though the other was handed over since, under $kept',
    async (way) => {
      await start();
      const lead = await handedOver('claire@lead.example');
      await answer(lead, {
        accord_answer: 'reject',
        accord_reject_reason: 'No budget',
        accord_reject_note: 'Ring in May',
      });
      expect(await stateOf(lead)).toMatchObject({ status: 'recycled', rejectNote: 'Ring in May' });
      const twin = await handedOver('claire.moreau@lead.example');

      const id = await merge([lead, twin], way);

      const state = await stateOf(id);
      expect(state).toMatchObject({ status: 'handedOver' });
      expect(state).not.toHaveProperty('rejectNote');
      const shown = thread.sandbox.requirePortal(PORTAL).objects.contacts.live.get(id)?.values;
      expect(shown?.['accord_reject_note'] ?? '').toBe('');
    },
  );

  it.each(WAYS)(
    'of two that sales have in hand leaves one task, that of the more advanced, under $kept',
    async (way) => {
      await start();
      const lead = await handedOver('claire@lead.example');
      await answer(lead, { accord_answer: 'accept' });
      const [task] = await openTasks();
      const twin = await handedOver('claire.moreau@lead.example');
      expect(await openTasks()).toHaveLength(2);
      const firsts = [(await stateOf(lead)).newMqlAt, (await stateOf(twin)).newMqlAt];

      const id = await merge([lead, twin], way);

      const state = await stateOf(id);
      expect(state).toMatchObject({ status: 'accepted', cycle: 1, newMqlAt: firsts[0] });
      expect(state.handOvers).toEqual(firsts);
      expect((await openTasks()).map(({ taskKey, dueAt }) => [taskKey, dueAt])).toEqual([
        [task?.taskKey, task?.dueAt],
      ]);
      expect(tasksInHubspot().toSorted()).toEqual(['COMPLETED', 'NOT_STARTED']);
      expect(await reports().countVolumes(PORTAL_TEXT)).toMatchObject([{ handOvers: 2, persons: 1 }]);
    },
  );

  it.each(WAYS.filter(({ mintsNewId }) => !mintsNewId))(
    'adopts a stage that arrives with it, and takes it for nobody’s word, under $kept',
    async (way) => {
      await start();
      const lead = await handedOver('claire@lead.example');
      const twin = await create('claire.moreau@lead.example', { lifecyclestage: 'salesqualifiedlead' });
      expect(await stateOf(twin)).toMatchObject({ status: 'none' });

      const id = await merge([lead, twin], way);

      expect(await stateOf(id)).toMatchObject({
        status: 'handedOver',
        acceptedAt: null,
        stage: { value: 'salesqualifiedlead', by: 'other' },
      });
    },
  );

  it.each(WAYS)('goes on though the deletion it caused comes first, under $kept', async (way) => {
    await start();
    const lead = await handedOver('claire@lead.example');
    await answer(lead, { accord_answer: 'accept' });
    const twin = await create('claire.moreau@lead.example');
    const { handedOverAt, acceptedAt } = await stateOf(lead);
    const [task] = await openTasks();

    const id = await merge([lead, twin], way, 'contact.deletion');

    expect(await stateOf(id)).toMatchObject({ status: 'accepted', cycle: 1, handedOverAt, acceptedAt });
    expect((await openTasks()).map(({ taskKey, dueAt }) => [taskKey, dueAt])).toEqual([
      [task?.taskKey, task?.dueAt],
    ]);
    expect(await reports().readFeedback(PORTAL_TEXT)).toMatchObject({
      handedOver: 1,
      answered: 1,
      withdrawn: 0,
    });
  });

  it('leaves no row that waits to be written to a contact that is gone', async () => {
    await start();
    const lead = await handedOver('claire@lead.example');
    const twin = await handedOver('claire.moreau@lead.example');
    await merge([lead, twin], { isPrimary: false, mintsNewId: false });

    const { rows } = await sql<{ state: string }>`
      select state from outbox_property where state <> 'confirmed' union all select state from task where state <> 'confirmed'`.execute(
      thread.test.database.db,
    );
    expect(rows).toEqual([]);
  });
});
