// When to judge a lead again though nothing happened (D6). Time is cut where a condition may turn; between two cuts only the
// engagement score moves, and it matters only where it crosses a line. Exact within 31 days (10.5).
import type { MilliPoints } from './agreement.ts';
import { takeAnswer } from './answers.ts';
import { type Course, isOpen } from './course.ts';
import type { ReviewAt } from './decision.ts';
import { fromEpochMs, toEpochMs } from './instant.ts';
import type { Verdict } from './lead.ts';
import { conditionsThatMatter, type Look, listCuts, lookAt } from './outlook.ts';
import { HORIZON_MS } from './part-crossing.ts';
import { repOf } from './routing/former-reps.ts';
import { needsRep } from './routing/unattended.ts';
import { HOLD_MS } from './routing/waiting.ts';
import { type Band, firstOutside, staysInside } from './score-crossing.ts';
import { REWRITE_MS, roundPoints } from './scored.ts';
import { timeConditionsOf } from './time-conditions.ts';

/** Between two cuts: the verdict at the start says the fit, which stays. */
interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly verdict: Verdict;
}

export function findReview(course: Course): ReviewAt | null {
  const { nowMs } = course.sight;
  if (!needsRep(course.state)) return findChange(course, nowMs + HORIZON_MS);
  const hold = nowMs + HOLD_MS;
  return findChange(course, hold) ?? roughly(hold);
}

/** Exact until the horizon. */
function findChange(course: Course, horizon: number): ReviewAt | null {
  const { nowMs } = course.sight;
  let look: Look = { isChanged: false, verdict: course.verdict };
  // A cycle that ended late in the steps may be due for what an earlier step does; so may a lead whose consequences were
  // carried out or taken back, or that has another owner by a merge.
  if (course.move !== null || isStageNew(course) || isHandled(course)) look = lookAt(course, nowMs);
  if (look.isChanged || isHeardAtOnce(course)) return exactly(nowMs);
  let from = nowMs;
  for (const cut of listCuts(course)) {
    const found = findCrossing(course, { from, to: Math.min(cut - 1, horizon), verdict: look.verdict });
    if (found !== null) return exactly(found);
    if (cut > horizon) return roughly(horizon);
    look = lookAt(course, cut);
    if (look.isChanged) return exactly(cut);
    from = cut;
  }
  return findLast(course, { from, to: horizon, verdict: look.verdict });
}

/** After the last cut: perhaps nothing is left that could change, however long one waits. */
function findLast(course: Course, stretch: Stretch): ReviewAt | null {
  const found = findCrossing(course, stretch);
  if (found !== null) return exactly(found);
  const later = lookAt(course, stretch.to);
  const band = bandAround(course, { ...stretch, from: stretch.to, verdict: later.verdict });
  const isSettled = staysInside(scoredLead(course), stretch.to, band);
  return isSettled ? null : roughly(stretch.to);
}

/** Step by step from line to line: crossing one need not change the answer. */
function findCrossing(course: Course, stretch: Stretch): number | null {
  let { from, verdict } = stretch;
  for (;;) {
    const band = bandAround(course, { from, to: stretch.to, verdict });
    const crossing = firstOutside(scoredLead(course), { from, to: stretch.to }, band);
    if (crossing === null) return null;
    const look = lookAt(course, crossing);
    if (look.isChanged) return crossing;
    from = crossing;
    verdict = look.verdict;
  }
}

/** The lines next below and above the engagement score. */
function bandAround(course: Course, stretch: Stretch): Band {
  const { fit, engagement } = stretch.verdict;
  const { engagementLines, totalLines } = conditionsThatMatter(course);
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  const narrow = (line: MilliPoints): void => {
    if (line <= engagement) low = Math.max(low, line);
    else high = Math.min(high, line);
  };
  for (const line of engagementLines) narrow(line);
  for (const line of totalLines) narrow(line - fit);
  for (const line of rewriteLines(course, stretch)) narrow(line);
  return { low, high };
}

/** Where a day's drift is worth writing; with `rewriteAfterPoints` 0 that is wherever a written value changes. */
function rewriteLines({ agreement, state }: Course, { from, verdict }: Stretch): readonly MilliPoints[] {
  const { scored } = state;
  if (scored === null || !verdict.inScope || from < toEpochMs(scored.at) + REWRITE_MS) return [];
  const { step, rewriteAfterPoints } = agreement.score;
  if (rewriteAfterPoints <= 0) {
    const total = roundPoints(verdict.total, step) * 1000 - verdict.fit;
    const engagement = roundPoints(verdict.engagement, step) * 1000;
    return [total, total + step * 1000, engagement, engagement + step * 1000];
  }
  const up = Math.ceil((scored.total + rewriteAfterPoints) / step) * step;
  const down = Math.floor((scored.total - rewriteAfterPoints) / step) * step + step;
  return [up * 1000 - verdict.fit, down * 1000 - verdict.fit];
}

/** The verdict was reached upon the stage before the move; only its age can make a difference. */
function isStageNew({ agreement, reasons }: Course): boolean {
  return timeConditionsOf(agreement).stageAges.length > 0 && reasons.some(({ code }) => code === 'stageSet');
}

function isHandled({ undone, carriedOut, context }: Course): boolean {
  return undone.length > 0 || carriedOut.length > 0 || context.merged === true;
}

/** By another rep than had the lead when the decision began, if anybody had, who had said something of it before it was his: a deal that he made. */
function isHeardAtOnce(course: Course): boolean {
  const { repBefore, state } = course;
  if (!isOpen(state) || repOf(state) === repBefore) return false;
  return takeAnswer(course).state !== state;
}

function scoredLead({ agreement, view }: Course): Parameters<typeof firstOutside>[0] {
  return { model: agreement.score, view };
}

function exactly(atMs: number): ReviewAt {
  return { at: fromEpochMs(atMs), exact: true };
}

/** Perhaps nothing has changed by then. */
function roughly(atMs: number): ReviewAt {
  return { at: fromEpochMs(atMs), exact: false };
}
