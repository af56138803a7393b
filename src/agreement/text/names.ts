// What parts, entries and keys of the document are called in sentences, English and French.
import type { MappedAnswer } from '#domain/agreement.ts';
import type { HubspotLeadState } from '#domain/lead.ts';
import type { Language } from '#domain/wording.ts';

export type Texts = Readonly<Record<Language, string>>;

const PART_TITLES: Readonly<Record<string, Texts>> = {
  name: { en: 'Name', fr: 'Nom' },
  language: { en: 'Language', fr: 'Langue' },
  scope: { en: 'Scope', fr: 'Champ' },
  criteria: { en: 'Criteria', fr: 'Critères' },
  personas: { en: 'Personas', fr: 'Personas' },
  segments: { en: 'Segments', fr: 'Segments' },
  calendar: { en: 'Calendar', fr: 'Calendrier' },
  overlays: { en: 'Variants by country, language or team', fr: 'Variantes par pays, langue ou équipe' },
  stages: { en: 'Stages', fr: 'Stades' },
  score: { en: 'Score', fr: 'Score' },
  data: { en: 'Data', fr: 'Données' },
  routing: { en: 'Routing', fr: 'Répartition' },
  promises: { en: 'Promises', fr: 'Promesses' },
  feedback: { en: 'Feedback', fr: 'Retours' },
  nurture: { en: 'Nurture', fr: 'Nurturing' },
  objectives: { en: 'Objectives', fr: 'Objectifs' },
  responsibilities: { en: 'Responsibilities', fr: 'Responsabilités' },
  review: { en: 'Review', fr: 'Suivi' },
  blastLimit: { en: 'Publishing', fr: 'Publication' },
  notify: { en: 'Notices', fr: 'Notifications' },
  signatories: { en: 'Signatories', fr: 'Signataires' },
};

export function partTitle(part: string, language: Language): string {
  return PART_TITLES[part]?.[language] ?? part;
}

/** An entry of a list, by the path of the list without ids. */
export const ENTRY_NAMES: Readonly<Record<string, Texts>> = {
  'score.fit.rules': { en: 'Rule', fr: 'Règle' },
  'score.engagement.rules': { en: 'Rule', fr: 'Règle' },
  'score.fit.groups': { en: 'Group of fit rules', fr: 'Groupe de règles de profil' },
  'score.engagement.groups': { en: 'Group of engagement rules', fr: 'Groupe de règles d’engagement' },
  'score.gates': { en: 'Gate', fr: 'Exclusion' },
  'score.grade.fit': { en: 'Fit grade', fr: 'Note de profil' },
  'score.grade.engagement': { en: 'Engagement grade', fr: 'Note d’engagement' },
  criteria: { en: 'Criterion', fr: 'Critère' },
  personas: { en: 'Persona', fr: 'Persona' },
  segments: { en: 'Segment', fr: 'Segment' },
  overlays: { en: 'Variant', fr: 'Variante' },
  'routing.pools': { en: 'Pool', fr: 'Pool' },
  'routing.rules': { en: 'Routing rule', fr: 'Règle de répartition' },
  'routing.pool.reps': { en: 'Rep', fr: 'Commercial' },
  'routing.pools.members': { en: 'Rep', fr: 'Commercial' },
  'promises.sales.clauses': { en: 'Clause of sales', fr: 'Clause des ventes' },
  'promises.sales.pauses': { en: 'Reason for a pause', fr: 'Motif de pause' },
  'promises.sales.consequences': { en: 'Consequence for sales', fr: 'Conséquence pour les ventes' },
  'promises.marketing.consequences': { en: 'Consequence for marketing', fr: 'Conséquence pour le marketing' },
  'promises.marketing.volume': { en: 'Volume', fr: 'Volume' },
  'data.owes': { en: 'Owed data', fr: 'Données dues' },
  'feedback.reasons': { en: 'Reject reason', fr: 'Motif de refus' },
  'nurture.tracks': { en: 'Nurture track', fr: 'Parcours de nurturing' },
  objectives: { en: 'Objective', fr: 'Objectif' },
  responsibilities: { en: 'Responsibility', fr: 'Responsabilité' },
  'signatories.delegates': { en: 'Delegate', fr: 'Délégué' },
  'notify.marketing': { en: 'Notice to marketing', fr: 'Notification au marketing' },
  'notify.sales': { en: 'Notice to sales', fr: 'Notification aux ventes' },
};

/** What an answer of sales is that HubSpot's values stand for. */
export const ANSWER_TEXTS: Readonly<Record<MappedAnswer['answer'], Texts>> = {
  accept: { en: 'accepted', fr: 'accepté' },
  working: { en: 'accepted and worked on', fr: 'accepté et suivi' },
  reject: { en: 'rejected', fr: 'refusé' },
};

export const LEAD_STATE_NAMES: Readonly<Record<HubspotLeadState, Texts>> = {
  open: { en: 'open', fr: 'ouvert' },
  connected: { en: 'connected', fr: 'contact établi' },
  qualified: { en: 'qualified', fr: 'qualifié' },
  disqualified: { en: 'disqualified', fr: 'disqualifié' },
};

/** What one value of the writer's own stands for, by the path of the block that lists them. */
export const KEYED_NAMES: Readonly<Record<string, Texts>> = {
  'feedback.answers.leadStatus': { en: 'Lead status', fr: 'Statut du lead' },
  'feedback.answers.hubspotLeads.stages': { en: 'Stage of the HubSpot lead', fr: 'Phase du lead HubSpot' },
  'feedback.answers.hubspotLeads.reasons': {
    en: 'Disqualification reason of the HubSpot lead',
    fr: 'Motif de disqualification du lead HubSpot',
  },
};

/** What stands at a path without ids; the longest that fits the path's end wins. */
export const KEY_NAMES: Readonly<Record<string, Texts>> = {
  label: { en: 'name', fr: 'nom' },
  note: { en: 'note', fr: 'note' },
  when: { en: 'condition', fr: 'condition' },
  points: { en: 'points', fr: 'points' },
  cap: { en: 'cap', fr: 'plafond' },
  decay: { en: 'ageing', fr: 'érosion' },
  group: { en: 'group', fr: 'groupe' },
  signal: { en: 'signal', fr: 'signal' },
  detailContains: { en: 'text it must contain', fr: 'texte à contenir' },
  from: { en: 'starts at', fr: 'commence à' },
  within: { en: 'time', fr: 'délai' },
  start: { en: 'the clock starts at', fr: 'le délai court dès' },
  stage: { en: 'stage', fr: 'stade' },
  counts: { en: 'what counts', fr: 'ce qui compte' },
  count: { en: 'number of touches', fr: 'nombre de prises de contact' },
  rate: { en: 'rate to reach', fr: 'taux à atteindre' },
  warnAt: { en: 'warning at', fr: 'alerte à' },
  logWithin: { en: 'time to log a touch', fr: 'délai de saisie' },
  consequences: { en: 'consequences', fr: 'conséquences' },
  pauses: { en: 'reasons for a pause', fr: 'motifs de pause' },
  countries: { en: 'countries', fr: 'pays' },
  languages: { en: 'languages', fr: 'langues' },
  teams: { en: 'teams', fr: 'équipes' },
  language: { en: 'language', fr: 'langue' },
  text: { en: 'text', fr: 'texte' },
  rules: { en: 'rules that carry it out', fr: 'règles qui l’appliquent' },
  marketing: { en: 'marketing’s note', fr: 'note du marketing' },
  sales: { en: 'sales’ note', fr: 'note des ventes' },
  clause: { en: 'clause it belongs to', fr: 'clause concernée' },
  target: { en: 'target', fr: 'cible' },
  weight: { en: 'weight', fr: 'poids' },
  maxPerDay: { en: 'leads a day at most', fr: 'leads par jour au plus' },
  maxOpen: { en: 'open leads at most', fr: 'leads ouverts au plus' },
  absences: { en: 'absences', fr: 'absences' },
  perMonth: { en: 'a month', fr: 'par mois' },
  timeZone: { en: 'time zone', fr: 'fuseau horaire' },
  holidays: { en: 'public holidays', fr: 'jours fériés' },
  closures: { en: 'closures', fr: 'fermetures' },
  email: { en: 'e-mail address', fr: 'adresse e-mail' },
  name: { en: 'name', fr: 'nom' },
  'scope.note': { en: 'The note on the scope', fr: 'La note sur le champ' },
  'scope.include': { en: 'Who is in scope', fr: 'Qui est dans le champ' },
  'scope.exclude': { en: 'Who is out of scope', fr: 'Qui est hors du champ' },
  'scope.customers': { en: 'Customers', fr: 'Clients' },
  'scope.ownDomains': { en: 'Our own domains', fr: 'Nos propres domaines' },
  'scope.competitors': { en: 'Domains of competitors', fr: 'Domaines des concurrents' },
  'calendar.timeZone': { en: 'The time zone', fr: 'Le fuseau horaire' },
  'calendar.holidays.country': { en: 'Public holidays of', fr: 'Jours fériés de' },
  'calendar.holidays.region': { en: 'Region of the public holidays', fr: 'Région des jours fériés' },
  'calendar.closures': { en: 'Closures', fr: 'Fermetures' },
  'stages.lead.entry': { en: 'Who becomes a lead', fr: 'Qui devient un lead' },
  'stages.mql.entry': { en: 'Who becomes an MQL', fr: 'Qui devient un MQL' },
  'stages.mql.exit': { en: 'When an MQL cools off', fr: 'Quand un MQL refroidit' },
  'stages.sql.how': { en: 'How an MQL becomes an SQL', fr: 'Comment un MQL devient un SQL' },
  'stages.protected': { en: 'Stages that are never written', fr: 'Stades jamais écrits' },
  'stages.before': { en: 'Stages before the first', fr: 'Stades avant le premier' },
  'stages.moveBack': { en: 'Which stages Accord moves back', fr: 'Les stades qu’Accord fait reculer' },
  'score.fit.cap': { en: 'The cap on fit', fr: 'Le plafond du profil' },
  'score.engagement.cap': { en: 'The cap on engagement', fr: 'Le plafond de l’engagement' },
  'score.engagement.decay': { en: 'How engagement ages', fr: 'L’érosion de l’engagement' },
  'score.step': {
    en: 'Written scores are rounded down to a multiple of',
    fr: 'Le score écrit est arrondi au multiple inférieur de',
  },
  'score.rewriteAfter': {
    en: 'A score moved by time is written again from',
    fr: 'Un score déplacé par le temps est réécrit à partir de',
  },
  'data.mandatory.mql': { en: 'Fields an MQL must have', fr: 'Champs obligatoires d’un MQL' },
  'data.completeness': { en: 'Completeness of the data', fr: 'Complétude des données' },
  'routing.keepContactOwner': {
    en: 'A valid owner of the contact keeps it',
    fr: 'Le propriétaire valable du contact le garde',
  },
  'routing.useCompanyOwner': {
    en: 'The owner of the company comes next',
    fr: 'Le propriétaire de l’entreprise vient ensuite',
  },
  'promises.sales.acceptWithin.within': {
    en: 'Time sales has to accept or reject',
    fr: 'Délai des ventes pour accepter ou refuser',
  },
  'promises.sales.firstTouchWithin.within': {
    en: 'Time sales has for the first contact',
    fr: 'Délai des ventes pour le premier contact',
  },
  'promises.sales.feedbackWithin.within': {
    en: 'Time sales has to say why it rejects',
    fr: 'Délai des ventes pour motiver un refus',
  },
  'promises.sales.attempts.within': {
    en: 'Time sales has for all attempts',
    fr: 'Délai des ventes pour toutes les tentatives',
  },
  'promises.sales.attempts.count': {
    en: 'Attempts sales makes at least',
    fr: 'Tentatives que font les ventes au moins',
  },
  'promises.sales.logWithin': {
    en: 'Time sales has to log a touch',
    fr: 'Délai des ventes pour saisir une prise de contact',
  },
  'promises.sales.warnAt': {
    en: 'Sales is warned after this share of the time',
    fr: 'Les ventes sont alertées après cette part du délai',
  },
  'promises.sales.feedbackOnAll': {
    en: 'Sales gives feedback on every lead',
    fr: 'Les ventes font un retour sur chaque lead',
  },
  'promises.marketing.quality.rate': {
    en: 'Quality marketing promises',
    fr: 'Qualité promise par le marketing',
  },
  'promises.marketing.quality.floor': { en: 'Floor of the quality', fr: 'Plancher de qualité' },
  'promises.marketing.quality.matureAfter': {
    en: 'A month’s quality is judged after',
    fr: 'La qualité d’un mois est jugée après',
  },
  'promises.marketing.completeness': {
    en: 'Completeness marketing promises',
    fr: 'Complétude promise par le marketing',
  },
  'feedback.answers': { en: 'Where answers of sales are read', fr: 'Où se lisent les réponses des ventes' },
  'feedback.answers.leadStatus': {
    en: 'Answers read from the lead status',
    fr: 'Réponses lues dans le statut du lead',
  },
  'feedback.answers.hubspotLeads': {
    en: 'Answers read from the stage of HubSpot leads',
    fr: 'Réponses lues dans la phase des leads HubSpot',
  },
  'feedback.answers.hubspotLeads.reasons': {
    en: 'Reject reasons by disqualification reason of the HubSpot lead',
    fr: 'Motifs de refus selon le motif de disqualification du lead HubSpot',
  },
  'feedback.answers.dealCreated': {
    en: 'A deal that the owner creates is a yes',
    fr: 'Une transaction que crée le propriétaire vaut oui',
  },
  'nurture.coolDown': { en: 'Cool-down before a lead may come back', fr: 'Délai avant le retour d’un lead' },
  'nurture.cyclesPerYear': {
    en: 'Hand-overs of one lead a year at most',
    fr: 'Transmissions d’un même lead par an au plus',
  },
  'nurture.recycledStage': { en: 'Stage of a recycled lead', fr: 'Stade d’un lead recyclé' },
  'nurture.inactiveAfter': { en: 'A lead counts as inactive after', fr: 'Un lead est inactif après' },
  'nurture.relaunch.attempts': { en: 'Relaunches at most', fr: 'Relances au plus' },
  'nurture.relaunch.sunsetAfter': {
    en: 'A lead is left alone after',
    fr: 'Un lead est laissé tranquille après',
  },
  blastLimit: {
    en: 'Share of the leads a new version may move unasked',
    fr: 'Part des leads qu’une version peut déplacer sans confirmation',
  },
  'signatories.marketing.name': { en: 'Who signs for marketing', fr: 'Qui signe pour le marketing' },
  'signatories.sales.name': { en: 'Who signs for sales', fr: 'Qui signe pour les ventes' },
  'signatories.marketing.email': {
    en: 'Address of who signs for marketing',
    fr: 'Adresse de qui signe pour le marketing',
  },
  'signatories.sales.email': {
    en: 'Address of who signs for sales',
    fr: 'Adresse de qui signe pour les ventes',
  },
};
