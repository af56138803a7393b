// What sales owes for a lead that was handed over: each clause with its clock, by when, and how it was kept.
import { placeOf, type SalesClause } from '#domain/agreement-sales.ts';
import { answeredAt } from '#domain/clock-start.ts';
import type { Standing } from '#domain/clocks.ts';
import { isOpen } from '#domain/course.ts';
import { TASK_OF } from '#domain/decision.ts';
import { type ClauseLine, type Standing as ClauseStanding, type Judged, lineOf } from './clause.ts';

export function listPromises(judged: Judged): readonly ClauseLine[] {
  return judged.agreement.sales.clauses.map((clause) => {
    const [standing, text] = tellClause(judged, clause);
    return lineOf(`promises.sales.${placeOf(clause)}`, standing, text);
  });
}

type Told = readonly [ClauseStanding, string];

function tellClause(judged: Judged, clause: SalesClause): Told {
  const { state, texts, words, clocks } = judged;
  const promise = promiseOf(judged, clause);
  if (clause.kind === 'feedback') {
    const isGiven = state.status === 'recycled' && state.recycleReason.startsWith('rejected:');
    if (isGiven && state.recycledAt !== null)
      return ['met', texts.kept(promise, words.instant(state.recycledAt))];
    if (state.status !== 'rejected') return ['doesNotApply', texts.notDue(promise)];
  }
  if (!isOpen(state)) return ['doesNotApply', texts.withMarketing(promise)];
  const found = clocks.find(({ run }) => run.clause === clause.id);
  return found === undefined ? tellWait(judged, clause, promise) : tellClock(judged, found, promise);
}

function promiseOf({ texts, words }: Judged, clause: SalesClause): string {
  const within = words.duration(clause.within);
  return clause.label === null
    ? texts.promise(TASK_OF[clause.kind], within)
    : texts.ownPromise(clause.label, clause, within);
}

/** A clause whose clock has not started. */
function tellWait({ agreement, state, texts, words }: Judged, clause: SalesClause, promise: string): Told {
  const { start, stage, kind } = clause;
  const doneAt = kind === 'accept' ? answeredAt(agreement, state) : state.touchedAt;
  const isNever = kind === 'accept' && agreement.stages.sql === 'auto';
  if (isNever || start === 'reject' || state.status === 'rejected')
    return ['doesNotApply', texts.notDue(promise)];
  // A usual clause may be done before its clock starts.
  if (doneAt !== null && clause.label === null) return ['met', texts.kept(promise, words.instant(doneAt))];
  if (start === 'assignment') return ['notYet', texts.waitsForOwner(promise)];
  if (start === 'stage' && stage === 'sql' && state.acceptedAt === null)
    return ['notYet', texts.waitsForYes(promise)];
  if (start === 'stage' && stage === 'opportunity') return ['notYet', texts.waitsForOpportunity(promise)];
  // The lead was not in the clause's segment when it started.
  return ['doesNotApply', texts.notDue(promise)];
}

function tellClock(judged: Judged, { run, status, askedBy }: Standing, promise: string): Told {
  const { texts, words } = judged;
  const { metAt, breachedAt, ownerId } = run;
  const due = run.dueAt ?? askedBy;
  switch (status) {
    case 'met':
    case 'metKnownLate':
      return [
        'met',
        (status === 'met' ? texts.kept : texts.keptKnownLate)(promise, words.instant(metAt ?? '')),
      ];
    case 'metLate':
      return ['notMet', texts.keptLate(promise, words.instant(metAt ?? ''), words.instant(breachedAt ?? ''))];
    case 'excused':
      return ['doesNotApply', texts.excused(promise)];
    case 'ended':
      return ['doesNotApply', texts.notDue(promise)];
    case 'breached':
      return ['notMet', texts.overdue(promise, words.instant(breachedAt ?? ''))];
    case 'paused':
      return ['notYet', texts.paused(promise, words.instant(due ?? ''))];
    default:
      if (due !== null) return ['notYet', texts.due(promise, words.instant(due))];
      return ['notYet', (ownerId === '' ? texts.waitsForOwner : texts.waitsForSight)(promise)];
  }
}
