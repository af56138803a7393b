// How many signals of a kind lie in a window, and when that answer changes with time alone.
import type { SignalCondition } from '#domain/agreement.ts';
import { DAY_MS } from '#domain/instant.ts';
import { assertNever } from '#domain/result.ts';
import type { LeadView } from '#domain/view.ts';
import { compareNumbers } from './comparison.ts';

/** Signals in (now − window, now]; one dated after now counts as dated now, so it is in every window. */
export function holdsSignals(condition: SignalCondition, view: LeadView, nowMs: number): boolean {
  const times = view.times[condition.signal];
  const windowStart = nowMs - condition.withinDays * DAY_MS;
  let count = 0;
  while (count < times.length && (times[times.length - 1 - count] ?? 0) > windowStart) count++;
  return compareNumbers(count, condition.operator, condition.count);
}

/**
 * The instants at which the condition may turn. The count only falls with time: it is below n from the instant on at
 * which the n-th latest signal leaves the window, and only the counts on both sides of the operand matter.
 */
export function signalTurns(condition: SignalCondition, view: LeadView): readonly number[] {
  const times = view.times[condition.signal];
  return borders(condition).flatMap((count) => {
    const at = count < 1 ? undefined : times[times.length - count];
    return at === undefined ? [] : [at + condition.withinDays * DAY_MS];
  });
}

function borders({ operator, count }: SignalCondition): readonly number[] {
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
