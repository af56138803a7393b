// A filter in words: the group that decides, and all groups with their conditions as they stand.
import type { Filter } from '#domain/agreement.ts';
import { explainCondition } from '#domain/conditions/explain.ts';
import type { Sight } from '#domain/conditions/index.ts';
import type { Words } from '#domain/wording.ts';
import type { ConditionLine } from './clause.ts';

export interface FilterLines {
  readonly holds: boolean;
  readonly groups: readonly (readonly ConditionLine[])[];
  /**
   * What decides: the conditions of the first group that holds, else those that fail in the group that is nearest to
   * holding. Empty for a filter without conditions.
   */
  readonly deciding: readonly string[];
}

export function explainFilter(filter: Filter, sight: Sight, words: Words): FilterLines {
  const groups = filter.anyOf.map((group) =>
    group.map((condition) => explainCondition(condition, sight, words)),
  );
  const holding = groups.find((group) => group.every(({ holds }) => holds));
  if (holding !== undefined) return { holds: true, groups, deciding: holding.map(({ text }) => text) };
  const failing = groups.map((group) => group.filter(({ holds }) => !holds));
  const [nearest = []] = failing.toSorted((a, b) => a.length - b.length);
  return { holds: false, groups, deciding: nearest.map(({ text }) => text) };
}
