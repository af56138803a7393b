// Which kinds of signals an agreement looks at: what need not be known soon need not be looked for.
import type { Agreement, SignalKind } from './agreement.ts';
import { timeConditionsOf } from './time-conditions.ts';

/** Kinds that give points or that a condition counts. */
export function usedSignals(agreement: Agreement): ReadonlySet<SignalKind> {
  const counted = agreement.score.engagement.rules
    .filter((rule) => rule.points !== 0)
    .map((rule) => rule.signal);
  return new Set([...counted, ...timeConditionsOf(agreement).signals.map(({ signal }) => signal)]);
}
