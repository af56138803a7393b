// When a lead's engagement score next leaves a band, by halving an interval. Each rule's value only shrinks in magnitude,
// so its values at the two ends bound it between them; sums and cuts keep that order, so they bound the score (10.5).
import type { MilliPoints, ScoreModel } from './agreement.ts';
import { HOUR_MS } from './instant.ts';
import { engagementValues, sumDimension } from './scoring.ts';
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
  if (span.to <= span.from) return null;
  return search({ lead, band }, pointAt(lead, span.from), pointAt(lead, span.to));
}

/** Whether the score stays in the band for ever from an instant on. */
export function staysInside(lead: ScoredLead, from: number, band: Band): boolean {
  return staysWithin({ lead, band }, pointAt(lead, from), pointAt(lead, Number.POSITIVE_INFINITY));
}

/** Halves the time, and where less than an hour is left, the instants at which a signal ages. */
function search(goal: Goal, from: Point, to: Point): number | null {
  if (staysWithin(goal, from, to)) return null;
  if (to.at - from.at <= HOUR_MS) return searchAmong(goal, from, listAgeings(goal.lead, from.at, to.at));
  const middle = pointAt(goal.lead, from.at + Math.floor((to.at - from.at) / 2));
  return search(goal, from, middle) ?? search(goal, middle, to);
}

function searchAmong(goal: Goal, from: Point, instants: readonly number[]): number | null {
  const last = instants.at(-1);
  if (last === undefined) return null;
  const to = pointAt(goal.lead, last);
  if (staysWithin(goal, from, to)) return null;
  if (instants.length === 1) return staysWithin(goal, to, to) ? null : last;
  const half = Math.floor(instants.length / 2);
  const middle = pointAt(goal.lead, instants[half - 1] ?? last);
  return searchAmong(goal, from, instants.slice(0, half)) ?? searchAmong(goal, middle, instants.slice(half));
}

/** Each signal is a whole number of hours old at most once in an hour; its first hour begins at its own instant. */
function listAgeings({ view }: ScoredLead, from: number, to: number): readonly number[] {
  const instants = new Set<number>();
  for (const times of view.counted) {
    for (const at of times) {
      const hours = Math.max(1, Math.floor((from - at) / HOUR_MS) + 1);
      const ageing = at + hours * HOUR_MS;
      if (ageing <= to) instants.add(ageing);
    }
  }
  return [...instants].toSorted((a, b) => a - b);
}

function staysWithin({ lead, band }: Goal, from: Point, to: Point): boolean {
  const { engagement } = lead.model;
  const lows = from.values.map((value, index) => Math.min(value, to.values[index] ?? 0));
  if (sumDimension(engagement, lows) < band.low) return false;
  const highs = from.values.map((value, index) => Math.max(value, to.values[index] ?? 0));
  return sumDimension(engagement, highs) < band.high;
}

function pointAt({ model, view }: ScoredLead, at: number): Point {
  return { at, values: engagementValues(model, view, at) };
}
