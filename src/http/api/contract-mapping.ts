// The part of the contract about which of the account's values mean what (5a.7). A change of it is a draft of the agreement.
import { z } from 'zod';
import { OUTPUT_NAMES } from '#domain/outputs.ts';
import { MAPPED_STAGES } from '#pipeline/mapping/mapping-parts.ts';
import { Change, DraftAnswer, Which } from './contract-agreements.ts';
import { Count, Reason, route } from './route.ts';

const Answer = z.string().max(120).meta({
  description: '`accept`, `working`, `reject`, `reject: <id of a reason>`; empty: it says nothing.',
});
const Name = z.string().min(1).max(100);
const Option = z.object({ value: z.string(), label: z.string() });
const MappedValue = Option.extend({
  known: z
    .boolean()
    .meta({ description: 'False: an agreement names it, and the account has no such value.' }),
  draft: Answer,
  inForce: Answer,
  proposed: Answer.meta({ description: 'What the value looks like, for a person to decide.' }),
});
const Stage = z.enum(MAPPED_STAGES);

const ValueType = z.enum(['string', 'number', 'bool', 'date', 'datetime', 'enumeration', 'multi']);
const Property = Option.extend({ type: ValueType });
const Own = z.string().max(100).meta({
  description: 'Name of a property of the account’s own; empty: HubSpot’s standard one.',
});
const MappedField = z.object({
  object: z.enum(['contact', 'company']),
  field: z.string().meta({ description: 'Name of HubSpot’s standard property.' }),
  label: z.string(),
  type: ValueType.meta({ description: 'Of properties that can stand for it.' }),
  draft: Own,
  inForce: Own,
  proposed: Own,
});

const Output = z.enum(OUTPUT_NAMES);
const Goes = z
  .union([z.literal('own'), z.literal('off'), z.strictObject({ property: Name, overwrite: z.literal(true) })])
  .meta({
    description:
      '`own`: Accord’s own property; `off`: not written; else a property of the account’s, over whatever stands there.',
  });
const MappedOutput = z.object({
  output: Output,
  label: z.string(),
  own: z.string().meta({ description: 'Name of Accord’s own property.' }),
  draft: Goes,
  inForce: Goes,
  kinds: z.array(Count).meta({ description: 'Of the `targets` that can hold it.' }),
});

const Mapping = z.object({
  base: z
    .object({ version: Count, isDraft: z.boolean(), hash: z.string() })
    .meta({ description: 'What a change starts from: the draft, else the version in force.' }),
  inForce: Count.nullable(),
  reasons: z.array(z.object({ id: z.string(), label: z.string() })),
  leadStatus: z.array(MappedValue),
  hubspotLeads: z
    .object({ stages: z.array(MappedValue), reasons: z.array(MappedValue) })
    .nullable()
    .meta({ description: 'Null: the account has no HubSpot leads, or has not granted to read them.' }),
  dealCreated: z.object({ draft: z.boolean(), inForce: z.boolean() }),
  stages: z.array(z.object({ stage: Stage, draft: z.string(), inForce: z.string() })),
  lifecycle: z.array(Option),
  fields: z.array(MappedField),
  properties: z
    .object({ contact: z.array(Property), company: z.array(Property) })
    .meta({ description: 'The account’s own properties that a field may be read from.' }),
  outputs: z.array(MappedOutput),
  targets: z
    .array(Option.extend({ kind: Count }))
    .meta({ description: 'The account’s own properties that an output may be written to, each once.' }),
});

const Answers = z.record(Name, Answer);

export const MAPPING_ROUTES = {
  readMapping: route({
    path: '/portals/{portalId}/mapping',
    summary:
      'Values of the account that answers and stages are read from, properties that fields are read from, and properties that outputs go to: what draft and agreement in force say of each, and a proposal. Asks HubSpot.',
    caller: 'author',
    query: Which,
    answer: Mapping,
    refusals: {
      409: 'Neither a draft nor a version in force.',
      422: 'The draft has problems.',
      502: 'HubSpot refuses.',
    },
  }),
  changeMapping: route({
    method: 'put',
    path: '/portals/{portalId}/mapping',
    summary:
      'Saves a mapping as the draft of the agreement, with what changes against the version in force; the rest of the document stays as it is written.',
    caller: 'author',
    query: Which,
    body: z.strictObject({
      hash: z.string().max(64).meta({ description: '`base.hash` of what was looked at.' }),
      leadStatus: Answers,
      hubspotLeads: z
        .strictObject({ stages: Answers, reasons: z.record(Name, z.string().max(100)) })
        .nullable()
        .meta({ description: 'Null: leave it as it is.' }),
      dealCreated: z.boolean(),
      stages: z.partialRecord(Stage, z.string().min(1).max(100)),
      fields: z
        .strictObject({ contact: z.record(Name, Own), company: z.record(Name, Own) })
        .optional()
        .meta({
          description: 'Own properties by HubSpot’s standard ones; left out: leave them as they are.',
        }),
      outputs: z.partialRecord(Output, Goes).optional().meta({
        description: 'Where outputs go; those that are left out stay as they are.',
      }),
      reason: Reason,
    }),
    answer: DraftAnswer.extend({
      changes: z
        .array(Change)
        .nullable()
        .meta({ description: 'Null while the draft has problems, or where nothing is in force.' }),
    }),
    refusals: { 409: 'Somebody has changed the base meanwhile.', 422: 'The draft has problems.' },
  }),
} as const;
