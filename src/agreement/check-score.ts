// Caps of the score part below what they cap.
import type { Draft } from './draft.ts';
import type { Issue } from './issue.ts';
import type { DocumentScore } from './score-schema.ts';

export function checkScore(draft: Draft): readonly Issue[] {
  const { score } = draft.parts;
  return score === undefined ? [] : capsBelowPoints(score);
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
