// Where what Accord writes goes, in sentences.
import type { DocumentOutput } from '#agreement/output-schema.ts';
import { OUTPUT_PROPERTIES } from '#domain/names.ts';
import { OUTPUT_DEFINITIONS } from '#domain/output-definitions.ts';
import type { OutputName } from '#domain/outputs.ts';
import { quote, setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';

/** `“Accord score” is written to the property “lead_score”, over whatever stands there`; without a full stop. */
export function tellOutput(output: OutputName, said: DocumentOutput, language: Language): string {
  const name = quote(OUTPUT_DEFINITIONS[output].label[language], language);
  if (language === 'fr') return setFrench(`${name} ${inFrench(output, said)}`);
  return `${name} ${inEnglish(output, said)}`;
}

function inEnglish(output: OutputName, said: DocumentOutput): string {
  if (said === 'off') return 'is not written to HubSpot';
  if (said === 'own') return `is written to Accord’s own property ${quote(OUTPUT_PROPERTIES[output], 'en')}`;
  return `is written to the property ${quote(said.property, 'en')}, over whatever stands there`;
}

function inFrench(output: OutputName, said: DocumentOutput): string {
  if (said === 'off') return 'n’est pas écrit dans HubSpot';
  if (said === 'own')
    return `s’écrit dans la propriété ${quote(OUTPUT_PROPERTIES[output], 'fr')}, propre à Accord`;
  return `s’écrit dans la propriété ${quote(said.property, 'fr')}, par-dessus ce qui s’y trouve`;
}

/** What it was before, in a few words. */
export function nameOutput(said: DocumentOutput, language: Language): string {
  if (typeof said === 'object') return quote(said.property, language);
  return SHORT[language][said];
}

const SHORT = {
  en: { own: 'Accord’s own property', off: 'not written' },
  fr: { own: 'la propriété d’Accord', off: 'non écrit' },
} as const;
