// What would have been written while effects were off (5a.1), and what could not be understood.
import { sql } from 'kysely';
import type { Page } from '#pipeline/admin-ports.ts';
import type { PageRequest, SetAsideRow, WithheldChange, WithheldSummary } from '#pipeline/reports.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

/** By lead and target; `after` names the last row seen. */
export async function listWithheld(
  database: Database,
  portalId: string,
  page: PageRequest,
): Promise<Page<WithheldChange>> {
  const rows = await rowsOf(
    database.db,
    sql<WithheldChange & { key: string }>`
      select * from (
        select w.lead_id as "leadId", l.contact_id as "contactId", w.target, w.effect, w.value,
          w.current_value as "currentValue", w.regime, w.withheld_at as "withheldAt",
          (w.lead_id || ' ' || w.target) collate "C" as key
        from withheld_change w join lead l on l.portal_id = w.portal_id and l.lead_id = w.lead_id
        where w.portal_id = ${portalId}::text) rows
      where ${page.after}::text is null or key > ${page.after}::text
      order by key
      limit ${page.limit}::int`,
  );
  const items = rows.map(({ key: _key, ...change }) => change);
  return { items, next: rows.length < page.limit ? null : (rows.at(-1)?.key ?? null) };
}

export async function summarizeWithheld(
  database: Database,
  portalId: string,
): Promise<readonly WithheldSummary[]> {
  return rowsOf(
    database.db,
    sql<WithheldSummary>`
      select effect, target, count(*)::int as changes, (count(*) filter (where current_value <> ''))::int as overwriting
      from withheld_change where portal_id = ${portalId}::text
      group by effect, target
      order by effect, target`,
  );
}

export async function countWithheld(database: Database, portalId: string): Promise<number> {
  const row = await oneOf(
    database.db,
    sql<{
      count: number;
    }>`select count(*)::int as count from withheld_change where portal_id = ${portalId}::text`,
  );
  return row?.count ?? 0;
}

/** Newest first. Only events whose portal could be read are shown to that portal. */
export async function listSetAside(
  database: Database,
  portalId: string,
  page: PageRequest,
): Promise<Page<SetAsideRow>> {
  const rows = await rowsOf(
    database.db,
    sql<SetAsideRow>`
      select id, reason, raw, received_at as "receivedAt" from set_aside_event
      where portal_id = ${portalId}::text and (${page.after}::bigint is null or id < ${page.after}::bigint)
      order by id desc
      limit ${page.limit}::int`,
  );
  return { items: rows, next: rows.length < page.limit ? null : (rows.at(-1)?.id ?? null) };
}
