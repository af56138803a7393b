// Receiving: events and dirty marks in one transaction (section 2). Nothing is judged here.
import { sql } from 'kysely';
import { ENGAGEMENT_TYPES } from '#domain/engagements.ts';
import { CARD_ANSWER, SALES_REQUEST } from '#domain/names.ts';
import type { IncomingEvent, Received, SetAside } from '#pipeline/receive-events.ts';
import type { Database, Tx } from './database.ts';
import { isErasureWord, siftEvents } from './erasure/sift-events.ts';
import { NOBODY_ERASED, type Tombstones } from './erasure/tombstones.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

/** Stores a verified batch of one portal. Answers what became of it; committed when it resolves. */
export async function storeEvents(
  database: Database,
  portalId: string,
  batch: {
    readonly events: readonly IncomingEvent[];
    readonly setAside: readonly SetAside[];
    /** Who must not come back; without: nobody. */
    readonly tombstones?: Tombstones;
  },
): Promise<Received> {
  const { tombstones = NOBODY_ERASED } = batch;
  if (batch.events.some(isErasureWord)) await tombstones.prepare();
  return database.transaction(async (tx) => {
    const sifted = await siftEvents(tx, tombstones, { portalId, events: batch.events });
    const inserted = await insertEvents(tx, portalId, sifted.events);
    await keepMerges(tx, portalId, sifted.events);
    const echoed = await markEchoes(tx, portalId, inserted);
    await markDirty(tx, portalId, inserted);
    await insertSetAside(tx, portalId, batch.setAside);
    const received: Received = {
      accepted: inserted.length + sifted.words,
      duplicated: sifted.events.length - inserted.length,
      setAside: batch.setAside.length,
      echoed,
      dropped: sifted.dropped,
    };
    // Last, because it holds the portal's row until the commit: a turn that settles waits for it (no lost wake-up).
    await countAndWake(tx, portalId, received);
    return received;
  });
}

/** Events nobody can be blamed for: their portal is unknown, or they cannot be read at all. Kept and counted. */
export async function storeSetAside(
  database: Database,
  portalId: string | null,
  events: readonly SetAside[],
): Promise<void> {
  await database.transaction((tx) => insertSetAside(tx, portalId, events));
}

/** Sorted by key, so that two deliveries of the same events take their locks in one order. */
export async function insertEvents(
  tx: Tx,
  portalId: string,
  events: readonly IncomingEvent[],
): Promise<readonly string[]> {
  if (events.length === 0) return [];
  const rows = await rowsOf(
    tx,
    sql<{ event_key: string }>`
      insert into inbox_event (portal_id, event_key, object_type, object_id, action, property_name, property_value,
        occurred_at, received_at, event)
      select distinct on (e.key) ${portalId}::text, e.key, e."objectType", e."objectId", e.action, e."propertyName",
        e."propertyValue", e."occurredAt", accord_now(), e.event
      from jsonb_to_recordset(${asJson(events)}) as e(key text, "objectType" text, "objectId" text, action text,
        "propertyName" text, "propertyValue" text, "occurredAt" timestamptz, event jsonb)
      order by e.key
      on conflict do nothing
      returning event_key`,
  );
  return rows.map((row) => row.event_key);
}

/** Who became part of whom is known for as long as anything of them is. */
async function keepMerges(tx: Tx, portalId: string, events: readonly IncomingEvent[]): Promise<void> {
  const merges = events.flatMap(({ objectType, merge }) =>
    objectType === 'contact' && merge !== undefined ? [merge] : [],
  );
  const rows = merges.flatMap(({ newId, primaryId, mergedIds }) =>
    [primaryId, ...mergedIds].filter((id) => id !== newId).map((id) => ({ id, into: newId })),
  );
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into contact_merge (portal_id, contact_id, merged_into)
      select distinct ${portalId}::text, r.id, r."into" from jsonb_to_recordset(${asJson(rows)}) as r(id text, "into" text)
      order by 2, 3
      on conflict do nothing`,
  );
}

/**
 * Our own changes come back as events. An echo tells a value that is the last one we sent, and nothing else is known to
 * have happened to that property meanwhile (10.7): it is stored and folded later, and starts no decision.
 */
async function markEchoes(tx: Tx, portalId: string, keys: readonly string[]): Promise<number> {
  const rows = await rowsOf(
    tx,
    sql`
      update inbox_event e set echo = true
      from lead_alias a
      join outbox_property o on o.portal_id = a.portal_id and o.lead_id = a.lead_id
      left join mirror m on m.portal_id = a.portal_id and m.object_type = 'contact' and m.object_id = a.contact_id
      where e.portal_id = ${portalId}::text and e.event_key = any(${[...keys]}::text[])
        and e.object_type = 'contact' and e.action = 'propertyChange'
        and a.portal_id = e.portal_id and a.contact_id = e.object_id
        and o.property = e.property_name and o.sent_value = e.property_value
        and (o.state = 'sent' or coalesce(m.cells -> o.property ->> 'v', '') = o.sent_value)
        and not exists (
          select 1 from inbox_event other
          where other.portal_id = e.portal_id and other.object_type = e.object_type and other.object_id = e.object_id
            and other.property_name = e.property_name and not other.folded and not other.echo
            and other.event_key <> e.event_key)
      returning e.event_key`,
  );
  return rows.length;
}

/** What a turn reads when it is told of it; other objects are kept for the clauses that will need them. */
const READ_TYPES = ['contact', 'company', 'deal', 'lead', ...ENGAGEMENT_TYPES];

async function markDirty(tx: Tx, portalId: string, keys: readonly string[]): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      select portal_id, object_type, object_id, nextval('dirty_generation'), lane, clock_timestamp()
      from (
        select portal_id, object_type, object_id,
          -- Somebody waits before the record card, or a workflow does.
          min(case when property_name in (${CARD_ANSWER}::text, ${SALES_REQUEST}::text) then 0 else 2 end) as lane
        from inbox_event
        where portal_id = ${portalId}::text and event_key = any(${[...keys]}::text[])
          and not echo and object_type = any(${READ_TYPES}::text[]) and object_id is not null
        group by portal_id, object_type, object_id
        order by portal_id, object_type, object_id) objects
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, lane = least(dirty.lane, excluded.lane), not_before = excluded.not_before,
          attempts = 0`,
  );
}

async function insertSetAside(tx: Tx, portalId: string | null, events: readonly SetAside[]): Promise<void> {
  if (events.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into set_aside_event (portal_id, reason, raw, received_at)
      select ${portalId}::text, e.reason, e.raw, accord_now()
      from jsonb_to_recordset(${asJson(events)}) as e(reason text, raw text)`,
  );
}

export async function countAndWake(tx: Tx, portalId: string, received: Received): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into portal_work as work (portal_id, wake_at, events_accepted, events_duplicated, events_set_aside, events_echoed)
      values (${portalId}::text, clock_timestamp(), ${received.accepted}::bigint, ${received.duplicated}::bigint,
        ${received.setAside}::bigint, ${received.echoed}::bigint)
      on conflict (portal_id) do update set
        wake_at = case when ${received.accepted > received.echoed}::boolean
          then least(work.wake_at, excluded.wake_at) else work.wake_at end,
        events_accepted = work.events_accepted + excluded.events_accepted,
        events_duplicated = work.events_duplicated + excluded.events_duplicated,
        events_set_aside = work.events_set_aside + excluded.events_set_aside,
        events_echoed = work.events_echoed + excluded.events_echoed`,
  );
}

/** Those of which no webhook has told: the same of the same record at the same instant, under whichever id. */
export async function listUntold(
  database: Database,
  events: readonly IncomingEvent[],
): Promise<readonly IncomingEvent[]> {
  if (events.length === 0) return [];
  const rows = await rowsOf(
    database.db,
    sql<{ key: string }>`
      select e.key from jsonb_to_recordset(${asJson(events)}) as e(key text, "portalId" text, "objectType" text,
        "objectId" text, action text, "propertyName" text, "occurredAt" timestamptz)
      where not exists (
        select 1 from inbox_event i
        where i.portal_id = e."portalId" and i.object_type = e."objectType" and i.object_id = e."objectId"
          and i.occurred_at = e."occurredAt" and i.action = e.action
          and i.property_name is not distinct from e."propertyName")`,
  );
  const untold = new Set(rows.map(({ key }) => key));
  return events.filter(({ key }) => untold.has(key));
}

/** Null when this HubSpot account has not installed the app (any more). */
export async function findPortalStatus(database: Database, portalId: string): Promise<string | null> {
  const row = await oneOf(
    database.db,
    sql<{ status: string }>`select status from portal where portal_id = ${portalId}::text`,
  );
  return row?.status ?? null;
}
