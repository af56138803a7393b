// The rows of the nightly comparison: what the ledger knows of a page, where the comparison stands, and what it mends.
import { sql } from 'kysely';
import type { Mirror } from '#domain/mirror.ts';
import {
  type OpenLeadFacts,
  PHASES,
  type Place,
  type ReconcileStore,
  type ShownTask,
  type Step,
} from '#pipeline/reconcile/reconciliation.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import type { Database, Tx } from './database.ts';
import { insertEvents } from './inbox.ts';
import { holdLease } from './leases.ts';
import { loadMirrors } from './load-batch.ts';
import { isOpen } from './open-leads.ts';
import { rereadContacts } from './polls.ts';
import { wakeLater } from './portals.ts';
import { loadSightings } from './sightings.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';
import { listBusy } from './sweeps.ts';

export function createReconcileStore(database: Database): ReconcileStore {
  return {
    loadReconciliation: (portalId) => loadReconciliation(database, portalId),
    commitReconciled: (lease, place, step) => commitReconciled(database, { lease, place, step }),
    listMirrors: (portalId, range) => listMirrors(database, portalId, range),
    listBusy: (portalId, contactIds) => listBusy(database, portalId, contactIds),
    listLeads: (portalId, contactIds) => listLeads(database, portalId, contactIds),
    loadCompanyLinks: (portalId, contactIds) => loadCompanyLinks(database, portalId, contactIds),
    listOpenLeadFacts: (portalId, after, limit) => listOpenLeadFacts(database, { portalId, after, limit }),
    listDoubledTasks: (portalId, tasks) => listDoubledTasks(database, portalId, tasks),
  };
}

/** Runs that are kept to look back at. */
const KEPT_RUNS = 30;

/** Begins one unless one is under way. `reading`: the portal is being read for the first time; null: not installed. */
export function startReconciliation(
  database: Database,
  portalId: string,
): Promise<'started' | 'running' | 'reading' | null> {
  return database.transaction(async (tx) => {
    const portal = await oneOf(
      tx,
      sql<{ isReading: boolean }>`
        select backfill_after is not null as "isReading" from portal
        where portal_id = ${portalId}::text and status = 'active' for update`,
    );
    if (portal === null) return null;
    if (portal.isReading) return 'reading';
    const row = await oneOf(
      tx,
      sql<{ run: string }>`
        insert into reconciliation (portal_id, started_at) values (${portalId}::text, accord_now())
        on conflict (portal_id) where ended_at is null do nothing
        returning run`,
    );
    if (row === null) return 'running';
    await rowsOf(
      tx,
      sql`
        delete from reconciliation where portal_id = ${portalId}::text and run not in (
          select run from reconciliation where portal_id = ${portalId}::text order by run desc limit ${KEPT_RUNS}::int)`,
    );
    await wakeLater(tx, portalId);
    return 'started';
  });
}

function loadReconciliation(database: Database, portalId: string): Promise<Place | null> {
  return oneOf(
    database.db,
    sql<Place>`
      select run, phase, after_id as "after" from reconciliation
      where portal_id = ${portalId}::text and ended_at is null`,
  );
}

/** As HubSpot lists them: by number. */
async function listMirrors(
  database: Database,
  portalId: string,
  range: {
    readonly objectType: 'contact' | 'company';
    readonly after: string;
    readonly until: string | null;
    readonly limit: number;
  },
): Promise<ReadonlyMap<string, Mirror>> {
  const { objectType, after, until, limit } = range;
  const rows = await rowsOf(
    database.db,
    sql<{ id: string }>`
      select object_id as id from mirror m
      where portal_id = ${portalId}::text and object_type = ${objectType}::text
        and (length(object_id), object_id) > (length(${after}::text), ${after}::text)
        -- What a merge left behind is no lead's any more.
        and (object_type <> 'contact' or exists (
          select 1 from lead l where l.portal_id = m.portal_id and l.contact_id = m.object_id))
        and (${until}::text is null or (length(object_id), object_id) <= (length(${until}::text), ${until}::text))
      order by length(object_id), object_id
      limit ${limit}::int`,
  );
  const ids = rows.map(({ id }) => id);
  const mirrors = await loadMirrors(database.db, { portalId, objectType, ids });
  return new Map(
    ids.flatMap((id): [string, Mirror][] => (mirrors[id] === undefined ? [] : [[id, mirrors[id]]])),
  );
}

async function listLeads(
  database: Database,
  portalId: string,
  contactIds: readonly string[],
): Promise<readonly string[]> {
  const rows = await rowsOf(
    database.db,
    sql<{ id: string }>`
      select contact_id as id from lead
      where portal_id = ${portalId}::text and contact_id = any(${[...contactIds]}::text[])`,
  );
  return rows.map(({ id }) => id);
}

async function loadCompanyLinks(
  database: Database,
  portalId: string,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await rowsOf(
    database.db,
    sql<{ contact_id: string; company_id: string }>`
      select contact_id, company_id from lead
      where portal_id = ${portalId}::text and contact_id = any(${[...contactIds]}::text[]) and company_id is not null`,
  );
  return new Map(rows.map((row) => [row.contact_id, row.company_id]));
}

async function listOpenLeadFacts(
  database: Database,
  page: { readonly portalId: string; readonly after: string; readonly limit: number },
): Promise<readonly OpenLeadFacts[]> {
  const { portalId } = page;
  const leads = await rowsOf(
    database.db,
    sql<Omit<OpenLeadFacts, 'activities'>>`
      select lead_id as "leadId", contact_id as "contactId", deals from lead
      where portal_id = ${portalId}::text and ${isOpen(sql`coalesce(shadow, state)`)} and lead_id > ${page.after}::text
      order by lead_id limit ${page.limit}::int`,
  );
  const sightings = await loadSightings(database.db, {
    portalId,
    leadIds: leads.map(({ leadId }) => leadId),
  });
  return leads.map((lead) => ({
    ...lead,
    activities: (sightings.get(lead.leadId) ?? []).filter(({ source }) => source === 'engagement'),
  }));
}

function listDoubledTasks(
  database: Database,
  portalId: string,
  tasks: readonly ShownTask[],
): Promise<readonly { readonly taskId: string; readonly contactId: string }[]> {
  return rowsOf(
    database.db,
    sql<{ taskId: string; contactId: string }>`
      select r."taskId", l.contact_id as "contactId"
      from jsonb_to_recordset(${asJson(tasks)}) as r("taskId" text, "taskKey" text)
      join task t on t.portal_id = ${portalId}::text and t.task_key = r."taskKey"
      join lead l on l.portal_id = t.portal_id and l.lead_id = t.lead_id
      where t.task_id is not null and t.task_id <> r."taskId" and t.state not in ('intended', 'sent')
      order by r."taskId"`,
  );
}

/** What was found, what is done about it, and where to go on: at once. */
function commitReconciled(
  database: Database,
  commit: { readonly lease: Lease; readonly place: Place; readonly step: Step },
): Promise<void> {
  const { lease, place, step } = commit;
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    await insertEvents(tx, portalId, step.events);
    await rereadContacts(tx, portalId, step.reread);
    await makeStale(tx, portalId, step);
    await markDirty(tx, portalId, step);
    await sendAgain(tx, portalId, step.recreated);
    const found = await keep(tx, portalId, { place, step });
    await moveOn(tx, portalId, { place, step, found });
  });
}

async function makeStale(tx: Tx, portalId: string, { relinked, dealsOf }: Step): Promise<void> {
  if (relinked.length + dealsOf.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update lead set
        company_id = case when contact_id = any(${[...relinked]}::text[]) then null else company_id end,
        deals_stale = deals_stale or contact_id = any(${[...dealsOf]}::text[])
      where portal_id = ${portalId}::text and contact_id = any(${[...relinked, ...dealsOf]}::text[])`,
  );
}

async function markDirty(tx: Tx, portalId: string, step: Step): Promise<void> {
  const contacts = [...step.reread, ...step.dealsOf].map((objectId) => ({ objectType: 'contact', objectId }));
  const rows = [...contacts, ...step.marked];
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into dirty as d (portal_id, object_type, object_id, generation, lane, not_before)
      select ${portalId}::text, r.type, r.id, nextval('dirty_generation'), 3, clock_timestamp()
      from (select distinct "objectType" as type, "objectId" as id
        from jsonb_to_recordset(${asJson(rows)}) as r("objectType" text, "objectId" text) order by 1, 2) r
      on conflict (portal_id, object_type, object_id) do update set
        generation = excluded.generation, attempts = 0, not_before = least(d.not_before, excluded.not_before)`,
  );
}

/** What HubSpot refused because the property was gone. */
async function sendAgain(tx: Tx, portalId: string, properties: readonly string[]): Promise<void> {
  if (properties.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update outbox_property set state = 'intended', attempts = 0, reason = '', not_before = clock_timestamp()
      where portal_id = ${portalId}::text and state = 'parked' and property = any(${[...properties]}::text[])`,
  );
}

/** How many were not known in this run: a page that is repeated finds the same again. */
async function keep(
  tx: Tx,
  portalId: string,
  { place, step }: { readonly place: Place; readonly step: Step },
): Promise<number> {
  if (step.differences.length === 0) return 0;
  const rows = await rowsOf(
    tx,
    sql`
      insert into reconciliation_difference (portal_id, run, kind, subject, contact_id, detail, is_mended)
      select distinct on (r.kind, r.subject) ${portalId}::text, ${place.run}::bigint, r.kind, r.subject, r."contactId",
        left(r.detail, 500), r."isMended"
      from jsonb_to_recordset(${asJson(step.differences)})
        as r(kind text, subject text, "contactId" text, detail text, "isMended" boolean)
      order by r.kind, r.subject
      on conflict do nothing
      returning 1`,
  );
  return rows.length;
}

async function moveOn(
  tx: Tx,
  portalId: string,
  { place, step, found }: { readonly place: Place; readonly step: Step; readonly found: number },
): Promise<void> {
  const phase = step.next === null ? PHASES[PHASES.indexOf(place.phase) + 1] : place.phase;
  await rowsOf(
    tx,
    sql`
      update reconciliation set
        phase = ${phase ?? place.phase}::text, after_id = ${step.next ?? ''}::text,
        contacts = contacts + ${step.contacts}::int, differences = differences + ${found}::int,
        ended_at = case when ${phase === undefined}::boolean then accord_now() end
      where portal_id = ${portalId}::text and run = ${place.run}::bigint and ended_at is null`,
  );
}
