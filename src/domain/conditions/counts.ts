// How many dated things lie in a window, and when that answer changes with time alone.
import type { CountOperator, DealCondition, SignalCondition } from '#domain/agreement.ts';
import { DAY_MS, toEpochMs } from '#domain/instant.ts';
import { assertNever } from '#domain/result.ts';
import { type LeadView, timesOfCondition } from '#domain/view.ts';
import { compareNumbers } from './comparison.ts';
import type { Sight } from './sight.ts';

export function holdsSignals(condition: SignalCondition, { view, nowMs }: Sight): boolean {
  const count = countSince(timesOfCondition(view, condition), nowMs - condition.withinDays * DAY_MS);
  return compareNumbers(count, condition.operator, condition.count);
}

export function countSignals(condition: SignalCondition, { view, nowMs }: Sight): number {
  return countSince(timesOfCondition(view, condition), nowMs - condition.withinDays * DAY_MS);
}

export function signalTurns(condition: SignalCondition, view: LeadView): readonly number[] {
  return windowTurns(condition, timesOfCondition(view, condition), condition.withinDays);
}

export function holdsDeals(condition: DealCondition, sight: Sight): boolean {
  return compareNumbers(countDeals(condition, sight), condition.operator, condition.count);
}

export function countDeals(condition: DealCondition, { view, nowMs }: Sight): number {
  const times = timesOfDeals(condition, view);
  return condition.withinDays === undefined
    ? times.length
    : countSince(times, nowMs - condition.withinDays * DAY_MS);
}

export function dealTurns(condition: DealCondition, view: LeadView): readonly number[] {
  return condition.withinDays === undefined
    ? []
    : windowTurns(condition, timesOfDeals(condition, view), condition.withinDays);
}

/** Counts on both sides of the operand: the answer may only turn where the count passes one of them. */
export function bordersOf(operator: CountOperator, count: number): readonly number[] {
  switch (operator) {
    case 'GTE':
    case 'LT':
      return [count];
    case 'GT':
    case 'LTE':
      return [count + 1];
    case 'EQ':
      return [count, count + 1];
    default:
      return assertNever(operator);
  }
}

/** Of those after the window's start; one dated after now counts as dated now, so it is in every window. */
function countSince(times: readonly number[], windowStart: number): number {
  let count = 0;
  while (count < times.length && (times[times.length - 1 - count] ?? 0) > windowStart) count++;
  return count;
}

/** The count only falls with time: it is below n from the instant on at which the n-th latest leaves the window. */
function windowTurns(
  { operator, count }: { readonly operator: CountOperator; readonly count: number },
  times: readonly number[],
  withinDays: number,
): readonly number[] {
  const turns: number[] = [];
  for (const border of bordersOf(operator, count)) {
    if (border < 1 || border > times.length) continue;
    turns.push((times[times.length - border] ?? 0) + withinDays * DAY_MS);
  }
  return turns;
}

/** Closing of won and lost deals, creation of the others, oldest first. */
function timesOfDeals({ status }: DealCondition, { facts }: LeadView): readonly number[] {
  const deals = status === 'any' ? facts.deals : facts.deals.filter((deal) => deal.status === status);
  const isClosed = status === 'won' || status === 'lost';
  return deals
    .map(({ createdAt, statusAt }) => toEpochMs(isClosed ? statusAt : createdAt))
    .toSorted((a, b) => a - b);
}
