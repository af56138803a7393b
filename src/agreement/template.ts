// The shipped agreement templates, one per language with the same rules.
import { readFile } from 'node:fs/promises';
import type { Language } from './messages.ts';

export function templatePath(language: Language): URL {
  return new URL(`./templates/agreement.${language}.yaml`, import.meta.url);
}

export function readTemplate(language: Language): Promise<string> {
  return readFile(templatePath(language), 'utf8');
}
