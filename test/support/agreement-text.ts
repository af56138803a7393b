// The shipped template as text, and edits of it: a test names what it breaks and sees only that.
import { readFileSync } from 'node:fs';
import { parseAgreement } from '#agreement/parse.ts';
import { templatePath } from '#agreement/template.ts';
import type { Agreement } from '#domain/agreement.ts';

export const ENGLISH_TEMPLATE = readFileSync(templatePath('en'), 'utf8');
export const FRENCH_TEMPLATE = readFileSync(templatePath('fr'), 'utf8');

/** The shipped template, compiled. */
export function templateAgreement(language: 'en' | 'fr'): Agreement {
  const text = language === 'fr' ? FRENCH_TEMPLATE : ENGLISH_TEMPLATE;
  const result = parseAgreement(text, { id: 'main', version: 1, year: 2026 });
  if (!result.ok) throw new Error(JSON.stringify(result.error, null, 1));
  return result.value.agreement;
}

/** The English template with the first occurrence of `from` replaced; throws when it is not there. */
export function edited(from: string, to: string): string {
  if (!ENGLISH_TEMPLATE.includes(from)) throw new Error(`The template does not contain: ${from}`);
  return ENGLISH_TEMPLATE.replace(from, () => to);
}

/** The line, from 1, on which `text` first stands. */
export function lineOf(document: string, text: string): number {
  const offset = document.indexOf(text);
  if (offset < 0) throw new Error(`The document does not contain: ${text}`);
  return document.slice(0, offset).split('\n').length;
}
