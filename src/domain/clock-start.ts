// When a clause of sales starts for a lead, whether it is owed, and what meets it.
import type { Agreement, Calendar, Instant, StageKey } from './agreement.ts';
import type { ClauseStart, SalesClause } from './agreement-sales.ts';
import { addDuration } from './business-time.ts';
import { isOpen } from './course.ts';
import { DAY_MS, earliest, fromEpochMs, toEpochMs } from './instant.ts';
import type { LeadState, Signal } from './lead.ts';
import { RANKS, rankOf } from './lifecycle-order.ts';
import { REJECT_REASON_PROPERTY } from './names.ts';
import { contactValue, type LeadView } from './view.ts';

/** A form may bring the lead over the line some time after it was sent. */
const FORM_MS = DAY_MS;

type Stages = Pick<Agreement, 'stages'>;

interface LeadInCycle {
  readonly state: LeadState;
  readonly view: LeadView;
}

/** Null: not yet in this cycle. */
export function startOf({ stages }: Stages, clause: SalesClause, lead: LeadInCycle): Instant | null {
  if (!isOpen(lead.state)) return null;
  return clause.start === 'stage'
    ? stageStart({ stages }, clause.stage, lead.state)
    : STARTS[clause.start](lead);
}

const STARTS: Readonly<Record<Exclude<ClauseStart, 'stage'>, (lead: LeadInCycle) => Instant | null>> = {
  handOver: ({ state }) => state.handedOverAt,
  assignment: ({ state }) => state.assignedAt,
  reject: ({ state }) => state.rejectedAt,
  form: ({ state, view }) => (state.handedOverAt === null ? null : formBefore(view, state.handedOverAt)),
};

function stageStart({ stages }: Stages, stage: StageKey | null, state: LeadState): Instant | null {
  if (stage === 'opportunity') return opportunityAt({ stages }, state);
  return stage === 'sql' ? state.acceptedAt : state.handedOverAt;
}

/** A no ends what is owed but its reason, until it is taken back; where every MQL is SQL nobody has to answer. */
export function isOwed({ stages }: Stages, clause: SalesClause, state: LeadState): boolean {
  if (!isOpen(state)) return false;
  if (clause.kind === 'accept') return stages.sql !== 'auto';
  if (clause.kind === 'feedback' || clause.start === 'reject') return state.rejectedAt !== null;
  return state.status !== 'rejected';
}

/** The latest form of the day before the hand-over, else the hand-over. */
function formBefore(view: LeadView, handedOverAt: Instant): Instant {
  const end = toEpochMs(handedOverAt);
  const form = view.times.form.findLast((at) => at <= end && at > end - FORM_MS);
  return form === undefined ? handedOverAt : fromEpochMs(form);
}

/** When somebody made it an opportunity in this cycle. */
function opportunityAt({ stages }: Stages, { stage, handedOverAt }: LeadState): Instant | null {
  const isReached = stage.value === stages.lifecycle.opportunity && stage.at > (handedOverAt ?? '~');
  return isReached ? stage.at : null;
}

/** What sales did with the lead that answers the offer, each null where it did not; far along is an answer, too. */
export function answeredAt({ stages }: Stages, state: LeadState): Instant | null {
  const { acceptedAt, rejectedAt, stage, handedOverAt } = state;
  const isFar = rankOf(stages, stage.value) >= RANKS.opportunity && stage.at > (handedOverAt ?? '~');
  return earliest([acceptedAt, rejectedAt, isFar ? stage.at : null]);
}

export interface TouchRule {
  readonly clause: SalesClause;
  readonly calendar: Calendar;
  /** Touches of somebody else who is named do not count; '' : nobody's lead. */
  readonly ownerId: string;
  /** Exclusive. */
  readonly after: Instant;
  readonly nowMs: number;
}

/** The date of the touch that meets the clause, as what is documented now says; null: not met. */
export function touchedAt(view: LeadView, rule: TouchRule): Instant | null {
  const afterMs = toEpochMs(rule.after);
  let left = rule.clause.count;
  for (const signal of view.signals) {
    if (signal.kind !== 'touch') continue;
    const atMs = toEpochMs(signal.at);
    if (atMs <= afterMs || atMs > rule.nowMs || !isCounted(signal, rule)) continue;
    left -= 1;
    if (left === 0) return fromEpochMs(atMs);
  }
  return null;
}

function isCounted(touch: Signal, { clause, calendar, ownerId }: TouchRule): boolean {
  if (touch.ownerId !== undefined && touch.ownerId !== ownerId) return false;
  if (clause.counts === 'contact' && touch.outcome === 'attempt') return false;
  if (touch.loggedAt === undefined) return true;
  return toEpochMs(touch.loggedAt) <= toEpochMs(addDuration(calendar, touch.at, clause.logWithin));
}

/** When the reason of a no was given that ended the cycle. */
export function reasonAt(
  view: LeadView,
  { rejectedAt, wasRejected, now }: { rejectedAt: Instant; wasRejected: boolean; now: Instant },
): Instant {
  const at = view.facts.contact[REJECT_REASON_PROPERTY]?.at ?? '';
  if (contactValue(view.facts, REJECT_REASON_PROPERTY) !== '' && at > rejectedAt) return at < now ? at : now;
  return wasRejected ? now : rejectedAt;
}
