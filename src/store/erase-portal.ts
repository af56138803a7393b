// Every row of a portal goes, table by table: for an account that left and wants nothing kept. What stays is one line of
// the audit trail that says who asked and how much went, without a name of a person in it but the one who asked.
import { sql } from 'kysely';
import type { Actor } from '#pipeline/admin-ports.ts';
import { writeAudit } from './audit.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

/**
 * All tables with rows of portals, those that others refer to last; a test compares it with the database. Each is emptied
 * by a statement of its own, so that a big portal holds no long transaction; what was interrupted is asked for again.
 */
export const TABLES_OF_PORTALS = [
  'portal_token',
  'inbox_event',
  'set_aside_event',
  'dirty',
  'signal',
  'signal_poll',
  'mirror',
  'decision',
  'outbox_property',
  'task',
  'withheld_change',
  'lead_key',
  'lead_data',
  'lead_alias',
  'lead_pause',
  'lead',
  'backlog_release_lead',
  'backlog_release',
  'clock_excuse',
  'clock',
  'consequence',
  'source_pause',
  'milestone',
  'orphan',
  'sweep',
  'alert_look',
  'notice_delivery',
  'notice_message',
  'notice',
  'notice_place',
  'webhook',
  'backfill',
  'reconciliation_difference',
  'reconciliation',
  'session',
  'contact_merge',
  'erased_contact',
  'erasure',
  'retention',
  'role_grant',
  'routing_cursor',
  'action_callback',
  'portal_user',
  'contact_list',
  'owner',
  'agreement_preview',
  'agreement_period',
  'agreement_signature',
  'agreement_signatory',
  'agreement_version',
  'agreement',
  'portal_effect',
  'api_slot',
  'api_limit',
  'api_circuit',
  'audit_entry',
  'portal_work',
  'portal_lease',
  'portal',
] as const;

/** Rows erased, by table. The portal must not be active: its workers would write on. */
export async function erasePortal(
  database: Database,
  portalId: string,
  by: Actor,
): Promise<Readonly<Record<string, number>>> {
  await requireEnded(database, portalId);
  const erased: Record<string, number> = {};
  for (const table of TABLES_OF_PORTALS) {
    const count = await emptyTable(database, table, portalId);
    if (count > 0) erased[table] = count;
  }
  await database.transaction((tx) => writeAudit(tx, portalId, { by, action: 'erase', after: erased }));
  return erased;
}

/** The audit trail lets go of rows only in a transaction that says that it erases (0033). */
function emptyTable(database: Database, table: string, portalId: string): Promise<number> {
  return database.transaction(async (tx) => {
    await rowsOf(tx, sql`select set_config('accord.erasing', 'on', true)`);
    const row = await oneOf(
      tx,
      sql<{ count: number }>`
        with gone as (delete from ${sql.table(table)} where portal_id = ${portalId}::text returning 1)
        select count(*)::int as count from gone`,
    );
    return row?.count ?? 0;
  });
}

async function requireEnded(database: Database, portalId: string): Promise<void> {
  const row = await oneOf(
    database.db,
    sql<{ status: string }>`select status from portal where portal_id = ${portalId}::text`,
  );
  if (row?.status === 'active') throw new Error('an active portal is not erased');
}
