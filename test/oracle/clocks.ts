// Step 13: the clocks of sales' promises, written from "Clocks" of the domain's README. Times are milliseconds here.
import { matches } from './conditions.ts';
import { cellOf, isOpen, rank } from './funnel.ts';
import { forTeam } from './overlays.ts';
import {
  type Agreement,
  type Clause,
  type Clock,
  type ClockRun,
  DAY,
  iso,
  ms,
  type State,
  type Tracked,
} from './shapes.ts';
import { count, endOf, type Span, usedUp } from './spans.ts';
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
}

interface Found extends Line {
  clock: Clock;
}

export function runClocks(work: Work, judgedStage: Tracked): { lines: Line[]; told: Clock[] } {
  const { before, state, agreement } = work;
  const was = isOpen(before) ? (before.clocks ?? []) : [];
  if (!isOpen(before) && !isOpen(state)) {
    const lines = (state.clocks ?? []).map((run) => {
      const clause = agreement.sales.clauses.find(({ id }) => id === run.clause);
      return { clause, run, status: closedStatus(work, run), by: null };
    });
    return { lines, told: [] };
  }
  const cycle = isOpen(state) ? state : (work.closed ?? { ...state, status: before.status });
  const scene = { work, cycle, ends: !isOpen(state) };
  const lines: Line[] = [];
  const told: Clock[] = [];
  for (const clause of agreement.sales.clauses) {
    const known = was.find((run) => run.clause === clause.id);
    const result = known === undefined ? begin(scene, clause, judgedStage) : goOn(scene, clause, known);
    lines.push(...result.lines);
    told.push(...result.told);
  }
  for (const run of was.filter(({ clause }) => !agreement.sales.clauses.some(({ id }) => id === clause))) {
    const status = closedStatus(work, run);
    told.push({ ...toldOf(run), cycle: cycle.cycle, warnAt: run.warnedAt, totalDueAt: null, status });
  }
  const { clocks: _old, ...rest } = state;
  work.state = lines.length === 0 ? rest : { ...rest, clocks: lines.map(({ run }) => run) };
  for (const clock of told) report(work, clock, was);
  return { lines, told };
}

type Result = { lines: Line[]; told: Clock[] };

const one = ({ clock, ...line }: Found): Result => ({ lines: [line], told: [clock] });

/** The first run of a clause in this cycle. */
function begin(scene: Scene, clause: Clause, judgedStage: Tracked): Result {
  const { work, cycle, ends } = scene;
  const start = isOwed(work, clause, cycle) ? startOf(work, clause, cycle) : null;
  if (start === null || !isMeant(work, clause, judgedStage)) return { lines: [], told: [] };
  return one(
    measure(scene, clause, fresh(clause, { start, run: 1, owner: ownerOf(cycle) }), { closing: ends }),
  );
}

function isMeant(work: Work, { segment, ...clause }: Clause, judgedStage: Tracked): boolean {
  if (segment === null) return true;
  const { agreement, facts, before, verdict, now } = work;
  const found = agreement.segments.find(({ id }) => id === segment);
  const hadStarted = startOf(work, { ...clause, segment }, before) !== null;
  const scores = {
    fit: verdict.fit,
    engagement: verdict.engagement,
    total: verdict.total,
    parts: verdict.parts,
  };
  const view = { facts, timeZone: agreement.calendar.timeZone, stage: judgedStage, now, scores };
  return !hadStarted && found !== undefined && matches(found.when, view);
}

function goOn(scene: Scene, clause: Clause, known: ClockRun): Result {
  const { work, cycle, ends } = scene;
  const [wasOwed, owed] = [isOwed(work, clause, work.before), isOwed(work, clause, cycle)];
  if (!wasOwed && !owed)
    return { lines: [{ clause, run: known, status: closedStatus(work, known), by: null }], told: [] };
  if (wasOwed && (!owed || ends)) {
    const found = measure(scene, clause, known, { closing: true });
    return one(ends ? found : { ...found, run: { ...found.run, dueAt: null } });
  }
  const owner = ownerOf(cycle);
  const secondNo = !wasOwed && clause.start === 'reject';
  if (!secondNo && metAt(scene, clause, known) !== null)
    return one(measure(scene, clause, known, { closing: ends }));
  if (wasOwed && known.ownerId === owner) return one(measure(scene, clause, known, { closing: ends }));
  if (wasOwed && known.ownerId === '')
    return one(measure(scene, clause, { ...known, ownerId: owner }, { closing: ends }));
  const start = secondNo ? (startOf(work, clause, cycle) ?? known.startedAt) : known.startedAt;
  const next = fresh(clause, { start, run: (known.lastRun ?? known.run) + 1, owner });
  const notBefore = !secondNo && (!wasOwed || known.metAt !== null) ? work.now : null;
  const result = one(measure(scene, clause, next, { closing: ends, notBefore }));
  if (!wasOwed) return result;
  const closed = measure(scene, clause, known, { closing: true });
  return { lines: result.lines, told: [closed.clock, ...result.told] };
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

function startOf(work: Work, clause: Clause, state: State): string | null {
  if (!isOpen(state) || state.handedOverAt === null) return null;
  if (clause.start === 'assignment') return state.assignedAt;
  if (clause.start === 'reject') return state.rejectedAt;
  if (clause.start === 'form') return formOf(work, state.handedOverAt);
  if (clause.start === 'stage' && clause.stage === 'sql') return state.acceptedAt;
  if (clause.start === 'stage' && clause.stage === 'opportunity') {
    const { value, at } = state.stage;
    const came = ms(at) > ms(state.handedOverAt);
    return value === work.agreement.stages.lifecycle.opportunity && came ? at : null;
  }
  return state.handedOverAt;
}

function formOf({ facts }: Work, handedOverAt: string): string {
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
  const { work, cycle, ends } = scene;
  if (clause.kind === 'accept') {
    const { agreement } = work;
    const isFar =
      rank(agreement, cycle.stage.value) >= rank(agreement, agreement.stages.lifecycle.opportunity);
    const far = isFar && ms(cycle.stage.at) > ms(cycle.handedOverAt ?? '');
    const answers = [run.metAt, cycle.acceptedAt, cycle.rejectedAt, far ? cycle.stage.at : null];
    return answers.filter((at) => at !== null).sort()[0] ?? null;
  }
  if (clause.kind === 'feedback') {
    const given = ends && work.state.recycleReason.startsWith('rejected:') && cycle.rejectedAt !== null;
    return given ? reasonGivenAt(work, cycle.rejectedAt ?? '') : null;
  }
  const { calendar } = forTeam(work.agreement, work.context, run.ownerId);
  const after = clause.start === 'form' ? run.startedAt : (cycle.handedOverAt ?? '');
  return lastTouch(work, clause, { calendar, ownerId: run.ownerId, after });
}

/** The touch that is the last one asked for; null: there are not so many. */
export function lastTouch(
  { facts, now }: Pick<Work, 'facts' | 'now'>,
  clause: Clause,
  { calendar, ownerId: rep, after }: { calendar: Agreement['calendar']; ownerId: string; after: string },
): string | null {
  const touches = facts.signals
    .filter(({ kind, at }) => kind === 'touch' && ms(at) > ms(after) && ms(at) <= now)
    .filter(({ ownerId }) => ownerId === undefined || ownerId === rep)
    .filter(({ outcome }) => clause.counts === 'attempt' || outcome !== 'attempt')
    .filter(
      ({ at, loggedAt }) =>
        loggedAt === undefined || ms(loggedAt) <= endOf(calendar, ms(at), clause.logWithin, []),
    )
    .map(({ at }) => ms(at))
    .sort((a, b) => a - b);
  const last = touches[clause.count - 1];
  return last === undefined ? null : iso(last);
}

function reasonGivenAt({ facts, before, now }: Work, rejectedAt: string): string {
  const cell = cellOf(facts, 'accord_reject_reason');
  if (cell.value !== '' && ms(cell.at) > ms(rejectedAt)) return iso(Math.min(ms(cell.at), now));
  return before.rejectedAt === null ? rejectedAt : iso(now);
}

interface How {
  closing: boolean;
  notBefore?: number | null;
}

function measure(scene: Scene, clause: Clause, run: ClockRun, { closing, notBefore = null }: How): Found {
  const { work, cycle } = scene;
  const { context, now } = work;
  const agreement = forTeam(work.agreement, context, run.ownerId);
  const own = agreement.sales.clauses.find(({ id }) => id === clause.id) ?? clause;
  const pauses = pausesOf(work, agreement, own, cycle);
  const since = closing ? run.since : iso(sinceOf(scene, run, notBefore));
  const unseen = context.ownerShownAt === null || closing;
  const silent = run.ownerId === '' || (run.dueAt === null && unseen);
  const planned = silent ? null : plan(work, agreement, own, { since: ms(since), pauses, before: run.dueAt });
  const met = metAt(scene, own, run);
  const excused = isExcused(work, run);
  const missed = (at: number | null | undefined): string | null =>
    at != null && !excused && now >= at && (met === null || ms(met) > at) ? iso(at) : null;
  const warnedAt = run.warnedAt ?? missed(planned?.warn);
  const breachedAt = run.breachedAt ?? missed(planned?.due);
  const due = planned === null ? null : (breachedAt ?? iso(planned.due));
  const warn = planned === null ? null : (warnedAt ?? (planned.warn === null ? null : iso(planned.warn)));
  const inPause = pauses.some(({ from, to }) => from <= now && now < to);
  const still = met === null && !excused && due !== null && now < ms(due) && inPause;
  const next = { ...run, since, dueAt: still ? null : due, warnedAt, breachedAt, metAt: met };
  const status = still && !closing ? 'paused' : closing ? closedStatus(work, next) : openStatus(work, next);
  const total =
    since === run.startedAt && due !== null
      ? due
      : iso(endOf(agreement.calendar, ms(run.startedAt), own.within, pauses));
  const clock: Clock = {
    ...toldOf(next),
    cycle: cycle.cycle,
    warnAt: still ? null : warn,
    totalDueAt: still ? null : total,
    status,
  };
  return { clause, run: next, status, by: due, clock };
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
function pausesOf({ facts }: Work, agreement: Agreement, clause: Clause, cycle: State): Span[] {
  const spans: Span[] = [];
  for (const { id, atMost, perLead } of agreement.sales.pauses) {
    if (!clause.pauses.includes(id)) continue;
    const asked = (facts.pauses ?? [])
      .filter(({ reason, from }) => reason === id && ms(from) >= ms(cycle.handedOverAt ?? ''))
      .map(({ from, to }) => ({ from: ms(from), to: to === null ? Infinity : ms(to) }))
      .sort((a, b) => a.from - b.from || (a.to === b.to ? 0 : a.to - b.to));
    for (const { from, to } of asked.slice(0, perLead ?? asked.length))
      spans.push({ from, to: Math.min(to, endOf(agreement.calendar, from, atMost, [])) });
  }
  return spans.filter(({ from, to }) => from < to);
}

function plan(
  { context }: Work,
  { calendar }: Agreement,
  { within, warnAt }: Clause,
  { since, pauses, before }: { since: number; pauses: Span[]; before: string | null },
): { due: number; warn: number | null } {
  const due = endOf(calendar, since, within, pauses);
  let warn: number | null = null;
  if (warnAt !== null) {
    const total = count(calendar, within.unit, { from: since, to: due }, pauses);
    const amount = Number((BigInt(total) * BigInt(warnAt)) / 1_000_000n);
    warn = usedUp(calendar, within.unit, { start: since, amount, pauses });
  }
  const lead = warn === null ? 0 : due - warn;
  const promised = ms(context.baselineAt) + lead;
  const least = before === null ? promised : Math.min(promised, ms(before));
  return least <= due ? { due, warn } : { due: least, warn: warn === null ? null : least - lead };
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
  const { clause, run, warnedAt, breachedAt, metAt: met } = clock;
  const old = was.find((one) => one.clause === clause && one.run === run);
  if (warnedAt !== null && !old?.warnedAt) say(work, 'clockWarned', { clause, at: warnedAt });
  if (breachedAt !== null && !old?.breachedAt) say(work, 'clockBreached', { clause, dueAt: breachedAt });
  if (met === null && old?.metAt) say(work, 'clockReopened', { clause });
  if (met === null || old?.metAt) return;
  if (breachedAt === null) say(work, 'clockMet', { clause, at: met });
  else {
    const inTime = ms(met) <= ms(breachedAt);
    say(work, inTime ? 'clockMetKnownLate' : 'clockMetLate', { clause, at: met, dueAt: breachedAt });
  }
}

const OPEN = ['breached', 'warned', 'running', 'paused'];
const SHOWN: Readonly<Record<string, string>> = {
  breached: 'breached',
  warned: 'warning',
  running: 'on_track',
  paused: 'paused',
};

export function slaStatus(lines: readonly Line[]): string {
  const open = OPEN.find((status) => lines.some((line) => line.status === status));
  if (open !== undefined) return SHOWN[open] ?? '';
  const has = (...statuses: string[]): boolean => lines.some(({ status }) => statuses.includes(status));
  if (lines.some(({ status, run }) => status === 'ended' && run.breachedAt !== null)) return 'breached';
  if (has('metLate')) return 'met_late';
  if (has('excused')) return 'excused';
  return has('met', 'metKnownLate') ? 'met' : '';
}

export function slaDue(lines: readonly Line[]): string {
  const dues = lines.filter(({ status }) => OPEN.includes(status)).flatMap(({ run }) => run.dueAt ?? []);
  return dues.length === 0 ? '' : String(Math.min(...dues.map(ms)));
}

/** What is asked first; of equal ones the first. */
export function nextLine(lines: readonly Line[]): Line | null {
  const asked = lines.filter(
    ({ status, by, clause }) => OPEN.includes(status) && by !== null && clause !== undefined,
  );
  const first = Math.min(...asked.map(({ by }) => ms(by ?? '')));
  return asked.find(({ by }) => ms(by ?? '') === first) ?? null;
}
