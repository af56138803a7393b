// Business time of the demo: Postgres, the sandbox and whoever watches read one clock that runs fast, or stands still.
import type { Clock } from '#platform/clock.ts';
import type { Database } from '#store/database.ts';
import { setVirtualClock } from '#store/ledger.ts';

/** Standing still: accord_now() wants a speed above zero, and a millionth moves by a millisecond in a quarter of an hour. */
const FROZEN = 1e-6;

export interface VirtualClock extends Clock {
  /** Runs `speed` times as fast as real time from now on. */
  run(speed: number): Promise<void>;
  freeze(): Promise<void>;
  /** Stands still at another instant, epoch milliseconds. */
  leapTo(virtualMs: number): Promise<void>;
  attach(database: Database): void;
}

export function createVirtualClock(startMs: number, real: Clock): VirtualClock {
  let anchor = { realMs: real.nowMs(), virtualMs: startMs, speed: FROZEN };
  let database: Database | null = null;
  const nowMs = (): number => Math.floor(anchor.virtualMs + (real.nowMs() - anchor.realMs) * anchor.speed);
  const set = async (virtualMs: number, speed: number): Promise<void> => {
    // The same anchors in both: what Postgres calls now is what the sandbox dates its records with.
    const realMs =
      database === null
        ? real.nowMs()
        : Date.parse(await setVirtualClock(database, { from: new Date(virtualMs).toISOString(), speed }));
    anchor = { realMs, virtualMs, speed };
  };
  return {
    nowMs,
    run: (speed) => set(nowMs(), speed),
    freeze: () => set(nowMs(), FROZEN),
    leapTo: (virtualMs) => set(virtualMs, FROZEN),
    attach: (attached) => {
      database = attached;
    },
  };
}

/** The Monday before (or of) this instant at 08:00 in the zone: a working week to live through. */
export function lastMondayMs(nowMs: number, timeZone: string): number {
  const hourMs = 3_600_000;
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    hour12: false,
  });
  for (let at = Math.floor(nowMs / hourMs) * hourMs; ; at -= hourMs) {
    const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
    if (parts['weekday'] === 'Mon' && parts['hour'] === '08') return at;
  }
}
