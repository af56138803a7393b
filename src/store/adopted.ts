// Leads that were taken over from HubSpot after the database was lost (5a.14), with the tasks that HubSpot had open for them.
import { sql } from 'kysely';
import type { AdoptedLead } from '#pipeline/adopt-leads.ts';
import type { AdoptedCounts } from '#pipeline/rebuild-report.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import type { Database } from './database.ts';
import { holdLease } from './leases.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

export function storeAdopted(database: Database, lease: Lease, leads: readonly AdoptedLead[]): Promise<void> {
  const { portalId } = lease;
  const rows = leads.map(({ leadId, state }) => ({ leadId, state, status: state.status }));
  const tasks = leads.flatMap(({ leadId, task }) => (task === null ? [] : [{ leadId, ...task }]));
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await rowsOf(
      tx,
      sql`
        update lead set state = r.state, adopted = r.status
        from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, state jsonb, status text)
        where lead.portal_id = ${portalId}::text and lead.lead_id = r."leadId" and lead.adopted = ''`,
    );
    await rowsOf(
      tx,
      sql`
        insert into task (portal_id, lead_id, task_key, owner_id, clause, subject, body, due_at, open, state, lane, task_id,
          not_before, intended_at, adopted)
        select ${portalId}::text, r."leadId", r."taskKey", r."ownerId", r.clause, r.subject, r.body, r."dueAt", true, 'confirmed', 2,
          r."taskId", clock_timestamp(), accord_now(), true
        from jsonb_to_recordset(${asJson(tasks)}) as r("leadId" text, "taskKey" text, "ownerId" text, clause text, subject text,
          body text, "dueAt" timestamptz, "taskId" text)
        order by r."taskKey"
        on conflict do nothing`,
    );
  });
}

export async function countAdopted(database: Database, portalId: string): Promise<AdoptedCounts> {
  const rows = await rowsOf(
    database.db,
    sql<{ status: string; leads: number }>`
      select adopted as status, count(*)::int as leads from lead
      where portal_id = ${portalId}::text and adopted <> '' group by adopted order by adopted`,
  );
  const row = await oneOf(
    database.db,
    sql<{ tasks: number }>`
      select count(*)::int as tasks from task where portal_id = ${portalId}::text and adopted`,
  );
  return {
    byStatus: Object.fromEntries(rows.map(({ status, leads }) => [status, leads])),
    tasks: row?.tasks ?? 0,
  };
}
