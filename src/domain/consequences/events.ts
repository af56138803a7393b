// What a decision tells of consequences, once its other steps have said whose lead it is.
import type { Course } from '#domain/course.ts';
import { isOpen } from '#domain/course.ts';
import type { ConsequenceEvent } from '#domain/decision.ts';
import type { DoneConsequence } from '#domain/lead.ts';

export function eventsOf({ undone, carriedOut, state }: Course): readonly ConsequenceEvent[] {
  const ownerAfter = isOpen(state) && state.assignedAt !== null ? state.owner.value : '';
  return [
    ...undone.map(({ done, touchedAt, isRestored }) => ({
      ...told('undone', done, ownerAfter),
      touchedAt,
      isRestored,
    })),
    ...carriedOut.map((done) => told('done', done, ownerAfter)),
  ];
}

function told(event: ConsequenceEvent['event'], done: DoneConsequence, ownerAfter: string): ConsequenceEvent {
  const { clause, cycle, run, step, dueAt, ownerId } = done;
  return {
    event,
    clause,
    cycle,
    run,
    step,
    do: done.do,
    dueAt,
    ownerId,
    ownerAfter,
    touchedAt: null,
    isRestored: false,
  };
}
