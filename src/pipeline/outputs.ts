// Accord's own properties in HubSpot: names, types and labels, in the portal's language.
import type { Agreement } from '#domain/agreement.ts';
import type { TaskClause } from '#domain/decision.ts';
import { REJECT_NOTE_PROPERTY, REJECT_REASON_PROPERTY } from '#domain/names.ts';
import { NEXT_STEPS } from '#domain/promise-words.ts';
import type { PropertyDefinition } from './ports.ts';

type Language = 'en' | 'fr';
type Text = Readonly<Record<Language, string>>;

interface Output {
  readonly name: string;
  readonly type: PropertyDefinition['type'];
  /** Where it is not the usual one of the type. */
  readonly fieldType?: PropertyDefinition['fieldType'];
  readonly label: Text;
  readonly description?: Text;
  readonly options?: readonly { readonly value: string; readonly label: Text }[];
}

export const PROPERTY_GROUP = { name: 'accord', label: 'Accord' } as const;
/** Unique on tasks where HubSpot allows it (10.3). */
export const TASK_KEY_PROPERTY = 'accord_task_key';

const CONTACT_OUTPUTS: readonly Output[] = [
  { name: 'accord_score', type: 'number', label: { en: 'Accord score', fr: 'Score Accord' } },
  { name: 'accord_fit', type: 'number', label: { en: 'Accord fit', fr: 'Adéquation Accord' } },
  { name: 'accord_engagement', type: 'number', label: { en: 'Accord engagement', fr: 'Engagement Accord' } },
  { name: 'accord_grade', type: 'string', label: { en: 'Accord grade', fr: 'Note Accord' } },
  {
    name: 'accord_engagement_level',
    type: 'string',
    label: { en: 'Accord engagement level', fr: 'Niveau d’engagement Accord' },
  },
  { name: 'accord_persona', type: 'string', label: { en: 'Accord persona', fr: 'Persona Accord' } },
  {
    name: 'accord_completeness',
    type: 'number',
    label: { en: 'Accord completeness (%)', fr: 'Complétude Accord (%)' },
  },
  {
    name: 'accord_missing_fields',
    type: 'string',
    label: { en: 'Accord: missing fields', fr: 'Accord : champs manquants' },
    description: {
      en: 'Which team owes which field.',
      fr: 'Quelle équipe doit quel champ.',
    },
  },
  {
    name: 'accord_missing_due',
    type: 'datetime',
    label: { en: 'Accord: missing fields due', fr: 'Accord : échéance des champs manquants' },
  },
  {
    name: 'accord_nurture_track',
    type: 'string',
    label: { en: 'Accord nurture track', fr: 'Parcours de nurturing Accord' },
  },
  {
    name: 'accord_maturity',
    type: 'enumeration',
    label: { en: 'Accord maturity', fr: 'Maturité Accord' },
    options: [
      { value: 'immature', label: { en: 'Immature', fr: 'Immature' } },
      { value: 'maturing', label: { en: 'Maturing', fr: 'En maturation' } },
      { value: 'ready', label: { en: 'Ready', fr: 'Prêt' } },
      { value: 'inactive', label: { en: 'Inactive', fr: 'Inactif' } },
    ],
  },
  { name: 'accord_theme', type: 'string', label: { en: 'Accord theme', fr: 'Thème Accord' } },
  {
    name: 'accord_reentry_date',
    type: 'datetime',
    label: { en: 'Accord re-entry date', fr: 'Date de retour possible Accord' },
  },
  {
    name: 'accord_relaunch',
    type: 'string',
    label: { en: 'Accord relaunch', fr: 'Relance Accord' },
    description: {
      en: 'Which relaunch of an inactive lead is due (1, 2, …), or sunset: leave it alone.',
      fr: 'Quelle relance d’un lead inactif est due (1, 2, …), ou sunset : le laisser tranquille.',
    },
  },
  {
    name: 'accord_priority',
    type: 'enumeration',
    label: { en: 'Accord priority', fr: 'Priorité Accord' },
    options: [
      { value: 'high', label: { en: 'High', fr: 'Haute' } },
      { value: 'medium', label: { en: 'Medium', fr: 'Moyenne' } },
      { value: 'low', label: { en: 'Low', fr: 'Basse' } },
    ],
  },
  {
    name: 'accord_agreement_version',
    type: 'number',
    label: { en: 'Accord agreement version', fr: 'Version de l’accord' },
  },
  {
    name: 'accord_handover_status',
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
  {
    name: 'accord_handover_date',
    type: 'datetime',
    label: { en: 'Accord hand-over date', fr: 'Date de transmission Accord' },
  },
  { name: 'accord_cycle', type: 'number', label: { en: 'Accord cycle', fr: 'Cycle Accord' } },
  {
    name: 'accord_next_step',
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
  {
    name: 'accord_sla_status',
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
  { name: 'accord_sla_due', type: 'datetime', label: { en: 'Accord due time', fr: 'Échéance Accord' } },
  { name: 'accord_stage_reason', type: 'string', label: { en: 'Accord: why', fr: 'Accord : pourquoi' } },
  {
    name: 'accord_answer',
    type: 'enumeration',
    label: { en: 'Accord: your answer', fr: 'Accord : votre réponse' },
    description: {
      en: 'Accept or reject the lead that marketing handed over.',
      fr: 'Acceptez ou refusez le lead transmis par le marketing.',
    },
    options: [
      { value: 'accept', label: { en: 'Accept', fr: 'Accepter' } },
      { value: 'reject', label: { en: 'Reject', fr: 'Refuser' } },
    ],
  },
  {
    name: REJECT_REASON_PROPERTY,
    // Its options are the agreement's reasons.
    type: 'enumeration',
    label: { en: 'Accord: reject reason', fr: 'Accord : motif du refus' },
  },
  {
    name: REJECT_NOTE_PROPERTY,
    type: 'string',
    fieldType: 'textarea',
    label: { en: 'Accord: note on the rejection', fr: 'Accord : note sur le refus' },
    description: {
      en: 'What marketing should know beside the reason.',
      fr: 'Ce que le marketing devrait savoir en plus du motif.',
    },
  },
];

const TASK_KEY: Output = {
  name: TASK_KEY_PROPERTY,
  type: 'string',
  label: { en: 'Accord task key', fr: 'Clé de tâche Accord' },
};

export const OUTPUT_PROPERTY_NAMES: readonly string[] = CONTACT_OUTPUTS.map((output) => output.name);

/** Without reasons (no agreement yet) the reject reason is free text until HubSpot is told some. */
export function contactOutputDefinitions(
  language: Language,
  reasons: readonly Option[],
): readonly PropertyDefinition[] {
  return CONTACT_OUTPUTS.map((output): PropertyDefinition => {
    const definition = define(output, language);
    if (output.name !== REJECT_REASON_PROPERTY) return definition;
    return reasons.length === 0
      ? { ...definition, type: 'string', fieldType: 'text' }
      : { ...definition, options: reasons };
  });
}

interface Option {
  readonly label: string;
  readonly value: string;
}

/**
 * The options of all agreements' reject reasons: what reps read, and the id that decisions know. An id that several use is
 * one option, which shows each label; a label of several ids says which of them it is, since reps see labels alone.
 */
export function reasonOptions(agreements: readonly Agreement[]): readonly Option[] {
  const labels = new Map<string, Set<string>>();
  for (const { id, label } of agreements.flatMap(({ rejectReasons }) => rejectReasons))
    labels.set(id, (labels.get(id) ?? new Set()).add(label));
  const options = [...labels].map(([value, all]) => ({ label: [...all].join(' / '), value }));
  return options.map(({ label, value }) => {
    const isAlone = options.every((one) => one.value === value || one.label !== label);
    return { label: isAlone ? label : `${label} (${value})`, value };
  });
}

export function taskKeyDefinition(language: Language, unique: boolean): PropertyDefinition {
  return { ...define(TASK_KEY, language), hasUniqueValue: unique };
}

function define(output: Output, language: Language): PropertyDefinition {
  return {
    name: output.name,
    label: output.label[language],
    type: output.type,
    fieldType: output.fieldType ?? fieldTypeOf(output.type),
    ...(output.description === undefined ? {} : { description: output.description[language] }),
    ...(output.options === undefined
      ? {}
      : {
          options: output.options.map((option) => ({ value: option.value, label: option.label[language] })),
        }),
  };
}

function fieldTypeOf(type: PropertyDefinition['type']): PropertyDefinition['fieldType'] {
  switch (type) {
    case 'number':
      return 'number';
    case 'datetime':
    case 'date':
      return 'date';
    case 'enumeration':
      return 'select';
    case 'bool':
      return 'booleancheckbox';
    case 'string':
      return 'text';
  }
}

function stepLabel(clause: TaskClause): Text {
  return { en: NEXT_STEPS.en[clause], fr: NEXT_STEPS.fr[clause] };
}
