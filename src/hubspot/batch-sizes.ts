// How many records one call may name. HubSpot takes a hundred, unless they are more than it can process at once (502, 504)
// or others write to them meanwhile (423): then half as many, by portal and call, and twice as many again each minute. Kept
// per process: one that does not know yet learns it by one refused call.
import type { Clock } from '#platform/clock.ts';

export interface BatchSizes {
  /** As many as are wished for, or fewer. */
  current(portalId: string, batch: { readonly endpoint: string; readonly wanted: number }): number;
  /** So many were too many. */
  shrink(portalId: string, batch: { readonly endpoint: string; readonly sent: number }): void;
}

const GROWS_EVERY_MS = 60_000;
/** From one record to more than HubSpot takes anywhere (1,000 associations). */
const GROWN_AFTER_MS = 10 * GROWS_EVERY_MS;

export function createBatchSizes(clock: Clock): BatchSizes {
  const shrunk = new Map<string, { readonly size: number; readonly atMs: number }>();
  return {
    current: (portalId, { endpoint, wanted }) => {
      const key = `${portalId} ${endpoint}`;
      const found = shrunk.get(key);
      if (found === undefined) return wanted;
      const ageMs = clock.nowMs() - found.atMs;
      if (ageMs >= GROWN_AFTER_MS) shrunk.delete(key);
      return Math.min(wanted, found.size * 2 ** Math.floor(ageMs / GROWS_EVERY_MS));
    },
    shrink: (portalId, { endpoint, sent }) => {
      shrunk.set(`${portalId} ${endpoint}`, { size: Math.ceil(sent / 2), atMs: clock.nowMs() });
    },
  };
}
