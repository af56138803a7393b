// Accord's own properties in HubSpot: names, types and labels, in the portal's language.
import type { Agreement } from '#domain/agreement.ts';
import { OUTPUT_PROPERTIES, REJECT_NOTE_PROPERTY, REJECT_REASON_PROPERTY } from '#domain/names.ts';
import { OUTPUT_DEFINITIONS, type OutputDefinition } from '#domain/output-definitions.ts';
import { OUTPUT_NAMES, outputProperty } from '#domain/outputs.ts';
import type { PropertyDefinition } from './ports.ts';

type Language = 'en' | 'fr';

interface Output extends OutputDefinition {
  readonly name: string;
  /** Where it is not the usual one of the type. */
  readonly fieldType?: PropertyDefinition['fieldType'];
}

export const PROPERTY_GROUP = { name: 'accord', label: 'Accord' } as const;
/** Unique on tasks where HubSpot allows it (10.3). */
export const TASK_KEY_PROPERTY = 'accord_task_key';

const ANSWERS: readonly Output[] = [
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

/** In the order of `OUTPUT_PROPERTIES`, those that reps write last. */
const CONTACT_OUTPUTS: readonly Output[] = [
  ...OUTPUT_NAMES.map((output) => ({ name: OUTPUT_PROPERTIES[output], ...OUTPUT_DEFINITIONS[output] })),
  ...ANSWERS,
];

const TASK_KEY: Output = {
  name: TASK_KEY_PROPERTY,
  type: 'string',
  label: { en: 'Accord task key', fr: 'Clé de tâche Accord' },
};

export const OUTPUT_PROPERTY_NAMES: readonly string[] = CONTACT_OUTPUTS.map((output) => output.name);

/**
 * Of what the agreements write to properties of ours: one that each of them writes elsewhere, or not at all, nobody needs. Without
 * reasons (no agreement yet) the reject reason is free text until HubSpot is told some.
 */
export function contactOutputDefinitions(
  language: Language,
  agreements: readonly OutputsOf[],
): readonly PropertyDefinition[] {
  const reasons = reasonOptions(agreements);
  return neededOutputs(agreements).map((output): PropertyDefinition => {
    const definition = define(output, language);
    if (output.name !== REJECT_REASON_PROPERTY) return definition;
    return reasons.length === 0
      ? { ...definition, type: 'string', fieldType: 'text' }
      : { ...definition, options: reasons };
  });
}

export function contactOutputNames(agreements: readonly OutputsOf[]): readonly string[] {
  return neededOutputs(agreements).map(({ name }) => name);
}

function neededOutputs(agreements: readonly OutputsOf[]): readonly Output[] {
  return CONTACT_OUTPUTS.filter(({ name }) => isNeeded(name, agreements));
}

/** What properties of ours depend on. */
export type OutputsOf = Pick<Agreement, 'rejectReasons' | 'outputs'>;

function isNeeded(name: string, agreements: readonly OutputsOf[]): boolean {
  const output = OUTPUT_NAMES.find((one) => OUTPUT_PROPERTIES[one] === name);
  if (output === undefined || agreements.length === 0) return true;
  return agreements.some((agreement) => outputProperty(agreement, output) === name);
}

interface Option {
  readonly label: string;
  readonly value: string;
}

/**
 * The options of all agreements' reject reasons: what reps read, and the id that decisions know. An id that several use is
 * one option, which shows each label; a label of several ids says which of them it is, since reps see labels alone.
 */
export function reasonOptions(agreements: readonly OutputsOf[]): readonly Option[] {
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
