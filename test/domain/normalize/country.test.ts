// Countries as people and forms write them.
import { describe, expect, it } from 'vitest';
import { nameCountry, normalizeCountry } from '#domain/normalize/country.ts';

const KNOWN: readonly [written: string, code: string][] = [
  ['France', 'FR'],
  ['FRANCE', 'FR'],
  [' france ', 'FR'],
  ['FR', 'FR'],
  ['fra', 'FR'],
  ['Frnace', 'FR'],
  ['La France', 'FR'],
  ['France métropolitaine', 'FR'],
  ['France (FR)', 'FR'],
  ['Allemagne', 'DE'],
  ['Alemagne', 'DE'],
  ['Germany', 'DE'],
  ['Deutschland', 'DE'],
  ['Belgique', 'BE'],
  ['Belgium', 'BE'],
  ['België', 'BE'],
  ['Suisse', 'CH'],
  ['Switzerland', 'CH'],
  ['Schweiz', 'CH'],
  ['Luxembourg', 'LU'],
  ['Royaume-Uni', 'GB'],
  ['royaume uni', 'GB'],
  ['United Kingdom', 'GB'],
  ['UK', 'GB'],
  ['U.K.', 'GB'],
  ['England', 'GB'],
  ['Grande-Bretagne', 'GB'],
  ['États-Unis', 'US'],
  ['Etats Unis', 'US'],
  ['United States', 'US'],
  ['United States of America', 'US'],
  ['USA', 'US'],
  ['U.S.A.', 'US'],
  ['Pays-Bas', 'NL'],
  ['The Netherlands', 'NL'],
  ['Holland', 'NL'],
  ['Espagne', 'ES'],
  ['Spain', 'ES'],
  ['Italie', 'IT'],
  ['Irlande', 'IE'],
  ['Ireland', 'IE'],
  ['Côte d’Ivoire', 'CI'],
  ["Cote d'Ivoire", 'CI'],
  ['Ivory Coast', 'CI'],
  ['Maroc', 'MA'],
  ['Tunisie', 'TN'],
  ['Algerie', 'DZ'],
  ['Sénégal', 'SN'],
  ['République tchèque', 'CZ'],
  ['Czechia', 'CZ'],
  ['Corée du Sud', 'KR'],
  ['South Korea', 'KR'],
  ['Russie', 'RU'],
  ['Turquie', 'TR'],
  ['Viet Nam', 'VN'],
  ['Autriche', 'AT'],
  ['Australie', 'AU'],
  ['Niger', 'NE'],
  ['Nigeria', 'NG'],
  ['Kosovo', 'XK'],
  ['Le Maroc', 'MA'],
  ['Les Pays-Bas', 'NL'],
  ['l’Allemagne', 'DE'],
  ['République (démocratique) du Congo', 'CD'],
  ['u. k', 'GB'],
  [' U. S. A. ', 'US'],
  ['France'.padEnd(100), 'FR'],
];

describe('a country (R57)', () => {
  it.each(KNOWN)('“%s” is %s', (written, code) => {
    expect(normalizeCountry(written)).toBe(code);
  });

  it.each([
    '',
    'Europe',
    'Paris',
    'Select',
    'N/A',
    '-',
    '75',
    'Françoise',
    'Atlantis',
    'Bretagne',
    'ZZ',
    'EMEA',
    'U K',
    'U.K.x',
    'x U.K.',
    'N.A.',
    'n.c.',
    's.o.',
    'France'.padEnd(101),
  ])('“%s” stays unknown rather than being guessed', (written) => {
    expect(normalizeCountry(written)).toBe('');
  });
});

it.each([
  ['DE', 'Germany', 'Allemagne'],
  ['us', 'United States of America', "États-Unis d'Amérique"],
  ['xx', 'xx', 'xx'],
])('%s is called %s, and %s in French', (code, english, french) => {
  expect([nameCountry(code, 'en'), nameCountry(code, 'fr')]).toEqual([english, french]);
});
