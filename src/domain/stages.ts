// Step 12: the lifecycle stage follows the cycle. Forward only, but for the ways back at its end; never over a protected
// value. Which moves are legal at all is the table in README.md.
import type { StageModel } from './agreement.ts';
import { matchesFilter } from './conditions/index.ts';
import { addReason, type Course, isIdle, withState } from './course.ts';
import { hasOpenDeal } from './deals.ts';
import { isProtected, RANKS, rankOf, stageAt } from './lifecycle-order.ts';
import { blockingFields } from './mandatory.ts';
import { STAGE_PROPERTY } from './names.ts';
import { wishFor } from './tracked.ts';
import { hasNewSignal } from './view.ts';

export function moveStage(course: Course): Course {
  const { agreement, state, verdict } = course;
  if (isHeld(course)) {
    return verdict.qualifies ? addReason(course, 'stageProtected', { value: state.stage.value }) : course;
  }
  const end = endOf(course);
  if (end !== null) return setStage(course, end);
  const target = targetOf(course);
  if (target === null || rankOf(agreement.stages, target) <= rankOf(agreement.stages, state.stage.value))
    return course;
  return setStage(course, target);
}

/** An idle lead below the first stage that meets its entry, and is new since the baseline (5a.2). */
export function isLeadDue(
  course: Pick<Course, 'agreement' | 'state' | 'verdict' | 'sight' | 'view' | 'context'>,
): boolean {
  const { agreement, verdict, sight, view } = course;
  if (!mayEnter(course) || !verdict.inScope || !isNew(course)) return false;
  if (blockingFields(agreement, view, 'lead').length > 0) return false;
  const { leadEntry } = agreement.stages;
  return leadEntry !== null && matchesFilter(leadEntry, sight);
}

/** Whether the first stage is still to come and the agreement gives it. */
export function mayEnter({ agreement, state }: Pick<Course, 'agreement' | 'state'>): boolean {
  const { stages } = agreement;
  const isWaiting = isIdle(state) && state.status !== 'disqualified';
  return isWaiting && stages.leadEntry !== null && rankOf(stages, state.stage.value) === RANKS.before;
}

/** Not known before the portal was switched on, or with a new sign of interest since. */
export function isNew(course: Pick<Course, 'agreement' | 'view' | 'context' | 'sight'>): boolean {
  const { agreement, view, sight } = course;
  const { baselineAt } = course.context;
  return (
    view.facts.createdAt > baselineAt || hasNewSignal({ agreement, view, baselineAt, nowMs: sight.nowMs })
  );
}

/** Protected, or an opportunity (or beyond) with an open deal (5a.3). */
export function isHeld({ agreement, state, view }: Pick<Course, 'agreement' | 'state' | 'view'>): boolean {
  const { stages } = agreement;
  if (isProtected(stages, state.stage.value)) return true;
  return rankOf(stages, state.stage.value) >= RANKS.opportunity && hasOpenDeal(view.facts);
}

/** Where a lead goes at the end of its cycle; null: nowhere. */
function endOf({ agreement, state, move }: Course): string | null {
  const { stages, nurture } = agreement;
  if (move !== 'recycled' && move !== 'disqualified') return null;
  const isEarly = rankOf(stages, state.stage.value) <= RANKS.lead;
  const side = stageAt(stages, move);
  // The agreement's own stage for it, which a lead may take from the first stages whoever set them; else the first stage.
  const isBack = move === 'recycled' && nurture.recycledStage === 'lead' && !isEarly;
  const target = side ?? (isBack ? stages.lifecycle.lead : state.stage.value);
  if (target === state.stage.value) return null;
  return isEarly || mayMoveBack(stages, state.stage) ? target : null;
}

/** Accord takes back what it set itself, or what the agreement says (`moveBack`). */
function mayMoveBack({ moveBack }: StageModel, stage: Course['state']['stage']): boolean {
  return moveBack === 'any' || (moveBack === 'own' && stage.by === 'accord');
}

function targetOf(course: Course): string | null {
  const { agreement, state, move, startedWork } = course;
  const { lifecycle } = agreement.stages;
  if (move === 'handedOver')
    return state.status === 'handedOver' ? lifecycle.mql : (acceptedStage(course) ?? lifecycle.mql);
  const working = startedWork ? workingStage(course) : null;
  if (working !== null) return working;
  if (move === 'accepted') return acceptedStage(course);
  if (isSqlHeld(course)) return ownSql(course);
  return isLeadDue(course) ? lifecycle.lead : null;
}

/** Null: only by hand, or not yet. */
function acceptedStage(course: Course): string | null {
  return stageAt(course.agreement.stages, 'accepted') ?? ownSql(course);
}

/** Where a yes has a stage of its own, SQL comes with the work. */
function workingStage(course: Course): string | null {
  const { stages } = course.agreement;
  const working = stageAt(stages, 'working');
  if (working !== undefined) return working;
  return stageAt(stages, 'accepted') === undefined ? null : ownSql(course);
}

/** Null where people set it, or where a field is missing that it asks for (R35). */
function ownSql({ agreement, view }: Course): string | null {
  const { stages } = agreement;
  if (stages.sql === 'manual' || blockingFields(agreement, view, 'sql').length > 0) return null;
  return stages.lifecycle.sql;
}

/** Due while a field was missing: the stage follows when it is filled in, unless a person has moved it since. */
function isSqlHeld({ agreement, state }: Course): boolean {
  const { fields, how } = agreement.data.mandatory.sql;
  if (fields.length === 0 || how === 'warn') return false;
  const yes = stageAt(agreement.stages, 'accepted');
  if (yes !== undefined) {
    const comesWithWork = stageAt(agreement.stages, 'working') === undefined;
    return comesWithWork && state.status === 'working' && state.stage.value === yes;
  }
  // Set by Accord at the first work it is the stage of that work; set by a person it was the yes, and the stage they want.
  if (state.stage.value === stageAt(agreement.stages, 'working')) return false;
  const isAccepted = state.status === 'accepted' || state.status === 'working';
  return isAccepted && state.acceptedAt !== null && state.stage.at <= state.acceptedAt;
}

function setStage(course: Course, to: string): Course {
  const { state, view, context } = course;
  const stage = wishFor(to, view.facts, { property: STAGE_PROPERTY, now: context.now });
  return addReason(withState(course, { stage }), 'stageSet', { from: state.stage.value, to });
}
