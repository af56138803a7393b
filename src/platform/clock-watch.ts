// Whether the clocks that promises are measured by agree (10.10): this process's, PostgreSQL's and HubSpot's. Each is told as it
// is seen; nothing is asked of HubSpot for it.
import type { Clock } from './clock.ts';

/** Clocks further apart than this make every promise doubtful. */
export const MAX_SKEW_MS = 30_000;
/** What was seen longer ago says nothing: a clock may have been set right since. */
const SEEN_FOR_MS = 600_000;

export const OTHER_CLOCKS = ['database', 'hubspot'] as const;
export type OtherClock = (typeof OTHER_CLOCKS)[number];

export interface ClockWatch {
  /** What another clock showed just now, in milliseconds since the epoch. */
  note(clock: OtherClock, shownMs: number): void;
  /** How far it is ahead of this process's; null: not known. */
  skewMs(clock: OtherClock): number | null;
  /** Between the two that are furthest apart; 0 while nothing is known. */
  spreadMs(): number;
  /** Too far apart: nobody may be accused by them. */
  isDoubtful(): boolean;
}

export function createClockWatch(clock: Clock): ClockWatch {
  const seen = new Map<OtherClock, { readonly skewMs: number; readonly atMs: number }>();
  const skewMs: ClockWatch['skewMs'] = (other) => {
    const found = seen.get(other);
    return found === undefined || clock.nowMs() - found.atMs > SEEN_FOR_MS ? null : found.skewMs;
  };
  const spreadMs = (): number => {
    const skews = [0, ...OTHER_CLOCKS.map((other) => skewMs(other) ?? 0)];
    return Math.max(...skews) - Math.min(...skews);
  };
  return {
    note: (other, shownMs) => {
      const nowMs = clock.nowMs();
      if (Number.isFinite(shownMs)) seen.set(other, { skewMs: shownMs - nowMs, atMs: nowMs });
    },
    skewMs,
    spreadMs,
    isDoubtful: () => spreadMs() > MAX_SKEW_MS,
  };
}
