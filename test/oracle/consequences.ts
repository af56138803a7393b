// What follows a breach, and how it is taken back, written from "Consequences" of the domain's README.
import { addDuration } from './business-time.ts';
import { type Line, runClocks, touchedAt } from './clocks.ts';
import type { ConsequenceEvent, Done, Step } from './consequence-shapes.ts';
import { cellOf, isOpen } from './funnel.ts';
import { forTeam } from './overlays.ts';
import {
  type Agreement,
  type Cell,
  type Context,
  HOUR,
  iso,
  type Lead,
  ms,
  type Reason,
  type State,
  type Tracked,
} from './shapes.ts';
import { everyAnswer } from './steps.ts';
import { change, recycle, say, type Work } from './work.ts';

type Event = Omit<ConsequenceEvent, 'ownerAfter'>;

const SETTLE = 120_000;

/** After step 10. */
export function carryOut(work: Work): void {
  if (work.context.consequences === undefined || !isOpen(work.state)) return;
  const trial: Work = { ...work, reasons: [], state: { ...work.state } };
  const { lines } = runClocks(trial, work.judgedStage);
  for (const coming of toCome(work, lines)) {
    const { clause, step, from, due } = coming;
    if (due > work.now) continue;
    const code = iso(from) === work.context.consequences.notBefore ? 'consequenceUnread' : 'consequenceHeld';
    if (from > work.now) say(work, code, { clause: clause.id, do: step.do, until: iso(from) });
    else {
      doOne(work, coming, lines);
      if (movesLead(step)) return;
    }
  }
}

function movesLead(step: Step): boolean {
  return step.do === 'reassign' || step.do === 'return';
}

function doOne(work: Work, { line, clause, step, place }: Coming, lines: readonly Line[]): void {
  const { run, breachedAt, startedAt, ownerId } = line.run;
  const done: Done = {
    cycle: work.state.cycle,
    clause: clause.id,
    run,
    step: place,
    do: step.do,
    at: work.context.now,
    startedAt,
    dueAt: breachedAt ?? '',
    ownerId,
    before: movesLead(step) ? kept(work.state, lines) : null,
    undoneAt: null,
  };
  change(work, { consequences: [...(work.state.consequences ?? []), done] });
  work.consequences.push(eventOf('done', done));
  say(work, 'consequenceDone', { clause: clause.id, do: step.do, ownerId, dueAt: done.dueAt });
  if (step.do === 'reassign') change(work, { assignedAt: null });
  if (step.do === 'return') recycle(work, `returned:${clause.id}`);
}

function kept(state: State, lines: readonly Line[]): Done['before'] {
  const { regime: _regime, scored: _scored, consequences: _consequences, ...rest } = state;
  return { ...rest, clocks: lines.map(({ run }) => run) };
}

function eventOf(event: string, done: Done): Event {
  const { cycle, clause, run, step, dueAt, ownerId } = done;
  const nothing = { touchedAt: null, isRestored: false };
  return { event, cycle, clause, run, step, do: done.do, dueAt, ownerId, ...nothing };
}

interface Coming {
  line: Line;
  clause: { id: string };
  step: Step;
  place: number;
  due: number;
  /** Not before this: what holds it. */
  from: number;
}

type Room = Pick<Work, 'agreement' | 'context' | 'state'>;

function toCome({ agreement, context, state }: Room, lines: readonly Line[]): Coming[] {
  const { since, recent, notBefore = iso(0) } = context.consequences ?? { since: '', recent: {} };
  const done = state.consequences ?? [];
  return lines.flatMap((line) => {
    const { clause, run, status } = line;
    const { breachedAt } = run;
    if (clause === undefined || status !== 'breached' || breachedAt === null || ms(breachedAt) <= ms(since))
      return [];
    const { calendar } = forTeam(agreement, context, run.ownerId);
    return clause.consequences.flatMap((step, place) => {
      const same = done.filter((one) => one.clause === clause.id && one.step === place);
      if (same.some((one) => one.run === run.run)) return [];
      const due =
        ms(step.after === null ? breachedAt : addDuration(calendar, breachedAt, step.after)) + SETTLE;
      const rests = same.map(({ at }) => ms(at) + Math.round((step.coolDownHours ?? 0) * HOUR));
      const latest = [...(recent[`${clause.id}:${place}`] ?? [])].map(ms).sort((a, b) => b - a);
      const full = step.maxPerHour === null ? undefined : latest[step.maxPerHour - 1];
      return [
        {
          line,
          clause,
          step,
          place,
          due,
          from: Math.max(due, ...rests, full === undefined ? 0 : full + HOUR, ms(notBefore)),
        },
      ];
    });
  });
}

/** When what is still to come may be done. */
export function consequenceInstants(agreement: Agreement, state: State, context: Context): number[] {
  if (context.consequences === undefined) return [];
  const lines = (state.clocks ?? []).map((run) => ({
    clause: forTeam(agreement, context, run.ownerId).sales.clauses.find(({ id }) => id === run.clause),
    run,
    status: 'breached',
    by: null,
  }));
  return toCome({ agreement, context, state }, lines).map(({ from }) => from);
}

interface Back {
  state: State;
  events: Event[];
  reasons: Reason[];
}

/** Before step 2; the agreement as it reads for the lead. */
export function takeBack(agreement: Agreement, lead: Lead, context: Context): Back {
  const back: Back = { state: lead.state, events: [], reasons: [] };
  if (context.consequences === undefined) return back;
  for (const done of (lead.state.consequences ?? []).toReversed()) {
    if (done.undoneAt !== null) continue;
    const touched = keptInTime(agreement, { facts: lead.facts, state: back.state }, { done, context });
    const asked = (lead.facts.takenBack ?? []).some(
      (one) => isSame(one, done) && one.cycle === done.cycle && ms(one.at) > ms(done.at),
    );
    if (touched === null && !asked) continue;
    const list = (back.state.consequences ?? []).map((one) =>
      isSame(one, done) ? { ...one, undoneAt: context.now } : one,
    );
    const restored = goBack({ facts: lead.facts, state: back.state }, done, context.now);
    back.state = { ...(restored ?? back.state), consequences: list };
    back.events.push({ ...eventOf('undone', done), touchedAt: touched, isRestored: restored !== null });
    const params = { clause: done.clause, do: done.do, ownerId: done.ownerId };
    back.reasons.push({ code: 'consequenceUndone', params });
  }
  return back;
}

type Key = Pick<Done, 'clause' | 'run' | 'step'>;

function isSame(a: Key, b: Key): boolean {
  return a.clause === b.clause && a.run === b.run && a.step === b.step;
}

interface Kept {
  clause: Agreement['sales']['clauses'][number];
  /** The lead as it stood when it was done, of the run's owner. */
  stoodThen: State;
  facts: Lead['facts'];
}

function keptInTime(
  agreement: Agreement,
  { facts, state }: Lead,
  { done, context }: { done: Done; context: Context },
): string | null {
  const clause = forTeam(agreement, context, done.ownerId).sales.clauses.find(({ id }) => id === done.clause);
  const left = { ...state, ...done.before };
  const stoodThen = { ...left, owner: { ...left.owner, value: done.ownerId } };
  const { handedOverAt, stage } = stoodThen;
  if (clause === undefined || handedOverAt === null) return null;
  const work = { agreement, context, facts, now: ms(context.now) };
  const kept: Readonly<Record<string, () => (string | null)[]>> = {
    touch: () => [touchedAt({ work, cycle: { handedOverAt, stage } }, clause, done)],
    accept: () => answersSince({ clause, stoodThen, facts }, agreement),
    feedback: () => reasonSince({ clause, stoodThen, facts }),
  };
  const instants = kept[clause.kind]?.() ?? [];
  return instants.find((at) => at !== null && ms(at) <= ms(done.dueAt)) ?? null;
}

function answersSince({ stoodThen, facts }: Kept, agreement: Agreement): string[] {
  const since = stoodThen.answersAfter === null ? 0 : ms(stoodThen.answersAfter);
  const said = everyAnswer({ agreement, facts, state: stoodThen }).map(({ at }) => at);
  return said.filter((at) => ms(at) > since).sort();
}

function reasonSince({ stoodThen, facts }: Kept): string[] {
  const reason = cellOf(facts, 'accord_reject_reason');
  const isGiven = reason.value !== '' && stoodThen.rejectedAt !== null;
  return isGiven && ms(reason.at) > ms(stoodThen.rejectedAt ?? '') ? [reason.at] : [];
}

/** Null where the lead goes on as it is. */
function goBack({ facts, state }: Lead, done: Done, now: string): State | null {
  const { before } = done;
  if (before === null || !isLast(state, done) || hasActed({ facts, state }, before, ms(done.at))) return null;
  const stage = cellOf(facts, 'lifecyclestage');
  const owner = cellOf(facts, 'hubspot_owner_id');
  return {
    ...before,
    ...(before.clocks === undefined ? {} : { clocks: before.clocks.map((run) => runAgain(run, state)) }),
    regime: state.regime,
    scored: state.scored,
    stage: before.stage.value === '' ? state.stage : onItsWayBack(before.stage, stage, now),
    owner: onItsWayBack(before.owner, owner, now),
  };
}

/** Nothing that moves a lead followed it, and the lead is where it left it. */
function isLast(state: State, done: Done): boolean {
  const last = (state.consequences ?? [])
    .filter((one) => one.before !== null && one.undoneAt === null)
    .at(-1);
  if (last === undefined || !isSame(last, done)) return false;
  if (done.do !== 'return') return isOpen(state);
  return state.status === 'recycled' && state.recycleReason === `returned:${done.clause}`;
}

function hasActed({ facts, state }: Lead, before: NonNullable<Done['before']>, since: number): boolean {
  const answer = cellOf(facts, 'accord_answer');
  const touches = facts.signals.filter(({ kind }) => kind === 'touch').map(({ at }) => at);
  const ended = state.recycleReason.startsWith('rejected:') ? state.recycledAt : null;
  const answered = answer.value === '' ? null : answer.at;
  const acts = [...touches, answered, state.answeredAt, state.rejectedAt, ended];
  return (
    state.requestedAt !== before.requestedAt ||
    acts.some((at) => at !== null && ms(at) > since) ||
    isForeign({ was: before.stage, is: state.stage }, cellOf(facts, 'lifecyclestage'), since) ||
    isForeign({ was: before.owner, is: state.owner }, cellOf(facts, 'hubspot_owner_id'), since)
  );
}

type Run = NonNullable<State['clocks']>[number];

/** With what it has told since, and above every number that its clause has had. */
function runAgain(run: Run, state: State): Run {
  const other = state.clocks?.find(({ clause }) => clause === run.clause);
  if (other === undefined) return run;
  const highest = Math.max(highestOf(run), highestOf(other));
  const numbered = highest === run.run ? run : { ...run, lastRun: highest };
  if (other.run !== run.run || other.startedAt !== run.startedAt) return numbered;
  const { warnedAt, breachedAt } = other;
  return { ...numbered, warnedAt: run.warnedAt ?? warnedAt, breachedAt: run.breachedAt ?? breachedAt };
}

function highestOf({ run, lastRun }: Run): number {
  return lastRun ?? run;
}

function isForeign({ was, is }: { was: Tracked; is: Tracked }, seen: Cell, since: number): boolean {
  if (is.by === 'other' && ms(is.at) > since && is.value !== was.value) return true;
  return ms(seen.at) > since && ![is.value, is.before, was.value].includes(seen.value);
}

function onItsWayBack(was: Tracked, seen: Cell, now: string): Tracked {
  if (seen.value === was.value) return was;
  return { ...was, before: seen.value, by: 'accord', at: iso(Math.max(ms(now), ms(seen.at))) };
}
