// What is kept beside each lead for reports about data: keys of identity, fields with and without value (migration 0004).
import { sql } from 'kysely';
import { groupByIdentity, type IdentityGroup, type KeyOfLead } from '#domain/identity-groups.ts';
import type { JudgedLead } from '#pipeline/turn-store.ts';
import type { Database, Tx } from './database.ts';
import { asJson, rowsOf } from './sql.ts';

/** Part of a batch's transaction; rows that say the same are left alone. */
export async function storeLeadData(tx: Tx, portalId: string, leads: readonly JudgedLead[]): Promise<void> {
  if (leads.length === 0) return;
  const rows = leads.map(({ leadId, data }) => ({ leadId, ...data, keys: undefined }));
  await rowsOf(
    tx,
    sql`
      insert into lead_data as d (portal_id, lead_id, in_scope, source, owner_id, fields)
      select ${portalId}::text, r."leadId", r."inScope", r.source, r."ownerId", r.fields
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, "inScope" boolean, source text, "ownerId" text, fields jsonb)
      on conflict (portal_id, lead_id) do update
        set in_scope = excluded.in_scope, source = excluded.source, owner_id = excluded.owner_id, fields = excluded.fields
        where (d.in_scope, d.source, d.owner_id, d.fields)
          is distinct from (excluded.in_scope, excluded.source, excluded.owner_id, excluded.fields)`,
  );
  await storeKeys(tx, portalId, leads);
}

async function storeKeys(tx: Tx, portalId: string, leads: readonly JudgedLead[]): Promise<void> {
  const keys = leads.flatMap(({ leadId, data }) => data.keys.map((key) => ({ leadId, ...key })));
  await rowsOf(
    tx,
    sql`
      with wanted as (
        select r."leadId" as lead_id, r.kind, r.key
        from jsonb_to_recordset(${asJson(keys)}) as r("leadId" text, kind text, key text)),
      dropped as (
        delete from lead_key k
        where k.portal_id = ${portalId}::text and k.lead_id = any(${leads.map(({ leadId }) => leadId)}::text[])
          and not exists (select from wanted w where w.lead_id = k.lead_id and w.kind = k.kind and w.key = k.key))
      insert into lead_key (portal_id, lead_id, kind, key)
      select ${portalId}::text, lead_id, kind, key from wanted
      on conflict do nothing`,
  );
}

/** Every group of leads that share a key, directly or through others. */
export async function readIdentityGroups(
  database: Database,
  portalId: string,
): Promise<readonly IdentityGroup[]> {
  const keys = await rowsOf(
    database.db,
    sql<KeyOfLead>`
      select k.lead_id as "leadId", k.kind, k.key
      from lead_key k
      where k.portal_id = ${portalId}::text and exists (
        select from lead_key o
        where o.portal_id = k.portal_id and o.kind = k.kind and o.key = k.key and o.lead_id <> k.lead_id)
      order by k.kind, k.key, length(k.lead_id), k.lead_id`,
  );
  return groupByIdentity(keys);
}
