// The one queue, what a job says, and every number of its retry policy. The queue only wakes (D1, D4): a lost or a
// doubled job costs time, never a fact.
import { z } from 'zod';
import { portalId } from '#domain/ids.ts';

export const TURN_QUEUE = 'accord-turns';
export const TURN_JOB = 'turn';

/** Braces keep all keys in one slot of a Redis Cluster. */
export const REDIS_PREFIX = '{accord}';
/** BullMQ uses this schema of its own whenever the pool is ours. */
export const POSTGRES_SCHEMA = 'bullmq';

/** "Wake this portal." What there is to do stands in Postgres; job data is kept in clear and carries ids only. */
export const TurnWake = z.strictObject({ portalId: z.string().min(1).transform(portalId) });
export type TurnWake = z.infer<typeof TurnWake>;

/** At 30 s, BullMQ's default, the portal of a killed worker stays dark for a minute (10.4, measured). */
export const LOCK_DURATION_MS = 5_000;
export const STALLED_INTERVAL_MS = 2_500;

/**
 * A job whose worker died is handed on this often, and one that failed not at all: a portal with work left is woken
 * anew by the poll over `portal_work`.
 */
export const MAX_STALLED_COUNT = 3;

/** Turns at once per worker process (D4). */
export const DEFAULT_CONCURRENCY = 32;

/** A slice of a turn ends by itself within 2 s (D4); one that still runs after this is told to give up. */
export const ABORT_AFTER_MS = 6_000;
/** A container is killed 10 s after it was asked to stop; what is still running here is handed on as stalled. */
export const CLOSE_WAIT_MS = 8_000;

export function deduplicationId(portal: string): string {
  return `p${portal}`;
}
