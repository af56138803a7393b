// What follows when properties of ours that were deleted exist again: their values are unknown to HubSpot, parked changes
// go again, and every lead is judged again in the backfill lane.
import { sql } from 'kysely';
import { readReason } from '#pipeline/refusal-reason.ts';
import type { Lease, RestoredProperties } from '#pipeline/turn-store.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { rowsOf } from './sql.ts';

/** How a stored reason starts when HubSpot does not know the property (pipeline/refusal-reason.ts). */
const MISSING = 'PROPERTY_DOESNT_EXIST';
const OURS = /^accord_/;

/** Of `portal p`. At most once an hour (pipeline/restore-properties.ts). */
export const RESTORE_DUE = sql`(p.properties_missing and p.provisioned_at is not null
  and coalesce(p.restored_at <= clock_timestamp() - interval '1 hour', true))`;

/** One of the account's own that an output is mapped to is not made again: the parked change tells of it. */
export function noteMissingProperty(tx: Tx, portalId: string, reasons: readonly string[]): Promise<unknown> {
  if (!reasons.some(isOursMissing)) return Promise.resolve();
  return rowsOf(
    tx,
    sql`
      update portal set properties_missing = true where portal_id = ${portalId}::text and not properties_missing`,
  );
}

/** Where HubSpot names none, it may be one of ours. */
function isOursMissing(reason: string): boolean {
  const { code, properties } = readReason(reason);
  return code === MISSING && (properties.length === 0 || properties.some((name) => OURS.test(name)));
}

export function storeRestored(
  database: Database,
  lease: Lease,
  { because, created, conflicts }: RestoredProperties,
): Promise<void> {
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await rowsOf(
      tx,
      sql`
        update portal set properties_missing = false, restored_at = clock_timestamp(),
          epoch = epoch + ${created.length > 0 ? 1 : 0}::int where portal_id = ${portalId}::text`,
    );
    if (created.length > 0) await forgetValues(tx, portalId, created);
    await sendTasksAgain(tx, portalId);
    const by = { actor: 'Accord', origin: 'worker' } as const;
    const action = because === 'deleted' ? 'restoreProperties' : 'addProperties';
    await writeAudit(tx, portalId, { by, action, after: { created, conflicts } });
  });
}

/** Nobody has set them back: they are simply not there. */
async function forgetValues(tx: Tx, portalId: string, names: readonly string[]): Promise<void> {
  await rowsOf(
    tx,
    sql`
      delete from outbox_property where portal_id = ${portalId}::text and property = any(${[...names]}::text[])
        and state in ('confirmed', 'parked')`,
  );
  await rowsOf(
    tx,
    sql`
      update mirror set cells = cells - ${[...names]}::text[]
      where portal_id = ${portalId}::text and object_type = 'contact' and cells ?| ${[...names]}::text[]`,
  );
}

async function sendTasksAgain(tx: Tx, portalId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update task set state = 'intended', attempts = 0, reason = '', not_before = clock_timestamp()
      where portal_id = ${portalId}::text and state = 'parked' and starts_with(reason, ${MISSING}::text)`,
  );
}
