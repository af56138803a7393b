// What sales owes for a lead that was handed over: accept, first contact, feedback, each with its due time (tasks.ts).
import type { Duration, Instant } from '#domain/agreement.ts';
import { addDuration } from '#domain/business-time.ts';
import { isOpen } from '#domain/course.ts';
import { type ClauseLine, type Judged, lineOf } from './clause.ts';

export function listPromises(judged: Judged): readonly ClauseLine[] {
  return [acceptLine(judged), firstTouchLine(judged), feedbackLine(judged)];
}

/** A promise that started, and when it was kept. */
interface Run {
  readonly clause: string;
  /** The promise without a full stop. */
  readonly promise: string;
  readonly within: Duration;
  readonly start: Instant;
  readonly doneAt: Instant | null;
}

function acceptLine(judged: Judged): ClauseLine {
  const { agreement, state, words, texts } = judged;
  const clause = 'promises.sales.acceptWithin';
  const within = agreement.sales.acceptWithin;
  const promise = texts.promise('accept', words.duration(within));
  if (!isOpen(state)) return lineOf(clause, 'doesNotApply', texts.withMarketing(promise));
  if (agreement.stages.sql === 'auto') return lineOf(clause, 'doesNotApply', texts.notDue(promise));
  const doneAt = state.status === 'rejected' ? state.rejectedAt : state.acceptedAt;
  const start = state.assignedAt ?? doneAt;
  if (start === null) return lineOf(clause, 'notYet', texts.waitsForOwner(promise));
  return runLine(judged, { clause, promise, within, start, doneAt });
}

function firstTouchLine(judged: Judged): ClauseLine {
  const { agreement, state, words, texts } = judged;
  const clause = 'promises.sales.firstTouchWithin';
  const within = agreement.sales.firstTouchWithin;
  const promise = texts.promise('firstTouch', words.duration(within));
  if (!isOpen(state)) return lineOf(clause, 'doesNotApply', texts.withMarketing(promise));
  const { acceptedAt, touchedAt } = state;
  const start = acceptedAt ?? touchedAt;
  if (start !== null) return runLine(judged, { clause, promise, within, start, doneAt: touchedAt });
  return state.status === 'rejected'
    ? lineOf(clause, 'doesNotApply', texts.notDue(promise))
    : lineOf(clause, 'notYet', texts.waitsForYes(promise));
}

function feedbackLine(judged: Judged): ClauseLine {
  const { agreement, state, words, texts } = judged;
  const clause = 'promises.sales.feedbackWithin';
  const within = agreement.sales.feedbackWithin;
  const promise = texts.promise('feedback', words.duration(within));
  const { rejectedAt } = state;
  if (state.status === 'rejected' && rejectedAt !== null)
    return runLine(judged, { clause, promise, within, start: rejectedAt, doneAt: null });
  const isGiven = state.status === 'recycled' && state.recycleReason.startsWith('rejected:');
  if (isGiven && state.recycledAt !== null)
    return lineOf(clause, 'met', texts.kept(promise, words.instant(state.recycledAt)));
  return lineOf(clause, 'doesNotApply', texts.notDue(promise));
}

function runLine({ agreement, context, words, texts }: Judged, run: Run): ClauseLine {
  const { clause, promise, within, start, doneAt } = run;
  const dueAt = addDuration(agreement.calendar, start, within);
  const due = words.instant(dueAt);
  if (doneAt !== null) {
    const done = words.instant(doneAt);
    return doneAt > dueAt
      ? lineOf(clause, 'notMet', texts.keptLate(promise, done, due))
      : lineOf(clause, 'met', texts.kept(promise, done));
  }
  return context.now > dueAt
    ? lineOf(clause, 'notMet', texts.overdue(promise, due))
    : lineOf(clause, 'notYet', texts.due(promise, due));
}
