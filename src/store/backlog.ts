// A release of the backlog as turns see it (migration 0041): the terms, the leads, and what a batch let go, which is stored with
// the decisions that did it, so that nothing is let go twice and nobody gets more than his share, whatever dies when.
import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '#domain/agreement.ts';
import type { BacklogLead } from '#domain/backlog/backlog.ts';
import { NEEDED_EFFECTS } from '#domain/backlog/release-step.ts';
import type { OpenRelease, ReleaseStore } from '#pipeline/backlog/release-store.ts';
import type { JudgedBatch, Lease } from '#pipeline/turn-store.ts';
import { writeAudit } from './audit.ts';
import { claimOutdated, ON_THE_WIRE } from './claims.ts';
import type { Database, Tx } from './database.ts';
import { isBeingErased } from './erasure/being-erased.ts';
import { holdLease, runHeld } from './leases.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

export function createReleaseStore(database: Database): ReleaseStore {
  return {
    openRelease: (portalId, day) => openRelease(database, portalId, day),
    listBacklog: (portalId) => listReady(database, portalId),
    putOff: (lease, leadId, until) => putOff(database, { lease, leadId }, until),
    deferRelease: (lease, number, until) => deferRelease(database, { lease, number }, until),
    endRelease: (lease, number) => endRelease(database, lease, number),
  };
}

/** Of `p`, the portal: what a release needs is switched on, and there is an agreement. */
export const MAY_RELEASE: RawBuilder<unknown> = sql`(
  p.status = 'active' and not p.paused
  and exists (select 1 from agreement_version v where v.portal_id = p.portal_id and v.status = 'active')
  and (select count(*) from portal_effect e where e.portal_id = p.portal_id and e.enabled
    and e.effect = any(${[...NEEDED_EFFECTS]}::text[])) = ${NEEDED_EFFECTS.length}::int)`;

/** Of `p`: when the release under way is to be looked at; null where there is none, or it may not go on. */
export const RELEASE_AT: RawBuilder<unknown> = sql`(
  select r.next_at from backlog_release r
  where r.portal_id = p.portal_id and r.state = 'running' and ${MAY_RELEASE})`;

interface ReleaseRow {
  readonly number: number;
  readonly by: string;
  readonly startedAt: Instant;
  readonly perRepAndDay: number;
  readonly limit: number | null;
  readonly nextAt: Instant;
  readonly released: number;
  readonly given: Readonly<Record<string, number>>;
  readonly isRead: boolean;
}

async function openRelease(database: Database, portalId: string, day: string): Promise<OpenRelease | null> {
  const row = await oneOf(
    database.db,
    sql<ReleaseRow>`
      select r.number, r.started_by_name as by, r.started_at as "startedAt", r.per_rep_and_day as "perRepAndDay",
        r.lead_limit as "limit", r.next_at as "nextAt",
        (select count(*)::int from backlog_release_lead l where l.portal_id = r.portal_id and l.number = r.number) as released,
        -- Of every release: who had his share of one gets no other's.
        (select coalesce(jsonb_object_agg(owner_id, n), '{}') from (
          select owner_id, count(*)::int as n from backlog_release_lead
          where portal_id = r.portal_id and day = ${day}::date
          group by owner_id) g) as given,
        p.backfill_after is null and not exists (
          select 1 from dirty d where d.portal_id = p.portal_id and d.object_type = 'contact' and d.not_before < 'infinity') as "isRead"
      from backlog_release r join portal p on p.portal_id = r.portal_id
      where r.portal_id = ${portalId}::text and r.state = 'running' and ${MAY_RELEASE}`,
  );
  if (row === null) return null;
  const { number, by, startedAt, perRepAndDay, given, limit, released, nextAt, isRead } = row;
  const isWhole = isRead && (await claimOutdated(database.db, portalId, 1)).length === 0;
  return { release: { number, by, startedAt, perRepAndDay, given }, limit, released, nextAt, isWhole };
}

/** Of `l`, the lead, as the last decision left it. */
export const BACKLOG_COLUMNS: RawBuilder<unknown> = sql`
  l.lead_id as "leadId", l.contact_id as "contactId", l.agreement_id as "agreementId",
  coalesce(s.state -> 'owner' ->> 'value', '') as "ownerId", coalesce(s.state -> 'scored' ->> 'grade', '') as grade,
  coalesce((s.state -> 'scored' ->> 'total')::int, 0) as score, l.release_pools as pools, l.release_after as "putOffUntil"`;
export const BACKLOG: RawBuilder<unknown> = sql`lead l cross join lateral (select coalesce(l.shadow, l.state) as state) s`;

function listReady(database: Database, portalId: string): Promise<readonly BacklogLead[]> {
  return rowsOf(
    database.db,
    sql<BacklogLead>`
      select ${BACKLOG_COLUMNS} from ${BACKLOG}
      where l.portal_id = ${portalId}::text and l.in_backlog and not (${ON_THE_WIRE})
        and not ${isBeingErased('l', 'contact_id')}
        and not exists (select 1 from dirty d where d.portal_id = l.portal_id and d.object_type = 'contact'
          and d.object_id = l.contact_id and d.not_before > clock_timestamp())`,
  );
}

function putOff(
  database: Database,
  { lease, leadId }: { readonly lease: Lease; readonly leadId: string },
  until: Instant,
): Promise<void> {
  return runHeld(
    database,
    lease,
    sql`
      update lead set release_after = ${until}::timestamptz
      where portal_id = ${lease.portalId}::text and lead_id = ${leadId}::text`,
  );
}

function deferRelease(
  database: Database,
  { lease, number }: { readonly lease: Lease; readonly number: number },
  until: Instant,
): Promise<void> {
  return runHeld(
    database,
    lease,
    sql`
      update backlog_release set next_at = ${until}::timestamptz
      where portal_id = ${lease.portalId}::text and number = ${number}::int and state = 'running'`,
  );
}

function endRelease(database: Database, lease: Lease, number: number): Promise<void> {
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    const ended = await oneOf(
      tx,
      sql<{ released: number }>`
        update backlog_release r set state = 'done', ended_at = greatest(r.started_at, accord_now())
        where portal_id = ${portalId}::text and number = ${number}::int and state = 'running'
        returning (select count(*)::int from backlog_release_lead l
          where l.portal_id = r.portal_id and l.number = r.number) as released`,
    );
    if (ended === null) return;
    const by = { actor: 'Accord', origin: 'worker' } as const;
    await writeAudit(tx, portalId, { by, action: 'backlog release done', after: { number, ...ended } });
  });
}

/** First of a batch's transaction: false where the release has been stopped since the batch was decided. */
export async function holdRelease(
  tx: Tx,
  portalId: string,
  release: NonNullable<JudgedBatch['release']>,
): Promise<boolean> {
  const row = await oneOf(
    tx,
    sql`
      select 1 from backlog_release
      where portal_id = ${portalId}::text and number = ${release.number}::int and state = 'running'
      for update`,
  );
  return row !== null;
}

export async function storeReleased(tx: Tx, portalId: string, { release, now }: JudgedBatch): Promise<void> {
  if (release === undefined) return;
  const { number, day, released, left } = release;
  await rowsOf(
    tx,
    sql`
      insert into backlog_release_lead (portal_id, number, lead_id, owner_id, day, at)
      select ${portalId}::text, ${number}::int, r."leadId", r."ownerId", ${day}::date, ${now}::timestamptz
      from jsonb_to_recordset(${asJson(released)}) as r("leadId" text, "ownerId" text)
      -- Taken back since by a version that was reverted: it counts where it is now.
      on conflict (portal_id, number, lead_id) do update set owner_id = excluded.owner_id, day = excluded.day, at = excluded.at`,
  );
  await rowsOf(
    tx,
    sql`
      update lead l set release_pools = r.pools, release_after = r.until
      from jsonb_to_recordset(${asJson(left)}) as r("leadId" text, pools text[], until timestamptz)
      where l.portal_id = ${portalId}::text and l.lead_id = r."leadId"`,
  );
}
