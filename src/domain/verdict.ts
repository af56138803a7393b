// What depends on facts, stage age and now alone: scope, score, grade, gates, persona, mandatory fields, MQL entry and exit.
import type { Agreement, Filter, Instant } from './agreement.ts';
import { firstMatch, matchesFilter, type Sight } from './conditions/index.ts';
import { gradeOf } from './grade.ts';
import { toEpochMs } from './instant.ts';
import type { TrackedValue, Verdict } from './lead.ts';
import { blockingFields, completenessAt } from './mandatory.ts';
import { scoreLead } from './scoring.ts';
import type { LeadView } from './view.ts';

/** The lead at an instant, as conditions see it once the score is known. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly sight: Sight;
}

export function judgeLead(
  agreement: Agreement,
  view: LeadView,
  moment: { nowMs: number; stage: TrackedValue },
): Judgement {
  const blind = { view, nowMs: moment.nowMs, stageSince: stageSince(moment.stage), score: null };
  const score = scoreLead(agreement.score, blind);
  const sight: Sight = { ...blind, score };
  const inScope = !view.facts.gone && isInScope(agreement, sight);
  const gates: string[] = [];
  for (const { id, when } of agreement.score.gates) if (matchesFilter(when, sight)) gates.push(id);
  const missingFields = blockingFields(agreement, view, 'mql');
  const disqualifiedBy = inScope ? firstRule(agreement.disqualify, sight) : null;
  const meetsMql = matchesFilter(agreement.stages.mqlEntry, sight);
  const { persona, personaGroup } = findPersona(agreement, sight);
  const verdict: Verdict = {
    inScope,
    fit: score.fit,
    engagement: score.engagement,
    total: score.total,
    parts: score.parts,
    grade: gradeOf(agreement.score.grade, score.fit, score.engagement),
    disqualifiedBy,
    gates,
    persona,
    personaGroup,
    missingFields,
    completeness: completenessAt(agreement, view, moment.stage.value),
    meetsMql,
    qualifies:
      inScope && disqualifiedBy === null && gates.length === 0 && meetsMql && missingFields.length === 0,
    meetsExit: agreement.stages.mqlExit !== null && matchesFilter(agreement.stages.mqlExit, sight),
  };
  return { verdict, sight };
}

function firstRule(
  rules: readonly { readonly id: string; readonly when: Filter }[],
  sight: Sight,
): string | null {
  return rules.find(({ when }) => matchesFilter(when, sight))?.id ?? null;
}

/** Null without a stage. */
export function stageSince(stage: { readonly value: string; readonly at: Instant }): number | null {
  return stage.value === '' ? null : toEpochMs(stage.at);
}

function findPersona(
  { personas }: Agreement,
  sight: Sight,
): { readonly persona: string | null; readonly personaGroup: number | null } {
  for (const { id, when } of personas) {
    const personaGroup = firstMatch(when, sight);
    if (personaGroup !== null) return { persona: id, personaGroup };
  }
  return { persona: null, personaGroup: null };
}

function isInScope({ scope }: Agreement, sight: Sight): boolean {
  if (scope.include !== null && !matchesFilter(scope.include, sight)) return false;
  return scope.exclude === null || !matchesFilter(scope.exclude, sight);
}
