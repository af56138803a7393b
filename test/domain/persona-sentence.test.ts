// Why a lead has its persona: the conditions of the group that matched, without what a stored reason cannot know.
import { describe, expect, it } from 'vitest';
import type { Condition, ValueType } from '#domain/agreement.ts';
import { sentence } from '#domain/explain/decision-sentences.ts';
import { agreementWith, contactIs } from '#test/support/builders.ts';
import { visible } from '#test/support/lead-stories.ts';

const inParis = contactIs('city', 'Paris');
const isBig = contactIs('size', 'big');

/** `closedate` against a day counted from today. */
function dated(type: ValueType): Condition {
  return { kind: 'property', object: 'contact', property: 'closedate', type, operator: 'LT', value: 'today' };
}

const agreement = agreementWith({
  personas: [
    { id: 'buyer', label: 'Buyer', when: { anyOf: [[isBig], [inParis, isBig]] } },
    {
      id: 'renewal',
      label: 'Renewal',
      when: { anyOf: [[isBig, dated('date')], [dated('datetime'), isBig], []] },
    },
    {
      id: 'visitor',
      label: 'Visitor',
      when: { anyOf: [[{ kind: 'signals', signal: 'pageView', operator: 'GTE', count: 2, withinDays: 7 }]] },
    },
  ],
});

describe('the sentence of a persona', () => {
  it.each([
    [
      'the group that matched',
      { id: 'buyer', group: 0 },
      'Buyer (size is “big”)',
      'Buyer (size est «~big~»)',
    ],
    [
      'all conditions of it',
      { id: 'buyer', group: 1 },
      'Buyer (city is “Paris” and size is “big”)',
      'Buyer (ville est «~Paris~» et size est «~big~»)',
    ],
    ['no cause that depends on a day', { id: 'renewal', group: 0 }, 'Renewal', 'Renewal'],
    ['no cause that depends on an instant', { id: 'renewal', group: 1 }, 'Renewal', 'Renewal'],
    ['no cause where there is none', { id: 'renewal', group: 2 }, 'Renewal', 'Renewal'],
    [
      'what was done',
      { id: 'visitor', group: 0 },
      'Visitor (at least 2 page views in the last 7 days)',
      'Visitor (au moins 2 pages vues au cours des 7 derniers jours)',
    ],
    ['no group that the agreement has no more', { id: 'buyer', group: 7 }, 'Buyer', 'Buyer'],
    ['no persona that the agreement has no more', { id: 'old-buyer', group: 0 }, 'old buyer', 'old buyer'],
  ])('tells %s', (...[, params, english, french]) => {
    const reason = { code: 'persona', params };

    expect(sentence(reason, 'en', agreement)).toBe(`Persona: ${english}.`);
    expect(visible(sentence(reason, 'fr', agreement))).toBe(`Persona~: ${french}.`);
  });

  it('tells its name alone where no agreement is at hand', () => {
    const reason = { code: 'persona', params: { id: 'buyer', group: 0 } };

    expect(sentence(reason, 'en')).toBe('Persona: buyer.');
    expect(visible(sentence(reason, 'fr'))).toBe('Persona~: buyer.');
  });
});
