// Countries and languages of leads as people write them: ISO codes in the document, in HubSpot names, codes and spellings.
import countries from 'i18n-iso-countries';
import type { Condition, Filter } from '#domain/agreement.ts';
import { complain } from './issue.ts';
import { show, textual } from './value-schema.ts';

/** Tongues in which forms, imports and enrichment write the names of countries. */
const TONGUES = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'];

/** `DE`; a name gets its code as suggestion. */
export const Country = textual((text, sink) => {
  const code = text.trim().toUpperCase();
  if (code.length !== 2 || !countries.isValid(code)) {
    const params = { value: show(text) };
    complain(sink, { code: 'badCountryCode', params, suggestion: codeOf(text.trim()) });
  }
  return code;
});

/** `fr`, as the first part of HubSpot's language codes. */
export const LeadLanguage = textual((text, sink) => {
  const code = text.trim().toLowerCase();
  if (!/^[a-z]{2}$/.test(code)) {
    const short = /^[a-z]{2}(?=[-_])/.exec(code)?.[0];
    complain(sink, { code: 'badLanguageCode', params: { value: show(text) }, suggestion: short });
  }
  return code;
});

/** The contact's country code, else its country, else that of its company. */
export function inCountries(codes: readonly string[]): Filter {
  const names = [...codes, ...codes.flatMap(namesOf)];
  const code: Condition = contact('hs_country_region_code', 'NOT_HAS_PROPERTY');
  return {
    anyOf: [
      [{ ...contact('hs_country_region_code', 'IN'), values: [...codes] }],
      [code, { ...contact('country', 'IN'), values: names }],
      [
        code,
        contact('country', 'NOT_HAS_PROPERTY'),
        { kind: 'property', object: 'company', property: 'country', operator: 'IN', values: names },
      ],
    ],
  };
}

/** HubSpot's `hs_language` is a language alone or with a country: `de`, `de-at`. */
export function inLanguages(codes: readonly string[]): Filter {
  const regions = Object.keys(countries.getAlpha2Codes()).map((country) => country.toLowerCase());
  const values = codes.flatMap((code) => [code, ...regions.map((region) => `${code}-${region}`)]);
  return { anyOf: [[{ ...contact('hs_language', 'IN'), values }]] };
}

/** Filters that must all match, as one. */
export function allOf(filters: readonly Filter[]): Filter | null {
  const [first, ...others] = filters;
  if (first === undefined) return null;
  return others.reduce(
    (left, right) => ({ anyOf: left.anyOf.flatMap((a) => right.anyOf.map((b) => [...a, ...b])) }),
    first,
  );
}

function contact(property: string, operator: 'IN' | 'NOT_HAS_PROPERTY') {
  return { kind: 'property', object: 'contact', property, operator } as const;
}

function namesOf(code: string): readonly string[] {
  const names = TONGUES.flatMap((tongue) => countries.getName(code, tongue, { select: 'all' }) ?? []);
  return [...new Set(names)].toSorted();
}

function codeOf(name: string): string | undefined {
  const found = TONGUES.map((tongue) => countries.getAlpha2Code(name, tongue));
  return found.find((code) => code !== undefined);
}
