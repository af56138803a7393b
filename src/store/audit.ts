// The audit trail: who changed what, from where. Append-only (5a.13).
import { sql } from 'kysely';
import type { Actor, AuditEntry, Page } from '#pipeline/admin-ports.ts';
import type { PageRequest } from '#pipeline/reports.ts';
import type { Database, Tx } from './database.ts';
import { asJson, rowsOf } from './sql.ts';

export async function writeAudit(
  tx: Tx,
  portalId: string,
  entry: { readonly by: Actor; readonly action: string; readonly before?: unknown; readonly after?: unknown },
): Promise<void> {
  const { by, action, before = null, after = null } = entry;
  await rowsOf(
    tx,
    sql`
      insert into audit_entry (portal_id, at, actor, origin, action, before, after, reason, role)
      values (${portalId}::text, accord_now(), ${by.actor}::text, ${by.origin}::text, ${action}::text,
        ${asJson(before)}, ${asJson(after)}, ${by.reason ?? ''}::text, ${by.role ?? ''}::text)`,
  );
}

/** Newest first; `after` is the id of the last entry seen. */
export async function listAudit(
  database: Database,
  portalId: string,
  page: PageRequest,
): Promise<Page<AuditEntry>> {
  const rows = await rowsOf(
    database.db,
    sql<AuditEntry>`
      select id, at, actor, role, origin, action, before, after, reason from audit_entry
      where portal_id = ${portalId}::text and (${page.after}::bigint is null or id < ${page.after}::bigint)
      order by id desc
      limit ${page.limit}::int`,
  );
  return { items: rows, next: rows.length < page.limit ? null : (rows.at(-1)?.id ?? null) };
}
