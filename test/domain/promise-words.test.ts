// What a rep is asked to do next, and where the agreement says so.
import { describe, expect, it } from 'vitest';
import { placeOf } from '#domain/agreement-sales.ts';
import { nextStepOf } from '#domain/promise-words.ts';
import { clausesWith } from '#test/support/builders.ts';

describe('the next step of a rep', () => {
  it.each([
    ['attempt', 5, 'Make 5 attempts or reach the lead', 'Faire 5 tentatives ou joindre le lead'],
    ['contact', 2, 'Make 2 contacts', 'Faire 2 contacts'],
  ] as const)('of so many touches that each count as %s', (...[counts, count, english, french]) => {
    const step = { clause: 'firstTouch', tries: { counts, count } } as const;

    expect([nextStepOf(step, 'en'), nextStepOf(step, 'fr')]).toEqual([english, french]);
  });
});

it('a promise of sales stands in a place of its own, one of the agreement’s own by its name', () => {
  const within = { unit: 'workingHours', amount: 1 } as const;
  const clauses = clausesWith({}, [{ id: 'hot', start: 'assignment', within }]);

  expect(clauses.map(placeOf)).toEqual(['acceptWithin', 'firstTouchWithin', 'feedbackWithin', 'clauses.hot']);
});
