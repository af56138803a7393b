// What became of the changes that were sent, row by row: confirmed, parked with its reason, to be sent again, or gone (D7).
import { type RawBuilder, sql } from 'kysely';
import { emptyMirror, foldMissing, foldRead, type Mirror } from '#domain/mirror.ts';
import { OWNER_PROPERTY } from '#domain/names.ts';
import { isSameValue } from '#domain/values.ts';
import type { Settlement, TaskSettlement } from '#pipeline/settlements.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import { storeMirrors } from './commit-batch.ts';
import type { Database, Tx } from './database.ts';
import { markDirtyAgain } from './dirty-again.ts';
import { holdLease } from './leases.ts';
import { loadMirrors } from './load-batch.ts';
import { noteRefusedOwners } from './refused-owners.ts';
import { noteMissingProperty } from './restored-properties.ts';
import { asJson, rowsOf } from './sql.ts';

/** A change that cannot be sent is parked and shown after so many tries over a whole day: outages end before. */
const GIVES_UP = sql`attempts >= 50 and intended_at < accord_now() - interval '24 hours'`;

/** Ever later, up to five minutes, and never before HubSpot's own wait is over; the second try comes at once. */
function retryAt(afterMs: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`clock_timestamp()
    + greatest(${afterMs}, least(500 * (power(2, least(attempts - 1, 12)) - 1), 300000)) * interval '1 millisecond'`;
}

export async function settleProperties(
  database: Database,
  lease: Lease,
  settlements: readonly Settlement[],
): Promise<void> {
  if (settlements.length === 0) return;
  await database.transaction(async (tx) => {
    await holdLease(tx, lease);
    for (const settlement of settlements)
      if (settlement.kind === 'parked') await park(tx, lease.portalId, settlement);
    await noteRefusedOwners(tx, lease.portalId, settlements);
    await again(tx, lease.portalId, settlements);
    await judgeFirst(tx, lease.portalId, settlements);
    await confirm(tx, lease.portalId, settlements);
    await markGone(tx, lease.portalId, settlements);
  });
}

async function confirm(tx: Tx, portalId: string, settlements: readonly Settlement[]): Promise<void> {
  const confirmed = settlements.filter((settlement) => settlement.kind === 'confirmed');
  if (confirmed.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update outbox_property o set state = 'confirmed', reason = '', confirmed_at = greatest(p.last_now, accord_now())
      from portal p
      where p.portal_id = o.portal_id and o.portal_id = ${portalId}::text and o.state = 'sent'
        and o.lead_id = any(${confirmed.map(({ leadId }) => leadId)}::text[])`,
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
  await startWaiting(
    tx,
    portalId,
    confirmed.filter(({ sent }) => OWNER_PROPERTY in sent).map(({ leadId }) => leadId),
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

/** Clocks that waited for their owner to see the lead: it is judged again, by what is known of it already. */
async function startWaiting(tx: Tx, portalId: string, leadIds: readonly string[]): Promise<void> {
  if (leadIds.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update lead l set review_at = least(l.review_at, p.last_now), review_exact = true
      from portal p
      where p.portal_id = l.portal_id and l.portal_id = ${portalId}::text and l.lead_id = any(${[...leadIds]}::text[])
        and exists (select 1 from clock c where c.portal_id = l.portal_id and c.lead_id = l.lead_id
          and c.status = 'running' and c.due_at is null and c.owner_id <> '')`,
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
  return !isSameValue(held ?? '', sent ?? '');
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
  await noteMissingProperty(tx, portalId, [settlement.reason]);
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
        state = case when ${GIVES_UP} then 'parked' else 'intended' end, sent_value = null,
        reason = r.reason, not_before = ${retryAt(sql.ref('r.afterMs'))}
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
        state = case when ${GIVES_UP} then 'parked' else 'intended' end, sent_value = null,
        reason = 'READ_BACK_DIFFERS', not_before = ${retryAt(sql`0`)}
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
          state = case when r.kind = 'again' and ${GIVES_UP} then 'parked'
            when r.kind = 'again' then 'intended' when r.kind = 'deleted' then 'confirmed' else r.kind end,
          deleted_at = case when r.kind = 'deleted' then accord_now() else t.deleted_at end,
          task_id = coalesce(r."taskId", t.task_id), reason = r.reason,
          not_before = ${retryAt(sql.ref('r.afterMs'))}
        from jsonb_to_recordset(${asJson(rows)}) as r("taskKey" text, kind text, "taskId" text, "afterMs" double precision, reason text)
        where t.portal_id = ${lease.portalId}::text and t.task_key = r."taskKey" and t.state = 'sent'`,
    );
    await noteMissingProperty(
      tx,
      lease.portalId,
      rows.map(({ reason }) => reason),
    );
  });
}
