// The language of what a person reads in an answer: the one asked for, else the browser's, else the portal's, else English.
// HubSpot signs no locale; a card passes its user's as `language`.
import type { Request, Response } from 'express';
import type { Language } from '#agreement/messages.ts';

const portalLanguages = new WeakMap<Response, Language>();

/** Only once the caller is known to be of the portal: nobody else learns what it speaks. */
export function rememberLanguage(response: Response, language: Language | null): void {
  if (language !== null) portalLanguages.set(response, language);
}

export function languageOf(request: Request, response: Response): Language {
  const { language } = request.query;
  if (language === 'en' || language === 'fr') return language;
  return browserLanguage(request) ?? portalLanguages.get(response) ?? 'en';
}

/** `fr-CA, en;q=0.8`: the best liked of ours; `*` likes none better. */
function browserLanguage(request: Request): Language | undefined {
  const tags = request.acceptsLanguages().map((tag) => tag.toLowerCase().split('-')[0]);
  return tags.find((tag): tag is Language => tag === 'en' || tag === 'fr');
}
