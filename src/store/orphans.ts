// What the portal's own tables say of leads and events that nobody looks after. Each part is one statement over an index.
import { type RawBuilder, sql } from 'kysely';
import { SWITCHED_OFF } from '#pipeline/admin-ports.ts';
import { UNDER_WAY_MS } from '#pipeline/sweep/find-webhook-gaps.ts';
import type { Finding, KnownTask, SweepStart } from '#pipeline/sweep/orphan.ts';
import { ON_THE_WIRE } from './claims.ts';
import type { Database } from './database.ts';
import { isOpen } from './open-leads.ts';
import { oneOf, rowsOf } from './sql.ts';

/** Of each kind, and more than a person sees to in a day. */
const MAX_FOUND = 1_000;
/** Tasks of a big portal; the rest is looked at once these are closed. */
const MAX_TASKS = 10_000;
/** As long as a turn, a retry or HubSpot's own repetition may take without anybody being missed. */
const PATIENCE = sql`${UNDER_WAY_MS}::int * interval '1 millisecond'`;
const STATE = sql`coalesce(l.shadow, l.state)`;

interface PortalFacts extends Pick<SweepStart, 'now' | 'installedAt'> {
  readonly knowsOwners: boolean;
  readonly writesTasks: boolean;
}

export async function startSweep(database: Database, portalId: string): Promise<SweepStart | null> {
  const portal = await oneOf(
    database.db,
    sql<PortalFacts>`
      select greatest(accord_now(), p.last_now) as now, p.installed_at as "installedAt",
        p.owners_read_at is not null as "knowsOwners", ${writesTasks()} as "writesTasks"
      from portal p where p.portal_id = ${portalId}::text and p.status = 'active'`,
  );
  if (portal === null) return null;
  await rowsOf(
    database.db,
    sql`
      insert into sweep (portal_id, started_at) values (${portalId}::text, ${portal.now}::timestamptz)
      on conflict (portal_id) do update set started_at = excluded.started_at`,
  );
  const parts = [
    ...(portal.knowsOwners ? [ownersMissing(portalId)] : []),
    ...(portal.writesTasks ? [tasksMissing(portalId)] : []),
    withoutClock(portalId),
    reviewsLate(portalId),
    notJudged(portalId),
    waiting(portalId),
    parked(portalId),
  ];
  const findings: Finding[] = [];
  for (const part of parts)
    findings.push(...(await rowsOf(database.db, sql<Finding>`${part} limit ${MAX_FOUND}::int`)));
  return {
    now: portal.now,
    installedAt: portal.installedAt,
    findings,
    tasks: await listTasks(database, portalId),
  };
}

/** Whether tasks are written now (5a.1); of `p`, the portal. */
export function writesTasks(): RawBuilder<unknown> {
  return sql`(not p.paused and exists (
    select 1 from portal_effect e where e.portal_id = p.portal_id and e.effect = 'tasks' and e.enabled))`;
}

/** Who is waiting to be judged is no orphan. */
const IS_DIRTY = sql`exists (select 1 from dirty d
  where d.portal_id = l.portal_id and d.object_type = 'contact' and d.object_id = l.contact_id)`;

function ofLead(kind: Finding['kind'], detail: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select ${kind}::text as kind, l.lead_id as subject, l.contact_id as "contactId", ${detail} as detail`;
}

function ownersMissing(portalId: string): RawBuilder<unknown> {
  return sql`
    ${ofLead('ownerMissing', sql`${STATE} -> 'owner' ->> 'value'`)}
    from lead l
    where l.portal_id = ${portalId}::text and ${isOpen(STATE)} and not (${IS_DIRTY})
      and not exists (select 1 from owner o where o.portal_id = l.portal_id and not o.archived
        and o.owner_id = ${STATE} -> 'owner' ->> 'value')
    order by l.lead_id`;
}

function withoutClock(portalId: string): RawBuilder<unknown> {
  return sql`
    ${ofLead('noClock', sql`${STATE} ->> 'status'`)}
    from lead l
    where l.portal_id = ${portalId}::text and ${isOpen(STATE)} and l.due_at is null and l.review_at is null
      and not (${IS_DIRTY})
    order by l.lead_id`;
}

/** What was withheld while tasks were off stays so; what was judged before the last switch is judged again anyway. */
function tasksMissing(portalId: string): RawBuilder<unknown> {
  return sql`
    ${ofLead('taskMissing', sql`''`)}
    from lead l join portal p on p.portal_id = l.portal_id and p.epoch = l.judged_epoch
    where l.portal_id = ${portalId}::text and l.shadow is null and ${isOpen(STATE)} and l.due_at is not null
      and not (${IS_DIRTY})
      and not exists (select 1 from task t where t.portal_id = l.portal_id and t.lead_id = l.lead_id and t.open)
      and not exists (select 1 from withheld_change w
        where w.portal_id = l.portal_id and w.lead_id = l.lead_id and w.target = 'task')
    order by l.lead_id`;
}

function reviewsLate(portalId: string): RawBuilder<unknown> {
  return sql`
    ${ofLead('reviewLate', sql`''`)}
    from lead l
    where l.portal_id = ${portalId}::text and l.review_at <= (select accord_now()) - ${PATIENCE}
      and not (${ON_THE_WIRE}) and not (${IS_DIRTY})
    order by l.review_at`;
}

/** Events that are neither in a lead's facts nor waiting to be. */
function notJudged(portalId: string): RawBuilder<unknown> {
  return sql`
    select 'notJudged' as kind, e.object_id as subject, e.object_id as "contactId", count(*)::text as detail
    from inbox_event e
    where e.portal_id = ${portalId}::text and e.object_type = 'contact' and not e.folded and not e.echo
      and e.object_id is not null and e.received_at <= clock_timestamp() - ${PATIENCE}
      and not exists (select 1 from dirty d
        where d.portal_id = e.portal_id and d.object_type = 'contact' and d.object_id = e.object_id)
    group by e.object_id
    order by e.object_id`;
}

/** Put aside after too many failures, or behind for long; generations of one portal come in the order of time. */
function waiting(portalId: string): RawBuilder<unknown> {
  return sql`
    select 'waitsTooLong' as kind, d.object_type || ' ' || d.object_id as subject,
      case when d.object_type = 'contact' then d.object_id else '' end as "contactId", left(d.last_error, 200) as detail
    from dirty d
    where d.portal_id = ${portalId}::text
      and (d.not_before = 'infinity' or d.not_before <= clock_timestamp() - ${PATIENCE})
    order by d.generation`;
}

function parked(portalId: string): RawBuilder<unknown> {
  return sql`
    select 'parked' as kind, r.lead_id || ' ' || r.target as subject, l.contact_id as "contactId",
      r.target || ': ' || left(r.reason, 300) as detail
    from (
      select portal_id, lead_id, property as target, reason from outbox_property
      where portal_id = ${portalId}::text and state = 'parked' and reason <> ${SWITCHED_OFF}::text
      union all
      select portal_id, lead_id, 'task', reason from task
      where portal_id = ${portalId}::text and state = 'parked' and reason <> ${SWITCHED_OFF}::text) r
    join lead l on l.portal_id = r.portal_id and l.lead_id = r.lead_id
    order by r.lead_id, r.target`;
}

/** Open ones, and those closed in the last days: a close that HubSpot lost would be seen by then. */
function listTasks(database: Database, portalId: string): Promise<readonly KnownTask[]> {
  return rowsOf(
    database.db,
    sql<KnownTask>`
      select t.task_key as "taskKey", t.task_id as "taskId", l.contact_id as "contactId", t.open,
        ${isOpen(sql`l.state`)} as "isLeadOpen"
      from task t join lead l on l.portal_id = t.portal_id and l.lead_id = t.lead_id
      where t.portal_id = ${portalId}::text and t.task_id is not null and t.state = 'confirmed' and t.deleted_at is null
        and (t.open or t.sent_at > clock_timestamp() - interval '3 days')
      order by t.open desc, t.due_at, t.task_key
      limit ${MAX_TASKS}::int`,
  );
}
