// Read models about data and feedback: what is missing and where it came from, who may be one person, what sales answered.
import type { IdentityKey } from '#domain/identity.ts';
import type { Page } from './admin-ports.ts';
import type { PageRequest } from './reports.ts';

/** One field in the leads of one source and owner. */
export interface FieldCompleteness {
  readonly field: string;
  readonly source: string;
  /** '' for nobody. */
  readonly ownerId: string;
  /** Leads of which the field is asked, and how many of them hold a value. */
  readonly asked: number;
  readonly present: number;
}

export interface CompletenessReport {
  /** Leads that came by themselves: HubSpot knows an original source, and it is not OFFLINE (imports, integrations). */
  readonly inboundLeads: number;
  readonly asked: number;
  readonly present: number;
  /** Percent with one decimal, rounded down, so that a missed target never looks met; null when nothing is asked. */
  readonly percent: number | null;
  /**
   * Percent that the agreement in force aims at; null without one. Where several are, what their targets come to, each over
   * the fields asked of its own leads.
   */
  readonly target: number | null;
  /** Whether every agreement reaches its own target with its own leads; null when nothing is asked. */
  readonly met: boolean | null;
  readonly rows: readonly FieldCompleteness[];
}

export interface DuplicateLead {
  readonly leadId: string;
  readonly contactId: string;
  readonly ownerId: string;
  readonly status: string;
}

export interface DuplicateGroup {
  /** The id of one person over all his contacts; reports count by it. */
  readonly personId: string;
  readonly leads: readonly DuplicateLead[];
  readonly reasons: readonly IdentityKey[];
  /** Several owners, where the agreement wants one (`data.duplicates.oneOwner`). */
  readonly ownersConflict: boolean;
}

export interface MonthVolume {
  /** `2026-11`, in the portal's time zone. */
  readonly month: string;
  readonly handOvers: number;
  /** The same, contacts of one person counted once. */
  readonly persons: number;
}

export interface SilentLead {
  readonly contactId: string;
  readonly ownerId: string;
  /** handedOver: no answer; rejected: a no without its reason. */
  readonly status: 'handedOver' | 'rejected';
  readonly handedOverAt: string;
}

export interface FeedbackReport {
  /** Leads handed over whose latest cycle did not end for a reason other than sales' answer. */
  readonly handedOver: number;
  /** Of these, accepted, worked on, won, or rejected with a reason. */
  readonly answered: number;
  readonly silent: number;
  /** Ended before an answer: cooled, gate, scope, protected stage, gone. In no share. */
  readonly withdrawn: number;
  /** Percent with one decimal, rounded down; null when nothing was handed over. */
  readonly percent: number | null;
  readonly rejects: readonly {
    readonly reason: string;
    readonly clause: string | null;
    readonly leads: number;
  }[];
}

export interface DataReports {
  readCompleteness(portalId: string): Promise<CompletenessReport>;
  listDuplicates(portalId: string, page: PageRequest): Promise<Page<DuplicateGroup>>;
  countVolumes(portalId: string): Promise<readonly MonthVolume[]>;
  readFeedback(portalId: string): Promise<FeedbackReport>;
  /** Oldest hand-over first. */
  listSilent(portalId: string, page: PageRequest): Promise<Page<SilentLead>>;
}
