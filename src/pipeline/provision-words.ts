// What an admin reads where Accord's properties cannot be made, in the language of the account; what HubSpot refused,
// HubSpot says.
import { setFrench } from '#domain/typography.ts';

export const PROVISION_WORDS = {
  en: {
    otherType: (name: string, found: string, needed: string) =>
      `A property ${name} exists already: it is of type ${found}, ${needed} is needed. Rename or delete it in HubSpot.`,
    readOnly: (name: string) =>
      `A property ${name} exists already: it is calculated or read-only, so Accord cannot write it. Rename or delete it in HubSpot.`,
    lacksOptions: (name: string, options: readonly string[]) =>
      `A property ${name} exists already: it lacks the options ${options.join(', ')}. Add them in HubSpot.`,
    noRoom: (needed: number, room: number) =>
      `Accord needs ${needed} more contact properties, and this HubSpot account may create ${room}. Nothing was created. Delete properties that nobody uses (Settings › Properties), or raise the account’s limit.`,
    noTaskProperty: 'HubSpot does not let Accord create its task property.',
  },
  fr: {
    otherType: (name: string, found: string, needed: string) =>
      setFrench(
        `Une propriété ${name} existe déjà : elle est de type ${found}, il faut ${needed}. Renommez-la ou supprimez-la dans HubSpot.`,
      ),
    readOnly: (name: string) =>
      setFrench(
        `Une propriété ${name} existe déjà : elle est calculée ou en lecture seule, Accord ne peut donc pas l’écrire. Renommez-la ou supprimez-la dans HubSpot.`,
      ),
    lacksOptions: (name: string, options: readonly string[]) =>
      setFrench(
        `Une propriété ${name} existe déjà : il lui manque les options ${options.join(', ')}. Ajoutez-les dans HubSpot.`,
      ),
    noRoom: (needed: number, room: number) =>
      setFrench(
        `Il manque à Accord ${needed} propriétés de contact, et ce compte HubSpot peut encore en créer ${room}. Rien n’a été créé. Supprimez des propriétés que personne n’utilise (Paramètres › Propriétés), ou relevez la limite du compte.`,
      ),
    noTaskProperty: 'HubSpot ne laisse pas Accord créer sa propriété de tâche.',
  },
} as const;
