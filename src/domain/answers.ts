// Steps 7 to 9: what sales did with an open lead — a touch, a yes or a no, a stage set by hand.
import type { Instant } from './agreement.ts';
import { addReason, type Course, isOpen, recycle, withState } from './course.ts';
import { handOverByHand } from './hand-over.ts';
import { earlierOf, fromEpochMs, toEpochMs } from './instant.ts';
import type { LeadState } from './lead.ts';
import { RANKS, rankOf } from './lifecycle-order.ts';
import { ANSWER_PROPERTY, REJECT_REASON_PROPERTY } from './names.ts';
import { contactValue, type LeadView } from './view.ts';

/** Step 7. */
export function noteTouch(course: Course): Course {
  const touchedAt = firstTouch(course.state, course.view, course.sight.nowMs);
  if (touchedAt === null) return course;
  return addReason(withState(course, { touchedAt }), 'touched', { at: touchedAt });
}

/** The first touch of an open lead that has none yet; one dated after now has not happened (a meeting to come). */
export function firstTouch(state: LeadState, view: LeadView, nowMs: number): Instant | null {
  if (!isOpen(state) || state.touchedAt !== null || state.handedOverAt === null) return null;
  const handedOverMs = toEpochMs(state.handedOverAt);
  const touch = view.times.touch.find((at) => at > handedOverMs && at <= nowMs);
  return touch === undefined ? null : fromEpochMs(touch);
}

/** Step 8. */
export function takeAnswer(course: Course): Course {
  const { state, view, context } = course;
  const cell = view.facts.contact[ANSWER_PROPERTY];
  if (cell === undefined || cell.at <= (state.answersAfter ?? '') || !isOpen(state)) return course;
  const at = earlierOf(cell.at, context.now);
  switch (cell.value.toLowerCase()) {
    case 'accept':
      return state.status === 'handedOver' ? accept(course, at) : course;
    case 'reject':
      return reject(course, at);
    default:
      return course;
  }
}

/** Step 9. */
export function followPerson(course: Course): Course {
  const { agreement, state, verdict, wasIdle, isStagePersonal, context } = course;
  if (!isStagePersonal) return course;
  const rank = rankOf(agreement.stages, state.stage.value);
  if (rank === RANKS.sql && state.status === 'handedOver') {
    const accepted = withState(course, { status: 'accepted', acceptedAt: context.now });
    return addReason({ ...accepted, move: 'accepted' }, 'acceptedByStage');
  }
  const isOffered = rank === RANKS.mql || rank === RANKS.sql;
  return isOffered && wasIdle && verdict.inScope ? handOverByHand(course, rank === RANKS.sql) : course;
}

/** After steps 7 to 9: a yes and a touch. */
export function startWorking(course: Course): Course {
  const { status, touchedAt } = course.state;
  return status === 'accepted' && touchedAt !== null ? withState(course, { status: 'working' }) : course;
}

function accept(course: Course, at: Instant): Course {
  const accepted = withState(course, { status: 'accepted', acceptedAt: at });
  return addReason({ ...accepted, move: 'accepted' }, 'accepted', { at });
}

/** Without a reason the lead stays open until somebody gives one. */
function reject(course: Course, at: Instant): Course {
  const reason = contactValue(course.view.facts, REJECT_REASON_PROPERTY);
  if (reason !== '') return recycle(addReason(course, 'rejected', { reason }), `rejected:${reason}`);
  if (course.state.status === 'rejected') return course;
  return addReason(withState(course, { status: 'rejected', rejectedAt: at }), 'rejected', { reason });
}
