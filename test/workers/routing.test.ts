// Who gets a lead in a portal that runs: turns by weight and limit that go on from batch to batch, rules, the account's owner,
// a rep who leaves; and every such decision again from what was stored with it.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { RoutingModel } from '#domain/agreement-routing.ts';
import type { RoutingLedger } from '#pipeline/desks.ts';
import { count, type RoutedTeam, rep, startTeam } from '#test/support/routed-team.ts';
import { poolWith } from '#test/support/routing-builders.ts';
import { PORTAL } from '#test/support/thread.ts';

let team: RoutedTeam;

afterEach(() => team.thread.close());

async function start(routing: Partial<RoutingModel>): Promise<void> {
  team = await startTeam(routing);
}

async function readLedger(): Promise<RoutingLedger> {
  const { rows } = await sql<{ ledger: RoutingLedger }>`
    select ledger from routing_cursor where portal_id = ${String(PORTAL)} and pool = 'main'`.execute(
    team.thread.test.database.db,
  );
  return rows[0]!.ledger;
}

describe('a pool', () => {
  it('deals by weight from batch to batch, and stops at the limits of a day', async () => {
    const members = [rep('71', { weight: 200, maxPerDay: 4 }), rep('72', { maxPerDay: 2 })];
    await start({ pools: [poolWith({ members })] });

    const first = await team.arrive({}, {}, {});
    const second = await team.arrive({}, {}, {});
    const [held = ''] = await team.arrive({});

    expect(count(team.ownersIn(first))).toEqual({ '71': 2, '72': 1 });
    expect(count(team.ownersIn([...first, ...second]))).toEqual({ '71': 4, '72': 2 });
    expect(team.ownersIn([held])).toEqual(['']);
    const { state, decision } = await team.leadOf(held);
    expect(state).toMatchObject({ status: 'handedOver', assignedAt: null });
    expect(decision.reasons).toContainEqual({ code: 'ownerHold', params: { pool: '*', reason: 'full' } });
    const ledger = await readLedger();
    expect(ledger.today).toEqual({ '71': 4, '72': 2 });
    expect(ledger.pools['*']).toMatchObject({ given: 6, reps: { '71': { taken: 0 }, '72': { taken: 0 } } });
    await team.expectReplays();
  });

  it('counts open leads, and hands what is over to another pool', async () => {
    const overflowing = poolWith({ members: [rep('71', { maxOpen: 1 })], overflow: 'south' });
    await start({ pools: [overflowing, poolWith({ id: 'south', label: 'South', members: [rep('72')] })] });

    const ids = await team.arrive({}, {});
    const [later = ''] = await team.arrive({});

    expect(count(team.ownersIn(ids))).toEqual({ '71': 1, '72': 1 });
    expect(team.ownersIn([later])).toEqual(['72']);
    const { decision } = await team.leadOf(later);
    expect(decision.reasons).toContainEqual({
      code: 'overflow',
      params: { pool: '*', next: 'south', reason: 'full' },
    });
    await team.expectReplays();
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
    const [acme = ''] = team.apply({
      type: 'create',
      objectType: 'companies',
      properties: { name: 'Acme', domain: 'acme.example', hubspot_owner_id: '73' },
    });
    const [linked = ''] = await team.arrive({ email: 'first@acme.example' });
    team.apply({ type: 'link', id: linked, to: { type: 'companies', id: acme, primary: true } });
    await team.tellEmitted();
    await team.thread.settle();

    const ids = await team.arrive({ country: 'Allemagne' }, {}, { email: 'second@acme.example' });

    expect(team.ownersIn(ids)).toEqual(['72', '71', '73']);
    const byDomain = await team.leadOf(ids[2] ?? '');
    expect(byDomain.decision.reasons).toContainEqual({
      code: 'ownerFromDomain',
      params: { ownerId: '73' },
    });
    const { decision } = await team.leadOf(ids[1] ?? '');
    expect(decision.reasons).toContainEqual({
      code: 'ruleSkipped',
      params: { routingRule: 'de', by: 'country' },
    });
    await team.expectReplays();
  });
});

describe('a rep who leaves HubSpot', () => {
  it('loses his open leads to others', async () => {
    await start({ pools: [poolWith({ members: [rep('71'), rep('72')] })] });
    const ids = await team.arrive({}, {});
    const [his = ''] = ids.filter((_, index) => team.ownersIn(ids)[index] === '71');

    team.apply({ type: 'archiveOwner', ownerId: '71' });
    await team.refreshOwners();

    expect(team.ownersIn(ids)).toEqual(['72', '72']);
    const { state, decision } = await team.leadOf(his);
    expect(state).toMatchObject({ owner: { value: '72' }, formerReps: [{ ownerId: '71' }] });
    expect(decision.reasons.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['ownerLeft', 'ownerByTurn']),
    );
    await team.expectReplays();
  });
});
