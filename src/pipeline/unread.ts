// What an agreement in force looks at and the account does not let us read, as one sentence for its admin: everything else
// goes on without.
import { join, quote, setIn } from '#domain/typography.ts';
import type { LinkedObjects } from './linked.ts';

/** What an account may keep from us, as HubSpot's paths name it. */
export type OptionalObjects = LinkedObjects | 'users' | 'lists';

export interface UnreadObjects {
  readonly object: OptionalObjects;
  /**
   * notGranted: the scope is not in the grant · refused: it is, and HubSpot did not tell when asked last · missing: the account
   * does not have what the agreement names.
   */
  readonly because: 'notGranted' | 'refused' | 'missing';
  readonly scope: string;
  /** In the portal's language. */
  readonly note: string;
}

interface ReadRights {
  readonly object: OptionalObjects;
  /** An agreement in force looks at them. */
  readonly needed: boolean;
  readonly granted: boolean;
  /** Code of what HubSpot answered when asked last; null: it told. */
  readonly refused: string | null;
  /** Names that mean nothing in the account. */
  readonly missing?: readonly string[];
}

export function listUnread(rights: readonly ReadRights[], language: 'en' | 'fr'): readonly UnreadObjects[] {
  return rights.flatMap(({ object, needed, granted, refused, missing = [] }) => {
    const isRead = granted && refused === null;
    if (!needed || (isRead && missing.length === 0)) return [];
    const because = isRead ? 'missing' : granted ? 'refused' : 'notGranted';
    const scope = readScopeOf(object);
    const names = missing.map((name) => quote(name, language));
    const about = because === 'missing' ? join(names, language, 'and') : scope;
    const note = NOTES[language][object](REASONS[language][because](about, refused ?? ''));
    return [{ object, because, scope, note: setIn(note, language) }];
  });
}

function readScopeOf(object: OptionalObjects): string {
  return object === 'lists' ? 'crm.lists.read' : `crm.objects.${object}.read`;
}

type Notes = Readonly<Record<OptionalObjects, (why: string) => string>>;
type Reasons = Readonly<Record<UnreadObjects['because'], (about: string, code: string) => string>>;

const NOTES: Readonly<Record<'en' | 'fr', Notes>> = {
  en: {
    deals: (why) => `Deals are not read, so that they say nothing about leads: ${why}`,
    leads: (why) =>
      `HubSpot leads are not read, so that answers given there are not heard: ${why} HubSpot sells the object with Sales Hub Professional.`,
    users: (why) =>
      `HubSpot’s users are not read, so that reps’ working hours and absences are those that the agreement says: ${why}`,
    lists: (why) => `Lists are not all read, so that nobody new is known to be in one of them: ${why}`,
  },
  fr: {
    deals: (why) => `Les transactions ne sont pas lues et ne disent donc rien des leads : ${why}`,
    leads: (why) =>
      `Les leads HubSpot ne sont pas lus, les réponses qui y sont données ne sont donc pas entendues : ${why} HubSpot vend cet objet avec Sales Hub Professionnel.`,
    users: (why) =>
      `Les utilisateurs HubSpot ne sont pas lus, les horaires et absences des commerciaux sont donc ceux que dit l’accord : ${why}`,
    lists: (why) =>
      `Les listes ne sont pas toutes lues, on n’apprend donc de personne qu’il entre dans l’une d’elles : ${why}`,
  },
};

const REASONS: Readonly<Record<'en' | 'fr', Reasons>> = {
  en: {
    notGranted: (scope) => `the account has not granted ${scope}; install the app again to grant it.`,
    missing: (names) =>
      `the account has no list of contacts ${names}; make it in HubSpot, or correct the agreement.`,
    refused: (scope, code) =>
      `HubSpot refuses it although ${scope} is granted (${code}); it is asked again every hour.`,
  },
  fr: {
    notGranted: (scope) => `le compte n’a pas accordé ${scope} ; réinstallez l’application pour l’accorder.`,
    missing: (names) =>
      `le compte n’a pas de liste de contacts ${names} ; créez-la dans HubSpot, ou corrigez l’accord.`,
    refused: (scope, code) =>
      `HubSpot le refuse alors que ${scope} est accordé (${code}) ; la question est reposée toutes les heures.`,
  },
};

export interface UnreadableTime {
  readonly ownerId: string;
  readonly name: string;
  /** HubSpot's names. */
  readonly properties: readonly string[];
  /** In the portal's language. */
  readonly note: string;
}

export function listUnreadableTimes(
  times: readonly Omit<UnreadableTime, 'note'>[],
  language: 'en' | 'fr',
): readonly UnreadableTime[] {
  return times.map((time) => {
    const who = time.name === '' ? time.ownerId : time.name;
    const what = time.properties.join(', ');
    const note =
      language === 'en'
        ? `Not all of what HubSpot says of when ${who} works can be read (${what}): what cannot is not counted. Let it be entered again in HubSpot, or write the hours into the agreement.`
        : `Ce que HubSpot dit des horaires de ${who} n’est pas entièrement lisible (${what}) : ce qui ne l’est pas n’est pas compté. Ressaisissez-le dans HubSpot, ou écrivez les horaires dans l’accord.`;
    return { ...time, note: setIn(note, language) };
  });
}
