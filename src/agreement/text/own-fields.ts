// Fields that the account keeps in properties of its own, in sentences.

import { quote, setFrench } from '#domain/typography.ts';
import type { Language, Words } from '#domain/wording.ts';

type FieldObject = 'contact' | 'company';

/** `The contact’s job title is read from the property “fonction”`; undefined: from HubSpot’s own. */
export function tellReading(
  { object, field }: { readonly object: FieldObject; readonly field: string },
  own: string | undefined,
  words: Words,
): string {
  const { language } = words;
  const name = words.field(field);
  if (language === 'fr') {
    const place = own === undefined ? 'la propriété standard de HubSpot' : `la propriété ${quote(own, 'fr')}`;
    return setFrench(`${OF_OBJECT.fr[object]} : le champ ${quote(name, 'fr')} se lit dans ${place}`);
  }
  const place = own === undefined ? 'HubSpot’s own property' : `the property ${quote(own, 'en')}`;
  return `${OF_OBJECT.en[object]} ${name} is read from ${place}`;
}

const OF_OBJECT: Readonly<Record<Language, Readonly<Record<FieldObject, string>>>> = {
  en: { contact: 'The contact’s', company: 'The company’s' },
  fr: { contact: 'Contact', company: 'Entreprise' },
};
