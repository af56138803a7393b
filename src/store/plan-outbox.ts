// A batch's outgoing changes into the outbox: one row per lead and property, a newer value in place of an unsent one (D7).
import { sql } from 'kysely';
import type { JudgedBatch } from '#pipeline/turn-store.ts';
import type { Tx } from './database.ts';
import { asJson, rowsOf } from './sql.ts';

export async function planOutbox(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  await noteSetBacks(tx, portalId, batch);
  await intendProperties(tx, portalId, batch);
  await cancelProperties(tx, portalId, batch);
  await forgetPriors(tx, portalId, batch);
  await keepWithheld(tx, portalId, batch);
  await dropTasks(tx, portalId, batch);
  await intendTasks(tx, portalId, batch);
}

/** Three in a day, at once or slowly: whoever it is will not stop, and each write of ours starts workflows (10.7). */
const MAX_SET_BACKS = 3;
const SET_BACK_SPAN = '1 day';

/** Between who it is and the value, in the portal's language; a no-break space stands before the French colon. */
const ALSO_WRITES = {
  en: ' also writes this property: ',
  fr: ' écrit aussi cette propriété\u00a0: ',
};

/** Each is counted once: with the sent value forgotten, the row says no more that HubSpot should hold it. */
async function noteSetBacks(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const rows = batch.leads.flatMap((lead) =>
    lead.plan.setBacks.map((seen) => ({ ...seen, leadId: lead.leadId, contactId: lead.contactId })),
  );
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update outbox_property o set sent_value = null,
        set_backs = coalesce((select jsonb_agg(s) from jsonb_array_elements(o.set_backs) s
            where (s ->> 'at')::timestamptz > ${batch.now}::timestamptz - ${SET_BACK_SPAN}::interval), '[]')
          || jsonb_build_object('at', ${batch.now}::text, 'value', r.value, 'source', coalesce((
            select concat_ws(' ', e.event ->> 'changeSource', e.event ->> 'sourceId') from inbox_event e
            where e.portal_id = ${portalId}::text and e.object_id = r."contactId" and e.property_name = r.property
              and e.property_name in ('lifecyclestage', 'hubspot_owner_id') and e.property_value = r.value
            order by e.occurred_at desc limit 1), ''))
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, "contactId" text, property text, value text)
      where o.portal_id = ${portalId}::text and o.lead_id = r."leadId" and o.property = r.property
        and o.state = 'confirmed'`,
  );
}

/** Whether others have set the property back too often in the last day, and the sentence that says so. */
function setBackOften(now: string) {
  return sql`jsonb_array_length(outbox_property.set_backs) >= ${MAX_SET_BACKS}::int
    and (outbox_property.set_backs -> -${MAX_SET_BACKS}::int ->> 'at')::timestamptz > ${now}::timestamptz - ${SET_BACK_SPAN}::interval`;
}

async function intendProperties(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const rows = batch.leads.flatMap((lead) =>
    lead.plan.properties.map((change) => ({ ...change, leadId: lead.leadId, lane: lead.lane })),
  );
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into outbox_property (portal_id, lead_id, property, value, effect, rides_along, state, lane, not_before, intended_at)
      select ${portalId}::text, r."leadId", r.property, r.value, r.effect, r."ridesAlong", 'intended', r.lane, clock_timestamp(),
        ${batch.now}::timestamptz
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, property text, value text, effect text, "ridesAlong" boolean, lane smallint)
      order by r."leadId", r.property
      on conflict (portal_id, lead_id, property) do update
        set value = excluded.value, effect = excluded.effect, rides_along = excluded.rides_along, lane = excluded.lane, not_before = excluded.not_before, attempts = 0,
          state = case when ${setBackOften(batch.now)} then 'parked' else 'intended' end,
          reason = case when ${setBackOften(batch.now)}
            then 'SET_BACK: ' || coalesce(nullif(outbox_property.set_backs -> -1 ->> 'source', ''), 'HubSpot')
              || case (select language from portal where portal_id = ${portalId}::text)
                when 'fr' then ${ALSO_WRITES.fr}::text else ${ALSO_WRITES.en}::text end || (outbox_property.set_backs -> -1 ->> 'value') else '' end,
          intended_at = excluded.intended_at`,
  );
}

async function cancelProperties(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const rows = batch.leads.flatMap((lead) =>
    lead.plan.cancel.map((property) => ({ property, leadId: lead.leadId })),
  );
  if (rows.length === 0) return;
  // A value once sent stays known, so that its echo is still recognised.
  await rowsOf(
    tx,
    sql`
      with gone as (
        delete from outbox_property o using jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, property text)
        where o.portal_id = ${portalId}::text and o.lead_id = r."leadId" and o.property = r.property
          and o.state = 'intended' and o.sent_value is null)
      update outbox_property o set value = o.sent_value, state = 'confirmed'
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, property text)
      where o.portal_id = ${portalId}::text and o.lead_id = r."leadId" and o.property = r.property
        and o.state = 'intended' and o.sent_value is not null`,
  );
}

async function forgetPriors(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const rows = batch.leads.flatMap((lead) =>
    lead.plan.forget.map((property) => ({ property, leadId: lead.leadId })),
  );
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      update outbox_property o set prior_value = null, prior_agreement = null, prior_version = null
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, property text)
      where o.portal_id = ${portalId}::text and o.lead_id = r."leadId" and o.property = r.property`,
  );
}

async function keepWithheld(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const rows = batch.leads.flatMap((lead) =>
    lead.plan.withheld.map((change) => ({ ...change, leadId: lead.leadId })),
  );
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into withheld_change as w (portal_id, lead_id, target, effect, value, current_value, regime, withheld_at)
      select ${portalId}::text, r."leadId", r.target, r.effect, r.value, r."currentValue", p.regime, ${batch.now}::timestamptz
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, target text, effect text, value text, "currentValue" text)
      join portal p on p.portal_id = ${portalId}::text
      order by r."leadId", r.target
      on conflict (portal_id, lead_id, target) do update
        set effect = excluded.effect, value = excluded.value, current_value = excluded.current_value,
          regime = excluded.regime, withheld_at = excluded.withheld_at
        where w.value <> excluded.value or w.regime <> excluded.regime`,
  );
}

async function dropTasks(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const keys = batch.leads.flatMap((lead) => lead.plan.dropTasks);
  if (keys.length === 0) return;
  await rowsOf(
    tx,
    sql`
      delete from task where portal_id = ${portalId}::text and task_key = any(${keys}::text[])
        and task_id is null and state in ('intended', 'parked')`,
  );
}

/** Closing ones first: a lead has at most one open task, and the index would refuse a second (I5). */
async function intendTasks(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const rows = batch.leads.flatMap((lead) =>
    lead.plan.tasks.map((task) => ({ ...task, leadId: lead.leadId, lane: lead.lane })),
  );
  for (const open of [false, true]) {
    const part = rows.filter((row) => row.open === open);
    if (part.length === 0) continue;
    await rowsOf(
      tx,
      sql`
        insert into task (portal_id, lead_id, task_key, owner_id, clause, subject, body, due_at, noticed_at, open, state, lane,
          not_before, intended_at)
        select ${portalId}::text, r."leadId", r."taskKey", r."ownerId", r.clause, r.subject, r.body, r."dueAt", r."noticedAt", r.open,
          'intended', r.lane, clock_timestamp(), ${batch.now}::timestamptz
        from jsonb_to_recordset(${asJson(part)}) as r("leadId" text, "taskKey" text, "ownerId" text, clause text,
          subject text, body text, "dueAt" timestamptz, "noticedAt" timestamptz, open boolean, lane smallint)
        order by r."taskKey"
        on conflict (portal_id, task_key) do update
          set owner_id = excluded.owner_id, clause = excluded.clause, subject = excluded.subject, body = excluded.body,
            due_at = excluded.due_at, noticed_at = excluded.noticed_at, open = excluded.open, lane = excluded.lane,
            -- One that the rep deleted is followed and never sent: the clock goes on, the task does not come back (5a.6).
            state = case when task.deleted_at is null then 'intended' else 'confirmed' end,
            not_before = excluded.not_before, attempts = 0, reason = '', intended_at = excluded.intended_at`,
    );
  }
}
