// What the last comparison of a portal with its ledger found.
import { sql } from 'kysely';
import type { Difference } from '#pipeline/reconcile/reconciliation.ts';
import type { PageRequest, ReconciliationReport } from '#pipeline/reports.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

/** Those left to a person first; `after` is the place of the last one seen. */
export async function readReconciliation(
  database: Database,
  portalId: string,
  page: PageRequest,
): Promise<ReconciliationReport> {
  const run = await oneOf(
    database.db,
    sql<NonNullable<ReconciliationReport['run']> & { readonly run: string }>`
      select run, started_at as "startedAt", ended_at as "endedAt", phase, contacts, differences,
        (select count(*)::int from reconciliation_difference d
          where d.portal_id = r.portal_id and d.run = r.run and d.is_mended) as mended
      from reconciliation r where portal_id = ${portalId}::text order by r.run desc limit 1`,
  );
  if (run === null) return { run: null, items: [], next: null };
  const rows = await rowsOf(
    database.db,
    sql<Difference & { key: string }>`
      select * from (
        select kind, subject, contact_id as "contactId", detail, is_mended as "isMended",
          (case when is_mended then '1' else '0' end) || ' ' || kind || ' ' || subject as key
        from reconciliation_difference where portal_id = ${portalId}::text and run = ${run.run}::bigint) found
      where ${page.after}::text is null or key collate "C" > ${page.after}::text collate "C"
      order by key collate "C"
      limit ${page.limit}::int`,
  );
  const { run: _, ...report } = run;
  return {
    run: report,
    items: rows.map(({ key: _key, ...difference }) => difference),
    next: rows.length < page.limit ? null : (rows.at(-1)?.key ?? null),
  };
}
