// A portal row with what a turn needs, straight into the database; for tests that do not go through OAuth.
import { sql } from 'kysely';
import type { IncomingEvent } from '#pipeline/receive-events.ts';
import type { Database } from '#store/database.ts';

export async function insertPortal(database: Database, portalId: string): Promise<void> {
  await sql`
    insert into portal (portal_id, status, baseline_at, last_now, installed_at, backfill_after)
    values (${portalId}, 'active', accord_now(), accord_now(), accord_now(), null)`.execute(database.db);
}

export function changeEvent(
  portalId: string,
  change: { contact: string; property: string; value: string; at: string; key: string },
): IncomingEvent {
  return {
    key: change.key,
    portalId,
    objectType: 'contact',
    objectId: change.contact,
    action: 'propertyChange',
    propertyName: change.property,
    propertyValue: change.value,
    occurredAt: change.at,
    event: { ...change },
  };
}
