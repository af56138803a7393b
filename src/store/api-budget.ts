// HubSpot's rate limits, shared by every process through one table (D9): a call counts from when it is sent until 10 s
// after its answer, so that no window of HubSpot's can hold more than the limit, whatever the latencies.
import { sql } from 'kysely';
import {
  type ApiBudget,
  BUDGET_SPENT,
  type BudgetBucket,
  type BudgetSlot,
  type CallContext,
  LANES,
  type Lane,
} from '#pipeline/ports.ts';
import { sleep } from '#platform/clock.ts';
import { AppError } from '#platform/errors.ts';
import { closingCircuit, countFailure, openCircuit, passCircuit } from './api-circuit.ts';
import type { Database, Tx } from './database.ts';
import { oneOf, rowsOf } from './sql.ts';

export interface BudgetLimits {
  /** Calls per 10 s and portal; 110 for a marketplace app (HubSpot's usage guidelines). */
  readonly general: number;
}

/** A call may run this long, then its slot is freed as if it had just been answered. */
const CALL_MS = 6_000;
/** HubSpot's rolling windows. */
const WINDOW_MS: Readonly<Record<BudgetBucket, number>> = { general: 10_000, search: 1_000 };
/** Search is shared with every other app of the account: 3 of the 5 a second (D9). */
const SEARCH_PER_SECOND = 3;
const SEARCH_HALVED_MS = 60_000;
/** What the lanes above the backfill may fill together; the last places stay for whoever is more urgent. */
const LANE_SHARE: Readonly<Record<Lane, number>> = { interactive: 1, clock: 0.95, live: 0.9, backfill: 0.7 };
/** However busy the portal, the backfill keeps this share, or a re-judgement would never end. */
const BACKFILL_KEEPS = 0.1;
const POLL_MS = 50;
/** A spent budget frees over seconds: the turn is better off at the back of the line than holding a worker (I9). */
const WAIT_MS = 500;
const RETRY_AFTER_MS = 1_000;

export function createApiBudget(database: Database, limits: BudgetLimits): ApiBudget {
  return {
    acquire: async (call, bucket) => {
      await passCircuit(database, call.portalId);
      for (let waitedMs = 0; waitedMs <= WAIT_MS && !call.signal.aborted; waitedMs += POLL_MS) {
        const slotId = await takeSlot(database, { call, bucket, limit: limitOf(limits, bucket) });
        if (slotId !== null) return slotOf(database, { call, bucket, slotId });
        await sleep(POLL_MS, call.signal);
      }
      throw new AppError('The portal has no call left for the moment.', {
        code: BUDGET_SPENT,
        retryable: true,
        retryAfterMs: RETRY_AFTER_MS,
        data: { portalId: call.portalId },
      });
    },
  };
}

function limitOf(limits: BudgetLimits, bucket: BudgetBucket): number {
  return bucket === 'search' ? SEARCH_PER_SECOND : limits.general;
}

interface Want {
  readonly call: CallContext;
  readonly bucket: BudgetBucket;
  readonly limit: number;
}

function takeSlot(database: Database, want: Want): Promise<string | null> {
  const { call, bucket } = want;
  return database.transaction(async (tx) => {
    await rowsOf(
      tx,
      sql`select pg_advisory_xact_lock(hashtextextended(${`budget:${call.portalId}:${bucket}`}::text, 0))`,
    );
    await rowsOf(
      tx,
      sql`delete from api_slot where portal_id = ${call.portalId}::text and bucket = ${bucket}::text and frees_at <= clock_timestamp()`,
    );
    if (!mayCall(call.lane, await currentLimit(tx, want), await countUsed(tx, want))) return null;
    const row = await oneOf(
      tx,
      sql<{ slot_id: string }>`
        insert into api_slot (portal_id, bucket, lane, frees_at)
        values (${call.portalId}::text, ${bucket}::text, ${LANES[call.lane]}::smallint,
          clock_timestamp() + ${CALL_MS + WINDOW_MS[bucket]}::int * interval '1 millisecond')
        returning slot_id`,
    );
    return row?.slot_id ?? null;
  });
}

interface Used {
  readonly all: number;
  readonly backfill: number;
}

function mayCall(lane: Lane, limit: number, used: Used): boolean {
  if (used.all >= Math.max(1, limit)) return false;
  if (lane === 'backfill' && used.backfill < limit * BACKFILL_KEEPS) return true;
  const counted = lane === 'backfill' ? used.all : used.all - used.backfill;
  return counted < Math.max(1, limit * LANE_SHARE[lane]);
}

async function countUsed(tx: Tx, want: Want): Promise<Used> {
  const row = await oneOf(
    tx,
    sql<{ all: number; backfill: number }>`
      select count(*)::int as all, count(*) filter (where lane = ${LANES.backfill}::smallint)::int as backfill from api_slot
      where portal_id = ${want.call.portalId}::text and bucket = ${want.bucket}::text`,
  );
  return row ?? { all: 0, backfill: 0 };
}

async function currentLimit(tx: Tx, want: Want): Promise<number> {
  const row = await oneOf(
    tx,
    sql<{ ceiling: number }>`
      select ceiling from api_limit
      where portal_id = ${want.call.portalId}::text and bucket = ${want.bucket}::text and until > clock_timestamp()`,
  );
  return Math.min(want.limit, row?.ceiling ?? want.limit);
}

function slotOf(
  database: Database,
  slot: { readonly call: CallContext; readonly bucket: BudgetBucket; readonly slotId: string },
): BudgetSlot {
  const { call, bucket, slotId } = slot;
  return {
    release: async ({ remaining, throttled, way, closedForMs }) => {
      await rowsOf(
        database.db,
        sql`
          ${way === 'sound' && closedForMs === null ? sql`with closed as (${closingCircuit(call.portalId)})` : sql``}
          update api_slot set frees_at = clock_timestamp() + ${WINDOW_MS[bucket]}::int * interval '1 millisecond'
          where slot_id = ${slotId}::bigint`,
      );
      if (closedForMs !== null) await openCircuit(database, call.portalId, closedForMs);
      else if (way === 'failed') await countFailure(database, call.portalId, 'FAILURES');
      else if (way === 'broken') await countFailure(database, call.portalId, 'EDGE_FAULT');
      if (throttled && bucket === 'search') await halveSearch(database, call);
      else if (throttled) await lower(database, { call, bucket, ceiling: 0 });
      else if (remaining !== null) await lowerTo(database, { call, bucket, remaining });
    },
  };
}

interface Lowering {
  readonly call: CallContext;
  readonly bucket: BudgetBucket;
}

/** The header may only lower the budget: other processes or an older limit may have used what we think is free. */
async function lowerTo(database: Database, what: Lowering & { readonly remaining: number }): Promise<void> {
  if (what.remaining > 5) return;
  const row = await oneOf(
    database.db,
    sql<{ used: number }>`
      select count(*)::int as used from api_slot
      where portal_id = ${what.call.portalId}::text and bucket = ${what.bucket}::text and frees_at > clock_timestamp()`,
  );
  await lower(database, { ...what, ceiling: (row?.used ?? 0) + what.remaining });
}

/** Other apps of the account search too, and search tells nobody how much is left: half of it for a while (D9). */
async function halveSearch(database: Database, call: CallContext): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      insert into api_limit as l (portal_id, bucket, ceiling, until)
      values (${call.portalId}::text, 'search', ${Math.floor(SEARCH_PER_SECOND / 2)}::int,
        clock_timestamp() + ${SEARCH_HALVED_MS}::int * interval '1 millisecond')
      on conflict (portal_id, bucket) do update
        set ceiling = case when l.until > clock_timestamp() then greatest(1, l.ceiling / 2) else excluded.ceiling end,
          until = excluded.until`,
  );
}

/** For one window; a refused call (429) stops the portal's calls for as long. */
async function lower(database: Database, what: Lowering & { readonly ceiling: number }): Promise<void> {
  await rowsOf(
    database.db,
    sql`
      insert into api_limit as l (portal_id, bucket, ceiling, until)
      values (${what.call.portalId}::text, ${what.bucket}::text, ${what.ceiling}::int,
        clock_timestamp() + ${WINDOW_MS[what.bucket]}::int * interval '1 millisecond')
      on conflict (portal_id, bucket) do update
        set ceiling = least(case when l.until > clock_timestamp() then l.ceiling else excluded.ceiling end, excluded.ceiling),
          until = excluded.until`,
  );
}
