// Step 13: the clocks of sales' promises, written from "Clocks" of the domain's README. Times are milliseconds here.
import { matches } from './conditions.ts';
import { cellOf, isOpen, rank } from './funnel.ts';
import { forTeam } from './overlays.ts';
import {
  type Agreement,
  type Calendar,
  type Clause,
  type Clock,
  type ClockRun,
  DAY,
  type Facts,
  iso,
  ms,
  type Signal,
  type State,
  type Tracked,
} from './shapes.ts';
import { count, endOf, type Span, usedUp } from './spans.ts';
import { everyAnswer } from './steps.ts';
import { say, type Work } from './work.ts';

/** A clause as it stands for the lead after the decision. */
export interface Line {
  clause: Clause | undefined;
  run: ClockRun;
  status: string;
  /** By when a rep is asked to be done. */
  by: string | null;
}

interface Scene {
  work: Work;
  /** The cycle as it stands, or stood when it ended. */
  cycle: State;
  ends: boolean;
  judgedStage: Tracked;
}

interface Found extends Line {
  clock: Clock;
}

export function runClocks(work: Work, judgedStage: Tracked): Result {
  const { before, state, agreement } = work;
  const { clauses } = agreement.sales;
  if (!isOpen(before) && !isOpen(state)) {
    const lines = (state.clocks ?? []).map((run) => {
      const clause = clauses.find(({ id }) => id === run.clause);
      return { clause, run, status: closedStatus(work, run), by: null };
    });
    return { lines, told: [] };
  }
  const was = isOpen(before) ? (before.clocks ?? []) : [];
  const cycle = isOpen(state) ? state : (work.closed ?? { ...state, status: before.status });
  const scene = { work, cycle, ends: !isOpen(state), judgedStage };
  const results = clauses.map((clause) => {
    const known = was.find((run) => run.clause === clause.id);
    return known === undefined ? begin(scene, clause) : goOn(scene, clause, known);
  });
  const gone = was.filter((run) => !clauses.some(({ id }) => id === run.clause));
  const lines = results.flatMap((result) => result.lines);
  const told = [
    ...results.flatMap((result) => result.told),
    ...gone.map((run) => ({
      ...toldOf(run),
      cycle: cycle.cycle,
      warnAt: run.warnedAt,
      totalDueAt: null,
      status: closedStatus(work, run),
    })),
  ];
  const { clocks: _old, ...rest } = state;
  work.state = lines.length === 0 ? rest : { ...rest, clocks: lines.map(({ run }) => run) };
  for (const clock of told) report(work, clock, was);
  return { lines, told };
}

interface Result {
  lines: Line[];
  told: Clock[];
}

const one = ({ clock, ...line }: Found): Result => ({ lines: [line], told: [clock] });

/** The first run of a clause in this cycle. */
function begin(scene: Scene, clause: Clause): Result {
  const { work, cycle } = scene;
  const start = isOwed(work, clause, cycle) ? startOf(work, clause, cycle) : null;
  if (start === null || !isMeant(scene, clause)) return { lines: [], told: [] };
  return now(scene, clause, { run: fresh(clause, { start, run: 1, owner: ownerOf(cycle) }) });
}

function now(scene: Scene, clause: Clause, how: Omit<How, 'closing'>): Result {
  return one(measure(scene, clause, { ...how, closing: scene.ends }));
}

function isMeant({ work, judgedStage }: Scene, clause: Clause): boolean {
  if (clause.segment === null) return true;
  const { agreement, facts, before, verdict, now: at } = work;
  const found = agreement.segments.find(({ id }) => id === clause.segment);
  const hadStarted = startOf(work, clause, before) !== null;
  const { fit, engagement, total, parts } = verdict;
  const { timeZone } = agreement.calendar;
  const view = { facts, timeZone, stage: judgedStage, now: at, scores: { fit, engagement, total, parts } };
  return !hadStarted && found !== undefined && matches(found.when, view);
}

function goOn(scene: Scene, clause: Clause, known: ClockRun): Result {
  const { work, cycle, ends } = scene;
  const [wasOwed, owed] = [isOwed(work, clause, work.before), isOwed(work, clause, cycle)];
  if (!wasOwed && !owed)
    return { lines: [{ clause, run: known, status: closedStatus(work, known), by: null }], told: [] };
  if (wasOwed && ends) return one(measure(scene, clause, { run: known, closing: true }));
  if (!owed) {
    const found = measure(scene, clause, { run: known, closing: true });
    return one({ ...found, run: { ...found.run, dueAt: null } });
  }
  return wasOwed ? pass(scene, clause, known) : resume(scene, clause, known);
}

/** Owed before and now: whose is it? */
function pass(scene: Scene, clause: Clause, known: ClockRun): Result {
  const owner = ownerOf(scene.cycle);
  const met = metAt(scene, clause, known) !== null;
  if (met || known.ownerId === owner) return now(scene, clause, { run: known });
  if (known.ownerId === '') return now(scene, clause, { run: { ...known, ownerId: owner } });
  const next = fresh(clause, { start: known.startedAt, run: (known.lastRun ?? known.run) + 1, owner });
  const notBefore = known.metAt === null ? null : scene.work.now;
  const result = now(scene, clause, { run: next, notBefore });
  const closed = measure(scene, clause, { run: known, closing: true });
  return { lines: result.lines, told: [closed.clock, ...result.told] };
}

/** Owed again after it was not. */
function resume(scene: Scene, clause: Clause, known: ClockRun): Result {
  const { work, cycle } = scene;
  const next = { run: (known.lastRun ?? known.run) + 1, owner: ownerOf(cycle) };
  if (clause.start === 'reject') {
    const start = startOf(work, clause, cycle) ?? known.startedAt;
    return now(scene, clause, { run: fresh(clause, { ...next, start }) });
  }
  if (metAt(scene, clause, known) !== null) return now(scene, clause, { run: known });
  return now(scene, clause, { run: fresh(clause, { ...next, start: known.startedAt }), notBefore: work.now });
}

function fresh(
  { id }: Clause,
  { start, run, owner }: { start: string; run: number; owner: string },
): ClockRun {
  return {
    clause: id,
    startedAt: start,
    run,
    ownerId: owner,
    since: start,
    dueAt: null,
    warnedAt: null,
    breachedAt: null,
    metAt: null,
  };
}

function ownerOf({ assignedAt, owner }: State): string {
  return assignedAt === null ? '' : owner.value;
}

export function startOf(
  work: Pick<Work, 'agreement' | 'facts'>,
  clause: Clause,
  state: State,
): string | null {
  if (!isOpen(state) || state.handedOverAt === null) return null;
  switch (clause.start) {
    case 'assignment':
      return state.assignedAt;
    case 'reject':
      return state.rejectedAt;
    case 'form':
      return formOf(work, state.handedOverAt);
    case 'stage':
      return stageOf(work, clause.stage, state);
    default:
      return state.handedOverAt;
  }
}

function stageOf({ agreement }: Pick<Work, 'agreement'>, name: string | null, state: State): string | null {
  if (name === 'sql') return state.acceptedAt;
  if (name !== 'opportunity') return state.handedOverAt;
  const { value, at } = state.stage;
  const came = ms(at) > ms(state.handedOverAt ?? '');
  return value === agreement.stages.lifecycle.opportunity && came ? at : null;
}

function formOf({ facts }: Pick<Work, 'facts'>, handedOverAt: string): string {
  const end = ms(handedOverAt);
  const forms = facts.signals.filter(
    ({ kind, at }) => kind === 'form' && ms(at) <= end && ms(at) > end - DAY,
  );
  return forms.length === 0 ? handedOverAt : iso(Math.max(...forms.map(({ at }) => ms(at))));
}

function isOwed({ agreement }: Work, clause: Clause, state: State): boolean {
  if (!isOpen(state)) return false;
  if (clause.kind === 'accept') return agreement.stages.sql !== 'auto';
  if (clause.kind === 'feedback' || clause.start === 'reject') return state.rejectedAt !== null;
  return state.status !== 'rejected';
}

function metAt(scene: Scene, clause: Clause, run: ClockRun): string | null {
  if (clause.kind === 'accept') return answeredAt(scene, run);
  return clause.kind === 'feedback' ? explainedAt(scene) : touchedAt(scene, clause, run);
}

function answeredAt({ work, cycle }: Scene, run: ClockRun): string | null {
  const { agreement, facts } = work;
  const asked = { agreement, facts, state: { ...cycle, owner: { ...cycle.owner, value: run.ownerId } } };
  const heard = everyAnswer(asked)
    .filter(({ at }) => ms(at) > (cycle.answersAfter === null ? 0 : ms(cycle.answersAfter)))
    .map(({ at }) => iso(Math.min(ms(at), work.now)));
  const answers = [run.metAt, cycle.acceptedAt, cycle.rejectedAt, farSince(agreement, cycle), ...heard];
  return answers.filter((at) => at !== null).sort()[0] ?? null;
}

/** Opportunity or beyond, since the hand-over. */
function farSince(agreement: Agreement, { stage, handedOverAt }: Reached): string | null {
  const isFar = rank(agreement, stage.value) >= rank(agreement, agreement.stages.lifecycle.opportunity);
  return isFar && handedOverAt !== null && ms(stage.at) > ms(handedOverAt) ? stage.at : null;
}

type Reached = Pick<State, 'handedOverAt' | 'stage'>;

function explainedAt({ work, cycle, ends }: Scene): string | null {
  if (!ends || cycle.rejectedAt === null) return null;
  return work.state.recycleReason.startsWith('rejected:') ? reasonGivenAt(work, cycle.rejectedAt) : null;
}

interface Touched {
  work: Pick<Work, 'agreement' | 'context' | 'facts' | 'now'>;
  cycle: Reached;
}

export function touchedAt(
  { work, cycle }: Touched,
  clause: Clause,
  run: Pick<ClockRun, 'ownerId' | 'startedAt'>,
): string | null {
  const { calendar } = forTeam(work.agreement, work.context, run.ownerId);
  const after = clause.start === 'form' ? run.startedAt : (cycle.handedOverAt ?? '');
  const inTime = ({ at, loggedAt }: Signal): boolean =>
    loggedAt === undefined || ms(loggedAt) <= endOf({ calendar, pauses: [] }, ms(at), clause.logWithin);
  const isAnybodys = clause.untilReached !== undefined;
  const happened = (at: string): boolean => ms(at) > ms(after) && ms(at) <= work.now;
  const logged = work.facts.signals.filter(({ kind, at }) => kind === 'touch' && happened(at)).filter(inTime);
  const touches = logged
    .filter(({ ownerId }) => isAnybodys || ownerId === undefined || ownerId === run.ownerId)
    .filter(({ outcome }) => clause.counts === 'attempt' || outcome !== 'attempt')
    .map(({ at }) => ms(at))
    .sort((a, b) => a - b);
  const enough = touches[clause.count - 1];
  const ways = enough === undefined ? [] : [enough];
  if (clause.untilReached === true) {
    const contacts = logged.filter(({ outcome }) => outcome !== 'attempt');
    const words = work.facts.signals.filter(({ kind }) => ['emailReply', 'meeting', 'call'].includes(kind));
    const dates = [...contacts.map(({ at }) => at), ...words.map(({ at }) => at)];
    const dealt = work.facts.deals.map(({ createdAt }) => createdAt);
    ways.push(...[...dates, ...dealt].filter(happened).map(ms));
    const far = farSince(work.agreement, cycle);
    if (far !== null) ways.push(ms(far));
  }
  return ways.length === 0 ? null : iso(Math.min(...ways));
}

function reasonGivenAt({ facts, before, now }: Work, rejectedAt: string): string {
  const cell = cellOf(facts, 'accord_reject_reason');
  if (cell.value !== '' && ms(cell.at) > ms(rejectedAt)) return iso(Math.min(ms(cell.at), now));
  return before.rejectedAt === null ? rejectedAt : iso(now);
}

interface How {
  run: ClockRun;
  closing: boolean;
  notBefore?: number | null;
}

interface Measures {
  clause: Clause;
  calendar: Calendar;
  pauses: Span[];
  since: string;
  planned: Plan | null;
}

interface Plan {
  due: number;
  warn: number | null;
}

function measure(scene: Scene, clause: Clause, how: How): Found {
  const { work, cycle } = scene;
  const { run, closing } = how;
  const found = measures(scene, clause, how);
  const flagged = { ...run, since: found.since, ...flag(scene, found, run) };
  const { due, warn } = timesOf(found, flagged);
  const still = isStill(work, { ...flagged, dueAt: due }, found.pauses);
  const next = { ...flagged, dueAt: still ? null : due };
  const status = closing ? closedStatus(work, next) : still ? 'paused' : openStatus(work, next);
  const totalDueAt = still ? null : totalDue(found, next);
  const clock = { ...toldOf(next), cycle: cycle.cycle, warnAt: still ? null : warn, totalDueAt, status };
  return { clause, run: next, status, by: due, clock };
}

/** What was recorded of a run is what it keeps. */
function timesOf({ planned }: Measures, run: ClockRun): { due: string | null; warn: string | null } {
  if (planned === null) return { due: null, warn: null };
  const warn = planned.warn === null || run.breachedAt !== null ? null : iso(planned.warn);
  return { due: run.breachedAt ?? iso(planned.due), warn: run.warnedAt ?? warn };
}

function measures(scene: Scene, clause: Clause, { run, closing, notBefore = null }: How): Measures {
  const { work, cycle } = scene;
  const agreement = forTeam(work.agreement, work.context, run.ownerId);
  const own = agreement.sales.clauses.find(({ id }) => id === clause.id) ?? clause;
  const pauses = pausesOf(work.facts, { agreement, clause: own, from: ms(cycle.handedOverAt ?? '') });
  const since = closing ? run.since : iso(sinceOf(scene, run, notBefore));
  const unseen = run.dueAt === null && (work.context.ownerShownAt === null || closing);
  const { calendar } = agreement;
  const input = { clause: own, calendar, pauses, since };
  const planned = run.ownerId === '' || unseen ? null : plan(input, run.dueAt, ms(work.context.baselineAt));
  return { ...input, planned };
}

function flag(
  scene: Scene,
  { clause, planned }: Measures,
  run: ClockRun,
): Pick<ClockRun, 'metAt' | 'warnedAt' | 'breachedAt'> {
  const met = metAt(scene, clause, run);
  const excused = isExcused(scene.work, run);
  const sure = ms(scene.work.context.clocksHeldUntil ?? iso(0));
  const missed = (at: number | null | undefined): string | null => {
    const isDue = at != null && !excused && scene.work.now >= Math.max(at, sure);
    return isDue && (met === null || ms(met) > at) ? iso(at) : null;
  };
  return {
    metAt: met,
    warnedAt: run.warnedAt ?? (run.breachedAt === null ? missed(planned?.warn) : null),
    breachedAt: run.breachedAt ?? missed(planned?.due),
  };
}

function isStill(work: Work, run: ClockRun, pauses: readonly Span[]): boolean {
  if (run.metAt !== null || isExcused(work, run) || run.dueAt === null || work.now >= ms(run.dueAt))
    return false;
  return pauses.some(({ from, to }) => from <= work.now && work.now < to);
}

function totalDue({ clause, calendar, pauses }: Measures, { since, startedAt, dueAt }: ClockRun): string {
  if (since === startedAt && dueAt !== null) return dueAt;
  return iso(endOf({ calendar, pauses }, ms(startedAt), clause.within));
}

function toldOf({ lastRun: _number, ...run }: ClockRun): ClockRun {
  return run;
}

function sinceOf({ work, cycle }: Scene, run: ClockRun, notBefore: number | null): number {
  const bounds = [ms(run.since), notBefore ?? -Infinity];
  if (run.ownerId !== '' && run.ownerId === ownerOf(cycle)) {
    bounds.push(ms(cycle.assignedAt ?? ''));
    if (typeof work.context.ownerShownAt === 'string') bounds.push(ms(work.context.ownerShownAt));
  }
  return Math.max(...bounds);
}

/** Allowed, in time order, as many as the agreement allows, each no longer than it allows. */
function pausesOf(
  facts: Facts,
  { agreement, clause, from: start }: { agreement: Agreement; clause: Clause; from: number },
): Span[] {
  const spans: Span[] = [];
  const { calendar, sales } = agreement;
  for (const { id, atMost, perLead } of sales.pauses.filter((rule) => clause.pauses.includes(rule.id))) {
    const asked = (facts.pauses ?? [])
      .filter(({ reason, from }) => reason === id && ms(from) >= start)
      .map(({ from, to }) => ({ from: ms(from), to: to === null ? Infinity : ms(to) }))
      .sort((a, b) => a.from - b.from || (a.to === b.to ? 0 : a.to - b.to));
    for (const { from, to } of asked.slice(0, perLead ?? asked.length))
      spans.push({ from, to: Math.min(to, endOf({ calendar, pauses: [] }, from, atMost)) });
  }
  return spans.filter(({ from, to }) => from < to);
}

function plan(input: Omit<Measures, 'planned'>, before: string | null, baseline: number): Plan {
  const { clause, calendar, pauses } = input;
  const since = ms(input.since);
  const due = endOf({ calendar, pauses }, since, clause.within);
  const warn = warnOf(input, due);
  const lead = warn === null ? 0 : due - warn;
  const least = Math.min(baseline + lead, before === null ? Infinity : ms(before));
  if (least <= due) return { due, warn };
  return { due: least, warn: warn === null ? null : least - lead };
}

function warnOf({ clause, calendar, pauses, since }: Omit<Measures, 'planned'>, due: number): number | null {
  if (clause.warnAt === null) return null;
  const counting = { calendar, unit: clause.within.unit, pauses };
  const total = count(counting, { from: ms(since), to: due });
  return usedUp(counting, ms(since), Number((BigInt(total) * BigInt(clause.warnAt)) / 1_000_000n));
}

function isExcused({ facts, state }: Work, run: ClockRun): boolean {
  return (facts.excuses ?? []).some(({ clause, cycle }) => clause === run.clause && cycle === state.cycle);
}

function metStatus({ metAt: met, breachedAt, dueAt }: ClockRun, excused: boolean): string {
  const bound = breachedAt ?? dueAt;
  const inTime = met !== null && (bound === null || ms(met) <= ms(bound));
  if (inTime) return breachedAt === null ? 'met' : 'metKnownLate';
  return excused ? 'excused' : 'metLate';
}

function openStatus(work: Work, run: ClockRun): string {
  if (run.metAt !== null) return metStatus(run, isExcused(work, run));
  if (isExcused(work, run)) return 'excused';
  if (run.breachedAt !== null) return 'breached';
  return run.warnedAt === null ? 'running' : 'warned';
}

function closedStatus(work: Work, run: ClockRun): string {
  if (run.metAt !== null) return metStatus(run, isExcused(work, run));
  return isExcused(work, run) ? 'excused' : 'ended';
}

function report(work: Work, clock: Clock, was: readonly ClockRun[]): void {
  const { clause, warnedAt, breachedAt } = clock;
  const nothing = { warnedAt: null, breachedAt: null, metAt: null };
  const old = was.find((run) => run.clause === clause && run.run === clock.run) ?? nothing;
  if (warnedAt !== old.warnedAt) say(work, 'clockWarned', { clause, at: warnedAt ?? '' });
  if (breachedAt !== old.breachedAt) say(work, 'clockBreached', { clause, dueAt: breachedAt ?? '' });
  if (clock.metAt === null) {
    if (old.metAt !== null) say(work, 'clockReopened', { clause });
  } else if (old.metAt === null) reportMet(work, clause, { breachedAt, at: clock.metAt });
}

function reportMet(
  work: Work,
  clause: string,
  { at, breachedAt }: { at: string; breachedAt: string | null },
): void {
  if (breachedAt === null) return say(work, 'clockMet', { clause, at });
  const code = ms(at) <= ms(breachedAt) ? 'clockMetKnownLate' : 'clockMetLate';
  say(work, code, { clause, at, dueAt: breachedAt });
}
