// Thresholds of the score part that contradict each other: lines nobody can reach, caps below what they cap.
import { conditionsAt, type Draft } from './draft.ts';
import type { Issue } from './issue.ts';
import type { DocumentScore } from './score-schema.ts';

export function checkScore(draft: Draft): readonly Issue[] {
  const { score } = draft.parts;
  return score === undefined ? [] : [...capsBelowPoints(score), ...unreachable(draft, score)];
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

function unreachable(draft: Draft, score: DocumentScore): readonly Issue[] {
  const entry = draft.parts.stages?.mql.entry;
  const highest = {
    fit: mostFit(score),
    engagement: score.engagement.cap,
    total: mostFit(score) + score.engagement.cap,
  };
  return conditionsAt(draft, ['stages', 'mql', 'entry'], entry).flatMap(({ path, condition }) => {
    if (condition.kind !== 'score' || !condition.operator.startsWith('G')) return [];
    const most = highest[condition.part];
    const isReachable =
      condition.operator === 'GT' ? condition.milliPoints < most : condition.milliPoints <= most;
    if (isReachable) return [];
    const params = { points: condition.milliPoints / 1000, most: most / 1000 };
    return [{ path: [...path, 'value'], code: 'unreachable', params }];
  });
}

/** What a lead that meets every positive fit rule gets at most. */
function mostFit(score: DocumentScore): number {
  const sum = score.fit.rules.reduce((total, rule) => total + Math.max(0, mostOf(rule)), 0);
  return Math.min(sum, score.fit.cap);
}

/** With a cap, each list of conditions that holds gives the points. */
function mostOf({ points, cap, when }: DocumentScore['fit']['rules'][number]): number {
  return cap === undefined ? points : Math.min(cap, points * when.anyOf.length);
}
