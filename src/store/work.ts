// When a portal needs its next turn. The queue only wakes; this table is what is true (D1, 10.4).
import { sql } from 'kysely';
import type { Mirror } from '#domain/mirror.ts';
import { UNKNOWN_AFTER_MS } from '#pipeline/resolve-unknown.ts';
import type { DirtyObject, Lease } from '#pipeline/turn-store.ts';
import { clearDirty, storeMirrors } from './commit-batch.ts';
import type { Database, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

/** A lead that cannot be judged is tried again this often, ever later, then left for a person. */
const MAX_JUDGE_ATTEMPTS = 8;

/** Portals whose time has come and that nobody works on; polled by every worker. */
export async function findDuePortals(database: Database, limit: number): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ portal_id: string }>`
      select w.portal_id from portal_work w
      join portal p on p.portal_id = w.portal_id and p.status = 'active'
      left join portal_lease l on l.portal_id = w.portal_id
      where (w.wake_at <= clock_timestamp() or w.review_at <= (select accord_now()))
        and (l.until is null or l.until < clock_timestamp())
      order by least(w.wake_at, w.review_at)
      limit ${limit}::int`,
  );
  return rows.map((row) => row.portal_id);
}

/** This month's and the next month's partition of the decisions, made before they are needed (10.8). */
export async function ensurePartitions(database: Database): Promise<void> {
  await rowsOf(database.db, sql`select ensure_decision_partitions(accord_now())`);
}

/**
 * Locks the portal's row in one statement and looks in the next, whose snapshot is newer: an event committed before the
 * lock is seen, one committed after it sets wake_at again. So no event is left without a turn.
 */
export function settleWork(database: Database, lease: Lease, pauseMs: number): Promise<boolean> {
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await rowsOf(
      tx,
      sql`insert into portal_work (portal_id) values (${portalId}::text) on conflict do nothing`,
    );
    await rowsOf(tx, sql`select 1 from portal_work where portal_id = ${portalId}::text for update`);
    const next = await nextWake(tx, portalId);
    const row = await oneOf(
      tx,
      sql<{ more: boolean }>`
        update portal_work set
          wake_at = case when ${next}::timestamptz is not null
            then greatest(${next}::timestamptz, clock_timestamp() + ${pauseMs}::int * interval '1 millisecond') end,
          review_at = (select min(review_at) from lead where portal_id = ${portalId}::text and review_at is not null)
        where portal_id = ${portalId}::text
        returning coalesce(wake_at <= clock_timestamp(), false) or coalesce(review_at <= accord_now(), false) as more`,
    );
    return row?.more ?? false;
  });
}

/** Null: nothing technical is pending. Leads waiting for an unknown outcome wake when it can be resolved. */
async function nextWake(tx: Tx, portalId: string): Promise<string | null> {
  const row = await oneOf(
    tx,
    sql<{ at: string | null }>`
      with wire as (
        select lead_id, min(sent_at) + ${UNKNOWN_AFTER_MS}::int * interval '1 millisecond' as at from (
          select lead_id, sent_at from outbox_property where portal_id = ${portalId}::text and state = 'sent'
          union all select lead_id, sent_at from task where portal_id = ${portalId}::text and state = 'sent') sent
        group by lead_id)
      select least(
        (select min(at) from wire),
        (select min(d.not_before) from dirty d
          left join lead_alias a on d.object_type = 'contact' and a.portal_id = d.portal_id and a.contact_id = d.object_id
          where d.portal_id = ${portalId}::text and (a.lead_id is null or a.lead_id not in (select lead_id from wire))),
        (select min(not_before) from outbox_property where portal_id = ${portalId}::text and state = 'intended'
          and lead_id not in (select lead_id from wire)),
        (select min(not_before) from task where portal_id = ${portalId}::text and state = 'intended'),
        (select '-infinity'::timestamptz from portal p where p.portal_id = ${portalId}::text
          and exists (select 1 from agreement_version v where v.portal_id = p.portal_id and v.status = 'active')
          and (p.backfill_after is not null or exists (
            select 1 from lead l where l.portal_id = p.portal_id and l.judged_epoch < p.epoch
              and l.lead_id not in (select lead_id from wire))))) as at`,
  );
  return row?.at ?? null;
}

export function postpone(
  database: Database,
  failed: { readonly lease: Lease; readonly claimed: readonly DirtyObject[]; readonly reason: string },
): Promise<void> {
  const { portalId } = failed.lease;
  const rows = failed.claimed.map(({ objectType, objectId }) => ({ objectType, objectId }));
  return database.transaction(async (tx) => {
    await holdLease(tx, failed.lease);
    await rowsOf(
      tx,
      sql`
        insert into dirty as d (portal_id, object_type, object_id, generation, lane, not_before, attempts, last_error)
        select ${portalId}::text, r."objectType", r."objectId", nextval('dirty_generation'), 3,
          clock_timestamp() + interval '1 second', 1, ${failed.reason}::text
        from jsonb_to_recordset(${asJson(rows)}) as r("objectType" text, "objectId" text)
        on conflict (portal_id, object_type, object_id) do update set
          attempts = d.attempts + 1, last_error = excluded.last_error,
          not_before = case when d.attempts + 1 >= ${MAX_JUDGE_ATTEMPTS}::int then 'infinity'
            else clock_timestamp() + power(2, d.attempts) * interval '1 second' end`,
    );
    await rowsOf(
      tx,
      sql`
        update lead l set review_at = null, judged_epoch = p.epoch from portal p
        where p.portal_id = l.portal_id and l.portal_id = ${portalId}::text
          and l.contact_id = any(${rows.map((row) => row.objectId)}::text[])`,
    );
  });
}

export function commitCompanies(
  database: Database,
  read: {
    readonly lease: Lease;
    readonly companies: Readonly<Record<string, Mirror>>;
    readonly claimed: readonly DirtyObject[];
  },
): Promise<void> {
  const { portalId } = read.lease;
  const ids = Object.keys(read.companies);
  return database.transaction(async (tx) => {
    await holdLease(tx, read.lease);
    await clearDirty(tx, portalId, read.claimed);
    await storeMirrors(tx, { portalId, objectType: 'company', mirrors: read.companies });
    await rowsOf(
      tx,
      sql`
        update inbox_event set folded = true
        where portal_id = ${portalId}::text and object_type = 'company' and not folded and object_id = any(${ids}::text[])`,
    );
    await rowsOf(
      tx,
      sql`
        insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
        select portal_id, 'contact', contact_id, nextval('dirty_generation'), 3, clock_timestamp() from lead
        where portal_id = ${portalId}::text and company_id = any(${ids}::text[])
        order by contact_id
        on conflict (portal_id, object_type, object_id) do update set generation = excluded.generation`,
    );
  });
}

/** A page of the first import. Leads that are known already keep what is fresher than the page. */
export function storePage(
  database: Database,
  page: {
    readonly lease: Lease;
    readonly agreementId: string;
    readonly mirrors: Readonly<Record<string, Mirror>>;
    readonly next: string | null;
  },
): Promise<void> {
  const { portalId } = page.lease;
  const ids = Object.keys(page.mirrors).sort();
  return database.transaction(async (tx) => {
    await holdLease(tx, page.lease);
    const known = await rowsOf(
      tx,
      sql<{ object_id: string }>`
        select object_id from mirror
        where portal_id = ${portalId}::text and object_type = 'contact' and object_id = any(${ids}::text[])`,
    );
    const knownIds = new Set(known.map((row) => row.object_id));
    const fresh = Object.fromEntries(Object.entries(page.mirrors).filter(([id]) => !knownIds.has(id)));
    await storeMirrors(tx, { portalId, objectType: 'contact', mirrors: fresh });
    await rowsOf(
      tx,
      sql`
        insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
        select ${portalId}::text, 'contact', id, nextval('dirty_generation'), 3, clock_timestamp()
        from unnest(${ids}::text[]) id
        on conflict do nothing`,
    );
    await rowsOf(
      tx,
      sql`update portal set backfill_after = ${page.next}::text where portal_id = ${portalId}::text`,
    );
  });
}

export async function nextPage(database: Database, portalId: string): Promise<string | null> {
  const row = await oneOf(
    database.db,
    sql<{
      after: string | null;
    }>`select backfill_after as after from portal where portal_id = ${portalId}::text`,
  );
  return row?.after ?? null;
}
