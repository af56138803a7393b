// A rep falls ill with leads in his hands: at the next look at HubSpot's users what he has not begun goes to others, with its
// task and a clock of its own; what he has begun stays, and so does what a person gave him.
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import type { PoolMember } from '#domain/agreement-routing.ts';
import type { Clock, Decision } from '#domain/decision.ts';
import { DAY_MS } from '#domain/instant.ts';
import type { LeadState } from '#domain/lead.ts';
import { count, type RoutedTeam, rep, startTeam } from '#test/support/routed-team.ts';
import { poolWith } from '#test/support/routing-builders.ts';
import { PORTAL } from '#test/support/thread.ts';

const TIMEOUT_MS = 120_000;
let team: RoutedTeam;
afterEach(() => team.thread.close());

async function start(members: readonly PoolMember[]): Promise<void> {
  team = await startTeam({ pools: [poolWith({ members })] });
}

/** From now on, for long. */
function fallIll(...ownerIds: readonly string[]): void {
  const ranges = [{ startMs: Date.now() - 60_000, endMs: Date.now() + 30 * DAY_MS }];
  for (const ownerId of ownerIds) team.apply({ type: 'setOutOfOffice', ownerId, ranges });
}

async function call(contactId: string, ownerId: string): Promise<void> {
  const properties = {
    hs_timestamp: new Date().toISOString(),
    hs_call_direction: 'OUTBOUND',
    hs_call_status: 'COMPLETED',
    hubspot_owner_id: ownerId,
  };
  team.apply({ type: 'logActivity', objectType: 'calls', id: contactId, properties });
  await team.tellEmitted();
  await team.thread.settle();
}

interface Told {
  readonly state: LeadState;
  readonly outcome: Decision;
}

/** As the decision in force left it. */
async function told(contactId: string): Promise<Told> {
  const { rows } = await sql<{ state: LeadState; outcome: string }>`
    select l.state, d.outcome from lead l join decision d on d.portal_id = l.portal_id and d.lead_id = l.lead_id
    where l.contact_id = ${contactId} order by d.seq desc limit 1`.execute(team.thread.test.database.db);
  const [row] = rows;
  if (row === undefined) throw new Error('no such lead');
  return { state: row.state, outcome: JSON.parse(row.outcome) as Decision };
}

async function runsOf(contactId: string): Promise<readonly Pick<Clock, 'run' | 'ownerId' | 'status'>[]> {
  const { rows } = await sql<Pick<Clock, 'run' | 'ownerId' | 'status'>>`
    select c.run, c.owner_id as "ownerId", c.status from clock c join lead l using (portal_id, lead_id)
    where l.contact_id = ${contactId} and c.clause = 'accept' order by c.run`.execute(
    team.thread.test.database.db,
  );
  return rows;
}

/** Owners of the open tasks, one for each. */
function taskOwners(): readonly string[] {
  const { live } = team.thread.sandbox.requirePortal(PORTAL).objects.tasks;
  const open = [...live.values()].filter(({ values }) => values['hs_task_status'] !== 'COMPLETED');
  return open.map(({ values }) => values['hubspot_owner_id'] ?? '');
}

/** Leads of the rep, of as many as arrive. */
async function arriveFor(ownerId: string, arrivals: number): Promise<readonly string[]> {
  const ids = await team.arrive(...Array.from({ length: arrivals }, () => ({})));
  const owners = team.ownersIn(ids);
  return ids.filter((_, index) => owners[index] === ownerId);
}

describe('a rep who falls ill', () => {
  it(
    'loses at once what he has not begun, and gets nothing back',
    async () => {
      await start([rep('71', { weight: 200 }), rep('72'), rep('73')]);
      const his = await arriveFor('71', 8);
      const [begun = '', ...waiting] = his;
      await call(begun, '71');
      fallIll('71');
      await team.refreshOwners();

      expect(waiting).toHaveLength(3);
      const [owners, [kept]] = [team.ownersIn(waiting), team.ownersIn([begun])];
      expect([kept, owners.includes('71')]).toEqual(['71', false]);
      expect(Object.keys(count(owners))).toEqual(expect.arrayContaining(['72', '73']));
      for (const [index, id] of waiting.entries()) {
        const { state, outcome } = await told(id);
        expect(state).toMatchObject({ formerReps: [{ ownerId: '71' }], cycle: 1 });
        expect(outcome.task?.ownerId).toBe(owners[index]);
        expect(await runsOf(id)).toEqual([
          { run: 1, ownerId: '71', status: 'ended' },
          { run: 2, ownerId: owners[index], status: 'running' },
        ]);
      }
      expect(count(taskOwners())).toEqual(count(team.ownersIn([...his, ...(await othersThan(his))])));

      team.apply({ type: 'setOutOfOffice', ownerId: '71', ranges: [] });
      await team.refreshOwners();
      expect(team.ownersIn(his)).toEqual([kept, ...owners]);
      await team.expectReplays();
    },
    TIMEOUT_MS,
  );

  it(
    'keeps what a person gave him, which is told',
    async () => {
      await start([rep('71'), rep('72')]);
      const [given = ''] = await arriveFor('72', 2);
      team.apply({ type: 'set', id: given, properties: { hubspot_owner_id: '71' } });
      await team.tellEmitted();
      await team.thread.settle();
      fallIll('71');
      await team.refreshOwners();

      const { state, outcome } = await told(given);
      expect(team.ownersIn([given])).toEqual(['71']);
      expect(state.unattendedSince).toBeDefined();
      expect(outcome.reasons).toContainEqual({
        code: 'unattended',
        params: expect.objectContaining({ ownerId: '71', by: 'hubspot', reason: 'chosen' }),
      });
    },
    TIMEOUT_MS,
  );

  it(
    'keeps what nobody else can take, until somebody can',
    async () => {
      await start([rep('71'), rep('72')]);
      const [his = ''] = await arriveFor('71', 2);
      fallIll('71', '72');
      await team.refreshOwners();
      const waiting = await told(his);
      team.apply({ type: 'setOutOfOffice', ownerId: '72', ranges: [] });
      await team.refreshOwners();
      await lookAgain();

      expect(waiting.state).toMatchObject({ owner: { value: '71' }, unattendedSince: expect.any(String) });
      expect(waiting.outcome.reasons).toContainEqual({
        code: 'unattended',
        params: expect.objectContaining({ pool: '*', reason: 'absent' }),
      });
      expect(team.ownersIn([his])).toEqual(['72']);
      expect((await told(his)).state).not.toHaveProperty('unattendedSince');
      await team.expectReplays();
    },
    TIMEOUT_MS,
  );
});

async function othersThan(ids: readonly string[]): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select contact_id as id from lead where state ->> 'handedOverAt' is not null and contact_id <> all(${[...ids]}::text[])`.execute(
    team.thread.test.database.db,
  );
  return rows.map(({ id }) => id);
}

/** A quarter of an hour later. */
async function lookAgain(): Promise<void> {
  await sql`update lead set review_at = clock_timestamp() where review_at is not null`.execute(
    team.thread.test.database.db,
  );
  await team.thread.settle();
}
