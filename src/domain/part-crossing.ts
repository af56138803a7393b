// When what one engagement rule or group gives next crosses a condition's line. The rule or group is scored as if it were
// the whole score, so that score-crossing.ts finds the instants.
import type { ScoreModel, ScorePartCondition } from './agreement.ts';
import { DAY_MS } from './instant.ts';
import { type Band, firstOutside, type ScoredLead, staysInside } from './score-crossing.ts';
import { engagementValues, sumDimension } from './scoring.ts';
import { lineOf } from './time-conditions.ts';

/** As far as a decision promises to look ahead exactly (10.5). */
export const HORIZON_MS = 31 * DAY_MS;

/** The model with one rule or one group of engagement alone, and which rules of the whole those are. */
interface PartModel {
  readonly model: ScoreModel;
  readonly indexes: readonly number[];
}

/** An overlay changes points and keeps the conditions, so a condition has a part in each of the models. */
const models = new WeakMap<ScoreModel, Map<ScorePartCondition, PartModel>>();

/**
 * The instants until the horizon at which the part crosses the line; where it may cross it later, one beyond the horizon
 * stands for those. Fit rules turn only with their conditions, which have instants of their own.
 */
export function partTurns(
  condition: ScorePartCondition,
  { model, view }: ScoredLead,
  nowMs: number,
): readonly number[] {
  const part = partModelOf(condition, model);
  if (part.indexes.length === 0) return [];
  const lead = {
    model: part.model,
    view: { ...view, counted: part.indexes.map((index) => view.counted[index] ?? []) },
  };
  const line = lineOf(condition);
  const horizon = nowMs + HORIZON_MS;
  const turns: number[] = [];
  let from = nowMs;
  for (;;) {
    const band = sideOf(line, scoreAt(lead, from));
    const turn = firstOutside(lead, { from, to: horizon }, band);
    if (turn === null) return staysInside(lead, horizon, band) ? turns : [...turns, horizon + 1];
    turns.push(turn);
    from = turn;
  }
}

function sideOf(line: number, score: number): Band {
  return score < line
    ? { low: Number.NEGATIVE_INFINITY, high: line }
    : { low: line, high: Number.POSITIVE_INFINITY };
}

function scoreAt({ model, view }: ScoredLead, atMs: number): number {
  return sumDimension(model.engagement, engagementValues(model, view, atMs));
}

function partModelOf(condition: ScorePartCondition, whole: ScoreModel): PartModel {
  const made = models.get(whole) ?? new Map<ScorePartCondition, PartModel>();
  models.set(whole, made);
  const known = made.get(condition) ?? makePartModel(condition, whole);
  made.set(condition, known);
  return known;
}

function makePartModel(condition: ScorePartCondition, whole: ScoreModel): PartModel {
  const { engagement } = whole;
  const indexes = engagement.rules.flatMap((rule, index) =>
    condition.parts.includes(rule.id) ? [index] : [],
  );
  const groups = engagement.groups.filter(({ id }) => condition.parts.includes(`cap:group:${id}`));
  const rules = engagement.rules
    .filter((_, index) => indexes.includes(index))
    .map((rule) => ({ ...rule, group: groups[0]?.id ?? null }));
  const model = { ...whole, engagement: { cap: Number.POSITIVE_INFINITY, groups, rules } };
  return { model, indexes };
}
