// Countries as ISO 3166-1 alpha-2. Names and codes are the data files of i18n-iso-countries; its code keeps a registry that
// anybody may change, so it is not used.
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' };
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' };
import french from 'i18n-iso-countries/langs/fr.json' with { type: 'json' };
import { COUNTRY_ALIASES } from './country-aliases.ts';
import { isPlaceholder } from './placeholder.ts';
import { foldText } from './text.ts';

const MAX_LENGTH = 100;

/** Two countries are called so, and the data files name one of them. */
const AMBIGUOUS: readonly string[] = ['congo'];

const NAMED: readonly (readonly [string, string])[] = [
  ...namesIn(english.countries),
  ...namesIn(french.countries),
  ...codes.flatMap(([two = '', three = '']) => [
    [foldText(two), two] as const,
    [foldText(three), two] as const,
  ]),
  ...Object.entries(COUNTRY_ALIASES).flatMap(([code, names]) =>
    names.split('|').map((name) => [foldText(name), code] as const),
  ),
];
const BY_NAME: ReadonlyMap<string, string> = new Map(NAMED.filter(([name]) => !AMBIGUOUS.includes(name)));

/** `france`, `FRA`, `Allemagne`, `U.K.` → `FR`, `FR`, `DE`, `GB`; '' when unknown: a guess would route a lead to the wrong desk. */
export function normalizeCountry(text: string): string {
  if (text.length > MAX_LENGTH) return '';
  const name = foldText(text);
  return (
    BY_NAME.get(name) ?? BY_NAME.get(foldText(text.replaceAll(/\([^()]*\)/g, ' '))) ?? shortened(text, name)
  );
}

const NAMES: Readonly<Record<'en' | 'fr', Readonly<Record<string, string | readonly string[]>>>> = {
  en: english.countries,
  fr: french.countries,
};

/** What a country is called, by its code; the code itself where it is none. */
export function nameCountry(code: string, language: 'en' | 'fr'): string {
  const names = NAMES[language][code.toUpperCase()];
  return [names].flat()[0] ?? code;
}

/** `la France`, `the Netherlands`, and `U.K.`; but neither `N/A` nor `N.A.` is Namibia. */
function shortened(text: string, name: string): string {
  const bare = BY_NAME.get(name.replace(/^(?:the|la|le|les|l) /, ''));
  if (bare !== undefined) return bare;
  const isAbbreviated = /^\s*(?:\p{L}\.\s*)+\p{L}\.?\s*$/u.test(text);
  return isAbbreviated && !isPlaceholder(text) ? (BY_NAME.get(name.replaceAll(' ', '')) ?? '') : '';
}

function namesIn(
  countries: Readonly<Record<string, string | readonly string[]>>,
): (readonly [string, string])[] {
  return Object.entries(countries).flatMap(([code, names]) =>
    [names].flat().map((name) => [foldText(name), code] as const),
  );
}
