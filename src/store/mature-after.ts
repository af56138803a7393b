// How long cohorts had, under every version of an agreement that was in force: each month is judged by its own.
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';
import { oneOf } from './sql.ts';

/** As a jsonb list. */
export function matureAfterDays(portalId: RawBuilder<unknown>, agreementId: RawBuilder<unknown>) {
  return sql<readonly number[]>`coalesce((
    select jsonb_agg(distinct days.after) from agreement_period q
    join agreement_version w on w.portal_id = q.portal_id and w.agreement_id = q.agreement_id and w.version = q.version
    cross join lateral (select (w.compiled::jsonb #>> '{marketing,quality,matureAfterDays}')::float8 as after) days
    where q.portal_id = ${portalId} and q.agreement_id = ${agreementId} and days.after is not null), '[]')`;
}

export async function readMatureAfterDays(
  { db }: Database,
  portalId: string,
  agreementId: string,
): Promise<readonly number[]> {
  const row = await oneOf(
    db,
    sql<{ days: readonly number[] }>`
      select ${matureAfterDays(sql`${portalId}::text`, sql`${agreementId}::text`)} as days`,
  );
  return row?.days ?? [];
}
