// Fit and engagement in integer thousandths of a point: what each rule gives, and the cuts of rules, groups and dimensions.
// A rule's value never grows in magnitude with time, and sums grow with each value: review.ts builds on both.
import type {
  EngagementRule,
  FactRef,
  FitRule,
  MilliPoints,
  ScoreDimension,
  ScoreModel,
} from './agreement.ts';
import { countMatches, matchesFilter, type Score, type Sight } from './conditions/index.ts';
import { numberOf, subjectOf } from './conditions/subject.ts';
import { HOUR_MS } from './instant.ts';
import type { ScorePart } from './lead.ts';
import type { LeadView } from './view.ts';

/** Decay factors are millionths. */
const FULL_FACTOR = 1_000_000;

type Dimension = ScoreDimension<FitRule | EngagementRule>;
/** Hears of each cut: of which group (null: the dimension), and what it added to the sum. */
type CutSink = (group: string | null, milliPoints: MilliPoints) => void;

/** Fit, engagement and their parts, for a sight that knows no score yet: fit rules cannot look at one. */
export function scoreLead(model: ScoreModel, sight: Sight & { readonly score: null }): Score {
  const parts: ScorePart[] = [];
  const fit = sumDimension(model.fit, listFit(model, sight, parts), collectCuts('fit', parts));
  const values = listEngagement(model, sight, parts);
  const engagement = sumDimension(model.engagement, values, collectCuts('engagement', parts));
  return { fit, engagement, total: fit + engagement, parts };
}

/** What each engagement rule gives at an instant, in the order of the rules. */
export function engagementValues(model: ScoreModel, view: LeadView, nowMs: number): MilliPoints[] {
  return model.engagement.rules.map((rule, index) => ruleValue(rule, view.counted[index] ?? [], nowMs));
}

/** From the latest signal back: no older one gives more, so the sum ends at the cap or where one gives nothing. */
function ruleValue(rule: EngagementRule, times: readonly number[], nowMs: number): MilliPoints {
  const cap = rule.cap ?? Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let index = times.length - 1; index >= 0 && Math.abs(sum) < cap; index--) {
    const worth = worthOf(rule, times[index] ?? 0, nowMs);
    if (worth === 0) break;
    sum += worth;
  }
  return capRule(rule, sum);
}

/** Before the rule's own cap. */
export function sumSignals(rule: EngagementRule, times: readonly number[], nowMs: number): MilliPoints {
  let sum = 0;
  for (const at of times) sum += worthOf(rule, at, nowMs);
  return sum;
}

/** What one signal is worth under a rule. */
export function worthOf(rule: EngagementRule, at: number, nowMs: number): MilliPoints {
  const age = Math.max(0, Math.floor((nowMs - at) / HOUR_MS));
  const factor = rule.decay[Math.min(age, rule.decay.length - 1)] ?? 0;
  return Math.trunc((rule.points * factor) / FULL_FACTOR);
}

export function capRule(rule: EngagementRule, sum: MilliPoints): MilliPoints {
  return rule.cap === null ? sum : cutTo(rule.cap, sum);
}

/** The sum of a dimension after the cuts of its groups and its own. */
export function sumDimension(
  dimension: Dimension,
  values: readonly MilliPoints[],
  onCut?: CutSink,
): MilliPoints {
  const sums = sumGroups(dimension, values);
  let [sum = 0] = sums;
  let place = 0;
  for (const group of dimension.groups) {
    const groupSum = sums[++place] ?? 0;
    const kept = cutTo(group.cap, groupSum);
    if (kept !== groupSum) onCut?.(group.id, kept - groupSum);
    sum += kept;
  }
  const score = cutTo(dimension.cap, sum);
  if (score !== sum) onCut?.(null, score - sum);
  return score;
}

function listFit(model: ScoreModel, sight: Sight, parts: ScorePart[]): readonly MilliPoints[] {
  return model.fit.rules.map((rule) => {
    const milliPoints = fitValue(rule, sight);
    if (milliPoints !== 0) parts.push({ rule: rule.id, dimension: 'fit', milliPoints, signals: 0 });
    return milliPoints;
  });
}

function fitValue(rule: FitRule, sight: Sight): MilliPoints {
  if (rule.per !== undefined) return matchesFilter(rule.when, sight) ? perUnit(rule, rule.per, sight) : 0;
  if (rule.cap !== null) return cutTo(rule.cap, rule.points * countMatches(rule.when, sight));
  return matchesFilter(rule.when, sight) ? rule.points : 0;
}

/** Nothing where the property holds no number. */
function perUnit({ points, cap }: FitRule, { object, property }: FactRef, { view }: Sight): MilliPoints {
  const units = numberOf(subjectOf(view, object, property));
  return Number.isNaN(units) ? 0 : cutTo(cap ?? 0, Math.trunc(points * units));
}

function listEngagement(
  model: ScoreModel,
  { view, nowMs }: Sight,
  parts: ScorePart[],
): readonly MilliPoints[] {
  const values = engagementValues(model, view, nowMs);
  for (let index = 0; index < values.length; index++) {
    const milliPoints = values[index] ?? 0;
    if (milliPoints === 0) continue;
    const rule = model.engagement.rules[index]?.id ?? '';
    const signals = view.counted[index]?.length ?? 0;
    parts.push({ rule, dimension: 'engagement', milliPoints, signals });
  }
  return values;
}

function collectCuts(dimension: 'fit' | 'engagement', parts: ScorePart[]): CutSink {
  return (group, milliPoints) => {
    const rule = group === null ? `cap:${dimension}` : `cap:group:${group}`;
    parts.push({ rule, dimension, milliPoints, signals: 0 });
  };
}

/** First what is outside of all groups, then each group. */
function sumGroups(dimension: Dimension, values: readonly MilliPoints[]): MilliPoints[] {
  const places = groupPlacesOf(dimension);
  const sums = [0, ...dimension.groups.map(() => 0)];
  for (let index = 0; index < values.length; index++) {
    const place = places[index] ?? 0;
    sums[place] = (sums[place] ?? 0) + (values[index] ?? 0);
  }
  return sums;
}

/** The group of each rule, from 1; 0 outside of all. Dimensions never change. */
const groupPlaces = new WeakMap<Dimension, readonly number[]>();

function groupPlacesOf(dimension: Dimension): readonly number[] {
  const known = groupPlaces.get(dimension);
  if (known !== undefined) return known;
  const places = dimension.rules.map(({ group }) => 1 + dimension.groups.findIndex(({ id }) => id === group));
  groupPlaces.set(dimension, places);
  return places;
}

/** In magnitude. The zero added turns −0 into 0, which has other bytes. */
function cutTo(cap: MilliPoints, sum: MilliPoints): MilliPoints {
  return Math.max(-cap, Math.min(cap, sum)) + 0;
}
