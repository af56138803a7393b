// What an agreement in force looks at and the account does not let us read, as one sentence for its admin: everything else
// goes on without.
import { setIn } from '#domain/typography.ts';
import type { LinkedObjects } from './linked.ts';

/** What an account may keep from us, as HubSpot's paths name it. */
export type OptionalObjects = LinkedObjects | 'users';

export interface UnreadObjects {
  readonly object: OptionalObjects;
  /** notGranted: the scope is not in the grant · refused: it is, and HubSpot answered 403 when asked last. */
  readonly because: 'notGranted' | 'refused';
  readonly scope: string;
  /** In the portal's language. */
  readonly note: string;
}

interface ReadRights {
  readonly object: OptionalObjects;
  /** An agreement in force looks at them. */
  readonly needed: boolean;
  readonly granted: boolean;
  readonly refused: boolean;
}

export function listUnread(rights: readonly ReadRights[], language: 'en' | 'fr'): readonly UnreadObjects[] {
  return rights.flatMap(({ object, needed, granted, refused }) => {
    if (!needed || (granted && !refused)) return [];
    const because = granted ? 'refused' : 'notGranted';
    const scope = `crm.objects.${object}.read`;
    const note = NOTES[language][object](REASONS[language][because](scope));
    return [{ object, because, scope, note: setIn(note, language) }];
  });
}

type Notes = Readonly<Record<OptionalObjects, (why: string) => string>>;
type Reasons = Readonly<Record<UnreadObjects['because'], (scope: string) => string>>;

const NOTES: Readonly<Record<'en' | 'fr', Notes>> = {
  en: {
    deals: (why) => `Deals are not read, so that they say nothing about leads: ${why}`,
    leads: (why) =>
      `HubSpot leads are not read, so that answers given there are not heard: ${why} HubSpot sells the object with Sales Hub Professional.`,
    users: (why) =>
      `HubSpot’s users are not read, so that reps’ working hours and absences are those that the agreement says: ${why}`,
  },
  fr: {
    deals: (why) => `Les transactions ne sont pas lues et ne disent donc rien des leads : ${why}`,
    leads: (why) =>
      `Les leads HubSpot ne sont pas lus, les réponses qui y sont données ne sont donc pas entendues : ${why} HubSpot vend cet objet avec Sales Hub Professionnel.`,
    users: (why) =>
      `Les utilisateurs HubSpot ne sont pas lus, les horaires et absences des commerciaux sont donc ceux que dit l’accord : ${why}`,
  },
};

const REASONS: Readonly<Record<'en' | 'fr', Reasons>> = {
  en: {
    notGranted: (scope) => `the account has not granted ${scope}; install the app again to grant it.`,
    refused: (scope) => `HubSpot refuses it although ${scope} is granted; it is asked again every hour.`,
  },
  fr: {
    notGranted: (scope) => `le compte n’a pas accordé ${scope} ; réinstallez l’application pour l’accorder.`,
    refused: (scope) =>
      `HubSpot le refuse alors que ${scope} est accordé ; la question est reposée toutes les heures.`,
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
