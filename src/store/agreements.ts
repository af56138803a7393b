// Agreement versions: numbered, hash-chained, one in force at a time (10.8).

import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import type { Actor, NewVersion } from '#pipeline/admin-ports.ts';
import type { AgreementReport } from '#pipeline/reports.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { wakeLater } from './portals.ts';
import { oneOf, rowsOf } from './sql.ts';

/** Puts a version in force; its predecessor is superseded, and every lead is judged again (10.9: one row, no dirty rows). */
export function storeVersion(
  database: Database,
  portalId: string,
  publication: { readonly version: NewVersion; readonly by: Actor },
): Promise<{ readonly version: number; readonly contentHash: string }> {
  const { version: draft, by } = publication;
  return database.transaction(async (tx) => {
    // One publication at a time: the number and the hash follow from the predecessor.
    await rowsOf(tx, sql`select 1 from portal where portal_id = ${portalId}::text for update`);
    const last = await findLast(tx, portalId, draft.agreementId);
    const version = (last?.version ?? 0) + 1;
    const sealed = draft.seal(version, last?.contentHash ?? '');
    await rowsOf(
      tx,
      sql`
        update agreement_version set status = 'superseded'
        where portal_id = ${portalId}::text and agreement_id = ${draft.agreementId}::text and status = 'active'`,
    );
    await rowsOf(
      tx,
      sql`
        insert into agreement_version (portal_id, agreement_id, version, status, language, document, compiled, content_hash,
          active_from, created_at)
        values (${portalId}::text, ${draft.agreementId}::text, ${version}::int, 'active', ${draft.language}::text,
          ${draft.document}::text, ${sealed.compiled}::text, ${sealed.contentHash}::text, accord_now(), accord_now())`,
    );
    // A new baseline too: whoever is over the line because the line moved is no hand-over (5a.2).
    await rowsOf(
      tx,
      sql`
        update portal set epoch = epoch + 1, regime = regime + 1, baseline_at = greatest(last_now, accord_now())
        where portal_id = ${portalId}::text`,
    );
    const after = { agreementId: draft.agreementId, version, contentHash: sealed.contentHash };
    await writeAudit(tx, portalId, { by, action: 'publish', before: last, after });
    await wakeLater(tx, portalId);
    return { version, contentHash: sealed.contentHash };
  });
}

function findLast(
  tx: Tx,
  portalId: string,
  agreementId: string,
): Promise<{ readonly version: number; readonly contentHash: string } | null> {
  return oneOf(
    tx,
    sql<{ version: number; contentHash: string }>`
      select version, content_hash as "contentHash" from agreement_version
      where portal_id = ${portalId}::text and agreement_id = ${agreementId}::text
      order by version desc limit 1`,
  );
}

/** The version in force. */
export function findActiveVersion(database: Database, portalId: string): Promise<AgreementReport | null> {
  return oneOf(
    database.db,
    sql<AgreementReport>`
      select agreement_id as "agreementId", version, status, language, document, compiled, content_hash as "contentHash",
        active_from as "activeFrom", created_at as "createdAt"
      from agreement_version where portal_id = ${portalId}::text and status = 'active'
      order by agreement_id limit 1`,
  );
}

/** As decisions run on it. */
export async function readAgreementInForce(database: Database, portalId: string): Promise<Agreement | null> {
  const version = await findActiveVersion(database, portalId);
  // Written by compile and hashed at publication.
  return version === null ? null : (JSON.parse(version.compiled) as Agreement);
}
