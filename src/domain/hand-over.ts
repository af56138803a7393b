// Step 11: whether a lead is offered to sales, and what that sets. Who gets it is routing.ts's matter.

import type { Agreement } from './agreement.ts';
import { addReason, type Course, isIdle, spendAnswers, withState } from './course.ts';
import { hasOpenDeal } from './deals.ts';
import type { BacklogRelease, DecisionContext, Released, SourcePause } from './decision.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from './instant.ts';
import type { LeadFacts, LeadState, Verdict } from './lead.ts';
import { RANKS, rankOf, stageAt } from './lifecycle-order.ts';
import { rejectNoteOf } from './reject-note.ts';
import { hasNewSignal, hasQualifyingSignal, type LeadView } from './view.ts';

/** The year of `cyclesPerYear`. */
export const YEAR_MS = 365 * DAY_MS;

/** What keeps an idle lead from being handed over. */
type Hindrance =
  | 'notQualified'
  | 'stageProtected'
  | 'stageTooFar'
  | 'coolingDown'
  | 'neverAgain'
  | 'cyclesUsed'
  | 'needsFreshSignal';

type OpenStatus = 'handedOver' | 'accepted' | 'working';

export interface HandOverInput {
  readonly agreement: Agreement;
  readonly context: DecisionContext;
  readonly view: LeadView;
  readonly state: LeadState;
  readonly verdict: Verdict;
  readonly nowMs: number;
}

export function handOverWhenDue(course: Course): Course {
  const { state, wasIdle, sight } = course;
  if (!isIdle(state)) return stopWaiting(course);
  const hindrance = hindranceOf({ ...course, nowMs: sight.nowMs });
  const { sourcePause, release } = course.context;
  if (hindrance !== null) {
    const isLetGo = release !== undefined && wasIdle && sourcePause === undefined;
    return isLetGo && isOfBacklog(state, hindrance)
      ? letGo(course, release)
      : tellHindrance(stopWaiting(course), hindrance);
  }
  if (!wasIdle) return course;
  if (sourcePause !== undefined) return holdBack(course, sourcePause);
  return handOver(course, { byHand: false, status: 'handedOver' });
}

/** Over the line since before the switch-on: nothing but a new sign of interest is lacking, or a person's word (5a.2). */
function isOfBacklog({ status }: LeadState, hindrance: Hindrance): boolean {
  return status === 'baseline' && hindrance === 'needsFreshSignal';
}

/** Handed over as by hand, since it is no new MQL; assignOwner leaves it to nobody who has had his share of the day. */
function letGo(course: Course, { number, by, startedAt }: BacklogRelease): Course {
  const released = { number, by, startedAt };
  const handedOver = handOver(course, { byHand: true, status: 'handedOver', released });
  return addReason(handedOver, 'released', { ...released });
}

/** Whether an idle lead would be handed over, held back, or let go of as it was not when it was decided upon. */
export function isHandOverDue(input: HandOverInput): boolean {
  const isReady = hindranceOf(input) === null;
  const isHeld = input.state.heldSince !== undefined;
  return input.context.sourcePause === undefined ? isReady : isReady !== isHeld;
}

/** A person set the stage: sales' promises start, whatever the criteria say (5a.3). */
export function handOverByHand(course: Course, status: OpenStatus): Course {
  return handOver(course, { byHand: true, status });
}

/** Null when an idle lead is to be handed over. */
function hindranceOf(input: HandOverInput): Hindrance | null {
  const { state, verdict } = input;
  if (!verdict.qualifies) return 'notQualified';
  const stage = stageHindrance({ ...input, facts: input.view.facts });
  if (stage !== null) return stage;
  switch (state.status) {
    case 'recycled':
    case 'disqualified':
      return reentryHindrance(input);
    case 'baseline':
      return hasNewSignal({ ...input, baselineAt: input.context.baselineAt }) ? null : 'needsFreshSignal';
    default:
      return null;
  }
}

type StageInput = Pick<HandOverInput, 'agreement' | 'state'> & { readonly facts: LeadFacts };

/** A stage from which no idle lead is handed over, whatever else is so. */
export function stageHindrance(input: StageInput): 'stageProtected' | 'stageTooFar' | null {
  if (rankOf(input.agreement.stages, input.state.stage.value) === RANKS.protected) return 'stageProtected';
  return isTooFar(input) ? 'stageTooFar' : null;
}

/** End of the cool-down after a cycle, by its reason; infinite when the lead never comes back. */
export function coolDownEnd(agreement: Pick<Agreement, 'nurture'>, state: LeadState): number {
  const days = coolDownDays(agreement, state);
  return days === null ? Number.POSITIVE_INFINITY : toEpochMs(state.recycledAt ?? '') + days * DAY_MS;
}

/** Null: the lead never comes back. */
export function coolDownDays(
  { nurture }: Pick<Agreement, 'nurture'>,
  { recycleReason }: LeadState,
): number | null {
  const [kind = ''] = recycleReason.split(':', 1);
  const key = [recycleReason, kind].find((each) => Object.hasOwn(nurture.coolDowns, each));
  return key === undefined ? nurture.coolDownDays : (nurture.coolDowns[key] ?? null);
}

/** Ended, and not handed over since: only such a lead cools down. */
export function hasEnded({ status }: LeadState): boolean {
  return status === 'recycled' || status === 'disqualified';
}

/** Sales have it already; a lead that comes back may have been left with the stage its last cycle had. */
function isTooFar({ agreement, state, facts }: StageInput): boolean {
  const { stages } = agreement;
  const rank = rankOf(stages, state.stage.value);
  if (!hasEnded(state)) return rank >= rankOf(stages, stageAt(stages, 'accepted') ?? stages.lifecycle.sql);
  if (rank < RANKS.opportunity) return false;
  return hasOpenDeal(facts) || state.stage.at > (state.recycledAt ?? '');
}

function reentryHindrance(input: HandOverInput): Hindrance | null {
  const { agreement, state, nowMs } = input;
  const end = coolDownEnd(agreement, state);
  if (end === Number.POSITIVE_INFINITY) return 'neverAgain';
  if (nowMs < end) return 'coolingDown';
  const lastYear = state.handOvers.filter((at) => toEpochMs(at) > nowMs - YEAR_MS);
  if (lastYear.length >= agreement.nurture.cyclesPerYear) return 'cyclesUsed';
  return hasFreshSignal(input, end) ? null : 'needsFreshSignal';
}

function hasFreshSignal({ view, nowMs }: HandOverInput, after: number): boolean {
  return hasQualifyingSignal(view, after, nowMs);
}

interface HandOver {
  readonly byHand: boolean;
  readonly status: OpenStatus;
  readonly released?: Released;
}

function handOver(course: Course, how: HandOver): Course {
  const { agreement, state, context, sight } = course;
  const { now } = context;
  const isOffered = how.status === 'handedOver' && agreement.stages.sql !== 'auto';
  const status = how.status === 'handedOver' && !isOffered ? 'accepted' : how.status;
  const cycle = state.cycle + 1;
  const handedOver = withState(
    { ...course, state: withoutPast(state) },
    {
      status,
      cycle,
      handedOverAt: now,
      handOvers: [...state.handOvers.filter((at) => toEpochMs(at) > sight.nowMs - YEAR_MS), now],
      byHand: how.byHand,
      assignedAt: null,
      acceptedAt: isOffered ? null : now,
      touchedAt: null,
      rejectedAt: null,
      recycledAt: null,
      recycleReason: '',
      answersAfter: spendAnswers(course),
      answeredAt: null,
      newMqlAt: cycle === 1 && !how.byHand ? now : state.newMqlAt,
      ...lastEndOf(course),
      ...(how.released === undefined ? {} : { released: how.released }),
    },
  );
  return addReason({ ...handedOver, move: 'handedOver' }, 'handedOver', handedOverParams(handedOver.state));
}

function lastEndOf({ state, view }: Course): Pick<LeadState, 'lastEnd'> {
  if (state.recycledAt === null) return {};
  const note = rejectNoteOf({ facts: view.facts, state });
  const end = { at: state.recycledAt, reason: state.recycleReason };
  return { lastEnd: note === '' ? end : { ...end, note } };
}

/** Of the reason, and of the state told again: a release says more than that a person did it. */
export function handedOverParams({ cycle, byHand, released }: LeadState): Record<'cycle' | 'byHand', number> {
  return { cycle, byHand: byHand && released === undefined ? 1 : 0 };
}

/** Of the cycle before, and of the wait for this one. */
function withoutPast(state: LeadState): LeadState {
  const { consequences, heldSince, released } = state;
  if (consequences === undefined && heldSince === undefined && released === undefined) return state;
  const { consequences: _past, heldSince: _wait, released: _before, ...kept } = state;
  return kept;
}

function holdBack(course: Course, { id: _id, since: _since, ...numbers }: SourcePause): Course {
  const heldSince = course.state.heldSince ?? course.context.now;
  return addReason(withState(course, { heldSince }), 'sourcePaused', numbers);
}

function stopWaiting(course: Course): Course {
  if (course.state.heldSince === undefined) return course;
  const { heldSince: _wait, ...state } = course.state;
  return { ...course, state };
}

function tellHindrance(course: Course, hindrance: Hindrance): Course {
  switch (hindrance) {
    case 'coolingDown':
      return addReason(course, hindrance, {
        until: fromEpochMs(coolDownEnd(course.agreement, course.state)),
      });
    case 'neverAgain':
    case 'cyclesUsed':
    case 'needsFreshSignal':
      return addReason(course, hindrance);
    default:
      return course;
  }
}
