// A mapping that a person has chosen, as parts of the document: without values that say nothing, and without empty parts that
// were not there before.
import type { Part } from '#agreement/edit-document.ts';
import type { DocumentOutput } from '#agreement/output-schema.ts';
import type { AgreementDocument } from '#agreement/schema.ts';
import type { OutputName } from '#domain/outputs.ts';
import type { FieldObject } from './mapped-fields.ts';
import type { AnswerText } from './propose.ts';

export const MAPPED_STAGES = ['lead', 'mql', 'sql', 'opportunity'] as const;
export type MappedStage = (typeof MAPPED_STAGES)[number];

export interface MappingChange {
  /** Of the base that was looked at. */
  readonly hash: string;
  readonly leadStatus: Readonly<Record<string, AnswerText>>;
  readonly hubspotLeads: {
    readonly stages: Readonly<Record<string, AnswerText>>;
    readonly reasons: Readonly<Record<string, string>>;
  } | null;
  readonly dealCreated: boolean;
  readonly stages: Readonly<Partial<Record<MappedStage, string>>>;
  /** Own properties by standard ones, '' for none; null: leave them as they are. */
  readonly fields: Readonly<Record<FieldObject, Readonly<Record<string, string>>>> | null;
  /** Those that are not named stay as they are. */
  readonly outputs: Readonly<Partial<Record<OutputName, DocumentOutput>>>;
}

export function partsOf(change: MappingChange, document: AgreementDocument): readonly Part[] {
  return [
    ...answerParts(change, document.feedback.answers ?? {}),
    ...stageParts(change, document.stages),
    ...fieldParts(change, document.data.readFrom),
    ...outputParts(change, document.outputs),
  ];
}

type Answers = NonNullable<AgreementDocument['feedback']['answers']>;

function answerParts(change: MappingChange, before: Answers): readonly Part[] {
  const leads = change.hubspotLeads;
  return [
    ...answerPart('leadStatus', spoken(change.leadStatus), before.leadStatus),
    ...(leads === null ? [] : answerPart('hubspotLeads', leadsOf(leads), before.hubspotLeads)),
    ...(change.dealCreated === (before.dealCreated ?? false)
      ? []
      : [{ path: pathOf('dealCreated'), value: change.dealCreated }]),
  ];
}

function pathOf(key: keyof Answers): Part['path'] {
  return ['feedback', 'answers', key];
}

function answerPart(key: keyof Answers, value: object, before: unknown): readonly Part[] {
  return before === undefined && isSilent(value) ? [] : [{ path: pathOf(key), value }];
}

function isSilent(value: object): boolean {
  return Object.values(value).every((part) => typeof part === 'object' && isSilent(part));
}

function leadsOf({ stages, reasons }: NonNullable<MappingChange['hubspotLeads']>): object {
  const named = spoken(reasons);
  return { stages: spoken(stages), ...(Object.keys(named).length === 0 ? {} : { reasons: named }) };
}

function stageParts(change: MappingChange, before: AgreementDocument['stages']): readonly Part[] {
  return MAPPED_STAGES.flatMap((stage): Part[] => {
    const value = change.stages[stage];
    if (value === undefined || value === before[stage].lifecycle) return [];
    return [{ path: ['stages', stage, 'lifecycle'], value }];
  });
}

/** An object of which nothing is said is left out. */
function fieldParts(
  { fields }: MappingChange,
  before: AgreementDocument['data']['readFrom'],
): readonly Part[] {
  if (fields === null) return [];
  const said = Object.entries(fields).map(([object, names]) => [object, spoken(names)] as const);
  const value = Object.fromEntries(said.filter(([, names]) => !isSilent(names)));
  return before === undefined && isSilent(value) ? [] : [{ path: ['data', 'readFrom'], value }];
}

/** What goes to Accord's own property needs no word. */
function outputParts({ outputs }: MappingChange, before: AgreementDocument['outputs']): readonly Part[] {
  const said = Object.entries({ ...before, ...outputs }).filter(([, output]) => output !== 'own');
  return before === undefined && said.length === 0
    ? []
    : [{ path: ['outputs'], value: Object.fromEntries(said) }];
}

function spoken(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
