// What a decision adds to the milestones that marketing's clauses are counted from, and what of them is no longer so.
import type { Agreement } from '#domain/agreement.ts';
import type { LeadFacts } from '#domain/lead.ts';
import { type Milestone, milestonesOf, type Passage, takesBackWin } from '#domain/marketing/milestones.ts';

export interface LeadLedger {
  readonly reached: readonly Milestone[];
  /** What was reached under a version that has been reverted since. */
  readonly undoesVersion: boolean;
  /** That it is a customer. */
  readonly undoesWin: boolean;
}

/** What a rehearsal decides is no milestone; a version that was taken back takes its own along in any case. */
export function ledgerOf(
  agreement: Agreement,
  facts: LeadFacts,
  {
    passage,
    live,
    undoesVersion,
  }: {
    readonly passage: Passage;
    readonly live: boolean;
    readonly undoesVersion: boolean;
  },
): LeadLedger {
  return {
    reached: live ? milestonesOf(agreement, facts, passage) : [],
    undoesVersion,
    undoesWin: live && takesBackWin(passage),
  };
}
