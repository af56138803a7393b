// Who had a lead before: what stickiness and passing over look at.
import { type Course, isOpen, withState } from '#domain/course.ts';
import type { FormerRep, LeadState } from '#domain/lead.ts';

/** As many as an agreement may pass over. */
const MAX_KEPT = 50;

/** Whose an open lead is; '' while it is nobody's. */
export function repOf(state: LeadState): string {
  return isOpen(state) && state.assignedAt !== null ? state.owner.value : '';
}

/** Whoever had the lead when the decision began and does not any more, because the cycle ended or another one has it. */
export function noteFormerRep(course: Course): Course {
  const { state, repBefore } = course;
  return repBefore === '' || repOf(state) === repBefore ? course : noteFormer(course, repBefore);
}

export function noteFormer(course: Course, former: string): Course {
  const { state, context } = course;
  const others = (state.formerReps ?? []).filter(({ ownerId }) => ownerId !== former);
  const formerReps: readonly FormerRep[] = [{ ownerId: former, until: context.now }, ...others];
  return withState(course, { formerReps: formerReps.slice(0, MAX_KEPT) });
}
