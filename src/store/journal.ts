// Where the app stands in HubSpot's webhooks journal, who is subscribed for, and what an uninstall told by it ends.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { JournalClaim, JournalStore } from '#pipeline/journal/ports.ts';
import { writeAudit } from './audit.ts';
import type { Database } from './database.ts';
import { cutOff } from './end-install.ts';
import { oneOf, rowsOf } from './sql.ts';

/** Longer than the files of one claim take; a reader that died is followed after it. */
const CLAIMED = sql`interval '10 minutes'`;

export function createJournalStore(database: Database): JournalStore {
  return {
    claimJournal: () => claimJournal(database),
    commitJournal: (claim, next) => commitJournal(database, claim, next),
    listJournalPortals: () => listJournalPortals(database),
    endInstall: (portalId, at) => endInstall(database, portalId, at),
  };
}

function claimJournal(database: Database): Promise<JournalClaim | null> {
  const claim = randomUUID();
  return oneOf(
    database.db,
    sql<JournalClaim>`
      update webhooks_journal set claim = ${claim}::text, claimed_until = clock_timestamp() + ${CLAIMED}
      where next_at <= clock_timestamp() and (claimed_until is null or claimed_until < clock_timestamp())
      returning last_offset as "offset", claim`,
  );
}

async function commitJournal(
  database: Database,
  { claim }: JournalClaim,
  next: { readonly offset: string | null; readonly pauseMs: number },
): Promise<boolean> {
  const row = await oneOf(
    database.db,
    sql`
      update webhooks_journal set last_offset = ${next.offset}::text,
        next_at = clock_timestamp() + ${next.pauseMs}::int * interval '1 millisecond',
        claimed_until = case when ${next.pauseMs > 0}::boolean then null else clock_timestamp() + ${CLAIMED} end
      where claim = ${claim}::text
      returning 1`,
  );
  return row !== null;
}

async function listJournalPortals(
  database: Database,
): Promise<readonly { readonly portalId: string; readonly properties: readonly string[] }[]> {
  return rowsOf(
    database.db,
    sql<{ portalId: string; properties: string[] }>`
      select p.portal_id as "portalId", array(
        select distinct name from agreement_version v
        cross join lateral jsonb_array_elements_text(v.compiled::jsonb -> 'needs' -> 'contact') name
        where v.portal_id = p.portal_id and v.status = 'active' order by name) as properties
      from portal p where p.status = 'active' order by p.portal_id`,
  );
}

/** HubSpot says that an account has uninstalled the app; an install that came since is left alone. */
function endInstall(database: Database, portalId: string, at: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    const ended = await oneOf(
      tx,
      sql`
        select 1 from portal p
        where portal_id = ${portalId}::text and status <> 'uninstalled' and not exists (
          select 1 from audit_entry a
          where a.portal_id = p.portal_id and a.action in ('install', 'reinstall') and a.at > ${at}::timestamptz)
        for update`,
    );
    if (ended === null) return false;
    await cutOff(tx, portalId, 'UNINSTALLED');
    const by = { actor: 'HubSpot', origin: 'hubspot' } as const;
    await writeAudit(tx, portalId, { by, action: 'uninstall', after: { at } });
    return true;
  });
}
