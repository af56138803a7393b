// What a portal's contact and company properties hold, for parsing and checking an agreement.
import type { KnownProperty, PropertyTypes } from '#agreement/property-types.ts';
import type { ValueType } from '#domain/agreement.ts';
import type { CallContext, HubspotPort, PortalProperty } from './ports.ts';

export async function readPropertyTypes(
  hubspot: Pick<HubspotPort, 'listProperties'>,
  call: CallContext,
): Promise<PropertyTypes> {
  const contact = await hubspot.listProperties(call, 'contacts');
  const company = await hubspot.listProperties(call, 'companies');
  return { contact: byName(contact), company: byName(company), isComplete: true };
}

function byName(properties: readonly PortalProperty[]): Readonly<Record<string, KnownProperty>> {
  return Object.fromEntries(properties.map((property) => [property.name, readProperty(property)]));
}

const TYPES: Readonly<Record<string, ValueType>> = {
  bool: 'bool',
  date: 'date',
  datetime: 'datetime',
  enumeration: 'enumeration',
  number: 'number',
  phone_number: 'string',
  string: 'string',
};

/** Owners and teams have their options elsewhere: none are listed, so none are known. */
function readProperty({ type, fieldType, options }: PortalProperty): KnownProperty {
  const known = TYPES[type] ?? 'string';
  if (known !== 'enumeration') return { type: known };
  const values = options.map(({ value }) => value);
  return {
    type: fieldType === 'checkbox' ? 'multi' : 'enumeration',
    ...(values.length === 0 ? {} : { options: values }),
  };
}
