// What an effect had not sent when it was switched off: kept as "would have written", never sent later (5a.1).
// Behind an effect whose switch stays on (pause) the very value stays blocked, and the lead's next change passes.
import { sql } from 'kysely';
import type { Effect } from '#domain/decision.ts';
import { SWITCHED_OFF } from '#pipeline/admin-ports.ts';
import type { Tx } from './database.ts';
import { rowsOf } from './sql.ts';

const UNSENT = sql`(o.state = 'intended' or (o.state = 'parked' and o.reason = ${SWITCHED_OFF}::text))`;

export async function takeBackProperties(
  tx: Tx,
  portalId: string,
  what: { readonly effects: readonly Effect[]; readonly keep: boolean },
): Promise<void> {
  await withholdProperties(tx, portalId, what.effects);
  // Scores are current whenever they arose: nothing of them is blocked.
  const isBlocked = (effect: Effect): boolean => what.keep && effect !== 'scores';
  await block(tx, portalId, what.effects.filter(isBlocked));
  await undo(
    tx,
    portalId,
    what.effects.filter((effect) => !isBlocked(effect)),
  );
}

async function withholdProperties(tx: Tx, portalId: string, effects: readonly Effect[]): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into withheld_change as w (portal_id, lead_id, target, effect, value, current_value, regime, withheld_at)
      select o.portal_id, o.lead_id, o.property, o.effect, o.value, coalesce(m.cells -> o.property ->> 'v', ''), p.regime, accord_now()
      from outbox_property o
      join portal p on p.portal_id = o.portal_id
      join lead l on l.portal_id = o.portal_id and l.lead_id = o.lead_id
      left join mirror m on m.portal_id = l.portal_id and m.object_type = 'contact' and m.object_id = l.contact_id
      where ${ofEffects(portalId, effects)} and not o.rides_along and ${UNSENT}
      order by o.lead_id, o.property
      on conflict (portal_id, lead_id, target) do update
        set effect = excluded.effect, value = excluded.value, current_value = excluded.current_value,
          regime = excluded.regime, withheld_at = excluded.withheld_at`,
  );
}

/** Of `outbox_property o`. */
function ofEffects(portalId: string, effects: readonly Effect[]) {
  return sql`o.portal_id = ${portalId}::text and o.effect = any(${[...effects]}::text[])`;
}

async function block(tx: Tx, portalId: string, effects: readonly Effect[]): Promise<void> {
  await rowsOf(
    tx,
    sql`
      update outbox_property o set state = 'parked', reason = ${SWITCHED_OFF}::text
      where ${ofEffects(portalId, effects)} and o.state = 'intended'`,
  );
}

/** A value once sent stays known, so that its echo is still recognised. */
async function undo(tx: Tx, portalId: string, effects: readonly Effect[]): Promise<void> {
  await rowsOf(
    tx,
    sql`
      delete from outbox_property o
      where ${ofEffects(portalId, effects)} and o.sent_value is null and ${UNSENT}`,
  );
  await rowsOf(
    tx,
    sql`
      update outbox_property o set value = o.sent_value, state = 'confirmed', reason = ''
      where ${ofEffects(portalId, effects)} and ${UNSENT}`,
  );
}

export async function takeBackTasks(tx: Tx, portalId: string, keep: boolean): Promise<void> {
  await withholdTasks(tx, portalId);
  await dropTasks(tx, portalId, keep);
  // A task that was about to be closed stays open and is closed when tasks are on again. With another one open for
  // the same lead (its create is on the wire) it cannot be called open here.
  await rowsOf(
    tx,
    sql`
      update task o set open = true, state = 'confirmed', reason = ''
      where o.portal_id = ${portalId}::text and not o.open and o.task_id is not null and o.state = 'intended'
        and not exists (select 1 from task other
          where other.portal_id = o.portal_id and other.lead_id = o.lead_id and other.open)`,
  );
  await rowsOf(
    tx,
    sql`
      update task o set state = 'parked', reason = ${SWITCHED_OFF}::text
      where o.portal_id = ${portalId}::text and o.state = 'intended'`,
  );
}

async function withholdTasks(tx: Tx, portalId: string): Promise<void> {
  await rowsOf(
    tx,
    sql`
      insert into withheld_change as w (portal_id, lead_id, target, effect, value, current_value, regime, withheld_at)
      select o.portal_id, o.lead_id, 'task', 'tasks',
        concat_ws(' ', o.clause, o.owner_id, to_char(o.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
        '', p.regime, accord_now()
      from task o join portal p on p.portal_id = o.portal_id
      where o.portal_id = ${portalId}::text and o.open and o.task_id is null and ${UNSENT}
      order by o.lead_id
      on conflict (portal_id, lead_id, target) do update
        set value = excluded.value, regime = excluded.regime, withheld_at = excluded.withheld_at`,
  );
}

/** Never created: gone. Under a pause they stay blocked, except where an older task of the lead stays open instead. */
async function dropTasks(tx: Tx, portalId: string, keep: boolean): Promise<void> {
  await rowsOf(
    tx,
    sql`
      delete from task o
      where o.portal_id = ${portalId}::text and o.task_id is null and ${UNSENT}
        and (not ${keep}::boolean or exists (select 1 from task other
          where other.portal_id = o.portal_id and other.lead_id = o.lead_id and not other.open
            and other.task_id is not null and other.state = 'intended'))`,
  );
}
