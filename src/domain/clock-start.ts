// When a clause of sales starts for a lead, whether it is owed, and what meets it.
import type { Agreement, Calendar, Instant, StageKey } from './agreement.ts';
import { type ClauseStart, isAttempts, type SalesClause } from './agreement-sales.ts';
import { addDuration } from './business-time.ts';
import { isOpen } from './course.ts';
import { DAY_MS, earliest, fromEpochMs, toEpochMs } from './instant.ts';
import type { LeadState, Signal } from './lead.ts';
import { RANKS, rankOf } from './lifecycle-order.ts';
import { REJECT_REASON_PROPERTY } from './names.ts';
import { contactValue, type LeadView, timesAfter } from './view.ts';

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
  return earliest([state.acceptedAt, state.rejectedAt, farAt({ stages }, state)]);
}

/** Since when it is an opportunity or more, where that came after the hand-over. */
export function farAt({ stages }: Stages, { stage, handedOverAt }: Far): Instant | null {
  const isFar = rankOf(stages, stage.value) >= RANKS.opportunity && stage.at > (handedOverAt ?? '~');
  return isFar ? stage.at : null;
}

type Far = Pick<LeadState, 'stage' | 'handedOverAt'>;

/** What a lead does that sales has reached. */
const ANSWERS = ['emailReply', 'meeting', 'call'] as const;

export interface TouchRule {
  readonly clause: SalesClause;
  readonly calendar: Calendar;
  /** Touches of somebody else who is named do not count, but as attempts; '' : nobody's lead. */
  readonly ownerId: string;
  /** Exclusive. */
  readonly after: Instant;
  readonly nowMs: number;
  /** As in `farAt`. */
  readonly farAt: Instant | null;
}

/** When the clause was met, as what is documented now says: by so many touches or, of attempts, as the lead was reached. */
export function touchedAt(view: LeadView, rule: TouchRule): Instant | null {
  const touched = lastTouchAt(view, rule);
  return rule.clause.untilReached === true ? earliest([touched, reachedAt(view, rule)]) : touched;
}

function lastTouchAt(view: LeadView, rule: TouchRule): Instant | null {
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

function isCounted(touch: Signal, rule: TouchRule): boolean {
  const { ownerId } = touch;
  // How often a lead is tried is the promise of all of sales, as it is where sales gives up.
  if (ownerId !== undefined && ownerId !== rule.ownerId && !isAttempts(rule.clause)) return false;
  if (rule.clause.counts === 'contact' && touch.outcome === 'attempt') return false;
  return isLoggedInTime(touch, rule);
}

function isLoggedInTime(touch: Signal, { clause, calendar }: TouchRule): boolean {
  if (touch.loggedAt === undefined) return true;
  return toEpochMs(touch.loggedAt) <= toEpochMs(addDuration(calendar, touch.at, clause.logWithin));
}

/** A contact, in doubt too, the lead's own answer, or what comes of one: from then on nobody has to try any more; null: not yet. */
function reachedAt(view: LeadView, rule: TouchRule): Instant | null {
  const afterMs = toEpochMs(rule.after);
  const isSince = (atMs: number): boolean => atMs > afterMs && atMs <= rule.nowMs;
  const isContact = (signal: Signal, place: number): boolean =>
    signal.kind === 'touch' &&
    signal.outcome !== 'attempt' &&
    isSince(view.instants[place] ?? Number.NaN) &&
    isLoggedInTime(signal, rule);
  const contact = view.instants[view.signals.findIndex(isContact)];
  const answers = ANSWERS.map((kind) => view.times[kind].find(isSince));
  const deals = view.facts.deals.map(({ createdAt }) => toEpochMs(createdAt)).filter(isSince);
  const found = [contact, ...answers, ...deals].flatMap((atMs) =>
    atMs === undefined ? [] : [fromEpochMs(atMs)],
  );
  return earliest([...found, rule.farAt]);
}

/** Instants after now at which time alone makes it reached. */
export function reachTurns(view: LeadView, nowMs: number): readonly Instant[] {
  const deals = view.facts.deals.map(({ createdAt }) => toEpochMs(createdAt)).filter((at) => at > nowMs);
  const answers = ANSWERS.flatMap((kind) => timesAfter(view.times[kind], nowMs));
  return [...answers, ...deals].map(fromEpochMs);
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
