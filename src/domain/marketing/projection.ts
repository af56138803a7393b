// What a month will come to, from what it has come to so far.
//
// Leads are taken to arrive independently, in step with the calendar's work. Then what came by now, divided by the share of
// the work that is done, is right on average (unbiased), whatever the true pace. How far off it may be: the leads still to
// come, given those that came, are negative binomial (a Poisson pace under Jeffreys' prior, so nothing yet is no certainty
// of nothing); the interval holds 80 % of that distribution, 10 % on either side at most. Leads that come in bursts (a trade
// fair) are spread wider than it says.

import type { MonthInForce } from './ledger.ts';
import { DAY_WORTH, workedOff } from './month.ts';

const TAIL = 0.1;
/** Weights below this share of the largest add nothing that shows. */
const NEGLIGIBLE = 1e-12;

export interface Projection {
  /** Nearest whole number of leads. */
  readonly count: number;
  readonly low: number;
  readonly high: number;
}

/** Of the part of the month in which Accord is on. Null outside it, and before a working day of it is over. */
export function projectMonth(
  count: number,
  { calendar, month, now, since }: Omit<MonthInForce, 'entries'>,
): Projection | null {
  if (since === null || now < month.start || now >= month.end) return null;
  const before = workedOff(calendar, month, since);
  const worked = workedOff(calendar, month, now) - before;
  // On the first day a lead more or less would be twenty.
  return worked < DAY_WORTH ? null : project(count, worked / (month.worth - before));
}

/** `share` of the work, in (0, 1], has brought `count`. What it costs grows with count ÷ share. */
export function project(count: number, share: number): Projection {
  if (share >= 1) return { count, low: count, high: count };
  const [low, high] = quantiles({ shape: count + 0.5, missing: 1 - share });
  return { count: Math.round(count / share), low: count + low, high: count + high };
}

interface Coming {
  readonly shape: number;
  readonly missing: number;
}

/** By weights around the mode, where nothing under- or overflows: each is its neighbour's times their ratio. */
function quantiles(coming: Coming): readonly [number, number] {
  const mode = Math.max(0, Math.floor(((coming.shape - 1) * coming.missing) / (1 - coming.missing)));
  const below = weigh(mode, (k) => k / ((k - 1 + coming.shape) * coming.missing), -1).toReversed();
  const above = weigh(mode, (k) => ((k + coming.shape) * coming.missing) / (k + 1), 1);
  const weights = [...below, 1, ...above];
  const first = mode - below.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return [first + indexAt(weights, TAIL * total), first + indexAt(weights, (1 - TAIL) * total)];
}

/** From the mode's neighbour outwards; `ratio(k)` is the next weight over that of k. */
function weigh(mode: number, ratio: (k: number) => number, step: 1 | -1): number[] {
  const weights: number[] = [];
  let weight = 1;
  for (let k = mode; ; k += step) {
    weight *= ratio(k);
    if (weight < NEGLIGIBLE) return weights;
    weights.push(weight);
  }
}

/** Where the sum first reaches the amount, which is less than all of them. */
function indexAt(weights: readonly number[], amount: number): number {
  let sum = 0;
  return weights.findIndex((weight) => {
    sum += weight;
    return sum >= amount;
  });
}
