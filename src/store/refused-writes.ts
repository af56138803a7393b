// What HubSpot does not let Accord write in an account: noted when it refuses, ended by a write that passes, another grant,
// or a person who asks for another try (pipeline/unwritten.ts).
import { sql } from 'kysely';
import type { Lease, TurnStore } from '#pipeline/turn-store.ts';
import type { Database, Tx } from './database.ts';
import { runHeld } from './leases.ts';
import { rowsOf } from './sql.ts';

/** Of `portal p`, for each object: until when its writing rests. */
export const REFUSAL_ENDS = sql`lateral (
  select key as object, case when value ->> 'code' = 'MISSING_SCOPES' then 'infinity'::timestamptz
    else (value ->> 'at')::timestamptz + interval '1 hour' end as until
  from jsonb_each(p.refused_writes))`;

/** Of `portal p`: the objects whose writing rests now. */
export const RESTING_WRITES = sql`array(select t.object from ${REFUSAL_ENDS} t where t.until > clock_timestamp())`;

export function createRefusedWriteStore(
  database: Database,
): Pick<TurnStore, 'storeWriteRefusal' | 'endWriteRefusal'> {
  return {
    storeWriteRefusal: (lease, { object, code }) =>
      change(
        database,
        lease,
        sql`refused_writes || jsonb_build_object(${object}::text,
          jsonb_build_object('code', ${code}::text, 'at', clock_timestamp()))`,
      ),
    endWriteRefusal: (lease, object) => change(database, lease, sql`refused_writes - ${object}::text`),
  };
}

function change(database: Database, lease: Lease, value: ReturnType<typeof sql>): Promise<void> {
  return runHeld(
    database,
    lease,
    sql`update portal set refused_writes = ${value} where portal_id = ${lease.portalId}::text`,
  );
}

/** What waited for it goes at once. Answers how much that is. */
export async function liftRefusals(
  tx: Tx,
  portalId: string,
): Promise<{ readonly properties: number; readonly tasks: number }> {
  const lifted = await rowsOf(
    tx,
    sql`
      update portal set refused_writes = '{}' where portal_id = ${portalId}::text and refused_writes <> '{}' returning 1`,
  );
  if (lifted.length === 0) return { properties: 0, tasks: 0 };
  const properties = await rowsOf(
    tx,
    sql`
      update outbox_property set not_before = clock_timestamp(), attempts = 0
      where portal_id = ${portalId}::text and state = 'intended' and ${IS_REFUSED} returning 1`,
  );
  const tasks = await rowsOf(
    tx,
    sql`
      update task set not_before = clock_timestamp(), attempts = 0
      where portal_id = ${portalId}::text and state = 'intended' and ${IS_REFUSED} returning 1`,
  );
  return { properties: properties.length, tasks: tasks.length };
}

const IS_REFUSED = sql`reason in ('MISSING_SCOPES', 'FORBIDDEN')`;
