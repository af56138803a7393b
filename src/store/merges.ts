// HubSpot merges contacts and may mint a new id for the survivor (its webhooks documentation). Whichever of their leads
// binds most goes on under the survivor's id with what the others had, so that nobody is handed over twice (10.7); the
// others are left without a state, and are gone with their contacts.
import { sql } from 'kysely';
import type { Agreement } from '#domain/agreement.ts';
import { ANSWERS } from '#domain/course.ts';
import { compareBinding, joinStates } from '#domain/join-states.ts';
import { latchClocks } from '#domain/latch-clocks.ts';
import { initialState, type LeadState } from '#domain/lead.ts';
import { REJECT_NOTE_PROPERTY } from '#domain/names.ts';
import { readAgreementInForce } from './agreements.ts';
import type { Database, Tx } from './database.ts';
import { loadFired } from './load-clocks.ts';
import { uniteMilestones } from './milestones.ts';
import { asJson, rowsOf } from './sql.ts';
import { uniteClocks } from './unite-clocks.ts';

interface Merge {
  /** The surviving contact; one that was merged further by now, stands for where it ended. */
  readonly newId: string;
  /** As the event had it. */
  readonly toldId: string;
  readonly primaryId: string;
  readonly mergedIds: string[];
}

/** Where the merges that are known lead to from an event's survivor: they are told in any order. */
const ENDED_IN = sql`(
  with recursive chain as (
    select e.event ->> 'newObjectId' as id
    union
    select m.merged_into from chain join contact_merge m on m.portal_id = e.portal_id and m.contact_id = chain.id)
  select id from chain
  where not exists (select 1 from contact_merge further where further.portal_id = e.portal_id and further.contact_id = chain.id)
  order by id limit 1)`;

/** Under the portal's lease, before leads are made of contacts nobody has seen yet. */
export async function followMerges(
  database: Database,
  portalId: string,
  contactIds: readonly string[],
): Promise<void> {
  const merges = await rowsOf(
    database.db,
    sql<Merge>`
      select coalesce(${ENDED_IN}, event ->> 'newObjectId') as "newId", event ->> 'newObjectId' as "toldId", event ->> 'primaryObjectId' as "primaryId",
        array(select jsonb_array_elements_text(coalesce(event -> 'mergedObjectIds', '[]'))) as "mergedIds"
      from inbox_event e
      where portal_id = ${portalId}::text and object_type = 'contact' and action = 'merge' and not folded
        and object_id = any(${[...contactIds]}::text[]) and event ->> 'newObjectId' is not null
      order by occurred_at, event_key`,
  );
  if (merges.length === 0) return;
  const agreement = await readAgreementInForce(database, portalId);
  if (agreement === null) return;
  await database.transaction(async (tx) => {
    for (const merge of merges) await follow(tx, { portalId, agreement, merge });
  });
}

interface Following {
  readonly portalId: string;
  readonly agreement: Agreement;
  readonly merge: Merge;
}

/** Repeated without harm: the same merge comes under two ids, and a lead without a state adds nothing. */
async function follow(tx: Tx, { portalId, agreement, merge }: Following): Promise<void> {
  const contactIds = [...new Set([merge.newId, merge.toldId, merge.primaryId, ...merge.mergedIds])];
  const leads = await loadMerged(tx, portalId, contactIds);
  const [survivor, ...others] = leads.toSorted((a, b) => compareBinding(agreement, lived(a), lived(b)));
  if (survivor === undefined) return;
  await moveTo(tx, portalId, {
    survivor,
    holder: leads.find(({ contactId }) => contactId === merge.newId),
    merge,
  });
  await keepAnswers(tx, portalId, { contactIds, newId: merge.newId });
  if (others.length > 0) {
    await leaveStates(tx, portalId, others);
    const joined = joinAll(agreement, survivor, others);
    const ids = others.map(({ leadId }) => leadId);
    await keepState(tx, portalId, joined);
    await uniteClocks(tx, portalId, { ...joined, from: ids });
    await uniteMilestones(tx, portalId, { leadId: survivor.leadId, others: ids });
  }
  await uniteSightings(tx, portalId, {
    leadId: survivor.leadId,
    // What came for the new id before its merge is taken along.
    from: [...new Set([merge.newId, merge.toldId]), ...others.map(({ leadId }) => leadId)],
  });
  if (merge.newId !== merge.toldId) await judgeSurvivor(tx, portalId, merge.newId);
}

/** Told of the merge's own id only, nobody else would. */
async function judgeSurvivor(tx: Tx, portalId: string, contactId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into dirty (portal_id, object_type, object_id, generation, lane, not_before)
      values (${portalId}::text, 'contact', ${contactId}::text, nextval('dirty_generation'), 2, clock_timestamp())
      on conflict (portal_id, object_type, object_id) do update
        set generation = excluded.generation, lane = least(dirty.lane, excluded.lane), not_before = excluded.not_before`,
  );
}

interface MergedLead {
  readonly leadId: string;
  readonly contactId: string;
  readonly state: LeadState;
  readonly shadow: LeadState | null;
}

/** As HubSpot's deletion found it, where that came before the merge that explains it. */
const BEFORE_GONE = sql`(
  select d.inputs::jsonb -> 'state' from decision d
  where d.portal_id = l.portal_id and d.lead_id = l.lead_id and d.seq = l.last_decision and d.live = (l.shadow is null) and d.inputs <> ''
    and coalesce(l.shadow, l.state) ->> 'recycleReason' = 'gone')`;

/** The primary contact's before the others', where it makes no difference. */
async function loadMerged(
  tx: Tx,
  portalId: string,
  contactIds: readonly string[],
): Promise<readonly MergedLead[]> {
  const leads = await rowsOf(
    tx,
    sql<MergedLead>`
      select l.lead_id as "leadId", l.contact_id as "contactId",
        case when l.shadow is null then coalesce(${BEFORE_GONE}, l.state) else l.state end as state,
        case when l.shadow is not null then coalesce(${BEFORE_GONE}, l.shadow) end as shadow
      from lead_alias a
      join lead l on l.portal_id = a.portal_id and l.lead_id = a.lead_id and l.contact_id = a.contact_id
      where a.portal_id = ${portalId}::text and a.contact_id = any(${[...contactIds]}::text[])
      order by array_position(${[...contactIds]}::text[], a.contact_id)
      for update of l`,
  );
  const fired = await loadFired(tx, { portalId, leadIds: leads.map(({ leadId }) => leadId) });
  return leads.map((lead) => ({ ...lead, state: latchClocks(lead.state, fired.get(lead.leadId) ?? []) }));
}

/** By the state that is lived, or by the one that is rehearsed while observing. */
function lived({ state, shadow }: Pick<MergedLead, 'state' | 'shadow'>): LeadState {
  return shadow ?? state;
}

function joinAll(agreement: Agreement, survivor: MergedLead, others: readonly MergedLead[]): MergedLead {
  const all = [survivor, ...others];
  const join = (a: LeadState, b: LeadState): LeadState => joinStates(agreement, a, b);
  return {
    ...survivor,
    state: all.map(({ state }) => state).reduce(join),
    shadow: all.some(({ shadow }) => shadow !== null) ? all.map(lived).reduce(join) : null,
  };
}

/** Where another lead holds the surviving contact, the two change places: that one goes with the contact that goes. */
async function moveTo(
  tx: Tx,
  portalId: string,
  move: { readonly survivor: MergedLead; readonly holder: MergedLead | undefined; readonly merge: Merge },
): Promise<void> {
  const { survivor, holder, merge } = move;
  if (holder !== undefined && holder.leadId !== survivor.leadId)
    await placeUnder(tx, portalId, { leadId: holder.leadId, contactId: survivor.contactId });
  if (survivor.contactId !== merge.newId) {
    await placeUnder(tx, portalId, { leadId: survivor.leadId, contactId: merge.newId });
    // What it wrote on a contact that is no longer there says nothing of the surviving one.
    if (survivor.contactId !== merge.primaryId) await forgetWritten(tx, portalId, survivor.leadId);
  }
  // The deals and HubSpot leads of the others are its own now, also where it keeps its id.
  await rowsOf(
    tx,
    sql`
      update lead set deals_stale = true, hubspot_leads_stale = true
      where portal_id = ${portalId}::text and lead_id = ${survivor.leadId}::text and not (deals_stale and hubspot_leads_stale)`,
  );
}

async function placeUnder(
  tx: Tx,
  portalId: string,
  { leadId, contactId }: { readonly leadId: string; readonly contactId: string },
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      with alias as (
        insert into lead_alias (portal_id, contact_id, lead_id)
        values (${portalId}::text, ${contactId}::text, ${leadId}::text)
        on conflict (portal_id, contact_id) do update set lead_id = excluded.lead_id)
      update lead set contact_id = ${contactId}::text, company_id = null
      where portal_id = ${portalId}::text and lead_id = ${leadId}::text`,
  );
}

async function forgetWritten(tx: Tx, portalId: string, leadId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      delete from outbox_property
      where portal_id = ${portalId}::text and lead_id = ${leadId}::text and state = 'confirmed'`,
  );
}

/** What sales answered, and noted beside it, with its instant: read from HubSpot alone, it would be as new as the merge. */
async function keepAnswers(
  tx: Tx,
  portalId: string,
  { contactIds, newId }: { readonly contactIds: readonly string[]; readonly newId: string },
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into mirror as known (portal_id, object_type, object_id, cells, created_at, read_at, read_set, gone)
      select ${portalId}::text, 'contact', ${newId}::text, jsonb_object_agg(told.name, told.cell), min(told.created_at), null, '', false
      from (
        select distinct on (c.name) c.name, c.cell, m.created_at
        from mirror m cross join lateral jsonb_each(m.cells) as c(name, cell)
        where m.portal_id = ${portalId}::text and m.object_type = 'contact' and m.object_id = any(${[...contactIds]}::text[])
          and c.name = any(${[...ANSWERS, REJECT_NOTE_PROPERTY]}::text[]) and c.cell ->> 'v' <> ''
        order by c.name, array_position(${[...contactIds]}::text[], m.object_id)) told
      having count(*) > 0
      on conflict (portal_id, object_type, object_id) do update set cells = known.cells || excluded.cells`,
  );
}

/** Nothing of theirs is wanted any more: what has not been sent is not sent, and no report counts them. */
async function leaveStates(tx: Tx, portalId: string, leads: readonly MergedLead[]): Promise<void> {
  const ids = leads.map(({ leadId }) => leadId);
  await rowsOf(
    tx,
    sql`
      update lead set state = ${asJson(initialState())}, shadow = null, review_at = null, due_at = null, answer_hash = '',
        judged_version = 0
      where portal_id = ${portalId}::text and lead_id = any(${ids}::text[])`,
  );
  await rowsOf(
    tx,
    sql`
      delete from outbox_property
      where portal_id = ${portalId}::text and lead_id = any(${ids}::text[]) and state = 'intended'`,
  );
}

async function keepState(tx: Tx, portalId: string, { leadId, state, shadow }: MergedLead): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update lead set state = ${asJson(state)}, shadow = ${shadow === null ? null : JSON.stringify(shadow)}::jsonb
      where portal_id = ${portalId}::text and lead_id = ${leadId}::text`,
  );
}

/** By id; of an activity seen on several, the newest look, and every date that it has had. */
async function uniteSightings(
  tx: Tx,
  portalId: string,
  { leadId, from }: { readonly leadId: string; readonly from: readonly string[] },
): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update signal known set earlier = dates_before(known.earlier || other.dates, known.at, known.at)
      from (
        select s.signal_id, array_agg(d) as dates
        from signal s cross join lateral unnest(dates_before(s.earlier, s.at, null)) d
        where s.portal_id = ${portalId}::text and s.lead_id = any(${[...from]}::text[]) and s.source = 'engagement'
        group by s.signal_id) other
      where known.portal_id = ${portalId}::text and known.lead_id = ${leadId}::text and known.signal_id = other.signal_id`,
  );
  await rowsOf(
    tx,
    sql`
      insert into signal as known (portal_id, lead_id, signal_id, source, kind, at, detail, seen_at, count, owner_id,
        logged_at, outcome, known_at, earlier)
      select distinct on (s.signal_id) s.portal_id, ${leadId}::text, s.signal_id, s.source, s.kind, s.at, s.detail,
        s.seen_at, s.count, s.owner_id, s.logged_at, s.outcome, s.known_at, s.earlier
      from signal s
      where s.portal_id = ${portalId}::text and s.lead_id = any(${[...from]}::text[]) and s.lead_id <> ${leadId}::text
      order by s.signal_id, s.seen_at desc, s.lead_id
      on conflict (portal_id, lead_id, signal_id) do update set kind = excluded.kind, at = excluded.at,
          detail = excluded.detail, seen_at = excluded.seen_at, owner_id = excluded.owner_id,
          logged_at = excluded.logged_at, outcome = excluded.outcome,
          earlier = dates_before(known.earlier, known.at, excluded.at)
        where known.source = 'engagement' and excluded.seen_at > known.seen_at`,
  );
}
