// A merge may mint a new contact id (HubSpot's webhooks documentation): the lead of the primary record goes on under it,
// so that nobody is handed over twice (10.7). The others are deleted by HubSpot, and their leads end as gone.
import { sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import { rowsOf } from './sql.ts';

interface Merge {
  readonly newId: string;
  readonly primaryId: string;
  readonly mergedIds: string[];
}

/** Under the portal's lease, before leads are made of contacts nobody has seen yet. */
export async function followMerges(
  database: Database,
  portalId: string,
  contactIds: readonly string[],
): Promise<void> {
  const merges = await rowsOf(
    database.db,
    sql<Merge>`
      select event ->> 'newObjectId' as "newId", event ->> 'primaryObjectId' as "primaryId",
        array(select jsonb_array_elements_text(coalesce(event -> 'mergedObjectIds', '[]'))) as "mergedIds"
      from inbox_event
      where portal_id = ${portalId}::text and object_type = 'contact' and action = 'merge' and not folded
        and object_id = any(${[...contactIds]}::text[]) and event ->> 'newObjectId' is not null
      order by occurred_at, event_key`,
  );
  if (merges.length === 0) return;
  await database.transaction(async (tx) => {
    for (const merge of merges) await follow(tx, portalId, merge);
  });
}

/** Repeated without harm: the same merge comes under two ids. */
async function follow(tx: Tx, portalId: string, { newId, primaryId, mergedIds }: Merge): Promise<void> {
  await rowsOf(
    tx,
    sql`
      with moved as (
        insert into lead_alias (portal_id, contact_id, lead_id)
        select portal_id, ${newId}::text, lead_id from lead_alias
        where portal_id = ${portalId}::text and contact_id = ${primaryId}::text and ${newId}::text <> ${primaryId}::text
        on conflict do nothing
        returning lead_id)
      update lead l set contact_id = ${newId}::text, company_id = null from moved
      where l.portal_id = ${portalId}::text and l.lead_id = moved.lead_id`,
  );
  // The deals and HubSpot leads of the others are its own now, also where it keeps its id.
  await rowsOf(
    tx,
    sql`
      update lead set deals_stale = true, hubspot_leads_stale = true
      where portal_id = ${portalId}::text and contact_id = ${newId}::text and not (deals_stale and hubspot_leads_stale)`,
  );
  await uniteSightings(tx, portalId, { newId, mergedIds });
}

/** By id; of an activity seen on several, the newest look. What came for the new id before its merge is taken along. */
async function uniteSightings(
  tx: Tx,
  portalId: string,
  { newId, mergedIds }: Pick<Merge, 'newId' | 'mergedIds'>,
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into signal as known (portal_id, lead_id, signal_id, source, kind, at, detail, seen_at, count, owner_id,
        logged_at, outcome, known_at)
      select distinct on (s.signal_id) s.portal_id, survivor.lead_id, s.signal_id, s.source, s.kind, s.at, s.detail,
        s.seen_at, s.count, s.owner_id, s.logged_at, s.outcome, s.known_at
      from lead_alias survivor
      join signal s on s.portal_id = survivor.portal_id and s.lead_id <> survivor.lead_id and (
        s.lead_id = survivor.contact_id or s.lead_id in (
          select merged.lead_id from lead_alias merged
          where merged.portal_id = survivor.portal_id and merged.contact_id = any(${mergedIds}::text[])))
      where survivor.portal_id = ${portalId}::text and survivor.contact_id = ${newId}::text
      order by s.signal_id, s.seen_at desc, s.lead_id
      on conflict (portal_id, lead_id, signal_id) do update set kind = excluded.kind, at = excluded.at,
          detail = excluded.detail, seen_at = excluded.seen_at, owner_id = excluded.owner_id,
          logged_at = excluded.logged_at, outcome = excluded.outcome
        where known.source = 'engagement' and excluded.seen_at > known.seen_at`,
  );
}
