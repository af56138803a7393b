// One circuit per portal, shared by every process: after failures in a row its calls rest, ever longer, then one call
// tries; HubSpot may also ask for rest itself (D9). Technical time.
import { type RawBuilder, sql } from 'kysely';
import { CIRCUIT_OPEN } from '#pipeline/ports.ts';
import { AppError } from '#platform/errors.ts';
import type { Database } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

/** Three tries of one read and a second call: at 5 % of failures that is one false alarm in three million calls. */
const FAILURES = 5;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 60_000;
/** As long as a call may take: the others wait for the one that tries. */
const TRY_MS = 6_000;
/** HubSpot moves a portal for a day at most. */
const DAY_MS = 86_400_000;

/**
 * Rejects with CIRCUIT_OPEN while the portal's calls rest. When the rest is over, the first to ask passes and the
 * others go on resting until it is known how that call fared.
 */
export async function passCircuit(database: Database, portalId: string): Promise<void> {
  const rest = await oneOf(
    database.db,
    sql<{ passes: boolean; leftMs: number; reason: string }>`
      with tried as (
        update api_circuit set open_until = clock_timestamp() + ${TRY_MS}::int * interval '1 millisecond'
        where portal_id = ${portalId}::text and open_until <= clock_timestamp()
        returning 1)
      select exists (select 1 from tried) as passes, reason,
        ceil(extract(epoch from open_until - clock_timestamp()) * 1000)::float8 as "leftMs"
      from api_circuit where portal_id = ${portalId}::text and open_until is not null`,
  );
  if (rest === null || rest.passes || rest.leftMs <= 0) return;
  throw new AppError('The portal’s calls rest: HubSpot does not answer them.', {
    code: CIRCUIT_OPEN,
    retryable: true,
    retryAfterMs: rest.leftMs,
    data: { portalId, reason: rest.reason },
  });
}

/** EDGE_FAULT: it does not get through to HubSpot (522, 525, 526), which does not end by itself. */
export async function countFailure(
  database: Database,
  portalId: string,
  reason: 'FAILURES' | 'EDGE_FAULT',
): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      insert into api_circuit as c (portal_id, failures, reason) values (${portalId}::text, 1, ${reason}::text)
      on conflict (portal_id) do update set failures = c.failures + 1, reason = excluded.reason,
        open_until = case when c.failures + 1 >= ${FAILURES}::int then greatest(c.open_until, clock_timestamp()
          + least(${LONGEST_REST_MS}::int, ${FIRST_REST_MS}::int * power(2, least(c.failures + 1 - ${FAILURES}::int, 10)))
            * interval '1 millisecond') end`,
  );
}

/** By HubSpot's own wish. */
export async function openCircuit(database: Database, portalId: string, restMs: number): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      insert into api_circuit as c (portal_id, failures, open_until, reason)
      values (${portalId}::text, 0, clock_timestamp() + ${Math.min(restMs, DAY_MS)}::int * interval '1 millisecond', 'PORTAL_MOVING')
      on conflict (portal_id) do update set open_until = greatest(c.open_until, excluded.open_until), reason = excluded.reason`,
  );
}

/** A call that was on the wire when HubSpot asked for rest does not end it. */
export function closingCircuit(portalId: string): RawBuilder<unknown> {
  return sql`
    delete from api_circuit where portal_id = ${portalId}::text
      and (reason <> 'PORTAL_MOVING' or open_until <= clock_timestamp() + ${TRY_MS}::int * interval '1 millisecond')`;
}
