// What a refusal of HubSpot means and what an admin does about it, in English and French. The codes are HubSpot's; one
// that is not listed is shown with HubSpot's own words.
import { setFrench } from '#domain/typography.ts';
import { readReason, type StoredReason } from './refusal-reason.ts';

type Language = 'en' | 'fr';
type Saying = (reason: StoredReason, target: string) => string;

const list = ({ properties }: StoredReason, target: string): string =>
  properties.length === 0 ? target : properties.join(', ');

const ENGLISH: Readonly<Record<string, Saying>> = {
  MISSING_CONDITIONAL_REQUIRED_PROPERTY: (reason, target) =>
    `A rule of this HubSpot account wants ${others(reason, target)} filled in before ${target} gets this value. Fill it in on the contact, or change the rule of ${target} (Settings › Properties › Conditional logic); then try again.`,
  MISSING_REQUIRED_PROPERTY: (reason, target) =>
    `This HubSpot account demands ${list(reason, target)} whenever such a record is created, and Accord does not know it. Make it optional (Settings › Objects › Customize the create form); then try again.`,
  PROPERTY_DOESNT_EXIST: (reason, target) =>
    `The property ${list(reason, target)} is not in this HubSpot account any more. One of Accord’s own is made again within the hour and the change sent again; another one has to be restored, or taken out of the mapping.`,
  READ_ONLY_VALUE: (reason, target) =>
    `HubSpot lets no app write ${list(reason, target)}. Map another property, or switch the effect off.`,
  INVALID_OPTION: (reason, target) =>
    `${list(reason, target)} has no such option in this HubSpot account. Add it to the property, or change the agreement; then try again.`,
  INVALID_OBJECT_IDS: () =>
    'The task’s contact is not there any more: deleted, or merged into another. Nothing has to be done; Accord follows merges.',
  MISSING_SCOPES: () =>
    'Accord was not granted the permission for this. Install it again as an administrator and grant what is asked for; then try again.',
  CONFLICTING_UNIQUE_VALUE: (reason, target) =>
    `Another record holds this value of ${list(reason, target)}, which must be unique.`,
  SET_BACK: ({ text }) => `${text}. Settle who may write it, then try again.`,
};

const FRENCH: Readonly<Record<string, Saying>> = {
  MISSING_CONDITIONAL_REQUIRED_PROPERTY: (reason, target) =>
    `Une règle de ce compte HubSpot exige que ${others(reason, target)} soit renseigné avant que ${target} prenne cette valeur. Renseignez-le sur le contact, ou modifiez la règle de ${target} (Paramètres › Propriétés › Logique conditionnelle) ; puis réessayez.`,
  MISSING_REQUIRED_PROPERTY: (reason, target) =>
    `Ce compte HubSpot exige ${list(reason, target)} à chaque création d’une telle fiche, et Accord ne le connaît pas. Rendez-le facultatif (Paramètres › Objets › Personnaliser le formulaire de création) ; puis réessayez.`,
  PROPERTY_DOESNT_EXIST: (reason, target) =>
    `La propriété ${list(reason, target)} n’existe plus dans ce compte HubSpot. Une propriété d’Accord est recréée dans l’heure et la modification renvoyée ; une autre doit être restaurée ou retirée de la correspondance.`,
  READ_ONLY_VALUE: (reason, target) =>
    `HubSpot ne laisse aucune application écrire ${list(reason, target)}. Choisissez une autre propriété, ou désactivez l’effet.`,
  INVALID_OPTION: (reason, target) =>
    `${list(reason, target)} n’a pas cette option dans ce compte HubSpot. Ajoutez-la à la propriété, ou modifiez l’accord ; puis réessayez.`,
  INVALID_OBJECT_IDS: () =>
    'Le contact de la tâche n’existe plus : supprimé, ou fusionné avec un autre. Il n’y a rien à faire ; Accord suit les fusions.',
  MISSING_SCOPES: () =>
    'Accord n’a pas reçu l’autorisation nécessaire. Réinstallez-le en tant qu’administrateur et accordez ce qui est demandé ; puis réessayez.',
  CONFLICTING_UNIQUE_VALUE: (reason, target) =>
    `Une autre fiche a déjà cette valeur de ${list(reason, target)}, qui doit être unique.`,
  SET_BACK: ({ text }) => `${text}. Décidez qui peut l’écrire, puis réessayez.`,
};

/** `target`: the property that was to be written, or the task's key. */
export function parkedText(
  parked: { readonly kind: 'property' | 'task'; readonly target: string; readonly reason: string },
  language: Language,
): string {
  const reason = readReason(parked.reason);
  const target = parked.kind === 'property' ? parked.target : TASK[language];
  const saying = language === 'fr' ? FRENCH[reason.code] : ENGLISH[reason.code];
  if (saying !== undefined) {
    const text = saying(reason, target);
    return language === 'fr' ? setFrench(text) : text;
  }
  return language === 'fr' ? setFrench(`HubSpot a répondu : ${reason.text}`) : `HubSpot said: ${reason.text}`;
}

/** The codes that are explained, for the test that both languages explain the same ones. */
export function listParkedCodes(language: Language): readonly string[] {
  return Object.keys(language === 'fr' ? FRENCH : ENGLISH);
}

const TASK: Readonly<Record<Language, string>> = { en: 'the task', fr: 'la tâche' };

/** What the rule demands, without what it hangs on. */
function others(reason: StoredReason, target: string): string {
  const demanded = reason.properties.filter((name) => name !== target);
  return list({ ...reason, properties: demanded }, target);
}
