// What a slice of a turn takes on next (D4).
import type { DirtyObject } from './turn-store.ts';

export interface ClaimStore {
  /** The next dirty objects but activities, lowest lane first; leads with a change on the wire are left for later. */
  claimDirty(portalId: string, limit: number): Promise<readonly DirtyObject[]>;
  /** The next activities whose events came. */
  claimEngagements(portalId: string, limit: number): Promise<readonly DirtyObject[]>;
  /** Contacts whose `reviewAt` has come. */
  claimReviews(portalId: string, limit: number): Promise<readonly DirtyObject[]>;
  /** Contacts not judged since the agreement or the switches changed (10.9). */
  claimOutdated(portalId: string, limit: number): Promise<readonly DirtyObject[]>;
}
