// Overlays against the main document: rules they give other points to, lines that contradict each other, conditions that
// time alone would change.

import type { Condition, PropertyCondition } from '#domain/agreement.ts';
import { lineFaults } from './check-lines.ts';
import { idsIn, RULE_LISTS, unknownId } from './check-links.ts';
import { readDayOperand } from './day-operand.ts';
import { conditionsAt, type Draft, itemsAt, valueAt } from './draft.ts';
import type { Issue } from './issue.ts';

export function checkOverlays(draft: Draft): readonly Issue[] {
  return [...checkPoints(draft), ...checkConditions(draft), ...checkLines(draft)];
}

function checkPoints({ raw }: Draft): readonly Issue[] {
  const known = idsIn(raw, RULE_LISTS);
  return itemsAt(raw, 'overlays').flatMap(({ path, value }) => {
    const points = valueAt(value, 'points');
    if (typeof points !== 'object' || points === null || Array.isArray(points)) return [];
    return Object.keys(points).flatMap((id) => unknownId(id, [...path, 'points', id], known));
  });
}

/** Which overlay is a lead's is settled by its properties: else every line and due time could move with no event. */
function checkConditions(draft: Draft): readonly Issue[] {
  return (draft.parts.overlays ?? []).flatMap((overlay, index) =>
    conditionsAt(draft, ['overlays', index, 'when'], overlay.when)
      .filter(({ condition }) => isTimely(condition))
      .map(({ path }) => ({ path, code: 'overlayCondition', params: {} })),
  );
}

function isTimely(condition: Condition): boolean {
  if (condition.kind === 'list') return false;
  return condition.kind !== 'property' || countsFromToday(condition);
}

function countsFromToday({ value, highValue, values = [] }: PropertyCondition): boolean {
  return [value, highValue, ...values].some((text) => text !== undefined && readDayOperand(text) !== null);
}

function checkLines(draft: Draft): readonly Issue[] {
  const { stages } = draft.parts;
  if (stages === undefined) return [];
  return (draft.parts.overlays ?? []).flatMap((overlay, index) => {
    const own = overlay.stages?.mql;
    if (own === undefined) return [];
    const place = ['overlays', index, 'stages', 'mql'];
    return lineFaults(draft, {
      entry: {
        filter: own.entry ?? stages.mql.entry,
        place: own.entry === undefined ? null : [...place, 'entry'],
      },
      exit: {
        filter: own.exit ?? stages.mql.exit,
        place: own.exit === undefined ? null : [...place, 'exit'],
      },
      points: overlay.points ?? {},
      fallback: place,
    });
  });
}
