// Portals as installs make them, and their way to a next turn.
import { sql } from 'kysely';
import type { Actor, InstalledPortal, InstallGrant } from '#pipeline/admin-ports.ts';
import type { SecretBox } from '#platform/secrets.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { liftRefusals } from './refused-writes.ts';
import { grantAdmin } from './role-grants.ts';
import { oneOf, rowsOf } from './sql.ts';
import { saveTokens } from './tokens.ts';

export async function readNow(database: Database): Promise<string> {
  const row = await oneOf(database.db, sql<{ now: string }>`select accord_now() as now`);
  return row?.now ?? '';
}

/** Technical time, to compare machines (10.10). */
export async function readDatabaseClock(database: Database): Promise<number> {
  const row = await oneOf(database.db, sql<{ now: string }>`select clock_timestamp() as now`);
  return Date.parse(row?.now ?? '');
}

export async function findPortal(
  database: Database,
  portalId: string,
): Promise<{
  readonly status: string;
  readonly language: 'en' | 'fr';
  readonly lifecycleOrder: readonly string[];
} | null> {
  return oneOf(
    database.db,
    sql<{ status: string; language: 'en' | 'fr'; lifecycleOrder: string[] }>`
      select status, language, lifecycle_order as "lifecycleOrder" from portal where portal_id = ${portalId}::text`,
  );
}

/** A first install starts in observe; another one keeps everything and starts from a new baseline (5a.1, 5a.2). */
export function storeInstall(
  database: Database,
  box: SecretBox,
  install: { readonly grant: InstallGrant; readonly language: 'en' | 'fr'; readonly by: Actor },
): Promise<InstalledPortal> {
  const { portalId, tokens } = install.grant;
  return database.transaction(async (tx) => {
    // A portal that does not exist yet has no row to lock.
    await rowsOf(tx, sql`select pg_advisory_xact_lock(hashtextextended(${`install:${portalId}`}::text, 0))`);
    const before = await oneOf(
      tx,
      sql<{ status: string }>`select status from portal where portal_id = ${portalId}::text for update`,
    );
    await upsertPortal(tx, portalId, install.language);
    if (before !== null) await askAgain(tx, portalId);
    if (before !== null && before.status !== 'active') await forgetWhatWasMissed(tx, portalId);
    await saveTokens(tx, box, { portalId, tokens });
    if (install.grant.userId !== null) await grantAdmin(tx, portalId, install.grant.userId);
    const action = before === null ? 'install' : 'reinstall';
    await writeAudit(tx, portalId, { by: install.by, action, before, after: { scopes: tokens.scopes } });
    await wakeLater(tx, portalId);
    const row = await oneOf(
      tx,
      sql<Omit<InstalledPortal, 'isNew'>>`
        select language, time_zone as "timeZone",
          exists (select 1 from agreement_version v where v.portal_id = p.portal_id) as "hasAgreement"
        from portal p where portal_id = ${portalId}::text`,
    );
    if (row === null) throw new Error('a portal vanished while it was installed');
    return { isNew: before === null, ...row };
  });
}

async function upsertPortal(tx: Tx, portalId: string, language: 'en' | 'fr'): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into portal as p (portal_id, status, language, baseline_at, switched_at, last_now, installed_at)
      values (${portalId}::text, 'active', ${language}::text, accord_now(), accord_now(), accord_now(), accord_now())
      on conflict (portal_id) do update set status = 'active', status_reason = '', regime = p.regime + 1,
        baseline_at = greatest(p.last_now, accord_now()), switched_at = greatest(p.last_now, accord_now()), epoch = p.epoch + 1, owners_read_at = null`,
  );
}

/** The grant may be another one: what the one before did not let us read or write, and the rest that its refusal asked for. */
async function askAgain(tx: Tx, portalId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`update lead set deals_stale = true, hubspot_leads_stale = true where portal_id = ${portalId}::text`,
  );
  await rowsOf(tx, sql`update portal set refused_reads = '{}' where portal_id = ${portalId}::text`);
  await liftRefusals(tx, portalId);
  await rowsOf(
    tx,
    sql`update portal_work set paused_until = null, pause_reason = '' where portal_id = ${portalId}::text`,
  );
}

/** Nobody told us what happened meanwhile: every record is read again, and new ones are looked for. */
async function forgetWhatWasMissed(tx: Tx, portalId: string): Promise<void> {
  await rowsOf(tx, sql`update mirror set read_set = '' where portal_id = ${portalId}::text`);
  await rowsOf(tx, sql`update portal set backfill_after = '' where portal_id = ${portalId}::text`);
}

/** A zone that this PostgreSQL does not know (HubSpot has old names, too) would stop every statement that looks at all portals. */
export async function storeTimeZone(database: Database, portalId: string, timeZone: string): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      update portal set time_zone = ${timeZone}::text where portal_id = ${portalId}::text
        and exists (select 1 from pg_timezone_names where name = ${timeZone}::text)`,
  );
}

/** Of tasks, properties and explanations; what HubSpot holds already keeps its words until it is written again. */
export function storeLanguage(
  database: Database,
  portalId: string,
  wish: { readonly language: 'en' | 'fr'; readonly by: Actor },
): Promise<boolean> {
  return database.transaction(async (tx) => {
    const before = await oneOf(
      tx,
      sql<{
        language: 'en' | 'fr';
      }>`select language from portal where portal_id = ${portalId}::text for update`,
    );
    if (before === null || before.language === wish.language) return false;
    await rowsOf(
      tx,
      sql`update portal set language = ${wish.language}::text where portal_id = ${portalId}::text`,
    );
    const after = { language: wish.language };
    await writeAudit(tx, portalId, { by: wish.by, action: 'language', before, after });
    return true;
  });
}

export function storeProvision(
  database: Database,
  portalId: string,
  done: { readonly uniqueTaskKey: boolean; readonly by: Actor },
): Promise<void> {
  return database.transaction(async (tx) => {
    await rowsOf(
      tx,
      sql`
        update portal set provisioned_at = coalesce(provisioned_at, accord_now()), unique_task_key = ${done.uniqueTaskKey}::boolean
        where portal_id = ${portalId}::text`,
    );
    await writeAudit(tx, portalId, {
      by: done.by,
      action: 'provision',
      after: { uniqueTaskKey: done.uniqueTaskKey },
    });
  });
}

/** Due at once; holds the row until the commit, so that a turn that settles meanwhile sees it (no lost wake-up). */
export async function wakeLater(tx: Tx, portalId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into portal_work as work (portal_id, wake_at) values (${portalId}::text, clock_timestamp())
      on conflict (portal_id) do update set wake_at = least(work.wake_at, excluded.wake_at)`,
  );
}
