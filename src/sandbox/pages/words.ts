// The texts of the pages themselves.
import type { Language } from './visit.ts';

const ENGLISH = {
  contacts: 'Contacts',
  settings: 'Settings',
  actsAs: 'You are',
  language: 'Language',
  languages: { en: 'English', fr: 'French' },
  search: 'Search by name, e-mail or company',
  find: 'Search',
  found: (count: string) => `${count} contacts`,
  one: '1 contact',
  nobody: 'No contact matches.',
  name: 'Name',
  email: 'E-mail',
  company: 'Company',
  stage: 'Lifecycle stage',
  owner: 'Owner',
  changed: 'Last change',
  next: 'Next',
  previous: 'Previous',
  activities: 'Activities',
  tasks: 'Tasks',
  noTasks: 'No tasks.',
  due: 'Due',
  done: 'Completed',
  timeline: 'Timeline',
  noCompany: 'No company.',
  noValues: 'No values yet.',
  created: 'Contact created',
  changes: (who: string) => `${who} changed`,
  emptied: 'emptied',
  and: (count: string) => `and ${count} more`,
  ofContact: 'owner of this contact',
  unknownUser: 'User',
  kinds: { calls: 'Call', meetings: 'Meeting', emails: 'E-mail', communications: 'Message' },
  sources: {
    FORM: 'A form',
    IMPORT: 'An import',
    ANALYTICS: 'Web analytics',
    EMAIL: 'Marketing e-mail',
    MEETINGS: 'The meetings tool',
    CALCULATED: 'HubSpot',
    CRM_UI: 'Someone in HubSpot',
  },
  noProject: 'No project is uploaded to this sandbox: it has no cards.',
  missing: 'There is no such page in this sandbox.',
} as const;

type Translated<T> = {
  readonly [Key in keyof T]: T[Key] extends string
    ? string
    : T[Key] extends (...given: infer Given) => string
      ? (...given: Given) => string
      : Translated<T[Key]>;
};
export type Words = Translated<typeof ENGLISH>;

const FRENCH: Words = {
  contacts: 'Contacts',
  settings: 'Paramètres',
  actsAs: 'Vous êtes',
  language: 'Langue',
  languages: { en: 'Anglais', fr: 'Français' },
  search: 'Rechercher par nom, e-mail ou entreprise',
  find: 'Rechercher',
  found: (count) => `${count} contacts`,
  one: '1 contact',
  nobody: 'Aucun contact ne correspond.',
  name: 'Nom',
  email: 'E-mail',
  company: 'Entreprise',
  stage: 'Phase du cycle de vie',
  owner: 'Propriétaire',
  changed: 'Dernière modification',
  next: 'Suivants',
  previous: 'Précédents',
  activities: 'Activités',
  tasks: 'Tâches',
  noTasks: 'Aucune tâche.',
  due: 'Échéance',
  done: 'Terminée',
  timeline: 'Chronologie',
  noCompany: 'Aucune entreprise.',
  noValues: 'Pas encore de valeurs.',
  created: 'Contact créé',
  changes: (who) => `${who} a modifié`,
  emptied: 'vidé',
  and: (count) => `et ${count} autres`,
  ofContact: 'propriétaire de ce contact',
  unknownUser: 'Utilisateur',
  kinds: { calls: 'Appel', meetings: 'Réunion', emails: 'E-mail', communications: 'Message' },
  sources: {
    FORM: 'Un formulaire',
    IMPORT: 'Une importation',
    ANALYTICS: 'L’analyse web',
    EMAIL: 'L’e-mail marketing',
    MEETINGS: 'L’outil de réunions',
    CALCULATED: 'HubSpot',
    CRM_UI: 'Quelqu’un dans HubSpot',
  },
  noProject: 'Aucun projet n’est déposé dans ce bac à sable : il n’a pas de cartes.',
  missing: 'Cette page n’existe pas dans ce bac à sable.',
};

export function wordsIn(language: Language): Words {
  return language === 'fr' ? FRENCH : ENGLISH;
}
