// A portal that runs, with reps 71, 72 and 73 and leads that arrive: who gets them, and every such decision again.
import { sql } from 'kysely';
import { expect } from 'vitest';
import { replays } from '#cli/replay-command.ts';
import type { Agreement } from '#domain/agreement.ts';
import type { PoolMember, RoutingModel } from '#domain/agreement-routing.ts';
import type { Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import { chunks } from '#pipeline/chunks.ts';
import type { SandboxOptions } from '#sandbox/options.ts';
import { storeEvents } from '#store/inbox.ts';
import { oracleDecide } from '#test/oracle/decide.ts';
import { memberWith } from './routing-builders.ts';
import { PORTAL, startThread, type Thread } from './thread.ts';

const PORTAL_TEXT = String(PORTAL);

type Actions = Parameters<Thread['sandbox']['apply']>[1];
type OracleInput = Parameters<typeof oracleDecide>;
type Inputs = OracleInput[1] & { readonly context: OracleInput[2] };

export interface RoutedTeam {
  readonly thread: Thread;
  apply(...actions: Actions): string[];
  /** Leads over the line, one after the other; answers their contact ids. */
  arrive(...all: readonly Record<string, string>[]): Promise<string[]>;
  /** Everything the sandbox has emitted since, through the parsing of the webhook route. */
  tellEmitted(): Promise<void>;
  /** As HubSpot holds them. */
  ownersIn(ids: readonly string[]): string[];
  /** The lead as it stands, and the last decision that looked for an owner. */
  leadOf(contactId: string): Promise<{ state: LeadState; decision: Decision }>;
  /** The time has come to look at owners and users again. */
  refreshOwners(): Promise<void>;
  /** From the stored inputs: the same bytes, and what the oracle says. */
  expectReplays(): Promise<void>;
}

export function rep(ownerId: string, changes: Partial<PoolMember> = {}): PoolMember {
  return memberWith(ownerId, { email: `rep${ownerId}@sales.example`, ...changes });
}

export async function startTeam(
  routing: Partial<RoutingModel>,
  options: SandboxOptions = {},
): Promise<RoutedTeam> {
  const thread = await startThread(
    { webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS }, ...options },
    (agreement: Agreement) => ({ ...agreement, routing: { ...agreement.routing, ...routing } }),
  );
  const apply = (...actions: Actions): string[] =>
    thread.sandbox.apply(PORTAL, actions).map((result) => {
      if (!result.ok) throw new Error(result.error);
      return String(result.id);
    });
  for (const ownerId of ['71', '72', '73']) {
    const email = `rep${ownerId}@sales.example`;
    const name = { firstName: 'R', lastName: ownerId };
    apply({ type: 'createOwner', ownerId, userId: Number(ownerId), email, ...name });
  }
  const tellEmitted = tellerOf(thread);
  return {
    thread,
    apply,
    arrive: arrivalsIn({ thread, apply, tellEmitted }),
    tellEmitted,
    ownersIn: (ids) => {
      const { live } = thread.sandbox.requirePortal(PORTAL).objects.contacts;
      return ids.map((id) => live.get(id)?.values['hubspot_owner_id'] ?? '');
    },
    leadOf: (contactId) => leadOf(thread, contactId),
    refreshOwners: async () => {
      await sql`update portal set owners_read_at = null`.execute(thread.test.database.db);
      await thread.settle();
    },
    expectReplays: () => expectReplays(thread),
  };
}

function tellerOf(thread: Thread): () => Promise<void> {
  let told = 0;
  return async () => {
    const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
    told += raw.length;
    for (const posted of chunks(raw)) {
      const batch = parseWebhookBatch(posted);
      if (!batch.ok) throw new Error(batch.error.message);
      await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
    }
  };
}

function arrivalsIn({
  thread,
  apply,
  tellEmitted,
}: Pick<RoutedTeam, 'thread' | 'apply' | 'tellEmitted'>): RoutedTeam['arrive'] {
  let people = 0;
  return async (...all) => {
    const ids: string[] = [];
    for (const properties of all) {
      people += 1;
      const person = {
        firstname: 'P',
        lastname: `Erson${people}`,
        email: `p${people}@firm${people}.example`,
      };
      const fitting = {
        jobtitle: 'CEO',
        country: 'France',
        company: `Firm ${people}`,
        lifecyclestage: 'lead',
      };
      const [id = ''] = apply({ type: 'create', properties: { ...person, ...fitting, ...properties } });
      apply({ type: 'submitForm', id, form: 'Request a demo' }, { type: 'bookMeeting', id });
      ids.push(id);
    }
    await tellEmitted();
    await thread.settle();
    return ids;
  };
}

async function leadOf(thread: Thread, contactId: string): Promise<{ state: LeadState; decision: Decision }> {
  const { rows } = await sql<{ state: LeadState; outcome: string }>`
    select l.state, d.outcome from lead l join decision d on d.portal_id = l.portal_id and d.lead_id = l.lead_id
    where l.contact_id = ${contactId} and d.outcome::jsonb ? 'route'
    order by d.seq desc limit 1`.execute(thread.test.database.db);
  const [row] = rows;
  if (row === undefined) throw new Error('no such lead');
  return { state: row.state, decision: JSON.parse(row.outcome) as Decision };
}

async function expectReplays(thread: Thread): Promise<void> {
  let routed = 0;
  for await (const { decision, replay } of replays(thread.test.database, PORTAL_TEXT)) {
    expect(replay).toEqual({ kind: 'equal' });
    const { facts, state, context } = JSON.parse(decision.inputs) as Inputs;
    const agreement = thread.agreement as unknown as OracleInput[0];
    const { route, state: left, reasons } = JSON.parse(decision.outcome) as Decision;
    const expected = oracleDecide(agreement, { facts, state }, context);
    expect(expected.route).toEqual(route);
    expect(expected.state).toEqual(left);
    expect(expected.reasons).toEqual(reasons);
    if (route !== undefined) routed += 1;
  }
  expect(routed).toBeGreaterThan(0);
}

export function count(owners: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(owners, (id) => id)].map(([id, all]) => [id, all.length]));
}
