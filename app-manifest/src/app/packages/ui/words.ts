// Every text of card and settings, in the user's language.
import { ENGLISH } from './words-en.ts';
import { FRENCH } from './words-fr.ts';

export type Language = 'en' | 'fr';

type Translated<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Translated<T[Key]>;
};

export type Words = Translated<typeof ENGLISH>;

const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, fr: FRENCH };

export function wordsIn(language: Language): Words {
  return WORDS[language];
}
