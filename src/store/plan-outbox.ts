// A batch's outgoing changes into the outbox: one row per lead and property, a newer value in place of an unsent one (D7).
import { sql } from 'kysely';
import type { JudgedBatch } from '#pipeline/turn-store.ts';
import type { Tx } from './database.ts';
import { asJson, rowsOf } from './sql.ts';

export async function planOutbox(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  await intendProperties(tx, portalId, batch);
  await cancelProperties(tx, portalId, batch);
  await forgetPriors(tx, portalId, batch);
  await keepWithheld(tx, portalId, batch);
  await dropTasks(tx, portalId, batch);
  await intendTasks(tx, portalId, batch);
}

async function intendProperties(tx: Tx, portalId: string, batch: JudgedBatch): Promise<void> {
  const rows = batch.leads.flatMap((lead) =>
    lead.plan.properties.map((change) => ({ ...change, leadId: lead.leadId, lane: lead.lane })),
  );
  if (rows.length === 0) return;
  await rowsOf(
    tx,
    sql`
      insert into outbox_property (portal_id, lead_id, property, value, state, lane, not_before, intended_at)
      select ${portalId}::text, r."leadId", r.property, r.value, 'intended', r.lane, clock_timestamp(), ${batch.now}::timestamptz
      from jsonb_to_recordset(${asJson(rows)}) as r("leadId" text, property text, value text, lane smallint)
      order by r."leadId", r.property
      on conflict (portal_id, lead_id, property) do update
        set value = excluded.value, state = 'intended', lane = excluded.lane, not_before = excluded.not_before,
          attempts = 0, reason = '', intended_at = excluded.intended_at`,
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
        insert into task (portal_id, lead_id, task_key, owner_id, clause, subject, body, due_at, open, state, lane,
          not_before, intended_at)
        select ${portalId}::text, r."leadId", r."taskKey", r."ownerId", r.clause, r.subject, r.body, r."dueAt", r.open,
          'intended', r.lane, clock_timestamp(), ${batch.now}::timestamptz
        from jsonb_to_recordset(${asJson(part)}) as r("leadId" text, "taskKey" text, "ownerId" text, clause text,
          subject text, body text, "dueAt" timestamptz, open boolean, lane smallint)
        order by r."taskKey"
        on conflict (portal_id, task_key) do update
          set owner_id = excluded.owner_id, clause = excluded.clause, subject = excluded.subject, body = excluded.body,
            due_at = excluded.due_at, open = excluded.open, state = 'intended', lane = excluded.lane,
            not_before = excluded.not_before, attempts = 0, reason = '', intended_at = excluded.intended_at`,
    );
  }
}
