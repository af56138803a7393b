// The parts of the document that are checked and kept but that nothing acts on yet, so that `agreement check` says it
// instead of letting a reader believe otherwise. Whoever makes a part work removes it here.

import { setFrench } from '#domain/typography.ts';

export interface NotYetRunPart {
  /** As in formatPath; `[]` stands for every entry of a list, `*` for every key. */
  readonly path: string;
  readonly en: string;
  readonly fr: string;
}

interface Part {
  readonly paths: readonly string[];
  readonly en: string;
  readonly fr: string;
}

/** Of one clause of sales, or of all. */
const ofClauses = (key: string): readonly string[] => [`promises.sales.${key}`, `promises.sales.*.${key}`];

export const NOT_YET_RUN: readonly Part[] = [
  {
    paths: ['routing.pools[].marketer'],
    en: 'The marketer of a pool is kept for the signed document.',
    fr: 'Le marketeur d’un pool est conservé pour le document signé.',
  },
  {
    paths: ['promises.sales.clauses'],
    en: 'Further clauses of sales are kept and shown; no clock runs on them yet.',
    fr: 'Les autres clauses des ventes sont conservées et affichées ; aucune échéance ne court encore.',
  },
  {
    paths: ofClauses('pauses'),
    en: 'Reasons for a pause are kept; no clock stands still yet.',
    fr: 'Les motifs de pause sont conservés ; aucune échéance n’est encore suspendue.',
  },
  {
    paths: ['promises.sales.*.start', 'promises.sales.*.stage'],
    en: 'Where a clock starts is kept; answers run from the assignment, first contacts from SQL, reasons from the reject, attempts from the hand-over.',
    fr: 'Le départ d’un délai est conservé ; la réponse court dès l’attribution, le premier contact dès le SQL, le motif dès le refus, les tentatives dès la transmission.',
  },
  {
    paths: ['promises.sales.*.counts'],
    en: 'Attempt or contact is kept; any logged touch keeps the promise.',
    fr: 'Tentative ou contact est conservé ; toute prise de contact saisie suffit.',
  },
  {
    paths: ['promises.sales.*.rate'],
    en: 'Target rates are kept and shown; they are not measured yet.',
    fr: 'Les taux visés sont conservés et affichés ; ils ne sont pas encore mesurés.',
  },
  {
    paths: ['promises.sales.*.owner'],
    en: 'Who answers for a clause is kept and shown; nobody is told yet.',
    fr: 'Le répondant d’une clause est conservé et affiché ; il n’est pas encore prévenu.',
  },
  {
    paths: ofClauses('logWithin'),
    en: 'The time for logging a touch is kept; a touch counts whenever it was logged.',
    fr: 'Le délai de saisie est conservé ; un contact compte quelle que soit sa date de saisie.',
  },
  {
    paths: ['promises.sales.feedbackOnAll'],
    en: 'Feedback on every lead is kept; only a reject without a reason is chased.',
    fr: 'Le retour sur tous les leads est conservé ; seul un refus sans motif est relancé.',
  },
  {
    paths: ofClauses('warnAt'),
    en: 'Warnings before a due time are kept and not sent yet; the task carries the due time.',
    fr: 'Les alertes avant échéance sont conservées mais pas encore envoyées ; la tâche porte l’échéance.',
  },
  {
    paths: ofClauses('consequences'),
    en: 'Consequences for sales are kept and not carried out.',
    fr: 'Les conséquences côté ventes sont conservées mais pas exécutées.',
  },
  {
    paths: ['promises.marketing'],
    en: 'Marketing’s promises are kept and shown; they are not measured yet.',
    fr: 'Les engagements du marketing sont conservés et affichés ; ils ne sont pas encore mesurés.',
  },
  {
    paths: ['objectives'],
    en: 'Objectives are kept and shown; they are not measured yet.',
    fr: 'Les objectifs sont conservés et affichés ; ils ne sont pas encore mesurés.',
  },
  {
    paths: ['review'],
    en: 'Meetings are kept and shown; no agenda is made yet.',
    fr: 'Les réunions sont conservées et affichées ; aucun ordre du jour n’est encore produit.',
  },
  {
    paths: ['notify'],
    en: 'Channels are kept; notices are HubSpot tasks only.',
    fr: 'Les canaux sont conservés ; les notifications sont seulement des tâches HubSpot.',
  },
];

/** Those of the list that the document uses, each under the first of its paths that is used. */
export function listNotYetRun(document: unknown): readonly NotYetRunPart[] {
  return NOT_YET_RUN.flatMap(({ paths, en, fr }) => {
    const path = paths.find((each) => isUsed(document, each.split('.')));
    return path === undefined ? [] : [{ path, en, fr: setFrench(fr) }];
  });
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
