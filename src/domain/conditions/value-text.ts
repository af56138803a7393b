// A HubSpot value as people read it: numbers, days, stages by their name, other texts in quotes and never long.
import type { PropertyCondition } from '#domain/agreement.ts';
import { fromEpochMs } from '#domain/instant.ts';
import { nameJobValue } from '#domain/job-title/taxonomy-labels.ts';
import type { Words } from '#domain/wording.ts';
import { readDay, readInstant, readLookedNumber, readNumber } from './subject.ts';

/** Read from the job title: their values have names. */
const JOB_FACTS: readonly string[] = ['seniority', 'department'];
/** Longer texts are cut: the record has the rest. */
const MAX_TEXT = 60;

/** `“Directrice adjointe”`, `1,200`, `3 March 2026`, `yes`. */
export function sayValue(text: string, condition: PropertyCondition, words: Words): string {
  if (condition.property === 'lifecyclestage') return words.stage(text);
  if (condition.object === 'derived' && JOB_FACTS.includes(condition.property))
    return quote(nameJobValue(text, words.language), words);
  switch (condition.type) {
    case 'bool':
      return sayBool(text, words);
    case 'number':
      return sayNumber(text, readNumber(text), words);
    case undefined:
      return sayNumber(text, readLookedNumber(text), words);
    case 'date':
      return sayDay(text, words);
    case 'datetime':
      return sayInstant(text, words);
    case 'multi':
      return sayList(text.split(';'), (choice) => quote(choice, words), words);
    default:
      return quote(text, words);
  }
}

/** The first three, then how many more. */
export function sayList(
  items: readonly string[],
  say: (item: string) => string,
  { language }: Words,
): string {
  const shown = items.slice(0, MAX_SHOWN).map(say);
  const rest = items.length - shown.length;
  if (rest === 0) return shown.join(', ');
  const more = language === 'fr' ? `et ${rest} ${rest === 1 ? 'autre' : 'autres'}` : `and ${rest} more`;
  return `${shown.join(', ')} ${more}`;
}

const MAX_SHOWN = 3;

export function quote(text: string, { language }: Words): string {
  const short = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT - 1)}…` : text;
  return language === 'fr' ? `«\u00a0${short}\u00a0»` : `“${short}”`;
}

function sayBool(text: string, { language }: Words): string {
  const isTrue = text.toLowerCase() === 'true';
  if (language === 'fr') return isTrue ? 'oui' : 'non';
  return isTrue ? 'yes' : 'no';
}

/** Points and numbers are written alike, but numbers keep all their decimals. */
function sayNumber(text: string, number: number, words: Words): string {
  if (Number.isNaN(number)) return quote(text, words);
  const isWhole = Number.isInteger(number) && Math.abs(number) < Number.MAX_SAFE_INTEGER / 1000;
  if (isWhole) return words.points(number * 1000);
  return words.language === 'fr' ? text.replace('.', ',') : text;
}

function sayDay(text: string, words: Words): string {
  const day = readDay(text);
  if (Number.isNaN(day)) return quote(text, words);
  return words.language === 'fr' ? `le ${words.day(day)}` : words.day(day);
}

function sayInstant(text: string, words: Words): string {
  const at = readInstant(text);
  if (Number.isNaN(at)) return quote(text, words);
  const instant = words.instant(fromEpochMs(at));
  return words.language === 'fr' ? `le ${instant}` : instant;
}
