// What a condition asks, one row for each way of saying it, in both languages.
import { describe, expect, it } from 'vitest';
import type { Condition, CountOperator, PropertyCondition } from '#domain/agreement.ts';
import { askCondition } from '#domain/conditions/condition-text.ts';
import { IN_FULL, IN_SHORT } from '#domain/conditions/value-text.ts';
import { viewLead } from '#domain/view.ts';
import { makeWords } from '#domain/wording.ts';
import { agreementWith, factsWith } from '#test/support/builders.ts';
import { visible } from '#test/support/lead-stories.ts';

function property(name: string, operator: string, more: object = {}): PropertyCondition {
  return { kind: 'property', object: 'contact', property: name, operator, ...more } as PropertyCondition;
}

function asked(condition: Condition, language: 'en' | 'fr', detail = IN_FULL): string {
  return visible(askCondition(condition, { words: makeWords(language), detail }));
}

describe('what is asked of a property', () => {
  it.each<[string, PropertyCondition, string, string]>([
    [
      'one of one is that one',
      property('city', 'IN', { type: 'string', values: ['Paris'] }),
      'city is “Paris”',
      'ville est «~Paris~»',
    ],
    [
      'none of one is another than that one',
      property('city', 'NOT_IN', { type: 'string', values: ['Paris'] }),
      'city has a value other than “Paris”',
      'ville a une valeur autre que «~Paris~»',
    ],
    [
      'one checkbox of one',
      property('hs_buying_role', 'IN', { type: 'multi', values: ['CHAMPION'] }),
      'buying role includes “CHAMPION”',
      'rôle d’achat comprend «~CHAMPION~»',
    ],
    [
      'one of several checkboxes',
      property('hs_buying_role', 'IN', { type: 'multi', values: ['CHAMPION', 'BUYER'] }),
      'buying role includes one of “CHAMPION” or “BUYER”',
      'rôle d’achat comprend l’un de «~CHAMPION~» et «~BUYER~»',
    ],
    [
      'checkboxes that are known',
      property('hs_buying_role', 'HAS_PROPERTY', { type: 'multi' }),
      'buying role is known',
      'rôle d’achat n’est pas vide',
    ],
    [
      'a word',
      property('jobtitle', 'CONTAINS_TOKEN', { value: 'director' }),
      'job title contains “director”',
      'fonction contient «~director~»',
    ],
    [
      'a star alone begins no word',
      property('jobtitle', 'CONTAINS_TOKEN', { value: '*' }),
      'job title contains “*”',
      'fonction contient «~*~»',
    ],
    [
      'a star inside a word ends none',
      property('jobtitle', 'CONTAINS_TOKEN', { value: 'di*r' }),
      'job title contains “di*r”',
      'fonction contient «~di*r~»',
    ],
    [
      'two stars begin no word',
      property('jobtitle', 'CONTAINS_TOKEN', { value: 'd*r*' }),
      'job title contains “d*r*”',
      'fonction contient «~d*r*~»',
    ],
    [
      'several words are no beginning of one',
      property('jobtitle', 'NOT_CONTAINS_TOKEN', { value: 'vice pres*' }),
      'job title has a value without “vice pres*”',
      'fonction a une valeur sans «~vice pres*~»',
    ],
    [
      'words without which a value must be',
      property('jobtitle', 'NOT_CONTAINS_TOKEN', { values: ['junior', 'intern*'] }),
      'job title has a value without “junior” or a word beginning with “intern”',
      'fonction a une valeur sans «~junior~» ou mot commençant par «~intern~»',
    ],
    [
      'a day',
      property('closedate', 'GT', { type: 'date', value: '2026-03-01' }),
      'close date is after 1 March 2026',
      'date de clôture est après le 1er mars 2026',
    ],
    [
      'between two days, one of them counted from today',
      property('closedate', 'BETWEEN', { type: 'date', value: 'today', highValue: 'today+30' }),
      'close date is between today and today + 30 days',
      'date de clôture est entre aujourd’hui et aujourd’hui + 30 jours',
    ],
    [
      'yesterday',
      property('closedate', 'LTE', { type: 'datetime', value: 'today-1' }),
      'close date is not after today − 1 day',
      'date de clôture est au plus tard aujourd’hui − 1 jour',
    ],
    [
      'an instant',
      property('closedate', 'LT', { type: 'datetime', value: '2026-03-01T09:05:00.000Z' }),
      'close date is before Sunday 1 March 2026 at 09:05 UTC',
      'date de clôture est avant le dimanche 1er mars 2026 à 9~h~05 UTC',
    ],
    [
      'a text that only looks like a day counted from today',
      property('message', 'EQ', { type: 'string', value: 'today' }),
      'message is “today”',
      'message est «~today~»',
    ],
    ['no value at all', property('city', 'EQ', { type: 'string' }), 'city is “”', 'ville est «~~»'],
    [
      'a field of the company',
      property('industry', 'EQ', { object: 'company', type: 'enumeration', value: 'INSURANCE' }),
      'industry of the company is “INSURANCE”',
      'secteur de l’entreprise est «~INSURANCE~»',
    ],
    [
      'what Accord works out itself',
      property('emailDomain', 'NEQ', { object: 'derived', value: 'gmail.com' }),
      'e-mail domain has a value other than “gmail.com”',
      'domaine de l’e-mail a une valeur autre que «~gmail.com~»',
    ],
  ])('%s', (...[, condition, english, french]) => {
    expect(asked(condition, 'en')).toBe(english);
    expect(asked(condition, 'fr')).toBe(french);
  });
});

describe('what is counted', () => {
  it.each<[CountOperator, number, string, string]>([
    ['EQ', 0, 'no meeting', 'aucun rendez-vous'],
    ['LTE', 0, 'no meeting', 'aucun rendez-vous'],
    ['LT', 1, 'no meeting', 'aucun rendez-vous'],
    ['LT', 0, 'fewer than 0 meetings', 'moins de 0 rendez-vous'],
    ['GT', 0, 'more than 0 meetings', 'plus de 0 rendez-vous'],
    ['GTE', 0, 'at least 0 meetings', 'au moins 0 rendez-vous'],
    ['EQ', 1, 'exactly 1 meeting', 'exactement 1 rendez-vous'],
    ['LTE', 1, 'at most 1 meeting', 'au plus 1 rendez-vous'],
    ['LT', 2, 'fewer than 2 meetings', 'moins de 2 rendez-vous'],
    ['GTE', 1200, 'at least 1,200 meetings', 'au moins 1_200 rendez-vous'],
  ])('meetings, %s %i', (...[operator, count, english, french]) => {
    const condition = { kind: 'signals', signal: 'meeting', operator, count, withinDays: 7 } as const;

    expect(asked(condition, 'en')).toBe(`${english} in the last 7 days`);
    expect(asked(condition, 'fr')).toBe(`${french} au cours des 7 derniers jours`);
  });

  it.each<[string, Condition, string, string]>([
    [
      'deals whenever',
      { kind: 'deals', status: 'lost', operator: 'GTE', count: 1 },
      'at least 1 deal lost',
      'au moins 1 transaction perdue',
    ],
    [
      'deals of one day',
      { kind: 'deals', status: 'any', operator: 'EQ', count: 0, withinDays: 1 },
      'no deal in the last 24 hours',
      'aucune transaction au cours des dernières 24 heures',
    ],
    [
      'points of a rule, by its id where no label is known',
      { kind: 'scorePart', of: 'rule', id: 'form-demo', parts: [], operator: 'GTE', milliPoints: 1_000 },
      'the rule “form demo” gives at least 1 point',
      'la règle «~form demo~» donne au moins 1 point',
    ],
    [
      'points of a group',
      { kind: 'scorePart', of: 'group', id: 'hand-raise', parts: [], operator: 'GT', milliPoints: 20_500 },
      'the group “hand-raise” gives more than 20.5 points',
      'le groupe «~hand-raise~» donne plus de 20,5 points',
    ],
    [
      'points of engagement',
      { kind: 'score', part: 'engagement', operator: 'GT', milliPoints: 1_234_500 },
      'engagement is above 1,234.5 points',
      'l’engagement dépasse 1_234,5 points',
    ],
    [
      'days in a stage',
      { kind: 'stageAge', operator: 'LT', days: 1 },
      'in its stage for less than 1 day',
      'au même stade depuis moins de 1 jour',
    ],
    [
      'a list',
      { kind: 'list', list: 'Competitors', operator: 'MEMBER' },
      'in the list “Competitors”',
      'dans la liste «~Competitors~»',
    ],
    [
      'a list that must not be',
      { kind: 'list', list: 'Competitors', operator: 'NOT_MEMBER' },
      'not in the list “Competitors”',
      'hors de la liste «~Competitors~»',
    ],
    [
      'days since',
      { kind: 'daysSince', object: 'company', property: 'closedate', operator: 'EQ', days: 0 },
      'close date of the company is exactly 0 days ago',
      'date de clôture de l’entreprise remonte à exactement 0 jour',
    ],
  ])('%s', (...[, condition, english, french]) => {
    expect(asked(condition, 'en')).toBe(english);
    expect(asked(condition, 'fr')).toBe(french);
  });

  it.each<[CountOperator, string, string]>([
    ['EQ', 'exactly 30 days', 'exactement 30 jours'],
    ['LT', 'more than 30 days', 'plus de 30 jours'],
    ['LTE', 'at least 30 days', 'au moins 30 jours'],
    ['GT', 'less than 30 days', 'moins de 30 jours'],
    ['GTE', 'at most 30 days', 'au plus 30 jours'],
  ])('minus 30 days since, %s, is 30 days to come', (operator, english, french) => {
    const condition: Condition = {
      kind: 'daysSince',
      object: 'contact',
      property: 'closedate',
      operator,
      days: -30,
    };

    expect(asked(condition, 'en')).toBe(`close date is in ${english}`);
    expect(asked(condition, 'fr')).toBe(`date de clôture arrive dans ${french}`);
  });
});

describe('days counted from today', () => {
  it('are said as the day they are in the agreement’s zone where an instant is looked at', () => {
    const view = viewLead(agreementWith(), factsWith());
    // Half past midnight in Paris.
    const sight = { view, nowMs: Date.parse('2026-02-28T23:30:00.000Z'), stageSince: null, score: null };
    const told = (value: string, language: 'en' | 'fr'): string => {
      const condition = property('closedate', 'LT', { type: 'date', value });
      return visible(askCondition(condition, { words: makeWords(language), detail: IN_SHORT }, sight));
    };

    expect(told('today', 'en')).toBe('close date is before 1 March 2026 (today)');
    expect(told('today+2', 'en')).toBe('close date is before 3 March 2026 (today + 2 days)');
    expect(told('today-1', 'fr')).toBe('date de clôture est avant le 28 février 2026 (aujourd’hui − 1 jour)');
  });
});
