// Until when waiting may help: the instants at which something that keeps a lead back turns with time alone.
import type { Instant } from '#domain/agreement.ts';
import { isOpen } from '#domain/course.ts';
import { decide } from '#domain/decide.ts';
import { coolDownEnd, hasEnded, YEAR_MS } from '#domain/hand-over.ts';
import { DAY_MS, fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { conditionCuts } from '#domain/outlook.ts';
import { agreementForLead } from '#domain/overlays.ts';
import { judgeLead } from '#domain/verdict.ts';
import { viewLead } from '#domain/view.ts';
import type { TakeInput } from './changes.ts';

/** Beside those of cool-down and cycles, the nearest ones: each multiplies the sets that are tried. */
const MAX_WAITS = 6;
/** A little more than the year in which cycles are counted. */
const LONGEST_WAIT_MS = 400 * DAY_MS;

/** Soonest first. */
export function listWaits(input: TakeInput): readonly Instant[] {
  const nowMs = toEpochMs(input.context.now);
  const isAhead = (at: number): boolean => at > nowMs && at <= nowMs + LONGEST_WAIT_MS;
  const nearest = [...new Set([...conditionTurns(input), ...reviewTurns(input)].filter(isAhead))]
    .toSorted((a, b) => a - b)
    .slice(0, MAX_WAITS);
  const all = new Set([...reentryTurns(input).filter(isAhead), ...nearest]);
  return [...all].toSorted((a, b) => a - b).map(fromEpochMs);
}

/** When the answer changes by itself: minus points that fade are among the reasons. */
function reviewTurns({ agreement, facts, state, context }: TakeInput): readonly number[] {
  const turns: number[] = [];
  let lead = { facts, state };
  let { now } = context;
  for (let looks = 0; looks < MAX_WAITS; looks++) {
    const decision = decide(agreement, lead, { ...context, now });
    // What turns for a lead with sales keeps it back from nothing.
    if (decision.reviewAt === null || isOpen(decision.state)) break;
    lead = { facts, state: decision.state };
    now = decision.reviewAt.at;
    if (decision.reviewAt.exact) turns.push(toEpochMs(now));
  }
  return turns;
}

/** Infinite for a lead that never comes back. */
function reentryTurns({ agreement, state }: TakeInput): readonly number[] {
  if (!hasEnded(state)) return [];
  const years = state.handOvers.map((at) => toEpochMs(at) + YEAR_MS);
  return [coolDownEnd(agreement, state), ...years];
}

function conditionTurns({ agreement: signed, facts, state, context }: TakeInput): readonly number[] {
  const agreement = agreementForLead(signed, facts);
  const view = viewLead(agreement, facts);
  const moment = { nowMs: toEpochMs(context.now), stage: state.stage };
  const { sight } = judgeLead(agreement, view, moment);
  return conditionCuts({ agreement, view, state, sight, context });
}
