// Everything known about the leads of one batch, in a handful of statements.
import { sql } from 'kysely';
import { type Deal, type HubspotLead, initialState, type LeadState } from '#domain/lead.ts';
import { emptyMirror, type Mirror, type MirrorEvent } from '#domain/mirror.ts';
import type { DirtyObject, LoadedBatch, LoadedLead, OutboxProperty, TaskRow } from '#pipeline/turn-store.ts';
import { IS_TO_BE_READ } from './action-callbacks.ts';
import { loadTakenBack } from './consequences.ts';
import type { Database, Db, Tx } from './database.ts';
import { leaveOutErased } from './erasure/strays.ts';
import { NOBODY_ERASED, type Tombstones } from './erasure/tombstones.ts';
import { loadFired, loadSaid, NOTHING_SAID } from './load-clocks.ts';
import { followMerges } from './merges.ts';
import { loadSightings } from './sightings.ts';
import { asJson, groupByLead, rowsOf } from './sql.ts';

export async function loadBatch(
  database: Database,
  asked: {
    readonly portalId: string;
    readonly claimed: readonly DirtyObject[];
    readonly agreementId: string;
  },
  tombstones: Tombstones = NOBODY_ERASED,
): Promise<LoadedBatch> {
  const claim = { ...asked, claimed: await leaveOutErased(database, tombstones, asked) };
  const contactIds = claim.claimed.map((object) => object.objectId);
  await followMerges(database, claim.portalId, contactIds);
  await ensureLeads(database.db, claim);
  return readBatch(database.db, claim);
}

/** The same of leads that exist, without changing anything. */
export async function readBatch(
  db: Db | Tx,
  claim: { readonly portalId: string; readonly claimed: readonly DirtyObject[] },
): Promise<LoadedBatch> {
  const { portalId } = claim;
  const contactIds = claim.claimed.map((object) => object.objectId);
  const leads = await loadLeads(db, portalId, contactIds);
  const known = await loadKnown(db, { portalId, contactIds, leadIds: leads.map((lead) => lead.lead_id) });
  const claimedById = new Map(claim.claimed.map((object) => [object.objectId, object]));
  const companyIds = [...new Set(leads.map((lead) => lead.company_id ?? ''))].filter((id) => id !== '');
  return {
    leads: leads.flatMap((lead) => {
      const claimed = claimedById.get(lead.contact_id);
      return claimed === undefined ? [] : [assemble(lead, claimed, known)];
    }),
    // A merge gave the lead another contact: what is said of the old id is over.
    obsolete: claim.claimed.filter(({ objectId }) => !leads.some((lead) => lead.contact_id === objectId)),
    companies: await loadMirrors(db, { portalId, objectType: 'company', ids: companyIds }),
  };
}

type Known = Awaited<ReturnType<typeof loadKnown>>;

async function loadKnown(db: Db, scope: Scope) {
  const { portalId, contactIds } = scope;
  const [mirrors, events, sightings, outbox, tasks, said, fired, takenBack] = await Promise.all([
    loadMirrors(db, { portalId, objectType: 'contact', ids: contactIds }),
    loadEvents(db, scope),
    loadSightings(db, scope),
    loadOutbox(db, scope),
    loadTasks(db, scope),
    loadSaid(db, scope),
    loadFired(db, scope),
    loadTakenBack(db, scope),
  ]);
  return { mirrors, events, sightings, outbox, tasks, said, fired, takenBack };
}

function assemble(lead: LeadRow, claimed: DirtyObject, known: Known): LoadedLead {
  const events = known.events.get(lead.contact_id) ?? [];
  const said = known.said.get(lead.lead_id) ?? NOTHING_SAID;
  return {
    leadId: lead.lead_id,
    agreementId: lead.agreement_id,
    contactId: lead.contact_id,
    generation: claimed.generation,
    lane: claimed.lane,
    mirror: known.mirrors[lead.contact_id] ?? emptyMirror(events[0]?.occurredAt ?? lead.first_seen),
    events,
    companyId: lead.company_id,
    knownDeals: lead.deals,
    dealsStale: lead.deals_stale,
    knownHubspotLeads: lead.hubspot_leads,
    hubspotLeadsStale: lead.hubspot_leads_stale,
    pauses: said.pauses,
    excuses: said.excuses,
    takenBack: takenBackOf(lead, known),
    fired: firedOf(lead, known),
    live: completeState(lead.state),
    undo: lead.undo,
    shadow: lead.shadow === null ? null : completeState(lead.shadow),
    sightings: known.sightings.get(lead.lead_id) ?? [],
    answerHash: lead.answer_hash,
    adopted: lead.adopted,
    outbox: known.outbox.get(lead.lead_id) ?? [],
    tasks: known.tasks.get(lead.lead_id) ?? [],
  };
}

function takenBackOf({ lead_id: leadId }: LeadRow, { takenBack }: Known): LoadedLead['takenBack'] {
  return takenBack.get(leadId) ?? [];
}

function firedOf({ lead_id: leadId, agreement_id: agreementId }: LeadRow, { fired }: Known) {
  return (fired.get(leadId) ?? []).filter((clock) => clock.agreementId === agreementId);
}

/** What an earlier release did not keep is as it is for a lead that is seen for the first time. */
function completeState(stored: LeadState): LeadState {
  return { ...INITIAL, ...stored };
}

const INITIAL = initialState();

/** The lead id is the contact's id at first sight, so that a rebuilt database finds the same task keys (5a.14). */
async function ensureLeads(
  db: Db,
  claim: {
    readonly portalId: string;
    readonly claimed: readonly DirtyObject[];
    readonly agreementId: string;
  },
): Promise<void> {
  const ids = claim.claimed.map((object) => object.objectId);
  await rowsOf(
    db,
    sql`
      with fresh as (
        insert into lead_alias (portal_id, contact_id, lead_id)
        select ${claim.portalId}::text, id, id from unnest(${ids}::text[]) id
        order by id
        on conflict do nothing
        returning lead_id, contact_id)
      insert into lead (portal_id, lead_id, agreement_id, contact_id, state)
      select ${claim.portalId}::text, lead_id, ${claim.agreementId}::text, contact_id, ${asJson(initialState())}
      from fresh
      on conflict do nothing`,
  );
}

interface LeadRow {
  readonly lead_id: string;
  readonly agreement_id: string;
  readonly contact_id: string;
  readonly company_id: string | null;
  readonly deals: readonly Deal[];
  readonly deals_stale: boolean;
  readonly hubspot_leads: readonly HubspotLead[];
  readonly hubspot_leads_stale: boolean;
  readonly state: LeadState;
  readonly shadow: LeadState | null;
  readonly undo: LoadedLead['undo'];
  readonly answer_hash: string;
  readonly adopted: boolean;
  readonly first_seen: string;
}

/** Judged last under a version that was reverted: since when that was in force, and the state before its first decision. */
const UNDO = sql`(
  select jsonb_build_object(
    'since', to_char(q.from_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'before', (select nullif(d.inputs, '')::jsonb -> 'state' from decision d
      where d.portal_id = l.portal_id and d.lead_id = l.lead_id and d.agreement_id = v.agreement_id
        and d.version = v.version and d.live
      order by d.seq limit 1))
  from agreement_version v
  join agreement_period q on q.portal_id = v.portal_id and q.agreement_id = v.agreement_id and q.version = v.version
  where v.portal_id = l.portal_id and v.agreement_id = l.agreement_id and v.version = l.judged_version
    and v.status = 'reverted'
  order by q.seq desc limit 1)`;

/** In the order of the contact ids: a batch is decided in a fixed order. */
function loadLeads(db: Db, portalId: string, contactIds: readonly string[]): Promise<readonly LeadRow[]> {
  return rowsOf(
    db,
    sql<LeadRow>`
      select l.lead_id, l.agreement_id, l.contact_id, l.company_id, l.deals, l.deals_stale, l.hubspot_leads, l.hubspot_leads_stale, l.state, l.shadow, l.answer_hash, l.adopted <> '' as adopted, accord_now() as first_seen, ${UNDO} as undo
      from lead_alias a
      join lead l on l.portal_id = a.portal_id and l.lead_id = a.lead_id and l.contact_id = a.contact_id
      where a.portal_id = ${portalId}::text and a.contact_id = any(${[...contactIds]}::text[])
      order by length(l.lead_id), l.lead_id`,
  );
}

interface MirrorRow {
  readonly object_id: string;
  readonly cells: Mirror['cells'];
  readonly created_at: string;
  readonly read_at: string | null;
  readonly read_set: string;
}

export async function loadMirrors(
  db: Db,
  which: { readonly portalId: string; readonly objectType: string; readonly ids: readonly string[] },
): Promise<Record<string, Mirror>> {
  if (which.ids.length === 0) return {};
  const rows = await rowsOf(
    db,
    sql<MirrorRow>`
      select object_id, cells, created_at, read_at, case when ${IS_TO_BE_READ} then '' else read_set end as read_set
      from mirror m
      where portal_id = ${which.portalId}::text and object_type = ${which.objectType}::text
        and object_id = any(${[...which.ids]}::text[])`,
  );
  return Object.fromEntries(
    rows.map((row) => [
      row.object_id,
      { cells: row.cells, createdAt: row.created_at, readAt: row.read_at, readSet: row.read_set },
    ]),
  );
}

interface Scope {
  readonly portalId: string;
  readonly contactIds: readonly string[];
  readonly leadIds: readonly string[];
}

async function loadEvents(db: Db, scope: Scope): Promise<ReadonlyMap<string, MirrorEvent[]>> {
  const rows = await rowsOf(
    db,
    sql<MirrorEvent & { objectId: string }>`
      select object_id as "objectId", event_key as key, action, property_name as "propertyName",
        property_value as "propertyValue", occurred_at as "occurredAt", event ->> 'changeSource' as "changeSource"
      from inbox_event
      where portal_id = ${scope.portalId}::text and object_type = 'contact' and not folded
        and object_id = any(${[...scope.contactIds]}::text[])
      order by occurred_at, event_key`,
  );
  return Map.groupBy(rows, (row) => row.objectId);
}

async function loadOutbox(db: Db, scope: Scope): Promise<ReadonlyMap<string, OutboxProperty[]>> {
  const rows = await rowsOf(
    db,
    sql<OutboxProperty & { leadId: string }>`
      select o.lead_id as "leadId", o.property, o.value, o.effect, o.rides_along as "ridesAlong", o.state, o.sent_value as "sentValue", o.intended_at as "intendedAt", o.confirmed_at as "confirmedAt",
        case when v.status = 'reverted' then o.prior_value end as "restoreTo"
      from outbox_property o
      left join agreement_version v
        on v.portal_id = o.portal_id and v.agreement_id = o.prior_agreement and v.version = o.prior_version
      where o.portal_id = ${scope.portalId}::text and o.lead_id = any(${[...scope.leadIds]}::text[])`,
  );
  return groupByLead(rows);
}

async function loadTasks(db: Db, scope: Scope): Promise<ReadonlyMap<string, TaskRow[]>> {
  const rows = await rowsOf(
    db,
    sql<TaskRow & { leadId: string }>`
      select lead_id as "leadId", task_key as "taskKey", owner_id as "ownerId", clause, subject, body, due_at as "dueAt",
        noticed_at as "noticedAt", open, state, task_id as "taskId"
      from task
      where portal_id = ${scope.portalId}::text and lead_id = any(${[...scope.leadIds]}::text[])`,
  );
  return groupByLead(rows);
}
