// Step 5: what was so before Accord was switched on is fact, never a hand-over (5a.2).
import { addReason, type Course, withState } from './course.ts';
import { hasNewSignal } from './view.ts';

export function enterRegime(course: Course): Course {
  const { state, context } = course;
  if (state.regime === context.regime) return tellBaseline(course);
  const isSettled = state.status !== 'none' && state.status !== 'baseline';
  const status = isSettled ? state.status : isBaseline(course) ? 'baseline' : 'none';
  return tellBaseline(withState(course, { regime: context.regime, status }));
}

/** Over the line before the switch-on instant, and nothing new since. */
function isBaseline({ agreement, verdict, view, state, sight, context }: Course): boolean {
  const { baselineAt } = context;
  // What a pause of its source holds back was to be handed over, and is when the pause ends.
  if (state.heldSince !== undefined) return false;
  if (view.facts.createdAt > baselineAt || !verdict.qualifies) return false;
  return !hasNewSignal({ agreement, view, baselineAt, nowMs: sight.nowMs });
}

function tellBaseline(course: Course): Course {
  return course.state.status === 'baseline' ? addReason(course, 'baseline') : course;
}
