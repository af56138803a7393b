// What a turn has read of activities: sightings on the leads they belong to, taken back where they no longer do.
import { sql } from 'kysely';
import type { DirtyObject, Lease, ReadEngagements } from '#pipeline/turn-store.ts';
import { clearDirty } from './commit-batch.ts';
import type { Database, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { storeSightings } from './sightings.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

/** Looks at an activity without a contact, or not there yet: at once, after 1 s, after 5 s. Then only an event helps. */
const LAST_LOOK = 2;

export function commitEngagements(database: Database, lease: Lease, read: ReadEngagements): Promise<void> {
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    if (!read.refused) {
      const touched = await storeSeen(tx, portalId, read);
      const lost = await withdrawUnseen(tx, portalId, read);
      await markLeads(tx, portalId, [...new Set([...touched, ...lost])]);
    }
    const found = new Set(read.seen.map(({ engagementId }) => engagementId));
    const waiting = read.refused ? [] : read.objects.filter(({ objectId }) => !found.has(objectId));
    const again = await lookAgain(tx, portalId, waiting);
    await clearDirty(
      tx,
      portalId,
      read.objects.filter(({ objectId }) => !again.has(objectId)),
    );
    await rowsOf(
      tx,
      sql`
        update inbox_event set folded = true
        where portal_id = ${portalId}::text and object_type = ${read.type}::text and not folded
          and object_id = any(${read.objects.map(({ objectId }) => objectId)}::text[])`,
    );
  });
}

/** A contact that is no lead yet becomes one under its own id when it is judged (load-batch.ts). */
async function storeSeen(tx: Tx, portalId: string, read: ReadEngagements): Promise<readonly string[]> {
  if (read.seen.length === 0) return [];
  const contactIds = [...new Set(read.seen.map(({ contactId }) => contactId))];
  const aliases = await rowsOf(
    tx,
    sql<{ contactId: string; leadId: string }>`
      select contact_id as "contactId", lead_id as "leadId" from lead_alias
      where portal_id = ${portalId}::text and contact_id = any(${contactIds}::text[])`,
  );
  const leads = new Map(aliases.map(({ contactId, leadId }) => [contactId, leadId]));
  // Two contacts of one activity may by now be one lead.
  const rows = new Map(
    read.seen.map(({ contactId, sighting }) => {
      const leadId = leads.get(contactId) ?? contactId;
      return [`${leadId} ${sighting.id}`, { ...sighting, leadId }];
    }),
  );
  const clock = await oneOf(tx, sql<{ now: string }>`select accord_now() as now`);
  return storeSightings(tx, portalId, { now: clock?.now ?? '', rows: [...rows.values()] });
}

/** Deleted, unlinked, or no longer what it was: it counts for nobody who is not among those just stored. */
async function withdrawUnseen(tx: Tx, portalId: string, read: ReadEngagements): Promise<readonly string[]> {
  const ids = read.answered.flatMap((objectId) => [
    `${read.type}:${objectId}`,
    `${read.type}:${objectId}:held`,
  ]);
  const kept = read.seen.map(({ contactId, sighting }) => ({ contactId, id: sighting.id }));
  const rows = await rowsOf(
    tx,
    sql<{ lead_id: string }>`
      update signal s set kind = 'none', seen_at = greatest(s.seen_at, accord_now()), known_at = accord_now()
      where s.portal_id = ${portalId}::text and s.source = 'engagement' and s.signal_id = any(${ids}::text[])
        and s.kind <> 'none' and not exists (
          select 1 from jsonb_to_recordset(${asJson(kept)}) as k("contactId" text, id text)
          left join lead_alias a on a.portal_id = s.portal_id and a.contact_id = k."contactId"
          where k.id = s.signal_id and coalesce(a.lead_id, k."contactId") = s.lead_id)
      returning s.lead_id`,
  );
  return rows.map((row) => row.lead_id);
}

async function markLeads(tx: Tx, portalId: string, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      select ${portalId}::text, 'contact', contact_id, nextval('dirty_generation'), 2, clock_timestamp()
      from (
        select distinct coalesce(l.contact_id, id) as contact_id from unnest(${[...leadIds]}::text[]) id
        left join lead l on l.portal_id = ${portalId}::text and l.lead_id = id
        order by 1) contacts
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, lane = least(dirty.lane, excluded.lane),
          not_before = excluded.not_before, attempts = 0`,
  );
}

/** Answers those that stay dirty: not what is known to be deleted. A newer event has begun the looks anew. */
async function lookAgain(
  tx: Tx,
  portalId: string,
  waiting: readonly DirtyObject[],
): Promise<ReadonlySet<string>> {
  if (waiting.length === 0) return new Set();
  const rows = await rowsOf(
    tx,
    sql<{ object_id: string }>`
      update dirty d set attempts = d.attempts + 1,
        not_before = clock_timestamp() + case d.attempts when 0 then interval '1 second' else interval '4 seconds' end
      from jsonb_to_recordset(${asJson(waiting)}) as w("objectType" text, "objectId" text, generation bigint)
      where d.portal_id = ${portalId}::text and d.object_type = w."objectType" and d.object_id = w."objectId"
        and d.generation = w.generation and d.attempts < ${LAST_LOOK}::int
        and not exists (
          select 1 from inbox_event e
          where e.portal_id = d.portal_id and e.object_type = d.object_type and e.object_id = d.object_id
            and e.action = 'deletion' and not e.folded)
      returning d.object_id`,
  );
  return new Set(rows.map((row) => row.object_id));
}
