// Carrying out what follows a breach (R28), after step 10: what it changes of the lead, the steps after it make of it what
// they would of any lead. A lead loses its owner or its cycle at most once in a decision.
import { type Clocks, clocksOf } from '#domain/clocks.ts';
import { addReason, type Course, isOpen, recycle, withState } from '#domain/course.ts';
import { fromEpochMs } from '#domain/instant.ts';
import type { DoneConsequence, LeadSnapshot, LeadState } from '#domain/lead.ts';
import { mayHaveConsequences, type Pending, pendingConsequences } from './pending.ts';

export function carryOut(course: Course): Course {
  if (!isOpen(course.state) || !mayHaveConsequences(course)) return course;
  const clocks = clocksOf(course);
  let next = course;
  for (const pending of pendingConsequences(course, clocks)) {
    if (pending.fromMs > course.sight.nowMs) next = tellHeld(next, pending);
    else {
      next = doOne(next, pending, clocks);
      if (endsRun(pending)) return next;
    }
  }
  return next;
}

/** The lead goes to another rep, or back: what else would follow the breach has lost its object. */
function endsRun({ consequence }: Pending): boolean {
  return consequence.do === 'reassign' || consequence.do === 'return';
}

function tellHeld(course: Course, { clause, consequence, dueMs, fromMs }: Pending): Course {
  if (dueMs > course.sight.nowMs) return course;
  const until = fromEpochMs(fromMs);
  const isUnread = until === course.context.consequences?.notBefore;
  const params = { clause: clause.id, do: consequence.do, until };
  return addReason(course, isUnread ? 'consequenceUnread' : 'consequenceHeld', params);
}

function doOne(course: Course, pending: Pending, clocks: Clocks): Course {
  const { clause, run, step, consequence, breachedAt } = pending;
  const done: DoneConsequence = {
    cycle: course.state.cycle,
    clause: clause.id,
    run: run.run,
    step,
    do: consequence.do,
    at: course.context.now,
    startedAt: run.startedAt,
    dueAt: breachedAt,
    ownerId: run.ownerId,
    before: endsRun(pending) ? snapshot(course.state, clocks) : null,
    undoneAt: null,
  };
  const noted = withState(course, { consequences: [...(course.state.consequences ?? []), done] });
  const { ownerId, dueAt } = done;
  const told = addReason({ ...noted, carriedOut: [...noted.carriedOut, done] }, 'consequenceDone', {
    clause: clause.id,
    do: consequence.do,
    ownerId,
    dueAt,
  });
  if (consequence.do === 'reassign') return withState(told, { assignedAt: null });
  return consequence.do === 'return' ? recycle(told, `returned:${clause.id}`) : told;
}

/** With the runs as they stand now: a breach that this very decision found is part of it. */
function snapshot(state: LeadState, { standings }: Clocks): LeadSnapshot {
  const { regime: _regime, scored: _scored, consequences: _consequences, ...kept } = state;
  return { ...kept, clocks: standings.map(({ run }) => run) };
}
