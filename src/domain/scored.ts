// The written score: rounded down to the step, and rewritten only when there is news or a day's drift is worth it (5a.12).
import type { Agreement, MilliPoints } from './agreement.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from './instant.ts';
import type { LeadState, ScoredValues, Verdict } from './lead.ts';

/** Between two rewrites that time alone causes. */
export const REWRITE_MS = DAY_MS;

export interface ScoredInput {
  readonly agreement: Agreement;
  readonly state: LeadState;
  readonly verdict: Verdict;
  readonly nowMs: number;
  readonly signalCount: number;
}

/** What should be offered for writing now; out of scope nothing new is. */
export function renewScored(input: ScoredInput): ScoredValues | null {
  const { scored } = input.state;
  if (!input.verdict.inScope) return scored;
  return scored === null || hasNews(scored, input) || isDriftDue(scored, input) ? makeScored(input) : scored;
}

/** Whole points, rounded down to a multiple of the step. */
export function roundPoints(milliPoints: MilliPoints, step: number): number {
  return Math.floor(milliPoints / (1000 * step)) * step;
}

function hasNews(scored: ScoredValues, { verdict, state, signalCount }: ScoredInput): boolean {
  return (
    scored.grade !== verdict.grade || scored.status !== state.status || scored.signalCount !== signalCount
  );
}

function isDriftDue(scored: ScoredValues, { agreement, verdict, nowMs }: ScoredInput): boolean {
  if (nowMs < toEpochMs(scored.at) + REWRITE_MS) return false;
  const { step, rewriteAfterPoints } = agreement.score;
  return Math.abs(roundPoints(verdict.total, step) - scored.total) >= rewriteAfterPoints;
}

function makeScored({ agreement, state, verdict, nowMs, signalCount }: ScoredInput): ScoredValues {
  const { step } = agreement.score;
  return {
    total: roundPoints(verdict.total, step),
    fit: roundPoints(verdict.fit, step),
    engagement: roundPoints(verdict.engagement, step),
    grade: verdict.grade,
    at: fromEpochMs(nowMs),
    signalCount,
    status: state.status,
  };
}
