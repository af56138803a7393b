// A HubSpot value as people read it: numbers, days, stages and countries by their name, other texts in quotes.
import type { PropertyCondition } from '#domain/agreement.ts';
import { fromEpochMs } from '#domain/instant.ts';
import { nameJobValue } from '#domain/job-title/taxonomy-labels.ts';
import { nameCountry } from '#domain/normalize/country.ts';
import { join, LINKS, quote } from '#domain/typography.ts';
import type { Language, Words } from '#domain/wording.ts';
import { readDay, readInstant, readLookedNumber, readNumber } from './subject.ts';

/** How much is told of many or long values. */
export interface Detail {
  readonly maxValues: number;
  readonly maxLetters: number;
}

/** The contract and what changes in it: everything. */
export const IN_FULL: Detail = { maxValues: Number.POSITIVE_INFINITY, maxLetters: Number.POSITIVE_INFINITY };
/** What is said of one lead: the first values, long ones cut; the contract has the rest. */
export const IN_SHORT: Detail = { maxValues: 3, maxLetters: 60 };

/** In which words, and how much. */
export interface Manner {
  readonly words: Words;
  readonly detail: Detail;
}

/** `“Directrice adjointe”`, `1,200`, `3 March 2026`, `“yes”`. */
export function sayValue(text: string, condition: PropertyCondition, manner: Manner): string {
  const { words, detail } = manner;
  if (condition.property === 'lifecyclestage') return words.stage(text);
  if (condition.object === 'derived') return sayDerived(text, condition, manner);
  switch (condition.type) {
    case 'bool':
      return sayBool(text, words.language);
    case 'number':
      return sayNumber(text, readNumber(text), manner);
    case undefined:
      return sayNumber(text, readLookedNumber(text), manner);
    case 'date':
      return sayDate(text, manner);
    case 'datetime':
      return sayInstant(text, manner);
    case 'multi': {
      const choices = text.split(';').map((choice) => quoteIn(choice, manner));
      return sayList(choices, 'and', { words, detail });
    }
    default:
      return quoteIn(text, manner);
  }
}

/** Those that are told, then how many more. */
export function sayList(items: readonly string[], by: 'and' | 'or', { words, detail }: Manner): string {
  const { language } = words;
  const shown = items.slice(0, detail.maxValues);
  const rest = items.length - shown.length;
  if (rest === 0) return join(shown, language, by);
  const more = language === 'fr' ? `${rest} ${rest === 1 ? 'autre' : 'autres'}` : `${rest} more`;
  return `${shown.join(', ')} ${LINKS[language][by]} ${more}`;
}

/** In quotation marks, cut where it is long. */
export function quoteIn(text: string, { words, detail }: Manner): string {
  const { maxLetters } = detail;
  return quote(text.length > maxLetters ? `${text.slice(0, maxLetters - 1)}…` : text, words.language);
}

/** `3 March 2026`, `le 3 mars 2026`; days since 1970-01-01. */
export function sayDay(day: number, words: Words): string {
  return words.language === 'fr' ? `le ${words.day(day)}` : words.day(day);
}

function sayDerived(text: string, { property }: PropertyCondition, manner: Manner): string {
  const { language } = manner.words;
  switch (property) {
    case 'seniority':
    case 'department':
      return quoteIn(nameJobValue(text, language), manner);
    case 'country':
      return quoteIn(nameCountry(text, language), manner);
    case 'personalEmail':
      return sayBool(text, language);
    default:
      return quoteIn(text, manner);
  }
}

function sayBool(text: string, language: Language): string {
  const isTrue = text.toLowerCase() === 'true';
  return quote(language === 'fr' ? (isTrue ? 'oui' : 'non') : isTrue ? 'yes' : 'no', language);
}

/** Points and numbers are written alike, but numbers keep all their decimals. */
function sayNumber(text: string, number: number, manner: Manner): string {
  const { words } = manner;
  if (Number.isNaN(number)) return quoteIn(text, manner);
  const isWhole = Number.isInteger(number) && Math.abs(number) < Number.MAX_SAFE_INTEGER / 1000;
  if (isWhole) return words.points(number * 1000);
  return words.language === 'fr' ? text.replace('.', ',') : text;
}

function sayDate(text: string, manner: Manner): string {
  const day = readDay(text);
  return Number.isNaN(day) ? quoteIn(text, manner) : sayDay(day, manner.words);
}

function sayInstant(text: string, manner: Manner): string {
  const { words } = manner;
  const at = readInstant(text);
  if (Number.isNaN(at)) return quoteIn(text, manner);
  const instant = words.instant(fromEpochMs(at));
  return words.language === 'fr' ? `le ${instant}` : instant;
}
