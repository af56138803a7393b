// Taking a consequence back, once: when what was promised was done before the due time and became known after it (10.6), or a
// person says so. As
// with a version (undo.ts), the lead goes on from where it stood unless somebody has acted since.
import type { Instant } from '#domain/agreement.ts';
import { firstAnswerAt } from '#domain/answer-sources.ts';
import { farAt, touchedAt } from '#domain/clock-start.ts';
import { isOpen, reasonOf } from '#domain/course.ts';
import type { DecisionContext, Reason } from '#domain/decision.ts';
import { toEpochMs } from '#domain/instant.ts';
import type {
  ClockState,
  DoneConsequence,
  LeadSnapshot,
  LeadState,
  TakenBackConsequence,
  TrackedValue,
} from '#domain/lead.ts';
import { REJECT_REASON_PROPERTY } from '#domain/names.ts';
import { agreementForOwner, type SeenLead } from '#domain/overlays.ts';
import { undoVersion } from '#domain/undo.ts';
import type { LeadView } from '#domain/view.ts';

export interface TakenBack {
  readonly state: LeadState;
  readonly undone: readonly UndoneConsequence[];
  readonly reasons: readonly Reason[];
}

export interface UndoneConsequence {
  readonly done: DoneConsequence;
  /** Of the touch or the answer in time; null: a person took it back. */
  readonly touchedAt: Instant | null;
  /** The lead is again where it stood; false: there was nothing to restore, or somebody has acted since. */
  readonly isRestored: boolean;
}

/** Before any step: the decision then starts from the state that stands again. The latest first. */
export function takeBack(seen: SeenLead, state: LeadState, context: DecisionContext): TakenBack {
  let taken: TakenBack = { state, undone: [], reasons: [] };
  if (context.consequences === undefined || state.consequences === undefined) return taken;
  for (const done of state.consequences.toReversed()) {
    if (done.undoneAt !== null) continue;
    const touched = keptInTime(seen, { done, state: taken.state, context });
    if (touched !== null || isAskedFor(seen, done))
      taken = undo(seen, taken, { done, touched, now: context.now });
  }
  return taken;
}

/** A person says so after it was done; before it there was nothing to take back. */
function isAskedFor({ view }: SeenLead, done: DoneConsequence): boolean {
  const isOf = ({ clause, cycle, run, step, at }: TakenBackConsequence): boolean =>
    clause === done.clause && cycle === done.cycle && run === done.run && step === done.step && at > done.at;
  return view.facts.takenBack?.some(isOf) ?? false;
}

interface Question {
  readonly done: DoneConsequence;
  readonly state: LeadState;
  readonly context: DecisionContext;
}

/** When the promise was kept after all, by what is known now; null: not in time. */
function keptInTime({ agreement, view }: SeenLead, { done, state, context }: Question): Instant | null {
  const own = agreementForOwner(agreement, context.pool, done.ownerId);
  const clause = own.sales.clauses.find(({ id }) => id === done.clause);
  const lead = done.before ?? state;
  const { handedOverAt } = lead;
  if (clause === undefined || handedOverAt === null) return null;
  const kept = {
    accept: () => firstAnswer({ agreement, view }, lead, done.ownerId),
    feedback: () => reasonGivenAt(view, lead),
    touch: () =>
      touchedAt(view, {
        clause,
        calendar: own.calendar,
        ownerId: done.ownerId,
        after: clause.start === 'form' ? done.startedAt : handedOverAt,
        nowMs: toEpochMs(context.now),
        farAt: farAt(agreement, lead),
      }),
  }[clause.kind]();
  return kept !== null && kept <= done.dueAt ? kept : null;
}

/** A yes or a no; a deal is one of whoever had to answer. */
function firstAnswer(
  { agreement, view }: SeenLead,
  { answersAfter, answeredAt, owner }: LeadSnapshot,
  ownerId: string,
): Instant | null {
  const state = { answersAfter, answeredAt, owner: { ...owner, value: ownerId } };
  return firstAnswerAt({ agreement, facts: view.facts, state });
}

/** In our own property: HubSpot does not date the one on its lead object. */
function reasonGivenAt({ facts }: LeadView, { rejectedAt }: LeadSnapshot): Instant | null {
  const reason = facts.contact[REJECT_REASON_PROPERTY];
  if (reason === undefined || reason.value === '') return null;
  return reason.at > (rejectedAt ?? '~') ? reason.at : null;
}

interface Undo {
  readonly done: DoneConsequence;
  readonly touched: Instant | null;
  readonly now: Instant;
}

function undo(seen: SeenLead, taken: TakenBack, { done, touched, now }: Undo): TakenBack {
  const { state } = taken;
  const consequences = (state.consequences ?? []).map((each) =>
    each === done ? { ...each, undoneAt: now } : each,
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
  const last = state.consequences?.findLast((each) => each.before !== null && each.undoneAt === null);
  if (last !== done) return false;
  if (done.do === 'return')
    return state.status === 'recycled' && state.recycleReason === `returned:${done.clause}`;
  return isOpen(state);
}

/** A number that a run has had is never another run's. */
function withNumbers(restored: LeadState, current: LeadState): LeadState {
  if (restored.clocks === undefined) return restored;
  const clocks = restored.clocks.map((run): ClockState => {
    const since = current.clocks?.find(({ clause }) => clause === run.clause) ?? run;
    const last = Math.max(lastRun(run), lastRun(since));
    return last === run.run ? run : { ...run, lastRun: last };
  });
  return { ...restored, clocks };
}

/** Also of the runs of others that were taken back. */
export function lastRun({ run, lastRun: last }: ClockState): number {
  return last ?? run;
}
