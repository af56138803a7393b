// One sentence per reason code in English and French. Order and choice of sentences are
// decision-sentences.ts's matter.
import { SIGNAL_KINDS } from '#domain/agreement.ts';
import { SIGNAL_NOUNS } from '#domain/conditions/nouns.ts';
import { ofFrench, setFrench } from '#domain/typography.ts';
import type { Language, Words } from '#domain/wording.ts';
import { CONSEQUENCE_SENTENCES } from './consequence-sentences.ts';
import { RELEASE_SENTENCES } from './release-sentences.ts';
import { ROUTING_SENTENCES } from './routing-sentences.ts';
import type { Sentences } from './sentences.ts';
import { PAUSE_SENTENCES } from './source-pause-sentences.ts';

const SQL = 'salesqualifiedlead';

/** Where an answer was read that is not our own property. */
const ENGLISH_SOURCES: Readonly<Record<string, string>> = {
  card: 'The answer was given on the record card.',
  leadStatus: 'The answer was read from the lead status.',
  hubspotLead: 'The answer was read from the stage of the HubSpot lead.',
  deal: 'The answer was read from a deal that the owner created.',
};
const FRENCH_SOURCES: Readonly<Record<string, string>> = {
  card: 'La réponse a été donnée sur la carte de la fiche.',
  leadStatus: 'La réponse a été lue dans le statut du lead.',
  hubspotLead: 'La réponse a été lue dans la phase du lead HubSpot.',
  deal: 'La réponse a été lue dans une transaction créée par le propriétaire.',
};

/** Who set a stage that no person set. */
const ENGLISH_ACTORS: Readonly<Record<string, string>> = {
  workflow: 'by a workflow in HubSpot',
  import: 'by an import into HubSpot',
  hubspot: 'by HubSpot itself',
};
const FRENCH_ACTORS: Readonly<Record<string, string>> = {
  workflow: 'par un workflow dans HubSpot',
  import: 'par un import dans HubSpot',
  hubspot: 'par HubSpot lui-même',
};

const ENGLISH: Sentences = {
  stageAdopted: ({ value, by }, words) =>
    `The stage was set to ${words.stage(text(value))} ${ENGLISH_ACTORS[text(by ?? '')] ?? 'in HubSpot, not by Accord'}.`,
  ownerAdopted: ({ ownerId }) =>
    text(ownerId) === ''
      ? 'The owner was removed in HubSpot.'
      : 'The owner was set in HubSpot, not by Accord.',
  outOfScope: () => 'Not in the scope of the agreement.',
  meetsDisqualification: ({ id }, words) =>
    `Disqualified by the agreement: ${words.disqualification(text(id))}.`,
  gate: ({ id }, words) => `Held back whatever the score: ${words.gate(text(id))}.`,
  persona: ({ id }, words) => `Persona: ${words.persona(text(id))}.`,
  part: ({ rule, milliPoints, signals }, words) =>
    `${words.signedPoints(count(milliPoints))}: ${words.rule(text(rule))}${count(signals) > 1 ? ` (${count(signals)} times)` : ''}`,
  missingField: ({ name, owedBy, dueAt }, words) => {
    const owed = owedBy === undefined ? '' : `, owed by ${text(owedBy)}`;
    const due = dueAt === undefined ? '' : ` by ${words.instant(text(dueAt))}`;
    return `A mandatory field has no usable value: ${words.field(text(name))}${owed}${due}.`;
  },
  belowMql: ({ total, fit, engagement }, words) =>
    `The score is too low for an MQL: ${words.points(count(total))} (fit ${words.points(count(fit))}, engagement ${words.points(count(engagement))}).`,
  baseline: () =>
    'Was already over the line when Accord began to act on this agreement; waits for a new sign of interest.',
  touched: ({ at }, words) => `First contact by sales: ${words.instant(text(at))}.`,
  accepted: ({ at }, words) => `Accepted by sales: ${words.instant(text(at))}.`,
  acceptedByStage: ({ value }, words) =>
    `Accepted by sales, who set the stage to ${words.stage(text(value ?? SQL))} by hand.`,
  answerFrom: ({ source }) => ENGLISH_SOURCES[text(source)] ?? '',
  dealWon: () => 'A deal of this contact was won.',
  rejected: ({ reason }, words) =>
    text(reason) === ''
      ? 'Rejected by sales; the reason is still owed.'
      : `Rejected by sales: ${words.rejectReason(text(reason))}.`,
  disqualified: ({ reason }, words) => `Disqualified: ${endingInEnglish(text(reason), words)}.`,
  recycled: ({ reason }, words) => `Back to nurture: ${endingInEnglish(text(reason), words)}.`,
  handedOver: ({ cycle, byHand }) =>
    `Handed over to sales${count(byHand) === 1 ? ' by hand' : ''}${count(cycle) > 1 ? `, for the ${ordinal(count(cycle))} time` : ''}.`,
  coolingDown: ({ until }, words) => `Was recycled and cools down until ${words.instant(text(until))}.`,
  neverAgain: () => 'Does not come back, as the agreement says.',
  needsFreshSignal: () => 'Reaches the score, but only a new sign of interest hands the lead over.',
  cyclesUsed: () => 'Was handed over as often as the agreement allows in a year.',
  ownerKept: () => 'The owner of the contact keeps the lead.',
  ...RELEASE_SENTENCES.en,
  ...PAUSE_SENTENCES.en,
  ...ROUTING_SENTENCES.en,
  noticed: ({ kind, at }, words) =>
    `The owner was told of new interest: ${nounOf(kind, 'en')} on ${words.instant(text(at))}.`,
  stageSet: ({ from, to }, words) => `Stage set from ${words.stage(text(from))} to ${words.stage(text(to))}.`,
  stageProtected: ({ value }, words) =>
    `The stage ${words.stage(text(value))} is protected: Accord leaves it alone.`,
  clockWarned: ({ clause, at }, words) =>
    `Reminder since ${words.instant(text(at))}: ${words.clause(text(clause))}.`,
  clockBreached: ({ clause, dueAt }, words) =>
    `Not done by ${words.instant(text(dueAt))}: ${words.clause(text(clause))}.`,
  clockMet: ({ clause, at }, words) => `Kept on ${words.instant(text(at))}: ${words.clause(text(clause))}.`,
  clockMetLate: ({ clause, at, dueAt }, words) =>
    `Kept late, on ${words.instant(text(at))} instead of ${words.instant(text(dueAt))}: ${words.clause(text(clause))}.`,
  clockMetKnownLate: ({ clause, at }, words) =>
    `Kept on ${words.instant(text(at))}, though it became known only after the due time: ${words.clause(text(clause))}.`,
  clockReopened: ({ clause }, words) => `What met it is no longer documented: ${words.clause(text(clause))}.`,
  ...CONSEQUENCE_SENTENCES.en,
};

const FRENCH: Sentences = {
  stageAdopted: ({ value, by }, words) =>
    `Le stade ${words.stage(text(value))} a été posé ${FRENCH_ACTORS[text(by ?? '')] ?? 'dans HubSpot, pas par Accord'}.`,
  ownerAdopted: ({ ownerId }) =>
    text(ownerId) === ''
      ? 'Le propriétaire a été retiré dans HubSpot.'
      : 'Le propriétaire a été choisi dans HubSpot, pas par Accord.',
  outOfScope: () => 'Hors du champ de l’accord.',
  meetsDisqualification: ({ id }, words) => `Écarté par l’accord : ${words.disqualification(text(id))}.`,
  gate: ({ id }, words) => `Retenu quel que soit le score : ${words.gate(text(id))}.`,
  persona: ({ id }, words) => `Persona : ${words.persona(text(id))}.`,
  part: ({ rule, milliPoints, signals }, words) =>
    `${words.signedPoints(count(milliPoints))} : ${words.rule(text(rule))}${count(signals) > 1 ? ` (${count(signals)} fois)` : ''}`,
  missingField: ({ name, owedBy, dueAt }, words) => {
    const owed = owedBy === undefined ? '' : `, dû par ${owedBy === 'sales' ? 'les ventes' : 'le marketing'}`;
    const due = dueAt === undefined ? '' : ` pour le ${words.instant(text(dueAt))}`;
    return `Un champ obligatoire n’a pas de valeur exploitable : ${words.field(text(name))}${owed}${due}.`;
  },
  belowMql: ({ total, fit, engagement }, words) =>
    `Le score est trop bas pour un MQL : ${words.points(count(total))} (profil ${words.points(count(fit))}, engagement ${words.points(count(engagement))}).`,
  baseline: () =>
    'Dépassait déjà le seuil quand Accord a commencé à appliquer cet accord ; attend un nouveau signe d’intérêt.',
  touched: ({ at }, words) => `Premier contact par les ventes : ${words.instant(text(at))}.`,
  accepted: ({ at }, words) => `Accepté par les ventes : ${words.instant(text(at))}.`,
  acceptedByStage: ({ value }, words) =>
    `Accepté par les ventes, qui ont posé le stade ${words.stage(text(value ?? SQL))} à la main.`,
  answerFrom: ({ source }) => FRENCH_SOURCES[text(source)] ?? '',
  dealWon: () => 'Une transaction de ce contact a été gagnée.',
  rejected: ({ reason }, words) =>
    text(reason) === ''
      ? 'Refusé par les ventes ; le motif est encore dû.'
      : `Refusé par les ventes : ${words.rejectReason(text(reason))}.`,
  disqualified: ({ reason }, words) => `Écarté : ${endingInFrench(text(reason), words)}.`,
  recycled: ({ reason }, words) => `Retour au nurturing : ${endingInFrench(text(reason), words)}.`,
  handedOver: ({ cycle, byHand }) =>
    `Transmis aux ventes${count(byHand) === 1 ? ' à la main' : ''}${count(cycle) > 1 ? `, pour la ${count(cycle)}e fois` : ''}.`,
  coolingDown: ({ until }, words) => `A été recyclé et se repose jusqu’au ${words.instant(text(until))}.`,
  neverAgain: () => 'Ne revient plus, selon l’accord.',
  needsFreshSignal: () => 'Atteint le score, mais seul un nouveau signe d’intérêt fait transmettre le lead.',
  cyclesUsed: () => 'A été transmis autant de fois que l’accord le permet en un an.',
  ownerKept: () => 'Le propriétaire du contact garde le lead.',
  ...RELEASE_SENTENCES.fr,
  ...PAUSE_SENTENCES.fr,
  ...ROUTING_SENTENCES.fr,
  noticed: ({ kind, at }, words) =>
    `Le propriétaire a été prévenu d’un nouveau signe d’intérêt : ${nounOf(kind, 'fr')}, ${words.instant(text(at))}.`,
  stageSet: ({ from, to }, words) => {
    if (text(from) === '') return `Stade posé : ${words.stage(text(to))}.`;
    if (text(to) === '') return `Stade retiré : ${words.stage(text(from))}.`;
    return `Stade passé ${ofFrench(words.stage(text(from)))} à ${words.stage(text(to))}.`;
  },
  stageProtected: ({ value }, words) =>
    `Le stade ${words.stage(text(value))} est protégé : Accord n’y touche pas.`,
  clockWarned: ({ clause, at }, words) =>
    `Rappel depuis le ${words.instant(text(at))} : ${words.clause(text(clause))}.`,
  clockBreached: ({ clause, dueAt }, words) =>
    `Pas fait pour le ${words.instant(text(dueAt))} : ${words.clause(text(clause))}.`,
  clockMet: ({ clause, at }, words) => `Tenu le ${words.instant(text(at))} : ${words.clause(text(clause))}.`,
  clockMetLate: ({ clause, at, dueAt }, words) =>
    `Tenu en retard, le ${words.instant(text(at))} au lieu du ${words.instant(text(dueAt))} : ${words.clause(text(clause))}.`,
  clockMetKnownLate: ({ clause, at }, words) =>
    `Tenu le ${words.instant(text(at))}, mais connu seulement après l’échéance : ${words.clause(text(clause))}.`,
  clockReopened: ({ clause }, words) =>
    `Ce qui le tenait n’est plus documenté : ${words.clause(text(clause))}.`,
  ...CONSEQUENCE_SENTENCES.fr,
};

export const SENTENCES: Readonly<Record<Language, Sentences>> = { en: ENGLISH, fr: FRENCH };

/** How a cycle ended, by the state's `recycleReason`. */
export function ending(reason: string, language: Language, words: Words): string {
  const plain = oneLine(reason);
  return language === 'fr' ? setFrench(endingInFrench(plain, words)) : endingInEnglish(plain, words);
}

/** Of a kind of signal, one. */
function nounOf(kind: string | number | undefined, language: Language): string {
  const known = SIGNAL_KINDS.find((each) => each === kind);
  return known === undefined ? text(kind) : SIGNAL_NOUNS[language][known][1];
}

type Endings = Readonly<Record<string, (detail: string, words: Words) => string>>;

const ENGLISH_ENDINGS: Endings = {
  rejected: (detail, words) => `rejected by sales (${words.rejectReason(detail)})`,
  gate: (detail, words) => `held back (${words.gate(detail)})`,
  noContact: () => 'sales could not reach the lead',
  dealLost: () => 'the deal was lost',
  notWon: () => 'no longer won',
  stage: (detail, words) => `somebody set the stage ${words.customStage(detail)}`,
  disqualified: (detail, words) => words.disqualification(detail),
  cooled: () => 'the lead cooled down before the first contact',
  scope: () => 'no longer in the scope of the agreement',
  protected: () => 'its stage is protected',
  gone: () => 'the contact is gone from HubSpot',
  returned: (detail, words) => `sales did not do in time what the agreement says (${words.clause(detail)})`,
  request: (detail, words) =>
    `asked for by hand or by a workflow${detail === '' ? '' : ` (${words.track(detail)})`}`,
};

const FRENCH_ENDINGS: Endings = {
  rejected: (detail, words) => `refusé par les ventes (${words.rejectReason(detail)})`,
  gate: (detail, words) => `retenu (${words.gate(detail)})`,
  noContact: () => 'les ventes n’ont pas réussi à joindre le lead',
  dealLost: () => 'la transaction a été perdue',
  notWon: () => 'n’est plus gagné',
  stage: (detail, words) => `quelqu’un a posé le stade ${words.customStage(detail)}`,
  disqualified: (detail, words) => words.disqualification(detail),
  cooled: () => 'le lead a refroidi avant le premier contact',
  scope: () => 'le lead est sorti du champ de l’accord',
  protected: () => 'son stade est protégé',
  gone: () => 'le contact n’est plus dans HubSpot',
  returned: (detail, words) =>
    `les ventes n’ont pas fait à temps ce que dit l’accord (${words.clause(detail)})`,
  request: (detail, words) =>
    `demandé à la main ou par un workflow${detail === '' ? '' : ` (${words.track(detail)})`}`,
};

function endingInEnglish(reason: string, words: Words): string {
  return endingOf(ENGLISH_ENDINGS, reason, words);
}

function endingInFrench(reason: string, words: Words): string {
  return endingOf(FRENCH_ENDINGS, reason, words);
}

function endingOf(endings: Endings, reason: string, words: Words): string {
  const [kind, detail] = split(reason);
  const make = Object.hasOwn(endings, kind) ? endings[kind] : undefined;
  return make === undefined ? reason : make(detail, words);
}

function split(reason: string): readonly [string, string] {
  const colon = reason.indexOf(':');
  return colon < 0 ? [reason, ''] : [reason.slice(0, colon), reason.slice(colon + 1)];
}

function ordinal(number: number): string {
  const tens = number % 100;
  const suffix = tens > 10 && tens < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${suffix}`;
}

/** Reps write reasons freely: no line breaks, no control characters. */
function text(value: string | number | undefined): string {
  return value === undefined ? '' : oneLine(String(value));
}

export function oneLine(value: string): string {
  return value.replaceAll(/[\p{Cc}\s]+/gu, ' ').trim();
}

function count(value: string | number | undefined): number {
  return Number(value ?? 0);
}
