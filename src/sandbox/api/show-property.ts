// A property definition as the API shows it.

import { formatInstant } from '#sandbox/crm/read-values.ts';
import type { PropertyDef } from '#sandbox/model.ts';

export function showProperty(def: PropertyDef): Record<string, unknown> {
  return {
    name: def.name,
    label: def.label,
    type: def.type,
    fieldType: def.fieldType,
    description: def.description,
    groupName: def.groupName,
    options: def.options,
    displayOrder: def.displayOrder,
    calculated: def.calculated,
    externalOptions: def.name === 'hubspot_owner_id',
    hasUniqueValue: def.hasUniqueValue,
    hidden: def.hidden,
    hubspotDefined: def.hubspotDefined,
    modificationMetadata: {
      archivable: !def.hubspotDefined,
      readOnlyDefinition: def.hubspotDefined,
      readOnlyOptions: def.hubspotDefined && def.readOnly,
      readOnlyValue: def.readOnly,
    },
    formField: false,
    dataSensitivity: 'non_sensitive',
    archived: false,
    createdAt: formatInstant(def.createdAtMs),
    updatedAt: formatInstant(def.createdAtMs),
    ...(def.name === 'hubspot_owner_id' ? { referencedObjectType: 'OWNER' } : {}),
  };
}
