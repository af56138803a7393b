// What a view remembers of a filter is never wrong at another instant, and what cannot be known is no match.
import { describe, expect, it } from 'vitest';
import type { Condition, Filter } from '#domain/agreement.ts';
import { firstMatch, type Sight } from '#domain/conditions/index.ts';
import { dayOf, subjectOf } from '#domain/conditions/subject.ts';
import { toEpochMs } from '#domain/instant.ts';
import { viewLead } from '#domain/view.ts';
import { agreementWith, contactIs, daysAfter, factsWith, signal, T0, when } from '#test/support/builders.ts';

const facts = factsWith({ contact: { size: 'big', closedate: '2026-03-02' }, signals: [signal('form', T0)] });
const form: Condition = { kind: 'signals', signal: 'form', operator: 'GTE', count: 1, withinDays: 7 };
const notToCome: Condition = {
  kind: 'property',
  object: 'contact',
  property: 'closedate',
  type: 'date',
  operator: 'GTE',
  value: 'today-3',
};

function sightAt(view: Sight['view'], now: string): Sight {
  return { view, nowMs: toEpochMs(now), stageSince: null, score: null };
}

describe('a filter asked again of the same view', () => {
  it.each<[string, Filter, number | null, number | null]>([
    ['on what stays so', when(contactIs('size', 'big')), 0, 0],
    ['on a window', when(form), 0, null],
    ['on a window beside what stays so', when(contactIs('size', 'big'), form), 0, null],
    ['on a window or else what is not so', { anyOf: [[contactIs('size', 'small')], [form]] }, 1, null],
    ['on a day counted from today', when(notToCome), 0, null],
  ])('%s', (...[, filter, soon, later]) => {
    const view = viewLead(agreementWith(), facts);

    expect(firstMatch(filter, sightAt(view, daysAfter(T0, 1)))).toBe(soon);
    expect(firstMatch(filter, sightAt(view, daysAfter(T0, 30)))).toBe(later);
  });
});

describe('points that are not known yet', () => {
  it.each<Condition>([
    { kind: 'score', part: 'total', operator: 'LT', milliPoints: 50_000 },
    { kind: 'scorePart', of: 'rule', id: 'form', parts: ['form'], operator: 'LT', milliPoints: 50_000 },
  ])('meet no condition: %o', (condition) => {
    expect(firstMatch(when(condition), sightAt(viewLead(agreementWith(), facts), T0))).toBeNull();
  });
});

describe('a plain day', () => {
  it('is that day wherever the agreement is, with or without a type', () => {
    const subject = subjectOf(viewLead(agreementWith(), facts), 'contact', 'closedate');
    const days = [undefined, 'date' as const].map((type) => dayOf(subject, type, 'America/New_York'));

    expect(days).toEqual([20_514, 20_514]);
  });
});
