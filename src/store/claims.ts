// What a turn takes next. Claims lock nothing: there is one turn per portal, and rows are cleared by generation (D4).
import { type RawBuilder, sql } from 'kysely';
import { ENGAGEMENT_TYPES } from '#domain/engagements.ts';
import type { ClaimStore } from '#pipeline/claim-store.ts';
import { LANES } from '#pipeline/ports.ts';
import type { DirtyObject } from '#pipeline/turn-store.ts';
import type { Database, Db, Tx } from './database.ts';
import { isBeingErased } from './erasure/being-erased.ts';
import { rowsOf } from './sql.ts';

/** Leads with a change on the wire wait until its outcome is known: two writes for one lead are never in flight (D7). */
export const ON_THE_WIRE = sql`
  exists (select 1 from outbox_property o where o.portal_id = l.portal_id and o.lead_id = l.lead_id and o.state = 'sent')
  or exists (select 1 from task t where t.portal_id = l.portal_id and t.lead_id = l.lead_id and t.state = 'sent')`;

/**
 * More rows than wanted are looked at, in the order of the index, so that those on the wire can be left out; beyond them
 * nothing is sorted or joined, however many are dirty.
 */
const MAX_ON_THE_WIRE = 1_000;

/** Nothing of the backfill while its share of HubSpot's budget is spent. */
function lastLane(portalId: string): RawBuilder<unknown> {
  return sql`
    select case when exists (select 1 from portal_work w
        where w.portal_id = ${portalId}::text and w.backfill_at > clock_timestamp())
      then ${LANES.live}::int else ${LANES.backfill}::int end`;
}

export function createClaimStore({ db }: Database): ClaimStore {
  return {
    claimDirty: (portalId, limit) => claimDirty(db, portalId, limit),
    claimEngagements: (portalId, limit) => claimEngagements(db, portalId, limit),
    claimReviews: (portalId, limit) => claimReviews(db, portalId, limit),
    claimOutdated: (portalId, limit) => claimOutdated(db, portalId, limit),
  };
}

export function claimDirty(db: Db | Tx, portalId: string, limit: number): Promise<readonly DirtyObject[]> {
  return rowsOf(
    db,
    sql<DirtyObject>`
      select d.object_type as "objectType", d.object_id as "objectId", d.generation, d.lane
      from (
        select * from dirty
        where portal_id = ${portalId}::text and not_before <= (select clock_timestamp())
          and lane <= (${lastLane(portalId)})
          and object_type <> all(${[...ENGAGEMENT_TYPES]}::text[])
        order by lane, generation
        limit ${limit + MAX_ON_THE_WIRE}::int) d
      left join lead_alias a on d.object_type = 'contact' and a.portal_id = d.portal_id and a.contact_id = d.object_id
      left join lead l on l.portal_id = a.portal_id and l.lead_id = a.lead_id
      where (l.lead_id is null or not (${ON_THE_WIRE}))
        and not (d.object_type = 'contact' and ${isBeingErased('d', 'object_id')})
      order by d.lane, d.generation
      limit ${limit}::int`,
  );
}

/** Apart from leads, so that both fill their batches. */
export function claimEngagements(
  db: Db | Tx,
  portalId: string,
  limit: number,
): Promise<readonly DirtyObject[]> {
  return rowsOf(
    db,
    sql<DirtyObject>`
      select object_type as "objectType", object_id as "objectId", generation, lane from dirty
      where portal_id = ${portalId}::text and not_before <= (select clock_timestamp())
        and object_type = any(${[...ENGAGEMENT_TYPES]}::text[])
      order by lane, generation
      limit ${limit}::int`,
  );
}

/** A clock's own instants first, however many scores have aged before it. */
export async function claimReviews(
  db: Db | Tx,
  portalId: string,
  limit: number,
): Promise<readonly DirtyObject[]> {
  return rowsOf(
    db,
    sql<DirtyObject>`
      select 'contact' as "objectType", r.contact_id as "objectId", null as generation, r.lane from (
        (select l.contact_id, ${LANES.clock}::int as lane, l.clock_at as at from lead l
          where l.portal_id = ${portalId}::text and l.clock_at <= (select accord_now())
            and l.review_at <= (select accord_now()) and not (${ON_THE_WIRE}) and not ${isBeingErased('l', 'contact_id')}
          order by l.clock_at
          limit ${limit}::int)
        union all
        (select l.contact_id, ${LANES.live}::int, l.review_at from lead l
          where l.portal_id = ${portalId}::text and l.review_at <= (select accord_now())
            and (l.clock_at is null or l.clock_at > (select accord_now())) and not (${ON_THE_WIRE})
            and not ${isBeingErased('l', 'contact_id')}
          order by l.review_at
          limit ${limit}::int)) r
      order by r.lane, r.at
      limit ${limit}::int`,
  );
}

export async function claimOutdated(
  db: Db | Tx,
  portalId: string,
  limit: number,
): Promise<readonly DirtyObject[]> {
  return rowsOf(
    db,
    sql<DirtyObject>`
      select 'contact' as "objectType", l.contact_id as "objectId", null as generation, 3 as lane
      from lead l
      where l.portal_id = ${portalId}::text
        and l.judged_epoch < (select epoch from portal where portal_id = ${portalId}::text) and not (${ON_THE_WIRE})
        and (${lastLane(portalId)}) = ${LANES.backfill}::int
        and not ${isBeingErased('l', 'contact_id')}
      order by l.judged_epoch, l.lead_id
      limit ${limit}::int`,
  );
}
