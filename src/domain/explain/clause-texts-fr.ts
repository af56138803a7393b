// The clause-by-clause verdict in French. No-break spaces are set by whoever says it (setFrench).
import { salesPromise, touchesOf } from '#domain/promise-words.ts';
import type { Because, ClauseTexts } from './clause-texts.ts';

export const FRENCH_CLAUSES: ClauseTexts = {
  gone: () => 'Le contact n’est plus dans HubSpot : rien n’est jugé.',
  inScope: () => 'Dans le champ de l’accord.',
  outOfScope: (because) => `Hors du champ de l’accord${told(because)}.`,
  notRuledOut: (label) => `N’est pas écarté au titre de « ${label} ».`,
  ruledOut: (label, because) => `Écarté au titre de « ${label} »${told(because)}.`,
  neverAgain: () => 'Ne revient plus, selon l’accord.',
  gateOpen: (label) => `N’est pas retenu au titre de « ${label} ».`,
  gateShut: (label, because) => `Retenu au titre de « ${label} », quel que soit le score${told(because)}.`,
  entryMet: (stage, because) => `Remplit l’entrée au stade ${stage}${told(because)}.`,
  entryNotYet: (stage, because) => `Ne remplit pas encore l’entrée au stade ${stage}${told(because)}.`,
  noEntry: (stage) => `L’accord ne pose pas de condition d’entrée au stade ${stage}.`,
  noExit: () => 'L’accord ne pose pas de condition de sortie pour les MQL.',
  exitIdle: () => 'La sortie de MQL ne regarde que les leads transmis, sans réponse ni contact.',
  exitMet: (because) => `Reste MQL : la condition de sortie n’est pas remplie${told(because)}.`,
  exitNotMet: (because) => `Remplit la sortie de MQL${told(because)}.`,
  score: (line, needed) => `${line} ; un MQL demande ${needed}.`,
  scoreWithoutLine: (line) => `${line} ; l’entrée en MQL ne tient pas à un seul nombre de points.`,
  field: (name) => `Le champ obligatoire « ${name} » est rempli.`,
  fieldMissing: (name) => `Le champ obligatoire « ${name} » est vide.`,
  stageFree: () => 'Le stade est de ceux qu’Accord peut déplacer.',
  stageProtected: (stage) => `Le stade ${stage} est protégé : Accord ne transmet rien.`,
  sqlMet: (stage) => `Les ventes ont dit oui : le lead est ${stage}.`,
  sqlAuto: (stage) => `Tout MQL devient ${stage} aussitôt.`,
  sqlNotYet: (stage) => `Le lead devient ${stage} quand les ventes l’acceptent.`,
  sqlManual: (stage) => `Le stade ${stage} est posé à la main par les ventes.`,
  stageSet: (stage) => `Le lead est au stade ${stage}.`,
  stageNotYet: (stage) => `Le stade ${stage} est posé dans HubSpot, pas par Accord.`,
  noBaseline: () => 'Ne fait pas partie du stock d’avant la mise en marche d’Accord.',
  baseline: () =>
    'Dépassait le seuil avant la mise en marche d’Accord : seul un nouveau signe d’intérêt le fait transmettre.',
  notRecycled: () => 'Ne concerne que les leads revenus au nurturing.',
  coolDown: (days, until) => `Se repose ${count(days, 'jour')}, jusqu’au ${until}.`,
  cooledDown: (days, since) => `Le repos de ${count(days, 'jour')} s’est achevé le ${since}.`,
  cycles: (used, allowed) => `Transmis ${used} fois sur ${allowed} au plus en un an.`,
  cyclesUsed: (used, until) =>
    `Transmis ${used} fois en un an, autant que permis : plus de transmission avant le ${until}.`,
  noSignalNeeded: () => 'Aucun nouveau signe d’intérêt n’est demandé.',
  signalSeen: () => 'Un nouveau signe d’intérêt est là.',
  signalNeeded: (since) => `Il faut un nouveau signe d’intérêt, daté d’après le ${since}.`,
  promise: (clause, within) => `${salesPromise(clause, 'fr')} sous ${within}`,
  ownPromise: (label, touches, within) => `${label} : ${touchesOf(touches, 'fr')} sous ${within}`,
  withMarketing: (promise) => `${promise} : le lead n’est pas chez les ventes.`,
  notDue: (promise) => `${promise} : rien n’est dû.`,
  waitsForOwner: (promise) => `${promise} : court dès que le lead a un propriétaire.`,
  waitsForYes: (promise) => `${promise} : court dès que les ventes ont accepté le lead.`,
  waitsForOpportunity: (promise) => `${promise} : court dès que le lead est une opportunité.`,
  waitsForSight: (promise) => `${promise} : court dès que HubSpot montre le propriétaire du lead.`,
  paused: (promise, at) => `${promise} : le délai est suspendu ; dû le ${at} au plus tard.`,
  excused: (promise) => `${promise} : excusé par un manager.`,
  due: (promise, at) => `${promise} : dû le ${at}.`,
  overdue: (promise, at) => `${promise} : était dû le ${at}.`,
  kept: (promise, at) => `${promise} : fait le ${at}.`,
  keptKnownLate: (promise, at) => `${promise} : fait le ${at}, mais connu seulement après l’échéance.`,
  keptLate: (promise, at, due) => `${promise} : fait le ${at}, était dû le ${due}.`,
};

function told(because: Because): string {
  return because.length === 0 ? '' : ` : ${because.join(' ; ')}`;
}

function count(number: number, unit: string): string {
  return `${number} ${unit}${number < 2 ? '' : 's'}`;
}
