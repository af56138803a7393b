// New interest while sales have the lead: the owner is told once more, and not again for a while (R20).
import type { Agreement } from './agreement.ts';
import { addDuration } from './business-time.ts';
import { addReason, type Course, withState } from './course.ts';
import type { WantedTask } from './decision.ts';
import { laterOf, toEpochMs } from './instant.ts';
import type { LeadState, Signal } from './lead.ts';
import { isQualifying } from './tallies.ts';

/** A qualifying signal of a kind that the agreement calls hot. */
function isStrong(agreement: Agreement, signal: Signal): boolean {
  return agreement.hot?.signals.includes(signal.kind) === true && isQualifying(agreement, signal);
}

/** At or before an instant; null: none. `signals`: oldest first. */
export function latestStrong(
  agreement: Agreement,
  signals: readonly Signal[],
  untilMs: number,
): Signal | null {
  return signals.findLast((signal) => isStrong(agreement, signal) && toEpochMs(signal.at) <= untilMs) ?? null;
}

/** Tells the owner where a strong signal came since he last heard of the lead. `task`: what is wanted of him. */
export function noticeStrong(course: Course, agreement: Agreement, task: WantedTask | null): Course {
  if (task === null || agreement.hot === undefined) return course;
  const waiting = { ...course, noticeFromMs: noticeFrom(course, agreement) };
  const strong = findNotice(waiting, course.sight.nowMs);
  if (strong === null) return waiting;
  const noticed = withState(waiting, { noticedAt: course.context.now });
  const told = addReason(noticed, 'noticed', { kind: strong.kind, at: strong.at });
  return { ...told, noticeFromMs: noticeFrom(told, agreement) };
}

/** Of signals dated after this the owner is told: he has been given the lead, and was not told of another one lately. */
function noticeFrom({ state, context }: Course, { hot, calendar }: Agreement): number {
  const { assignedAt, noticedAt } = state;
  const from = laterOf(assignedAt ?? '', context.baselineAt);
  const rested =
    hot === undefined || noticedAt === undefined ? '' : addDuration(calendar, noticedAt, hot.atMostEvery);
  return toEpochMs(laterOf(from, rested));
}

/** The latest strong signal at or before an instant of which the owner is to be told then. */
export function findNotice({ agreement, view, noticeFromMs }: Course, nowMs: number): Signal | null {
  if (noticeFromMs === null || (view.instants.at(-1) ?? 0) <= noticeFromMs) return null;
  const latest = latestStrong(agreement, view.signals, nowMs);
  return latest !== null && toEpochMs(latest.at) > noticeFromMs ? latest : null;
}

/** Instants ahead at which a strong signal comes true. */
export function noticeCuts({ agreement, view, noticeFromMs, sight }: Course): readonly number[] {
  if (noticeFromMs === null || (view.instants.at(-1) ?? 0) <= sight.nowMs) return [];
  return view.instants.filter((at, index) => {
    const signal = view.signals[index];
    return at > sight.nowMs && signal !== undefined && isStrong(agreement, signal);
  });
}

/** The task as it says so itself, until sales takes the next step. */
export function markNoticed(task: WantedTask, state: LeadState): WantedTask {
  const { noticedAt, assignedAt, acceptedAt, rejectedAt } = state;
  const isNews =
    noticedAt !== undefined && [assignedAt, acceptedAt, rejectedAt].every((at) => noticedAt > (at ?? ''));
  return isNews ? { ...task, noticedAt } : task;
}
