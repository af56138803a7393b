// What a new property must look like: name, type with fieldType, options, group, uniqueness, quota.
import { z } from 'zod';
import { buildError, refuseInput } from '#sandbox/errors.ts';
import type { ObjectType, Portal, PropertyDef } from '#sandbox/model.ts';

const MAX_UNIQUE_PROPERTIES = 10;

const NewOption = z.strictObject({
  label: z.string().min(1),
  value: z.string().min(1),
  displayOrder: z.number().int(),
  hidden: z.boolean(),
  description: z.string().optional(),
});

export const NewProperty = z.strictObject({
  name: z.string(),
  label: z.string().min(1),
  groupName: z.string(),
  type: z.string(),
  fieldType: z.string(),
  options: z.array(NewOption).optional(),
  hasUniqueValue: z.boolean().optional(),
  hidden: z.boolean().optional(),
  formField: z.boolean().optional(),
  displayOrder: z.number().int().optional(),
  description: z.string().optional(),
  dataSensitivity: z.string().optional(),
  numberDisplayHint: z.string().optional(),
});
export type NewProperty = z.infer<typeof NewProperty>;

/** Name, type and uniqueness are fixed for good. */
export const PropertyChange = z.strictObject({
  label: z.string().min(1).optional(),
  groupName: z.string().optional(),
  description: z.string().optional(),
  options: z.array(NewOption).optional(),
  hidden: z.boolean().optional(),
  displayOrder: z.number().int().optional(),
});

const FIELD_TYPES: Readonly<Record<string, readonly string[]>> = {
  bool: ['booleancheckbox'],
  date: ['date'],
  datetime: ['date'],
  enumeration: ['booleancheckbox', 'checkbox', 'radio', 'select'],
  number: ['number'],
  phone_number: ['phonenumber'],
  string: ['file', 'html', 'phonenumber', 'text', 'textarea'],
};

export function buildProperty(portal: Portal, objectType: ObjectType, input: NewProperty): PropertyDef {
  checkName(input.name);
  if (portal.properties[objectType].has(input.name)) {
    throw buildError(409, 'OBJECT_ALREADY_EXISTS', `A property named '${input.name}' already exists.`);
  }
  checkTypes(input);
  checkOptions(input);
  if (!portal.groups[objectType].has(input.groupName)) {
    throw refuseInput(`Property group ${input.groupName} does not exist`);
  }
  if (input.hasUniqueValue === true) checkUnique(portal, objectType, input);
  checkQuota(portal, objectType);
  return {
    name: input.name,
    label: input.label,
    type: input.type,
    fieldType: input.fieldType,
    groupName: input.groupName,
    description: input.description ?? '',
    options: (input.options ?? []).map(({ value, label, displayOrder, hidden }) => ({
      value,
      label,
      displayOrder,
      hidden,
    })),
    hasUniqueValue: input.hasUniqueValue ?? false,
    readOnly: false,
    calculated: false,
    hidden: input.hidden ?? false,
    hubspotDefined: false,
    integer: false,
    webhook: 'fires',
    displayOrder: input.displayOrder ?? -1,
    createdAtMs: portal.clock.nowMs(),
  };
}

export function countCustomProperties(portal: Portal, objectType: ObjectType): number {
  return [...portal.properties[objectType].values()].filter((def) => !def.hubspotDefined).length;
}

function checkName(name: string): void {
  const MAX_NAME_CHARS = 100;
  if (/^[a-z][a-z0-9_]*$/.test(name) && name.length <= MAX_NAME_CHARS) return;
  throw refuseInput(
    `Property name "${name}" must be lower case, start with a letter and hold only a-z, 0-9 and _`,
  );
}

function checkTypes(input: NewProperty): void {
  const allowed = FIELD_TYPES[input.type];
  if (allowed === undefined) throw refuseInput(`Unknown property type ${input.type}`);
  if (!allowed.includes(input.fieldType)) {
    throw refuseInput(
      `fieldType ${input.fieldType} is not valid for type ${input.type}: use one of ${allowed.join(', ')}`,
    );
  }
}

function checkOptions(input: NewProperty): void {
  const values = (input.options ?? []).map((option) => option.value);
  if (new Set(values).size < values.length)
    throw refuseInput(`Property ${input.name} has an option value twice`);
  if (input.type === 'bool' && values.toSorted().join() !== 'false,true') {
    throw refuseInput(`Property ${input.name} of type bool must have the options true and false`);
  }
  if (input.type === 'enumeration' && values.length === 0) {
    throw refuseInput(`Property ${input.name} of type enumeration must have options`);
  }
  if (input.type !== 'enumeration' && input.type !== 'bool' && values.length > 0) {
    throw refuseInput(`Property ${input.name} of type ${input.type} cannot have options`);
  }
}

function checkUnique(portal: Portal, objectType: ObjectType, input: NewProperty): void {
  if (objectType === 'tasks' && !portal.settings.tasksAcceptUniqueProperty) {
    throw refuseInput('Object type 0-27 does not support properties with unique values');
  }
  if (input.type !== 'string' && input.type !== 'number') {
    throw refuseInput(`Properties of type ${input.type} cannot have unique values`);
  }
  const unique = [...portal.properties[objectType].values()].filter((def) => def.hasUniqueValue);
  if (unique.length >= MAX_UNIQUE_PROPERTIES) {
    throw refuseInput(`No more than ${MAX_UNIQUE_PROPERTIES} properties with unique values are allowed`);
  }
}

function checkQuota(portal: Portal, objectType: ObjectType): void {
  const limit = portal.settings.customPropertyLimit;
  if (countCustomProperties(portal, objectType) < limit) return;
  throw buildError(
    400,
    'PROPERTY_LIMIT_EXCEEDED',
    `The portal's limit of ${limit} custom properties is reached`,
  );
}
