// What the contract says of a filter: every value, every condition, in both languages, with the same words as explanations.
import { describe, expect, it } from 'vitest';
import type { Condition, Filter } from '#domain/agreement.ts';
import { askCondition } from '#domain/conditions/condition-text.ts';
import { askFilter } from '#domain/conditions/filter-text.ts';
import { IN_SHORT } from '#domain/conditions/value-text.ts';
import { makeWords } from '#domain/wording.ts';

/** `contact.jobtitle` */
function property(path: string, operator: string, more: object = {}): Condition {
  const [object, name] = path.split('.');
  return { kind: 'property', object, property: name, operator, ...more } as Condition;
}

function told(filter: Filter, language: 'en' | 'fr'): string {
  return askFilter(filter, makeWords(language)).replaceAll(/[\u00a0\u202f]/g, '_');
}

const DOMAINS = Array.from({ length: 40 }, (_, index) => `domain-${index}.example`);

describe('a filter in words', () => {
  it.each<[string, Filter['anyOf'], string, string]>([
    ['nobody', [], 'never', 'jamais'],
    ['everybody', [[]], 'always', 'toujours'],
    [
      'alternatives of one property become a list',
      [
        [property('contact.jobtitle', 'CONTAINS_TOKEN', { value: 'cfo' })],
        [property('contact.jobtitle', 'CONTAINS_TOKEN', { value: 'direct*' })],
        [property('contact.city', 'HAS_PROPERTY'), property('company.name', 'NOT_HAS_PROPERTY')],
      ],
      'job title contains “cfo” or a word beginning with “direct”; or city is known and name of the company is unknown',
      'fonction contient «_cfo_» ou un mot commençant par «_direct_»_; ou ville n’est pas vide et nom de l’entreprise est vide',
    ],
    [
      'EQ beside IN is one list',
      [
        [property('derived.seniority', 'EQ', { value: 'vp' })],
        [property('derived.seniority', 'IN', { values: ['director', 'entry'] })],
      ],
      'seniority is one of “vice president”, “director” or “entry level”',
      'niveau hiérarchique est parmi «_vice-président_», «_directeur_» et «_débutant_»',
    ],
    [
      'negatives say that they ask for a value',
      [
        [
          property('contact.jobtitle', 'NOT_CONTAINS_TOKEN', { value: 'junior*' }),
          property('derived.country', 'NOT_IN', { values: ['FR', 'DE'] }),
          property('contact.hs_buying_role', 'NEQ', { type: 'multi', value: 'CHAMPION' }),
        ],
      ],
      'job title has a value without a word beginning with “junior” and country has a value other than “France” or “Germany” and buying role has a value without “CHAMPION”',
      'fonction a une valeur sans mot commençant par «_junior_» et pays a une valeur autre que «_France_» ou «_Allemagne_» et rôle d’achat a une valeur sans «_CHAMPION_»',
    ],
    [
      'what a signal must contain is said',
      [
        [
          {
            kind: 'signals',
            signal: 'pageView',
            detailContains: 'tarif',
            operator: 'GTE',
            count: 2,
            withinDays: 30,
          },
        ],
      ],
      'at least 2 page views containing “tarif” in the last 30 days',
      'au moins 2 pages vues contenant «_tarif_» au cours des 30 derniers jours',
    ],
    [
      'days counted from today stay so',
      [[property('contact.createdate', 'GTE', { type: 'datetime', value: 'today-90' })]],
      'creation date is not before today − 90 days',
      'date de création est au plus tôt aujourd’hui − 90 jours',
    ],
    [
      'points are not rounded',
      [[{ kind: 'score', part: 'fit', operator: 'LT', milliPoints: 20_125 }]],
      'fit is below 20.125 points',
      'le profil n’atteint pas 20,125 points',
    ],
  ])('%s', (...[, anyOf, english, french]) => {
    expect(told({ anyOf }, 'en')).toBe(english);
    expect(told({ anyOf }, 'fr')).toBe(french);
  });

  it.each(['en', 'fr'] as const)(
    'shows every value of a list in the contract, and the first ones elsewhere: %s',
    (language) => {
      const condition = property('derived.emailDomain', 'IN', { values: DOMAINS });
      const words = makeWords(language);

      const full = askFilter({ anyOf: [[condition]] }, words);
      const short = askCondition(condition, { words, detail: IN_SHORT });

      expect(DOMAINS.filter((domain) => !full.includes(domain))).toEqual([]);
      expect(DOMAINS.filter((domain) => short.includes(domain))).toEqual(DOMAINS.slice(0, 3));
      expect(short).toContain(language === 'fr' ? 'et 37 autres' : 'or 37 more');
    },
  );

  it('shows a long value whole in the contract', () => {
    const condition = property('contact.message', 'EQ', { type: 'string', value: 'x'.repeat(200) });

    expect(told({ anyOf: [[condition]] }, 'en')).toContain('x'.repeat(200));
  });
});

describe('alternatives of a filter', () => {
  const city = (operator: string, more: object = {}, object = 'contact'): Condition[] => [
    property(`${object}.city`, operator, more),
  ];

  it.each<[string, Condition[][], string]>([
    [
      'of one property become one list, wherever they stand',
      [city('EQ', { value: 'Paris' }), city('NOT_HAS_PROPERTY'), city('EQ', { value: 'Lyon' })],
      'city is one of “Paris” or “Lyon”; or city is unknown',
    ],
    [
      'of three become one list too',
      [city('EQ', { value: 'A' }), city('IN', { values: ['B', 'C'] }), city('EQ', { value: 'D' })],
      'city is one of “A”, “B”, “C” or “D”',
    ],
    [
      'that ask in different ways stay apart',
      [city('EQ', { value: 'Paris' }), city('CONTAINS_TOKEN', { value: 'Lyon' })],
      'city is “Paris”; or city contains “Lyon”',
    ],
    [
      'that exclude stay apart: one of them is enough',
      [city('NEQ', { value: 'Paris' }), city('NEQ', { value: 'Lyon' })],
      'city has a value other than “Paris”; or city has a value other than “Lyon”',
    ],
    [
      'of contact and company stay apart',
      [city('EQ', { value: 'Paris' }), city('EQ', { value: 'Paris' }, 'company')],
      'city is “Paris”; or city of the company is “Paris”',
    ],
    [
      'of several conditions stay apart',
      [
        city('EQ', { value: 'Paris' }),
        [...city('EQ', { value: 'Lyon' }), property('contact.state', 'HAS_PROPERTY')],
      ],
      'city is “Paris”; or city is “Lyon” and region is known',
    ],
    ['without a value add none', [city('EQ'), city('EQ', { value: 'Lyon' })], 'city is “Lyon”'],
    [
      'that are no property stay apart',
      [[{ kind: 'stageAge', operator: 'GTE', days: 2 }], [{ kind: 'stageAge', operator: 'GTE', days: 3 }]],
      'in its stage for at least 2 days; or in its stage for at least 3 days',
    ],
    ['keep their own spaces', [city('EQ', { value: 'Paris : 5e' })], 'city is “Paris : 5e”'],
    ['with everybody among them', [city('EQ', { value: 'Paris' }), []], 'city is “Paris”; or always'],
  ])('%s', (...[, anyOf, english]) => {
    expect(told({ anyOf }, 'en')).toBe(english);
  });
});
