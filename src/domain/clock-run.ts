// One run of a clause as it stands at an instant: its times, what was warned and breached, whether it is met.
import type { Agreement, Instant } from './agreement.ts';
import type { SalesClause } from './agreement-sales.ts';
import { answeredAt, earliest, reasonAt, touchedAt } from './clock-start.ts';
import { type CutPause, cutPauses, endFrom, type RunTimes, timesOfRun } from './clock-time.ts';
import type { Clock, ClockStatus, DecisionContext } from './decision.ts';
import { fromEpochMs, laterOf } from './instant.ts';
import type { ClockState, LeadFacts, LeadState } from './lead.ts';
import { agreementForOwner } from './overlays.ts';
import type { LeadView } from './view.ts';

/** A lead in a cycle at an instant. */
export interface ClockRoom {
  /** As it reads for the lead, without what its owner's team changes. */
  readonly agreement: Agreement;
  readonly context: DecisionContext;
  readonly view: LeadView;
  readonly nowMs: number;
  /** As the decision found it. */
  readonly before: LeadState;
  /** As the cycle stands, or stood when this decision ended it. */
  readonly state: LeadState;
  /** How this decision ended the cycle; null: it goes on. */
  readonly end: LeadState | null;
}

/** What a run is at an instant. */
export interface RunAt {
  readonly clause: SalesClause;
  readonly run: ClockState;
  readonly clock: Clock;
  /** When the rep has to be done as far as it is known: while the clock stands still, at the end of the longest pause. */
  readonly askedBy: Instant | null;
  /** When time alone may change it; past ones count for nothing. */
  readonly cuts: readonly Instant[];
}

export interface RunFrame {
  readonly clause: SalesClause;
  readonly run: ClockState;
  /** The owner changed, the clause is not owed any more, or the cycle ended. */
  readonly isClosing: boolean;
  /** Not before this, however early it started; null: no such bound. */
  readonly notBefore: Instant | null;
}

export function runAt(room: ClockRoom, frame: RunFrame): RunAt {
  const { context, view, state, nowMs } = room;
  const { run, isClosing } = frame;
  const agreement = agreementForOwner(room.agreement, context.pool, run.ownerId);
  const clause = agreement.sales.clauses.find(({ id }) => id === frame.clause.id) ?? frame.clause;
  const { calendar } = agreement;
  const rules = agreement.sales.pauses;
  const from = state.handedOverAt ?? '';
  const pauses = cutPauses({ clause, rules, pauses: view.facts.pauses ?? [], calendar, from });
  const since = isClosing ? run.since : sinceOf(room, frame);
  const worked = isWaiting(room, frame)
    ? null
    : timesOfRun({ clause, calendar, since, pauses, dueBefore: run.dueAt, baselineAt: context.baselineAt });
  const now = fromEpochMs(nowMs);
  const metAt = metAtOf(room, { ...frame, clause });
  const isExcused = isExcusedIn(view.facts, clause.id, state.cycle);
  const flags = latch(run, { times: worked, metAt, isExcused, now });
  const times: RunTimes | null =
    worked === null
      ? null
      : { dueAt: flags.breachedAt ?? worked.dueAt, warnAt: flags.warnedAt ?? worked.warnAt };
  const isStill = metAt === null && !isExcused && isPausedAt(pauses, { now, dueAt: times?.dueAt ?? null });
  const shown = isStill ? null : times;
  const next: ClockState = { ...run, since, ...flags, metAt, dueAt: shown?.dueAt ?? null };
  const total = since === run.startedAt && times !== null ? times.dueAt : endOfTotal();
  return {
    clause,
    run: next,
    clock: {
      clause: clause.id,
      cycle: state.cycle,
      run: run.run,
      ownerId: run.ownerId,
      startedAt: run.startedAt,
      since,
      warnAt: shown?.warnAt ?? null,
      dueAt: next.dueAt,
      totalDueAt: isStill ? null : total,
      ...flags,
      metAt,
      status: isStill && !isClosing ? 'paused' : statusOf(next, { isExcused, isClosed: isClosing }),
    },
    askedBy: times?.dueAt ?? null,
    cuts: [
      ...(worked === null ? [] : [worked.dueAt, worked.warnAt ?? worked.dueAt]),
      ...pauses.flatMap((pause) => [pause.from, pause.to]),
    ],
  };

  function endOfTotal(): Instant {
    return endFrom({ clause, calendar, since: run.startedAt, pauses });
  }
}

/** Of a run as it was left: what time and facts would change is not looked at. */
export function statusOf(
  { dueAt, warnedAt, breachedAt, metAt }: ClockState,
  { isExcused, isClosed }: { readonly isExcused: boolean; readonly isClosed: boolean },
): ClockStatus {
  if (metAt !== null) {
    const bound = breachedAt ?? dueAt;
    if (bound === null || metAt <= bound) return breachedAt === null ? 'met' : 'metKnownLate';
    return isExcused ? 'excused' : 'metLate';
  }
  if (isExcused) return 'excused';
  if (isClosed) return 'ended';
  if (breachedAt !== null) return 'breached';
  return warnedAt === null ? 'running' : 'warned';
}

export function isExcusedIn({ excuses = [] }: LeadFacts, clause: string, cycle: number): boolean {
  return excuses.some((excuse) => excuse.clause === clause && excuse.cycle === cycle);
}

/** '' while it is nobody's. */
export function ownerIn({ assignedAt, owner }: LeadState): string {
  return assignedAt === null ? '' : owner.value;
}

/** Nobody is accused of what he could not see yet (10.6). */
function isWaiting({ context }: ClockRoom, { run, isClosing }: RunFrame): boolean {
  if (run.ownerId === '') return true;
  if (run.dueAt !== null) return false;
  return isClosing || context.ownerShownAt === null;
}

function sinceOf({ context, state }: ClockRoom, { run, notBefore }: RunFrame): Instant {
  const own = run.ownerId !== '' && run.ownerId === ownerIn(state);
  const bounds = own ? [state.assignedAt, context.ownerShownAt ?? null, notBefore] : [notBefore];
  return bounds.reduce<Instant>((since, at) => laterOf(since, at ?? ''), run.since);
}

/** By what is documented now. An answer, once given, is never ungiven. */
export function metAtOf(room: ClockRoom, { clause, run }: Pick<RunFrame, 'clause' | 'run'>): Instant | null {
  const { view, state, before, end, nowMs, agreement, context } = room;
  if (clause.kind === 'accept') return earliest([run.metAt, answeredAt(agreement, state)]);
  if (clause.kind === 'feedback') {
    const isGiven = end?.recycleReason.startsWith('rejected:') === true;
    if (!isGiven || state.rejectedAt === null) return null;
    return reasonAt(view, {
      rejectedAt: state.rejectedAt,
      wasRejected: before.rejectedAt !== null,
      now: fromEpochMs(nowMs),
    });
  }
  const { calendar } = agreementForOwner(agreement, context.pool, run.ownerId);
  const after = clause.start === 'form' ? run.startedAt : (state.handedOverAt ?? '');
  return touchedAt(view, { clause, calendar, ownerId: run.ownerId, after, nowMs });
}

interface Moment {
  readonly times: RunTimes | null;
  readonly metAt: Instant | null;
  readonly isExcused: boolean;
  readonly now: Instant;
}

/** Each once, with the instant at which it was so, however late this decision comes. */
function latch(
  { warnedAt, breachedAt }: ClockState,
  { times, metAt, isExcused, now }: Moment,
): Pick<ClockState, 'warnedAt' | 'breachedAt'> {
  const isMissed = (at: Instant | null): boolean =>
    at !== null && !isExcused && now >= at && (metAt === null || metAt > at);
  const { warnAt, dueAt } = times ?? { warnAt: null, dueAt: null };
  return {
    warnedAt: warnedAt ?? (isMissed(warnAt) ? warnAt : null),
    breachedAt: breachedAt ?? (isMissed(dueAt) ? dueAt : null),
  };
}

/** What is overdue is not stopped any more. */
function isPausedAt(
  pauses: readonly CutPause[],
  { now, dueAt }: { readonly now: Instant; readonly dueAt: Instant | null },
): boolean {
  return dueAt !== null && now < dueAt && pauses.some(({ from, to }) => from <= now && now < to);
}
