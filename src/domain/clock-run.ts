// One run of a clause as it stands at an instant: its times, what was warned and breached, whether it is met.
import type { Agreement, Calendar, Instant } from './agreement.ts';
import type { SalesClause } from './agreement-sales.ts';
import { firstAnswerAt } from './answer-sources.ts';
import { answeredAt, farAt, reachTurns, reasonAt, touchedAt } from './clock-start.ts';
import { type CutPause, cutPauses, endFrom, type RunTimes, timesOfRun } from './clock-time.ts';
import type { Sight } from './conditions/index.ts';
import type { Clock, ClockStatus, DecisionContext } from './decision.ts';
import { earlierOf, earliest, fromEpochMs, laterOf } from './instant.ts';
import type { ClockState, LeadFacts, LeadState } from './lead.ts';
import { agreementForOwner } from './overlays.ts';
import type { LeadView } from './view.ts';

/** A lead in a cycle at an instant. */
export interface ClockRoom {
  /** As it reads for the lead, without what its owner's team changes. */
  readonly agreement: Agreement;
  readonly context: DecisionContext;
  readonly view: LeadView;
  readonly sight: Sight;
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
  const plan = planRun(room, frame);
  const { clause, pauses, worked } = plan;
  const metAt = metAtOf(room, { clause, run: frame.run });
  const isExcused = isExcusedIn(room.view.facts, clause.id, room.state.cycle);
  const now = fromEpochMs(room.sight.nowMs);
  const isHeld = now < (room.context.clocksHeldUntil ?? '');
  const flags = latch(frame.run, { times: worked, metAt, isSpared: isExcused || isHeld, now });
  const times = worked === null ? NO_TIMES : toldTimes(worked, flags);
  const isStill = metAt === null && !isExcused && isPausedAt(pauses, { now, dueAt: times.dueAt });
  const shown = isStill ? NO_TIMES : times;
  const run: ClockState = { ...frame.run, since: plan.since, ...flags, metAt, dueAt: shown.dueAt };
  const clock: Clock = {
    ...toldOf(run),
    cycle: room.state.cycle,
    warnAt: shown.warnAt,
    totalDueAt: isStill ? null : totalOf(plan, run),
    status: isStill && !frame.isClosing ? 'paused' : statusOf(run, { isExcused, isClosed: frame.isClosing }),
  };
  return { clause, run, clock, askedBy: times.dueAt, cuts: cutsOf(room, plan) };
}

/** The number that a next run would have is nobody else's matter. */
export function toldOf({ lastRun: _number, ...told }: ClockState): Omit<ClockState, 'lastRun'> {
  return told;
}

interface ToldTimes {
  readonly warnAt: Instant | null;
  readonly dueAt: Instant | null;
}

const NO_TIMES: ToldTimes = { warnAt: null, dueAt: null };

/** What was told of a run that was warned or breached stays. */
function toldTimes(worked: RunTimes, flags: Pick<ClockState, 'warnedAt' | 'breachedAt'>): ToldTimes {
  const toCome = flags.breachedAt === null ? worked.warnAt : null;
  return { warnAt: flags.warnedAt ?? toCome, dueAt: flags.breachedAt ?? worked.dueAt };
}

/** On the calendar and by the times of the run's owner. */
interface RunPlan {
  readonly clause: SalesClause;
  readonly calendar: Calendar;
  readonly pauses: readonly CutPause[];
  readonly since: Instant;
  /** Null: the clock waits. */
  readonly worked: RunTimes | null;
}

function planRun(room: ClockRoom, frame: RunFrame): RunPlan {
  const { context, view, state } = room;
  const { run, isClosing } = frame;
  const { calendar, sales } = agreementForOwner(room.agreement, context.pool, run.ownerId);
  const clause = sales.clauses.find(({ id }) => id === frame.clause.id) ?? frame.clause;
  const from = state.handedOverAt ?? '';
  const pauses = cutPauses({ clause, rules: sales.pauses, pauses: view.facts.pauses ?? [], calendar, from });
  const since = isClosing ? run.since : sinceOf(room, frame);
  const { baselineAt } = context;
  const worked = isWaiting(room, frame)
    ? null
    : timesOfRun({ clause, calendar, since, pauses, dueBefore: run.dueAt, baselineAt });
  return { clause, calendar, pauses, since, worked };
}

/** Of the lead, whoever owned it. */
function totalOf({ clause, calendar, pauses }: RunPlan, { since, startedAt, dueAt }: ClockState): Instant {
  if (since === startedAt && dueAt !== null) return dueAt;
  return endFrom({ clause, calendar, since: startedAt, pauses });
}

function cutsOf(
  { context, view, sight }: ClockRoom,
  { clause, worked, pauses }: RunPlan,
): readonly Instant[] {
  const edges = [
    context.clocksHeldUntil ?? context.now,
    ...pauses.flatMap(({ from, to }) => [from, to]),
    ...(clause.untilReached === true ? reachTurns(view, sight.nowMs) : []),
  ];
  return worked === null ? edges : [...edges, worked.dueAt, worked.warnAt ?? worked.dueAt];
}

interface StatusInput {
  readonly isExcused: boolean;
  readonly isClosed: boolean;
}

/** Of a run as it was left: what time and facts would change is not looked at. */
export function statusOf(run: ClockState, { isExcused, isClosed }: StatusInput): ClockStatus {
  if (run.metAt !== null) return metStatus(run, run.metAt, isExcused);
  if (isExcused) return 'excused';
  if (isClosed) return 'ended';
  if (run.breachedAt !== null) return 'breached';
  return run.warnedAt === null ? 'running' : 'warned';
}

function metStatus({ dueAt, breachedAt }: ClockState, metAt: Instant, isExcused: boolean): ClockStatus {
  const bound = breachedAt ?? dueAt;
  if (bound === null || metAt <= bound) return breachedAt === null ? 'met' : 'metKnownLate';
  return isExcused ? 'excused' : 'metLate';
}

export function isExcusedIn({ excuses }: LeadFacts, clause: string, cycle: number): boolean {
  return excuses?.some((excuse) => excuse.clause === clause && excuse.cycle === cycle) ?? false;
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
  const { view, state, agreement, context } = room;
  const { nowMs } = room.sight;
  if (clause.kind === 'accept')
    return earliest([run.metAt, answeredAt(agreement, state), heardAt(room, run.ownerId)]);
  if (clause.kind === 'feedback') return reasonGivenAt(room);
  const { calendar } = agreementForOwner(agreement, context.pool, run.ownerId);
  const after = clause.start === 'form' ? run.startedAt : (state.handedOverAt ?? '');
  const far = farAt(agreement, state);
  return touchedAt(view, { clause, calendar, ownerId: run.ownerId, after, nowMs, farAt: far });
}

/** The first word of sales on the offer, also where a later one became known before it: the answer taken is the latest. */
function heardAt({ agreement, view, state, sight }: ClockRoom, ownerId: string): Instant | null {
  const listened = { ...state, owner: { ...state.owner, value: ownerId } };
  const at = firstAnswerAt({ agreement, facts: view.facts, state: listened });
  return at === null ? null : earlierOf(at, fromEpochMs(sight.nowMs));
}

function reasonGivenAt({ view, state, before, end, sight }: ClockRoom): Instant | null {
  const { rejectedAt } = state;
  if (rejectedAt === null || end?.recycleReason.startsWith('rejected:') !== true) return null;
  return reasonAt(view, {
    rejectedAt,
    wasRejected: before.rejectedAt !== null,
    now: fromEpochMs(sight.nowMs),
  });
}

interface Moment {
  readonly times: RunTimes | null;
  readonly metAt: Instant | null;
  /** Excused, or it is not certain what time it is. */
  readonly isSpared: boolean;
  readonly now: Instant;
}

/** Each once, with the instant at which it was so, however late this decision comes. */
function latch(
  { warnedAt, breachedAt }: ClockState,
  { times, metAt, isSpared, now }: Moment,
): Pick<ClockState, 'warnedAt' | 'breachedAt'> {
  const isMissed = (at: Instant | null): boolean =>
    at !== null && !isSpared && now >= at && (metAt === null || metAt > at);
  const { warnAt, dueAt } = times ?? NO_TIMES;
  return {
    // A version that warns where none did comes too late for a promise that is broken.
    warnedAt: warnedAt ?? (breachedAt === null && isMissed(warnAt) ? warnAt : null),
    breachedAt: breachedAt ?? (isMissed(dueAt) ? dueAt : null),
  };
}

/** What is overdue is not stopped any more. */
function isPausedAt(
  pauses: readonly CutPause[],
  { now, dueAt }: { readonly now: Instant; readonly dueAt: Instant | null },
): boolean {
  return now < (dueAt ?? '') && pauses.some(({ from, to }) => from <= now && now < to);
}
