// The shipped agreement templates, one per language with the same rules.
import { readFile } from 'node:fs/promises';
import { parseDocument } from 'yaml';
import type { Language } from './messages.ts';

export function templatePath(language: Language): URL {
  return new URL(`./templates/agreement.${language}.yaml`, import.meta.url);
}

export function readTemplate(language: Language): Promise<string> {
  return readFile(templatePath(language), 'utf8');
}

/** The template with other values at these paths; what is not named stays as it is, comments too. */
export async function adaptTemplate(
  language: Language,
  changes: readonly { readonly path: readonly string[]; readonly value: unknown }[],
): Promise<string> {
  const document = parseDocument(await readTemplate(language));
  for (const { path, value } of changes) document.setIn(path, value);
  return document.toString({ lineWidth: 0 });
}
