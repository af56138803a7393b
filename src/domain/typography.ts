// How sentences are set in English and French: quotation marks, no-break spaces, lists of things, the first letter.
import type { Language } from './wording.ts';

export const NO_BREAK = '\u00a0';

export function quote(text: string, language: Language): string {
  return language === 'fr' ? `«${NO_BREAK}${text}${NO_BREAK}»` : `“${text}”`;
}

/** `a, b or c` */
export function join(texts: readonly string[], language: Language, by: 'and' | 'or'): string {
  if (texts.length < 2) return texts.join('');
  return `${texts.slice(0, -1).join(', ')} ${LINKS[language][by]} ${texts.at(-1)}`;
}

export const LINKS: Readonly<Record<Language, Readonly<Record<'and' | 'or', string>>>> = {
  en: { and: 'and', or: 'or' },
  fr: { and: 'et', or: 'ou' },
};

/** French sets a no-break space before double punctuation and inside quotation marks. */
export function setFrench(sentence: string): string {
  return sentence.replaceAll(/(?<=«) | (?=[:;?!»%])/g, NO_BREAK);
}

/** The same in a language that may be French. */
export function setIn(text: string, language: Language): string {
  return language === 'fr' ? setFrench(text) : text;
}

/** `de MQL`, `d’abonné`, `d’Évaluation` */
export function ofFrench(text: string): string {
  return /^[aeiouœ]/i.test(text.normalize('NFD')) ? `d’${text}` : `de ${text}`;
}

export function capitalize(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
