// The rules of the score: caps below what they cap, and numbers that multiply points.
import type { Condition, FactRef } from '#domain/agreement.ts';
import { OURS } from './check-fields.ts';
import type { Draft } from './draft.ts';
import type { Issue } from './issue.ts';
import { type DocumentScore, factOf } from './score-schema.ts';

export function checkScore(draft: Draft): readonly Issue[] {
  const { score } = draft.parts;
  return score === undefined ? [] : [...capsBelowPoints(score), ...numbersNotAsked(score)];
}

function capsBelowPoints(score: DocumentScore): readonly Issue[] {
  return (['fit', 'engagement'] as const).flatMap((dimension) =>
    score[dimension].rules.flatMap((rule, index) => {
      if (rule.cap === undefined || rule.cap >= Math.abs(rule.points)) return [];
      const params = { cap: rule.cap / 1000, points: rule.points / 1000 };
      return [{ path: ['score', dimension, 'rules', index, 'cap'], code: 'capBelowPoints', params }];
    }),
  );
}

/** What a condition asks for as a number is read, polled and checked against the account as one. */
function numbersNotAsked({ fit }: DocumentScore): readonly Issue[] {
  return fit.rules.flatMap(({ per, cap, when }, index) => {
    if (per === undefined) return [];
    const path = ['score', 'fit', 'rules', index, 'per'];
    const fact = factOf(per);
    if (OURS.test(fact.property)) return [{ path, code: 'perOurs', params: { property: fact.property } }];
    const isAsked = when.anyOf.flat().some((condition) => isNumberOf(condition, fact));
    return [
      ...(cap === undefined ? [{ path, code: 'perWithoutCap', params: {} }] : []),
      ...(isAsked ? [] : [{ path, code: 'perNotAsked', params: { property: fact.property } }]),
    ];
  });
}

function isNumberOf(condition: Condition, { object, property }: FactRef): boolean {
  if (condition.kind !== 'property' || condition.object !== object) return false;
  return condition.property === property && (condition.type ?? 'number') === 'number';
}
