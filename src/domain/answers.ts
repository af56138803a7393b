// Steps 7 to 9: what sales did with an open lead — a touch, a yes or a no, a stage set by hand.
import type { Agreement, Instant, StageMoment } from './agreement.ts';
import { givenReason, type HeardAnswer, hearAnswer } from './answer-sources.ts';
import { addReason, type Course, disqualify, isOpen, reasonOf, recycle, withState } from './course.ts';
import type { Reason } from './decision.ts';
import { handOverByHand } from './hand-over.ts';
import { earlierOf, fromEpochMs, toEpochMs } from './instant.ts';
import type { LeadState } from './lead.ts';
import { customStage } from './lifecycle-order.ts';
import type { LeadView } from './view.ts';

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
  if (!isOpen(course.state)) return course;
  const heard = hearAnswer(listenedOf(course));
  return giveReason(heard === null ? course : take(course, heard));
}

function listenedOf({ agreement, state, view }: Course): Parameters<typeof hearAnswer>[0] {
  return { agreement, state, facts: view.facts };
}

type Follow = (course: Course) => Course;

/** What each meaning of a stage set by hand does. */
const FOLLOW: Readonly<Record<StageMoment | 'mql', Follow>> = {
  mql: (course) => startByHand(course, 'handedOver'),
  accepted: (course) => acceptByStage(course, 'accepted'),
  working: (course) => acceptByStage(course, 'working'),
  recycled: (course) => (isOpen(course.state) ? recycle(course, stageReason(course)) : course),
  disqualified: (course) => (canBeDismissed(course) ? disqualify(course, stageReason(course)) : course),
};

/** Step 9. */
export function followPerson(course: Course): Course {
  if (!course.isStagePersonal) return course;
  const meaning = meaningOf(course.agreement, course.state.stage.value);
  return meaning === null ? course : FOLLOW[meaning](course);
}

/** After steps 7 to 9: a yes and a touch. */
export function startWorking(course: Course): Course {
  const { status, touchedAt } = course.state;
  if (status === 'accepted' && touchedAt !== null)
    return { ...withState(course, { status: 'working' }), startedWork: true };
  return course;
}

/** What a stage says that somebody sets by hand. */
function meaningOf({ stages }: Agreement, value: string): StageMoment | 'mql' | null {
  if (value === stages.lifecycle.mql) return 'mql';
  if (value === stages.lifecycle.sql) return 'accepted';
  return customStage(stages, value)?.moment ?? null;
}

function stageReason({ agreement, state }: Course): string {
  return `stage:${customStage(agreement.stages, state.stage.value)?.id ?? ''}`;
}

/** A yes as any other, unless the no came after it. */
function acceptByStage(course: Course, status: 'accepted' | 'working'): Course {
  const { context, state, agreement } = course;
  if (!isOpen(state)) return startByHand(course, status);
  if (state.rejectedAt !== null && state.stage.at <= state.rejectedAt) return course;
  const params = state.stage.value === agreement.stages.lifecycle.sql ? {} : { value: state.stage.value };
  return sayYes(course, { status, at: context.now, reason: reasonOf('acceptedByStage', params) });
}

function startByHand(course: Course, status: 'handedOver' | 'accepted' | 'working'): Course {
  return course.wasIdle && course.verdict.inScope ? handOverByHand(course, status) : course;
}

/** An open lead, or an idle one in scope that is none yet. */
function canBeDismissed({ state, verdict, wasIdle }: Course): boolean {
  return isOpen(state) || (wasIdle && verdict.inScope && state.status !== 'disqualified');
}

/** Each answer is taken once; a later one wins over an earlier one. */
function take(course: Course, heard: HeardAnswer): Course {
  const taken = withState(course, { answeredAt: heard.at });
  const at = earlierOf(heard.at, course.context.now);
  const changed = heard.answer === 'reject' ? reject(taken, heard, at) : accept(taken, heard, at);
  const isSilent = changed === taken || heard.source === 'property';
  return isSilent ? changed : addReason(changed, 'answerFrom', { source: heard.source });
}

function accept(course: Course, { answer }: HeardAnswer, at: Instant): Course {
  const status = answer === 'working' ? 'working' : 'accepted';
  return sayYes(course, { status, at, reason: reasonOf('accepted', { at }) });
}

/** Whichever way it came, a yes takes back a no; who works on the lead has accepted it. */
function sayYes(
  course: Course,
  yes: { status: 'accepted' | 'working'; at: Instant; reason: Reason },
): Course {
  const { state } = course;
  const startedWork = yes.status === 'working';
  if (state.status === 'handedOver' || state.status === 'rejected') {
    const acceptedAt = state.acceptedAt ?? yes.at;
    const accepted = withState(course, { status: yes.status, acceptedAt, rejectedAt: null });
    return addReason({ ...accepted, move: 'accepted', startedWork }, yes.reason.code, yes.reason.params);
  }
  const begins = startedWork && state.status === 'accepted';
  return begins ? { ...withState(course, { status: 'working' }), startedWork } : course;
}

/** Without a reason the lead stays open until somebody gives one. */
function reject(course: Course, { reason }: HeardAnswer, at: Instant): Course {
  const given = reason === '' ? givenReason(listenedOf(course)) : reason;
  const rejectedAt = course.state.rejectedAt ?? at;
  if (given !== '') return recycleRejected(withState(course, { rejectedAt }), given);
  if (course.state.status === 'rejected') return course;
  return addReason(withState(course, { status: 'rejected', rejectedAt }), 'rejected', { reason: '' });
}

/** The reason may come long after the no. */
function giveReason(course: Course): Course {
  if (course.state.status !== 'rejected') return course;
  const reason = givenReason(listenedOf(course));
  return reason === '' ? course : recycleRejected(course, reason);
}

function recycleRejected(course: Course, reason: string): Course {
  return recycle(addReason(course, 'rejected', { reason }), `rejected:${reason}`);
}
