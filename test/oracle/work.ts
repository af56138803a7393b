// What the steps of one decision share, and the few ways in which they change it.
import type { ConsequenceEvent } from './consequence-shapes.ts';
import { cellOf, isOpen } from './funnel.ts';
import {
  type Agreement,
  type Context,
  DAY,
  type Facts,
  iso,
  ms,
  type Reason,
  type Route,
  type State,
  type Tracked,
  type Verdict,
} from './shapes.ts';

/** What the steps share. `state` is replaced as they go; `moves` are those made in this very decision. */
export interface Work {
  agreement: Agreement;
  facts: Facts;
  context: Context;
  now: number;
  state: State;
  /** As the decision found it. */
  before: State;
  /** As it was when its cycle ended in this decision. */
  closed: State | null;
  verdict: Verdict;
  reasons: Reason[];
  /** The last of them counts. */
  move: 'handedOver' | 'accepted' | 'recycled' | 'disqualified' | null;
  workBegan: boolean;
  first: boolean;
  regimeChanged: boolean;
  /** Adopted in this decision, and set by a person. */
  stageByPerson: boolean;
  /** As it was judged by. */
  judgedStage: Tracked;
  /** Whose the open lead was when the decision began. */
  repBefore: string;
  route: Route | null;
  /** Without whose lead it is after the decision. */
  consequences: Omit<ConsequenceEvent, 'ownerAfter'>[];
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
  end(work, 'recycled', why);
}

export function disqualify(work: Work, why: string): void {
  end(work, 'disqualified', why);
}

function end(work: Work, status: 'recycled' | 'disqualified', why: string): void {
  if (isOpen(work.state)) work.closed = work.state;
  change(work, {
    status,
    recycledAt: work.context.now,
    recycleReason: why,
    answersAfter: spent(work),
    handedOverAt: null,
    assignedAt: null,
    acceptedAt: null,
    touchedAt: null,
    rejectedAt: null,
    answeredAt: null,
    byHand: false,
  });
  work.move = status;
  work.workBegan = false;
  say(work, status, { reason: why });
}

/** `status`: accepted or working. */
export function accept(work: Work, at: string, status = 'accepted'): void {
  change(work, { status, acceptedAt: at });
  work.move = 'accepted';
  if (status === 'working') work.workBegan = true;
}

export function lastYear(work: Work): string[] {
  return work.state.handOvers.filter((at) => ms(at) > work.now - 365 * DAY && ms(at) <= work.now);
}

/** Every answer seen so far is spent, even one that HubSpot's clock dates ahead of ours. */
export function spent(work: Work): string {
  const seen = ['accord_answer', 'accord_reject_reason', '$card_answer', 'hs_lead_status']
    .filter((name) => Object.hasOwn(work.facts.contact, name))
    .map((name) => ms(cellOf(work.facts, name).at));
  const deals = work.facts.deals.flatMap((deal) => [ms(deal.createdAt), ms(deal.statusAt)]);
  const leads = (work.facts.hubspotLeads ?? []).map((lead) => ms(lead.stageAt));
  return iso(Math.max(work.now, ...seen, ...deals, ...leads));
}

/** Whoever lost the lead by a consequence that has not been taken back. */
export function whoLostIt({ consequences = [] }: State): string[] {
  return consequences
    .filter((done) => done.do === 'reassign' && done.undoneAt === null)
    .map((done) => done.ownerId);
}
