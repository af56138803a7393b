// The texts of `agreement check FILE --portal PORTAL`, English and French.

import type { SignalKind } from '#domain/agreement.ts';
import { formatNumber } from '#domain/amounts.ts';
import { SIGNAL_NOUNS } from '#domain/conditions/nouns.ts';
import { BOUND_SECONDS, type KnownBy, LISTS_KNOWN_WITHIN } from '#domain/known-within.ts';
import { join, quote } from '#domain/typography.ts';
import type { Obstacle } from '#hubspot/push-property.ts';

type Language = 'en' | 'fr';

/** Within the bounds that are promised, or when something else changes the contact, or at night. */
export type KnownHow = KnownBy | 'nextChange';

export interface KnownFacts {
  readonly signals: readonly SignalKind[];
  /** HubSpot's names; of the company as `company.name`. */
  readonly properties: readonly string[];
}

export type Counted = { readonly total: number } | { readonly obstacles: readonly Obstacle[] };

export interface NamedCount {
  readonly of: 'scope' | 'gate' | 'persona' | 'segment';
  /** '' for the scope. */
  readonly label: string;
  readonly counted: Counted;
}

export interface PortalFindings {
  readonly portalId: string;
  readonly known: Readonly<Record<KnownHow, KnownFacts>>;
  /** HubSpot's webhooks journal is read, where the app was granted it. */
  readonly journal: boolean;
  /** Names of the lists that the agreement looks at. */
  readonly lists: readonly string[];
  /** It looks at some, and the account does not let us read them. */
  readonly listsRefused: boolean;
  /** The agreement looks at HubSpot leads, and the account does not let us read them. */
  readonly leadsRefused: boolean;
  readonly counts: readonly NamedCount[];
}

const TEXTS = {
  en: {
    known: 'How soon facts are known',
    webhook: `within ${BOUND_SECONDS.webhook} s of HubSpot’s webhook`,
    poll: `within ${BOUND_SECONDS.poll} s, by polling`,
    nextChange: 'when something else about the contact changes, at the latest by the nightly comparison',
    journal: 'by HubSpot’s webhooks journal, within a minute: what a webhook of the last three days lost',
    everyValue: ', and each value in between of these properties',
    lists: (names: string) =>
      `in the list ${names}: who joins, within ${LISTS_KNOWN_WITHIN.joined.seconds} s, by polling; who leaves, when something else about the contact changes, at the latest by the nightly comparison`,
    listsRefused:
      'This account does not let Accord read its lists: nobody would be known to be in one, and whether they exist was not checked. It takes the scope crm.lists.read.',
    leadsRefused:
      'This account does not let Accord read HubSpot leads: answers given there would not be heard. It takes the scope crm.objects.leads.read, and Sales Hub Professional.',
    counts: (portalId: string) => `Contacts of HubSpot account ${portalId} that match today`,
    scope: 'In scope',
    gate: 'Gate',
    persona: 'Persona',
    segment: 'Segment',
    uncounted: 'HubSpot cannot count them',
    colon: ':',
  },
  fr: {
    known: 'Délai de connaissance des faits',
    webhook: `sous ${BOUND_SECONDS.webhook}\u00a0s après le webhook de HubSpot`,
    poll: `sous ${BOUND_SECONDS.poll}\u00a0s, par interrogation`,
    nextChange: 'quand autre chose change sur le contact, au plus tard par la comparaison nocturne',
    journal:
      'par le journal des webhooks de HubSpot, en une minute\u00a0: ce qu’un webhook a perdu ces trois derniers jours',
    everyValue: ', et chaque valeur intermédiaire de ces propriétés',
    lists: (names: string) =>
      `dans la liste ${names}\u00a0: les entrées, sous ${LISTS_KNOWN_WITHIN.joined.seconds}\u00a0s, par interrogation\u00a0; les sorties, quand autre chose change sur le contact, au plus tard par la comparaison nocturne`,
    listsRefused:
      'Ce compte ne laisse pas Accord lire ses listes\u00a0: on ne saurait de personne qu’il est dans une liste, et leur existence n’a pas été vérifiée. Il faut le scope crm.lists.read.',
    leadsRefused:
      'Ce compte ne laisse pas Accord lire les leads HubSpot\u00a0: les réponses qui y sont données ne seraient pas entendues. Il faut le scope crm.objects.leads.read, et Sales Hub Professionnel.',
    counts: (portalId: string) => `Contacts du compte HubSpot ${portalId} concernés aujourd’hui`,
    scope: 'Dans le champ',
    gate: 'Exclusion',
    persona: 'Persona',
    segment: 'Segment',
    uncounted: 'HubSpot ne sait pas les compter',
    colon: '\u00a0:',
  },
} as const;

const OBSTACLES: Readonly<Record<Language, Readonly<Record<Obstacle['code'], string>>>> = {
  en: {
    company: 'depends on the company',
    derived: 'is worked out by Accord',
    signals: 'counts signals',
    deals: 'counts deals',
    score: 'depends on the score',
    stageAge: 'depends on the age of the stage',
    list: 'depends on a list',
    untyped: 'is of a type that nobody knows',
    groups: 'has more alternatives than the 5 a search takes',
    filters: 'has more conditions than the 18 a search takes (6 for one alternative)',
    length: 'is longer than the 3,000 characters of a search',
  },
  fr: {
    company: 'dépend de l’entreprise',
    derived: 'est déduit par Accord',
    signals: 'compte des signaux',
    deals: 'compte des transactions',
    score: 'dépend du score',
    stageAge: 'dépend de l’ancienneté dans le stade',
    list: 'dépend d’une liste',
    untyped: 'est d’un type inconnu',
    groups: 'a plus d’alternatives que les 5 d’une recherche',
    filters: 'a plus de conditions que les 18 d’une recherche (6 par alternative)',
    length: 'dépasse les 3\u202f000 caractères d’une recherche',
  },
};

export function renderFindings(
  { portalId, known, journal, lists, listsRefused, leadsRefused, counts }: PortalFindings,
  language: Language,
): string {
  const words = TEXTS[language];
  const hows = (['webhook', 'poll', 'nextChange'] as const).filter(
    (how) => known[how].signals.length + known[how].properties.length > 0,
  );
  return [
    '',
    words.known,
    ...hows.map((how) => `  - ${words[how]}${words.colon} ${listFacts(known[how], language)}`),
    ...(journal ? [`  - ${tellJournal(known.poll, language)}`] : []),
    ...(lists.length > 0 && !listsRefused ? [`  - ${tellLists(lists, language)}`] : []),
    ...(listsRefused ? ['', words.listsRefused] : []),
    ...(leadsRefused ? ['', words.leadsRefused] : []),
    '',
    words.counts(portalId),
    ...counts.map((count) => `  - ${nameOf(count, language)}${words.colon} ${tell(count.counted, language)}`),
  ].join('\n');
}

/** Of a property that is polled the last value alone is seen; the journal is asked for those of contacts too. */
function tellJournal({ properties }: KnownFacts, language: Language): string {
  const { journal, everyValue, colon } = TEXTS[language];
  if (properties.length === 0) return journal;
  return `${journal}${everyValue}${colon} ${listFacts({ signals: [], properties }, language)}`;
}

function tellLists(names: readonly string[], language: Language): string {
  const quoted = names.map((name) => quote(name, language));
  return TEXTS[language].lists(join(quoted, language, 'or'));
}

function listFacts({ signals, properties }: KnownFacts, language: Language): string {
  const behaviours = signals.map((kind) => SIGNAL_NOUNS[language][kind][2]);
  return [behaviours, properties]
    .filter((names) => names.length > 0)
    .map((names) => names.join(', '))
    .join(language === 'fr' ? '\u00a0; ' : '; ');
}

function nameOf({ of, label }: NamedCount, language: Language): string {
  const name = TEXTS[language][of];
  if (label === '') return name;
  return `${name} ${quote(label, language)}`;
}

function tell(counted: Counted, language: Language): string {
  if ('total' in counted) return formatNumber(counted.total, language);
  const reasons = counted.obstacles.map(({ code, property }) =>
    [property, OBSTACLES[language][code]].filter((part) => part !== '').join(' '),
  );
  return `${TEXTS[language].uncounted} (${[...new Set(reasons)].join(', ')})`;
}
