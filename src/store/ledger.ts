// Everything Accord holds about a portal's leads, for reports and for holding it against HubSpot.

import { sql } from 'kysely';
import type { Decision } from '#domain/decision.ts';
import type { LeadState } from '#domain/lead.ts';
import type { Mirror } from '#domain/mirror.ts';
import { compareIds } from '#domain/order.ts';
import { SWITCHED_OFF } from '#pipeline/admin-ports.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

const LEDGER_PAGE = 500;

export interface LedgerLead {
  readonly leadId: string;
  readonly contactId: string;
  readonly cells: Mirror['cells'];
  /** The state decisions run on now: the live one, or the rehearsed one while observing. */
  readonly state: LeadState;
  /** Null until first judged. */
  readonly decision: Decision | null;
  readonly confirmed: Readonly<Record<string, string>>;
}

export interface LedgerTask {
  readonly taskKey: string;
  readonly taskId: string | null;
  readonly contactId: string;
  readonly ownerId: string;
  readonly clause: string;
  readonly subject: string;
  readonly dueAt: string;
  readonly open: boolean;
  readonly state: string;
}

export interface LedgerCounts {
  readonly accepted: number;
  readonly duplicated: number;
  readonly setAside: number;
  readonly echoed: number;
  readonly decisions: number;
  readonly parked: number;
  readonly withheld: number;
}

/** By contact id. In pages: a portal's decisions are too much for one statement's time on a busy machine. */
export async function loadLedgerLeads(database: Database, portalId: string): Promise<readonly LedgerLead[]> {
  const leads: LedgerLead[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page: readonly LedgerLead[] = await loadLedgerPage(database, portalId, after);
    leads.push(...page);
    after = page.length < LEDGER_PAGE ? null : (page.at(-1)?.leadId ?? null);
  }
  return leads.sort((a, b) => compareIds(a.contactId, b.contactId));
}

function loadLedgerPage(database: Database, portalId: string, after: string): Promise<readonly LedgerLead[]> {
  return rowsOf(
    database.db,
    sql<LedgerLead>`
      select l.lead_id as "leadId", l.contact_id as "contactId", coalesce(m.cells, '{}') as cells,
        coalesce(l.shadow, l.state) as state, d.outcome::jsonb as decision,
        coalesce((select jsonb_object_agg(o.property, o.value) from outbox_property o
          where o.portal_id = l.portal_id and o.lead_id = l.lead_id and o.state = 'confirmed'), '{}') as confirmed
      from lead l
      -- By its key for each lead, also where the planner still believes that there is one mirror.
      left join lateral (select cells from mirror
        where portal_id = l.portal_id and object_type = 'contact' and object_id = l.contact_id limit 1) m on true
      left join decision d on d.portal_id = l.portal_id and d.lead_id = l.lead_id and d.seq = l.last_decision
      where l.portal_id = ${portalId}::text and l.lead_id > ${after}::text
      order by l.lead_id limit ${LEDGER_PAGE}::int`,
  );
}

export function loadLedgerTasks(database: Database, portalId: string): Promise<readonly LedgerTask[]> {
  return rowsOf(
    database.db,
    sql<LedgerTask>`
      select t.task_key as "taskKey", t.task_id as "taskId", l.contact_id as "contactId", t.owner_id as "ownerId", t.clause,
        t.subject, t.due_at as "dueAt", t.open, t.state
      from task t join lead l on l.portal_id = t.portal_id and l.lead_id = t.lead_id
      where t.portal_id = ${portalId}::text
      order by t.due_at, t.task_key`,
  );
}

export async function loadLedgerCounts(database: Database, portalId: string): Promise<LedgerCounts> {
  const row = await oneOf(
    database.db,
    sql<LedgerCounts>`
      select coalesce(w.events_accepted, 0)::int as accepted, coalesce(w.events_duplicated, 0)::int as duplicated,
        coalesce(w.events_set_aside, 0)::int as "setAside", coalesce(w.events_echoed, 0)::int as echoed,
        (select count(*)::int from decision where portal_id = p.portal_id) as decisions,
        (select count(*)::int from outbox_property where portal_id = p.portal_id and state = 'parked' and reason <> ${SWITCHED_OFF}::text)
          + (select count(*)::int from task where portal_id = p.portal_id and state = 'parked' and reason <> ${SWITCHED_OFF}::text) as parked,
        (select count(*)::int from withheld_change where portal_id = p.portal_id) as withheld
      from portal p left join portal_work w on w.portal_id = p.portal_id
      where p.portal_id = ${portalId}::text`,
  );
  if (row === null) throw new Error(`portal ${portalId} is not installed`);
  return row;
}

/** How much is still to be judged, written or imported; 0 when the portal is at rest. */
export async function countPending(database: Database, portalId: string): Promise<number> {
  const row = await oneOf(
    database.db,
    sql<{ pending: number }>`
      select (
        (select count(*) from dirty where portal_id = p.portal_id)
        + (select count(*) from outbox_property where portal_id = p.portal_id and state in ('intended', 'sent'))
        + (select count(*) from task where portal_id = p.portal_id and state in ('intended', 'sent'))
        + (select count(*) from lead where portal_id = p.portal_id and review_at <= (select accord_now()))
        + (select count(*) from lead where portal_id = p.portal_id and judged_epoch < p.epoch)
        + (p.backfill_after is not null)::int)::int as pending
      from portal p where p.portal_id = ${portalId}::text`,
  );
  return row?.pending ?? 0;
}

/** Business time, epoch milliseconds, up to which signals have been searched for; null: not yet. */
export async function loadPolledUntil(database: Database, portalId: string): Promise<number | null> {
  const row = await oneOf(
    database.db,
    sql<{ ms: number }>`
      select (extract(epoch from last_at) * 1000)::float8 as ms from signal_poll where portal_id = ${portalId}::text`,
  );
  return row?.ms ?? null;
}

/**
 * Shifts and speeds up business time for every process (demo, rehearsals, tests): from now on it is `from` and runs
 * `speed` times as fast.
 */
export async function setVirtualClock(
  database: Database,
  clock: { readonly from: string; readonly speed: number },
): Promise<string> {
  const row = await oneOf(
    database.db,
    sql<{ anchor_real: string }>`
      insert into clock_setting (anchor_real, anchor_virtual, speed)
      values (date_trunc('milliseconds', clock_timestamp()), ${clock.from}::timestamptz, ${clock.speed}::float8)
      on conflict (one) do update set anchor_real = excluded.anchor_real, anchor_virtual = excluded.anchor_virtual, speed = excluded.speed
      returning anchor_real`,
  );
  return row?.anchor_real ?? '';
}

export interface PortalProgress {
  readonly pending: number;
  /** Leads judged at least once. */
  readonly judged: number;
  readonly events: number;
  readonly tasks: number;
  /** Leads that observing would have handed over. */
  readonly rehearsed: number;
  readonly baseline: number;
}

export async function loadProgress(database: Database, portalId: string): Promise<PortalProgress> {
  const row = await oneOf(
    database.db,
    sql<Omit<PortalProgress, 'pending'>>`
      select count(*) filter (where l.judged_epoch > 0)::int as judged,
        coalesce(max(w.events_accepted), 0)::int as events,
        (select count(*)::int from task t where t.portal_id = p.portal_id) as tasks,
        count(*) filter (where jsonb_array_length(l.shadow -> 'handOvers') > jsonb_array_length(l.state -> 'handOvers'))::int as rehearsed,
        count(*) filter (where coalesce(l.shadow, l.state) ->> 'status' = 'baseline')::int as baseline
      from portal p
      left join lead l on l.portal_id = p.portal_id
      left join portal_work w on w.portal_id = p.portal_id
      where p.portal_id = ${portalId}::text
      group by p.portal_id`,
  );
  const counts = row ?? { judged: 0, events: 0, tasks: 0, rehearsed: 0, baseline: 0 };
  return { ...counts, pending: await countPending(database, portalId) };
}
