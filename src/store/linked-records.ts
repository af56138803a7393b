// Deals and HubSpot leads whose events came: the leads they hang on are judged again on fresh ones. And which of these the
// account does not let us read.
import { sql } from 'kysely';
import { OPEN } from '#domain/course.ts';
import { LINKED, type LinkedType } from '#pipeline/linked.ts';
import type { DirtyObject, Lease, TurnStore } from '#pipeline/turn-store.ts';
import { clearDirty } from './commit-batch.ts';
import type { Database } from './database.ts';
import { holdLease, runHeld } from './leases.ts';
import { rowsOf } from './sql.ts';

/** Where a lead keeps what was read, and whether it must be read again. */
const COLUMNS: Readonly<Record<LinkedType, { readonly known: string; readonly stale: string }>> = {
  deal: { known: 'deals', stale: 'deals_stale' },
  lead: { known: 'hubspot_leads', stale: 'hubspot_leads_stale' },
};

/** `contactIds`: whom HubSpot links to them now; whom they were linked to is known from the leads themselves. */
export function createLinkedStore(
  database: Database,
): Pick<TurnStore, 'commitLinked' | 'storeRefusal' | 'endRefusal'> {
  return {
    commitLinked: (lease, read) => commitLinked(database, { lease, ...read }),
    storeRefusal: (lease, refusal) => storeRefusal(database, lease, refusal),
    endRefusal: (lease, type) => endRefusal(database, lease, type),
  };
}

function commitLinked(
  database: Database,
  read: {
    readonly lease: Lease;
    readonly type: LinkedType;
    readonly objects: readonly DirtyObject[];
    readonly contactIds: readonly string[];
  },
): Promise<void> {
  const { portalId } = read.lease;
  const ids = read.objects.map(({ objectId }) => objectId);
  const known = sql.ref(`l.${COLUMNS[read.type].known}`);
  const stale = sql.ref(COLUMNS[read.type].stale);
  return database.transaction(async (tx) => {
    await holdLease(tx, read.lease);
    await clearDirty(tx, portalId, read.objects);
    await rowsOf(
      tx,
      sql`
        update inbox_event set folded = true
        where portal_id = ${portalId}::text and object_type = ${read.type}::text and not folded and object_id = any(${ids}::text[])`,
    );
    await rowsOf(
      tx,
      sql`
        with stale as (
          update lead l set ${stale} = true
          where l.portal_id = ${portalId}::text and (l.contact_id = any(${[...read.contactIds]}::text[])
            or exists (select 1 from unnest(${ids}::text[]) id
              where ${known} @> jsonb_build_array(jsonb_build_object('id', id))))
          returning l.contact_id)
        insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
        select ${portalId}::text, 'contact', contact_id, nextval('dirty_generation'), 2, clock_timestamp() from stale
        order by contact_id
        on conflict (portal_id, object_type, object_id) do update
          set generation = excluded.generation, lane = least(dirty.lane, excluded.lane), not_before = excluded.not_before`,
    );
  });
}

function storeRefusal(
  database: Database,
  lease: Lease,
  { object, code }: Parameters<TurnStore['storeRefusal']>[1],
): Promise<void> {
  return runHeld(
    database,
    lease,
    sql`
      update portal set refused_reads = refused_reads || jsonb_build_object(${object}::text,
        jsonb_build_object('code', ${code}::text, 'at', clock_timestamp()))
      where portal_id = ${lease.portalId}::text`,
  );
}

/** Their events said nothing while HubSpot refused: what every lead knows of them is stale, and open ones are looked at. */
function endRefusal(database: Database, lease: Lease, type: LinkedType): Promise<void> {
  const { portalId } = lease;
  const stale = sql.ref(COLUMNS[type].stale);
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await rowsOf(
      tx,
      sql`update portal set refused_reads = refused_reads - ${LINKED[type]}::text where portal_id = ${portalId}::text`,
    );
    await rowsOf(
      tx,
      sql`
        with stale as (
          update lead set ${stale} = true where portal_id = ${portalId}::text returning contact_id, state)
        insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
        select ${portalId}::text, 'contact', contact_id, nextval('dirty_generation'), 3, clock_timestamp() from stale
        where state ->> 'status' = any(${[...OPEN]}::text[])
        order by contact_id
        on conflict (portal_id, object_type, object_id) do update set generation = excluded.generation`,
    );
  });
}
