// Outgoing changes taken for sending: marked `sent` and committed before anything is called, so that a change that was
// on the wire when a process died is known as such (D7). What becomes of them: settle-writes.ts.
import { type RawBuilder, sql } from 'kysely';
import type { Lease, PropertyWrite, TaskWrite, WriteScope } from '#pipeline/turn-store.ts';
import type { Database, Db, Tx } from './database.ts';
import { isBeingErased } from './erasure/being-erased.ts';
import { holdLease } from './leases.ts';
import { oneOf, rowsOf } from './sql.ts';

const WRITE_COLUMNS = sql`
  s.lead_id as "leadId", l.contact_id as "contactId", min(s.lane)::int as lane,
  jsonb_object_agg(s.property, s.value) as properties,
  coalesce(min(m.cells -> 'lifecyclestage' ->> 'v'), '') as "currentStage"`;

const WITH_CONTACT = sql`
  join lead l on l.portal_id = s.portal_id and l.lead_id = s.lead_id
  left join mirror m on m.portal_id = l.portal_id and m.object_type = 'contact' and m.object_id = l.contact_id`;

export interface WriteClaim {
  readonly lease: Lease;
  readonly scope: WriteScope;
  readonly limit: number;
}

type Where = Pick<WriteClaim, 'scope'> & { readonly portalId: string };

/**
 * Who is dirty is judged first: what is unsent may no longer be wanted. Of whom is being erased nothing is written, from the
 * commit of the word on.
 */
function waits(leadId: RawBuilder<unknown>, portalId: string): RawBuilder<unknown> {
  return sql`exists (
    select 1 from lead l
    where l.portal_id = ${portalId}::text and l.lead_id = ${leadId} and (${isBeingErased('l', 'contact_id')} or exists (
      select 1 from dirty d where d.portal_id = l.portal_id and d.object_type = 'contact'
        and d.object_id = l.contact_id and d.not_before <= clock_timestamp())))`;
}

/** Leads whose switched-on, unsent properties may go now; none of theirs is on the wire. */
function readyLeads({ portalId, scope }: Where, limit: number): RawBuilder<{ lead_id: string }> {
  return sql<{ lead_id: string }>`
    select lead_id from outbox_property
    where portal_id = ${portalId}::text
      and (state = 'sent' or (state = 'intended' and effect = any(${[...scope.effects]}::text[])))
      and not ${waits(sql.ref('outbox_property.lead_id'), portalId)}
    group by lead_id
    having bool_and(state = 'intended' and not_before <= clock_timestamp())
    order by min(lane), min(intended_at), lead_id
    limit ${limit}::int`;
}

function readyTasks({ portalId, scope }: Where, limit: number): RawBuilder<{ task_key: string }> {
  return sql<{ task_key: string }>`
    select task_key from task
    where portal_id = ${portalId}::text and state = 'intended' and not_before <= clock_timestamp() and ${scope.tasks}::boolean
      and not ${waits(sql.ref('task.lead_id'), portalId)}
    order by open, lane, intended_at, task_key
    limit ${limit}::int`;
}

/** Asked before a transaction is opened: a turn with nothing to write spares the flush to disk. */
export async function hasReadyWrites(db: Db | Tx, where: Where): Promise<boolean> {
  return (await oneOf(db, readyLeads(where, 1))) !== null || (await oneOf(db, readyTasks(where, 1))) !== null;
}

export async function claimPropertyWrites(
  database: Database,
  claim: WriteClaim,
): Promise<readonly PropertyWrite[]> {
  const { lease, scope, limit } = claim;
  const where = { portalId: lease.portalId, scope };
  if ((await oneOf(database.db, readyLeads(where, 1))) === null) return [];
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    return rowsOf(
      tx,
      sql<PropertyWrite>`
        with ready as (${readyLeads(where, limit)}),
        s as (
          update outbox_property o
          set state = 'sent', sent_value = o.value, sent_at = clock_timestamp(), attempts = o.attempts + 1,
            -- What the version found is kept until another version writes: a revert goes back to it (5a.9).
            prior_value = case when o.prior_agreement = j.agreement_id and o.prior_version = j.judged_version
              then o.prior_value else coalesce(k.cells -> o.property ->> 'v', '') end,
            prior_agreement = j.agreement_id, prior_version = j.judged_version
          from ready
          join lead j on j.portal_id = ${lease.portalId}::text and j.lead_id = ready.lead_id
          left join mirror k on k.portal_id = j.portal_id and k.object_type = 'contact' and k.object_id = j.contact_id
          where o.portal_id = ${lease.portalId}::text and o.lead_id = ready.lead_id and o.state = 'intended'
            and o.effect = any(${[...scope.effects]}::text[])
          returning o.portal_id, o.lead_id, o.property, o.value, o.lane)
        select ${WRITE_COLUMNS} from s ${WITH_CONTACT}
        group by s.lead_id, l.contact_id
        order by min(s.lane), s.lead_id`,
    );
  });
}

const TASK_COLUMNS = sql`
  t.lead_id as "leadId", l.contact_id as "contactId", t.lane, t.task_key as "taskKey", t.owner_id as "ownerId", t.clause,
  t.subject, t.body, t.due_at as "dueAt", t.noticed_at as "noticedAt", t.open, t.state, t.task_id as "taskId"`;

export async function claimTaskWrites(database: Database, claim: WriteClaim): Promise<readonly TaskWrite[]> {
  const { lease, scope, limit } = claim;
  const where = { portalId: lease.portalId, scope };
  if ((await oneOf(database.db, readyTasks(where, 1))) === null) return [];
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    return rowsOf(
      tx,
      sql<TaskWrite>`
        with ready as (${readyTasks(where, limit)}),
        t as (
          update task set state = 'sent', sent_at = clock_timestamp(), attempts = task.attempts + 1
          from ready
          where task.portal_id = ${lease.portalId}::text and task.task_key = ready.task_key
          returning task.*)
        select ${TASK_COLUMNS} from t join lead l on l.portal_id = t.portal_id and l.lead_id = t.lead_id
        order by t.open, t.lane, t.task_key`,
    );
  });
}

export async function loadUnresolved(
  database: Database,
  lease: Lease,
  olderThanMs: number,
): Promise<{ readonly properties: readonly PropertyWrite[]; readonly tasks: readonly TaskWrite[] }> {
  const due = sql`clock_timestamp() - ${olderThanMs}::int * interval '1 millisecond'`;
  const properties = await rowsOf(
    database.db,
    sql<PropertyWrite>`
      select ${WRITE_COLUMNS} from outbox_property s ${WITH_CONTACT}
      where s.portal_id = ${lease.portalId}::text and s.state = 'sent' and s.sent_at <= ${due}
      group by s.lead_id, l.contact_id order by s.lead_id`,
  );
  const tasks = await rowsOf(
    database.db,
    sql<TaskWrite>`
      select ${TASK_COLUMNS} from task t join lead l on l.portal_id = t.portal_id and l.lead_id = t.lead_id
      where t.portal_id = ${lease.portalId}::text and t.state = 'sent' and t.sent_at <= ${due}
      order by t.task_key`,
  );
  return { properties, tasks };
}
