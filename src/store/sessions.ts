// Who is signed in with HubSpot. The table holds a hash of the cookie, so that a copy of it lets nobody in. Technical
// time: a browser waits in real time.
import { sql } from 'kysely';
import type { PortalUser } from '#pipeline/portal-roles.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

/** A working day; then HubSpot is asked again who it is. */
export const SESSION_HOURS = 12;
const LIFETIME = sql`make_interval(hours => ${SESSION_HOURS}::int)`;

/** Also removes those that are over. */
export async function storeSession(database: Database, tokenHash: string, user: PortalUser): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      with expired as (delete from session where expires_at < clock_timestamp())
      insert into session (token_hash, portal_id, user_id, email, created_at, expires_at)
      values (${tokenHash}::text, ${user.portalId}::text, ${user.userId}::text, ${user.email}::text, clock_timestamp(),
        clock_timestamp() + ${LIFETIME})`,
  );
}

/** Null: unknown, over, or of a portal that has uninstalled the app. */
export function readSession(database: Database, tokenHash: string): Promise<PortalUser | null> {
  return oneOf(
    database.db,
    sql<PortalUser>`
      select s.portal_id as "portalId", s.user_id as "userId", s.email
      from session s join portal p on p.portal_id = s.portal_id and p.status <> 'uninstalled'
      where s.token_hash = ${tokenHash}::text and s.expires_at > clock_timestamp()`,
  );
}

export async function endSession(database: Database, tokenHash: string): Promise<void> {
  await rowsOf(database.db, sql`delete from session where token_hash = ${tokenHash}::text`);
}
