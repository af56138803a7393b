// A hot contact of the sandbox portal, handed over to its only rep, and what happens in HubSpot from there on.
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { chunks } from '#pipeline/chunks.ts';
import type { SandboxOptions } from '#sandbox/options.ts';
import { storeEvents } from '#store/inbox.ts';
import { loadLedgerLeads } from '#store/ledger.ts';
import { PORTAL, startThread, type Thread } from './thread.ts';

type Actions = Parameters<Thread['sandbox']['apply']>[1];

/** In the sandbox alone: the only rep, and the contact with all that takes it over the line. */
export function createHot(sandbox: Thread['sandbox']): string {
  actIn(sandbox, [{ type: 'createOwner', ...REP }]);
  const id = actIn(sandbox, [{ type: 'create', properties: HOT }])[0] ?? '';
  actIn(sandbox, [
    { type: 'submitForm', id, form: 'Request a demo' },
    { type: 'bookMeeting', id },
  ]);
  return id;
}

function actIn(sandbox: Thread['sandbox'], actions: Actions): readonly string[] {
  return sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return result.id ?? '';
  });
}

export interface HandedOver {
  readonly thread: Thread;
  /** Of the contact; its owner is 71. */
  readonly id: string;
  /** Ids of what was made or changed. */
  act(actions: Actions): readonly string[];
  /** Everything that HubSpot had to tell is received and judged. */
  tellAndSettle(): Promise<void>;
  /** What HubSpot had to tell so far never arrives. */
  forget(): void;
  /** Of this contact's lead, or another's. */
  state(id?: string): ReturnType<typeof stateOf>;
}

export async function handOver(
  change?: Parameters<typeof startThread>[1],
  options: SandboxOptions = {},
): Promise<HandedOver> {
  const thread = await startThread({ webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS }, ...options }, change);
  const act: HandedOver['act'] = (actions) => actIn(thread.sandbox, actions);
  let told = 0;
  const tellAndSettle = async (): Promise<void> => {
    const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
    told += raw.length;
    // As many as HubSpot sends at once.
    for (const events of chunks(raw)) {
      const batch = parseWebhookBatch(events);
      if (!batch.ok) throw new Error(batch.error.message);
      await storeEvents(thread.test.database, String(PORTAL), toIncoming(batch.value));
    }
    await thread.settle();
  };
  const id = createHot(thread.sandbox);
  await tellAndSettle();
  const forget = (): void => {
    told = thread.sandbox.state.events.events.length;
  };
  return { thread, id, act, tellAndSettle, forget, state: (contactId = id) => stateOf(thread, contactId) };
}

const REP = { ownerId: '71', userId: 171, email: 'rep@sales.example', firstName: 'Rep', lastName: 'One' };
const HOT = {
  email: 'claire@lead.example',
  firstname: 'Claire',
  lastname: 'Moreau',
  company: 'Nordfil',
  jobtitle: 'CEO',
  country: 'France',
  lifecyclestage: 'lead',
};

async function stateOf({ test }: Thread, contactId: string) {
  const leads = await loadLedgerLeads(test.database, String(PORTAL));
  return leads.find((lead) => lead.contactId === contactId)?.state;
}
