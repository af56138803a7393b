// When the users of an account work, as HubSpot told last.
import { sql } from 'kysely';
import { canonicalJson } from '#domain/canonical.ts';
import type { UserTime } from '#domain/decision.ts';
import type { HubspotUser } from '#pipeline/ports.ts';
import type { Database, Tx } from './database.ts';
import { asJson, rowsOf } from './sql.ts';

/**
 * Null: they may not be read, so that nothing is known of anybody. What was read ends a refusal. Answers whose absences are
 * others than they were, and not just over.
 */
export async function storeUsers(
  tx: Tx,
  portalId: string,
  users: readonly HubspotUser[] | null,
): Promise<readonly string[]> {
  const before = await rowsOf(
    tx,
    sql<Pick<HubspotUser, 'userId' | 'away'>>`
      delete from portal_user where portal_id = ${portalId}::text returning user_id as "userId", away`,
  );
  if (users === null) return [];
  await rowsOf(
    tx,
    sql`
      insert into portal_user (portal_id, user_id, hours, away, unreadable)
      select distinct on (u."userId") ${portalId}::text, u."userId", u.hours, u.away, u.unreadable
      from jsonb_to_recordset(${asJson(users)})
        as u("userId" text, hours jsonb, away jsonb, unreadable text[])
      order by u."userId"`,
  );
  await rowsOf(
    tx,
    sql`update portal set refused_reads = refused_reads - 'users' where portal_id = ${portalId}::text`,
  );
  const known = new Map(before.map(({ userId, away }) => [userId, canonicalJson(away)]));
  return users
    .filter(({ userId, away }) => away.length > 0 && known.get(userId) !== canonicalJson(away))
    .map(({ userId }) => userId);
}

/** By owner id, of owners who are there and of whom HubSpot tells something. */
export async function readUserTimes(
  database: Database,
  portalId: string,
): Promise<Readonly<Record<string, UserTime>>> {
  const rows = await rowsOf(
    database.db,
    sql<{ owner_id: string; time: UserTime }>`
      select o.owner_id, jsonb_strip_nulls(jsonb_build_object('hours', u.hours, 'away', nullif(u.away, '[]'))) as time
      from owner o join portal_user u on u.portal_id = o.portal_id and u.user_id = o.user_id
      where o.portal_id = ${portalId}::text and not o.archived and (u.hours is not null or u.away <> '[]')
      order by o.owner_id`,
  );
  return Object.fromEntries(rows.map(({ owner_id: id, time }) => [id, time]));
}
