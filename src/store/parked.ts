// Changes that could not be written: shown with their reason, tried again when a person says so.
import { sql } from 'kysely';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import { SWITCHED_OFF } from '#pipeline/admin-ports.ts';
import type { PageRequest, ParkedChange } from '#pipeline/reports.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { wakeLater } from './portals.ts';
import { liftRefusals } from './refused-writes.ts';
import { oneOf, rowsOf } from './sql.ts';

const PARKED = sql`
  select 'property' as kind, portal_id, lead_id, property as target, value, reason, attempts, intended_at
  from outbox_property where state = 'parked' and reason <> ${SWITCHED_OFF}::text
  union all
  select 'task', portal_id, lead_id, task_key, subject, reason, attempts, intended_at
  from task where state = 'parked' and reason <> ${SWITCHED_OFF}::text`;

/** By lead and target; `after` names the last row seen. */
export async function listParked(
  database: Database,
  portalId: string,
  page: PageRequest,
): Promise<Page<ParkedChange>> {
  const rows = await rowsOf(
    database.db,
    sql<ParkedChange & { key: string }>`
      select s.*, l.contact_id as "contactId" from (
        select p.kind, p.lead_id as "leadId", p.target, p.value, p.reason, p.attempts, p.intended_at as "intendedAt",
          p.lead_id || ' ' || p.target as key
        from (${PARKED}) p where p.portal_id = ${portalId}::text) s
      join lead l on l.portal_id = ${portalId}::text and l.lead_id = s."leadId"
      where ${page.after}::text is null or s.key collate "C" > ${page.after}::text collate "C"
      order by s.key collate "C"
      limit ${page.limit}::int`,
  );
  const items = rows.map(({ key: _key, ...change }) => change);
  return { items, next: rows.length < page.limit ? null : (rows.at(-1)?.key ?? null) };
}

export async function countParked(database: Database, portalId: string): Promise<number> {
  const row = await oneOf(
    database.db,
    sql<{
      count: number;
    }>`select count(*)::int as count from (${PARKED}) p where p.portal_id = ${portalId}::text`,
  );
  return row?.count ?? 0;
}

/**
 * Properties are forgotten and their leads judged again, so that what is wanted now is sent and not what was wanted
 * then; behind a switched-off effect the decision withholds them. Tasks are sent again while tasks are on. What rested
 * because HubSpot did not let us write it goes again, too.
 */
export function retryParked(
  database: Database,
  portalId: string,
  by: Actor,
): Promise<{ readonly properties: number; readonly tasks: number }> {
  return database.transaction(async (tx) => {
    const properties = await forgetParked(tx, portalId);
    const tasks = await rowsOf(
      tx,
      sql`
        update task set state = 'intended', attempts = 0, reason = '', not_before = clock_timestamp()
        where portal_id = ${portalId}::text and state = 'parked' and reason <> ${SWITCHED_OFF}::text
          and exists (select 1 from portal_effect e join portal p on p.portal_id = e.portal_id and not p.paused
            where e.portal_id = task.portal_id and e.effect = 'tasks' and e.enabled)
        returning 1`,
    );
    const lifted = await liftRefusals(tx, portalId);
    const retried = { properties: properties + lifted.properties, tasks: tasks.length + lifted.tasks };
    await writeAudit(tx, portalId, { by, action: 'retryParked', after: retried });
    await wakeLater(tx, portalId);
    return retried;
  });
}

async function forgetParked(tx: Tx, portalId: string): Promise<number> {
  const rows = await rowsOf(
    tx,
    sql<{ lead_id: string }>`
      delete from outbox_property
      where portal_id = ${portalId}::text and state = 'parked' and reason <> ${SWITCHED_OFF}::text
      returning lead_id`,
  );
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      select portal_id, 'contact', contact_id, nextval('dirty_generation'), 2, clock_timestamp() from lead
      where portal_id = ${portalId}::text and lead_id = any(${rows.map((row) => row.lead_id)}::text[])
      order by contact_id
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, lane = least(dirty.lane, excluded.lane), not_before = excluded.not_before,
          attempts = 0`,
  );
  return rows.length;
}
