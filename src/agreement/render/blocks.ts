// The written agreement before it has a form: sections of paragraphs, lists and tables, each line with the ids of the rules
// that carry it out. HTML and Markdown are made from this.

import type { AgreementDocument } from '#agreement/schema.ts';
import { documentWords } from '#agreement/text/document-words.ts';
import { formatValue } from '#agreement/text/format-value.ts';
import { KEY_NAMES } from '#agreement/text/names.ts';
import { setFrench } from '#domain/typography.ts';
import type { Language, Words } from '#domain/wording.ts';

export interface Line {
  readonly text: string;
  /** Ids of rules and clauses, as in the file. */
  readonly ids?: readonly string[];
}

export type Block =
  | { readonly kind: 'text'; readonly line: Line }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly lines: readonly Line[] }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly (readonly string[])[];
    };

export interface Section {
  /** The key of the part in the file. */
  readonly part: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A language with what sentences need. */
export interface Tongue {
  readonly language: Language;
  readonly words: Words;
  readonly say: (english: string, french: string) => string;
}

export function makeTongue(document: AgreementDocument, language: Language): Tongue {
  const say = (english: string, french: string): string => (language === 'fr' ? setFrench(french) : english);
  return { language, words: documentWords(document, language), say };
}

const LIFECYCLE: Readonly<Record<string, string>> = {
  mql: 'marketingqualifiedlead',
  sql: 'salesqualifiedlead',
};

/** One of the four, by its key in the file: `lead`, `MQL`, `opportunité`. */
export function stageName(key: string, { words }: Tongue): string {
  return words.stage(LIFECYCLE[key] ?? key);
}

export function text(sentence: string, ids: readonly string[] = []): Block {
  return { kind: 'text', line: { text: sentence, ids } };
}

export function heading(title: string): Block {
  return { kind: 'heading', text: title };
}

/** Nothing where there are no lines. */
export function list(lines: readonly Line[]): readonly Block[] {
  return lines.length === 0 ? [] : [{ kind: 'list', lines }];
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly Block[] {
  return rows.length === 0 ? [] : [{ kind: 'table', head, rows }];
}

/** A note of the document as a paragraph, where there is one. */
export function note(written: string | undefined): readonly Block[] {
  return written === undefined || written.trim() === '' ? [] : [text(written.trim())];
}

/** What has no sentence of its own: `key: value`, so that nothing of the file is missing on paper. */
export function others(rest: object, place: string, { words, language, say }: Tongue): readonly Line[] {
  return Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const path = `${place}.${key}`;
      const name = KEY_NAMES[path]?.[language] ?? path;
      const told = formatValue(value, path, words);
      return { text: say(`${name}: ${told}.`, `${name} : ${told}.`) };
    });
}
