// Where a portal's searches stand, for what HubSpot tells nobody.
import type { Instant } from '#domain/agreement.ts';
import type { Lease } from './turn-store.ts';

/** A round of searches for signals, at the place where it goes on. Instants are business time. */
export interface PollRound {
  readonly since: Instant;
  /** Starts of the last round that ended, and of this one. */
  readonly lastAt: Instant;
  readonly roundAt: Instant;
  /** Record id of the last page's last contact; '' at the start. */
  readonly afterId: string;
}

export interface PolledPage {
  /** Contacts that show what is not known. */
  readonly changed: readonly string[];
  readonly round: PollRound;
  /** `round`: this one has ended; null: nothing was searched, the same page is next. */
  readonly next: 'round' | { readonly afterId: string } | null;
  /** Until the next search. */
  readonly pauseMs: number;
}

export interface PollStore {
  /** The round that is due; null when none is, or not for that long. */
  claimPoll(portalId: string, overdueMs: number): Promise<PollRound | null>;
  /** One transaction: dirty marks in the live lane, and where to go on. */
  commitPoll(lease: Lease, page: PolledPage): Promise<void>;
}
