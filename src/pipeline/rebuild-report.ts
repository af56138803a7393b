// After the database was lost (5a.14): what was taken over from HubSpot, and what is lost because HubSpot does not hold it, in English
// and French.
import { setFrench } from '#domain/typography.ts';
import type { Language } from '#domain/wording.ts';

/** What was taken over; nothing where Accord has met this account for the first time. */
export interface AdoptedCounts {
  /** Leads by the status in which HubSpot showed them. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Open tasks that go on. */
  readonly tasks: number;
}

export const LOST_KINDS = [
  'agreement',
  'switches',
  'pauses',
  'turns',
  'endings',
  'promises',
  'signals',
  'months',
  'settings',
  'trail',
  'erasures',
] as const;
type LostKind = (typeof LOST_KINDS)[number];

export interface Lost {
  readonly kind: LostKind;
  /** What is gone, and what a person does about it. */
  readonly text: string;
}

export interface RebuildReport extends AdoptedCounts {
  readonly leads: number;
  /** Empty where nothing was taken over. */
  readonly lost: readonly Lost[];
}

export function reportRebuild(counts: AdoptedCounts, language: Language): RebuildReport {
  const leads = Object.values(counts.byStatus).reduce((sum, count) => sum + count, 0);
  const lost = leads === 0 ? [] : LOST_KINDS.map((kind) => ({ kind, text: TEXTS[language][kind] }));
  return { ...counts, leads, lost };
}

const ENGLISH: Readonly<Record<LostKind, string>> = {
  agreement:
    'The agreement, its versions and both signatures: upload the document again and let both sides sign. Until then the template judges, and nothing is written.',
  switches:
    'What was switched on, and since when: switch it on again. What is over the line now counts as baseline until it shows new interest.',
  pauses:
    'Pauses and excuses: a promise that stood still runs again, and one that was excused is owed again. Enter them once more.',
  turns:
    'Whose turn it was in each pool, the day’s shares of the reps, and reps who were suspended: pools begin a new round.',
  endings:
    'Why earlier cycles ended, and which lead had which rep before: the agreement’s general cool-down holds for all of them.',
  promises:
    'How promises of the current cycles were kept before, warnings and what followed breaches. The one that is due next goes on with the due time that HubSpot shows; what was overdue already is not told again.',
  signals:
    'Activities and visits before the last one of each kind, which HubSpot does not list: scores may be lower until there is new interest.',
  months:
    'The figures of earlier months, for both sides’ promises: they are counted anew from the next switch-on.',
  settings:
    'Roles that were granted, Slack and Teams addresses, how long data is kept, sessions: enter them again.',
  trail: 'The audit trail and the decisions with their reasons: what was exported is all there is of them.',
  erasures: 'Who was erased here though HubSpot still has the contact: erase them again.',
};

const FRENCH: Readonly<Record<LostKind, string>> = {
  agreement:
    'L’accord, ses versions et les deux signatures : déposez de nouveau le document et faites-le signer des deux côtés. D’ici là, le modèle juge et rien n’est écrit.',
  switches:
    'Ce qui était activé, et depuis quand : activez-le de nouveau. Ce qui dépasse le seuil aujourd’hui compte comme stock initial jusqu’à un nouveau signe d’intérêt.',
  pauses:
    'Les suspensions et les dispenses : un engagement suspendu court de nouveau, un engagement dispensé est de nouveau dû. Saisissez-les encore une fois.',
  turns:
    'L’ordre de passage dans chaque groupe, les parts du jour des commerciaux et ceux qui ne recevaient plus de leads : les groupes recommencent un tour.',
  endings:
    'La raison de fin des cycles précédents et les commerciaux qui ont eu le lead auparavant : le délai général de l’accord vaut pour tous.',
  promises:
    'Comment les engagements des cycles en cours ont été tenus jusqu’ici, les avertissements et les suites des manquements. Le prochain engagement dû continue avec l’échéance affichée dans HubSpot ; ce qui était déjà en retard n’est pas signalé une seconde fois.',
  signals:
    'Les activités et visites antérieures à la dernière de chaque type, que HubSpot ne liste pas : les scores peuvent être plus bas jusqu’à un nouveau signe d’intérêt.',
  months:
    'Les chiffres des mois passés, pour les engagements des deux côtés : ils sont comptés à nouveau dès la prochaine activation.',
  settings:
    'Les rôles attribués, les adresses Slack et Teams, les durées de conservation, les sessions : saisissez-les de nouveau.',
  trail: 'Le journal d’audit et les décisions avec leurs raisons : il n’en reste que ce qui a été exporté.',
  erasures: 'Les personnes effacées ici alors que HubSpot a toujours le contact : effacez-les de nouveau.',
};

const TEXTS: Readonly<Record<Language, Readonly<Record<LostKind, string>>>> = {
  en: ENGLISH,
  // Record keys stay literal through fromEntries.
  fr: Object.fromEntries(Object.entries(FRENCH).map(([kind, text]) => [kind, setFrench(text)])) as Record<
    LostKind,
    string
  >,
};
