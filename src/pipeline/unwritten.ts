// What the account does not let us write: a write that HubSpot refuses for lack of a permission would be refused again and
// again, so that nothing of its kind is sent until somebody has done something about it. And the sentence for the admin.
import { setIn } from '#domain/typography.ts';

/** Of HubSpot's paths; tasks are created and changed by the same permission. */
export type WrittenObjects = 'contacts' | 'tasks';

/**
 * MISSING_SCOPES: until the app is installed again, or somebody asks. FORBIDDEN (an edition that lacks something, or
 * HubSpot's edge): tried again after an hour.
 */
const REFUSALS = ['MISSING_SCOPES', 'FORBIDDEN'] as const;
export type WriteRefusal = (typeof REFUSALS)[number];

export function isWriteRefusal(code: string): code is WriteRefusal {
  return REFUSALS.some((one) => one === code);
}

export interface UnwrittenObjects {
  readonly object: WrittenObjects;
  readonly because: WriteRefusal;
  /** Changes that wait for it. */
  readonly changes: number;
  /** In the portal's language. */
  readonly note: string;
}

export function listUnwritten(
  refusals: readonly Omit<UnwrittenObjects, 'note'>[],
  language: 'en' | 'fr',
): readonly UnwrittenObjects[] {
  return refusals.map((refusal) => {
    const { object, because, changes } = refusal;
    const note = NOTES[language][object](REMEDIES[language][because], changes);
    return { ...refusal, note: setIn(note, language) };
  });
}

type Note = (remedy: string, changes: number) => string;

const NOTES: Readonly<Record<'en' | 'fr', Readonly<Record<WrittenObjects, Note>>>> = {
  en: {
    contacts: (remedy, changes) => `Nothing is written to contacts (${changes} waiting): ${remedy}`,
    tasks: (remedy, changes) => `No task is created or changed (${changes} waiting): ${remedy}`,
  },
  fr: {
    contacts: (remedy, changes) => `Rien n’est écrit sur les contacts (${changes} en attente) : ${remedy}`,
    tasks: (remedy, changes) => `Aucune tâche n’est créée ni modifiée (${changes} en attente) : ${remedy}`,
  },
};

const REMEDIES: Readonly<Record<'en' | 'fr', Readonly<Record<WriteRefusal, string>>>> = {
  en: {
    MISSING_SCOPES:
      'Accord was not granted the permission for this. Install it again as an administrator and grant what is asked for, or try again once HubSpot allows it.',
    FORBIDDEN: 'HubSpot refuses it. It is tried again every hour, or when you ask for another try.',
  },
  fr: {
    MISSING_SCOPES:
      'Accord n’a pas reçu l’autorisation nécessaire. Réinstallez-le en tant qu’administrateur et accordez ce qui est demandé, ou réessayez une fois que HubSpot l’autorise.',
    FORBIDDEN:
      'HubSpot le refuse. Un nouvel essai a lieu toutes les heures, ou quand vous demandez de réessayer.',
  },
};
