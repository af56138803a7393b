// What became of a request, as whoever asked is told: codes to branch on, of the decision that heard it (requests.ts).
import type { Instant } from './agreement.ts';
import { isOpen } from './course.ts';
import type { Decision, Reason } from './decision.ts';
import type { LeadState } from './lead.ts';
import type { SalesRequest } from './requests.ts';
import { isOnHold } from './routing/assign.ts';

export interface RequestOutcome {
  /** held: with sales, but nobody's yet · already: so before it was asked · refused: it stays as it was. */
  readonly result: 'handed_over' | 'held' | 'recycled' | 'already' | 'refused';
  /** A code; '' where there is nothing to say. */
  readonly reason: string;
}

export function outcomeOf(
  kind: SalesRequest['kind'],
  askedAt: Instant,
  decision: Pick<Decision, 'state' | 'verdict' | 'reasons'>,
): RequestOutcome {
  return kind === 'handOver' ? outcomeOfHandOver(askedAt, decision) : outcomeOfRecycling(askedAt, decision);
}

function outcomeOfHandOver(
  askedAt: Instant,
  { state, verdict, reasons }: Pick<Decision, 'state' | 'verdict' | 'reasons'>,
): RequestOutcome {
  if (isOpen(state)) {
    if (isBefore(state.handedOverAt, askedAt)) return { result: 'already', reason: '' };
    return isOnHold(state)
      ? { result: 'held', reason: reasonOfHold(reasons) }
      : { result: 'handed_over', reason: '' };
  }
  return { result: 'refused', reason: whyNotHandedOver(state, verdict, askedAt) };
}

/** In the order in which requests.ts asks. */
function whyNotHandedOver(state: LeadState, verdict: Decision['verdict'], askedAt: Instant): string {
  if (!verdict.inScope) return 'out_of_scope';
  if (!isHeard(state, askedAt)) return 'not_heard';
  if (state.status === 'won') return 'won';
  // A cycle that ended in the same decision is not begun anew by it.
  return isBefore(state.recycledAt, askedAt) ? 'stage_too_far' : 'just_ended';
}

function outcomeOfRecycling(askedAt: Instant, { state }: Pick<Decision, 'state'>): RequestOutcome {
  // Only a request of before the switch-on is not heard.
  if (isOpen(state)) return { result: 'refused', reason: 'not_heard' };
  const isNow = state.status === 'recycled' && !isBefore(state.recycledAt, askedAt);
  return isNow ? { result: 'recycled', reason: state.recycleReason } : { result: 'already', reason: '' };
}

function isHeard({ requestedAt }: LeadState, askedAt: Instant): boolean {
  return requestedAt !== undefined && requestedAt >= askedAt;
}

function isBefore(at: Instant | null, instant: Instant): boolean {
  return at === null || at < instant;
}

/** What of the last pool that was looked into kept the lead waiting. */
function reasonOfHold(reasons: readonly Reason[]): string {
  const hold = reasons.findLast(({ code }) => code === 'ownerHold');
  return String(hold?.params['reason'] ?? 'nobody');
}
