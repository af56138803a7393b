// Meetings as a cohort comes to them: signals, worked out from all sightings, so that one that was called off is none.
import { type Sighting, signalsOf } from '#domain/sightings.ts';
import type { LedgerEntry } from './ledger.ts';

/** Detail of a meeting that the lead did not come to. */
export const NOT_KEPT = 'no show';

/** Of one hand-over, the meetings booked after it, and not missed by the lead. */
export function meetingsOf(handOver: LedgerEntry, sightings: readonly Sighting[]): readonly LedgerEntry[] {
  return signalsOf(sightings)
    .filter(({ kind, at, detail }) => kind === 'meeting' && at > handOver.at && detail !== NOT_KEPT)
    .map(({ at }) => ({ ...handOver, kind: 'meeting', at }));
}
