// Roles that only one process may have at a time (the all-in-one start on a data folder). Held by a session advisory
// lock, so that a role is free again the moment its process dies; the holder's note tells the others who it is.
import { err, ok, type Result } from '#domain/result.ts';
import { sleep } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import { openSession, type Session } from './database.ts';

export interface RoleOptions {
  /** Not through a transaction pooler: the lock belongs to the session (10.11). */
  readonly url: string;
  readonly role: string;
  /** What the others are told, e.g. `pid 4711, port 3000`; at most 63 bytes. */
  readonly note: string;
  readonly logger: Logger;
  /** Somebody else took the role while the database was away from us. */
  readonly onLost?: () => void;
}

export interface RoleClaim {
  release(): Promise<void>;
}

/** First half of the lock's key; the second is the hash of the role's name. */
const ROLE_LOCKS = 7_203_371;
const RECLAIM_PAUSE_MS = 500;

/** The error is the holder's note, or an empty string when it left at that very moment. */
export async function claimRole(options: RoleOptions): Promise<Result<RoleClaim, string>> {
  const first = await tryClaim(options);
  if (!first.ok) return first;

  const releasing = new AbortController();
  let session = first.value;
  const watch = (async () => {
    for (;;) {
      await session.closed;
      const next = await reclaim(options, releasing.signal);
      if (next === null) return;
      session = next;
    }
  })();
  return ok({
    release: async () => {
      releasing.abort();
      await session.close();
      await watch;
    },
  });
}

async function tryClaim(options: RoleOptions): Promise<Result<Session, string>> {
  const session = await openSession({
    url: options.url,
    applicationName: options.note,
    logger: options.logger,
  });
  try {
    const key = [ROLE_LOCKS, options.role];
    const [row] = await session.query(
      'select pg_try_advisory_lock($1::int, hashtext($2::text)) as taken',
      key,
    );
    if (row?.['taken'] === true) return ok(session);
    const [holder] = await session.query(HOLDER, key);
    await session.close();
    return err(typeof holder?.['note'] === 'string' ? holder['note'] : '');
  } catch (error) {
    await session.close();
    throw error;
  }
}

const HOLDER = `
  select activity.application_name as note
    from pg_locks lock
    join pg_stat_activity activity on activity.pid = lock.pid
   where lock.locktype = 'advisory' and lock.granted
     and lock.database = (select oid from pg_database where datname = current_database())
     and lock.classid = $1::int::oid and lock.objid = hashtext($2::text)::bit(32)::bigint::oid`;

/** After a restart of the database the first to ask gets the role; nearly always that is who had it. */
async function reclaim(options: RoleOptions, signal: AbortSignal): Promise<Session | null> {
  while (!signal.aborted) {
    try {
      const claim = await tryClaim(options);
      if (claim.ok && !signal.aborted) return claim.value;
      if (claim.ok) await claim.value.close();
      else {
        options.logger.error({ role: options.role }, 'another process took the role');
        options.onLost?.();
      }
      return null;
    } catch (error) {
      options.logger.debug({ err: error, role: options.role }, 'the role cannot be claimed again yet');
      await sleep(RECLAIM_PAUSE_MS, signal);
    }
  }
  return null;
}
