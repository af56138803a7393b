// The backlog and its releases as people see them, and their word that one begins or ends: in one transaction with its audit row.
import { type RawBuilder, sql } from 'kysely';
import type { BacklogLead } from '#domain/backlog/backlog.ts';
import type { PlannedOwner } from '#domain/backlog/release-plan.ts';
import type { Actor, Page } from '#pipeline/admin-ports.ts';
import {
  type BacklogStore,
  MAX_DAYS_SHOWN,
  type ReleaseActor,
  type ReleaseRecord,
  type ReleaseTerms,
  type Started,
  type Stopped,
  type StoredBacklog,
} from '#pipeline/backlog/backlog.ts';
import type { PageRequest } from '#pipeline/reports.ts';
import { readAgreementsInForce } from './agreements.ts';
import { writeAudit } from './audit.ts';
import { BACKLOG, BACKLOG_COLUMNS, MAY_RELEASE } from './backlog.ts';
import type { Database, Tx } from './database.ts';
import { wakeLater } from './portals.ts';
import { IS_REFUSED } from './refused-owners.ts';
import { oneOf, rowsOf } from './sql.ts';

export function createBacklogStore(database: Database): BacklogStore {
  return {
    read: (portalId) => readBacklog(database, portalId),
    listReleases: (portalId, page) => listReleases(database, portalId, page),
    start: (portalId, terms, by) => startRelease(database, portalId, { terms, by }),
    stop: (portalId, number, by) => stopRelease(database, { portalId, number }, by),
  };
}

async function readBacklog(database: Database, portalId: string): Promise<StoredBacklog | null> {
  const { db } = database;
  const portal = await oneOf(db, sql`select 1 from portal where portal_id = ${portalId}::text`);
  if (portal === null) return null;
  const leads = await rowsOf(
    db,
    sql<BacklogLead>`
      select ${BACKLOG_COLUMNS} from ${BACKLOG} where l.portal_id = ${portalId}::text and l.in_backlog`,
  );
  const owners = await rowsOf(
    db,
    sql<PlannedOwner>`
      select o.owner_id as id, lower(o.email) as email from owner o
      where o.portal_id = ${portalId}::text and not o.archived and not ${IS_REFUSED} and coalesce(o.user_id, '') <> ''`,
  );
  return { agreements: await readAgreementsInForce(database, portalId), owners, leads };
}

/** Of the release r, in its portal p. */
const COUNT: RawBuilder<unknown> = sql`(
  select count(*)::int from backlog_release_lead l where l.portal_id = r.portal_id and l.number = r.number)`;
const DAYS: RawBuilder<unknown> = sql`(
  select coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'reps', d.reps) order by d.day desc), '[]') from (
    select n.day, jsonb_agg(jsonb_build_object('ownerId', n.owner_id, 'released', n.leads)
      order by length(n.owner_id), n.owner_id) as reps
    from (select l.day, l.owner_id, count(*)::int as leads from backlog_release_lead l
      where l.portal_id = r.portal_id and l.number = r.number group by l.day, l.owner_id) n
    group by n.day order by n.day desc limit ${MAX_DAYS_SHOWN}::int) d)`;

async function listReleases(
  database: Database,
  portalId: string,
  { after, limit }: PageRequest,
): Promise<Page<ReleaseRecord>> {
  const rows = await rowsOf(
    database.db,
    sql<ReleaseRecord>`
      select c.number, c."perRepAndDay", c."limit", c."startedBy", c."startedByName", c."startedAt", c."endedAt", c."endedBy", c.days, c.released,
        case when c.state = 'running' and not c.may then 'paused' else c.state end as state,
        case when c.state = 'running' and c.may then c.next_at end as "nextAt",
        case when c.state = 'running' then least(c.backlog, c."limit" - c.released) else 0 end as waiting
      from (
        select r.number, r.state, r.next_at, r.per_rep_and_day as "perRepAndDay", r.lead_limit as "limit",
          r.started_by as "startedBy", r.started_by_name as "startedByName", r.started_at as "startedAt",
          r.ended_at as "endedAt", r.ended_by as "endedBy", ${COUNT} as released, ${DAYS} as days, ${MAY_RELEASE} as may,
          (select count(*)::int from lead b where b.portal_id = r.portal_id and b.in_backlog) as backlog
        from backlog_release r join portal p on p.portal_id = r.portal_id
        where r.portal_id = ${portalId}::text and (${after}::int is null or r.number < ${after}::int)
        order by r.number desc
        limit ${limit + 1}::int) c
      order by c.number desc`,
  );
  const items = rows.slice(0, limit);
  return { items, next: rows.length > limit ? String(items.at(-1)?.number) : null };
}

interface Standing {
  readonly paused: boolean;
  readonly may: boolean;
  readonly running: boolean;
  readonly last: number;
  readonly name: string;
  readonly backlog: number;
}

/** The portal's row is locked, so that of two who ask at once one is refused. */
function readStanding(tx: Tx, portalId: string, { userId, email }: ReleaseActor): Promise<Standing | null> {
  return oneOf(
    tx,
    sql<Standing>`
      select p.paused, ${MAY_RELEASE} as may,
        exists (select 1 from backlog_release r where r.portal_id = p.portal_id and r.state = 'running') as running,
        coalesce((select max(r.number) from backlog_release r where r.portal_id = p.portal_id), 0) as last,
        (select count(*)::int from lead l where l.portal_id = p.portal_id and l.in_backlog) as backlog,
        coalesce((select nullif(max(o.name), '') from owner o where o.portal_id = p.portal_id and o.user_id = ${userId}::text and o.user_id <> ''), ${email}::text) as name
      from portal p
      where p.portal_id = ${portalId}::text and p.status <> 'uninstalled'
      for update of p`,
  );
}

function startRelease(
  database: Database,
  portalId: string,
  { terms, by }: { readonly terms: ReleaseTerms; readonly by: ReleaseActor },
): Promise<Started> {
  return database.transaction(async (tx) => {
    const standing = await readStanding(tx, portalId, by);
    if (standing === null) return { refusal: 'NOT_INSTALLED' };
    if (standing.paused) return { refusal: 'PAUSED' };
    if (!standing.may) return { refusal: 'EFFECTS_OFF' };
    if (standing.running) return { refusal: 'ALREADY_RUNNING' };
    const number = standing.last + 1;
    await rowsOf(
      tx,
      sql`
        insert into backlog_release (portal_id, number, per_rep_and_day, lead_limit, started_by, started_by_name, started_at, next_at)
        select p.portal_id, ${number}::int, ${terms.perRepAndDay}::int, ${terms.limit}::int, ${by.actor}::text, ${standing.name}::text,
          clock.now, clock.now
        from portal p, lateral (select greatest(p.last_now, accord_now()) as now offset 0) clock
        where p.portal_id = ${portalId}::text`,
    );
    // What another release put off is tried anew.
    await rowsOf(
      tx,
      sql`update lead set release_pools = null, release_after = null where portal_id = ${portalId}::text and in_backlog`,
    );
    const after = { number, ...terms, backlog: standing.backlog };
    await writeAudit(tx, portalId, { by, action: 'start backlog release', after });
    await wakeLater(tx, portalId);
    return { number };
  });
}

/** A batch that is being decided finds out when it commits. */
function stopRelease(
  database: Database,
  { portalId, number }: { readonly portalId: string; readonly number: number },
  by: Actor,
): Promise<Stopped> {
  return database.transaction(async (tx) => {
    const found = await oneOf(
      tx,
      sql<{ running: boolean }>`
        select state = 'running' as running from backlog_release
        where portal_id = ${portalId}::text and number = ${number}::int for update`,
    );
    if (found === null) return { refusal: 'NO_SUCH_RELEASE' };
    if (!found.running) return { refusal: 'ALREADY_ENDED' };
    const stopped = await oneOf(
      tx,
      sql<{ at: string; released: number }>`
        update backlog_release r set state = 'stopped', ended_by = ${by.actor}::text,
          ended_at = greatest(r.started_at, accord_now())
        where r.portal_id = ${portalId}::text and r.number = ${number}::int
        returning r.ended_at as at, ${COUNT} as released`,
    );
    if (stopped === null) throw new Error('a release vanished while it was stopped');
    const { released } = stopped;
    await writeAudit(tx, portalId, { by, action: 'stop backlog release', after: { number, released } });
    return stopped;
  });
}
