// The line of an MQL as a number of points: only where the entry has one, whichever of its alternatives is met.
import { describe, expect, it } from 'vitest';
import type { Condition, Filter, ScoreCondition } from '#domain/agreement.ts';
import { neededPoints } from '#domain/explain/score-line.ts';
import { agreementWith, contactIs } from '#test/support/builders.ts';

function score(
  operator: ScoreCondition['operator'],
  points: number,
  part: 'total' | 'fit' = 'total',
): Condition {
  return { kind: 'score', part, operator, milliPoints: points * 1000 };
}

const isBig = contactIs('size', 'big');

describe('the points that an MQL needs', () => {
  it.each<[string, Filter['anyOf'], string | null]>([
    ['at least so many', [[score('GTE', 50)]], 'total 50000'],
    ['more than so many: a thousandth more', [[score('GT', 50, 'fit')]], 'fit 50001'],
    ['beside what is no score', [[isBig, score('GTE', 50)]], 'total 50000'],
    [
      'the lowest of alternatives',
      [[score('GTE', 50)], [score('GTE', 30)], [score('GTE', 40)]],
      'total 30000',
    ],
    ['the lowest, also when it comes first', [[score('GTE', 30)], [score('GTE', 50)]], 'total 30000'],
    ['none without an entry', [], null],
    ['none where everybody enters', [[]], null],
    ['none where the score is not asked for', [[isBig]], null],
    ['none where it must be below', [[score('LT', 50)]], null],
    ['none where one alternative asks for no score', [[score('GTE', 50)], [isBig]], null],
    [
      'none where the alternatives ask for other parts',
      [[score('GTE', 50)], [score('GTE', 20, 'fit')]],
      null,
    ],
    ['none where two numbers must be met', [[score('GTE', 50), score('GTE', 20, 'fit')]], null],
    [
      'none where points of one rule are asked for',
      [[{ kind: 'scorePart', of: 'rule', id: 'form', parts: ['form'], operator: 'GTE', milliPoints: 1 }]],
      null,
    ],
  ])('%s', (...[, anyOf, line]) => {
    const needed = neededPoints(agreementWith({ stages: { mqlEntry: { anyOf } } }));

    expect(needed === null ? null : `${needed.part} ${needed.milliPoints}`).toBe(line);
  });
});
