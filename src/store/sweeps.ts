// The sweep's own rows: whose night has come, what was found, and what is done about it.
import { type RawBuilder, sql } from 'kysely';
import type { Page } from '#pipeline/admin-ports.ts';
import type { PageRequest } from '#pipeline/reports.ts';
import {
  type Finding,
  MENDS,
  type Mend,
  type Orphan,
  type SweepEnd,
  type SweepOutcome,
  type SweepStore,
} from '#pipeline/sweep/orphan.ts';
import type { Database, Tx } from './database.ts';
import { NOBODY_ERASED, type Tombstones } from './erasure/tombstones.ts';
import { loadMirrors } from './load-batch.ts';
import { startSweep, writesTasks } from './orphans.ts';
import { rereadContacts } from './polls.ts';
import { wakeLater } from './portals.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';

export function createSweepStore(database: Database, tombstones: Tombstones = NOBODY_ERASED): SweepStore {
  return {
    claimDueSweeps: (limit) => claimDueSweeps(database, limit),
    startSweep: (portalId) => startSweep(database, portalId),
    loadContacts: (portalId, ids) => loadMirrors(database.db, { portalId, objectType: 'contact', ids }),
    listTold: async (portalId, ids, since) => [
      ...(await listTold(database, { portalId, ids, since })),
      // What HubSpot still has of them is no gap.
      ...(await tombstones.findErased(database.db, portalId, ids)),
    ],
    listBusy: (portalId, ids) => listBusy(database, portalId, ids),
    endSweep: (portalId, end) => endSweep(database, portalId, end),
  };
}

/** When the office is empty, in the portal's own zone. */
const NIGHT = sql`interval '3 hours'`;

/** A sweep that was begun and never ended is begun again after an hour; several workers take different portals. */
async function claimDueSweeps(database: Database, limit: number): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ portal_id: string }>`
      insert into sweep as s (portal_id, started_at)
      select p.portal_id, accord_now() from portal p left join sweep k on k.portal_id = p.portal_id
      where p.status = 'active'
        and coalesce(k.swept_at, p.installed_at)
          < (date_trunc('day', (accord_now() at time zone p.time_zone) - ${NIGHT}) + ${NIGHT}) at time zone p.time_zone
        and (k.started_at is null or k.started_at <= k.swept_at or k.started_at < accord_now() - interval '1 hour')
      order by coalesce(k.swept_at, p.installed_at)
      limit ${limit}::int
      on conflict (portal_id) do update set started_at = excluded.started_at
        where s.started_at <= s.swept_at or s.started_at < accord_now() - interval '1 hour'
      returning portal_id`,
  );
  return rows.map((row) => row.portal_id);
}

async function listTold(
  database: Database,
  asked: { readonly portalId: string; readonly ids: readonly string[]; readonly since: string },
): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ id: string }>`
      select id from unnest(${[...asked.ids]}::text[]) id
      where exists (select 1 from inbox_event e where e.portal_id = ${asked.portalId}::text
        and e.object_type = 'contact' and e.object_id = id and e.occurred_at >= ${asked.since}::timestamptz)`,
  );
  return rows.map((row) => row.id);
}

export async function listBusy(
  database: Database,
  portalId: string,
  ids: readonly string[],
): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ id: string }>`
      select id from unnest(${[...ids]}::text[]) id
      where exists (select 1 from dirty d
          where d.portal_id = ${portalId}::text and d.object_type = 'contact' and d.object_id = id)
        or exists (select 1 from lead l join outbox_property o on o.portal_id = l.portal_id and o.lead_id = l.lead_id
          where l.portal_id = ${portalId}::text and l.contact_id = id and o.state in ('intended', 'sent'))`,
  );
  return rows.map((row) => row.id);
}

function endSweep(database: Database, portalId: string, end: SweepEnd): Promise<SweepOutcome> {
  return database.transaction(async (tx) => {
    // A sweep that took so long that another one has begun says nothing: what it found is old.
    const held = await oneOf(
      tx,
      sql`
        update sweep set swept_at = ${end.now}::timestamptz
        where portal_id = ${portalId}::text and started_at = ${end.now}::timestamptz
        returning portal_id`,
    );
    if (held === null) return { found: 0, mended: 0 };
    const tried = await listTried(tx, portalId);
    const fresh = end.findings.filter(
      (finding) => MENDS[finding.kind] !== 'none' && !tried.has(keyOf(finding)),
    );
    const mended = await mend(tx, portalId, fresh);
    await keep(tx, portalId, { ...end, mended });
    if (mended.size > 0) await wakeLater(tx, portalId);
    return { found: end.findings.length, mended: mended.size };
  });
}

function keyOf({ kind, subject }: Pick<Finding, 'kind' | 'subject'>): string {
  return `${kind} ${subject}`;
}

/** What did not help once is not done again. */
async function listTried(tx: Tx, portalId: string): Promise<ReadonlySet<string>> {
  const rows = await rowsOf(
    tx,
    sql<Pick<Finding, 'kind' | 'subject'>>`
      select kind, subject from orphan where portal_id = ${portalId}::text and mended_at is not null`,
  );
  return new Set(rows.map(keyOf));
}

/** Answers what was done, by kind and subject. */
async function mend(tx: Tx, portalId: string, findings: readonly Finding[]): Promise<ReadonlySet<string>> {
  const to = (...mends: readonly Mend[]): readonly Finding[] =>
    findings.filter(({ kind }) => mends.includes(MENDS[kind]));
  // Who has left is known by the list of owners alone, which is then read again.
  if (findings.some(({ kind }) => kind === 'ownerMissing')) await forgetOwners(tx, portalId);
  await rereadContacts(
    tx,
    portalId,
    to('reread').map(({ contactId }) => contactId),
  );
  await markDirty(tx, portalId, to('judge', 'reread', 'resend'));
  const tasks = to('resend', 'reopen');
  const sent = await resendTasks(tx, portalId, tasks);
  const mended = tasks.filter(({ kind, subject }) => kind === 'taskOpenLeadClosed' || sent.has(subject));
  return new Set([...to('judge', 'reread'), ...mended].map(keyOf));
}

async function forgetOwners(tx: Tx, portalId: string): Promise<void> {
  await rowsOf(tx, sql`update portal set owners_read_at = null where portal_id = ${portalId}::text`);
}

/** Activities and companies are marked as what they are; `waitsTooLong` names them by type and id. */
async function markDirty(tx: Tx, portalId: string, findings: readonly Finding[]): Promise<void> {
  const rows = findings.map(({ kind, subject, contactId }) => {
    const [type = '', id = ''] = subject.split(' ');
    return kind === 'waitsTooLong' ? { type, id } : { type: 'contact', id: contactId };
  });
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into dirty as d (portal_id, object_type, object_id, generation, lane, not_before)
      select ${portalId}::text, type, id, nextval('dirty_generation'), 3, clock_timestamp()
      from (select distinct type, id from jsonb_to_recordset(${asJson(rows)}) as r(type text, id text) order by 1, 2) marks
      on conflict (portal_id, object_type, object_id) do update set
        generation = excluded.generation, attempts = 0, not_before = least(d.not_before, excluded.not_before)`,
  );
}

/** Only while tasks are written: what is off is never sent later (5a.1). Open ones of closed leads are judged instead. */
async function resendTasks(
  tx: Tx,
  portalId: string,
  findings: readonly Finding[],
): Promise<ReadonlySet<string>> {
  const keysOf = (kind: Finding['kind']): string[] =>
    findings.filter((finding) => finding.kind === kind).map(({ subject }) => subject);
  const rows = await rowsOf(
    tx,
    sql<{ task_key: string }>`
      update task t set state = 'intended', attempts = 0, not_before = clock_timestamp(),
        reopened_at = case when t.task_key = any(${keysOf('taskDoneNoTrace')}::text[]) then accord_now() else t.reopened_at end
      from portal p
      where p.portal_id = t.portal_id and t.portal_id = ${portalId}::text and t.state = 'confirmed' and ${writesTasks()}
        and (t.task_key = any(${keysOf('taskNoDue')}::text[])
          or (not t.open and t.task_key = any(${keysOf('taskOpenLeadClosed')}::text[]))
          or (t.reopened_at is null and t.task_key = any(${keysOf('taskDoneNoTrace')}::text[])))
      returning t.task_key`,
  );
  return new Set(rows.map((row) => row.task_key));
}

async function keep(
  tx: Tx,
  portalId: string,
  end: SweepEnd & { readonly mended: ReadonlySet<string> },
): Promise<void> {
  const deleted = end.findings.filter(({ kind }) => kind === 'taskDeleted').map(({ subject }) => subject);
  await rowsOf(
    tx,
    sql`
      update task set deleted_at = ${end.now}::timestamptz
      where portal_id = ${portalId}::text and deleted_at is null and task_key = any(${deleted}::text[])`,
  );
  const rows = end.findings.map((finding) => ({ ...finding, isMended: end.mended.has(keyOf(finding)) }));
  await rowsOf(
    tx,
    sql`
      insert into orphan as o (portal_id, kind, subject, contact_id, detail, found_at, seen_at, mended_at)
      select distinct on (r.kind, r.subject) ${portalId}::text, r.kind, r.subject, r."contactId", r.detail,
        ${end.now}::timestamptz, ${end.now}::timestamptz, case when r."isMended" then ${end.now}::timestamptz end
      from jsonb_to_recordset(${asJson(rows)}) as r(kind text, subject text, "contactId" text, detail text, "isMended" boolean)
      order by r.kind, r.subject
      on conflict (portal_id, kind, subject) do update set contact_id = excluded.contact_id, detail = excluded.detail,
        seen_at = excluded.seen_at, mended_at = coalesce(excluded.mended_at, o.mended_at)`,
  );
  await rowsOf(
    tx,
    sql`
      delete from orphan where portal_id = ${portalId}::text and seen_at < ${end.now}::timestamptz
        and kind = any(${[...end.looked]}::text[]) and not (${isKnownDeleted()})`,
  );
}

/** A deleted task is asked about no more, and is shown as long as its lead waits for it. */
function isKnownDeleted(): RawBuilder<unknown> {
  return sql`kind = 'taskDeleted' and exists (select 1 from task t
    where t.portal_id = orphan.portal_id and t.task_key = orphan.subject and t.open)`;
}

/** Those left to a person first; `after` is the place of the last one seen. */
export async function listOrphans(
  database: Database,
  portalId: string,
  page: PageRequest,
): Promise<Page<Orphan> & { readonly sweptAt: string | null }> {
  const rows = await rowsOf(
    database.db,
    sql<Orphan & { key: string }>`
      select * from (
        select kind, subject, contact_id as "contactId", detail, found_at as "foundAt", seen_at as "seenAt",
          mended_at as "mendedAt", mended_at is not distinct from seen_at as "isMended",
          (case when mended_at is not distinct from seen_at then '1' else '0' end) || ' ' || kind || ' ' || subject as key
        from orphan where portal_id = ${portalId}::text) found
      where ${page.after}::text is null or key collate "C" > ${page.after}::text collate "C"
      order by key collate "C"
      limit ${page.limit + 1}::int`,
  );
  const items = rows.slice(0, page.limit).map(({ key: _key, ...orphan }) => orphan);
  const sweep = await oneOf(
    database.db,
    sql<{
      sweptAt: string | null;
    }>`select swept_at as "sweptAt" from sweep where portal_id = ${portalId}::text`,
  );
  const last = rows.length > page.limit ? rows[page.limit - 1] : undefined;
  return { items, next: last?.key ?? null, sweptAt: sweep?.sweptAt ?? null };
}
