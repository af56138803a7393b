// Switching effects on and off, and pausing, in one transaction under the portal's lease: no turn is at work meanwhile.
// The rules are the pipeline's (switch-effects.ts); taking back what is unsent is in take-back.ts.
import { sql } from 'kysely';
import { EFFECTS, type Effect } from '#domain/decision.ts';
import type { Actor, Switches, SwitchPlan } from '#pipeline/admin-ports.ts';
import type { Lease } from '#pipeline/turn-store.ts';
import { writeAudit } from './audit.ts';
import type { Database, Tx } from './database.ts';
import { holdLease } from './leases.ts';
import { wakeLater } from './portals.ts';
import { judgeAllHeldAgain } from './source-pauses.ts';
import { asJson, oneOf, rowsOf } from './sql.ts';
import { takeBackProperties, takeBackTasks } from './take-back.ts';

export interface SwitchChange<Refusal> {
  readonly lease: Lease;
  readonly plan: (before: Switches) => SwitchPlan | { readonly refusal: Refusal };
  readonly by: Actor & { readonly action: string };
}

export function changeSwitches<Refusal>(
  database: Database,
  change: SwitchChange<Refusal>,
): Promise<SwitchPlan | { readonly refusal: Refusal }> {
  const { lease } = change;
  return database.transaction(async (tx) => {
    await holdLease(tx, lease);
    const before = await readSwitches(tx, lease.portalId);
    const plan = change.plan(before);
    if ('refusal' in plan) return plan;
    await storeSwitches(tx, lease.portalId, plan);
    if (plan.takeBack.effects.length > 0) await takeBack(tx, lease.portalId, plan.takeBack);
    const after = { paused: plan.paused, effects: plan.effects, newRegime: plan.newRegime };
    await writeAudit(tx, lease.portalId, { by: change.by, action: change.by.action, before, after });
    // What a pause of its source holds back is held only while consequences are on.
    if (plan.effects.length > 0) await judgeAllHeldAgain(tx, lease.portalId);
    await wakeLater(tx, lease.portalId);
    return plan;
  });
}

/** Both sides, over the very content that is in force, for every agreement of the portal (R02). */
const SIGNED = sql`
  exists (select 1 from agreement_version v where v.portal_id = p.portal_id and v.status = 'active')
  and not exists (
    select 1 from agreement_version v
    where v.portal_id = p.portal_id and v.status = 'active'
      and (select count(distinct g.user_id) from agreement_signature g
        where g.portal_id = v.portal_id and g.agreement_id = v.agreement_id and g.version = v.version
          and g.content_hash = v.content_hash) < 2)`;

async function readSwitches(tx: Tx, portalId: string): Promise<Switches> {
  const row = await oneOf(
    tx,
    sql<{ provisioned: boolean; signed: boolean; paused: boolean; enabled: Effect[] }>`
      select p.provisioned_at is not null as provisioned, p.paused, ${SIGNED} as signed,
        array(select e.effect from portal_effect e where e.portal_id = p.portal_id and e.enabled) as enabled
      from portal p where p.portal_id = ${portalId}::text for update of p`,
  );
  if (row === null) throw new Error(`portal ${portalId} vanished while it was switched`);
  const entries = EFFECTS.map((effect) => [effect, row.enabled.includes(effect)] as const);
  // EFFECTS lists every key of the record.
  const effects = Object.fromEntries(entries) as Switches['effects'];
  return { provisioned: row.provisioned, signed: row.signed, paused: row.paused, effects };
}

async function storeSwitches(tx: Tx, portalId: string, plan: SwitchPlan): Promise<void> {
  const switchesOn = plan.effects.some(({ enabled }) => enabled);
  // One instant for all: a wish as old as the switch is granted, an older one is not.
  const row = await oneOf(
    tx,
    sql<{ now: string }>`
      update portal set paused = ${plan.paused}::boolean,
        regime = regime + ${plan.newRegime ? 1 : 0}::int,
        baseline_at = case when ${plan.newRegime}::boolean then greatest(last_now, clock.now) else baseline_at end,
        switched_at = case when ${plan.newRegime}::boolean then greatest(last_now, clock.now) else switched_at end,
        first_live_at = case when ${switchesOn}::boolean then coalesce(first_live_at, greatest(last_now, clock.now)) else first_live_at end,
        last_now = greatest(last_now, clock.now),
        epoch = epoch + ${plan.rejudge ? 1 : 0}::int
      from (select accord_now() as now offset 0) clock
      where portal_id = ${portalId}::text
      returning last_now as now`,
  );
  await rowsOf(
    tx,
    sql`
      insert into portal_effect (portal_id, effect, enabled, since)
      select ${portalId}::text, e.effect, e.enabled, ${row?.now}::timestamptz
      from jsonb_to_recordset(${asJson(plan.effects)}) as e(effect text, enabled boolean)
      on conflict (portal_id, effect) do update set enabled = excluded.enabled, since = excluded.since`,
  );
}

async function takeBack(tx: Tx, portalId: string, { effects, keep }: SwitchPlan['takeBack']): Promise<void> {
  await takeBackProperties(tx, portalId, { effects, keep });
  if (effects.includes('tasks')) await takeBackTasks(tx, portalId, keep);
}
