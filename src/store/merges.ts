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
  await rowsOf(
    tx,
    sql`
      insert into signal (portal_id, lead_id, signal_id, kind, at, detail, known_at)
      select s.portal_id, survivor.lead_id, s.signal_id, s.kind, s.at, s.detail, s.known_at
      from lead_alias survivor
      join lead_alias merged on merged.portal_id = survivor.portal_id and merged.contact_id = any(${mergedIds}::text[])
      join signal s on s.portal_id = merged.portal_id and s.lead_id = merged.lead_id
      where survivor.portal_id = ${portalId}::text and survivor.contact_id = ${newId}::text
        and survivor.lead_id <> merged.lead_id
      on conflict do nothing`,
  );
}
