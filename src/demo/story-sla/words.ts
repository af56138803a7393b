// The story's words, in English and French.

import type { Language } from '#demo/texts.ts';
import { setIn } from '#domain/typography.ts';

const WORDS = {
  cast: {
    en: 'Five reps share the leads of three weeks: {quick} is quick, {thorough} is thorough, {ill} will fall ill, {leaving} will leave, {forgetful} forgets. {ads} alone follows up what an ad on social networks brings. {manager} manages them.',
    fr: 'Cinq commerciaux se partagent les leads de trois semaines : {quick} est rapide, {thorough} méthodique, {ill} tombera malade, {leaving} partira, {forgetful} oublie. {ads} suit seule ce qu’apporte une publicité sur les réseaux sociaux. {manager} les dirige.',
  },
  agreed: {
    en: 'Both sides have signed: sales accepts or rejects within {accept} and makes the first contact within {touch}. Who is late is warned; {escalate} after the due time the manager is told, after {reassign} another rep gets the lead. Who rejects and does not say why within {feedback} gets no further leads {suspend} later, and loses this one after {return}.',
    fr: 'Les deux parties ont signé : les ventes acceptent ou refusent en {accept} et prennent contact en {touch}. Qui est en retard est averti ; {escalate} après l’échéance, la responsable est prévenue ; au bout de {reassign}, un autre commercial reçoit le lead. Qui refuse sans dire pourquoi en {feedback} ne reçoit plus de leads {suspend} plus tard, et perd celui-ci au bout de {return}.',
  },
  quality: {
    en: 'Marketing promises that sales accepts {rate} of a month’s MQLs. From a source that is surely below {floor} {after} after the month’s end, nothing more is handed over, until a later month is better or {manager} says so.',
    fr: 'Le marketing s’engage à ce que les ventes acceptent {rate} des MQL d’un mois. D’une source sûrement sous {floor} {after} après la fin du mois, plus rien n’est transmis, jusqu’à ce qu’un mois suivant soit meilleur ou que {manager} en décide.',
  },
  given: { en: '{rep} was given {lead}: {step} by {due}', fr: '{rep} reçoit {lead} : {step} avant le {due}' },
  warned: {
    en: 'reminder to {rep}: {lead}, {step} by {due}',
    fr: 'rappel à {rep} : {lead}, {step} avant le {due}',
  },
  breached: { en: 'BROKEN by {rep}: {lead}, {step}', fr: 'NON TENU par {rep} : {lead}, {step}' },
  escalate: {
    en: '{manager} is told: {lead}, {step} by {rep}, due {due}',
    fr: '{manager} est informée : {lead}, {step} par {rep}, attendu le {due}',
  },
  warn: {
    en: '{rep} is warned: {lead}, {step}, due {due}',
    fr: 'avertissement à {rep} : {lead}, {step}, attendu le {due}',
  },
  reassign: {
    en: '{lead} is taken from {rep}: {step}, due {due}',
    fr: '{rep} perd {lead} : {step}, attendu le {due}',
  },
  return: {
    en: '{lead} goes back to marketing: {step} by {rep}, due {due}',
    fr: '{lead} retourne au marketing : {step} par {rep}, attendu le {due}',
  },
  suspend: { en: '{rep} gets no further leads', fr: '{rep} ne reçoit plus de leads' },
  agenda: {
    en: 'both sides are told of a point for their meeting: {lead}, {step} by {rep}',
    fr: 'un point pour la réunion est signalé aux deux parties : {lead}, {step} par {rep}',
  },
  undone: {
    en: 'taken back: {what}; {rep} had called {lead} in time, on {at}',
    fr: 'annulé : {what} ; {rep} avait appelé {lead} à temps, le {at}',
  },
  undoneByPerson: { en: '{manager} takes back {what}: {lead}', fr: '{manager} annule {what} : {lead}' },
  hisAgain: { en: '; {rep} has the lead again', fr: ' ; {rep} retrouve le lead' },
  undoneWarn: { en: 'the warning', fr: 'l’avertissement' },
  undoneEscalate: { en: 'the report to the manager', fr: 'le signalement à la responsable' },
  undoneReassign: { en: 'the change of rep', fr: 'le changement de commercial' },
  undoneReturn: { en: 'the return to marketing', fr: 'le retour au marketing' },
  undoneSuspend: { en: 'the suspension of {rep}', fr: 'la suspension de {rep}' },
  undoneAgenda: { en: 'the point for the meeting', fr: 'le point pour la réunion' },
  left: { en: '{rep} has left: {lead} goes to {to}', fr: '{rep} est parti : {lead} passe à {to}' },
  absent: { en: '{rep} is away: {lead} goes to {to}', fr: '{rep} s’absente : {lead} passe à {to}' },
  leftWaiting: {
    en: '{rep} has left: {lead} waits for a rep',
    fr: '{rep} est parti : {lead} attend un commercial',
  },
  metLate: {
    en: 'done late by {rep}: {lead}, {step}, due {due}',
    fr: 'fait en retard par {rep} : {lead}, {step}, attendu le {due}',
  },
  metKnownLate: {
    en: 'kept by {rep} after all: {lead}, {step} on {at}, entered late',
    fr: 'tenu par {rep} tout compte fait : {lead}, {step} le {at}, saisi après coup',
  },
  reopened: {
    en: 'no longer documented: {lead}, {step} by {rep}',
    fr: 'n’est plus documenté : {lead}, {step} par {rep}',
  },
  paused: { en: '{lead}: the promises stand still', fr: '{lead} : les engagements sont suspendus' },
  resumed: { en: '{lead}: the promises run again', fr: '{lead} : les engagements courent à nouveau' },
  excused: {
    en: '{manager} excuses {rep}: {lead}, {step} (“{text}”)',
    fr: '{manager} excuse {rep} : {lead}, {step} (« {text} »)',
  },
  version: {
    en: 'version {version} of the agreement is in force',
    fr: 'la version {version} de l’accord est en vigueur',
  },
  rejectedSilently: { en: '{rep} rejected {lead} without a reason', fr: '{rep} refuse {lead} sans motif' },
  rejected: { en: '{rep} rejected {lead}: {reason}', fr: '{rep} refuse {lead} : {reason}' },
  recycled: { en: '{lead} goes back to marketing', fr: '{lead} retourne au marketing' },
  held: {
    en: '{lead} waits: nobody can be given it now',
    fr: '{lead} attend : personne ne peut le recevoir',
  },
  heldBack: {
    en: '{lead} qualifies and is held back: hand-overs from {source} are paused',
    fr: '{lead} est qualifié mais retenu : les transmissions de {source} sont suspendues',
  },
  lifted: {
    en: '{manager} ends the pause of {source}, which held back {leads} (“{text}”)',
    fr: '{manager} lève la suspension de {source}, qui retenait {leads} (« {text} »)',
  },
  keptToday: { en: 'kept in time: {list}', fr: 'tenus à temps : {list}' },
  clockChange: { en: 'the clocks go forward tonight', fr: 'passage à l’heure d’été cette nuit' },
  ill: { en: '{rep} falls ill', fr: '{rep} tombe malade' },
  adBegins: {
    en: 'an ad on social networks begins, whose leads {rep} gets',
    fr: 'début d’une publicité sur les réseaux sociaux, dont {rep} reçoit les leads',
  },
  adMended: {
    en: 'marketing shows the ad to other people',
    fr: 'le marketing adresse la publicité à un autre public',
  },
  holiday: { en: 'public holiday', fr: 'jour férié' },
  accept: { en: 'to accept or reject', fr: 'accepter ou refuser' },
  touch: { en: 'first contact', fr: 'premier contact' },
  feedback: { en: 'reason for the no', fr: 'motif du refus' },
  salesTitle: { en: 'Promises of sales, rep by rep', fr: 'Engagements des ventes, par commercial' },
  clausesTitle: { en: 'Both sides, month by month', fr: 'Les deux parties, mois par mois' },
  rep: { en: 'rep', fr: 'commercial' },
  promises: { en: 'promises', fr: 'engagements' },
  kept: { en: 'kept', fr: 'tenus' },
  late: { en: 'late', fr: 'en retard' },
  broken: { en: 'broken', fr: 'non tenus' },
  excusedCount: { en: 'excused', fr: 'excusés' },
  running: { en: 'running', fr: 'en cours' },
  share: { en: 'kept %', fr: 'tenus %' },
  all: { en: 'all', fr: 'tous' },
  followedTitle: { en: 'What followed', fr: 'Ce qui a suivi' },
  what: { en: 'consequence', fr: 'conséquence' },
  done: { en: 'carried out', fr: 'exécutées' },
  takenBack: { en: 'taken back', fr: 'annulées' },
  countWarn: { en: 'rep warned', fr: 'commercial averti' },
  countEscalate: { en: 'manager told', fr: 'responsable informé' },
  countReassign: { en: 'lead taken from its rep', fr: 'lead retiré à son commercial' },
  countReturn: { en: 'lead returned to marketing', fr: 'lead rendu au marketing' },
  countSuspend: { en: 'rep suspended', fr: 'commercial suspendu' },
  countPause: { en: 'hand-overs from a source paused', fr: 'transmissions d’une source suspendues' },
  countAgenda: { en: 'point for the meeting', fr: 'point pour la réunion' },
} as const satisfies Record<string, Record<Language, string>>;

export type Word = keyof typeof WORDS;

export function word(
  language: Language,
  key: Word,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const text = WORDS[key][language];
  const set = setIn(text, language);
  return set.replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}
