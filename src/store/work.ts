// When a portal needs its next turn. The queue only wakes; this table is what is true (D1, 10.4).
import { type RawBuilder, sql } from 'kysely';
import type { Mirror } from '#domain/mirror.ts';
import { UNKNOWN_AFTER_MS } from '#pipeline/resolve-unknown.ts';
import type { DirtyObject, Lease, SliceEnd } from '#pipeline/turn-store.ts';
import { countPage } from './backfill.ts';
import { RELEASE_AT } from './backlog.ts';
import { hasReadyWrites } from './claim-writes.ts';
import { claimDirty, claimEngagements, claimOutdated, ON_THE_WIRE } from './claims.ts';
import { clearDirty, storeMirrors } from './commit-batch.ts';
import type { Database, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { REFUSAL_ENDS } from './refused-writes.ts';
import { RESTORE_DUE } from './restored-properties.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

const UNKNOWN = sql`${UNKNOWN_AFTER_MS}::int * interval '1 millisecond'`;
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
        and (w.paused_until is null or w.paused_until <= clock_timestamp())
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
export function settleWork(database: Database, lease: Lease, end: SliceEnd): Promise<boolean> {
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await rowsOf(
      tx,
      sql`insert into portal_work (portal_id) values (${portalId}::text) on conflict do nothing`,
    );
    await rowsOf(tx, sql`select 1 from portal_work where portal_id = ${portalId}::text for update`);
    // A slice that ended before its work did knows that there is more: receivers wait for this row, so no long look.
    const wakesNow = end.more || (await hasWork(tx, portalId, end));
    const next = wakesNow ? null : await laterWake(tx, portalId, end);
    const row = await oneOf(
      tx,
      sql<{ more: boolean }>`
        update portal_work set
          wake_at = case when ${wakesNow}::boolean then clock_timestamp() else ${next}::timestamptz end,
          paused_until = case when ${end.pauseMs}::int > 0 then clock_timestamp() + ${end.pauseMs}::int * interval '1 millisecond' end,
          pause_reason = ${end.pauseReason}::text,
          review_at = ${nextReview(portalId)}
        where portal_id = ${portalId}::text
        returning ${end.pauseMs}::int = 0
          and (${wakesNow}::boolean or coalesce(review_at <= accord_now(), false)) as more`,
    );
    return row?.more ?? false;
  });
}

/** Asks what the claims would find, by the claims themselves. */
async function hasWork(tx: Tx, portalId: string, end: SliceEnd): Promise<boolean> {
  if (await hasReadyWrites(tx, { portalId, scope: end.scope })) return true;
  if (!end.judges) return false;
  for (const claim of [claimDirty, claimEngagements, claimOutdated])
    if ((await claim(tx, portalId, 1)).length > 0) return true;
  const row = await oneOf(
    tx,
    sql`
      select 1 from portal p
      where portal_id = ${portalId}::text and (${RESTORE_DUE} or not (${IS_DEFERRED})
        and (backfill_after is not null and not (${IS_PAUSED})
          or not p.paused and exists (select 1 from reconciliation r where r.portal_id = p.portal_id and r.ended_at is null)))`,
  );
  return row !== null;
}

/** Of `p`, the portal: somebody has stopped its first reading, or HubSpot has no call left for its backfill. */
const IS_PAUSED = sql`exists (select 1 from backfill b where b.portal_id = p.portal_id and b.paused)`;
const IS_DEFERRED = sql`exists (select 1 from portal_work w where w.portal_id = p.portal_id and w.backfill_at > clock_timestamp())`;

/** What is live goes on meanwhile. */
export function deferBackfill(database: Database, lease: Lease, forMs: number): Promise<void> {
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await rowsOf(
      tx,
      sql`
        insert into portal_work (portal_id, backfill_at)
        values (${lease.portalId}::text, clock_timestamp() + ${forMs}::int * interval '1 millisecond')
        on conflict (portal_id) do update set backfill_at = excluded.backfill_at`,
    );
  });
}

/**
 * Null: nothing is pending at a later time either. Never at once: what HubSpot still could not tell of a change on the
 * wire is asked again after a second, not with every poll.
 */
async function laterWake(
  tx: Tx,
  portalId: string,
  { judges, polls, scope }: SliceEnd,
): Promise<string | null> {
  const row = await oneOf(
    tx,
    sql<{ at: string | null }>`
      select greatest(clock_timestamp() + interval '1 second', at) as at from (select least(
        (select min(sent_at) from outbox_property where portal_id = ${portalId}::text and state = 'sent') + ${UNKNOWN},
        (select backfill_at from portal_work where portal_id = ${portalId}::text and backfill_at > clock_timestamp()),
        (select min(t.until) from portal p, ${REFUSAL_ENDS} t where p.portal_id = ${portalId}::text and t.until > clock_timestamp() and t.until < 'infinity'),
        (select restored_at + interval '1 hour' from portal
          where portal_id = ${portalId}::text and properties_missing and provisioned_at is not null),
        (select next_at from signal_poll where portal_id = ${portalId}::text and ${polls}::boolean),
        (select min(sent_at) from task where portal_id = ${portalId}::text and state = 'sent') + ${UNKNOWN},
        (select min(not_before) from dirty
          where portal_id = ${portalId}::text and ${judges}::boolean
            and not_before > clock_timestamp() and not_before < 'infinity'),
        (select min(at) from (
          select max(not_before) as at from outbox_property
          where portal_id = ${portalId}::text and state = 'intended' and effect = any(${[...scope.effects]}::text[])
          group by lead_id having max(not_before) > clock_timestamp()) leads),
        (select min(not_before) from task
          where portal_id = ${portalId}::text and state = 'intended' and ${scope.tasks}::boolean and not_before > clock_timestamp())
      ) as at) next where at is not null`,
  );
  return row?.at ?? null;
}

/** A lead with a change on the wire is looked at when that is settled; a scheduled version and a release come in time. */
function nextReview(portalId: string): RawBuilder<unknown> {
  return sql`least(
    (select l.review_at from lead l
      where l.portal_id = ${portalId}::text and l.review_at is not null and not (${ON_THE_WIRE})
      order by l.review_at limit 1),
    (select min(v.activates_at) from agreement_version v where v.portal_id = ${portalId}::text),
    (select ${RELEASE_AT} from portal p where p.portal_id = ${portalId}::text))`;
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
    readonly total: number | null;
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
    await countPage(tx, portalId, { read: ids.length, total: page.total, ended: page.next === null });
  });
}

export async function nextPage(database: Database, portalId: string): Promise<string | null> {
  const row = await oneOf(
    database.db,
    sql<{
      after: string | null;
    }>`
      select backfill_after as after from portal p where portal_id = ${portalId}::text and not (${IS_PAUSED})`,
  );
  return row?.after ?? null;
}
