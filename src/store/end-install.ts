// The end of an install: no token stays, no turn begins; and Accord's open tasks, which may have to be closed before.
import { sql } from 'kysely';
import { OWNER_PROPERTY, STAGE_PROPERTY } from '#domain/names.ts';
import type { Actor, OpenTask, WrittenValues } from '#pipeline/admin-ports.ts';
import type { DisconnectWish } from '#pipeline/disconnect.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

export function endInstall(
  database: Database,
  portalId: string,
  end: { readonly wish: DisconnectWish; readonly by: Actor },
): Promise<void> {
  return database.transaction(async (tx) => {
    const before = await oneOf(
      tx,
      sql<{ status: string }>`select status from portal where portal_id = ${portalId}::text for update`,
    );
    await cutOff(tx, portalId, 'DISCONNECTED');
    await writeAudit(tx, portalId, { by: end.by, action: 'disconnect', before, after: end.wish });
  });
}

/** No token, and no turn to come. */
export async function cutOff(
  tx: Tx,
  portalId: string,
  reason: 'DISCONNECTED' | 'UNINSTALLED',
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update portal set status = 'uninstalled', status_reason = ${reason}::text where portal_id = ${portalId}::text`,
  );
  await rowsOf(tx, sql`delete from portal_token where portal_id = ${portalId}::text`);
  await rowsOf(
    tx,
    sql`update portal_work set wake_at = null, review_at = null where portal_id = ${portalId}::text`,
  );
}

/** HubSpot has them, and they are not known to be completed there. */
export function listOpenTasks(
  database: Database,
  portalId: string,
  limit: number,
): Promise<readonly OpenTask[]> {
  return rowsOf(
    database.db,
    sql<OpenTask>`
      select task_key as "taskKey", task_id as "taskId" from task
      where portal_id = ${portalId}::text and task_id is not null and (open or state <> 'confirmed')
      order by task_key limit ${limit}::int`,
  );
}

export async function noteTasksClosed(
  database: Database,
  portalId: string,
  taskKeys: readonly string[],
): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      update task set open = false, state = 'confirmed', reason = ''
      where portal_id = ${portalId}::text and task_key = any(${[...taskKeys]}::text[])`,
  );
}

/** Of `outbox_property o`: in a property of the account's own, which outputs were mapped to by this version or one before (5a.7). */
const IS_ACCOUNTS = sql`(not starts_with(o.property, 'accord_')
  and o.property <> all(${[STAGE_PROPERTY, OWNER_PROPERTY]}::text[]))`;

/** By lead; those whose last value sent is none say nothing. */
export function listWrittenValues(
  database: Database,
  portalId: string,
  limit: number,
): Promise<readonly WrittenValues[]> {
  return rowsOf(
    database.db,
    sql<WrittenValues>`
      select o.lead_id as "leadId", l.contact_id as "contactId", jsonb_object_agg(o.property, o.sent_value) as values
      from outbox_property o join lead l on l.portal_id = o.portal_id and l.lead_id = o.lead_id
      where o.portal_id = ${portalId}::text and ${IS_ACCOUNTS} and o.sent_value <> ''
      group by o.lead_id, l.contact_id order by o.lead_id limit ${limit}::int`,
  );
}

export async function forgetWrittenValues(
  database: Database,
  portalId: string,
  leadIds: readonly string[],
): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      delete from outbox_property o
      where o.portal_id = ${portalId}::text and ${IS_ACCOUNTS} and o.lead_id = any(${[...leadIds]}::text[])`,
  );
}

/** Its properties are gone: they have to be made again before anything is switched on. */
export async function forgetProvision(database: Database, portalId: string): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      update portal set provisioned_at = null, unique_task_key = false, reasons_of = '' where portal_id = ${portalId}::text`,
  );
}
