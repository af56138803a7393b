// The backlog: leads that were over the line before Accord was switched on, and that nothing but a new sign of interest, or
// a person's word, hands over (5a.2). Best first, as reps take their queue.
import type { Agreement, Instant } from '#domain/agreement.ts';
import type { Decision } from '#domain/decision.ts';
import { byWorth } from '#domain/priority.ts';

export interface BacklogLead {
  readonly leadId: string;
  readonly contactId: string;
  /** The agreement that judges it. */
  readonly agreementId: string;
  /** Of the contact; '' when nobody. */
  readonly ownerId: string;
  readonly grade: string;
  /** Whole points, as written. */
  readonly score: number;
  /** Pools that a release has looked at for it in vain since it was judged: only their reps can take it. Null: not known. */
  readonly pools: readonly string[] | null;
  /** A release does not try it before; null: may be tried. */
  readonly putOffUntil: Instant | null;
}

/** The decision says both of no other lead: baseline, and that it lacks the signal alone. */
export function isInBacklog({ state, reasons }: Decision): boolean {
  return state.status === 'baseline' && reasons.some(({ code }) => code === 'needsFreshSignal');
}

/** Of several agreements, the leads of the first one first: their grades have nothing in common. */
export function orderBacklog(
  agreements: readonly Pick<Agreement, 'id' | 'score'>[],
  leads: readonly BacklogLead[],
): readonly BacklogLead[] {
  const byAgreement = Map.groupBy(leads, ({ agreementId }) => agreementId);
  return agreements.flatMap(({ id, score }) => (byAgreement.get(id) ?? []).toSorted(byWorth(score)));
}
