// Whose promises are looked at for alerts (migration 0020), and since when people are told there.
import { sql } from 'kysely';
import type { AlertScope, AlertStore } from '#pipeline/alerts/look-for-alerts.ts';
import type { Database } from './database.ts';
import { matureAfterDays } from './mature-after.ts';
import { createSourcePauseStore } from './source-pauses.ts';
import { oneOf, rowsOf } from './sql.ts';

export function createAlertStore(database: Database): AlertStore {
  return {
    ...createSourcePauseStore(database),
    claimDueAlerts: (limit) => claimDueAlerts(database, limit),
    readAlertScope: (portalId) => readAlertScope(database, portalId),
  };
}

/** Live, and people are told. */
const TELLS = sql`p.status = 'active' and not p.paused and e.effect = 'consequences' and e.enabled`;

async function claimDueAlerts(database: Database, limit: number): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ portal_id: string }>`
      insert into alert_look as a (portal_id, looked_at)
      select p.portal_id, accord_now()
      from portal p join portal_effect e on e.portal_id = p.portal_id left join alert_look k on k.portal_id = p.portal_id
      where ${TELLS} and (k.looked_at is null or k.looked_at < accord_now() - interval '1 hour')
      order by k.looked_at nulls first, p.portal_id
      limit ${limit}::int
      on conflict (portal_id) do update set looked_at = excluded.looked_at
        where a.looked_at < excluded.looked_at - interval '1 hour'
      returning portal_id`,
  );
  return rows.map((row) => row.portal_id);
}

/** A switch begins anew: what was decided while the portal stood still is no news. */
async function readAlertScope(database: Database, portalId: string): Promise<AlertScope | null> {
  const scope = await oneOf(
    database.db,
    sql<Pick<AlertScope, 'toldSince'>>`
      select greatest(e.since, coalesce(p.switched_at, p.baseline_at)) as "toldSince"
      from portal p join portal_effect e on e.portal_id = p.portal_id
      where p.portal_id = ${portalId}::text and ${TELLS}`,
  );
  if (scope === null) return null;
  const agreements = await rowsOf(
    database.db,
    sql<AlertScope['agreements'][number]>`
      select v.agreement_id as id, ${matureAfterDays(sql`v.portal_id`, sql`v.agreement_id`)} as "matureAfterDays"
      from agreement_version v
      where v.portal_id = ${portalId}::text and v.status = 'active'
      order by v.agreement_id`,
  );
  return { ...scope, agreements };
}
