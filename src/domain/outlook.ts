// A decided lead seen from a later instant with the same facts: whether the answer would change then, and the instants at
// which it may for another reason than a moving score. The steps' own predicates say what is due; review.ts searches.
import { firstTouch } from './answers.ts';
import { isSameRun, isSameVerdictAnswer } from './canonical.ts';
import { slaStatusOf } from './clock-outputs.ts';
import { type Clocks, clocksOf } from './clocks.ts';
import { dealTurns, signalTurns } from './conditions/counts.ts';
import { daysSinceTurns, relativeTurns } from './conditions/dates.ts';
import { stageAgeTurn } from './conditions/index.ts';
import { consequenceCuts, isConsequenceDue } from './consequences/pending.ts';
import { type Course, isIdle, isOpen } from './course.ts';
import { isDisqualificationDue, isOutOfReach, reachCuts } from './endings.ts';
import { coolDownEnd, isHandOverDue, YEAR_MS } from './hand-over.ts';
import { toEpochMs } from './instant.ts';
import type { LeadState, Verdict } from './lead.ts';
import { isSameNurture, nurtureCuts, nurtureOf } from './nurture.ts';
import { partTurns } from './part-crossing.ts';
import { attendanceCuts, isAttendanceNew } from './routing/unattended.ts';
import { isRouteDue, isWaiting, routeCuts } from './routing/waiting.ts';
import { REWRITE_MS, renewScored } from './scored.ts';
import { isLeadDue, mayEnter } from './stages.ts';
import { findNotice, noticeCuts } from './strong-signals.ts';
import { wantTask } from './tasks.ts';
import { type TimeConditions, timeConditionsOf, timeConditionsWithRouting } from './time-conditions.ts';
import { type Judgement, judgeLead, stageSince } from './verdict.ts';
import { latestUntil, timesAfter } from './view.ts';

export interface Look {
  readonly isChanged: boolean;
  readonly verdict: Verdict;
}

/** What a decision at that instant would find, upon the state that this decision leaves. */
export function lookAt(course: Course, atMs: number): Look {
  const { view, state } = course;
  const { verdict, sight } = judgeAt(course, atMs);
  const later = { ...course, verdict, sight, before: state, closed: null };
  const isChanged =
    isClockDue(later, course.sight.nowMs) ||
    isConsequenceDue(later) ||
    isVerdictNew(course, verdict, atMs) ||
    firstTouch(state, view, atMs) !== null ||
    (isIdle(state) && isHandOverDue({ ...course, verdict, nowMs: atMs })) ||
    isStepDue(later) ||
    findNotice(later, atMs) !== null ||
    isOutOfReach(later) ||
    !isSameNurture(course.nurture, nurtureOf(later));
  return { isChanged, verdict };
}

/** At the instant of the decision itself nothing but the stage is another, and only its age could tell. */
function judgeAt(course: Course, atMs: number): Judgement {
  const { agreement, view, state, verdict, sight } = course;
  const isJudged = atMs === sight.nowMs && conditionsThatMatter(course).stageAges.length === 0;
  return isJudged ? { verdict, sight } : judgeLead(agreement, view, { nowMs: atMs, stage: state.stage });
}

function isStepDue(later: Course): boolean {
  return isLeadDue(later) || isDisqualificationDue(later) || isRouteDue(later) || isAttendanceNew(later);
}

function isVerdictNew(course: Course, verdict: Verdict, atMs: number): boolean {
  return !isSameVerdictAnswer(course.verdict, verdict) || isScoreDue(course, verdict, atMs);
}

/** Instants after now, in order, at which something other than the engagement score may turn. */
export function listCuts(course: Course): readonly number[] {
  const { nowMs } = course.sight;
  const cuts: number[] = [];
  for (const list of CUTS)
    for (const at of list(course)) if (at > nowMs && Number.isFinite(at)) cuts.push(at);
  cuts.sort((a, b) => a - b);
  return cuts.filter((at, index) => index === 0 || at !== cuts[index - 1]);
}

/** Each says when something may turn; past instants among them count for nothing. */
const CUTS: readonly ((course: Course) => readonly number[])[] = [
  conditionCuts,
  scoreCuts,
  handOverCuts,
  reachCuts,
  nurtureCuts,
  routeCuts,
  attendanceCuts,
  noticeCuts,
  clockCuts,
  consequenceCuts,
];

/** Of the whole agreement; those of its routing rules matter only while the lead waits for an owner. */
export function conditionsThatMatter(
  course: Pick<Course, 'agreement' | 'state' | 'context'>,
): TimeConditions {
  const { agreement } = course;
  return isWaiting(course) ? timeConditionsWithRouting(agreement) : timeConditionsOf(agreement);
}

/** Instants, past ones too, at which a condition on a window or an age may turn. */
export function conditionCuts({
  agreement,
  view,
  state,
  sight,
  context,
}: Pick<Course, 'agreement' | 'view' | 'state' | 'sight' | 'context'>): readonly number[] {
  const { signals, deals, relative, daysSince, scoreParts, stageAges } = conditionsThatMatter({
    agreement,
    state,
    context,
  });
  const since = stageSince(state.stage);
  const cuts: number[] = [];
  for (const condition of signals) cuts.push(...signalTurns(condition, view));
  for (const condition of deals) cuts.push(...dealTurns(condition, view));
  for (const condition of relative) cuts.push(...relativeTurns(condition, sight));
  for (const condition of daysSince) cuts.push(...daysSinceTurns(condition, sight));
  for (const condition of scoreParts)
    cuts.push(...partTurns(condition, { model: agreement.score, view }, sight.nowMs));
  if (since !== null) for (const condition of stageAges) cuts.push(stageAgeTurn(condition, since));
  return cuts;
}

function scoreCuts({ state, verdict }: Course): readonly number[] {
  return state.scored === null || !verdict.inScope ? [] : [toEpochMs(state.scored.at) + REWRITE_MS];
}

/** Whatever else keeps an idle lead back turns only with the verdict. */
function handOverCuts({ agreement, view, state, verdict, sight }: Course): readonly number[] {
  if (!isIdle(state)) return [];
  const signals = view.qualifying.flatMap((times) => timesAfter(times, sight.nowMs));
  if (!verdict.qualifies)
    return mayEnter({ agreement, state }) || agreement.disqualify.length > 0 ? signals : [];
  if (state.status !== 'recycled' && state.status !== 'disqualified') return signals;
  return [...signals, coolDownEnd(agreement, state), ...state.handOvers.map((at) => toEpochMs(at) + YEAR_MS)];
}

/** Clocks turn at their cuts alone, so between two of them there is nothing to work out. */
function isClockDue(later: Course, decidedMs: number): boolean {
  const { state, clocks, view, sight } = later;
  if (!isOpen(state)) return false;
  const isDue = (at: number): boolean => at > decidedMs && at <= sight.nowMs;
  const touchMs = latestUntil(view.times.touch, sight.nowMs);
  if (!clocks.cuts.some(isDue) && (touchMs === null || !isDue(touchMs))) return false;
  return !isSameClocks(state, clocks, clocksOf(later));
}

/** By what others see of them. */
function isSameClocks(state: LeadState, { standings: before }: Clocks, { standings: then }: Clocks): boolean {
  if (before.length !== then.length || slaStatusOf(before) !== slaStatusOf(then)) return false;
  if (!before.every(({ run }, index) => isSameRun(run, then[index]?.run))) return false;
  const [was, is] = [wantTask(state, before, []), wantTask(state, then, [])];
  return was?.clause === is?.clause && was?.dueAt === is?.dueAt;
}

function clockCuts({ state, clocks, view, sight }: Course): readonly number[] {
  return isOpen(state) ? [...clocks.cuts, ...timesAfter(view.times.touch, sight.nowMs)] : [];
}

/** A renewal that changes no written value is none. */
function isScoreDue({ agreement, state, view }: Course, verdict: Verdict, nowMs: number): boolean {
  const { scored } = state;
  const renewed = renewScored({ agreement, state, verdict, nowMs, signalCount: view.facts.signals.length });
  if (scored === null || renewed === null) return renewed !== scored;
  return (
    renewed.total !== scored.total || renewed.fit !== scored.fit || renewed.engagement !== scored.engagement
  );
}
