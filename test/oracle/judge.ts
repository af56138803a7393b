// Conditions, score and verdict: the parts of an answer that depend on facts and now alone. Slow and plain.

import { matches, type Scores, type View } from './conditions.ts';
import { blocking, completeness } from './data.ts';
import {
  type Agreement,
  type Dimension,
  type EngagementRule,
  type Facts,
  type FitRule,
  HOUR,
  ms,
  type Part,
  type Signal,
  type Tracked,
  type Verdict,
} from './shapes.ts';
import { readNumber } from './typed-values.ts';

export function judge(agreement: Agreement, facts: Facts, at: { now: number; stage: Tracked }): Verdict {
  const { timeZone } = agreement.calendar;
  const fit = scoreFit(agreement, { facts, timeZone, stage: at.stage, now: at.now, scores: null });
  const engagement = scoreEngagement(agreement, facts, at.now);
  const scores = {
    fit: sum(fit),
    engagement: sum(engagement),
    total: sum(fit) + sum(engagement),
    parts: [...fit, ...engagement],
  };
  const view = { facts, timeZone, stage: at.stage, now: at.now, scores };
  const inScope = isInScope(agreement, view);
  const disqualifiedBy = inScope ? firstOf(agreement.disqualify, view) : null;
  const gates = agreement.score.gates.filter((gate) => matches(gate.when, view)).map((gate) => gate.id);
  const missingFields = blocking(agreement, facts, 'mql');
  const meetsMql = matches(agreement.stages.mqlEntry, view);
  const exit = agreement.stages.mqlExit;
  return {
    inScope,
    ...scores,
    grade: gradeOf(agreement, scores),
    disqualifiedBy,
    gates,
    ...personaOf(agreement, view),
    missingFields,
    completeness: completeness(agreement, facts, at.stage.value),
    meetsMql,
    qualifies:
      inScope && disqualifiedBy === null && gates.length === 0 && meetsMql && missingFields.length === 0,
    meetsExit: exit !== null && matches(exit, view),
  };
}

function personaOf(
  { personas }: Agreement,
  view: View,
): { persona: string | null; personaGroup: number | null } {
  for (const { id, when } of personas) {
    for (const [personaGroup, group] of when.anyOf.entries()) {
      if (matches({ anyOf: [group] }, view)) return { persona: id, personaGroup };
    }
  }
  return { persona: null, personaGroup: null };
}

function firstOf(rules: Agreement['personas'], view: View): string | null {
  return rules.find((rule) => matches(rule.when, view))?.id ?? null;
}

function isInScope(agreement: Agreement, view: View): boolean {
  const { include, exclude } = agreement.scope;
  if (view.facts.gone || (include !== null && !matches(include, view))) return false;
  return exclude === null || !matches(exclude, view);
}

export function matchesLeadEntry(
  agreement: Agreement,
  facts: Facts,
  at: { now: number; stage: Tracked; scores: Scores },
): boolean {
  const entry = agreement.stages.leadEntry;
  return entry !== null && matches(entry, { facts, timeZone: agreement.calendar.timeZone, ...at });
}

/** Signals that some engagement rule with positive points counts. */
export function qualifyingSignals(agreement: Agreement, facts: Facts): Signal[] {
  const rules = agreement.score.engagement.rules.filter((rule) => rule.points > 0);
  return facts.signals.filter((signal) => rules.some((rule) => counts(rule, signal)));
}

function gradeOf(agreement: Agreement, scores: Scores): string {
  const { fit, engagement } = agreement.score.grade;
  const letter = fit.find((band) => band.from <= scores.fit) ?? fit.at(-1);
  const digit = engagement.find((band) => band.from <= scores.engagement) ?? engagement.at(-1);
  return `${letter?.letter ?? ''}${digit?.digit ?? ''}`;
}

function scoreFit(agreement: Agreement, view: View): Part[] {
  const { fit } = agreement.score;
  const points = fit.rules.map((rule) => ({
    rule: rule.id,
    group: rule.group,
    milliPoints: fitPoints(rule, view),
    signals: 0,
  }));
  return withCuts('fit', fit, points);
}

/** Once; with a cap, once per group of conditions, up to the cap; of a number, as often as it says, up to the cap. */
function fitPoints(rule: FitRule, view: View): number {
  if (rule.per !== undefined) {
    const units = readNumber(view.facts[rule.per.object][rule.per.property]?.value ?? '') ?? 0;
    return matches(rule.when, view) ? cut(Math.trunc(rule.points * units), rule.cap ?? 0) : 0;
  }
  const times = rule.when.anyOf.filter((group) => matches({ anyOf: [group] }, view)).length;
  if (rule.cap === null) return times > 0 ? rule.points : 0;
  return cut(rule.points * times, rule.cap);
}

function scoreEngagement(agreement: Agreement, facts: Facts, now: number): Part[] {
  const { engagement } = agreement.score;
  const points = engagement.rules.map((rule) => {
    const counted = facts.signals.filter((signal) => counts(rule, signal));
    const worth = counted.reduce((total, signal) => total + worthOf(rule, signal, now), 0);
    return {
      rule: rule.id,
      group: rule.group,
      milliPoints: rule.cap === null ? worth : cut(worth, rule.cap),
      signals: counted.length,
    };
  });
  return withCuts('engagement', engagement, points);
}

function counts(rule: EngagementRule, signal: Signal): boolean {
  if (rule.signal !== signal.kind) return false;
  return (
    rule.detailContains === null || signal.detail.toLowerCase().includes(rule.detailContains.toLowerCase())
  );
}

function worthOf(rule: EngagementRule, signal: Signal, now: number): number {
  const hours = Math.max(0, Math.floor((now - ms(signal.at)) / HOUR));
  const factor = rule.decay[Math.min(hours, rule.decay.length - 1)] ?? 0;
  return Math.trunc((rule.points * factor) / 1_000_000);
}

function withCuts(
  name: string,
  dimension: Dimension<{ id: string }>,
  points: { rule: string; group: string | null; milliPoints: number; signals: number }[],
): Part[] {
  const parts: Part[] = points.map(({ rule, milliPoints, signals }) => ({
    rule,
    dimension: name,
    milliPoints,
    signals,
  }));
  for (const group of dimension.groups) {
    const inGroup = sum(points.filter((point) => point.group === group.id));
    const change = cut(inGroup, group.cap) - inGroup;
    parts.push({ rule: `cap:group:${group.id}`, dimension: name, milliPoints: change, signals: 0 });
  }
  const all = sum(parts);
  parts.push({
    rule: `cap:${name}`,
    dimension: name,
    milliPoints: cut(all, dimension.cap) - all,
    signals: 0,
  });
  return parts.filter((part) => part.milliPoints !== 0);
}

function cut(value: number, cap: number): number {
  return Math.max(-cap, Math.min(cap, value));
}

function sum(parts: readonly { milliPoints: number }[]): number {
  return parts.reduce((total, part) => total + part.milliPoints, 0);
}
