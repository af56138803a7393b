// What the contact's deals say about its lead (5a.3, 5a.7): an open one keeps its stage from being written, one that ended
// since the hand-over ends the cycle.
import type { LeadFacts, LeadState } from './lead.ts';

export function hasOpenDeal({ deals }: LeadFacts): boolean {
  return deals.some(({ status }) => status === 'open');
}

/** A deal was won that was not so when answers were last spent. */
export function isDealWon(state: LeadState, facts: LeadFacts): boolean {
  return hasEnded(state, facts, 'won');
}

/** One was lost since, and none is left open. */
export function isDealLost(state: LeadState, facts: LeadFacts): boolean {
  return !hasOpenDeal(facts) && hasEnded(state, facts, 'lost');
}

function hasEnded({ answersAfter }: LeadState, { deals }: LeadFacts, how: 'won' | 'lost'): boolean {
  return deals.some(({ status, statusAt }) => status === how && statusAt > (answersAfter ?? ''));
}
