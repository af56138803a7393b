// The agreement in force, and the template that a new portal starts with. The life of versions is in versions.ts.
import { type RawBuilder, sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import type { OtherAgreement } from '#domain/outputs.ts';
import type { Actor, FirstVersion } from '#pipeline/admin-ports.ts';
import type { AgreementReport } from '#pipeline/reports.ts';
import { readCompiled } from '#pipeline/versions/compiled-form.ts';
import { HASH_SCHEME, periodSeal } from '#pipeline/versions/content-hash.ts';
import { writeAudit } from './audit.ts';
import type { Database, Db, Tx } from './database.ts';
import { wakeLater } from './portals.ts';
import { oneOf, rowsOf } from './sql.ts';
import { insertSignatories } from './version-changes.ts';

const FIRST = 1;

export function storeFirstVersion(
  database: Database,
  portalId: string,
  publication: { readonly first: FirstVersion; readonly by: Actor },
): Promise<void> {
  const { first, by } = publication;
  const { agreementId, contentHash } = first;
  return database.transaction(async (tx) => {
    await rowsOf(tx, sql`select 1 from portal where portal_id = ${portalId}::text for update`);
    const inserted = await insertFirst(tx, portalId, first);
    if (inserted === null) return;
    await insertSignatories(tx, { portalId, agreementId, version: FIRST }, first.signatories);
    const seal = periodSeal({ previousSeal: '', version: FIRST, contentHash, from: inserted });
    await rowsOf(
      tx,
      sql`
        insert into agreement_period (portal_id, agreement_id, seq, version, from_at, cause, seal, regime, regime_before, baseline_before)
        select p.portal_id, ${agreementId}::text, 1, ${FIRST}::int, ${inserted}::timestamptz, 'install', ${seal}::text,
          p.regime + 1, p.regime, p.baseline_at
        from portal p where p.portal_id = ${portalId}::text`,
    );
    await rowsOf(
      tx,
      sql`
        update portal set epoch = epoch + 1, regime = regime + 1, baseline_at = ${inserted}::timestamptz,
          switched_at = ${inserted}::timestamptz
        where portal_id = ${portalId}::text`,
    );
    const after = { agreementId, version: FIRST, contentHash, signed: false };
    await writeAudit(tx, portalId, { by, action: 'agreement: template in force', before: null, after });
    await wakeLater(tx, portalId);
  });
}

/** Answers since when it is in force; null where the portal has a version already. */
async function insertFirst(tx: Tx, portalId: string, first: FirstVersion): Promise<string | null> {
  const { agreementId } = first;
  await rowsOf(
    tx,
    sql`
      insert into agreement (portal_id, agreement_id, position) values (${portalId}::text, ${agreementId}::text, 1)
      on conflict do nothing`,
  );
  const row = await oneOf(
    tx,
    sql<{ from: string }>`
      insert into agreement_version (portal_id, agreement_id, version, status, language, document, compiled, content_hash,
        hash_scheme, shape, active_from, created_at)
      select p.portal_id, ${agreementId}::text, ${FIRST}::int, 'active', ${first.language}::text, ${first.document}::text,
        ${first.compiled}::text, ${first.contentHash}::text, ${HASH_SCHEME}::int, ${first.shape}::int, greatest(p.last_now, clock.now), clock.now
      from portal p, (select accord_now() as now offset 0) clock
      where p.portal_id = ${portalId}::text
        and not exists (select 1 from agreement_version v where v.portal_id = p.portal_id)
      returning active_from as "from"`,
  );
  return row?.from ?? null;
}

/**
 * The version in force; of the first agreement where a portal has several. At a past instant: the version in force then,
 * `[from, until)` of its period (T5). Null before the first.
 */
export function agreementAt(
  database: Database,
  portalId: string,
  at: string | null,
): Promise<AgreementReport | null> {
  const inForce =
    at === null
      ? sql`v.status = 'active'`
      : sql`exists (select 1 from agreement_period q
          where q.portal_id = v.portal_id and q.agreement_id = v.agreement_id and q.version = v.version
            and q.from_at <= ${at}::timestamptz and (q.until_at is null or ${at}::timestamptz < q.until_at))`;
  return oneOf(database.db, sql<AgreementReport>`${versionsWhere(portalId, inForce)} limit 1`);
}

/** In the order of the agreements. */
function versionsWhere(portalId: string, condition: RawBuilder<unknown>) {
  return sql<AgreementReport>`
      select v.agreement_id as "agreementId", v.version, v.status, v.language, v.document, v.compiled, v.shape,
        v.content_hash as "contentHash", v.active_from as "activeFrom", v.created_at as "createdAt"
      from agreement_version v
      left join agreement a on a.portal_id = v.portal_id and a.agreement_id = v.agreement_id
      where v.portal_id = ${portalId}::text and ${condition}
      order by a.position, v.agreement_id`;
}

/** As decisions run on it; the first where a portal has several. */
export async function readAgreementInForce(database: Database, portalId: string): Promise<Agreement | null> {
  const version = await agreementAt(database, portalId, null);
  return version === null ? null : readCompiled(version);
}

/** All of them, in their order, as decisions run on them. */
export async function readAgreementsInForce(
  database: Database,
  portalId: string,
): Promise<readonly Agreement[]> {
  const versions = await rowsOf(database.db, versionsWhere(portalId, sql`v.status = 'active'`));
  return versions.map(readCompiled);
}

/** In force or to come, of the account's other agreements: as signed, since nothing is decided on them here. */
export async function readOthersAhead(
  db: Db,
  { portalId, agreementId }: { readonly portalId: string; readonly agreementId: string },
): Promise<readonly OtherAgreement[]> {
  const isAhead = sql`v.status in ('active', 'proposed', 'signed') and v.agreement_id <> ${agreementId}::text`;
  const versions = await rowsOf(db, versionsWhere(portalId, isAhead));
  return versions.map(({ compiled }) => JSON.parse(compiled) as OtherAgreement); // written by compile
}

/** And the versions that are to come: what they write to has to be there when they do. */
export async function readAgreementsAhead(
  database: Database,
  portalId: string,
): Promise<readonly Agreement[]> {
  const isAhead = sql`v.status in ('active', 'proposed', 'signed')`;
  return (await rowsOf(database.db, versionsWhere(portalId, isAhead))).map(readCompiled);
}
