// Step 13: the clocks of sales' promises. Nothing counts up: each decision works out the run of every clause anew from state
// and facts; what was warned, breached and told stays (I4, I11).
import type { Instant } from './agreement.ts';
import type { SalesClause } from './agreement-sales.ts';
import {
  type ClockRoom,
  isExcusedIn,
  metAtOf,
  ownerIn,
  type RunAt,
  runAt,
  statusOf,
  toldOf,
} from './clock-run.ts';
import { isOwed, startOf } from './clock-start.ts';
import { lastRun } from './consequences/take-back.ts';
import { addReason, type Course, isOpen } from './course.ts';
import type { Clock, ClockStatus, Reason } from './decision.ts';
import { fromEpochMs, toEpochMs } from './instant.ts';
import type { ClockState, LeadState } from './lead.ts';
import { segmentsOf } from './segments.ts';

/** How a clause stands for the lead, also when its cycle is over. */
export interface Standing {
  readonly clause: SalesClause | null;
  readonly run: ClockState;
  readonly status: ClockStatus;
  /** Null: nobody is asked. */
  readonly askedBy: Instant | null;
}

export interface Clocks {
  readonly standings: readonly Standing[];
  /** Current runs, and those that are closed now. */
  readonly told: readonly Clock[];
  /** Instants after now at which time alone may change them. */
  readonly cuts: readonly number[];
}

export const NO_CLOCKS: Clocks = { standings: [], told: [], cuts: [] };

type Seen = Pick<Course, 'agreement' | 'context' | 'view' | 'sight' | 'before' | 'state' | 'closed'>;

export function runClocks(course: Course): Course {
  const clocks = clocksOf(course);
  if (clocks === NO_CLOCKS && course.clocks === NO_CLOCKS && course.state.clocks === undefined) return course;
  const changed = { ...course, clocks, state: withClocks(course.state, clocks) };
  return clocks.told.reduce((told, clock) => tellClock(told, clock, course.before), changed as Course);
}

/** Those of the cycle that is open, or that this decision ended; of an ended one what it left. */
export function clocksOf(seen: Seen): Clocks {
  const { state, before } = seen;
  if (!isOpen(state) && !isOpen(before)) return clocksLeft(seen);
  const room: ClockRoom = {
    ...seen,
    state: isOpen(state) ? state : (seen.closed ?? { ...state, status: before.status }),
    end: isOpen(state) ? null : state,
  };
  return followAll(room, isOpen(before) ? (before.clocks ?? []) : []);
}

/** Whose cycle was over before. */
function clocksLeft(seen: Seen): Clocks {
  const { clocks } = seen.state;
  return clocks === undefined ? NO_CLOCKS : { ...NO_CLOCKS, standings: standingsLeft(seen, clocks) };
}

function followAll(room: ClockRoom, known: readonly ClockState[]): Clocks {
  const { clauses } = room.agreement.sales;
  const standings: Standing[] = [];
  const told: Clock[] = [];
  const cuts: number[] = [];
  for (const clause of clauses) {
    const run = known.find((one) => one.clause === clause.id);
    const followed = run === undefined ? begin(room, clause) : follow(room, clause, run);
    if (followed.standing !== null) standings.push(followed.standing);
    told.push(...followed.told);
    for (const at of followed.cuts) cuts.push(toEpochMs(at));
  }
  const dropped = known.filter((run) => clauses.every(({ id }) => id !== run.clause));
  for (const run of dropped) told.push(tellDropped(room, run));
  return { standings, told, cuts };
}

function withClocks(state: LeadState, { standings }: Pick<Clocks, 'standings'>): LeadState {
  if (standings.length > 0) return { ...state, clocks: standings.map(({ run }) => run) };
  if (state.clocks === undefined) return state;
  const { clocks: _over, ...rest } = state;
  return rest;
}

interface Followed {
  readonly standing: Standing | null;
  readonly told: readonly Clock[];
  readonly cuts: readonly Instant[];
}

const NOTHING: Followed = { standing: null, told: [], cuts: [] };

function begin(room: ClockRoom, clause: SalesClause): Followed {
  const owed = isOwed(room.agreement, clause, room.state);
  const startedAt = owed ? startOf(room.agreement, clause, room) : null;
  if (startedAt === null || !mayStart(room, clause)) return NOTHING;
  return current(room, clause, { run: firstRun(clause, startedAt, ownerIn(room.state)), notBefore: null });
}

function follow(room: ClockRoom, clause: SalesClause, known: ClockState): Followed {
  const wasOwed = isOwed(room.agreement, clause, room.before);
  const owed = isOwed(room.agreement, clause, room.state);
  if (!owed && !wasOwed) return asLeft(room, clause, known);
  if (wasOwed && (!owed || room.end !== null)) return close(room, clause, known);
  return wasOwed ? goOn(room, clause, known) : owedAgain(room, clause, known);
}

/** Who gets it from another has the whole time. */
function goOn(room: ClockRoom, clause: SalesClause, known: ClockState): Followed {
  const ownerId = ownerIn(room.state);
  const stays = { run: known, notBefore: null };
  const isMet = metAtOf(room, { clause, run: known }) !== null;
  if (isMet || known.ownerId === ownerId) return current(room, clause, stays);
  // Nobody's run becomes the owner's.
  if (known.ownerId === '') return current(room, clause, { ...stays, run: { ...known, ownerId } });
  const run = nextRun(clause, known, ownerId);
  // One that was met when the owner came was not his to meet.
  const next = current(room, clause, { run, notBefore: known.metAt === null ? null : nowIn(room) });
  return { ...next, told: [...close(room, clause, known).told, ...next.told] };
}

/** A no taken back, or said a second time. */
function owedAgain(room: ClockRoom, clause: SalesClause, known: ClockState): Followed {
  const run = nextRun(clause, known, ownerIn(room.state));
  if (clause.start === 'reject') {
    const startedAt = startOf(room.agreement, clause, room) ?? known.startedAt;
    return current(room, clause, { run: { ...run, startedAt, since: startedAt }, notBefore: null });
  }
  const isMet = metAtOf(room, { clause, run: known }) !== null;
  return current(room, clause, isMet ? { run: known, notBefore: null } : { run, notBefore: nowIn(room) });
}

function nowIn({ sight }: ClockRoom): Instant {
  return fromEpochMs(sight.nowMs);
}

function nextRun(clause: SalesClause, known: ClockState, ownerId: string): ClockState {
  return { ...firstRun(clause, known.startedAt, ownerId), run: lastRun(known) + 1 };
}

/** A clause of a segment runs for the leads that are in it in the decision that starts it. */
function mayStart({ agreement, before, view, sight }: ClockRoom, clause: SalesClause): boolean {
  if (clause.segment === null) return true;
  if (startOf(agreement, clause, { state: before, view }) !== null) return false;
  return segmentsOf(agreement, sight).includes(clause.segment);
}

function firstRun({ id }: SalesClause, startedAt: Instant, ownerId: string): ClockState {
  const nothing = { dueAt: null, warnedAt: null, breachedAt: null, metAt: null };
  return { clause: id, startedAt, run: 1, ownerId, since: startedAt, ...nothing };
}

function current(
  room: ClockRoom,
  clause: SalesClause,
  { run, notBefore }: { readonly run: ClockState; readonly notBefore: Instant | null },
): Followed {
  const isClosing = room.end !== null;
  const found = runAt(room, { clause, run, isClosing, notBefore });
  return isClosing ? closed(room, found) : { ...stand(found), cuts: found.cuts };
}

function close(room: ClockRoom, clause: SalesClause, run: ClockState): Followed {
  return closed(room, runAt(room, { clause, run, isClosing: true, notBefore: null }));
}

function closed(room: ClockRoom, found: RunAt): Followed {
  // A clause that may be owed again in this cycle is due at no time meanwhile.
  const run = room.end === null ? { ...found.run, dueAt: null } : found.run;
  return { ...stand({ ...found, run }), cuts: [] };
}

function stand({ clause, run, clock, askedBy }: RunAt): Pick<Followed, 'standing' | 'told'> {
  return { standing: { clause, run, status: clock.status, askedBy }, told: [clock] };
}

function asLeft(room: ClockRoom, clause: SalesClause, run: ClockState): Followed {
  const isExcused = isExcusedIn(room.view.facts, clause.id, room.state.cycle);
  const status = statusOf(run, { isExcused, isClosed: true });
  return { standing: { clause, run, status, askedBy: null }, told: [], cuts: [] };
}

function standingsLeft({ agreement, state, view }: Seen, runs: readonly ClockState[]): readonly Standing[] {
  return runs.map((run) => ({
    clause: agreement.sales.clauses.find(({ id }) => id === run.clause) ?? null,
    run,
    status: statusOf(run, { isExcused: isExcusedIn(view.facts, run.clause, state.cycle), isClosed: true }),
    askedBy: null,
  }));
}

/** A clause that the agreement has no more. */
function tellDropped({ state, view }: ClockRoom, run: ClockState): Clock {
  const isExcused = isExcusedIn(view.facts, run.clause, state.cycle);
  return {
    ...toldOf(run),
    cycle: state.cycle,
    warnAt: run.warnedAt,
    totalDueAt: null,
    status: statusOf(run, { isExcused, isClosed: true }),
  };
}

/** What is new since the decision before. */
function tellClock(course: Course, clock: Clock, before: LeadState): Course {
  const known = (isOpen(before) ? (before.clocks ?? []) : []).find(
    (run) => run.clause === clock.clause && run.run === clock.run,
  );
  const { clause } = clock;
  const told = [...flagReasons(clock, known), ...metReasons(clock, known?.metAt ?? null)];
  return told.reduce((next, [code, params]) => addReason(next, code, { clause, ...params }), course);
}

type Told = readonly [string, Reason['params']];

function flagReasons({ warnedAt, breachedAt }: Clock, known: ClockState | undefined): readonly Told[] {
  const told: Told[] = [];
  if (warnedAt !== null && known?.warnedAt !== warnedAt) told.push(['clockWarned', { at: warnedAt }]);
  if (breachedAt !== null && known?.breachedAt !== breachedAt)
    told.push(['clockBreached', { dueAt: breachedAt }]);
  return told;
}

function metReasons({ breachedAt, metAt }: Clock, was: Instant | null): readonly Told[] {
  if (metAt === null) return was === null ? [] : [['clockReopened', {}]];
  if (was !== null) return [];
  if (breachedAt === null) return [['clockMet', { at: metAt }]];
  return [[metAt <= breachedAt ? 'clockMetKnownLate' : 'clockMetLate', { at: metAt, dueAt: breachedAt }]];
}
