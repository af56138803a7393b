// The one open task of a lead: it follows the earliest unmet clause of sales' promises (5a.6).
import type { Agreement, Duration, Instant } from './agreement.ts';
import { addDuration } from './business-time.ts';
import { isOpen, reasonOf } from './course.ts';
import type { Reason, TaskClause, WantedTask } from './decision.ts';
import type { LeadState, ScorePart } from './lead.ts';
import { RANKS, rankOf } from './lifecycle-order.ts';

/** What a rep reads before a call. */
const MAX_CONTEXT = 5;

interface Claim {
  readonly clause: TaskClause;
  readonly start: Instant | null;
  readonly within: Duration;
}

export function wantTask(
  agreement: Agreement,
  state: LeadState,
  parts: readonly ScorePart[],
): WantedTask | null {
  const claim = openClaim(agreement, state);
  if (claim === null || claim.start === null || !isSalesTurn(agreement, state)) return null;
  return {
    occurrence: `c${state.cycle}`,
    clause: claim.clause,
    ownerId: state.owner.value,
    dueAt: addDuration(agreement.calendar, claim.start, claim.within),
    since: latestHandOver(state),
    context: largestParts(parts),
  };
}

/** '' before the first. */
export function latestHandOver(state: LeadState): Instant {
  return state.handOvers.at(-1) ?? '';
}

export function partReason(part: ScorePart): Reason {
  return reasonOf('part', { rule: part.rule, milliPoints: part.milliPoints, signals: part.signals });
}

function isSalesTurn({ stages }: Agreement, state: LeadState): boolean {
  const isAssigned = state.assignedAt !== null && state.owner.value !== '';
  if (!isOpen(state) || !isAssigned) return false;
  const rank = rankOf(stages, state.stage.value);
  // A stage that was there before the hand-over says nothing of what sales did since.
  return rank < RANKS.opportunity || (rank < RANKS.protected && state.stage.at <= latestHandOver(state));
}

function openClaim({ sales }: Agreement, state: LeadState): Claim | null {
  switch (state.status) {
    case 'handedOver':
      return { clause: 'accept', start: state.assignedAt, within: sales.acceptWithin };
    case 'accepted':
      return { clause: 'firstTouch', start: state.acceptedAt, within: sales.firstTouchWithin };
    case 'rejected':
      return { clause: 'feedback', start: state.rejectedAt, within: sales.feedbackWithin };
    default:
      return null;
  }
}

function largestParts(parts: readonly ScorePart[]): readonly Reason[] {
  const bySize = parts.toSorted((a, b) => Math.abs(b.milliPoints) - Math.abs(a.milliPoints));
  return bySize.slice(0, MAX_CONTEXT).map(partReason);
}
