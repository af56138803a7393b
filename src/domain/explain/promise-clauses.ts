// What sales owes for a lead that was handed over: each clause with its clock, by when, and how it was kept.
import { isAttempts, placeOf, type SalesClause } from '#domain/agreement-sales.ts';
import { answeredAt } from '#domain/clock-start.ts';
import type { Standing } from '#domain/clocks.ts';
import { isOpen } from '#domain/course.ts';
import type { ClockStatus } from '#domain/decision.ts';
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
    ? texts.promise(clause, within)
    : texts.ownPromise(clause.label, clause, within);
}

/** A clause whose clock has not started. */
function tellWait(judged: Judged, clause: SalesClause, promise: string): Told {
  const { agreement, state, texts, words } = judged;
  const { start, kind, label } = clause;
  const isNever = kind === 'accept' && agreement.stages.sql === 'auto';
  if (isNever || start === 'reject' || state.status === 'rejected')
    return ['doesNotApply', texts.notDue(promise)];
  const doneAt = kind === 'accept' ? answeredAt(agreement, state) : state.touchedAt;
  // A usual clause may be done before its clock starts; of the attempts the first is not all.
  if (doneAt !== null && label === null && !isAttempts(clause))
    return ['met', texts.kept(promise, words.instant(doneAt))];
  const waits = waitText(judged, clause);
  return waits === null ? ['doesNotApply', texts.notDue(promise)] : ['notYet', waits(promise)];
}

/** Null: the lead was not in the clause's segment when it started. */
function waitText(
  { state, texts }: Judged,
  { start, stage }: SalesClause,
): ((promise: string) => string) | null {
  if (start === 'assignment') return texts.waitsForOwner;
  if (stage === 'opportunity') return texts.waitsForOpportunity;
  return stage === 'sql' && state.acceptedAt === null ? texts.waitsForYes : null;
}

function tellClock(judged: Judged, standing: Standing, promise: string): Told {
  const { texts, words } = judged;
  const [met, breached] = [standing.run.metAt, standing.run.breachedAt].map((at) => words.instant(at ?? ''));
  const due = words.instant(standing.run.dueAt ?? standing.askedBy ?? '');
  const told: Readonly<Record<ClockStatus, () => Told>> = {
    met: () => ['met', texts.kept(promise, met ?? '')],
    metKnownLate: () => ['met', texts.keptKnownLate(promise, met ?? '')],
    metLate: () => ['notMet', texts.keptLate(promise, met ?? '', breached ?? '')],
    excused: () => ['doesNotApply', texts.excused(promise)],
    ended: () => ['doesNotApply', texts.notDue(promise)],
    breached: () => ['notMet', texts.overdue(promise, breached ?? '')],
    paused: () => ['notYet', texts.paused(promise, due)],
    warned: () => ['notYet', texts.due(promise, due)],
    running: () => tellRunning(judged, standing, promise),
  };
  return told[standing.status]();
}

function tellRunning({ texts, words }: Judged, { run, askedBy }: Standing, promise: string): Told {
  if (askedBy !== null) return ['notYet', texts.due(promise, words.instant(askedBy))];
  return ['notYet', (run.ownerId === '' ? texts.waitsForOwner : texts.waitsForSight)(promise)];
}
