// Which properties of the account's an output may be written to (outputs): none that says something to Accord, none for two outputs, here or in another agreement,
// and one that HubSpot lets us write and that can hold every value.

import { ADOPTED_OUTPUTS } from '#domain/adopt-lead.ts';
import type { Condition, ValueType } from '#domain/agreement.ts';
import { DERIVED_FROM } from '#domain/derived-facts.ts';
import { IDENTITY_FROM } from '#domain/identity.ts';
import { SOURCE_DETAIL_PROPERTIES } from '#domain/names.ts';
import { OUTPUT_DEFINITIONS } from '#domain/output-definitions.ts';
import type { OtherAgreement } from '#domain/outputs.ts';
import { OUTPUT_NAMES, type OutputName } from '#domain/outputs.ts';
import { READ_FIELDS } from '#domain/own-fields.ts';
import type { conditionsIn } from './check-conditions.ts';
import { isFixed } from './check-fields.ts';
import { checkElsewhere, checkInputsElsewhere } from './check-others.ts';
import type { Draft } from './draft.ts';
import type { Issue } from './issue.ts';
import { nearest } from './nearest.ts';
import { type DocumentOutputs, listMapped } from './output-schema.ts';
import { findProperty, type KnownProperty, type PropertyTypes } from './property-types.ts';
import { listConditions } from './resolve-conditions.ts';
import type { AgreementDocument } from './schema.ts';

type Conditions = ReturnType<typeof conditionsIn>;
type Parts = Partial<AgreementDocument>;
type Mapped = ReturnType<typeof listMapped>[number];
type Found = Omit<Issue, 'path'>;

interface Around {
  readonly types: PropertyTypes;
  /** Of the account, without this one. */
  readonly others: readonly OtherAgreement[];
}

export function checkOutputs(
  { parts }: Draft,
  conditions: Conditions,
  { types, others }: Around,
): readonly Issue[] {
  const mapped = listMapped(parts.outputs);
  if (mapped.length === 0 && others.length === 0) return [];
  const asked = conditions.map(({ condition }) => condition);
  const inputs = inputsOf(parts, asked);
  const misplaced = mapped.flatMap((one) => {
    const issue =
      checkTarget(one, inputs) ??
      checkShared(one, mapped) ??
      checkElsewhere(one, others) ??
      checkHeld(one, parts, types);
    return issue === null ? [] : [{ path: placeOf(one), ...issue }];
  });
  return [...misplaced, ...checkInputsElsewhere(inputs, conditions, others)];
}

/** Allowed, but worth knowing before it is signed. */
export function noteOutputs(outputs: DocumentOutputs = {}, types: PropertyTypes): readonly Issue[] {
  const overwritten = types.isComplete ? listMapped(outputs) : [];
  const moved = ADOPTED_OUTPUTS.filter((output) => (outputs[output] ?? 'own') !== 'own');
  return [
    ...overwritten.map((one) => ({
      path: placeOf(one),
      code: 'outputOverwrites',
      params: { output: one.output, property: one.property },
    })),
    ...moved.map((output) => ({ path: ['outputs', output], code: 'outputNotRebuilt', params: { output } })),
  ];
}

function placeOf({ output }: Mapped): Issue['path'] {
  return ['outputs', output, 'property'];
}

/** Whatever Accord reads of a contact: what it wrote there itself would come back as a fact. */
function inputsOf({ data, overlays = [] }: Parts, conditions: readonly Condition[]): ReadonlySet<string> {
  const asked = conditions.flatMap((condition) =>
    (condition.kind === 'property' || condition.kind === 'daysSince') && condition.object === 'contact'
      ? [condition.property]
      : [],
  );
  return new Set([
    ...asked,
    ...(data === undefined ? [] : fieldsOf(data)),
    ...overlays.flatMap((overlay) => overlay.data?.mandatory.mql ?? []),
    ...READ_FIELDS.contact,
    ...IDENTITY_FROM.contact,
    ...Object.values(DERIVED_FROM).flatMap(({ contact }) => contact),
    ...SOURCE_DETAIL_PROPERTIES,
  ]);
}

function fieldsOf({ mandatory, owes = [], readFrom }: AgreementDocument['data']): readonly string[] {
  const { lead, mql, sql, opportunity = [] } = mandatory;
  const listed = [lead, mql, sql, ...owes].flatMap((each) => each?.fields ?? []);
  return [...listed, ...opportunity, ...Object.entries(readFrom?.contact ?? {}).flat()];
}

/** HubSpot's own that people may fill in; what it works out itself begins alike. */
const WRITABLE: readonly string[] = ['hs_persona'];
const HUBSPOTS = /^hs_/;

function checkTarget({ output, property }: Mapped, inputs: ReadonlySet<string>): Found | null {
  const params = { output, property };
  if (isKept(property)) return { code: 'outputProtected', params };
  return inputs.has(property) ? { code: 'outputIsInput', params } : null;
}

/** No output may ever be written there. */
function isKept(property: string): boolean {
  return isFixed('contact', property) || (HUBSPOTS.test(property) && !WRITABLE.includes(property));
}

function checkShared({ output, property }: Mapped, mapped: readonly Mapped[]): Found | null {
  const other = mapped.find((one) => one.property === property && one.output !== output);
  return other === undefined
    ? null
    : { code: 'outputTwice', params: { output, property, other: other.output } };
}

/** Without an account at hand nothing is known of its properties. */
function checkHeld(one: Mapped, parts: Parts, types: PropertyTypes): Found | null {
  const { output, property } = one;
  if (!types.isComplete) return null;
  const known = findProperty(types, 'contact', property);
  if (known === undefined) {
    const valid = Object.keys(types.contact).filter((name) => !isKept(name));
    const suggestion = nearest(property, valid);
    return {
      code: 'unknownProperty',
      params: { property },
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  return misfitOf(one, known, valuesOf(output, parts));
}

function misfitOf({ output, property }: Mapped, known: KnownProperty, values: Values): Found | null {
  const params = { output, property };
  if (known.readOnly === true) return { code: 'outputReadOnly', params };
  const fits = fittingTypes(output, values);
  if (!fits.includes(known.type))
    return { code: 'outputTypeMisfit', params: { ...params, held: known.type, fits: fits.join(', ') } };
  const lacking = lackingOptions(known, values);
  return lacking.length === 0
    ? null
    : { code: 'outputLacksOptions', params: { ...params, options: lacking.join(', ') } };
}

/** Every value that an output can have; null: any text. */
type Values = readonly string[] | null;

function valuesOf(output: OutputName, parts: Parts): Values {
  const fixed = OUTPUT_DEFINITIONS[output].options?.map(({ value }) => value);
  return OF_DOCUMENT[output]?.(parts) ?? fixed ?? null;
}

type ListValues = (parts: Parts) => readonly string[];

/** Outputs whose values the document itself lists. */
const OF_DOCUMENT: Readonly<Partial<Record<OutputName, ListValues>>> = {
  persona: ({ personas }) => idsOf(personas),
  nurtureTrack: ({ nurture }) => idsOf(nurture?.tracks),
  theme: ({ nurture }) => idsOf(nurture?.themes),
  grade: ({ score }) =>
    (score?.grade.fit ?? []).flatMap((letter) =>
      (score?.grade.engagement ?? []).map((digit) => `${letter.mark}${digit.mark}`),
    ),
};

function idsOf(entries: readonly { readonly id: string }[] = []): readonly string[] {
  return entries.map(({ id }) => id);
}

/**
 * Numbers fit a number or a text; instants an instant alone, as HubSpot would show a text of milliseconds; words a text, or options
 * where each word that can come is one of them.
 */
function fittingTypes(output: OutputName, values: Values): readonly ValueType[] {
  const { type } = OUTPUT_DEFINITIONS[output];
  if (type === 'datetime') return ['datetime'];
  if (type === 'number') return ['number', 'string'];
  return values === null ? ['string'] : ['string', 'enumeration'];
}

function lackingOptions({ type, options = [] }: KnownProperty, values: Values): readonly string[] {
  return type === 'enumeration' ? (values ?? []).filter((value) => !options.includes(value)) : [];
}

/** Names of the properties that each output may be written to, among those of an account. */
export function fittingProperties(
  document: AgreementDocument,
  properties: Readonly<Record<string, KnownProperty>>,
  others: readonly OtherAgreement[],
): Readonly<Record<OutputName, readonly string[]>> {
  const inputs = inputsOf(document, listConditions(document));
  const open = Object.entries(properties).filter(([name]) => !isKept(name) && !inputs.has(name));
  const fitting = (output: OutputName): readonly string[] => {
    const values = valuesOf(output, document);
    return open
      .filter(([property, known]) => {
        const wish = { output, property };
        return misfitOf(wish, known, values) === null && checkElsewhere(wish, others) === null;
      })
      .map(([property]) => property);
  };
  // The keys that are mapped.
  return Object.fromEntries(OUTPUT_NAMES.map((output) => [output, fitting(output)])) as Readonly<
    Record<OutputName, readonly string[]>
  >;
}
