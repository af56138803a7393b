// A thread's portal as if it had been live for long, so that a month of the past can be lived in it.
import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import type { Database } from '#store/database.ts';

/** Live since then, under the version that is in force. */
export async function liveSince(
  { db }: Database,
  {
    portalId,
    agreement,
    since,
  }: { readonly portalId: string; readonly agreement: Agreement; readonly since: string },
): Promise<void> {
  await sql`
    update portal set last_now = ${since}, switched_at = ${since}, first_live_at = ${since}, milestones_since = null
    where portal_id = ${portalId}`.execute(db);
  await insertPeriod({ db }, { portalId, agreement, from: since });
}

/** From when on a version is in force. */
export async function insertPeriod(
  { db }: Pick<Database, 'db'>,
  {
    portalId,
    agreement: { id, version },
    from,
  }: {
    readonly portalId: string;
    readonly agreement: Agreement;
    readonly from: string;
  },
): Promise<void> {
  await sql`
    insert into agreement_period (portal_id, agreement_id, seq, version, from_at, until_at, cause, seal, regime, regime_before,
      baseline_before)
    values (${portalId}, ${id}, ${version}, ${version}, ${from}, null, 'activate', '', 0, 0, '2000-01-01')`.execute(
    db,
  );
}
