// Taking a consequence back, once: when a touch before the due time became known after it (10.6), or a person says so. As
// with a version (undo.ts), the lead goes on from where it stood unless somebody has acted since.
import type { Instant } from '#domain/agreement.ts';
import { touchedAt } from '#domain/clock-start.ts';
import { isOpen, reasonOf } from '#domain/course.ts';
import type { DecisionContext, Reason } from '#domain/decision.ts';
import { toEpochMs } from '#domain/instant.ts';
import type { ClockState, DoneConsequence, LeadState, TrackedValue } from '#domain/lead.ts';
import { agreementForOwner, type SeenLead } from '#domain/overlays.ts';
import { undoVersion } from '#domain/undo.ts';

export interface TakenBack {
  readonly state: LeadState;
  readonly undone: readonly UndoneConsequence[];
  readonly reasons: readonly Reason[];
}

export interface UndoneConsequence {
  readonly done: DoneConsequence;
  /** Null: a person took it back. */
  readonly touchedAt: Instant | null;
  /** The lead is again where it stood; false: there was nothing to restore, or somebody has acted since. */
  readonly isRestored: boolean;
}

/** Before any step: the decision then starts from the state that stands again. The latest first. */
export function takeBack(seen: SeenLead, state: LeadState, context: DecisionContext): TakenBack {
  let taken: TakenBack = { state, undone: [], reasons: [] };
  if (context.consequences === undefined) return taken;
  for (const done of (state.consequences ?? []).toReversed()) {
    if (done.undoneAt !== null) continue;
    const touched = touchInTime(seen, { done, state: taken.state, context });
    if (touched !== null || isAskedFor(seen, done))
      taken = undo(seen, taken, { done, touched, now: context.now });
  }
  return taken;
}

/** A person says so after it was done; before it there was nothing to take back. */
function isAskedFor({ view }: SeenLead, done: DoneConsequence): boolean {
  return (view.facts.takenBack ?? []).some(
    ({ clause, cycle, run, step, at }) =>
      clause === done.clause &&
      cycle === done.cycle &&
      run === done.run &&
      step === done.step &&
      at > done.at,
  );
}

interface Question {
  readonly done: DoneConsequence;
  readonly state: LeadState;
  readonly context: DecisionContext;
}

/** Of a promise of touches: the one that met it in time after all. */
function touchInTime({ agreement, view }: SeenLead, { done, state, context }: Question): Instant | null {
  const own = agreementForOwner(agreement, context.pool, done.ownerId);
  const clause = own.sales.clauses.find(({ id }) => id === done.clause);
  const handedOverAt = (done.before ?? state).handedOverAt;
  if (clause?.kind !== 'touch' || handedOverAt === null) return null;
  const met = touchedAt(view, {
    clause,
    calendar: own.calendar,
    ownerId: done.ownerId,
    after: clause.start === 'form' ? done.startedAt : handedOverAt,
    nowMs: toEpochMs(context.now),
  });
  return met !== null && met <= done.dueAt ? met : null;
}

interface Undo {
  readonly done: DoneConsequence;
  readonly touched: Instant | null;
  readonly now: Instant;
}

function undo(seen: SeenLead, taken: TakenBack, { done, touched, now }: Undo): TakenBack {
  const { state } = taken;
  const consequences = (state.consequences ?? []).map((each) =>
    each.clause === done.clause && each.run === done.run && each.step === done.step
      ? { ...each, undoneAt: now }
      : each,
  );
  const restored = restore(seen, state, { done, now });
  return {
    state: { ...(restored ?? state), consequences },
    undone: [...taken.undone, { done, touchedAt: touched, isRestored: restored !== null }],
    reasons: [
      ...taken.reasons,
      reasonOf('consequenceUndone', { clause: done.clause, do: done.do, ownerId: done.ownerId }),
    ],
  };
}

/** Null: it goes on as it is. */
function restore(
  { view }: SeenLead,
  current: LeadState,
  { done, now }: Pick<Undo, 'done' | 'now'>,
): LeadState | null {
  if (done.before === null || !isStanding(current, done)) return null;
  const { regime, scored } = current;
  const before: LeadState = { ...done.before, regime, scored };
  const restored = undoVersion(view.facts, { before, current, since: done.at, now });
  if (restored === current) return null;
  const { stage, owner } = restored;
  return withNumbers(
    {
      ...restored,
      owner: wishAgain(owner, before.owner),
      // A stage that was empty is not emptied again.
      stage: stage.value === '' ? current.stage : wishAgain(stage, before.stage),
    },
    current,
  );
}

/** Whoever had set it: it was Accord that took it away, so it is Accord's to write again. */
function wishAgain(restored: TrackedValue, before: TrackedValue): TrackedValue {
  return restored === before ? before : { ...restored, by: 'accord' };
}

/** Nothing has followed it: neither the next consequence nor another end of the cycle. */
function isStanding(state: LeadState, done: DoneConsequence): boolean {
  const last = (state.consequences ?? []).findLast((each) => each.before !== null && each.undoneAt === null);
  if (last?.clause !== done.clause || last.run !== done.run || last.step !== done.step) return false;
  if (done.do === 'return')
    return state.status === 'recycled' && state.recycleReason === `returned:${done.clause}`;
  return isOpen(state);
}

/** A number that a run has had is never another run's. */
function withNumbers(restored: LeadState, current: LeadState): LeadState {
  if (restored.clocks === undefined) return restored;
  const clocks = restored.clocks.map((run): ClockState => {
    const since = (current.clocks ?? []).find(({ clause }) => clause === run.clause);
    const last = Math.max(lastRun(run), since === undefined ? 0 : lastRun(since));
    return last === run.run ? run : { ...run, lastRun: last };
  });
  return { ...restored, clocks };
}

/** Also of the runs of others that were taken back. */
export function lastRun({ run, lastRun: last }: ClockState): number {
  return last ?? run;
}
