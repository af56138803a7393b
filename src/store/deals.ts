// Deals whose events came: the leads they hang on are judged again on fresh deals.
import { sql } from 'kysely';
import type { DirtyObject, Lease } from '#pipeline/turn-store.ts';
import { clearDirty } from './commit-batch.ts';
import type { Database } from './database.ts';
import { holdLease } from './leases.ts';
import { rowsOf } from './sql.ts';

/** `contactIds`: whom HubSpot links to them now; whom they were linked to is known from the leads themselves. */
export function commitDeals(
  database: Database,
  read: {
    readonly lease: Lease;
    readonly objects: readonly DirtyObject[];
    readonly contactIds: readonly string[];
  },
): Promise<void> {
  const { portalId } = read.lease;
  const ids = read.objects.map(({ objectId }) => objectId);
  return database.transaction(async (tx) => {
    await holdLease(tx, read.lease);
    await clearDirty(tx, portalId, read.objects);
    await rowsOf(
      tx,
      sql`
        update inbox_event set folded = true
        where portal_id = ${portalId}::text and object_type = 'deal' and not folded and object_id = any(${ids}::text[])`,
    );
    await rowsOf(
      tx,
      sql`
        with stale as (
          update lead l set deals_stale = true
          where l.portal_id = ${portalId}::text and (l.contact_id = any(${[...read.contactIds]}::text[])
            or exists (select 1 from unnest(${ids}::text[]) id
              where l.deals @> jsonb_build_array(jsonb_build_object('id', id))))
          returning l.contact_id)
        insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
        select ${portalId}::text, 'contact', contact_id, nextval('dirty_generation'), 2, clock_timestamp() from stale
        order by contact_id
        on conflict (portal_id, object_type, object_id) do update
          set generation = excluded.generation, lane = least(dirty.lane, excluded.lane), not_before = excluded.not_before`,
    );
  });
}
