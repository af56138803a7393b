// Whom an erasure is about: the contact, those that HubSpot made one with it, and the leads that Accord made of them.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from '#store/database.ts';
import { rowsOf } from '#store/sql.ts';

export interface ErasureScope {
  readonly portalId: string;
  readonly contactIds: readonly string[];
  readonly leadIds: readonly string[];
  readonly taskKeys: readonly string[];
  /** What stands for a lead in rows that are only counted; random, so that it leads nowhere. */
  readonly tokens: readonly { readonly id: string; readonly token: string }[];
  /** Matches a text that names one of the ids. */
  readonly pattern: string;
}

interface Known {
  readonly contactIds: readonly string[];
  readonly leadIds: readonly string[];
}

/** `known`: what an earlier pass found, of which the tables may tell no more. */
export async function findScope(tx: Tx, portalId: string, known: Known): Promise<ErasureScope> {
  const contactIds = await findPerson(tx, portalId, known.contactIds);
  const leadIds = [...new Set([...known.leadIds, ...(await findLeads(tx, portalId, contactIds))])].toSorted();
  const tasks = await rowsOf(
    tx,
    sql<{ key: string }>`
      select task_key as key from task where portal_id = ${portalId}::text and lead_id = any(${leadIds}::text[])`,
  );
  return {
    portalId,
    contactIds,
    leadIds,
    taskKeys: tasks.map(({ key }) => key),
    tokens: leadIds.map((id) => ({ id, token: `erased:${randomBytes(8).toString('hex')}` })),
    pattern: `(^|[^0-9])(${[...new Set([...contactIds, ...leadIds])].join('|')})([^0-9]|$)`,
  };
}

/** Whichever of the ids is named: the contact that it was merged into is the same person, and so is whoever else was. */
export async function findPerson(
  tx: Tx,
  portalId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await rowsOf(
    tx,
    sql<{ id: string }>`
      with recursive part as (
        select id from unnest(${[...ids]}::text[]) id
        union
        select case when m.contact_id = part.id then m.merged_into else m.contact_id end
        from contact_merge m join part on part.id in (m.contact_id, m.merged_into)
        where m.portal_id = ${portalId}::text)
      select id from part order by id`,
  );
  return rows.map(({ id }) => id);
}

/** Also what was stored under the contact's own id before it was a lead, unless that lead is by now another contact's. */
async function findLeads(
  tx: Tx,
  portalId: string,
  contactIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await rowsOf(
    tx,
    sql<{ id: string }>`
      select lead_id as id from lead where portal_id = ${portalId}::text and contact_id = any(${[...contactIds]}::text[])
      union
      select id from unnest(${[...contactIds]}::text[]) id
      where not exists (select 1 from lead l where l.portal_id = ${portalId}::text and l.lead_id = id)`,
  );
  return rows.map(({ id }) => id);
}
