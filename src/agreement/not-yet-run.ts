// The parts of the document that are checked and kept but that nothing acts on yet, so that `agreement check` says it
// instead of letting a reader believe otherwise. Whoever makes a part work removes it here.

export interface NotYetRunPart {
  /** As in formatPath; `[]` stands for every entry of a list, `*` for every key. */
  readonly path: string;
  readonly en: string;
  readonly fr: string;
}

export const NOT_YET_RUN: readonly NotYetRunPart[] = [
  {
    path: 'segments',
    en: 'Segments are named and checked; nothing is counted or routed by them yet.',
    fr: 'Les segments sont nommés et vérifiés ; rien n’est encore compté ni réparti selon eux.',
  },
  {
    path: 'routing.pool[].weight',
    en: 'Weights of reps are kept; everyone in the pool has the same turn.',
    fr: 'Les poids des commerciaux sont conservés ; chacun a le même tour.',
  },
  {
    path: 'routing.pool[].maxPerDay',
    en: 'Daily limits of reps are kept and not applied yet.',
    fr: 'Les limites par jour sont conservées mais pas encore appliquées.',
  },
  {
    path: 'routing.pool[].maxOpen',
    en: 'Limits of open leads per rep are kept and not applied yet.',
    fr: 'Les limites de leads ouverts par commercial sont conservées mais pas encore appliquées.',
  },
  {
    path: 'routing.pool[].absences',
    en: 'Absences are kept; take an absent rep out of the pool by hand.',
    fr: 'Les absences sont conservées ; retirez à la main un commercial absent du tour.',
  },
  {
    path: 'routing.returnPolicy',
    en: 'The rule for a rep’s return is kept; nobody is caught up.',
    fr: 'La règle de retour d’absence est conservée ; personne n’est rattrapé.',
  },
  {
    path: 'routing.pool[].workingHours',
    en: 'Working hours of single reps are kept; leads are given at any hour.',
    fr: 'Les horaires propres à un commercial sont conservés ; les leads sont attribués à toute heure.',
  },
  {
    path: 'routing.pools',
    en: 'Named pools are checked; only the one that `pool` names takes turns.',
    fr: 'Les pools nommés sont vérifiés ; seul celui que désigne `pool` prend des tours.',
  },
  {
    path: 'routing.overflow',
    en: 'What to do when nobody can take a lead is kept; the lead waits.',
    fr: 'La règle de débordement est conservée ; le lead attend.',
  },
  {
    path: 'routing.sticky',
    en: 'The time a lead stays with its rep is kept; a lead that comes back takes a turn.',
    fr: 'Le délai de retour au même commercial est conservé ; un lead qui revient prend un tour.',
  },
  {
    path: 'routing.skipPrevious',
    en: 'Passing over previous reps is kept and not applied yet.',
    fr: 'L’exclusion des commerciaux précédents est conservée mais pas encore appliquée.',
  },
  {
    path: 'routing.rules',
    en: 'Routing rules are checked; leads go by contact owner, company owner, then the pool.',
    fr: 'Les règles de répartition sont vérifiées ; un lead suit le propriétaire du contact, celui de l’entreprise, puis le tour.',
  },
  {
    path: 'promises.sales.clauses',
    en: 'Further clauses of sales are kept and shown; no clock runs on them yet.',
    fr: 'Les autres clauses des ventes sont conservées et affichées ; aucune échéance ne court encore.',
  },
  {
    path: 'promises.sales.pauses',
    en: 'Reasons for a pause are kept; no clock stands still yet.',
    fr: 'Les motifs de pause sont conservés ; aucune échéance n’est encore suspendue.',
  },
  {
    path: 'promises.sales.*.start',
    en: 'Where a clock starts is kept; answers run from the assignment, first contacts from SQL, reasons from the reject.',
    fr: 'Le départ d’un délai est conservé ; la réponse court dès l’attribution, le premier contact dès le SQL, le motif dès le refus.',
  },
  {
    path: 'promises.sales.*.counts',
    en: 'Attempt or contact is kept; any logged touch keeps the promise.',
    fr: 'Tentative ou contact est conservé ; toute prise de contact saisie suffit.',
  },
  {
    path: 'promises.sales.*.rate',
    en: 'Target rates are kept and shown; they are not measured yet.',
    fr: 'Les taux visés sont conservés et affichés ; ils ne sont pas encore mesurés.',
  },
  {
    path: 'promises.sales.*.consequences',
    en: 'Consequences of single clauses are kept and not carried out.',
    fr: 'Les conséquences propres à une clause sont conservées mais pas exécutées.',
  },
  {
    path: 'promises.sales.logWithin',
    en: 'The time for logging a touch is kept; a touch counts whenever it was logged.',
    fr: 'Le délai de saisie est conservé ; un contact compte quelle que soit sa date de saisie.',
  },
  {
    path: 'promises.sales.feedbackOnAll',
    en: 'Feedback on every lead is kept; only a reject without a reason is chased.',
    fr: 'Le retour sur tous les leads est conservé ; seul un refus sans motif est relancé.',
  },
  {
    path: 'promises.sales.warnAt',
    en: 'Warnings before a due time are kept and not sent yet; the task carries the due time.',
    fr: 'Les alertes avant échéance sont conservées mais pas encore envoyées ; la tâche porte l’échéance.',
  },
  {
    path: 'promises.sales.consequences',
    en: 'Consequences for sales are kept and not carried out.',
    fr: 'Les conséquences côté ventes sont conservées mais pas exécutées.',
  },
  {
    path: 'promises.marketing',
    en: 'Marketing’s promises are kept and shown; they are not measured yet.',
    fr: 'Les engagements du marketing sont conservés et affichés ; ils ne sont pas encore mesurés.',
  },
  {
    path: 'objectives',
    en: 'Objectives are kept and shown; they are not measured yet.',
    fr: 'Les objectifs sont conservés et affichés ; ils ne sont pas encore mesurés.',
  },
  {
    path: 'responsibilities',
    en: 'Responsibilities are kept for the signed document.',
    fr: 'Les responsabilités sont conservées pour le document signé.',
  },
  {
    path: 'review',
    en: 'Meetings are kept; no agenda is made yet.',
    fr: 'Les réunions sont conservées ; aucun ordre du jour n’est encore produit.',
  },
  {
    path: 'notify',
    en: 'Channels are kept; notices are HubSpot tasks only.',
    fr: 'Les canaux sont conservés ; les notifications sont seulement des tâches HubSpot.',
  },
];

/** Those of the list that the document uses. */
export function listNotYetRun(document: unknown): readonly NotYetRunPart[] {
  return NOT_YET_RUN.filter((part) => isUsed(document, part.path.split('.')));
}

function isUsed(value: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return value !== undefined && !(Array.isArray(value) && value.length === 0);
  if (typeof value !== 'object' || value === null) return false;
  if (key === '*') return Object.values(value).some((each) => isUsed(each, rest));
  const name = key.replace('[]', '');
  // Object.entries, so that no key is looked up on the prototype.
  const found: unknown = Object.entries(value).find(([each]) => each === name)?.[1];
  if (!key.endsWith('[]')) return isUsed(found, rest);
  return Array.isArray(found) && found.some((item) => isUsed(item, rest));
}
