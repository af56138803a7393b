// A HubSpot value in words, by the type of its property, in both languages.
import { describe, expect, it } from 'vitest';
import type { PropertyCondition } from '#domain/agreement.ts';
import { IN_FULL, IN_SHORT, sayList, sayValue } from '#domain/conditions/value-text.ts';
import { makeWords } from '#domain/wording.ts';
import { visible } from '#test/support/lead-stories.ts';

function asks(more: object): PropertyCondition {
  return {
    kind: 'property',
    object: 'contact',
    property: 'value',
    operator: 'EQ',
    ...more,
  };
}

describe('a value in words', () => {
  it.each<[string, object, text: string, english: string, french: string]>([
    ['a whole number', { type: 'number' }, '1200.0', '1,200', '1_200'],
    ['a number as HubSpot takes it', { type: 'number' }, '1e3', '1,000', '1_000'],
    ['all decimals of a number', { type: 'number' }, '3.14159', '3.14159', '3,14159'],
    ['a number below zero', { type: 'number' }, '-5', '−5', '−5'],
    ['what is no number', { type: 'number' }, 'many', '“many”', '«~many~»'],
    [
      'a number too large to be told exactly',
      { type: 'number' },
      '9007199254740992',
      '9007199254740992',
      '9007199254740992',
    ],
    ['a number without a type', {}, '12', '12', '12'],
    ['a text without a type', {}, '1e3', '“1e3”', '«~1e3~»'],
    ['digits that are a text', { type: 'string' }, '75001', '“75001”', '«~75001~»'],
    ['yes', { type: 'bool' }, 'TRUE', '“yes”', '«~oui~»'],
    ['no', { type: 'bool' }, 'false', '“no”', '«~non~»'],
    ['a day', { type: 'date' }, '2026-03-02', '2 March 2026', 'le 2 mars 2026'],
    ['a day in milliseconds', { type: 'date' }, '1772409600000', '2 March 2026', 'le 2 mars 2026'],
    ['what is no day', { type: 'date' }, 'soon', '“soon”', '«~soon~»'],
    [
      'an instant',
      { type: 'datetime' },
      '2026-03-02T09:05:00.000Z',
      'Monday 2 March 2026 at 09:05 UTC',
      'le lundi 2 mars 2026 à 9~h~05 UTC',
    ],
    ['what is no instant', { type: 'datetime' }, 'soon', '“soon”', '«~soon~»'],
    ['checkboxes', { type: 'multi' }, 'A;B;C', '“A”, “B” and “C”', '«~A~», «~B~» et «~C~»'],
    ['a stage', { property: 'lifecyclestage' }, 'customer', 'customer', 'client'],
    [
      'a seniority',
      { object: 'derived', property: 'seniority' },
      'vp',
      '“vice president”',
      '«~vice-président~»',
    ],
    ['a department', { object: 'derived', property: 'department' }, 'hr', '“HR”', '«~ressources humaines~»'],
    ['a country', { object: 'derived', property: 'country' }, 'DE', '“Germany”', '«~Allemagne~»'],
    ['a personal address', { object: 'derived', property: 'personalEmail' }, 'true', '“yes”', '«~oui~»'],
    [
      'a domain',
      { object: 'derived', property: 'emailDomain' },
      'nordfil.example',
      '“nordfil.example”',
      '«~nordfil.example~»',
    ],
  ])('%s', (...[, more, text, english, french]) => {
    const condition = asks(more);
    const say = (language: 'en' | 'fr'): string =>
      visible(sayValue(text, condition, { words: makeWords(language), detail: IN_FULL }));

    expect(say('en')).toBe(english);
    expect(say('fr')).toBe(french);
  });

  it('is cut where it has more than 60 letters', () => {
    const words = makeWords('en');
    const told = (letters: number): string =>
      sayValue('x'.repeat(letters), asks({ type: 'string' }), { words, detail: IN_SHORT });

    expect(told(60)).toBe(`“${'x'.repeat(60)}”`);
    expect(told(61)).toBe(`“${'x'.repeat(59)}…”`);
  });

  it.each([
    [['a', 'b', 'c'], 'a, b or c', 'a, b ou c'],
    [['a', 'b', 'c', 'd'], 'a, b, c or 1 more', 'a, b, c ou 1 autre'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c or 2 more', 'a, b, c ou 2 autres'],
  ])('among many: the first three, then how many more: %s', (items, english, french) => {
    expect(sayList(items, 'or', { words: makeWords('en'), detail: IN_SHORT })).toBe(english);
    expect(sayList(items, 'or', { words: makeWords('fr'), detail: IN_SHORT })).toBe(french);
  });
});
