// Whether this process can do its work: each part by name, none of them waited for too long.
import { type Clock, sleep } from '#platform/clock.ts';
import { type ClockWatch, MAX_SKEW_MS } from '#platform/clock-watch.ts';
import type { Check, Readiness } from './web-context.ts';

export interface ReadinessDeps {
  readonly ping: Readonly<Record<'database' | 'queue', () => Promise<void>>>;
  readonly pendingMigrations: () => Promise<readonly string[]>;
  /** Milliseconds since the epoch by the database's clock. */
  readonly readDatabaseClock: () => Promise<number>;
  readonly clocks: ClockWatch;
}

/** Shorter than the patience of a probe. */
const CHECK_WAIT_MS = 2_500;

/** Anybody may ask: one look serves all who ask within this time. */
const KEPT_MS = 2_000;

export function keepReadiness(deps: ReadinessDeps, clock: Clock): () => Promise<Readiness> {
  let kept: { readonly untilMs: number; readonly look: Promise<Readiness> } | null = null;
  return () => {
    if (kept === null || kept.untilMs <= clock.nowMs())
      kept = { untilMs: clock.nowMs() + KEPT_MS, look: checkReadiness(deps) };
    return kept.look;
  };
}

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

/** HubSpot's is known where this process has lately called it. */
async function checkClock({ readDatabaseClock, clocks }: ReadinessDeps): Promise<string> {
  clocks.note('database', await readDatabaseClock());
  if (!clocks.isDoubtful()) return '';
  const database = clocks.skewMs('database') ?? 0;
  const hubspot = clocks.skewMs('hubspot') ?? 0;
  if (Math.abs(database) > MAX_SKEW_MS) return apart('this process and the database', database);
  if (Math.abs(hubspot) > MAX_SKEW_MS) return apart('this process and HubSpot', hubspot);
  return apart('the database and HubSpot', database - hubspot);
}

function apart(who: string, skewMs: number): string {
  return `${who} are ${Math.round(Math.abs(skewMs) / 1_000)} s apart: no promise is warned of or breached meanwhile`;
}
