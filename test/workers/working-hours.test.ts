// Reps who are out of office, off work or shut out, as HubSpot says: who gets a lead then, whose leads move on, and what an
// account that keeps this from us changes.
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RoutingPool } from '#domain/agreement-routing.ts';
import { DAY_MS, HOUR_MS } from '#domain/instant.ts';
import { OPTIONAL_SCOPES, REQUIRED_SCOPES } from '#hubspot/scopes.ts';
import type { PortalReport } from '#pipeline/reports.ts';
import { createReports } from '#store/reports.ts';
import { count, type RoutedTeam, rep, startTeam } from '#test/support/routed-team.ts';
import { poolWith } from '#test/support/routing-builders.ts';
import { PORTAL } from '#test/support/thread.ts';

const SCOPES: readonly string[] = [...REQUIRED_SCOPES, ...OPTIONAL_SCOPES];
const TIMEOUT_MS = 60_000;
const OFFICE_HOURS = [{ days: 'MONDAY_TO_FRIDAY', startMinute: 540, endMinute: 1020 }];
let team: RoutedTeam;
let offsetMs: number;

beforeEach(() => {
  offsetMs = 0;
});
afterEach(() => team.thread.close());

/** Reps 71 and 72 take turns unless the pool says otherwise. */
async function start(pool: Partial<RoutingPool> = {}): Promise<void> {
  team = await startTeam(
    { pools: [poolWith({ members: [rep('71'), rep('72')], ...pool })] },
    { clock: { nowMs: () => Date.now() + offsetMs } },
  );
}

/** A Monday to come, at midnight in UTC. */
const MONDAY_MS = (() => {
  const today = Math.floor(Date.now() / DAY_MS);
  // 1970-01-01 was a Thursday: days since then plus 3 count from a Monday.
  return (today + 14 - ((today + 3) % 7)) * DAY_MS;
})();

/** HubSpot's clock and ours. */
async function moveTo(days: number, hours: number): Promise<void> {
  const now = MONDAY_MS + days * DAY_MS + hours * HOUR_MS;
  offsetMs = now - Date.now();
  await sql`
    insert into clock_setting (one, anchor_real, anchor_virtual, speed)
    values (true, clock_timestamp(), ${new Date(now).toISOString()}, 1)
    on conflict (one) do update set anchor_real = excluded.anchor_real, anchor_virtual = excluded.anchor_virtual`.execute(
    team.thread.test.database.db,
  );
}

function workIn(ownerId: string, timeZone: string): void {
  team.apply({ type: 'setWorkingHours', ownerId, timeZone, hours: OFFICE_HOURS });
}

function goAway(ownerId: string, fromDay: number, untilDay: number): void {
  const [startMs, endMs] = [MONDAY_MS + fromDay * DAY_MS, MONDAY_MS + untilDay * DAY_MS];
  team.apply({ type: 'setOutOfOffice', ownerId, ranges: [{ startMs, endMs }] });
}

async function skippedFor(contactId: string): Promise<unknown[]> {
  const { decision } = await team.leadOf(contactId);
  return decision.reasons.filter(({ code }) => code === 'repsSkipped').map(({ params }) => params);
}

async function readReport(): Promise<PortalReport> {
  const found = await createReports(team.thread.test.database).readPortal(String(PORTAL));
  if (found === null) throw new Error('no such portal');
  return found;
}

function userCalls(): number {
  return team.thread.sandbox.state.calls.calls.filter(({ path }) => path.endsWith('/users')).length;
}

describe('a rep out of office in HubSpot', () => {
  it(
    'gets nothing, comes back, and is not flooded',
    async () => {
      await start({ afterAbsence: { policy: 'credit', cap: 1, expiresDays: null } });
      goAway('71', 0, 2);
      await moveTo(0, 10);

      const whileAway = await team.arrive({}, {}, {}, {});
      await moveTo(2, 10);
      const back = await team.arrive({}, {}, {}, {}, {}, {});

      expect(count(team.ownersIn(whileAway))).toEqual({ '72': 4 });
      expect(await skippedFor(whileAway[0] ?? '')).toEqual([
        { pool: '*', obstacle: 'absent', by: 'hubspot', reps: 1, ownerIds: '71' },
      ]);
      // One lead made up for, of two that were missed, and no more than his turns beside.
      expect(count(team.ownersIn(back))).toEqual({ '71': 4, '72': 2 });
      expect(await skippedFor(back[0] ?? '')).toEqual([]);
      await team.expectReplays();
    },
    TIMEOUT_MS,
  );
});

describe('working hours in HubSpot', () => {
  it(
    'skip a rep in another zone while the pool has others, and not where the agreement says his hours',
    async () => {
      await start();
      workIn('71', 'America/New_York');
      await moveTo(0, 10);

      const early = await team.arrive({}, {});
      await moveTo(0, 16);
      const late = await team.arrive({}, {});

      expect(team.ownersIn(early)).toEqual(['72', '72']);
      expect(await skippedFor(early[0] ?? '')).toEqual([
        { pool: '*', obstacle: 'hours', by: 'hubspot', reps: 1, ownerIds: '71' },
      ]);
      expect(count(team.ownersIn(late))).toEqual({ '71': 1, '72': 1 });
      await team.expectReplays();
    },
    TIMEOUT_MS,
  );

  it(
    'are nothing beside those of the agreement',
    async () => {
      const always = Object.fromEntries(
        ['1', '2', '3', '4', '5', '6', '7'].map((day) => [day, [{ from: 0, to: 1440 }]]),
      );
      await start({ members: [rep('71', { hours: { timeZone: 'UTC', week: always } })] });
      workIn('71', 'America/New_York');
      await moveTo(0, 3);

      expect(team.ownersIn(await team.arrive({}))).toEqual(['71']);
    },
    TIMEOUT_MS,
  );

  it(
    'keep a lead waiting for its only rep until they begin',
    async () => {
      await start({ members: [rep('71')] });
      workIn('71', 'UTC');
      await moveTo(0, 8.9);

      const ids = await team.arrive({});
      const waiting = team.ownersIn(ids);
      await moveTo(0, 9);
      await team.thread.settle();

      expect([waiting, team.ownersIn(ids)]).toEqual([[''], ['71']]);
      await team.expectReplays();
    },
    TIMEOUT_MS,
  );

  it(
    'that make no sense are not counted, and told to the admin',
    async () => {
      await start({ members: [rep('71')] });
      const record = team.thread.sandbox.requirePortal(PORTAL).objects.users.live.get('207000000071');
      if (record === undefined) throw new Error('no such user');
      record.values = { ...record.values, hs_working_hours: 'from nine to five' };

      expect(team.ownersIn(await team.arrive({}))).toEqual(['71']);
      expect((await readReport()).unreadableTimes).toEqual([
        {
          ownerId: '71',
          name: 'R 71',
          properties: ['hs_working_hours'],
          note: expect.stringContaining('R 71'),
        },
      ]);
    },
    TIMEOUT_MS,
  );
});

describe('a rep who is shut out of the account', () => {
  it.each([
    [
      'deactivated, so that his owner is archived',
      () => team.apply({ type: 'deactivateUser', ownerId: '71' }),
    ],
    [
      'deactivated, while his owner is not archived yet',
      () =>
        team.apply({
          type: 'set',
          objectType: 'users',
          id: '207000000071',
          properties: { hs_deactivated: 'true' },
        }),
    ],
  ])(
    'loses his open leads to others, and gets no more: %s',
    async (_how, shutOut) => {
      await start();
      const ids = await team.arrive({}, {});
      const before = count(team.ownersIn(ids));

      shutOut();
      await team.refreshOwners();
      const later = await team.arrive({}, {});

      expect(before).toEqual({ '71': 1, '72': 1 });
      expect(team.ownersIn([...ids, ...later])).toEqual(['72', '72', '72', '72']);
      await team.expectReplays();
    },
    TIMEOUT_MS,
  );
});

describe('a rep without a seat', () => {
  it(
    'is found out when HubSpot refuses him, and gets no other lead',
    async () => {
      await start();
      team.apply({ type: 'setSeat', ownerId: '71', seat: false });

      const first = await team.arrive({}, {});
      const later = await team.arrive({}, {});

      expect(team.ownersIn([...first, ...later])).toEqual(['72', '72', '72', '72']);
      const refused = await Promise.all([...first, ...later].map((id) => team.leadOf(id)));
      expect(refused.map(({ state }) => state.formerReps?.[0]?.ownerId).filter(Boolean)).toEqual(['71']);
      expect((await readReport()).parked).toBe(0);
      await team.expectReplays();
    },
    TIMEOUT_MS,
  );
});

describe('an account that does not let us read its users', () => {
  it(
    'goes on by the hours of the agreement, says so, and is not asked',
    async () => {
      await start({ members: [rep('71')] });
      workIn('71', 'UTC');
      await moveTo(0, 3);
      await team.thread.reinstall(SCOPES.filter((scope) => scope !== 'crm.objects.users.read'));
      await sql`update portal set backfill_after = ''`.execute(team.thread.test.database.db);

      expect((await readReport()).unread).toMatchObject([
        { object: 'users', because: 'notGranted', scope: 'crm.objects.users.read' },
      ]);
      await team.refreshOwners();
      expect(userCalls()).toBe(0);
      await team.thread.reinstall(SCOPES);
      await team.refreshOwners();
      expect(userCalls()).toBe(1);
      expect((await readReport()).unread).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    'though it grants the scope is asked again an hour later, and its reps get leads meanwhile',
    async () => {
      await start({ members: [rep('71')] });
      workIn('71', 'UTC');
      await moveTo(0, 3);
      await team.thread.reinstall(
        SCOPES,
        SCOPES.filter((scope) => scope !== 'crm.objects.users.read'),
      );
      await team.refreshOwners();
      await team.refreshOwners();

      expect(userCalls()).toBe(1);
      expect((await readReport()).unread).toMatchObject([{ object: 'users', because: 'refused' }]);
    },
    TIMEOUT_MS,
  );
});
