// The one open task of a lead: it follows the earliest unmet clause of sales' promises (5a.6).
import type { Instant } from './agreement.ts';
import { isAttempts, type SalesClause } from './agreement-sales.ts';
import type { Standing } from './clocks.ts';
import { isOpen, reasonOf } from './course.ts';
import { type ClockStatus, type Reason, TASK_OF, type WantedTask } from './decision.ts';
import { largest } from './largest.ts';
import type { LeadState, ScorePart } from './lead.ts';

/** What a rep reads before a call. */
const MAX_CONTEXT = 5;

export function wantTask(
  state: LeadState,
  standings: readonly Standing[],
  parts: readonly ScorePart[],
): WantedTask | null {
  const next = earliestOf(standings);
  if (next === null || !isOpen(state)) return null;
  const { kind, label, count, counts } = next.clause;
  return {
    occurrence: `c${state.cycle}`,
    clause: TASK_OF[kind],
    ...(label === null ? {} : { label }),
    ...(isAttempts(next.clause) ? { tries: { count, counts } } : {}),
    ownerId: state.owner.value,
    dueAt: next.askedBy,
    since: latestHandOver(state),
    context: largestParts(parts),
  };
}

interface Asked {
  readonly clause: SalesClause;
  readonly askedBy: Instant;
}

/** Of equal ones the first of the agreement. */
function earliestOf(standings: readonly Standing[]): Asked | null {
  let first: Asked | null = null;
  for (const { clause, status, askedBy } of standings) {
    if (clause === null || askedBy === null || !ASKED.includes(status)) continue;
    if (first === null || askedBy < first.askedBy) first = { clause, askedBy };
  }
  return first;
}

/** A clock that stands still asks for nothing sooner, but the task stays. */
const ASKED: readonly ClockStatus[] = ['running', 'warned', 'breached', 'paused'];

/** '' before the first. */
export function latestHandOver(state: LeadState): Instant {
  return state.handOvers.at(-1) ?? '';
}

export function partReason(part: ScorePart): Reason {
  return reasonOf('part', { rule: part.rule, milliPoints: part.milliPoints, signals: part.signals });
}

function largestParts(parts: readonly ScorePart[]): readonly Reason[] {
  return largest(parts, MAX_CONTEXT, ({ milliPoints }) => Math.abs(milliPoints)).map(partReason);
}
