// What conditions look at: the lead at one instant.
import type { ScorePart } from '#domain/lead.ts';
import type { LeadView } from '#domain/view.ts';

export interface Score {
  readonly fit: number;
  readonly engagement: number;
  readonly total: number;
  readonly parts: readonly ScorePart[];
}

export interface Sight {
  readonly view: LeadView;
  readonly nowMs: number;
  /** Since when the lead is in its stage; null without a stage. */
  readonly stageSince: number | null;
  /** Null while the score is being made: fit rules cannot look at it. */
  readonly score: Score | null;
}
