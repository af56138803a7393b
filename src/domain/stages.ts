// Step 12: the lifecycle stage follows the cycle. Forward only, but for the way back at recycling; never over a protected value.
import type { StageKey } from './agreement.ts';
import { matchesFilter } from './conditions/index.ts';
import { addReason, type Course, isIdle, withState } from './course.ts';
import { toEpochMs } from './instant.ts';
import { isProtected, RANKS, rankOf } from './lifecycle-order.ts';
import { blockingFields } from './mandatory.ts';
import { STAGE_PROPERTY } from './names.ts';
import { wishFor } from './tracked.ts';
import { hasQualifyingSignal } from './view.ts';

export function moveStage(course: Course): Course {
  const { agreement, state, verdict } = course;
  if (isProtected(agreement.stages, state.stage.value)) {
    return verdict.qualifies ? addReason(course, 'stageProtected', { value: state.stage.value }) : course;
  }
  if (movesBack(course)) return setStage(course, 'lead');
  const target = targetOf(course);
  if (target === null || RANKS[target] <= rankOf(agreement.stages, state.stage.value)) return course;
  return setStage(course, target);
}

/** An idle lead below the first stage that meets its entry, and is new since the baseline (5a.2). */
export function isLeadDue(
  course: Pick<Course, 'agreement' | 'state' | 'verdict' | 'sight' | 'view' | 'context'>,
): boolean {
  const { agreement, state, verdict, sight, view } = course;
  if (!mayEnter(course) || !verdict.inScope || !isNew(course)) return false;
  if (blockingFields(agreement, view, 'lead').length > 0) return false;
  const { leadEntry } = agreement.stages;
  return leadEntry !== null && isIdle(state) && matchesFilter(leadEntry, sight);
}

/** Whether the first stage is still to come and the agreement gives it. */
export function mayEnter({ agreement, state }: Pick<Course, 'agreement' | 'state'>): boolean {
  return agreement.stages.leadEntry !== null && rankOf(agreement.stages, state.stage.value) === RANKS.before;
}

function isNew({ view, context, sight }: Pick<Course, 'view' | 'context' | 'sight'>): boolean {
  if (view.facts.createdAt > context.baselineAt) return true;
  return hasQualifyingSignal(view, toEpochMs(context.baselineAt), sight.nowMs);
}

/** Accord takes back what it set itself, or what the agreement says (`moveBack`). */
function movesBack({ agreement, state, move }: Course): boolean {
  const { stages, nurture } = agreement;
  if (move !== 'recycled' || nurture.recycledStage !== 'lead') return false;
  if (rankOf(stages, state.stage.value) <= RANKS.lead) return false;
  return stages.moveBack === 'any' || (stages.moveBack === 'own' && state.stage.by === 'accord');
}

function targetOf(course: Course): StageKey | null {
  const { state, move } = course;
  if (move === 'handedOver') return state.status === 'accepted' && maySetSql(course) ? 'sql' : 'mql';
  if (move === 'accepted' || isSqlHeld(course)) return maySetSql(course) ? 'sql' : null;
  return isLeadDue(course) ? 'lead' : null;
}

function maySetSql({ agreement, view }: Course): boolean {
  return agreement.stages.sql !== 'manual' && blockingFields(agreement, view, 'sql').length === 0;
}

/** Accepted while a field was missing: the stage follows when it is filled in, unless a person has moved it since. */
function isSqlHeld({ agreement, state }: Course): boolean {
  const { fields, how } = agreement.data.mandatory.sql;
  const isAccepted = state.status === 'accepted' || state.status === 'working';
  if (fields.length === 0 || how === 'warn' || !isAccepted) return false;
  return state.acceptedAt !== null && state.stage.at <= state.acceptedAt;
}

function setStage(course: Course, key: StageKey): Course {
  const { agreement, state, view, context } = course;
  const to = agreement.stages.lifecycle[key];
  const stage = wishFor(to, view.facts, { property: STAGE_PROPERTY, now: context.now });
  return addReason(withState(course, { stage }), 'stageSet', { from: state.stage.value, to });
}
