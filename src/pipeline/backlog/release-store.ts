// What letting the backlog go needs from the database.
import type { Instant } from '#domain/agreement.ts';
import type { BacklogLead } from '#domain/backlog/backlog.ts';
import type { ReleaseProgress } from '#domain/backlog/release-step.ts';
import type { Lease } from '#pipeline/turn-store.ts';

/** The release that is under way. */
export interface OpenRelease extends ReleaseProgress {
  readonly nextAt: Instant;
  /** Every contact has been read and judged since the last switch: there are no other leads in the backlog. */
  readonly isWhole: boolean;
}

/** What a batch did for a release. */
export interface ReleasedLeads {
  readonly number: number;
  /** The local day by which shares are counted. */
  readonly day: string;
  readonly released: readonly { readonly leadId: string; readonly ownerId: string }[];
  /** Tried and taken by nobody: where somebody was looked for, and before when it is not tried again. */
  readonly left: readonly {
    readonly leadId: string;
    readonly pools: readonly string[];
    readonly until: Instant | null;
  }[];
}

export interface ReleaseStore {
  /** Null where none is under way, or the portal's switches do not let it go on. `day`: of the shares that reps have had. */
  openRelease(portalId: string, day: string): Promise<OpenRelease | null>;
  /** In no order; without those with a change on the wire, and those that cannot be judged. */
  listBacklog(portalId: string): Promise<readonly BacklogLead[]>;
  putOff(lease: Lease, leadId: string, until: Instant): Promise<void>;
  deferRelease(lease: Lease, number: number, until: Instant): Promise<void>;
  endRelease(lease: Lease, number: number): Promise<void>;
}
