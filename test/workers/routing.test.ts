// Who gets a lead in a portal that runs: turns by weight and limit that go on from batch to batch, rules, the account's owner,
// a rep who leaves; and every such decision again from what was stored with it.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replays } from '#cli/replay-command.ts';
import type { Agreement } from '#domain/agreement.ts';
import type { PoolMember, RoutingModel } from '#domain/agreement-routing.ts';
import type { Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import { toIncoming } from '#http/incoming.ts';
import { parseWebhookBatch } from '#hubspot/schema.ts';
import { WEBHOOK_SUBSCRIPTIONS } from '#hubspot/subscriptions.ts';
import type { RoutingLedger } from '#pipeline/desks.ts';
import { storeEvents } from '#store/inbox.ts';
import { oracleDecide } from '#test/oracle/decide.ts';
import { memberWith, poolWith } from '#test/support/routing-builders.ts';
import { PORTAL, startThread, type Thread } from '#test/support/thread.ts';

const PORTAL_TEXT = String(PORTAL);
let thread: Thread;
let people: number;
let told: number;

beforeEach(() => {
  people = 0;
  told = 0;
});
afterEach(() => thread.close());

function apply(...actions: Parameters<Thread['sandbox']['apply']>[1]): string[] {
  return thread.sandbox.apply(PORTAL, actions).map((result) => {
    if (!result.ok) throw new Error(result.error);
    return String(result.id);
  });
}

function rep(ownerId: string, changes: Partial<PoolMember> = {}): PoolMember {
  return memberWith(ownerId, { email: `rep${ownerId}@sales.example`, ...changes });
}

async function start(routing: Partial<RoutingModel>): Promise<void> {
  thread = await startThread(
    { webhook: { subscriptions: WEBHOOK_SUBSCRIPTIONS } },
    (agreement: Agreement) => ({
      ...agreement,
      routing: { ...agreement.routing, ...routing },
    }),
  );
  for (const ownerId of ['71', '72', '73']) {
    const email = `rep${ownerId}@sales.example`;
    apply({
      type: 'createOwner',
      ownerId,
      userId: Number(ownerId),
      email,
      firstName: 'R',
      lastName: ownerId,
    });
  }
}

/** Leads over the line, one after the other. */
async function arrive(...all: readonly Record<string, string>[]): Promise<string[]> {
  const ids: string[] = [];
  for (const properties of all) {
    people += 1;
    const person = { firstname: 'P', lastname: `Erson${people}`, email: `p${people}@firm${people}.example` };
    const fitting = { jobtitle: 'CEO', country: 'France', company: `Firm ${people}`, lifecyclestage: 'lead' };
    const [id = ''] = apply({ type: 'create', properties: { ...person, ...fitting, ...properties } });
    apply({ type: 'submitForm', id, form: 'Request a demo' }, { type: 'bookMeeting', id });
    ids.push(id);
  }
  await tellEmitted();
  await thread.settle();
  return ids;
}

/** Everything the sandbox has emitted since, through the parsing of the webhook route. */
async function tellEmitted(): Promise<void> {
  const raw = thread.sandbox.state.events.events.slice(told).map(({ event }) => event);
  told += raw.length;
  const batch = parseWebhookBatch(raw);
  if (!batch.ok) throw new Error(batch.error.message);
  await storeEvents(thread.test.database, PORTAL_TEXT, toIncoming(batch.value));
}

function ownersIn(ids: readonly string[]): string[] {
  const { live } = thread.sandbox.requirePortal(PORTAL).objects.contacts;
  return ids.map((id) => live.get(id)?.values['hubspot_owner_id'] ?? '');
}

/** The lead as it stands, and the last decision that looked for an owner. */
async function leadOf(contactId: string): Promise<{ state: LeadState; decision: Decision }> {
  const { rows } = await sql<{ state: LeadState; outcome: string }>`
    select l.state, d.outcome from lead l join decision d on d.portal_id = l.portal_id and d.lead_id = l.lead_id
    where l.contact_id = ${contactId} and d.outcome::jsonb ? 'route'
    order by d.seq desc limit 1`.execute(thread.test.database.db);
  const [row] = rows;
  if (row === undefined) throw new Error('no such lead');
  return { state: row.state, decision: JSON.parse(row.outcome) as Decision };
}

async function readLedger(): Promise<RoutingLedger> {
  const { rows } = await sql<{ ledger: RoutingLedger }>`
    select ledger from routing_cursor where portal_id = ${PORTAL_TEXT} and pool = 'main'`.execute(
    thread.test.database.db,
  );
  return rows[0]!.ledger;
}

function count(owners: readonly string[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(owners, (id) => id)].map(([id, all]) => [id, all.length]));
}

type OracleInput = Parameters<typeof oracleDecide>;
type Inputs = OracleInput[1] & { readonly context: OracleInput[2] };

/** From the stored inputs: the same bytes, and what the oracle says. */
async function expectReplays(): Promise<void> {
  let routed = 0;
  for await (const { decision, replay } of replays(thread.test.database, PORTAL_TEXT)) {
    expect(replay).toEqual({ kind: 'equal' });
    const { facts, state, context } = JSON.parse(decision.inputs) as Inputs;
    const agreement = thread.agreement as unknown as OracleInput[0];
    const { route, state: left } = JSON.parse(decision.outcome) as Decision;
    const expected = oracleDecide(agreement, { facts, state }, context);
    expect(expected.route).toEqual(route);
    expect(expected.state).toEqual(left);
    if (route !== undefined) routed += 1;
  }
  expect(routed).toBeGreaterThan(0);
}

describe('a pool', () => {
  it('deals by weight from batch to batch, and stops at the limits of a day', async () => {
    const members = [rep('71', { weight: 200, maxPerDay: 4 }), rep('72', { maxPerDay: 2 })];
    await start({ pools: [poolWith({ members })] });

    const first = await arrive({}, {}, {});
    const second = await arrive({}, {}, {});
    const [held = ''] = await arrive({});

    expect(count(ownersIn(first))).toEqual({ '71': 2, '72': 1 });
    expect(count(ownersIn([...first, ...second]))).toEqual({ '71': 4, '72': 2 });
    expect(ownersIn([held])).toEqual(['']);
    const { state, decision } = await leadOf(held);
    expect(state).toMatchObject({ status: 'handedOver', assignedAt: null });
    expect(decision.reasons).toContainEqual({ code: 'ownerHold', params: { pool: '*', reason: 'full' } });
    const ledger = await readLedger();
    expect(ledger.today).toEqual({ '71': 4, '72': 2 });
    expect(ledger.pools['*']).toMatchObject({ given: 6, reps: { '71': { taken: 0 }, '72': { taken: 0 } } });
    await expectReplays();
  });

  it('counts open leads, and hands what is over to another pool', async () => {
    const overflowing = poolWith({ members: [rep('71', { maxOpen: 1 })], overflow: 'south' });
    await start({ pools: [overflowing, poolWith({ id: 'south', label: 'South', members: [rep('72')] })] });

    const ids = await arrive({}, {});
    const [later = ''] = await arrive({});

    expect(count(ownersIn(ids))).toEqual({ '71': 1, '72': 1 });
    expect(ownersIn([later])).toEqual(['72']);
    const { decision } = await leadOf(later);
    expect(decision.reasons).toContainEqual({
      code: 'overflow',
      params: { pool: '*', next: 'south', reason: 'full' },
    });
    await expectReplays();
  });
});

describe('rules and accounts', () => {
  it('send a lead by its country, to the owner of the company with its domain, and to who has the company', async () => {
    const german = {
      anyOf: [
        [
          {
            kind: 'property',
            object: 'contact',
            property: 'country',
            operator: 'EQ',
            value: 'Allemagne',
          } as const,
        ],
      ],
    };
    await start({
      rules: [{ id: 'de', label: 'Germany', criteria: [{ by: 'country', when: german }], pool: 'north' }],
      pools: [
        poolWith({ members: [rep('71')] }),
        poolWith({ id: 'north', label: 'North', members: [rep('72')] }),
      ],
    });
    const [acme = ''] = apply({
      type: 'create',
      objectType: 'companies',
      properties: { name: 'Acme', domain: 'acme.example', hubspot_owner_id: '73' },
    });
    const [linked = ''] = await arrive({ email: 'first@acme.example' });
    apply({ type: 'link', id: linked, to: { type: 'companies', id: acme, primary: true } });
    await tellEmitted();
    await thread.settle();

    const ids = await arrive({ country: 'Allemagne' }, {}, { email: 'second@acme.example' });

    expect(ownersIn(ids)).toEqual(['72', '71', '73']);
    const byDomain = await leadOf(ids[2] ?? '');
    expect(byDomain.decision.reasons).toContainEqual({
      code: 'ownerFromDomain',
      params: { ownerId: '73' },
    });
    const { decision } = await leadOf(ids[1] ?? '');
    expect(decision.reasons).toContainEqual({
      code: 'ruleSkipped',
      params: { routingRule: 'de', by: 'country' },
    });
    await expectReplays();
  });
});

describe('a rep who leaves HubSpot', () => {
  it('loses his open leads to others', async () => {
    await start({ pools: [poolWith({ members: [rep('71'), rep('72')] })] });
    const ids = await arrive({}, {});
    const [his = ''] = ids.filter((_, index) => ownersIn(ids)[index] === '71');

    apply({ type: 'archiveOwner', ownerId: '71' });
    await sql`update portal set owners_read_at = null`.execute(thread.test.database.db);
    await thread.settle();

    expect(ownersIn(ids)).toEqual(['72', '72']);
    const { state, decision } = await leadOf(his);
    expect(state).toMatchObject({ owner: { value: '72' }, formerReps: [{ ownerId: '71' }] });
    expect(decision.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ownerLeft', 'ownerByTurn']),
    );
    await expectReplays();
  });
});
