// The clauses that stand between a qualified lead and another hand-over: baseline, cool-down, cycles a year, a new sign of
// interest (5a.2, 5a.5).
import { coolDownDays, coolDownEnd, hasEnded, YEAR_MS } from '#domain/hand-over.ts';
import { fromEpochMs, toEpochMs } from '#domain/instant.ts';
import { hasNewSignal, hasQualifyingSignal } from '#domain/view.ts';
import { type ClauseLine, type Judged, lineOf } from './clause.ts';

export function listReentry(judged: Judged): readonly ClauseLine[] {
  return [baselineLine(judged), coolDownLine(judged), cyclesLine(judged), freshSignalLine(judged)];
}

function baselineLine({ state, texts }: Judged): ClauseLine {
  return state.status === 'baseline'
    ? lineOf('baseline', 'notYet', texts.baseline())
    : lineOf('baseline', 'doesNotApply', texts.noBaseline());
}

function coolDownLine({ agreement, state, sight, words, texts }: Judged): ClauseLine {
  const clause = 'nurture.coolDown';
  if (!hasEnded(state)) return lineOf(clause, 'doesNotApply', texts.notRecycled());
  const days = coolDownDays(agreement, state);
  if (days === null) return lineOf(clause, 'notMet', texts.neverAgain());
  const end = coolDownEnd(agreement, state);
  const day = words.instant(fromEpochMs(end));
  return sight.nowMs < end
    ? lineOf(clause, 'notYet', texts.coolDown(days, day))
    : lineOf(clause, 'met', texts.cooledDown(days, day));
}

function cyclesLine({ agreement, state, sight, words, texts }: Judged): ClauseLine {
  const clause = 'nurture.cyclesPerYear';
  if (!hasEnded(state)) return lineOf(clause, 'doesNotApply', texts.notRecycled());
  const { cyclesPerYear } = agreement.nurture;
  const lastYear = state.handOvers.filter((at) => toEpochMs(at) > sight.nowMs - YEAR_MS);
  if (lastYear.length < cyclesPerYear)
    return lineOf(clause, 'met', texts.cycles(lastYear.length, cyclesPerYear));
  // Once this one is more than a year ago, there are fewer than allowed.
  const next = lastYear[lastYear.length - cyclesPerYear] ?? '';
  const until = words.instant(fromEpochMs(toEpochMs(next) + YEAR_MS));
  return lineOf(clause, 'notYet', texts.cyclesUsed(lastYear.length, until));
}

function freshSignalLine({ agreement, state, context, sight, words, texts }: Judged): ClauseLine {
  const clause = 'nurture.freshSignal';
  const after = {
    recycled: () => coolDownEnd(agreement, state),
    disqualified: () => coolDownEnd(agreement, state),
    baseline: () => toEpochMs(context.baselineAt),
  }[state.status as 'recycled' | 'disqualified' | 'baseline']?.();
  if (after === undefined || after === Number.POSITIVE_INFINITY)
    return lineOf(clause, 'doesNotApply', texts.noSignalNeeded());
  const { baselineAt } = context;
  const isSeen =
    state.status === 'baseline'
      ? hasNewSignal({ agreement, view: sight.view, baselineAt, nowMs: sight.nowMs })
      : hasQualifyingSignal(sight.view, after, sight.nowMs);
  return isSeen
    ? lineOf(clause, 'met', texts.signalSeen())
    : lineOf(clause, 'notYet', texts.signalNeeded(words.instant(fromEpochMs(after))));
}
