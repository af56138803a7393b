// Step 11: whether a lead is offered to sales, and what that sets. Who gets it is routing.ts's matter.

import type { Agreement } from './agreement.ts';
import { addReason, type Course, isIdle, spendAnswers, withState } from './course.ts';
import type { DecisionContext } from './decision.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from './instant.ts';
import type { LeadState, Verdict } from './lead.ts';
import { RANKS, rankOf } from './lifecycle-order.ts';
import { hasQualifyingSignal, type LeadView } from './view.ts';

/** The year of `cyclesPerYear`. */
export const YEAR_MS = 365 * DAY_MS;

/** What keeps an idle lead from being handed over. */
type Hindrance =
  | 'notQualified'
  | 'stageProtected'
  | 'stageTooFar'
  | 'coolingDown'
  | 'cyclesUsed'
  | 'needsFreshSignal';

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
  if (!isIdle(state)) return course;
  const hindrance = hindranceOf({ ...course, nowMs: sight.nowMs });
  if (hindrance === null) return wasIdle ? handOver(course, { byHand: false, isAccepted: false }) : course;
  return tellHindrance(course, hindrance);
}

/** A person set the stage: sales' promises start, whatever the criteria say (5a.3). */
export function handOverByHand(course: Course, isAccepted: boolean): Course {
  return handOver(course, { byHand: true, isAccepted });
}

/** Null when an idle lead is to be handed over. */
export function hindranceOf(input: HandOverInput): Hindrance | null {
  const { agreement, state, verdict } = input;
  if (!verdict.qualifies) return 'notQualified';
  const stage = stageHindrance(agreement, state);
  if (stage !== null) return stage;
  switch (state.status) {
    case 'recycled':
      return reentryHindrance(input);
    case 'baseline':
      return hasFreshSignal(input, toEpochMs(input.context.baselineAt)) ? null : 'needsFreshSignal';
    default:
      return null;
  }
}

/** A stage from which no idle lead is handed over, whatever else is so. */
export function stageHindrance(
  { stages }: Agreement,
  state: LeadState,
): 'stageProtected' | 'stageTooFar' | null {
  const rank = rankOf(stages, state.stage.value);
  if (rank === RANKS.protected) return 'stageProtected';
  const isTooFar = state.status === 'recycled' ? rank > RANKS.sql : rank >= RANKS.sql;
  return isTooFar ? 'stageTooFar' : null;
}

/** End of the cool-down of a recycled lead. */
export function coolDownEnd({ nurture }: Agreement, state: LeadState): number {
  return toEpochMs(state.recycledAt ?? '') + nurture.coolDownDays * DAY_MS;
}

function reentryHindrance(input: HandOverInput): Hindrance | null {
  const { agreement, state, nowMs } = input;
  const end = coolDownEnd(agreement, state);
  if (nowMs < end) return 'coolingDown';
  const lastYear = state.handOvers.filter((at) => toEpochMs(at) > nowMs - YEAR_MS);
  if (lastYear.length >= agreement.nurture.cyclesPerYear) return 'cyclesUsed';
  return hasFreshSignal(input, end) ? null : 'needsFreshSignal';
}

function hasFreshSignal({ view, nowMs }: HandOverInput, after: number): boolean {
  return hasQualifyingSignal(view, after, nowMs);
}

function handOver(course: Course, how: { byHand: boolean; isAccepted: boolean }): Course {
  const { agreement, state, context, sight } = course;
  const { now } = context;
  const isAccepted = how.isAccepted || agreement.stages.sql === 'auto';
  const cycle = state.cycle + 1;
  const handedOver = withState(course, {
    status: isAccepted ? 'accepted' : 'handedOver',
    cycle,
    handedOverAt: now,
    handOvers: [...state.handOvers.filter((at) => toEpochMs(at) > sight.nowMs - YEAR_MS), now],
    byHand: how.byHand,
    assignedAt: null,
    acceptedAt: isAccepted ? now : null,
    touchedAt: null,
    rejectedAt: null,
    recycledAt: null,
    recycleReason: '',
    answersAfter: spendAnswers(course),
  });
  return addReason({ ...handedOver, move: 'handedOver' }, 'handedOver', {
    cycle,
    byHand: how.byHand ? 1 : 0,
  });
}

function tellHindrance(course: Course, hindrance: Hindrance): Course {
  switch (hindrance) {
    case 'coolingDown':
      return addReason(course, hindrance, {
        until: fromEpochMs(coolDownEnd(course.agreement, course.state)),
      });
    case 'cyclesUsed':
    case 'needsFreshSignal':
      return addReason(course, hindrance);
    default:
      return course;
  }
}
