// What a refusal says, in the language of whoever asked: a sentence on what is the matter, and one on what to do about it.
// Codes and their facts are decided where something is refused; words are found where somebody reads them.
import type { Language } from '#agreement/messages.ts';
import { setFrench } from '#domain/typography.ts';
import { ENGLISH } from './refusals-en.ts';
import { FRENCH } from './refusals-fr.ts';

/** What the sentences name. */
export type RefusalParams = Readonly<Record<string, string | number>>;

export interface Words {
  readonly message: string;
  readonly fix: string;
}

export type RefusalCode = keyof typeof ENGLISH;
export type FindingCode = 'NOT_AS_FROZEN' | 'NOT_SIGNED_BY_BOTH' | 'OTHER_PERIOD';

export function describeRefusal(
  { code, params }: { readonly code: RefusalCode; readonly params: RefusalParams },
  language: Language,
): Words {
  if (language === 'en') return ENGLISH[code](params);
  const { message, fix } = FRENCH[code](params);
  return { message: setFrench(message), fix: setFrench(fix) };
}

/** Codes with words, for the test that both languages have the same. */
export function listRefusalCodes(language: Language): readonly string[] {
  return Object.keys(language === 'en' ? ENGLISH : FRENCH).toSorted();
}
