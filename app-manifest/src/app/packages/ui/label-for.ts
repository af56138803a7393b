// What a property, or what else Accord writes, is called.
import { LABELS } from './labels.ts';
import type { Language } from './words.ts';

/** The internal name where no label is known. */
export function labelFor(language: Language, target: string): string {
  return new Map<string, string>(Object.entries(LABELS[language])).get(target) ?? target;
}
