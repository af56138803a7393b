// Leads of the sandbox portal that are erased, or merged and then erased, with what HubSpot has to tell of them.
import { sql } from 'kysely';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import type { Received } from '#pipeline/receive-events.ts';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerLeads } from '#store/ledger.ts';
import { findInDatabase } from './search-database.ts';
import { PORTAL, startThread, type Thread } from './thread.ts';

const PORTAL_TEXT = String(PORTAL);

type Action = Parameters<Thread['sandbox']['apply']>[1][number];

export interface ErasedWorld {
  readonly thread: Thread;
  act(...actions: Action[]): readonly string[];
  /** What HubSpot had to tell arrives; those of the type `first` before the others. Nothing is judged. */
  receive(first?: string): Promise<Received>;
  /** And is judged. */
  tell(first?: string): Promise<void>;
  /** The newest merge and what came after it is told and judged first, then all that came before. */
  tellBackwards(): Promise<void>;
  /** The same events once more. */
  repeat(): Promise<Received>;
  /** A hot contact, handed over to rep 71. */
  handedOver(person: Readonly<Record<string, string>>): Promise<string>;
  leadOf(contactId: string): Promise<Awaited<ReturnType<typeof loadLedgerLeads>>[number] | undefined>;
  find(...words: string[]): Promise<readonly string[]>;
  /** Writes of records so far, by the sandbox's log. */
  writes(): number;
}

export async function startErasedWorld(): Promise<ErasedWorld> {
  const thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } });
  let told = 0;
  let last: readonly (readonly object[])[] = [];
  const act: ErasedWorld['act'] = (...actions) =>
    thread.sandbox.apply(PORTAL, actions).map((result) => {
      if (!result.ok) throw new Error(result.error);
      return result.id ?? '';
    });
  const store = async (parts: readonly (readonly object[])[]): Promise<Received> => {
    const total = { accepted: 0, duplicated: 0, setAside: 0, echoed: 0, dropped: 0 };
    for (const part of parts) {
      const batch = parseWebhookBatch(part);
      if (!batch.ok) throw new Error(batch.error.message);
      const received = await storeEvents(thread.test.database, PORTAL_TEXT, {
        ...toIncoming(batch.value),
        tombstones: thread.tombstones,
      });
      for (const name of Object.keys(total) as (keyof Received)[]) total[name] += received[name];
    }
    return total;
  };
  const receive: ErasedWorld['receive'] = (first = '') => {
    const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
    told += raw.length;
    const isFirst = (event: (typeof raw)[number]): boolean => event['subscriptionType'] === first;
    last = [raw.filter(isFirst), raw.filter((event) => !isFirst(event))].filter((part) => part.length > 0);
    return store(last);
  };
  const tell: ErasedWorld['tell'] = async (first) => {
    await receive(first);
    await thread.settle();
  };
  const tellBackwards: ErasedWorld['tellBackwards'] = async () => {
    const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
    told += raw.length;
    const place = raw.findLastIndex((event) => event['subscriptionType'] === 'contact.merge');
    for (const part of [raw.slice(place), raw.slice(0, place)]) {
      await store([part]);
      await thread.settle();
    }
  };
  act({
    type: 'createOwner',
    ownerId: '71',
    userId: 171,
    email: 'rep@sales.example',
    firstName: 'Rep',
    lastName: 'One',
  });
  return {
    thread,
    act,
    receive,
    tell,
    tellBackwards,
    repeat: () => store(last),
    handedOver: async (person) => {
      const hot = { jobtitle: 'CEO', country: 'France', lifecyclestage: 'lead', ...person };
      const [id = ''] = act({ type: 'create', properties: hot });
      act({ type: 'submitForm', id, form: 'Request a demo' }, { type: 'bookMeeting', id });
      await tell();
      return id;
    },
    leadOf: async (contactId) => {
      const leads = await loadLedgerLeads(thread.test.database, PORTAL_TEXT);
      return leads.find((lead) => lead.contactId === contactId);
    },
    find: (...words) => findInDatabase(thread.test.database, words),
    writes: () => thread.sandbox.state.calls.calls.filter(({ writesRecords }) => writesRecords).length,
  };
}

/** How often something of the contact was left out. */
export async function droppedIn({ thread }: ErasedWorld): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select coalesce(sum(dropped), 0)::int as n from erased_contact`.execute(thread.test.database.db);
  return rows[0]?.n ?? 0;
}
