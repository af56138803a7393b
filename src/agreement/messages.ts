// Sentences for problems in an agreement document, English and French. Facts only; the fix is in `suggestion`.

import type { Issue, IssueParams } from './issue.ts';
import { ENGLISH } from './messages-en.ts';
import { FRENCH } from './messages-fr.ts';

export type Language = 'en' | 'fr';
export type Messages = Readonly<Record<string, (params: IssueParams) => string>>;

const TABLES: Readonly<Record<Language, Messages>> = { en: ENGLISH, fr: FRENCH };

export function describe(issue: Pick<Issue, 'code' | 'params'>, language: Language): string {
  const table = TABLES[language];
  const message = Object.hasOwn(table, issue.code) ? table[issue.code] : undefined;
  // A code without a sentence is our own mistake; a test walks all of them.
  if (message === undefined) throw new Error(`No sentence for problem code ${issue.code}`);
  return message(issue.params);
}

/** Codes with sentences, for the test that both languages have the same. */
export function listCodes(language: Language): readonly string[] {
  return Object.keys(TABLES[language]).toSorted();
}
