// Decisions as they were stored, with the version they were made under: for replaying and explaining them.
import { sql } from 'kysely';
import type { StoredDecision } from '#pipeline/replay.ts';
import type { CompiledForm } from '#pipeline/versions/compiled-form.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

const COLUMNS = sql`d.seq, d.portal_id as "portalId", d.lead_id as "leadId", d.agreement_id as "agreementId", d.version, d.at,
  d.live, d.engine, d.inputs, d.outcome, d.outcome_hash as "outcomeHash"`;
const FORM = sql`case when v.version is not null then jsonb_build_object('agreementId', v.agreement_id, 'version', v.version,
  'compiled', v.compiled, 'document', v.document, 'shape', v.shape,
  'createdAt', to_char(v.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) end`;
const WITH_VERSION = sql`decision d left join agreement_version v
  on v.portal_id = d.portal_id and v.agreement_id = d.agreement_id and v.version = d.version`;

export function findDecision(database: Database, seq: string): Promise<StoredDecision | null> {
  return oneOf(
    database.db,
    sql<StoredDecision>`select ${COLUMNS}, ${FORM} as form from ${WITH_VERSION} where d.seq = ${seq}::bigint`,
  );
}

/** In the order they were made, without the text of their version: the caller reads each version once. */
export function pageDecisions(
  database: Database,
  portalId: string,
  page: { readonly after: string; readonly limit: number },
): Promise<readonly StoredDecision[]> {
  return rowsOf(
    database.db,
    sql<StoredDecision>`
      select ${COLUMNS}, null as form from decision d
      where d.portal_id = ${portalId}::text and d.seq > ${page.after}::bigint
      order by d.seq limit ${page.limit}::int`,
  );
}

export function findForm(
  database: Database,
  { portalId, agreementId, version }: Pick<StoredDecision, 'portalId' | 'agreementId' | 'version'>,
): Promise<CompiledForm | null> {
  return oneOf(
    database.db,
    sql<CompiledForm>`
      select agreement_id as "agreementId", version, compiled, document, shape, created_at as "createdAt"
      from agreement_version
      where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text and version = ${version}::int`,
  );
}

/** The lead's decision in force at an instant (null: now), and the instant itself. */
export async function findDecisionAt(
  database: Database,
  portalId: string,
  asked: { readonly leadId: string; readonly at: string | null },
): Promise<{ readonly now: string; readonly decision: StoredDecision | null }> {
  const clock = await oneOf(database.db, sql<{ now: string }>`select accord_now() as now`);
  const now = clock?.now ?? '';
  const decision = await oneOf(
    database.db,
    sql<StoredDecision>`
      select ${COLUMNS}, ${FORM} as form from ${WITH_VERSION}
      where d.portal_id = ${portalId}::text and d.lead_id = ${asked.leadId}::text
        and d.at <= ${asked.at ?? now}::timestamptz
      order by d.seq desc limit 1`,
  );
  return { now, decision };
}
