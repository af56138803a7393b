// What the steps of one decision share, and the few ways in which they change it.
import { cellOf } from './funnel.ts';
import {
  type Agreement,
  type Context,
  DAY,
  type Facts,
  iso,
  ms,
  type Reason,
  type State,
  type Verdict,
} from './shapes.ts';

/** What the steps share. `state` is replaced as they go; `moves` are those made in this very decision. */
export interface Work {
  agreement: Agreement;
  facts: Facts;
  context: Context;
  now: number;
  state: State;
  verdict: Verdict;
  reasons: Reason[];
  moves: Set<'handedOver' | 'accepted' | 'recycled'>;
  first: boolean;
  regimeChanged: boolean;
  stageAdopted: boolean;
  turnsUsed: number;
}

export function change(work: Work, values: Partial<State>): void {
  work.state = { ...work.state, ...values };
}

export function say(work: Work, code: string, params: Reason['params'] = {}): void {
  work.reasons.push({ code, params });
}

export function clamp(work: Work, at: string): string {
  return ms(at) < work.now ? at : work.context.now;
}

export function recycle(work: Work, why: string): void {
  change(work, {
    status: 'recycled',
    recycledAt: work.context.now,
    recycleReason: why,
    answersAfter: spent(work),
    handedOverAt: null,
    assignedAt: null,
    acceptedAt: null,
    touchedAt: null,
    rejectedAt: null,
    byHand: false,
  });
  work.moves.add('recycled');
  say(work, 'recycled', { reason: why });
}

export function accept(work: Work, at: string): void {
  change(work, { status: 'accepted', acceptedAt: at });
  work.moves.add('accepted');
}

export function lastYear(work: Work): string[] {
  return work.state.handOvers.filter((at) => ms(at) > work.now - 365 * DAY && ms(at) <= work.now);
}

/** Every answer seen so far is spent, even one that HubSpot's clock dates ahead of ours. */
export function spent(work: Work): string {
  const seen = ['accord_answer', 'accord_reject_reason'].map((name) => ms(cellOf(work.facts, name).at));
  return iso(Math.max(work.now, ...seen));
}
