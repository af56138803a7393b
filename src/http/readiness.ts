// Whether this process can do its work: each part by name, none of them waited for too long.
import { type Clock, sleep } from '#platform/clock.ts';
import type { Check, Readiness } from './web-context.ts';

export interface ReadinessDeps {
  readonly ping: Readonly<Record<'database' | 'queue', () => Promise<void>>>;
  readonly pendingMigrations: () => Promise<readonly string[]>;
  /** Milliseconds since the epoch by the database's clock. */
  readonly readDatabaseClock: () => Promise<number>;
  readonly clock: Clock;
}

/** Shorter than the patience of a probe. */
const CHECK_WAIT_MS = 2_500;
/** Clocks further apart than this make every promise doubtful (10.10). */
const MAX_CLOCK_SKEW_MS = 30_000;

export async function checkReadiness(deps: ReadinessDeps): Promise<Readiness> {
  const [database, queue, migrations, clock] = await Promise.all([
    check(deps.ping.database),
    check(deps.ping.queue),
    check(() => checkMigrations(deps)),
    check(() => checkClock(deps)),
  ]);
  const checks = { database, queue, migrations, clock };
  return { ready: Object.values(checks).every(({ ok }) => ok), checks };
}

/** A failure is told by its code only: messages of drivers may hold addresses and names. */
async function check(probe: () => Promise<string | void>): Promise<Check> {
  const settled = new AbortController();
  const late = sleep(CHECK_WAIT_MS, settled.signal).then(() => 'does not answer');
  try {
    const detail = (await Promise.race([probe(), late])) ?? '';
    return { ok: detail === '', detail };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { ok: false, detail: code === '' ? 'not available' : `not available (${code})` };
  } finally {
    settled.abort();
  }
}

async function checkMigrations(deps: ReadinessDeps): Promise<string> {
  const pending = await deps.pendingMigrations();
  return pending.length === 0 ? '' : `pending: ${pending.join(', ')}`;
}

async function checkClock(deps: ReadinessDeps): Promise<string> {
  const skewMs = Math.abs((await deps.readDatabaseClock()) - deps.clock.nowMs());
  return skewMs <= MAX_CLOCK_SKEW_MS
    ? ''
    : `this process and the database are ${Math.round(skewMs / 1_000)} s apart`;
}
