// What a person chooses on the mapping page, before it is saved: from the draft, with the proposals where they are taken.
import type { Answers, Bodies } from '@accord/ui';

export type Mapping = Answers['readMapping'];
export type MappedValue = Mapping['leadStatus'][number];
export type MappedField = Mapping['fields'][number];
export type MappedOutput = Mapping['outputs'][number];
type Said = Readonly<Record<string, string>>;

/** Not confirmed yet: what stands in the property would be overwritten. */
export type Goes = 'own' | 'off' | { readonly property: string; readonly overwrite: boolean };
export type OutputsSaid = Readonly<Record<string, Goes>>;

export interface Wish {
  readonly leadStatus: Said;
  readonly leadStages: Said;
  readonly leadReasons: Said;
  readonly dealCreated: boolean;
  readonly stages: Said;
  /** Own properties by the key of the field. */
  readonly fields: Said;
  readonly outputs: OutputsSaid;
}

/** The same field stands on contacts and companies. */
export function keyOf({ object, field }: Pick<MappedField, 'object' | 'field'>): string {
  return `${object}.${field}`;
}

export function wishOf(mapping: Mapping): Wish {
  const said = (values: readonly MappedValue[]): Said =>
    Object.fromEntries(values.map(({ value, draft }) => [value, draft]));
  return {
    leadStatus: said(mapping.leadStatus),
    leadStages: said(mapping.hubspotLeads?.stages ?? []),
    leadReasons: said(mapping.hubspotLeads?.reasons ?? []),
    dealCreated: mapping.dealCreated.draft,
    stages: Object.fromEntries(mapping.stages.map(({ stage, draft }) => [stage, draft])),
    fields: Object.fromEntries(mapping.fields.map((field) => [keyOf(field), field.draft])),
    outputs: Object.fromEntries(mapping.outputs.map(({ output, draft }) => [output, draft])),
  };
}

/** What a person has said stays. */
export function withProposals(wish: Wish, { leadStatus, hubspotLeads, fields }: Mapping): Wish {
  const filled = (said: Said, values: readonly MappedValue[]): Said => ({
    ...said,
    ...Object.fromEntries(
      values
        .filter(({ value }) => (said[value] ?? '') === '')
        .map(({ value, proposed }) => [value, proposed]),
    ),
  });
  return {
    ...wish,
    leadStatus: filled(wish.leadStatus, leadStatus),
    leadStages: filled(wish.leadStages, hubspotLeads?.stages ?? []),
    leadReasons: filled(wish.leadReasons, hubspotLeads?.reasons ?? []),
    fields: {
      ...wish.fields,
      ...Object.fromEntries(
        fields
          .filter((field) => (wish.fields[keyOf(field)] ?? '') === '')
          .map((field) => [keyOf(field), field.proposed]),
      ),
    },
  };
}

/** Each property of the account's that is chosen is one to be overwritten. */
export function isConfirmed({ outputs }: Wish): boolean {
  return Object.values(outputs).every((goes) => typeof goes !== 'object' || goes.overwrite);
}

export function bodyOf(wish: Wish, { base, hubspotLeads, fields }: Mapping): Bodies['changeMapping'] {
  const { leadStatus, leadStages, leadReasons, dealCreated, stages } = wish;
  const saidOf = (object: MappedField['object']): Record<string, string> =>
    Object.fromEntries(
      fields
        .filter((field) => field.object === object)
        .map((field) => [field.field, wish.fields[keyOf(field)] ?? '']),
    );
  return {
    hash: base.hash,
    leadStatus: { ...leadStatus },
    hubspotLeads: hubspotLeads === null ? null : { stages: { ...leadStages }, reasons: { ...leadReasons } },
    dealCreated,
    stages: { ...stages },
    fields: { contact: saidOf('contact'), company: saidOf('company') },
    outputs: confirmed(wish.outputs),
  };
}

function confirmed(outputs: OutputsSaid): NonNullable<Bodies['changeMapping']['outputs']> {
  const said: NonNullable<Bodies['changeMapping']['outputs']> = {};
  for (const [output, goes] of Object.entries(outputs)) {
    if (typeof goes !== 'object') said[output] = goes;
    else if (goes.overwrite) said[output] = { property: goes.property, overwrite: true };
  }
  return said;
}
