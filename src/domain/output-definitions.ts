// What each of our outputs is in HubSpot: type, options, and its label in both languages. Whatever creates the properties, lets an
// account choose others for them (5a.7), or names them in a sentence goes by this.

import type { TaskClause } from './decision.ts';
import type { OutputName } from './outputs.ts';
import { NEXT_STEPS } from './promise-words.ts';

type Text = Readonly<Record<'en' | 'fr', string>>;

export interface OutputDefinition {
  readonly type: 'number' | 'string' | 'datetime' | 'enumeration';
  readonly label: Text;
  readonly description?: Text;
  /** Of an enumeration. */
  readonly options?: readonly { readonly value: string; readonly label: Text }[];
}

export const OUTPUT_DEFINITIONS: Readonly<Record<OutputName, OutputDefinition>> = {
  score: { type: 'number', label: { en: 'Accord score', fr: 'Score Accord' } },
  fit: { type: 'number', label: { en: 'Accord fit', fr: 'Adéquation Accord' } },
  engagement: { type: 'number', label: { en: 'Accord engagement', fr: 'Engagement Accord' } },
  grade: { type: 'string', label: { en: 'Accord grade', fr: 'Note Accord' } },
  engagementLevel: {
    type: 'string',
    label: { en: 'Accord engagement level', fr: 'Niveau d’engagement Accord' },
  },
  persona: { type: 'string', label: { en: 'Accord persona', fr: 'Persona Accord' } },
  completeness: {
    type: 'number',
    label: { en: 'Accord completeness (%)', fr: 'Complétude Accord (%)' },
  },
  missingFields: {
    type: 'string',
    label: { en: 'Accord: missing fields', fr: 'Accord : champs manquants' },
    description: {
      en: 'Which team owes which field.',
      fr: 'Quelle équipe doit quel champ.',
    },
  },
  missingDue: {
    type: 'datetime',
    label: { en: 'Accord: missing fields due', fr: 'Accord : échéance des champs manquants' },
  },
  nurtureTrack: {
    type: 'string',
    label: { en: 'Accord nurture track', fr: 'Parcours de nurturing Accord' },
  },
  maturity: {
    type: 'enumeration',
    label: { en: 'Accord maturity', fr: 'Maturité Accord' },
    options: [
      { value: 'immature', label: { en: 'Immature', fr: 'Immature' } },
      { value: 'maturing', label: { en: 'Maturing', fr: 'En maturation' } },
      { value: 'ready', label: { en: 'Ready', fr: 'Prêt' } },
      { value: 'inactive', label: { en: 'Inactive', fr: 'Inactif' } },
    ],
  },
  theme: { type: 'string', label: { en: 'Accord theme', fr: 'Thème Accord' } },
  reentryDate: {
    type: 'datetime',
    label: { en: 'Accord re-entry date', fr: 'Date de retour possible Accord' },
  },
  relaunch: {
    type: 'string',
    label: { en: 'Accord relaunch', fr: 'Relance Accord' },
    description: {
      en: 'Which relaunch of an inactive lead is due (1, 2, …), or sunset: leave it alone.',
      fr: 'Quelle relance d’un lead inactif est due (1, 2, …), ou sunset : le laisser tranquille.',
    },
  },
  priority: {
    type: 'enumeration',
    label: { en: 'Accord priority', fr: 'Priorité Accord' },
    options: [
      { value: 'high', label: { en: 'High', fr: 'Haute' } },
      { value: 'medium', label: { en: 'Medium', fr: 'Moyenne' } },
      { value: 'low', label: { en: 'Low', fr: 'Basse' } },
    ],
  },
  agreementVersion: {
    type: 'number',
    label: { en: 'Accord agreement version', fr: 'Version de l’accord' },
  },
  handOverStatus: {
    type: 'enumeration',
    label: { en: 'Accord hand-over status', fr: 'Statut de transmission Accord' },
    options: [
      { value: 'handed_over', label: { en: 'Handed over', fr: 'Transmis' } },
      { value: 'accepted', label: { en: 'Accepted', fr: 'Accepté' } },
      { value: 'working', label: { en: 'Working', fr: 'En cours' } },
      { value: 'rejected', label: { en: 'Rejected, reason due', fr: 'Refusé, motif attendu' } },
      { value: 'recycled', label: { en: 'Recycled', fr: 'Recyclé' } },
      { value: 'won', label: { en: 'Won', fr: 'Gagné' } },
      { value: 'disqualified', label: { en: 'Disqualified', fr: 'Écarté' } },
    ],
  },
  handOverDate: {
    type: 'datetime',
    label: { en: 'Accord hand-over date', fr: 'Date de transmission Accord' },
  },
  cycle: { type: 'number', label: { en: 'Accord cycle', fr: 'Cycle Accord' } },
  nextStep: {
    type: 'enumeration',
    label: { en: 'Accord next step', fr: 'Prochaine étape Accord' },
    options: [
      { value: 'accept', label: stepLabel('accept') },
      { value: 'first_touch', label: stepLabel('firstTouch') },
      { value: 'give_reason', label: stepLabel('feedback') },
      { value: 'nurture', label: { en: 'Nurture', fr: 'Nurturing' } },
      { value: 'none', label: { en: 'None', fr: 'Aucune' } },
    ],
  },
  slaStatus: {
    type: 'enumeration',
    label: { en: 'Accord promise status', fr: 'État des engagements Accord' },
    description: {
      en: 'How the promises of sales about this contact stand: the worst of those that are open, else how they ended.',
      fr: 'Où en sont les engagements des ventes sur ce contact : le pire de ceux en cours, sinon leur issue.',
    },
    options: [
      { value: 'on_track', label: { en: 'On track', fr: 'Dans les temps' } },
      { value: 'warning', label: { en: 'Due soon', fr: 'Échéance proche' } },
      { value: 'breached', label: { en: 'Overdue', fr: 'Échéance dépassée' } },
      { value: 'paused', label: { en: 'Paused', fr: 'Suspendu' } },
      { value: 'met', label: { en: 'Kept', fr: 'Tenu' } },
      { value: 'met_late', label: { en: 'Kept late', fr: 'Tenu en retard' } },
      { value: 'excused', label: { en: 'Excused', fr: 'Excusé' } },
    ],
  },
  slaDue: { type: 'datetime', label: { en: 'Accord due time', fr: 'Échéance Accord' } },
  stageReason: { type: 'string', label: { en: 'Accord: why', fr: 'Accord : pourquoi' } },
};

function stepLabel(clause: TaskClause): Text {
  return { en: NEXT_STEPS.en[clause], fr: NEXT_STEPS.fr[clause] };
}
