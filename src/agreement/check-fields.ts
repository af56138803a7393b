// Which fields may be read from the account's own properties (data.readFrom), and from which: what Accord lives by stays where
// HubSpot keeps it, no property is read for two fields, and what it holds can be read as the field.
import type { ValueType } from '#domain/agreement.ts';
import { LEAD_STATUS_PROPERTY } from '#domain/names.ts';
import { READ_FIELDS } from '#domain/own-fields.ts';
import { SIGNAL_PROPERTIES } from '#domain/signal-sources.ts';
import type { DocumentReadFrom } from './data-schema.ts';
import type { Issue, Path } from './issue.ts';
import { nearest } from './nearest.ts';
import { findProperty, type PropertyTypes, STANDARD_TYPES } from './property-types.ts';

type FieldObject = 'contact' | 'company';

/** Who it is, whose it is, where it stands, what sales and the lead did: read with dates, searched for and written by these names. */
const FIXED: Readonly<Record<FieldObject, readonly string[]>> = {
  contact: [
    'email',
    'lifecyclestage',
    'hubspot_owner_id',
    LEAD_STATUS_PROPERTY,
    'hs_object_id',
    'createdate',
    'lastmodifieddate',
    ...SIGNAL_PROPERTIES,
  ],
  company: ['domain', 'lifecyclestage', 'hubspot_owner_id', 'hs_object_id', 'createdate'],
};
/** Accord's own properties. */
export const OURS = /^accord_/;

interface Field {
  readonly object: FieldObject;
  readonly field: string;
  readonly own: string;
  readonly path: Path;
}

export function checkFields(readFrom: DocumentReadFrom, types: PropertyTypes): readonly Issue[] {
  return fieldsOf(readFrom).flatMap((field) => {
    const issue = checkField(field) ?? checkTwice(field, readFrom) ?? checkHeld(field, types);
    return issue === null ? [] : [{ path: field.path, ...issue }];
  });
}

/** Allowed, but compared with other words than a text would be. */
export function noteFields(readFrom: DocumentReadFrom = {}, types: PropertyTypes): readonly Issue[] {
  return fieldsOf(readFrom).flatMap((field) => {
    const differing = typesApart(field, types);
    if (differing === null) return [];
    return [{ path: field.path, code: 'fieldTypeDiffers', params: { ...named(field), ...differing } }];
  });
}

function fieldsOf(readFrom: DocumentReadFrom): readonly Field[] {
  return (['contact', 'company'] as const).flatMap((object) =>
    Object.entries(readFrom[object] ?? {}).map(([field, own]) => {
      return { object, field, own, path: ['data', 'readFrom', object, field] };
    }),
  );
}

type Found = Omit<Issue, 'path'>;

function checkField({ object, field, own }: Field): Found | null {
  const standard = Object.keys(STANDARD_TYPES[object]);
  if (isFixed(object, field)) return { code: 'fixedField', params: { field } };
  if (!standard.includes(field)) {
    const suggestion = nearest(
      field,
      standard.filter((name) => !isFixed(object, name)),
    );
    return {
      code: 'unknownField',
      params: { field, known: READ_FIELDS[object].join(', ') },
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  if (own === field) return { code: 'fieldOntoItself', params: { field } };
  return isFixed(object, own) ? { code: 'fixedProperty', params: { field, own } } : null;
}

/** A field that is mapped or read by itself has its property already. */
function checkTwice(field: Field, readFrom: DocumentReadFrom): Found | null {
  const { object, own } = field;
  const others = fieldsOf(readFrom).filter((each) => each.object === object && each.field !== field.field);
  const read: readonly string[] = READ_FIELDS[object];
  const other =
    others.find((each) => each.own === own || each.field === own)?.field ?? read.find((name) => name === own);
  return other === undefined ? null : { code: 'fieldTwice', params: { ...named(field), other } };
}

/** Without an account at hand nothing is known of a property of its own. */
function checkHeld(field: Field, types: PropertyTypes): Found | null {
  const { object, own } = field;
  if (types.isComplete && findProperty(types, object, own) === undefined) {
    const suggestion = nearest(own, Object.keys(types[object]));
    return {
      code: object === 'company' ? 'unknownCompanyProperty' : 'unknownProperty',
      params: { property: own },
      ...(suggestion === undefined ? {} : { suggestion }),
    };
  }
  const differing = typesApart(field, types);
  if (differing === null || readAs(differing.held) === readAs(differing.wanted)) return null;
  return { code: 'wrongFieldType', params: { ...named(field), ...differing } };
}

/** An option is one text too. */
export function readAs(type: ValueType): ValueType {
  return type === 'enumeration' ? 'string' : type;
}

/** Whether a property of the account's may be read for some field. */
export function mayStandFor(object: FieldObject, own: string): boolean {
  const read: readonly string[] = READ_FIELDS[object];
  return !isFixed(object, own) && !read.includes(own);
}

/** What it means to Accord no agreement changes. */
export function isFixed(object: FieldObject, name: string): boolean {
  return OURS.test(name) || FIXED[object].includes(name);
}

/** Null where the two are alike, or one is not known. */
function typesApart(
  { object, field, own }: Field,
  types: PropertyTypes,
): { readonly held: ValueType; readonly wanted: ValueType } | null {
  const held = findProperty(types, object, own)?.type;
  const wanted = findProperty(STANDARD_TYPES, object, field)?.type;
  return held === undefined || wanted === undefined || held === wanted ? null : { held, wanted };
}

function named({ field, own }: Field): Issue['params'] {
  return { field, own };
}
