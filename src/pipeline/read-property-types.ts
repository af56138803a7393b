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

/** Options in the account's own order. Owners and teams have theirs elsewhere: none are listed, so none are known. */
export function readProperty(property: PortalProperty): KnownProperty {
  const held = readHeld(property);
  return property.readOnly ? { ...held, readOnly: true } : held;
}

function readHeld({ type, fieldType, options }: PortalProperty): KnownProperty {
  const known = TYPES[type] ?? 'string';
  if (known !== 'enumeration') return { type: known };
  const values = valuesInOrder(options);
  return {
    type: fieldType === 'checkbox' ? 'multi' : 'enumeration',
    ...(values.length === 0 ? {} : { options: values }),
  };
}

export function valuesInOrder(options: PortalProperty['options']): readonly string[] {
  return inOrder(options).map(({ value }) => value);
}

/** As HubSpot shows them: by display order, those of -1 after all others. */
export function inOrder(options: PortalProperty['options']): PortalProperty['options'] {
  const place = (order: number): number => (order < 0 ? Number.POSITIVE_INFINITY : order);
  return options.toSorted((a, b) => {
    const [one, other] = [place(a.displayOrder), place(b.displayOrder)];
    return one === other ? 0 : one - other;
  });
}
