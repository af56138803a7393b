// The one transaction of a batch (D4): facts, states, decisions, outgoing changes, pools. Fenced; dirty rows go only
// where nothing new has come since they were read.
import { sql } from 'kysely';
import type { Mirror } from '#domain/mirror.ts';
import { isGone } from '#domain/mirror.ts';
import type { Sighting } from '#domain/sightings.ts';
import type { DirtyObject, JudgedBatch, Lease } from '#pipeline/turn-store.ts';
import { decideCallbacks } from './action-callbacks.ts';
import { holdRelease, storeReleased } from './backlog.ts';
import { storeConsequences } from './consequences.ts';
import type { Database, Tx } from './database.ts';
import { storeLeadData } from './lead-data.ts';
import { holdLease } from './leases.ts';
import { storeMilestones } from './milestones.ts';
import { planOutbox } from './plan-outbox.ts';
import { storeLedgers } from './routing.ts';
import { storeSightings } from './sightings.ts';
import { judgeReleasedAgain, lockPauses } from './source-pauses.ts';
import { asJson, rowsOf } from './sql.ts';
import { storeClocks } from './store-clocks.ts';

export function commitBatch(
  database: Database,
  commit: { readonly lease: Lease; readonly batch: JudgedBatch; readonly engine: string },
): Promise<void> {
  const { lease, batch } = commit;
  const { portalId } = lease;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    if (batch.release !== undefined && !(await holdRelease(tx, portalId, batch.release))) return;
    const standing = await lockPauses(tx, portalId, batch);
    await rowsOf(
      tx,
      sql`update portal set last_now = greatest(last_now, ${batch.now}::timestamptz) where portal_id = ${portalId}::text`,
    );
    await storeMirrors(tx, { portalId, objectType: 'contact', mirrors: mirrorsOf(batch) });
    await storeMirrors(tx, { portalId, objectType: 'company', mirrors: batch.companies });
    await storeSightings(tx, portalId, { now: batch.now, rows: sightingsOf(batch) });
    await storeLeads(tx, portalId, batch);
    await storeDecisions(tx, commit);
    await storeClocks(tx, portalId, batch);
    await storeConsequences(tx, portalId, batch);
    await storeLeadData(tx, portalId, batch.leads);
    await storeMilestones(tx, portalId, batch);
    await storeReleased(tx, portalId, batch);
    await storeLedgers(tx, portalId, batch);
    await planOutbox(tx, portalId, batch);
    await foldEvents(
      tx,
      portalId,
      batch.leads.flatMap((lead) => lead.foldedKeys),
    );
    await foldObsolete(tx, portalId, batch.obsolete);
    const judged = batch.leads.map(({ contactId, generation, lane }) => ({
      objectType: 'contact',
      objectId: contactId,
      generation,
      lane,
    }));
    await decideCallbacks(tx, portalId, { now: batch.now, judged: [...judged, ...batch.obsolete] });
    await clearDirty(tx, portalId, [...judged, ...batch.obsolete]);
    await judgeReleasedAgain(tx, portalId, { batch, standing });
  });
}

function sightingsOf(batch: JudgedBatch): readonly (Sighting & { readonly leadId: string })[] {
  return batch.leads.flatMap(({ leadId, newSightings }) =>
    newSightings.map((sighting) => ({ ...sighting, leadId })),
  );
}

function mirrorsOf(batch: JudgedBatch): Record<string, Mirror> {
  return Object.fromEntries(batch.leads.map((lead) => [lead.contactId, lead.mirror]));
}

export async function storeMirrors(
  tx: Tx,
  which: {
    readonly portalId: string;
    readonly objectType: string;
    readonly mirrors: Readonly<Record<string, Mirror>>;
  },
): Promise<void> {
  const rows = Object.entries(which.mirrors).map(([id, mirror]) => ({ id, ...mirror, gone: isGone(mirror) }));
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into mirror as m (portal_id, object_type, object_id, cells, created_at, read_at, read_set, gone)
      select ${which.portalId}::text, ${which.objectType}::text, r.id, r.cells, r."createdAt", r."readAt", r."readSet", r.gone
      from jsonb_to_recordset(${asJson(rows)}) as r(id text, cells jsonb, "createdAt" timestamptz, "readAt" timestamptz,
        "readSet" text, gone boolean)
      order by r.id
      on conflict (portal_id, object_type, object_id) do update
        set cells = excluded.cells, created_at = excluded.created_at, read_at = excluded.read_at,
          read_set = excluded.read_set, gone = excluded.gone
        where m.cells is distinct from excluded.cells or m.read_at is distinct from excluded.read_at
          or m.read_set <> excluded.read_set`,
  );
}

/** Observing moves the shadow, acting the live state (5a.2). */
async function storeLeads(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const rows = batch.leads.map(
    ({
      leadId,
      agreementId,
      version,
      companyId,
      deals,
      hubspotLeads,
      state,
      inBacklog,
      undone,
      reviewAt,
      reviewExact,
      clockAt,
      answerHash,
    }) => ({
      leadId,
      agreementId,
      version,
      companyId,
      deals,
      hubspotLeads,
      state,
      inBacklog,
      undone,
      reviewAt,
      reviewExact,
      clockAt,
      answerHash,
    }),
  );
  await rowsOf(
    tx,
    sql`
      update lead l set
        company_id = r."companyId",
        deals = coalesce(r.deals, l.deals), deals_stale = l.deals_stale and r.deals is null,
        -- What nobody looks at may change unseen.
        hubspot_leads = coalesce(r."hubspotLeads", l.hubspot_leads), hubspot_leads_stale = r."hubspotLeads" is null,
        state = case when ${batch.live}::boolean then r.state else coalesce(nullif(r.undone, 'null'), l.state) end,
        shadow = case when ${batch.live}::boolean then null else r.state end,
        review_at = r."reviewAt", review_exact = r."reviewExact", clock_at = r."clockAt", answer_hash = r."answerHash",
        in_backlog = r."inBacklog", release_pools = null, release_after = null, judged_epoch = ${batch.epoch}::bigint,
        agreement_id = r."agreementId", judged_version = r.version
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, "agreementId" text, version int, "companyId" text, deals jsonb, "hubspotLeads" jsonb, state jsonb, "inBacklog" boolean, undone jsonb, "reviewAt" timestamptz,
        "reviewExact" boolean, "clockAt" timestamptz, "answerHash" text)
      where l.portal_id = ${portalId}::text and l.lead_id = r."leadId"`,
  );
}

/** In the order they were made: the sequence is what a replay follows (I3c). */
async function storeDecisions(
  tx: Tx,
  { lease, batch, engine }: { readonly lease: Lease; readonly batch: JudgedBatch; readonly engine: string },
): Promise<void> {
  const rows = batch.leads.flatMap((lead, position) =>
    lead.decision === null
      ? []
      : [
          {
            ...lead.decision,
            leadId: lead.leadId,
            agreementId: lead.agreementId,
            version: lead.version,
            position,
          },
        ],
  );
  if (rows.length === 0) return;
  const dues = rows.map(({ leadId, dueAt }) => ({ leadId, dueAt }));
  await rowsOf(
    tx,
    sql`
      with stored as (
        insert into decision (portal_id, lead_id, agreement_id, version, at, live, engine, inputs, outcome, outcome_hash)
        select ${lease.portalId}::text, d."leadId", d."agreementId", d.version, ${batch.now}::timestamptz,
          ${batch.live}::boolean, ${engine}::text, d.inputs, d.outcome, d."outcomeHash"
        from jsonb_to_recordset(${asJson(rows)}) as d("leadId" text, "agreementId" text, version int, position int, inputs text, outcome text, "outcomeHash" text)
        order by d.position
        returning lead_id, seq)
      update lead l set last_decision = stored.seq, due_at = d."dueAt"
      from stored join jsonb_to_recordset(${asJson(dues)}) as d("leadId" text, "dueAt" timestamptz) on d."leadId" = stored.lead_id
      where l.portal_id = ${lease.portalId}::text and l.lead_id = stored.lead_id`,
  );
}

async function foldEvents(tx: Tx, portalId: string, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await rowsOf(
    tx,
    sql`update inbox_event set folded = true where portal_id = ${portalId}::text and event_key = any(${[...keys]}::text[])`,
  );
}

/** What was told of an id that a merge has taken away. */
async function foldObsolete(tx: Tx, portalId: string, objects: readonly DirtyObject[]): Promise<void> {
  if (objects.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update inbox_event set folded = true
      where portal_id = ${portalId}::text and object_type = 'contact' and not folded
        and object_id = any(${objects.map(({ objectId }) => objectId)}::text[])`,
  );
}

export async function clearDirty(tx: Tx, portalId: string, objects: readonly DirtyObject[]): Promise<void> {
  if (objects.length === 0) return;
  // One that was put aside is cleared too: it has been judged after all.
  // Locked in the order in which a receiver marks them, so that the two never wait for each other.
  await rowsOf(
    tx,
    sql`
      with seen as (
        select d.object_type, d.object_id, d.generation
        from dirty d join jsonb_to_recordset(${asJson(objects)}) as c("objectType" text, "objectId" text, generation bigint)
          on d.object_type = c."objectType" and d.object_id = c."objectId"
            and (d.generation = c.generation or d.not_before = 'infinity')
        where d.portal_id = ${portalId}::text
        order by d.object_type, d.object_id
        for update of d)
      delete from dirty d using seen
      where d.portal_id = ${portalId}::text and d.object_type = seen.object_type and d.object_id = seen.object_id
        and d.generation = seen.generation`,
  );
}
