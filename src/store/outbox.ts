// Outgoing changes on their way: claimed (marked `sent` before anything is called), then settled row by row (D7).
import { type RawBuilder, sql } from 'kysely';
import { emptyMirror, foldMissing, foldRead, type Mirror } from '#domain/mirror.ts';
import type { Lease, PropertyWrite, Settlement, TaskSettlement, TaskWrite } from '#pipeline/turn-store.ts';
import { storeMirrors } from './commit-batch.ts';
import type { Database, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { loadMirrors } from './load-batch.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

/** After so many refusals to take a change (429, 423), it is parked and shown instead of being sent for ever. */
const MAX_ATTEMPTS = 50;

const WRITE_COLUMNS = sql`
  s.lead_id as "leadId", l.contact_id as "contactId", min(s.lane)::int as lane,
  jsonb_object_agg(s.property, s.value) as properties,
  coalesce(min(m.cells -> 'lifecyclestage' ->> 'v'), '') as "currentStage"`;

const WITH_CONTACT = sql`
  join lead l on l.portal_id = s.portal_id and l.lead_id = s.lead_id
  left join mirror m on m.portal_id = l.portal_id and m.object_type = 'contact' and m.object_id = l.contact_id`;

/** Who is dirty is judged first: what is unsent may no longer be wanted. */
function isDirty(leadId: RawBuilder<unknown>, lease: Lease): RawBuilder<unknown> {
  return sql`exists (
    select 1 from lead l join dirty d on d.portal_id = l.portal_id and d.object_type = 'contact'
      and d.object_id = l.contact_id and d.not_before <= clock_timestamp()
    where l.portal_id = ${lease.portalId}::text and l.lead_id = ${leadId})`;
}

export async function claimPropertyWrites(
  database: Database,
  lease: Lease,
  limit: number,
): Promise<readonly PropertyWrite[]> {
  if (!(await hasUnsent(database, lease, 'outbox_property'))) return [];
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    return rowsOf(
      tx,
      sql<PropertyWrite>`
        with ready as (
          select lead_id, min(lane) as lane from outbox_property
          where portal_id = ${lease.portalId}::text and state in ('intended', 'sent')
            and not ${isDirty(sql.ref('outbox_property.lead_id'), lease)}
          group by lead_id
          having bool_and(state = 'intended' and not_before <= clock_timestamp())
          order by min(lane), min(intended_at), lead_id
          limit ${limit}::int),
        s as (
          update outbox_property o
          set state = 'sent', sent_value = o.value, sent_at = clock_timestamp(), attempts = o.attempts + 1
          from ready
          where o.portal_id = ${lease.portalId}::text and o.lead_id = ready.lead_id and o.state = 'intended'
          returning o.portal_id, o.lead_id, o.property, o.value, o.lane)
        select ${WRITE_COLUMNS} from s ${WITH_CONTACT}
        group by s.lead_id, l.contact_id
        order by min(s.lane), s.lead_id`,
    );
  });
}

const TASK_COLUMNS = sql`
  t.lead_id as "leadId", l.contact_id as "contactId", t.lane, t.task_key as "taskKey", t.owner_id as "ownerId", t.clause,
  t.subject, t.body, t.due_at as "dueAt", t.open, t.state, t.task_id as "taskId"`;

/** Spares a turn with nothing to write the transaction, and its flush to disk. */
async function hasUnsent(
  database: Database,
  lease: Lease,
  table: 'outbox_property' | 'task',
): Promise<boolean> {
  const row = await oneOf(
    database.db,
    sql<{ found: boolean }>`
      select exists (
        select 1 from ${sql.table(table)}
        where portal_id = ${lease.portalId}::text and state = 'intended' and not_before <= clock_timestamp()) as found`,
  );
  return row?.found ?? false;
}

export async function claimTaskWrites(
  database: Database,
  lease: Lease,
  limit: number,
): Promise<readonly TaskWrite[]> {
  if (!(await hasUnsent(database, lease, 'task'))) return [];
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    return rowsOf(
      tx,
      sql<TaskWrite>`
        with ready as (
          select task_key from task
          where portal_id = ${lease.portalId}::text and state = 'intended' and not_before <= clock_timestamp()
            and not ${isDirty(sql.ref('task.lead_id'), lease)}
          order by lane, intended_at, task_key
          limit ${limit}::int),
        t as (
          update task set state = 'sent', sent_at = clock_timestamp(), attempts = task.attempts + 1
          from ready
          where task.portal_id = ${lease.portalId}::text and task.task_key = ready.task_key
          returning task.*)
        select ${TASK_COLUMNS} from t join lead l on l.portal_id = t.portal_id and l.lead_id = t.lead_id
        order by t.lane, t.task_key`,
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

export async function settleProperties(
  database: Database,
  lease: Lease,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  const byKind = Map.groupBy(settlements, (settlement) => settlement.kind);
  await database.transaction(async (tx) => {
    await holdLease(tx, lease);
    for (const settlement of settlements)
      if (settlement.kind === 'parked') await park(tx, lease.portalId, settlement);
    await again(tx, lease.portalId, settlements);
    await judgeFirst(tx, lease.portalId, settlements);
    await confirm(tx, lease.portalId, byKind.has('confirmed') ? settlements : []);
    await markGone(tx, lease.portalId, settlements);
  });
}

async function confirm(tx: Tx, portalId: string, settlements: readonly Settlement[]): Promise<void> {
  const confirmed = settlements.filter((settlement) => settlement.kind === 'confirmed');
  if (confirmed.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update outbox_property set state = 'confirmed', reason = ''
      where portal_id = ${portalId}::text and state = 'sent'
        and lead_id = any(${confirmed.map(({ leadId }) => leadId)}::text[])`,
  );
  await foldHeld(
    tx,
    portalId,
    confirmed.flatMap(({ contactId, sent, held, updatedAt }) => {
      if (updatedAt === null) return [];
      const names = Object.entries(sent);
      const properties = Object.fromEntries(
        names.map(([name, value]) => [name, heldValue(held, name, value)]),
      );
      return [{ contactId, properties, updatedAt }];
    }),
  );
  // HubSpot may have ignored a value (a stage backwards): then the lead is judged again on what HubSpot holds.
  const ignored = confirmed.filter(({ sent, held }) =>
    Object.keys(sent).some((name) => name in held && differs(held[name], sent[name])),
  );
  await markDirtyAgain(
    tx,
    portalId,
    ignored.map(({ contactId }) => contactId),
  );
}

interface Held {
  readonly contactId: string;
  readonly properties: Readonly<Record<string, string | null>>;
  readonly updatedAt: string;
}

/** What HubSpot answered to hold is a read of those properties, and of no others. */
async function foldHeld(tx: Tx, portalId: string, seen: readonly Held[]): Promise<void> {
  const ids = seen.map(({ contactId }) => contactId);
  const known = await loadMirrors(tx, { portalId, objectType: 'contact', ids });
  const mirrors: Record<string, Mirror> = {};
  for (const { contactId, properties, updatedAt } of seen) {
    const mirror = known[contactId];
    if (mirror === undefined) continue;
    const { createdAt, readSet, readAt } = mirror;
    // The record as a whole is as fresh as before.
    mirrors[contactId] = { ...foldRead(mirror, { properties, createdAt, updatedAt, readSet }), readAt };
  }
  await storeMirrors(tx, { portalId, objectType: 'contact', mirrors });
}

function heldValue(held: Readonly<Record<string, string | null>>, name: string, sent: string): string | null {
  return name in held ? (held[name] ?? null) : sent;
}

function differs(held: string | null | undefined, sent: string | undefined): boolean {
  return (held ?? '') !== (sent ?? '') && Number.isNaN(Date.parse(held ?? ''));
}

async function park(
  tx: Tx,
  portalId: string,
  settlement: Extract<Settlement, { kind: 'parked' }>,
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update outbox_property set state = 'parked', reason = ${settlement.reason}::text
      where portal_id = ${portalId}::text and lead_id = ${settlement.leadId}::text and state = 'sent'
        and property = any(${[...settlement.properties]}::text[])`,
  );
  if (settlement.rest === 'none') return;
  await rowsOf(
    tx,
    sql`
      update outbox_property set state = 'intended', not_before = clock_timestamp()
      where portal_id = ${portalId}::text and lead_id = ${settlement.leadId}::text and state = 'sent'`,
  );
}

async function again(tx: Tx, portalId: string, settlements: readonly Settlement[]): Promise<void> {
  const rows = settlements.flatMap(({ kind, ...rest }) => (kind === 'again' ? [rest] : []));
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update outbox_property o set
        state = case when o.attempts >= ${MAX_ATTEMPTS}::int then 'parked' else 'intended' end,
        reason = r.reason, not_before = clock_timestamp() + r."afterMs" * interval '1 millisecond'
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, "afterMs" double precision, reason text)
      where o.portal_id = ${portalId}::text and o.lead_id = r."leadId" and o.state = 'sent'`,
  );
}

/** Unsent again, and dirty: a decision on what HubSpot holds now says whether it is still wanted. */
async function judgeFirst(tx: Tx, portalId: string, settlements: readonly Settlement[]): Promise<void> {
  const differing = settlements.filter((settlement) => settlement.kind === 'differs');
  if (differing.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update outbox_property o set
        state = case when o.attempts >= ${MAX_ATTEMPTS}::int then 'parked' else 'intended' end,
        reason = 'READ_BACK_DIFFERS', not_before = clock_timestamp()
      where portal_id = ${portalId}::text and state = 'sent'
        and lead_id = any(${differing.map(({ leadId }) => leadId)}::text[])`,
  );
  await foldHeld(
    tx,
    portalId,
    differing.map(({ contactId, held, updatedAt }) => ({ contactId, properties: held, updatedAt })),
  );
  await markDirtyAgain(
    tx,
    portalId,
    differing.map(({ contactId }) => contactId),
  );
}

/** The contact is no more: nothing is written to it again, and its lead is judged as gone. */
async function markGone(tx: Tx, portalId: string, settlements: readonly Settlement[]): Promise<void> {
  const gone = settlements.filter((settlement) => settlement.kind === 'gone');
  if (gone.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update outbox_property set state = 'parked', reason = 'OBJECT_NOT_FOUND'
      where portal_id = ${portalId}::text and state = 'sent' and lead_id = any(${gone.map(({ leadId }) => leadId)}::text[])`,
  );
  const ids = gone.map(({ contactId }) => contactId);
  const known = await loadMirrors(tx, { portalId, objectType: 'contact', ids });
  const now = await rowsOf(tx, sql<{ now: string }>`select accord_now() as now`);
  const at = now[0]?.now ?? '';
  const mirrors = Object.fromEntries(ids.map((id) => [id, foldMissing(known[id] ?? emptyMirror(at), at)]));
  await storeMirrors(tx, { portalId, objectType: 'contact', mirrors });
  await markDirtyAgain(tx, portalId, ids);
}

async function markDirtyAgain(tx: Tx, portalId: string, contactIds: readonly string[]): Promise<void> {
  if (contactIds.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      select ${portalId}::text, 'contact', id, nextval('dirty_generation'), 2, clock_timestamp()
      from unnest(${[...contactIds].sort()}::text[]) id
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, not_before = excluded.not_before`,
  );
}

export async function settleTasks(
  database: Database,
  lease: Lease,
  settlements: readonly TaskSettlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  const rows = settlements.map((settlement) => ({ taskId: null, afterMs: 0, reason: '', ...settlement }));
  await database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await rowsOf(
      tx,
      sql`
        update task t set
          state = case when r.kind = 'again' and t.attempts >= ${MAX_ATTEMPTS}::int then 'parked'
            when r.kind = 'again' then 'intended' else r.kind end,
          task_id = coalesce(r."taskId", t.task_id), reason = r.reason,
          not_before = clock_timestamp() + r."afterMs" * interval '1 millisecond'
        from jsonb_to_recordset(${asJson(rows)}) as r("taskKey" text, kind text, "taskId" text, "afterMs" double precision, reason text)
        where t.portal_id = ${lease.portalId}::text and t.task_key = r."taskKey" and t.state = 'sent'`,
    );
  });
}
