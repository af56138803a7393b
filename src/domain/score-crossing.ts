// When a lead's engagement score next leaves a band, by halving an interval. Each rule's value only shrinks in magnitude,
// so its values at the two ends bound it between them; sums and cuts keep that order, so they bound the score (10.5).
import type { MilliPoints, ScoreModel } from './agreement.ts';
import { HOUR_MS } from './instant.ts';
import { capRule, engagementValues, sumDimension, sumSignals, worthOf } from './scoring.ts';
import type { LeadView } from './view.ts';

/** From `low` up to but not including `high`. */
export interface Band {
  readonly low: MilliPoints;
  readonly high: MilliPoints;
}

export interface ScoredLead {
  readonly model: ScoreModel;
  readonly view: LeadView;
}

interface Goal {
  readonly lead: ScoredLead;
  readonly band: Band;
}

/** A signal grows an hour older and gives a rule less, or less minus. */
interface Ageing {
  readonly at: number;
  readonly ruleIndex: number;
  readonly change: MilliPoints;
}

interface Point {
  readonly at: number;
  readonly values: readonly MilliPoints[];
}

/** The first instant in (from, to] at which the score is outside the band; at `from` it is inside. */
export function firstOutside(
  lead: ScoredLead,
  span: { from: number; to: number },
  band: Band,
): number | null {
  return search({ lead, band }, pointAt(lead, span.from), pointAt(lead, span.to));
}

/** Whether the score stays in the band for ever from an instant on. */
export function staysInside(lead: ScoredLead, from: number, band: Band): boolean {
  return staysWithin({ lead, band }, pointAt(lead, from), pointAt(lead, Number.POSITIVE_INFINITY));
}

/** Halves the time down to an hour, in which each signal ages at most once. */
function search(goal: Goal, from: Point, to: Point): number | null {
  if (staysWithin(goal, from, to)) return null;
  if (to.at - from.at <= HOUR_MS) return walkAgeings(goal, from.at, to.at);
  const middle = pointAt(goal.lead, from.at + Math.floor((to.at - from.at) / 2));
  return search(goal, from, middle) ?? search(goal, middle, to);
}

/** Where the bounds say nothing, step by step: scores that hover at a line would cost seconds if each step summed anew. */
function walkAgeings({ lead, band }: Goal, from: number, to: number): number | null {
  const { engagement } = lead.model;
  const ageings = listAgeings(lead, from, to);
  const sums = engagement.rules.map((rule, index) => sumSignals(rule, lead.view.counted[index] ?? [], from));
  for (const [index, { at, ruleIndex, change }] of ageings.entries()) {
    sums[ruleIndex] = (sums[ruleIndex] ?? 0) + change;
    if (ageings[index + 1]?.at === at) continue;
    const score = sumDimension(
      engagement,
      engagement.rules.map((rule, of) => capRule(rule, sums[of] ?? 0)),
    );
    if (score < band.low || score >= band.high) return at;
  }
  return null;
}

/** In (from, to], oldest first; a signal's first hour begins at its own instant. */
function listAgeings({ model, view }: ScoredLead, from: number, to: number): readonly Ageing[] {
  const ageings: Ageing[] = [];
  for (const [ruleIndex, rule] of model.engagement.rules.entries()) {
    for (const signalAt of view.counted[ruleIndex] ?? []) {
      const at = signalAt + Math.max(1, Math.floor((from - signalAt) / HOUR_MS) + 1) * HOUR_MS;
      const change = worthOf(rule, signalAt, at) - worthOf(rule, signalAt, from);
      if (at <= to && change !== 0) ageings.push({ at, ruleIndex, change });
    }
  }
  return ageings.sort((a, b) => a.at - b.at);
}

function staysWithin({ lead, band }: Goal, from: Point, to: Point): boolean {
  const { engagement } = lead.model;
  const lows: MilliPoints[] = [];
  const highs: MilliPoints[] = [];
  for (let index = 0; index < from.values.length; index++) {
    const first = from.values[index] ?? 0;
    const last = to.values[index] ?? 0;
    lows.push(Math.min(first, last));
    highs.push(Math.max(first, last));
  }
  return sumDimension(engagement, lows) >= band.low && sumDimension(engagement, highs) < band.high;
}

function pointAt({ model, view }: ScoredLead, at: number): Point {
  return { at, values: engagementValues(model, view, at) };
}
